//! Structures, errors and unions: the Rust item, and the table that makes it a value.

use proc_macro2::TokenStream;
use quote::quote;

use super::default::expression;
use super::documentation::{deprecated, outer};
use super::source::{Table, quoted, tokens};
use crate::plan::{Field, RustType, Structure, Type, Union};

/// A struct with public fields; an error has `meta` beside them.
pub(super) fn emit(planned: &Type, structure: &Structure) -> (TokenStream, Table) {
    let documentation = outer(&planned.documentation);
    let warning = deprecated(planned.deprecated.as_ref());
    let name = tokens(&planned.name);
    let fields = structure.fields.iter().map(emit_field);
    let meta = structure.is_error.then(|| {
        let documentation = outer("What is known of the answer: operation, status, request id and more.");
        quote!(#documentation pub meta: tinsmith::ErrorMeta,)
    });
    let item = quote! {
        #documentation
        #warning
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields,)* #meta }
    };
    let macro_name = if structure.is_error { "error_structure" } else { "structure" };
    (item, table(macro_name, planned, &structure.fields))
}

fn emit_field(field: &Field) -> TokenStream {
    let documentation = outer(&field.documentation);
    let warning = deprecated(field.deprecated.as_ref());
    let (name, field_type) = (tokens(&field.name), tokens(&field.field_type));
    quote!(#documentation #warning pub #name: #field_type)
}

/// An enum with a tuple variant a member, and the open one.
pub(super) fn emit_union(planned: &Type, union: &Union) -> (TokenStream, Table) {
    let documentation = outer(&planned.documentation);
    let warning = deprecated(planned.deprecated.as_ref());
    let name = tokens(&planned.name);
    let variants = union.variants.iter().map(emit_variant);
    let open =
        outer("A member that the model did not know when this crate was generated, by its name. It cannot be sent.");
    let item = quote! {
        #documentation
        #warning
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #open Unknown(String) }
    };
    (item, table("union", planned, &union.variants))
}

fn emit_variant(variant: &Field) -> TokenStream {
    let documentation = outer(&variant.documentation);
    let warning = deprecated(variant.deprecated.as_ref());
    let (name, field_type) = (tokens(&variant.name), tokens(&variant.field_type));
    quote!(#documentation #warning #name(#field_type))
}

/// A line a member: index, field, type to set, wire name, facts, default.
fn table(macro_name: &'static str, planned: &Type, fields: &[Field]) -> Table {
    let line = |(index, field): (usize, &Field)| {
        let facts: Vec<String> = field.facts.iter().map(ToString::to_string).collect();
        let facts = if facts.is_empty() { String::new() } else { format!(" [{}]", facts.join(", ")) };
        let default = field.default.as_ref().map(|default| match (expression(default), &field.field_type) {
            (value, RustType::Option(_)) => format!(" or Some({value})"),
            (value, _) => format!(" or {value}"),
        });
        let default = default.unwrap_or_default();
        format!("{index} {}: {} = {}{facts}{default}", field.name, field.set_type, quoted(&field.wire))
    };
    Table {
        name: macro_name,
        head: format!("{} {}", planned.name, quoted(&planned.shape)),
        lines: fields.iter().enumerate().map(line).collect(),
    }
}
