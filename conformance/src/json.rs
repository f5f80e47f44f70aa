//! JSON beside the values of the runtime: documents, and where two JSON values differ.

use aws_smithy_types::Number;
use serde_json::{Number as JsonNumber, Value as Json};
use tinsmith::Document;

use crate::differences::Differences;

/// The document that a JSON value is.
pub(crate) fn to_document(json: &Json) -> Document {
    match json {
        Json::Null => Document::Null,
        Json::Bool(value) => Document::Bool(*value),
        Json::Number(number) => Document::Number(to_number(number)),
        Json::String(text) => Document::String(text.clone()),
        Json::Array(items) => Document::Array(items.iter().map(to_document).collect()),
        Json::Object(members) => {
            Document::Object(members.iter().map(|(name, value)| (name.clone(), to_document(value))).collect())
        }
    }
}

fn to_number(number: &JsonNumber) -> Number {
    match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => Number::PosInt(number),
        (None, Some(number)) => Number::NegInt(number),
        (None, None) => Number::Float(number.as_f64().unwrap_or(f64::NAN)),
    }
}

/// The JSON value that a document is. A number that JSON cannot write becomes its name.
pub(crate) fn from_document(document: &Document) -> Json {
    match document {
        Document::Null => Json::Null,
        Document::Bool(value) => Json::Bool(*value),
        Document::Number(Number::PosInt(number)) => Json::from(*number),
        Document::Number(Number::NegInt(number)) => Json::from(*number),
        Document::Number(Number::Float(number)) => {
            JsonNumber::from_f64(*number).map_or_else(|| Json::from(number.to_string()), Json::Number)
        }
        Document::String(text) => Json::from(text.as_str()),
        Document::Array(items) => items.iter().map(from_document).collect(),
        Document::Object(members) => {
            Json::Object(members.iter().map(|(name, value)| (name.clone(), from_document(value))).collect())
        }
    }
}

/// Tells where two JSON values differ. The order of an object's members does not matter, and `1.0` is `1`.
pub(crate) fn compare_json(wanted: &Json, came: &Json, differences: &mut Differences) {
    match (wanted, came) {
        (Json::Object(wanted), Json::Object(came)) => {
            for (name, wanted) in wanted {
                differences.within(format_args!(".{name}"), |differences| match came.get(name) {
                    Some(came) => compare_json(wanted, came, differences),
                    None => differences.absent(wanted),
                });
            }
            for (name, came) in came.iter().filter(|(name, _)| !wanted.contains_key(*name)) {
                differences.within(format_args!(".{name}"), |differences| differences.unwanted(came));
            }
        }
        (Json::Array(wanted), Json::Array(came)) => {
            if wanted.len() != came.len() {
                differences.tell(format_args!("{} items", wanted.len()), format_args!("{}", came.len()));
            }
            for (index, (wanted, came)) in wanted.iter().zip(came).enumerate() {
                differences.within(format_args!("[{index}]"), |differences| compare_json(wanted, came, differences));
            }
        }
        (Json::Number(wanted), Json::Number(came)) => {
            if !same_number(wanted, came) {
                differences.tell(wanted, came);
            }
        }
        (wanted, came) => {
            if wanted != came {
                differences.tell(wanted, came);
            }
        }
    }
}

fn same_number(one: &JsonNumber, other: &JsonNumber) -> bool {
    // Whole numbers are compared as such: a double holds not all of them.
    match (one.is_f64(), other.is_f64()) {
        (false, false) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}
