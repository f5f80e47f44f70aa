//! The Rust types that members have.

use std::collections::BTreeSet;
use std::fmt;

/// A type, as it stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    /// A type without parameters that needs no import, such as `i32` or `tinsmith::Blob`.
    Plain(&'static str),
    /// A type of the crate's own, by its name in `types`.
    Own(String),
    Option(Box<RustType>),
    Box(Box<RustType>),
    List(Box<RustType>),
    Map(Box<RustType>, Box<RustType>),
    /// The entry of a map.
    Pair(Box<RustType>, Box<RustType>),
}

impl RustType {
    /// The type, absent allowed.
    pub(crate) fn optional(self) -> Self {
        Self::Option(Box::new(self))
    }

    /// The crate's own types in it.
    pub(crate) fn own_names(&self, names: &mut BTreeSet<String>) {
        match self {
            Self::Plain(_) => {}
            Self::Own(name) => {
                names.insert(name.clone());
            }
            Self::Option(inner) | Self::Box(inner) | Self::List(inner) => inner.own_names(names),
            Self::Map(key, value) | Self::Pair(key, value) => {
                key.own_names(names);
                value.own_names(names);
            }
        }
    }
}

impl RustType {
    /// The type as it is written where the crate's own types are known behind a path.
    pub(crate) fn behind(&self, path: &str) -> String {
        match self {
            Self::Plain(name) => (*name).to_owned(),
            Self::Own(name) => format!("{path}{name}"),
            Self::Option(inner) => format!("Option<{}>", inner.behind(path)),
            Self::Box(inner) => format!("Box<{}>", inner.behind(path)),
            Self::List(inner) => format!("Vec<{}>", inner.behind(path)),
            Self::Map(key, value) => {
                format!("std::collections::BTreeMap<{}, {}>", key.behind(path), value.behind(path))
            }
            Self::Pair(key, value) => format!("({}, {})", key.behind(path), value.behind(path)),
        }
    }
}

impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.behind(""))
    }
}
