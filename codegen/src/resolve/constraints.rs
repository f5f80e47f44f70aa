//! Checks `@length`, `@range` and the values of enums: where they may stand, and that some value can keep them.

use std::collections::BTreeSet;

use serde_json::Number;

use crate::diagnostic::{Faults, shown};
use crate::model::{Facts, Kind, Length, Member, Range, Shape};

/// Adds a fault for each constraint that stands in the wrong place or that no value keeps.
pub(super) fn check(shapes: &[Shape], faults: &mut Faults) {
    for shape in shapes {
        check_facts(&shape.id, &shape.facts, &shape.kind, faults);
        for member in crate::select::parts(&shape.kind) {
            if let Some(target) = shapes.get(member.target.0) {
                check_facts(&format!("{}${}", shape.id, member.name), &member.facts, &target.kind, faults);
            }
        }
        match &shape.kind {
            Kind::Enum(members) => check_strings(&shape.id, members, faults),
            Kind::IntEnum(members) => check_integers(&shape.id, members, faults),
            _ => {}
        }
    }
}

fn check_facts(id: &str, facts: &Facts, kind: &Kind, faults: &mut Faults) {
    // A target that is not there is a fault already.
    if matches!(kind, Kind::Unresolved) {
        return;
    }
    let there = kind.name();
    let is_long = matches!(kind, Kind::String | Kind::Blob | Kind::List(_) | Kind::Map { .. } | Kind::Enum(_));
    if facts.length.is_some() && !is_long {
        faults.shape(id, format!("smithy.api#length is for strings, blobs, lists and maps; it is of type {there}"));
    }
    if let Some(Length { min: Some(min), max: Some(max) }) = &facts.length
        && min > max
    {
        faults.shape(id, format!("smithy.api#length wants min <= max; there is {min} and {max}"));
    }
    if facts.range.is_some() && !is_number(kind) {
        faults.shape(id, format!("smithy.api#range is for numbers; it is of type {there}"));
    }
    if let Some(Range { min: Some(min), max: Some(max) }) = &facts.range
        && is_above(min, max)
    {
        faults.shape(id, format!("smithy.api#range wants min <= max; there is {min} and {max}"));
    }
}

fn is_above(one: &Number, other: &Number) -> bool {
    match (one.as_i64(), other.as_i64()) {
        (Some(one), Some(other)) => one > other,
        _ => one.as_f64() > other.as_f64(),
    }
}

fn is_number(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::BigInteger
            | Kind::BigDecimal
            | Kind::IntEnum(_)
    )
}

fn check_strings(id: &str, members: &[Member], faults: &mut Faults) {
    for member in members {
        if let Some(value) = member.facts.enum_value.as_ref().filter(|value| !value.is_string()) {
            let problem = format!("an enum's member wants an enumValue that is a string; there is {}", shown(value));
            faults.shape(format!("{id}${}", member.name), problem);
        }
    }
}

fn check_integers(id: &str, members: &[Member], faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for member in members {
        let value = member.facts.enum_value.as_ref();
        let number = value.and_then(serde_json::Value::as_i64).filter(|value| i32::try_from(*value).is_ok());
        match number {
            None => {
                let there = value.map_or("none".to_owned(), shown);
                let problem =
                    format!("an intEnum's member wants an enumValue, an integer of 32 bits; there is {there}");
                faults.shape(format!("{id}${}", member.name), problem);
            }
            Some(number) if !seen.insert(number) => {
                faults.shape(id, format!("the value {number} stands twice in the enum"));
            }
            Some(_) => {}
        }
    }
}
