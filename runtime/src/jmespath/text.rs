//! Values as JSON text, for the function `to_string`.

use std::fmt::Write;

use super::Fault;
use super::interpret::Interpreter;
use super::value::{Number, Value};

impl Interpreter {
    /// Appends a value as JSON without blanks.
    pub(super) fn write(&self, value: &Value<'_>, text: &mut String, depth: usize) -> Result<(), Fault> {
        self.descend(depth)?;
        match value {
            Value::Null => text.push_str("null"),
            Value::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
            Value::Number(number) => write_number(*number, text),
            Value::String(string) => {
                self.spend_text(string.len())?;
                write_string(string, text);
            }
            Value::List(list) => {
                text.push('[');
                for (index, item) in list.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    self.write(&item, text, depth + 1)?;
                }
                text.push(']');
            }
            Value::Object(object) => {
                text.push('{');
                for (index, (name, value)) in object.members().iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    write_string(name, text);
                    text.push(':');
                    self.write(value, text, depth + 1)?;
                }
                text.push('}');
            }
        }
        Ok(())
    }
}

/// Appends a number as JSON; what is no number there, such as infinity, is null.
fn write_number(number: Number, text: &mut String) {
    // Writing to a string does not fail.
    let _ = match number {
        Number::Integer(value) => write!(text, "{value}"),
        Number::Float(value) if value.is_finite() => write!(text, "{value:?}"),
        Number::Float(_) => write!(text, "null"),
    };
}

fn write_string(string: &str, text: &mut String) {
    let _ = write!(text, "{}", serde_json::Value::from(string));
}
