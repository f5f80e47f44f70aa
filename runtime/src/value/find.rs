//! Reaching a member by its wire name, or a value by a path of names.

use super::{Structure, Value, View};

/// The member of a wire name.
pub(crate) fn member_by_name<'a>(structure: &'a dyn Structure, name: &str) -> Option<&'a dyn Value> {
    structure.shape().position(name, 0).and_then(|index| structure.member(index))
}

/// The member of a wire name, to be filled.
pub(crate) fn member_mut_by_name<'a>(structure: &'a mut dyn Structure, name: &str) -> Option<&'a mut dyn Value> {
    structure.shape().position(name, 0).and_then(|index| structure.member_mut(index))
}

/// The value that a path of wire names leads to; absent when something on the way is.
pub(crate) fn find<'a>(view: View<'a>, path: &[&str]) -> View<'a> {
    path.iter().fold(view, |view, name| match view {
        View::Structure(structure) => member_by_name(structure, name).map_or(View::Absent, |value| value.view()),
        View::Map(map) => map.entries().find(|(key, _)| key == name).map_or(View::Absent, |(_, value)| value.view()),
        _ => View::Absent,
    })
}
