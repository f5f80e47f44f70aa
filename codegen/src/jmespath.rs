//! JMESPath expressions: read from a model, checked, and written as static data.
//!
//! The parser is our own, after the grammar of the JMESPath specification. The crate `jmespath` (0.5.0) reads the same
//! language, but it ends the process on a few hundred nested brackets, takes `f(a b)` and `(f)(a)` for calls, and its
//! faults show its own enums; what would be needed around it is no smaller than the parser.

mod emit;
mod functions;
mod lexer;
mod model;
mod parser;
mod suite;
#[cfg(test)]
mod tests;

pub(crate) use self::emit::emit_expression;
pub(crate) use self::functions::{Accepts, Returns, Signature};
pub(crate) use self::model::{Comparator, Expression};
pub(crate) use self::parser::parse;
pub use self::suite::{Suite, check_jmespath, jmespath_suite};
