//! `client.rs`: the client, a method for each operation.

use quote::quote;

use super::documentation::{deprecated, inner, outer, wrapped};
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
