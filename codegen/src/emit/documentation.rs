//! Documentation and deprecation as attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Deprecation;

/// `///` lines, one a line of the Markdown.
pub(super) fn outer(markdown: &str) -> TokenStream {
    let lines = markdown.lines().map(padded);
    quote!(#(#[doc = #lines])*)
}

/// `//!` lines, one a line of the Markdown.
pub(super) fn inner(markdown: &str) -> TokenStream {
    let lines = markdown.lines().map(padded);
    quote!(#(#![doc = #lines])*)
}

/// A line as it stands behind the slashes.
fn padded(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// `#[deprecated]`, where the model says so.
pub(super) fn deprecated(deprecation: Option<&Deprecation>) -> TokenStream {
    match deprecation {
        None => TokenStream::new(),
        Some(Deprecation { note: None }) => quote!(#[deprecated]),
        Some(Deprecation { note: Some(note) }) => quote!(#[deprecated(note = #note)]),
    }
}
