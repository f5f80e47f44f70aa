//! One file for each type, and the module that lists them.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::documentation::inner;
use super::source::{Block, SourceFile, tokens};
use super::{enumeration, structure};
use crate::plan::{Field, Plan, Type, TypeKind};

/// `types.rs`: the modules and what they export.
pub(super) fn emit_module(plan: &Plan) -> SourceFile {
    let modules = plan.types.iter().map(|planned| tokens(&planned.module));
    let exports = plan.types.iter().map(|planned| (tokens(&planned.module), tokens(&planned.name)));
    let exports = exports.map(|(module, name)| quote!(pub use self::#module::#name;));
    let documentation = inner("The structures, unions and enums of the service, one file each.");
    SourceFile::of_items("src/types.rs", quote!(#documentation #(mod #modules;)* #(#exports)*))
}

/// The file of a type.
pub(super) fn emit(planned: &Type) -> SourceFile {
    let documentation = inner(&format!("The {} `{}`.", kind_name(planned), planned.shape));
    let imports = imports(planned);
    let (items, table) = match &planned.kind {
        TypeKind::Structure(structure) => structure::emit(planned, structure),
        TypeKind::Union(union) => structure::emit_union(planned, union),
        TypeKind::Enumeration(enumeration) => enumeration::emit(planned, enumeration),
        TypeKind::IntegerEnumeration(enumeration) => enumeration::emit_integer(planned, enumeration),
    };
    SourceFile {
        path: format!("src/types/{}.rs", planned.module),
        blocks: vec![Block::Items(quote!(#documentation #imports #items)), Block::Table(table)],
    }
}

fn kind_name(planned: &Type) -> &'static str {
    match &planned.kind {
        TypeKind::Structure(structure) if structure.is_error => "error",
        TypeKind::Structure(_) => "structure",
        TypeKind::Union(_) => "union",
        TypeKind::Enumeration(_) => "enum",
        TypeKind::IntegerEnumeration(_) => "integer enum",
    }
}

/// The `use` of the crate's own types that the fields name.
fn imports(planned: &Type) -> TokenStream {
    let mut names = BTreeSet::new();
    fields(planned).iter().for_each(|field| field.field_type.own_names(&mut names));
    names.remove(&planned.name);
    if names.is_empty() {
        return TokenStream::new();
    }
    let names = names.iter().map(tokens);
    quote!(use super::{#(#names),*};)
}

fn fields(planned: &Type) -> &[Field] {
    match &planned.kind {
        TypeKind::Structure(structure) => &structure.fields,
        TypeKind::Union(union) => &union.variants,
        TypeKind::Enumeration(_) | TypeKind::IntegerEnumeration(_) => &[],
    }
}
