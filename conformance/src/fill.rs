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
