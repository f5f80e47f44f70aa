//! One file for each operation: its builder, and the static tables that the runtime calls it by.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::documentation::{deprecated, inner, outer, wrapped};
use super::source::{SourceFile, TYPES, quoted_list, tokens};
use super::waiter;
use crate::endpoint_rules::emit_literal;
use crate::jmespath::emit_expression;
use crate::plan::{
    Auth, BodyStep, EndpointParameter, HostPart, Items, Operation, Paginator, ParameterSource, Plan, Setter,
};

/// `operations.rs`: the modules and what they export.
pub(super) fn emit_module(plan: &Plan) -> SourceFile {
    let modules = plan.operations.iter().map(|operation| tokens(&operation.module));
    let exports = plan.operations.iter().map(|operation| {
        let (module, name) = (tokens(&operation.module), tokens(&operation.builder));
        quote!(pub use self::#module::#name;)
    });
    let documentation = inner("The operations of the service: a builder for each, one file each.");
    SourceFile::of_items("src/operations.rs", quote!(#documentation #(mod #modules;)* #(#exports)*))
}

/// The file of an operation.
pub(super) fn emit(operation: &Operation) -> SourceFile {
    let head = inner(&format!("The operation `{}`.", operation.name));
    let imports = uses_types(operation).then(|| {
        quote!(
            use crate::types;
        )
    });
    let (builder, tables) = (emit_builder(operation), emit_tables(operation));
    let items = quote!(#head #imports #builder #tables);
    SourceFile::of_items(format!("src/operations/{}.rs", operation.module), items)
}

fn uses_types(operation: &Operation) -> bool {
    let mut names = BTreeSet::new();
    operation.input.own_names(&mut names);
    operation.output.own_names(&mut names);
    !names.is_empty()
}

/// The struct that a user sets the request's members on, and sends.
fn emit_builder(operation: &Operation) -> TokenStream {
    let documentation = outer(&operation.documentation);
    let warning = deprecated(operation.deprecated.as_ref());
    let (name, input) = (tokens(&operation.builder), tokens(operation.input.behind(TYPES)));
    let setters = operation.setters.iter().map(emit_setter);
    let send = emit_send(operation);
    let pages = operation.paginator.iter().map(|paginator| emit_pages(operation, paginator));
    let waits = operation.waiters.iter().map(|waiter| waiter::emit_method(operation, waiter));
    quote! {
        #documentation
        #warning
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name {
            handle: tinsmith::Handle,
            /// The request, as it will be sent.
            pub input: #input,
        }
        impl #name {
            pub(crate) fn new(handle: tinsmith::Handle) -> Self {
                Self { handle, input: Default::default() }
            }
            /// Takes a whole request in place of what was set.
            #[inline]
            pub fn with_input(mut self, input: #input) -> Self {
                self.input = input;
                self
            }
            #(#setters)*
            #send
            #(#pages)*
            #(#waits)*
        }
    }
}

fn emit_setter(setter: &Setter) -> TokenStream {
    let mut text = setter.documentation.clone();
    if setter.required {
        text.push_str("\n\nRequired.");
    }
    let documentation = outer(&text);
    let warning = deprecated(setter.deprecated.as_ref());
    let (name, field, set_type) = (tokens(&setter.name), tokens(&setter.field), tokens(setter.set_type.behind(TYPES)));
    quote! {
        #documentation
        #warning
        pub fn #name(mut self, value: impl Into<#set_type>) -> Self {
            self.input.#field = Some(value.into());
            self
        }
    }
}

fn emit_send(operation: &Operation) -> TokenStream {
    let errors = match operation.errors.as_slice() {
        [] => "The model lists no errors of its own for this operation.".to_owned(),
        codes => {
            let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
            format!("The model lists {}.", codes.join(", "))
        }
    };
    let errors = wrapped(&format!("{errors} Any call can also give the other variants of [`Error`](crate::Error)."));
    let documentation = outer(&format!("Sends the request and waits for the answer.\n\n# Errors\n\n{errors}"));
    let (output, table) = (tokens(operation.output.behind(TYPES)), tokens(&operation.table));
    quote! {
        #documentation
        pub async fn send(mut self) -> Result<#output, crate::Error> {
            let mut output = #output::default();
            self.handle.call(&#table, &mut self.input, &mut output).await?;
            Ok(output)
        }
    }
}

fn emit_pages(operation: &Operation, paginator: &Paginator) -> TokenStream {
    let documentation =
        outer(&wrapped("Calls the operation page by page, each with the token of the one before, as a `Stream`."));
    let (input, output) = (tokens(operation.input.behind(TYPES)), tokens(operation.output.behind(TYPES)));
    let (table, pages) = (tokens(&operation.table), tokens(format!("{}_PAGES", operation.table)));
    let items = paginator.items.as_ref().map(|items| emit_items(operation, items));
    quote! {
        #documentation
        pub fn pages(self) -> tinsmith::Pages<#input, #output, crate::Error> {
            tinsmith::Pages::new(self.handle, &#table, &#pages, self.input)
        }
        #items
    }
}

fn emit_items(operation: &Operation, items: &Items) -> TokenStream {
    let documentation = outer("The items of all pages, as a `Stream`.");
    let (input, output) = (tokens(operation.input.behind(TYPES)), tokens(operation.output.behind(TYPES)));
    let item = tokens(items.item.behind(TYPES));
    let take = take(items);
    quote! {
        #documentation
        pub fn items(self) -> tinsmith::Items<#item, #input, #output, crate::Error> {
            self.pages().items(|page| #take)
        }
    }
}

/// The expression that takes the items out of `page`, such as `page.backups`.
fn take(items: &Items) -> TokenStream {
    let mut expression = quote!(page);
    let mut absent = false;
    for (field, optional) in &items.path {
        let field = tokens(field);
        expression = match (absent, optional) {
            (false, _) => quote!(#expression.#field),
            (true, true) => quote!(#expression.and_then(|value| value.#field)),
            (true, false) => quote!(#expression.map(|value| value.#field)),
        };
        absent |= optional;
    }
    if absent {
        expression = quote!(#expression.unwrap_or_default());
    }
    if items.is_map { quote!(#expression.into_iter().collect()) } else { expression }
}

/// The statics of the operation.
fn emit_tables(operation: &Operation) -> TokenStream {
    let table = emit_table(operation);
    let pages = operation.paginator.iter().map(|paginator| {
        let (name, input) = (tokens(format!("{}_PAGES", operation.table)), &paginator.input_token);
        let output = tokens(quoted_list(&paginator.output_token));
        quote! {
            static #name: tinsmith::paginate::Paginator =
                tinsmith::paginate::Paginator { input_token: #input, output_token: #output };
        }
    });
    let waiters = operation.waiters.iter().map(waiter::emit_table);
    quote!(#table #(#pages)* #(#waiters)*)
}

/// The operation's own table.
pub(super) fn emit_table(operation: &Operation) -> TokenStream {
    let (table, name, sensitive) = (tokens(&operation.table), &operation.name, operation.sensitive);
    let auth = match operation.auth {
        Auth::SigV4 => quote!(SigV4),
        Auth::Optional => quote!(Optional),
        Auth::None => quote!(None),
    };
    let parameters = operation.endpoint_parameters.iter().map(emit_endpoint_parameter);
    let host_prefix = operation.host_prefix.iter().map(|part| match part {
        HostPart::Text(text) => quote!(tinsmith::operation::HostPart::Text(#text)),
        HostPart::Label(member) => quote!(tinsmith::operation::HostPart::Label(#member)),
    });
    let body = operation.body.iter().map(emit_body_step);
    let discovery = emit_discovered(operation);
    quote! {
        static #table: tinsmith::operation::Operation = tinsmith::operation::Operation {
            name: #name,
            service: &crate::service::SERVICE,
            sensitive: #sensitive,
            auth: tinsmith::operation::Auth::#auth,
            http: tinsmith::operation::Http::RPC,
            endpoint_parameters: &[#(#parameters),*],
            host_prefix: &[#(#host_prefix),*],
            body: &[#(#body),*],
            discovery: #discovery,
        };
    }
}

fn emit_body_step(step: &BodyStep) -> TokenStream {
    match step {
        BodyStep::Gzip => quote!(&tinsmith::body::GZIP),
        BodyStep::ContentMd5 => quote!(&tinsmith::body::CONTENT_MD5),
        BodyStep::UnsignedPayload => quote!(&tinsmith::body::UNSIGNED_PAYLOAD),
    }
}

fn emit_discovered(operation: &Operation) -> TokenStream {
    let Some(discovered) = &operation.discovery else { return quote!(None) };
    let (required, identifiers) = (discovered.required, tokens(quoted_list(&discovered.identifiers)));
    quote! {
        Some(tinsmith::operation::Discovered {
            by: &crate::discovery::DISCOVERY,
            required: #required,
            identifiers: #identifiers,
        })
    }
}

fn emit_endpoint_parameter(parameter: &EndpointParameter) -> TokenStream {
    let name = &parameter.name;
    let source = match &parameter.source {
        ParameterSource::Static(literal) => {
            let literal = emit_literal(literal);
            quote!(Static(tinsmith::endpoint::rules::#literal))
        }
        ParameterSource::Member(member) => quote!(Member(#member)),
        ParameterSource::Path(path) => {
            let path = emit_expression(path);
            quote!(Path(#path))
        }
    };
    quote! {
        tinsmith::operation::EndpointParameter {
            name: #name,
            source: tinsmith::operation::ParameterSource::#source,
        }
    }
}
