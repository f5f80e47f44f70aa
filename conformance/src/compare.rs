//! Comparing an output or error with what a case wants, member by member.

use tinsmith::value::{List, Map, Structure, Union, View};

use crate::differences::Differences;
use crate::json::{compare_json, from_document};
use crate::show::Show;

/// Tells where two structures of one type differ. Numbers are compared exactly, and NaN is NaN.
pub(crate) fn compare<'a>(wanted: &'a dyn Structure, came: &'a dyn Structure, differences: &mut Differences) {
    for (index, member) in wanted.shape().members.iter().enumerate() {
        let view = |structure: &'a dyn Structure| structure.member(index).map_or(View::Absent, |value| value.view());
        differences
            .within(format_args!(".{}", member.name), |differences| values(view(wanted), view(came), differences));
    }
}

fn values(wanted: View<'_>, came: View<'_>, differences: &mut Differences) {
    let same = match (wanted, came) {
        (View::Absent, View::Absent) => true,
        (View::Boolean(wanted), View::Boolean(came)) => wanted == came,
        (View::Integer(wanted), View::Integer(came)) => wanted == came,
        (View::Float(wanted), View::Float(came)) => wanted == came || (wanted.is_nan() && came.is_nan()),
        (View::Double(wanted), View::Double(came)) => wanted == came || (wanted.is_nan() && came.is_nan()),
        (View::String(wanted), View::String(came)) => wanted == came,
        (View::Blob(wanted), View::Blob(came)) => wanted == came,
        (View::Timestamp(wanted), View::Timestamp(came)) => wanted == came,
        (View::Document(wanted), View::Document(came)) => {
            return compare_json(&from_document(wanted), &from_document(came), differences);
        }
        (View::List(wanted), View::List(came)) => return lists(wanted, came, differences),
        (View::Map(wanted), View::Map(came)) => return maps(wanted, came, differences),
        (View::Structure(wanted), View::Structure(came)) => return compare(wanted, came, differences),
        (View::Union(wanted), View::Union(came)) => return unions(wanted, came, differences),
        _ => false,
    };
    if !same {
        differences.tell(Show(wanted), Show(came));
    }
}

fn lists(wanted: &dyn List, came: &dyn List, differences: &mut Differences) {
    if wanted.len() != came.len() {
        differences.tell(format_args!("{} items", wanted.len()), came.len());
    }
    for index in 0..wanted.len().min(came.len()) {
        if let (Some(wanted), Some(came)) = (wanted.get(index), came.get(index)) {
            differences.within(format_args!("[{index}]"), |differences| {
                values(wanted.view(), came.view(), differences);
            });
        }
    }
}

fn maps(wanted: &dyn Map, came: &dyn Map, differences: &mut Differences) {
    for (key, value) in wanted.entries() {
        let other = came.entries().find(|(other, _)| *other == key);
        differences.within(format_args!("[{key:?}]"), |differences| match other {
            Some((_, other)) => values(value.view(), other.view(), differences),
            None => differences.absent(Show(value.view())),
        });
    }
    for (key, value) in came.entries() {
        if !wanted.entries().any(|(other, _)| other == key) {
            differences.within(format_args!("[{key:?}]"), |differences| differences.unwanted(Show(value.view())));
        }
    }
}

fn unions(wanted: &dyn Union, came: &dyn Union, differences: &mut Differences) {
    match (wanted.current(), came.current()) {
        (Some((index, value)), Some((other_index, other))) if index == other_index => {
            let name = wanted.shape().members.get(index).map_or("", |member| member.name);
            differences.within(format_args!(".{name}"), |differences| values(value.view(), other.view(), differences));
        }
        (None, None) if wanted.unknown() == came.unknown() => {}
        _ => differences.tell(Show(View::Union(wanted)), Show(View::Union(came))),
    }
}
