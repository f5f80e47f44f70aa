//! `lib.rs`: what the crate is, its modules, and what it exports.

use proc_macro2::TokenStream;
use quote::quote;

use super::documentation::inner;
use super::source::{SourceFile, tokens};
use crate::Options;
use crate::name;
use crate::plan::Plan;

pub(super) fn emit(plan: &Plan, options: &Options) -> SourceFile {
    let package = options.package(&plan.service.package);
    let example = example(plan, &name::crate_name(package));
    let documentation = inner(&format!("{}.\n\n{}\n\n{example}", plan.service.title, plan.service.documentation));
    let private = ["client", "endpoint_rules", "error", "service"].map(|name| module(name, TokenStream::new()));
    let discovery = plan.discovery.as_ref().map(|_| module("discovery", TokenStream::new()));
    let operations = module("operations", quote!(pub));
    let types = (!plan.types.is_empty()).then(|| module("types", quote!(pub)));
    // Tables and exports have to name what the model calls deprecated; only the crate's users are warned of it.
    let allowed = plan.has_deprecated().then(|| quote!(#![allow(deprecated)]));
    let items = quote! {
        #documentation
        #allowed
        #(#private)*
        #discovery
        #operations
        #types
        pub use client::Client;
        pub use error::Error;
        pub use service::SERVICE;
        pub use tinsmith;
    };
    SourceFile::of_items("src/lib.rs", items)
}

/// A module that rustfmt leaves alone: prettyplease has laid it out, and the two differ.
fn module(name: &str, visibility: TokenStream) -> TokenStream {
    let (skip, name) = (tokens("#[rustfmt::skip]"), tokens(name));
    quote!(#skip #visibility mod #name;)
}

/// The first lines that a user writes, as a doctest.
pub(super) fn example(plan: &Plan, crate_name: &str) -> String {
    let needs_nothing = |operation: &&crate::plan::Operation| operation.setters.iter().all(|setter| !setter.required);
    let paged = |operation: &&crate::plan::Operation| operation.paginator.is_some();
    let all = || plan.operations.iter();
    let shown = all().filter(needs_nothing).find(paged).or_else(|| all().find(needs_nothing)).or_else(|| all().next());
    let Some(operation) = shown else { return String::new() };
    let method = &operation.method;
    let allow = if operation.deprecated.is_some() { "# #![allow(deprecated)]\n" } else { "" };
    format!(
        "```no_run\n{allow}# async fn example() -> Result<(), {crate_name}::Error> {{\n\
         let client = {crate_name}::Client::from_env().await?;\n\
         let answer = client.{method}().send().await?;\n\
         println!(\"{{answer:?}}\");\n\
         # Ok(())\n\
         # }}\n```"
    )
}
