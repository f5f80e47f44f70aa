//! `Debug` for every generated structure and union: members that are set, with sensitive ones redacted.

use std::fmt;

use super::{Structure, Union, View};

/// What stands in place of a sensitive value.
const REDACTED: &str = "*** redacted ***";

/// Writes a value as `Debug` does: Rust's names, absent members left out, sensitive members redacted.
///
/// # Errors
///
/// Only those of the formatter itself.
pub fn debug(view: View<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match view {
        View::Absent => f.write_str("None"),
        View::Boolean(value) => fmt::Debug::fmt(&value, f),
        View::Integer(value) => fmt::Debug::fmt(&value, f),
        View::Float(value) => fmt::Debug::fmt(&value, f),
        View::Double(value) => fmt::Debug::fmt(&value, f),
        View::String(value) => fmt::Debug::fmt(value, f),
        View::Blob(value) => write!(f, "<{} bytes>", value.len()),
        View::Timestamp(value) => fmt::Display::fmt(value, f),
        View::Document(value) => fmt::Debug::fmt(value, f),
        View::List(list) => {
            let items = (0..list.len()).filter_map(|index| list.get(index));
            f.debug_list().entries(items.map(|item| Shown(item.view()))).finish()
        }
        View::Map(map) => f.debug_map().entries(map.entries().map(|(key, value)| (key, Shown(value.view())))).finish(),
        View::Structure(structure) => debug_structure(structure, f),
        View::Union(union) => debug_union(union, f),
    }
}

fn debug_structure(structure: &dyn Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = structure.shape();
    let mut lines = f.debug_struct(shape.name);
    for (index, member) in shape.members.iter().enumerate() {
        let name = member.field.trim_start_matches("r#");
        match structure.member(index).map_or(View::Absent, |value| value.view()) {
            View::Absent => {}
            _ if member.is_sensitive() => {
                lines.field(name, &format_args!("{REDACTED}"));
            }
            view => {
                lines.field(name, &Shown(view));
            }
        }
    }
    lines.finish()
}

fn debug_union(union: &dyn Union, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some((index, value)) = union.current() else {
        return f.debug_tuple("Unknown").field(&union.unknown().unwrap_or_default()).finish();
    };
    match union.shape().members.get(index) {
        Some(member) if member.is_sensitive() => {
            f.debug_tuple(member.field).field(&format_args!("{REDACTED}")).finish()
        }
        Some(member) => f.debug_tuple(member.field).field(&Shown(value.view())).finish(),
        None => f.write_str("Unknown"),
    }
}

/// A view as a `Debug` value of its own, for the standard library's helpers.
struct Shown<'a>(View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self.0, f)
    }
}
