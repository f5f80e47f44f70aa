//! Documentation and deprecation as attributes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Deprecation;

/// The widest line.
const WIDTH: usize = 96;

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

/// A paragraph of ours, broken into lines as wide as those of the model's documentation.
pub(super) fn wrapped(paragraph: &str) -> String {
    let mut text = String::new();
    let mut columns = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if columns > 0 && columns + length >= WIDTH {
            text.push('\n');
            columns = 0;
        } else if columns > 0 {
            text.push(' ');
            columns += 1;
        }
        text.push_str(word);
        columns += length;
    }
    text
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
