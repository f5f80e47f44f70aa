//! Filling values from `params`, in the form that test traits have them (Smithy, "HTTP Protocol Compliance Tests"):
//! timestamps are seconds since 1970, blobs the text of their bytes, special numbers their names, unions an object
//! with one member. What the type does not have is a fault.

use std::fmt::Display;

use serde_json::{Map as Members, Number, Value as Json};
use tinsmith::value::{List, Map, Place, Structure, Union, Value};
use tinsmith::{Blob, DateTime};

use crate::cases::kind;
use crate::differences::cut;
use crate::json::to_document;

/// Fills the members that `params` name.
///
/// # Errors
///
/// The path of the first member that does not fit, and why.
pub(crate) fn fill(structure: &mut dyn Structure, params: &Members<String, Json>) -> Result<(), String> {
    fill_structure(structure, params).map_err(|fault| format!("params{}: {}", fault.path, fault.problem))
}

/// What does not fit, and where; the path is put together on the way back.
struct Fault {
    path: String,
    problem: String,
}

impl Fault {
    fn new(problem: impl Into<String>) -> Self {
        Self { path: String::new(), problem: problem.into() }
    }

    fn below(self, step: impl Display) -> Self {
        Self { path: format!("{step}{}", self.path), ..self }
    }
}

fn fill_structure(structure: &mut dyn Structure, members: &Members<String, Json>) -> Result<(), Fault> {
    let shape = structure.shape();
    for (name, json) in members {
        let value = shape.position(name, 0).and_then(|index| structure.member_mut(index));
        let value = value.ok_or_else(|| Fault::new(format!("{} has no member {name}", shape.name)))?;
        put(value, json).map_err(|fault| fault.below(format_args!(".{name}")))?;
    }
    Ok(())
}

fn put(value: &mut dyn Value, json: &Json) -> Result<(), Fault> {
    if json.is_null() {
        return if value.clear() { Ok(()) } else { Err(Fault::new("null is no value here")) };
    }
    let place = value.place();
    let wanted = place.wanted();
    let unfit = || Fault::new(format!("wanted {wanted}; there is {}", cut(&json.to_string())));
    match (place, json) {
        (Place::Boolean(place), Json::Bool(value)) => *place = *value,
        (Place::Byte(place), Json::Number(number)) => *place = integer(number).ok_or_else(unfit)?,
        (Place::Short(place), Json::Number(number)) => *place = integer(number).ok_or_else(unfit)?,
        (Place::Integer(place), Json::Number(number)) => *place = integer(number).ok_or_else(unfit)?,
        (Place::Long(place), Json::Number(number)) => *place = integer(number).ok_or_else(unfit)?,
        (Place::IntegerEnumeration(place), Json::Number(number)) => place.set(integer(number).ok_or_else(unfit)?),
        (Place::Float(place), json) => *place = float(json).ok_or_else(unfit)? as f32,
        (Place::Double(place), json) => *place = float(json).ok_or_else(unfit)?,
        (Place::String(place), Json::String(text)) => text.clone_into(place),
        (Place::Enumeration(place), Json::String(text)) => place.set(text),
        (Place::Blob(place), Json::String(text)) => *place = Blob::new(text.as_bytes()),
        (Place::Timestamp(place), Json::Number(number)) => *place = timestamp(number).ok_or_else(unfit)?,
        (Place::Document(place), json) => *place = to_document(json),
        (Place::List(list), Json::Array(items)) => return fill_list(list, items),
        (Place::Map(map), Json::Object(entries)) => return fill_map(map, entries),
        (Place::Structure(structure), Json::Object(members)) => return fill_structure(structure, members),
        (Place::Union(union), Json::Object(members)) => return fill_union(union, members),
        (_, json) => return Err(Fault::new(format!("wanted {wanted}; there is {}", kind(json)))),
    }
    Ok(())
}

fn fill_list(list: &mut dyn List, items: &[Json]) -> Result<(), Fault> {
    list.clear();
    for (index, json) in items.iter().enumerate() {
        let item = list.push().ok_or_else(|| Fault::new("the list takes no more items"))?;
        put(item, json).map_err(|fault| fault.below(format_args!("[{index}]")))?;
    }
    Ok(())
}

fn fill_map(map: &mut dyn Map, entries: &Members<String, Json>) -> Result<(), Fault> {
    map.clear();
    for (key, json) in entries {
        let value = map.insert(key).ok_or_else(|| Fault::new("the map takes no more entries"))?;
        put(value, json).map_err(|fault| fault.below(format_args!("[{key:?}]")))?;
    }
    Ok(())
}

fn fill_union(union: &mut dyn Union, members: &Members<String, Json>) -> Result<(), Fault> {
    let shape = union.shape();
    let mut members = members.iter();
    let (Some((name, json)), None) = (members.next(), members.next()) else {
        return Err(Fault::new(format!("the union {} wants an object with one member", shape.name)));
    };
    let value = shape.position(name, 0).and_then(|index| union.choose(index));
    let value = value.ok_or_else(|| Fault::new(format!("{} has no member {name}", shape.name)))?;
    put(value, json).map_err(|fault| fault.below(format_args!(".{name}")))
}

/// The whole number that a number is, within the range of its type.
fn integer<T: TryFrom<i64>>(number: &Number) -> Option<T> {
    let whole = |number: f64| (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64);
    T::try_from(number.as_i64().or_else(|| whole(number.as_f64()?))?).ok()
}

/// Below this, a double holds every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn float(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

/// A point in time, to the microsecond, as fine as a double is in this century.
fn timestamp(number: &Number) -> Option<DateTime> {
    if let Some(seconds) = number.as_i64() {
        return Some(DateTime::from_secs(seconds));
    }
    let seconds = number.as_f64().filter(|seconds| seconds.abs() < EXACT)?;
    let whole = seconds.floor();
    let micros = ((seconds - whole) * 1e6).round() as u32;
    Some(match micros {
        1_000_000 => DateTime::from_secs(whole as i64 + 1),
        micros => DateTime::from_secs_and_nanos(whole as i64, micros * 1000),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};
    use tinsmith::{Blob, DateTime, Document};

    use super::fill;
    use crate::sample::{Choice, Colour, Sample};

    fn filled(params: &Json) -> Result<Sample, String> {
        let mut sample = Sample::default();
        fill(&mut sample, params.as_object().expect("params are an object")).map(|()| sample)
    }

    #[test]
    fn every_kind_takes_its_own() {
        let sample = filled(&json!({
            "text": "hi", "flag": true, "tiny": -128, "number": 7.0, "big": 9_007_199_254_740_993_i64, "ratio": 1.5,
            "precise": "Infinity", "bytes": "hi", "at": 1.25, "free": [1, null], "names": [], "gaps": [null, "a"],
            "counts": { "one": 1 }, "colour": "RED", "choice": { "count": 3 }, "inner": { "text": "deep" },
        }));
        let sample = sample.expect("all of it fits");
        assert_eq!((sample.text.as_deref(), sample.flag, sample.tiny), (Some("hi"), Some(true), Some(-128)));
        assert_eq!((sample.number, sample.big), (7, Some(9_007_199_254_740_993)));
        assert_eq!((sample.ratio, sample.precise), (Some(1.5), Some(f64::INFINITY)));
        assert_eq!(sample.bytes, Some(Blob::new("hi")));
        assert_eq!(sample.at, Some(DateTime::from_secs_and_nanos(1, 250_000_000)));
        assert_eq!(sample.free, Some(Document::Array(vec![Document::from(1_u64), Document::Null])));
        assert_eq!((sample.names, sample.gaps), (Some(Vec::new()), Some(vec![None, Some("a".to_owned())])));
        assert_eq!(sample.counts.map(|counts| counts["one"]), Some(1));
        assert!(sample.colour == Some(Colour::Red) && sample.choice == Some(Choice::Count(3)));
        assert_eq!(sample.inner.and_then(|inner| inner.text), Some("deep".to_owned()));
    }

    #[test]
    fn null_is_absent_where_it_can_be() {
        assert!(filled(&json!({ "text": null, "free": null })).is_ok_and(|sample| sample.text.is_none()));
        assert_eq!(filled(&json!({ "number": null })), Err("params.number: null is no value here".to_owned()));
        assert_eq!(filled(&json!({ "names": [null] })), Err("params.names[0]: null is no value here".to_owned()));
    }

    #[test]
    fn times_before_1970_and_close_to_the_next_second() {
        let at = |seconds: Json| filled(&json!({ "at": seconds })).map(|sample| sample.at);
        assert_eq!(at(json!(-1.5)), Ok(Some(DateTime::from_secs_and_nanos(-2, 500_000_000))));
        assert_eq!(at(json!(1.999_999_9)), Ok(Some(DateTime::from_secs(2))));
        assert!(at(json!(1e300)).is_err_and(|fault| fault.contains("params.at: wanted a timestamp")));
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_path() {
        let cases = [
            (json!({ "nobody": 1 }), "params: Sample has no member nobody"),
            (json!({ "inner": { "inner": { "x": 1 } } }), "params.inner.inner: Sample has no member x"),
            (json!({ "tiny": 128 }), "params.tiny: wanted an integer of 8 bits; there is 128"),
            (json!({ "number": 1.5 }), "params.number: wanted an integer of 32 bits; there is 1.5"),
            (json!({ "ratio": "much" }), "params.ratio: wanted a number; there is \"much\""),
            (json!({ "text": 1 }), "params.text: wanted a string; there is a number"),
            (
                json!({ "counts": { "one": "1" } }),
                "params.counts[\"one\"]: wanted an integer of 32 bits; there is a string",
            ),
            (json!({ "choice": {} }), "params.choice: the union Choice wants an object with one member"),
            (json!({ "choice": { "word": "a", "count": 1 } }), "params.choice: the union Choice wants an object with"),
            (json!({ "choice": { "other": 1 } }), "params.choice: Choice has no member other"),
        ];
        for (params, told) in cases {
            let fault = filled(&params).expect_err("it does not fit");
            assert!(fault.starts_with(told), "{params}: {fault}");
        }
    }
}
