//! `client.rs`: the client, a method for each operation.

use quote::quote;

use super::documentation::{deprecated, inner, outer, wrapped};
use super::source::{SourceFile, tokens};
use crate::endpoint_rules::ParameterKind;
use crate::plan::{ClientParameter, Operation, Plan};

pub(super) fn emit(plan: &Plan) -> SourceFile {
    let head = inner("The client.");
    let documentation = outer(&format!(
        "A client for {}.\n\n\
         It is cheap to clone; clones share connections, credentials and the retry quota.",
        plan.service.title
    ));
    let parameters = plan.client_parameters.iter().map(emit_parameter);
    let methods = plan.operations.iter().map(emit_method);
    let items = quote! {
        #head
        use crate::{Error, operations};
        #documentation
        #[derive(Clone, Debug)]
        pub struct Client {
            handle: tinsmith::Handle,
        }
        impl Client {
            /// A client with region, credentials and endpoint as every AWS tool finds them.
            ///
            /// # Errors
            ///
            /// When a setting is missing or wrong; the message names what to set.
            pub async fn from_env() -> Result<Self, Error> {
                Ok(Self { handle: tinsmith::Handle::from_env(&crate::service::SERVICE)? })
            }
            /// A client with the settings of a configuration, which may serve other clients as well.
            ///
            /// A setting that does not suit this service is told by each call, before anything is sent.
            #[must_use]
            pub fn new(config: &tinsmith::Config) -> Self {
                Self { handle: tinsmith::Handle::new(&crate::service::SERVICE, config) }
            }
            /// Sets up a client step by step; nothing is read from the environment.
            pub fn builder() -> tinsmith::ConfigBuilder<Self> {
                tinsmith::ConfigBuilder::default()
            }
            #(#parameters)*
            #(#methods)*
        }
        impl From<tinsmith::Config> for Client {
            fn from(config: tinsmith::Config) -> Self {
                Self::new(&config)
            }
        }
    };
    SourceFile::of_items("src/client.rs", items)
}

/// The method that sets a parameter of the endpoint rules.
fn emit_parameter(parameter: &ClientParameter) -> proc_macro2::TokenStream {
    let name = &parameter.name;
    let what = wrapped(&format!(
        "A client with the endpoint parameter `{name}`; this one's clones stay as they are, and share connections and \
         the retry quota with it."
    ));
    let separator = if parameter.documentation.is_empty() { "" } else { "\n\n" };
    let documentation = outer(&format!("{what}{separator}{}", parameter.documentation));
    let method = tokens(&parameter.method);
    let (argument, value) = match parameter.kind {
        ParameterKind::String => (quote!(impl Into<String>), quote!(Into::<String>::into(value))),
        ParameterKind::Boolean => (quote!(bool), quote!(value)),
        ParameterKind::Strings => (quote!(impl Into<Vec<String>>), quote!(Into::<Vec<String>>::into(value))),
    };
    quote! {
        #documentation
        #[must_use]
        pub fn #method(self, value: #argument) -> Self {
            Self { handle: self.handle.with_endpoint_parameter(#name, #value) }
        }
    }
}

fn emit_method(operation: &Operation) -> proc_macro2::TokenStream {
    let documentation = outer(&wrapped(&format!("{} [Details](operations::{})", operation.summary, operation.builder)));
    let warning = deprecated(operation.deprecated.as_ref());
    let (method, builder) = (tokens(&operation.method), tokens(&operation.builder));
    quote! {
        #documentation
        #warning
        pub fn #method(&self) -> operations::#builder {
            operations::#builder::new(self.handle.clone())
        }
    }
}
