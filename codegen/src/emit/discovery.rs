//! `discovery.rs`: how the service is asked for its endpoints.

use quote::quote;

use super::documentation::{inner, outer};
use super::operation::emit_table;
use super::source::SourceFile;
use crate::plan::Discovery;

/// The table of the operation that tells, and that of discovery.
pub(super) fn emit(discovery: &Discovery) -> SourceFile {
    let head = inner("How the service is asked where its operations are to be called.");
    let documentation = outer("Endpoint discovery.");
    let operation = emit_table(&discovery.operation);
    let error = match &discovery.error {
        Some(error) => quote!(Some(#error)),
        None => quote!(None),
    };
    let (takes_operation, takes_identifiers) = (discovery.takes_operation, discovery.takes_identifiers);
    SourceFile::of_items(
        "src/discovery.rs",
        quote! {
            #head
            #operation
            #documentation
            pub(crate) static DISCOVERY: tinsmith::discovery::Discovery = tinsmith::discovery::Discovery {
                operation: &OPERATION,
                error: #error,
                takes_operation: #takes_operation,
                takes_identifiers: #takes_identifiers,
                engine: &tinsmith::discovery::ENGINE,
            };
        },
    )
}
