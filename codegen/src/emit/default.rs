//! Defaults as Rust: the expression at the end of a member's line.

use proc_macro2::Literal;
use serde_json::Value;

use super::source::quoted;
use crate::plan::DefaultValue;

/// The expression of a default, of the type that the member's setter takes.
pub(super) fn expression(default: &DefaultValue) -> String {
    match default {
        DefaultValue::Scalar(Value::String(text)) => format!("String::from({})", quoted(text)),
        DefaultValue::Scalar(value) => value.to_string(),
        DefaultValue::Float(value) => format!("{value:?}"),
        DefaultValue::Enumeration(enumeration, Value::String(value)) => {
            format!("{enumeration}::from({})", quoted(value))
        }
        DefaultValue::Enumeration(enumeration, value) => format!("{enumeration}::from({value})"),
        DefaultValue::Blob(bytes) => format!("tinsmith::Blob::new({}.to_vec())", Literal::byte_string(bytes)),
        DefaultValue::Timestamp(seconds, 0) => format!("tinsmith::DateTime::from_secs({seconds})"),
        DefaultValue::Timestamp(seconds, nanoseconds) => {
            format!("tinsmith::DateTime::from_secs_and_nanos({seconds}, {nanoseconds})")
        }
        DefaultValue::Empty => "Default::default()".to_owned(),
        DefaultValue::Document(value) => document(value),
    }
}

/// Resolving has refused documents that hold others.
fn document(value: &Value) -> String {
    match value {
        Value::Null => "tinsmith::Document::Null".to_owned(),
        Value::Bool(value) => format!("tinsmith::Document::Bool({value})"),
        Value::Number(number) => {
            let (integer, float) = ((number.as_u64(), number.as_i64()), number.as_f64().unwrap_or_default());
            match integer {
                (Some(value), _) => format!("tinsmith::Document::from({value}_u64)"),
                (None, Some(value)) => format!("tinsmith::Document::from({value}_i64)"),
                (None, None) => format!("tinsmith::Document::from({float:?}_f64)"),
            }
        }
        Value::String(text) => format!("tinsmith::Document::String(String::from({}))", quoted(text)),
        Value::Array(_) => "tinsmith::Document::Array(Vec::new())".to_owned(),
        Value::Object(_) => "tinsmith::Document::Object(Default::default())".to_owned(),
    }
}
