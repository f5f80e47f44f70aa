//! The closure lock: what a crate's callers can notice of the model, as a small text that is kept beside the crate.
//!
//! It is taken from the plan, so that it holds what became of the model in Rust: a change that no caller can see leaves
//! it as it was.

mod collect;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub(crate) use self::collect::of_plan;

/// The file of a crate's lock: what its callers can notice of the model.
pub const FILE: &str = "model.lock";

/// The facts of a crate. Names are those that callers know: of operations and members the model's, of types Rust's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    pub(crate) operations: BTreeMap<String, Operation>,
    pub(crate) types: BTreeMap<String, Type>,
}

/// What callers see of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) input: String,
    pub(crate) output: String,
    /// `sigv4`, `optional` or `none`.
    pub(crate) auth: String,
    pub(crate) deprecated: bool,
    pub(crate) errors: BTreeSet<String>,
    /// The members that hold the tokens, where it has pages.
    pub(crate) pages: Option<(String, String)>,
    /// The type of one item, where its pages have items.
    pub(crate) items: Option<String>,
    /// The waiters, each with whether it may end without an output.
    pub(crate) waiters: BTreeMap<String, bool>,
}

/// What callers see of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Type {
    /// `structure`, `error`, `union`, `enum` or `intEnum`.
    pub(crate) kind: String,
    pub(crate) deprecated: bool,
    /// The members of a structure, error or union by their names on the wire.
    pub(crate) members: BTreeMap<String, Member>,
    /// The values of an enum by their variants in Rust.
    pub(crate) values: BTreeMap<String, String>,
}

/// What callers see of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Member {
    /// The type in the model's words, such as `list<string>`.
    pub(crate) type_name: String,
    /// Whether its field is an `Option`. All fields that an input reaches are.
    pub(crate) optional: bool,
    pub(crate) required: bool,
    pub(crate) sensitive: bool,
    pub(crate) idempotency_token: bool,
    pub(crate) deprecated: bool,
    /// What its field holds before anybody sets it, where that is neither absent nor zero.
    pub(crate) default: Option<String>,
    /// The bounds that are checked before anything is sent, such as `items.length`.
    pub(crate) bounds: BTreeMap<String, Bound>,
}

/// A lower and an upper bound, as text that is a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
}

/// A lock that cannot be read, so that nothing can be told of what changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableLock {
    line: usize,
    problem: String,
}

impl fmt::Display for UnreadableLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FILE} cannot be read, changes are not told: line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for UnreadableLock {}

#[cfg(test)]
mod tests;
