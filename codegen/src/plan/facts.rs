//! What a member's line says beyond name and type: the constraints and formats that the runtime keeps.

use std::fmt;

use crate::model::{Facts, Kind, Member, Model, Shape, ShapeIndex, TimestampFormat};

/// A fact of a member, as [`tinsmith::value::Fact`] has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fact {
    Required,
    Sensitive,
    IdempotencyToken,
    Timestamp(TimestampFormat),
    Length(u64, u64),
    MinLength(u64),
    MaxLength(u64),
    Range(i64, i64),
    Min(i64),
    Max(i64),
    MinDecimal(f64),
    MaxDecimal(f64),
    Items(Vec<Fact>),
    Keys(Vec<Fact>),
    Values(Vec<Fact>),
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("Required"),
            Self::Sensitive => f.write_str("Sensitive"),
            Self::IdempotencyToken => f.write_str("IdempotencyToken"),
            Self::Timestamp(format) => write!(f, "Timestamp({format:?})"),
            Self::Length(min, max) => write!(f, "Length({min}, {max})"),
            Self::MinLength(min) => write!(f, "MinLength({min})"),
            Self::MaxLength(max) => write!(f, "MaxLength({max})"),
            Self::Range(min, max) => write!(f, "Range({min}, {max})"),
            Self::Min(min) => write!(f, "Min({min})"),
            Self::Max(max) => write!(f, "Max({max})"),
            Self::MinDecimal(min) => write!(f, "MinDecimal({min:?})"),
            Self::MaxDecimal(max) => write!(f, "MaxDecimal({max:?})"),
            Self::Items(facts) => write_inner(f, "Items", facts),
            Self::Keys(facts) => write_inner(f, "Keys", facts),
            Self::Values(facts) => write_inner(f, "Values", facts),
        }
    }
}

fn write_inner(f: &mut fmt::Formatter<'_>, name: &str, facts: &[Fact]) -> fmt::Result {
    let facts: Vec<String> = facts.iter().map(Fact::to_string).collect();
    write!(f, "{name}({})", facts.join(", "))
}

/// The facts of a structure's or union's member. Constraints are kept only where an input reaches them.
pub(super) fn of_member(model: &Model, member: &Member, by_input: bool) -> Vec<Fact> {
    let mut facts = Vec::new();
    if by_input && member.facts.required {
        facts.push(Fact::Required);
    }
    if is_sensitive(model, member) {
        facts.push(Fact::Sensitive);
    }
    if member.facts.idempotency_token {
        facts.push(Fact::IdempotencyToken);
    }
    if let Some(format) = timestamp_format(model, member) {
        facts.push(Fact::Timestamp(format));
    }
    if by_input {
        facts.extend(constraints(model, member));
    }
    facts
}

/// Whether a member, its target or what a list or map holds is `@sensitive`.
pub(super) fn is_sensitive(model: &Model, member: &Member) -> bool {
    member.facts.sensitive || leaves(model, member).any(|(facts, shape)| facts.sensitive || shape.facts.sensitive)
}

/// The timestamp format of the leaf; a list or map has but one.
fn timestamp_format(model: &Model, member: &Member) -> Option<TimestampFormat> {
    leaves(model, member)
        .filter(|(_, shape)| matches!(shape.kind, Kind::Timestamp))
        .find_map(|(facts, shape)| facts.timestamp_format.or(shape.facts.timestamp_format))
}

/// The member's own target, then what lists and maps hold, inwards, as far as the next structure or union.
fn leaves<'a>(model: &'a Model, member: &'a Member) -> impl Iterator<Item = (&'a Facts, &'a Shape)> {
    let mut open = vec![(&member.facts, member.target)];
    std::iter::from_fn(move || {
        let (facts, index): (&Facts, ShapeIndex) = open.pop()?;
        let shape = model.shape(index);
        match &shape.kind {
            Kind::List(item) => open.push((&item.facts, item.target)),
            Kind::Map { key, value } => {
                open.push((&value.facts, value.target));
                open.push((&key.facts, key.target));
            }
            _ => {}
        }
        Some((facts, shape))
    })
}

fn constraints(model: &Model, member: &Member) -> Vec<Fact> {
    let shape = model.shape(member.target);
    // A member's trait stands in place of its target's (Smithy, "Constraint traits").
    let length = member.facts.length.or(shape.facts.length);
    let range = member.facts.range.as_ref().or(shape.facts.range.as_ref());
    let mut facts = Vec::new();
    match length.map(|length| (length.min.filter(|min| *min > 0), length.max)) {
        Some((Some(min), Some(max))) => facts.push(Fact::Length(min, max)),
        Some((Some(min), None)) => facts.push(Fact::MinLength(min)),
        Some((None, Some(max))) => facts.push(Fact::MaxLength(max)),
        Some((None, None)) | None => {}
    }
    let min = range.and_then(|range| range.min.as_ref());
    let max = range.and_then(|range| range.max.as_ref());
    if matches!(shape.kind, Kind::Float | Kind::Double) {
        facts.extend(min.and_then(serde_json::Number::as_f64).map(Fact::MinDecimal));
        facts.extend(max.and_then(serde_json::Number::as_f64).map(Fact::MaxDecimal));
    } else {
        match (min.and_then(whole), max.and_then(whole)) {
            (Some(min), Some(max)) => facts.push(Fact::Range(min, max)),
            (Some(min), None) => facts.push(Fact::Min(min)),
            (None, Some(max)) => facts.push(Fact::Max(max)),
            (None, None) => {}
        }
    }
    let inner = |member: &Member, wrap: fn(Vec<Fact>) -> Fact| {
        let facts = constraints(model, member);
        (!facts.is_empty()).then(|| wrap(facts))
    };
    match &shape.kind {
        Kind::List(item) => facts.extend(inner(item, Fact::Items)),
        Kind::Map { key, value } => {
            facts.extend(inner(key, Fact::Keys));
            facts.extend(inner(value, Fact::Values));
        }
        _ => {}
    }
    facts
}

/// A bound of an integer's range. A bound beyond 64 bits, which some models write in decimals, is none.
fn whole(number: &serde_json::Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| number.as_f64().filter(|value| value.abs() <= EXACT).map(|value| value as i64))
}
