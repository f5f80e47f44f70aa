//! `client.rs`: the client, a method for each operation.

use quote::quote;

use super::documentation::{deprecated, inner, outer};
use super::source::{SourceFile, tokens};
use crate::plan::{Operation, Plan};

pub(super) fn emit(plan: &Plan) -> SourceFile {
    let head = inner("The client.");
    let documentation = outer(&format!(
        "A client for {}.\n\n\
         It is cheap to clone; clones share connections, credentials and the retry quota.",
        plan.service.title
    ));
    let methods = plan.operations.iter().map(emit_method);
    let allowed = plan.operations.iter().any(|operation| operation.deprecated.is_some());
    let allowed = allowed.then(|| quote!(#![allow(deprecated)]));
    let items = quote! {
        #head
        #allowed
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
                Self::new(&tinsmith::Config::from_env()?)
            }
            /// A client with the settings of a configuration, which may serve other clients as well.
            ///
            /// # Errors
            ///
            /// When a setting does not suit this service; the message names it.
            pub fn new(config: &tinsmith::Config) -> Result<Self, Error> {
                Ok(Self { handle: tinsmith::Handle::new(&crate::service::SERVICE, config)? })
            }
            /// Sets up a client step by step; nothing is read from the environment.
            #[must_use]
            pub fn builder() -> tinsmith::ConfigBuilder<Self> {
                tinsmith::ConfigBuilder::new()
            }
            #(#methods)*
        }
        impl TryFrom<tinsmith::Config> for Client {
            type Error = tinsmith::Error;
            fn try_from(config: tinsmith::Config) -> Result<Self, Self::Error> {
                Ok(Self { handle: tinsmith::Handle::new(&crate::service::SERVICE, &config)? })
            }
        }
    };
    SourceFile::of_items("src/client.rs", items)
}

fn emit_method(operation: &Operation) -> proc_macro2::TokenStream {
    let documentation = outer(&operation.documentation);
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
