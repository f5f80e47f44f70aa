//! What names mean and which types expressions have: the static checks of the rules engine specification.

use std::fmt;

use super::model::{Expression, Function, Step};

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Boolean,
    Integer,
    List(Box<Type>),
    /// What `aws.partition` gives.
    Partition,
    /// What `aws.parseArn` gives.
    Arn,
    /// What `parseURL` gives.
    Url,
    /// A value that may be absent.
    Optional(Box<Type>),
    /// A type that a fault hides; it fits everywhere, so that one fault is not told twice.
    Unknown,
}

impl Type {
    pub(super) fn optional(self) -> Self {
        match self {
            Self::Optional(_) | Self::Unknown => self,
            present => Self::Optional(Box::new(present)),
        }
    }

    /// The type of the value when it is there.
    pub(super) fn present(self) -> Self {
        match self {
            Self::Optional(present) => *present,
            present => present,
        }
    }

    /// Whether a value of this type can stand where the other is wanted.
    pub(super) fn fits(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (Self::Unknown, _) | (_, Self::Unknown) => true,
            (Self::List(item), Self::List(wanted)) => item.fits(wanted),
            _ => self == wanted,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("a string"),
            Self::Boolean => f.write_str("a boolean"),
            Self::Integer => f.write_str("an integer"),
            Self::List(_) => f.write_str("a list"),
            Self::Partition => f.write_str("a partition"),
            Self::Arn => f.write_str("an ARN"),
            Self::Url => f.write_str("a URL"),
            Self::Optional(present) => write!(f, "{present} that may be absent"),
            Self::Unknown => f.write_str("an unknown value"),
        }
    }
}

/// The names that may be referred to at a place, with their types.
#[derive(Debug, Default)]
pub(super) struct Scope {
    names: Vec<(String, Type)>,
}

impl Scope {
    /// Marks the place, to come back to with [`Scope::leave`].
    pub(super) fn enter(&self) -> usize {
        self.names.len()
    }

    /// Forgets what was bound since.
    pub(super) fn leave(&mut self, mark: usize) {
        self.names.truncate(mark);
    }

    /// Binds a name.
    pub(super) fn bind(&mut self, name: &str, kind: Type) {
        self.names.push((name.to_owned(), kind));
    }

    /// The type of a name, if it is bound.
    pub(super) fn get(&self, name: &str) -> Option<&Type> {
        self.names.iter().rev().find(|(bound, _)| bound == name).map(|(_, kind)| kind)
    }

    /// Learns from a condition that holds: what `isSet` was asked for is there from then on.
    pub(super) fn learn(&mut self, condition: &Expression) {
        if let Expression::Call(Function::IsSet, arguments) = condition
            && let [Expression::Reference(name)] = arguments.as_slice()
            && let Some(kind) = self.get(name).cloned()
        {
            self.bind(name, kind.present());
        }
    }

    /// The type of a name or of what a template holds.
    ///
    /// # Errors
    ///
    /// Says which name is not bound, which step of a path leads nowhere, or what a template cannot hold.
    pub(super) fn type_of(&self, expression: &Expression) -> Result<Type, String> {
        match expression {
            Expression::Text(_) => Ok(Type::String),
            Expression::Reference(name) => self.get(name).cloned().ok_or_else(|| self.unbound(name)),
            Expression::Attribute(of, steps) => {
                follow(self.type_of(of)?, steps).map_err(|problem| format!("{problem}, in {}", Told(expression)))
            }
            Expression::Template(parts) => {
                for part in parts {
                    let kind = self.type_of(part)?;
                    if !kind.fits(&Type::String) {
                        return Err(format!("a template wants strings, and {} is {kind}{}", Told(part), hint(&kind)));
                    }
                }
                Ok(Type::String)
            }
            _ => Ok(Type::Unknown),
        }
    }

    fn unbound(&self, name: &str) -> String {
        let mut known: Vec<&str> = self.names.iter().map(|(known, _)| known.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        format!("{name} is neither a parameter nor bound by a condition before; known here: {}", known.join(", "))
    }
}

/// The type of what `coalesce` or `ite` gives, from the types that it chooses from.
///
/// # Errors
///
/// Says which types differ.
pub(super) fn chosen(function: Function, choices: &[Type]) -> Result<Type, String> {
    let is_optional = |kind: &Type| matches!(kind, Type::Optional(_));
    // `coalesce` goes on to a choice that is there; `ite` takes the one that it is told to.
    let optional = match function {
        Function::Coalesce => choices.iter().all(is_optional),
        _ => choices.iter().any(is_optional),
    };
    let mut present = choices.iter().cloned().map(Type::present);
    let first = present.next().unwrap_or(Type::Unknown);
    if let Some(other) = present.find(|kind| !kind.fits(&first)) {
        return Err(format!("the values to choose from must be of one type, and there are {first} and {other}"));
    }
    Ok(if optional { first.optional() } else { first })
}

/// The type that the steps of a path lead to.
///
/// # Errors
///
/// Says which step leads nowhere.
pub(super) fn follow(start: Type, steps: &[Step]) -> Result<Type, String> {
    let mut kind = start;
    for step in steps {
        kind = match (step, kind) {
            (_, Type::Unknown) => Type::Unknown,
            (Step::Key(name), of) => {
                of.member(name).ok_or_else(|| format!("{of} has no member {name}{}", hint(&of)))?
            }
            (Step::Index(_), Type::List(item)) => item.optional(),
            (Step::Index(index), of) => return Err(format!("{of} has no item [{index}]{}", hint(&of))),
        };
    }
    Ok(kind)
}

/// What to do about a value that may be absent.
pub(super) fn hint(kind: &Type) -> &'static str {
    match kind {
        Type::Optional(_) => "; test it with isSet or bind it with assign first",
        _ => "",
    }
}

/// An expression, told briefly.
struct Told<'a>(&'a Expression);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Expression::Reference(name) => write!(f, "{{{name}}}"),
            Expression::Attribute(of, steps) => {
                write!(f, "{{{}#", if let Expression::Reference(name) = &**of { name } else { "..." })?;
                for (index, step) in steps.iter().enumerate() {
                    match step {
                        Step::Key(name) => write!(f, "{}{name}", if index > 0 { "." } else { "" })?,
                        Step::Index(place) => write!(f, "[{place}]")?,
                    }
                }
                f.write_str("}")
            }
            _ => f.write_str("the value"),
        }
    }
}
