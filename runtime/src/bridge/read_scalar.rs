//! Putting a scalar that came over the wire into its place, and saying so when it is of another kind.

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{Blob, DateTime, Document, Number, base64};
use serde::de::{Error, Unexpected};

use crate::value::{Place, TimestampFormat};

/// The last second that a timestamp may name, the end of the year 9999; the first is its counterpart in year -9999.
const LAST_SECOND: f64 = 253_402_300_799.0;

// What came is named by its kind alone: its value may be sensitive, and messages end up in logs.
const TEXT: Unexpected<'static> = Unexpected::Other("text");
const NUMBER: Unexpected<'static> = Unexpected::Other("a number");
const INTEGER: Unexpected<'static> = Unexpected::Other("an integer");
const BOOLEAN: Unexpected<'static> = Unexpected::Other("a boolean");

pub(super) fn put_boolean<E: Error>(place: Place<'_>, value: bool) -> Result<bool, E> {
    match place {
        Place::Boolean(place) => *place = value,
        Place::Document(place) => *place = Document::Bool(value),
        other => return Err(E::invalid_type(BOOLEAN, &other.wanted())),
    }
    Ok(true)
}

pub(super) fn put_unsigned<E: Error>(place: Place<'_>, value: u64) -> Result<bool, E> {
    match (place, i64::try_from(value)) {
        (Place::Document(place), _) => *place = Document::Number(Number::PosInt(value)),
        (place, Ok(value)) => return put_integer(place, value),
        (Place::Float(place), Err(_)) => *place = value as f32,
        (Place::Double(place), Err(_)) => *place = value as f64,
        (other, Err(_)) => return Err(E::invalid_value(INTEGER, &other.wanted())),
    }
    Ok(true)
}

pub(super) fn put_integer<E: Error>(place: Place<'_>, value: i64) -> Result<bool, E> {
    match place {
        Place::Byte(place) => *place = narrow(value, "an integer of 8 bits")?,
        Place::Short(place) => *place = narrow(value, "an integer of 16 bits")?,
        Place::Integer(place) => *place = narrow(value, "an integer of 32 bits")?,
        Place::IntegerEnumeration(place) => place.set(narrow(value, "an integer of 32 bits")?),
        Place::Long(place) => *place = value,
        Place::Float(place) => *place = value as f32,
        Place::Double(place) => *place = value as f64,
        Place::Timestamp(place) => *place = epoch_seconds(value as f64)?,
        Place::Document(place) => {
            *place = Document::Number(u64::try_from(value).map_or(Number::NegInt(value), Number::PosInt));
        }
        other => return Err(E::invalid_type(INTEGER, &other.wanted())),
    }
    Ok(true)
}

fn narrow<T: TryFrom<i64>, E: Error>(value: i64, wanted: &'static str) -> Result<T, E> {
    T::try_from(value).map_err(|_| E::invalid_value(INTEGER, &wanted))
}

pub(super) fn put_double<E: Error>(place: Place<'_>, value: f64) -> Result<bool, E> {
    match place {
        Place::Float(place) => *place = value as f32,
        Place::Double(place) => *place = value,
        Place::Timestamp(place) => *place = epoch_seconds(value)?,
        Place::Document(place) => *place = Document::Number(Number::Float(value)),
        // Services written in languages with one kind of number send 5.0 or 5e0 for an integer.
        other => match whole(value) {
            Some(value) => return put_integer(other, value),
            None => return Err(E::invalid_type(NUMBER, &other.wanted())),
        },
    }
    Ok(true)
}

/// The integer that a number without a fraction is, within the range in which a double is exact.
fn whole(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
}

/// A point in time from seconds since 1970, to the microsecond: as fine as a double is in this century.
fn epoch_seconds<E: Error>(seconds: f64) -> Result<DateTime, E> {
    let whole = seconds.floor();
    let micros = ((seconds - whole) * 1e6).round();
    let (whole, micros) = if micros >= 1e6 { (whole + 1.0, 0.0) } else { (whole, micros) };
    // The last second has its fractions; what is no number at all lies in no range.
    if !(-LAST_SECOND..=LAST_SECOND).contains(&whole) {
        return Err(E::invalid_value(NUMBER, &"seconds since 1970 before the year 10000"));
    }
    Ok(DateTime::from_secs_and_nanos(whole as i64, micros as u32 * 1000))
}

pub(super) fn put_string<E: Error>(place: Place<'_>, value: &str, timestamps: TimestampFormat) -> Result<bool, E> {
    match place {
        Place::String(place) => value.clone_into(place),
        Place::Enumeration(place) => place.set(value),
        Place::Document(place) => *place = Document::String(value.to_owned()),
        Place::Blob(place) => {
            let bytes = base64::decode(value).map_err(|_| E::invalid_value(TEXT, &"base64 text"))?;
            *place = Blob::new(bytes);
        }
        Place::Timestamp(place) => {
            *place = timestamp(value, timestamps)
                .ok_or_else(|| E::invalid_value(TEXT, &"a timestamp in one of AWS's three formats"))?;
        }
        Place::Float(place) => *place = special_float(value)? as f32,
        Place::Double(place) => *place = special_float(value)?,
        other => return Err(E::invalid_type(TEXT, &other.wanted())),
    }
    Ok(true)
}

/// A number that JSON cannot write (Smithy, "AWS JSON 1.1 protocol", shape serialization).
fn special_float<E: Error>(value: &str) -> Result<f64, E> {
    match value {
        "NaN" => Ok(f64::NAN),
        "Infinity" => Ok(f64::INFINITY),
        "-Infinity" => Ok(f64::NEG_INFINITY),
        _ => Err(E::invalid_value(TEXT, &"a number, NaN, Infinity or -Infinity")),
    }
}

/// A timestamp from text. The model's format is tried first; services are known to send another one at times.
fn timestamp(value: &str, format: TimestampFormat) -> Option<DateTime> {
    let date_time = || DateTime::from_str(value, Format::DateTimeWithOffset).ok();
    let http_date = || DateTime::from_str(value, Format::HttpDate).ok();
    let number = || {
        serde_json::from_slice(value.as_bytes())
            .ok()
            .and_then(|seconds| epoch_seconds::<serde::de::value::Error>(seconds).ok())
    };
    match format {
        TimestampFormat::HttpDate => http_date().or_else(date_time),
        _ => date_time().or_else(http_date),
    }
    .or_else(number)
}
