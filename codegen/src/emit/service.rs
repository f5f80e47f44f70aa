//! `service.rs` and `endpoint_rules.rs`: the static tables of the service as a whole.

use quote::quote;

use super::documentation::{inner, outer, wrapped};
use super::source::{SourceFile, tokens};
use crate::endpoint_rules;
use crate::plan::{ErrorShape, Plan};

/// The service's table.
pub(super) fn emit(plan: &Plan) -> SourceFile {
    let head = inner("What the runtime has to know of the service.");
    let documentation = outer(&wrapped(
        "What the model says of the service as a whole. `tinsmith::endpoint::resolve` tells with its endpoint rules \
         where a call would go.",
    ));
    let service = &plan.service;
    let (name, sdk_id, version, signing_name) =
        (&service.name, &service.sdk_id, &service.version, &service.signing_name);
    let protocol = tokens(service.protocol);
    let errors = plan.errors.iter().map(emit_error);
    let imports = match plan.errors.is_empty() {
        true => quote!(
            use tinsmith::operation::Service;
        ),
        false => quote!(
            use tinsmith::operation::{ErrorShape, Service};
        ),
    };
    SourceFile::of_items(
        "src/service.rs",
        quote! {
            #head
            #imports
            #documentation
            pub static SERVICE: Service = Service {
                name: #name,
                sdk_id: #sdk_id,
                version: #version,
                signing_name: #signing_name,
                protocol: &tinsmith::protocol::#protocol,
                endpoint_rules: &crate::endpoint_rules::ENDPOINT_RULES,
                errors: &[#(#errors),*],
            };
        },
    )
}

fn emit_error(error: &ErrorShape) -> proc_macro2::TokenStream {
    let code = &error.code;
    let retryable = match error.retryable {
        None => quote!(None),
        Some(throttling) => quote!(Some(tinsmith::operation::Retryable { throttling: #throttling })),
    };
    quote!(ErrorShape { name: #code, retryable: #retryable })
}

/// The endpoint rule set.
pub(super) fn emit_endpoint_rules(plan: &Plan) -> SourceFile {
    let head = inner("What decides the endpoint of a call, as the model's rules engine tells it.");
    let documentation = outer("The service's endpoint rule set.");
    let expression = endpoint_rules::emit(&plan.endpoint_rules);
    let imports = endpoint_rules::emit_imports(&expression);
    SourceFile::of_items(
        "src/endpoint_rules.rs",
        quote! {
            #head
            #imports
            #documentation
            pub(crate) static ENDPOINT_RULES: RuleSet = #expression;
        },
    )
}
