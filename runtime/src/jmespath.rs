//! JMESPath over values: what waiters look for in an answer, and what operations give to endpoint rules.
//!
//! Expressions are parsed when a crate is generated; here is their form as static data and the interpreter. What an
//! expression sees of a value is what Smithy tells ("Waiters", "JMESPath data model"): structures, unions and maps are
//! objects with their wire names, and an absent member is null; enums are strings, blobs are base64 text, timestamps
//! are seconds since 1970 with a fraction where they have one.
//!
//! Each expression brings the function along that evaluates it. So a program carries the interpreter only where a crate
//! that it uses has an expression that needs it; a path of names does not.

mod compare;
mod functions;
mod interpret;
mod node;
#[doc(hidden)]
pub mod suite;
#[cfg(test)]
mod tests;
mod text;
mod value;

use std::fmt;

pub use self::node::{Comparator, Function, Literal, Node, Slice};
pub use self::value::{List, Members, Number, Object, Text, Value};
use crate::value::View;

/// A JMESPath expression, ready to be evaluated.
#[derive(Clone, Copy)]
pub struct Expression {
    node: Node,
    evaluate: Evaluate,
}

/// How a node is evaluated over a value.
type Evaluate = for<'a> fn(&'static Node, &Value<'a>) -> Result<Value<'a>, Fault>;

impl Expression {
    /// A path of names, such as `Table.TableStatus`.
    #[must_use]
    pub const fn path(names: &'static [&'static str]) -> Self {
        Self { node: Node::Path(names), evaluate: follow }
    }

    /// Any expression. Its tree must not be deeper than a few hundred levels; generated ones have 128 at most.
    #[must_use]
    pub const fn new(node: Node) -> Self {
        Self { node, evaluate: interpret::evaluate }
    }

    /// What the expression gives for a value.
    ///
    /// # Errors
    ///
    /// When a function is given what it does not take, and when the work grows beyond all measure.
    pub fn evaluate<'a>(&'static self, value: &Value<'a>) -> Result<Value<'a>, Fault> {
        (self.evaluate)(&self.node, value)
    }

    /// What the expression gives for a view; see [`Expression::evaluate`].
    ///
    /// # Errors
    ///
    /// As [`Expression::evaluate`].
    pub fn search<'a>(&'static self, view: View<'a>) -> Result<Value<'a>, Fault> {
        self.evaluate(&Value::from(view))
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

/// Evaluates a path of names without the interpreter.
fn follow<'a>(node: &'static Node, value: &Value<'a>) -> Result<Value<'a>, Fault> {
    match node {
        Node::Path(names) => Ok(value.follow(names)),
        // Only `Expression::path` leads here.
        _ => Ok(Value::Null),
    }
}

/// Why an expression gave no value. It never holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A function was given a value of a kind that it does not take (`invalid-type` of the specification).
    InvalidType {
        /// The function.
        function: Function,
        /// What it takes.
        wanted: &'static str,
        /// What there is.
        there: &'static str,
    },
    /// A slice goes in steps of 0 (`invalid-value` of the specification).
    InvalidSlice,
    /// The values grow too large or too deep to go on.
    TooLarge,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidType { function, wanted, there } => {
                write!(f, "the function {} wants {wanted}; there is {there}", function.name())
            }
            Self::InvalidSlice => f.write_str("a slice cannot go in steps of 0"),
            Self::TooLarge => f.write_str("the values grow too large or too deep"),
        }
    }
}

impl std::error::Error for Fault {}
