//! An expression as plain data, and the faults that one can have.

use std::fmt;

use serde_json::Value;

use super::functions::Signature;

/// A JMESPath expression. It is evaluated over a value, the current node.
///
/// A projection's last part is applied to each of its items, and what comes out as null is left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// `@`: the current node.
    Current,
    /// `a.b.c`: the members of these names, each of the one before.
    Path(Vec<String>),
    /// `[2]`, `[-1]`: an item of a list.
    Index(i64),
    /// A value that stands in the expression.
    Literal(Value),
    /// `a | b`, `a.b`, `a[0]`: the second, over what the first gives.
    Pipe(Box<Expression>, Box<Expression>),
    /// `a[*].b`: the items of a list.
    ListProjection(Box<Expression>, Box<Expression>),
    /// `a.*.b`: the values of an object.
    ObjectProjection(Box<Expression>, Box<Expression>),
    /// `a[].b`: the items of a list, those that are lists taken apart.
    FlattenProjection(Box<Expression>, Box<Expression>),
    /// `a[?c].b`: the items of a list for which the condition holds.
    FilterProjection(Box<Expression>, Box<Expression>, Box<Expression>),
    /// `a[1:5:2].b`: a part of a list.
    SliceProjection(Box<Expression>, Slice, Box<Expression>),
    /// `a || b`.
    Or(Box<Expression>, Box<Expression>),
    /// `a && b`.
    And(Box<Expression>, Box<Expression>),
    /// `!a`.
    Not(Box<Expression>),
    /// `a == b` and its like.
    Comparison(Comparator, Box<Expression>, Box<Expression>),
    /// `[a, b]`: a list of what the expressions give.
    MultiSelectList(Vec<Expression>),
    /// `{a: b}`: an object of what the expressions give.
    MultiSelectHash(Vec<(String, Expression)>),
    /// `f(a, b)`.
    Function(&'static Signature, Vec<Expression>),
    /// `&a`: an expression that a function applies to each item.
    Reference(Box<Expression>),
}

/// The part of a list: from where, up to where (that one not taken), and in what steps, which are never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) start: Option<i64>,
    pub(crate) stop: Option<i64>,
    pub(crate) step: i64,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What is wrong with an expression, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What kind of fault it is.
    pub(crate) kind: FaultKind,
    /// The character that it was seen at, counted from 1.
    pub(crate) position: usize,
    /// What was wanted and what is there.
    pub(crate) problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.position, self.problem)
    }
}

/// The errors of the JMESPath specification, as far as an expression alone can show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// It is no JMESPath, or more of it than we take.
    Syntax,
    /// It calls a function that does not exist.
    UnknownFunction,
    /// It calls a function with too few or too many arguments.
    InvalidArity,
    /// An argument is of a kind that the function never takes.
    InvalidType,
    /// A value can never be right: a slice in steps of 0.
    InvalidValue,
}

impl FaultKind {
    /// The name that the specification and its tests give the error.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::UnknownFunction => "unknown-function",
            Self::InvalidArity => "invalid-arity",
            Self::InvalidType => "invalid-type",
            Self::InvalidValue => "invalid-value",
        }
    }
}
