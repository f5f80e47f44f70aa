//! Values as messages show them: scalars as they are, what holds others by its size or name.

use std::fmt;

use tinsmith::value::View;

use crate::json::from_document;

/// A value in a message.
pub(crate) struct Show<'a>(pub(crate) View<'a>);

impl fmt::Display for Show<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("nothing"),
            View::Boolean(value) => write!(f, "{value}"),
            View::Integer(value) => write!(f, "{value}"),
            View::Float(value) => write!(f, "{value:?}"),
            View::Double(value) => write!(f, "{value:?}"),
            View::String(value) => write!(f, "{value:?}"),
            View::Blob(value) => write!(f, "the bytes {:?}", String::from_utf8_lossy(value)),
            View::Timestamp(value) => write!(f, "the timestamp {}", value.as_nanos() as f64 / 1e9),
            View::Document(value) => write!(f, "the document {}", from_document(value)),
            View::List(list) => write!(f, "a list of {}", list.len()),
            View::Map(map) => write!(f, "a map of {}", map.len()),
            View::Structure(structure) => write!(f, "a {}", structure.shape().name),
            View::Union(union) => {
                let member = union.current().and_then(|(index, _)| union.shape().members.get(index));
                let name = member.map(|member| member.name).or(union.unknown()).unwrap_or_default();
                write!(f, "a {} with {name:?}", union.shape().name)
            }
        }
    }
}
