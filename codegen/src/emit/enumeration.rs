//! Enums of strings and integers: the Rust item with its open variant, and the table of values.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::documentation::{deprecated, outer};
use super::source::{Table, quoted, tokens};
use crate::plan::{Enumeration, EnumerationVariant, IntegerEnumeration, Type};

/// An enum of strings.
pub(super) fn emit(planned: &Type, enumeration: &Enumeration) -> (TokenStream, Table) {
    let item = item(planned, &enumeration.variants, &quote!(String));
    let line = |variant: &EnumerationVariant<String>| format!("{} = {}", variant.name, quoted(&variant.value));
    (item, table("enumeration", planned, enumeration.variants.iter().map(line).collect()))
}

/// An enum of integers.
pub(super) fn emit_integer(planned: &Type, enumeration: &IntegerEnumeration) -> (TokenStream, Table) {
    let item = item(planned, &enumeration.variants, &quote!(i32));
    let line =
        |variant: &EnumerationVariant<i32>| format!("{} = {}", variant.name, Literal::i32_unsuffixed(variant.value));
    (item, table("integer_enumeration", planned, enumeration.variants.iter().map(line).collect()))
}

fn item<T>(planned: &Type, variants: &[EnumerationVariant<T>], open_type: &TokenStream) -> TokenStream {
    let documentation = outer(&planned.documentation);
    let warning = deprecated(planned.deprecated.as_ref());
    let name = tokens(&planned.name);
    let variants = variants.iter().map(|variant| {
        let documentation = outer(&variant.documentation);
        let warning = deprecated(variant.deprecated.as_ref());
        let name = tokens(&variant.name);
        quote!(#documentation #warning #name)
    });
    let open = outer("A value that the model did not know when this crate was generated.");
    quote! {
        #documentation
        #warning
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #open Unknown(#open_type) }
    }
}

fn table(name: &'static str, planned: &Type, lines: Vec<String>) -> Table {
    Table { name, head: planned.name.clone(), lines }
}
