//! What the model says of a structure and its members, as the static tables that generated crates hold.

/// A structure or union of the model.
#[derive(Debug)]
pub struct StructureShape {
    /// The shape's name, without its namespace.
    pub name: &'static str,
    /// The members in the order of the model.
    pub members: &'static [Member],
}

impl StructureShape {
    /// Finds a member by its wire name, trying first the one at `hint`: answers mostly keep one order.
    #[must_use]
    pub fn position(&self, name: &str, hint: usize) -> Option<usize> {
        if self.members.get(hint).is_some_and(|member| member.name == name) {
            return Some(hint);
        }
        self.members.iter().position(|member| member.name == name)
    }
}

/// A member of a structure or union.
#[derive(Debug)]
pub struct Member {
    /// The name on the wire.
    pub name: &'static str,
    /// The name in Rust.
    pub field: &'static str,
    /// What else the model says, where it says something.
    pub facts: &'static [Fact],
}

impl Member {
    /// Whether the model marks the member or what it holds `@sensitive`.
    #[must_use]
    pub fn is_sensitive(&self) -> bool {
        self.facts.iter().any(|fact| matches!(fact, Fact::Sensitive))
    }

    /// The format that the model demands for the timestamps in this member, instead of the protocol's own.
    #[must_use]
    pub fn timestamp_format(&self) -> Option<TimestampFormat> {
        self.facts.iter().find_map(|fact| match fact {
            Fact::Timestamp(format) => Some(*format),
            _ => None,
        })
    }
}

/// One thing that the model says of a member beyond its name and type.
///
/// Constraints speak of the member's value; [`Fact::Items`], [`Fact::Keys`] and [`Fact::Values`] of what is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact {
    /// An input must have it (`@required`).
    Required,
    /// It is not shown to anyone (`@sensitive`).
    Sensitive,
    /// The runtime fills in a fresh UUID where an input leaves it out (`@idempotencyToken`).
    IdempotencyToken,
    /// The format of its timestamps (`@timestampFormat`).
    Timestamp(TimestampFormat),
    /// `@length` with both bounds, inclusive: characters of a string, bytes of a blob, items, entries.
    Length(u64, u64),
    /// `@length` with the lower bound only.
    MinLength(u64),
    /// `@length` with the upper bound only.
    MaxLength(u64),
    /// `@range` of an integer with both bounds, inclusive.
    Range(i64, i64),
    /// `@range` of an integer with the lower bound only.
    Min(i64),
    /// `@range` of an integer with the upper bound only.
    Max(i64),
    /// `@range` of a float or double with the lower bound.
    MinDecimal(f64),
    /// `@range` of a float or double with the upper bound.
    MaxDecimal(f64),
    /// What holds for the items of the list.
    Items(&'static [Fact]),
    /// What holds for the keys of the map.
    Keys(&'static [Fact]),
    /// What holds for the values of the map.
    Values(&'static [Fact]),
}

/// How a timestamp stands on the wire (Smithy, `@timestampFormat`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// Seconds since 1970 as a number, with a fraction where there is one.
    EpochSeconds,
    /// RFC 3339 text in UTC, such as `1985-04-12T23:20:50.520Z`.
    DateTime,
    /// The date of an HTTP header, such as `Tue, 29 Apr 2014 18:30:38 GMT`.
    HttpDate,
}
