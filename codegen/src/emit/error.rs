//! `error.rs`: the service's error, a variant for each modelled one.

use quote::quote;

use super::documentation::{deprecated, inner, outer, wrapped};
use super::source::{Block, SourceFile, Table, quoted, tokens};
use crate::plan::{ErrorShape, Plan};

pub(super) fn emit(plan: &Plan) -> SourceFile {
    let head = inner("The error of every call.");
    let about = wrapped(
        "`Display` tells operation, code, message, status and request id in one line; the methods tell each by itself.",
    );
    let documentation = outer(&format!("Why a call of {} gave no output.\n\n{about}", plan.service.title));
    let variants = plan.errors.iter().map(|error| {
        let documentation = outer(&error.documentation);
        let warning = deprecated(error.deprecated.as_ref());
        let (name, structure) = (tokens(&error.variant), tokens(&error.structure));
        quote!(#documentation #warning #name(Box<crate::types::#structure>))
    });
    let unmodeled = outer("An error answer that the model does not know.");
    let call = outer("The call failed elsewhere: before it was sent, on the wire, or in the answer's form.");
    let items = quote! {
        #head
        #documentation
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Error {
            #(#variants,)*
            #unmodeled
            Unmodeled(Box<tinsmith::Unmodeled>),
            #call
            Call(tinsmith::Error),
        }
    };
    let line =
        |error: &ErrorShape| format!("{}(crate::types::{}) = {}", error.variant, error.structure, quoted(&error.code));
    let table =
        Table { name: "service_error", head: "Error".to_owned(), lines: plan.errors.iter().map(line).collect() };
    SourceFile { path: "src/error.rs".to_owned(), blocks: vec![Block::Items(items), Block::Table(table)] }
}
