//! Checks `@default`: that the value is one of the member's type (Smithy, "default trait").

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::diagnostic::{Faults, shown};
use crate::model::{Kind, Shape};

/// Adds a fault for each default that its type cannot have.
pub(super) fn check(shapes: &[Shape], faults: &mut Faults) {
    for shape in shapes {
        if let Some(value) = &shape.facts.default {
            check_value(&shape.id, value, &shape.kind, faults);
        }
        for member in crate::select::members(&shape.kind) {
            if let (Some(value), Some(target)) = (&member.facts.default, shapes.get(member.target.0)) {
                check_value(&format!("{}${}", shape.id, member.name), value, &target.kind, faults);
            }
        }
    }
}

fn check_value(id: &str, value: &Value, kind: &Kind, faults: &mut Faults) {
    // A null takes back the default of the target, whatever its type.
    if value.is_null() {
        return;
    }
    let whole = |min: i64, max: i64| value.as_i64().is_some_and(|value| (min..=max).contains(&value));
    let (fits, wanted) = match kind {
        Kind::Unresolved => return,
        Kind::Boolean => (value.is_boolean(), "a boolean"),
        Kind::Byte => (whole(i8::MIN.into(), i8::MAX.into()), "an integer of 8 bits"),
        Kind::Short => (whole(i16::MIN.into(), i16::MAX.into()), "an integer of 16 bits"),
        Kind::Integer | Kind::IntEnum(_) => (whole(i32::MIN.into(), i32::MAX.into()), "an integer of 32 bits"),
        Kind::Long => (whole(i64::MIN, i64::MAX), "an integer of 64 bits"),
        Kind::Float => {
            (value.as_f64().is_some_and(|value| value.abs() <= f32::MAX.into()), "a number of single precision")
        }
        Kind::Double | Kind::BigDecimal => (value.is_number(), "a number"),
        Kind::BigInteger => (value.is_number(), "an integer"),
        Kind::String | Kind::Enum(_) => (value.is_string(), "a string"),
        Kind::Blob => (bytes(value).is_some(), "a string in base64"),
        Kind::Timestamp => (timestamp(value).is_some(), "epoch seconds or a date-time of RFC 3339"),
        Kind::List(_) => (value.as_array().is_some_and(Vec::is_empty), "an empty list"),
        Kind::Map { .. } => (value.as_object().is_some_and(serde_json::Map::is_empty), "an empty object"),
        Kind::Document => (is_plain_document(value), "a scalar, an empty list or an empty object"),
        Kind::Structure(_) | Kind::Union(_) | Kind::Operation(_) | Kind::Resource(_) | Kind::Service(_) => {
            (false, "null")
        }
    };
    if !fits {
        let problem = format!("smithy.api#default wants {wanted}, as it is of type {}; there is ", kind.name());
        faults.shape(id, problem + &shown(value));
    }
}

/// The bytes of a blob's default.
pub(crate) fn bytes(value: &Value) -> Option<Vec<u8>> {
    STANDARD.decode(value.as_str()?).ok()
}

/// The time of a timestamp's default: seconds since the epoch, and nanoseconds.
pub(crate) fn timestamp(value: &Value) -> Option<(i64, u32)> {
    match value {
        Value::Number(number) => match number.as_i64() {
            Some(seconds) => Some((seconds, 0)),
            None => {
                let seconds = number.as_f64()?;
                let time = OffsetDateTime::UNIX_EPOCH.checked_add(time::Duration::checked_seconds_f64(seconds)?)?;
                Some((time.unix_timestamp(), time.nanosecond()))
            }
        },
        Value::String(text) => {
            let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
            Some((time.unix_timestamp(), time.nanosecond()))
        }
        _ => None,
    }
}

fn is_plain_document(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => true,
    }
}
