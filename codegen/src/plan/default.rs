//! Plans defaults: what a member holds before anybody sets it (Smithy, "default trait").

use serde_json::Value;

use super::Planner;
use super::rust_type::RustType;
use crate::model::{Kind, Member, ShapeIndex};
use crate::resolve::defaults::{bytes, timestamp};

/// A default, ready to be written as Rust.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DefaultValue {
    /// A boolean, number or text: a literal.
    Scalar(Value),
    /// A float, which may be written without a point.
    Float(f64),
    /// A value of the crate's own enum.
    Enumeration(RustType, Value),
    Blob(Vec<u8>),
    /// Seconds since the epoch, and nanoseconds.
    Timestamp(i64, u32),
    /// No items, or no entries.
    Empty,
    Document(Value),
}

impl Planner<'_> {
    /// What a structure's member holds from the beginning; `None` where it is absent or zero.
    ///
    /// In what only outputs reach every default counts. In what inputs reach, a default is sent, so that these stay
    /// absent: the members of an operation's input itself, which are the service's to fill in; those that are
    /// `@clientOptional`; those whose default came after them (`@addedDefault`); and a zero that the target shape
    /// carries as well, which is how the numbers and booleans of Smithy 1 were rewritten and says nothing of what a
    /// service wants: a `0` would break the range of many.
    pub(super) fn default_value(&self, holder: ShapeIndex, member: &Member) -> Option<DefaultValue> {
        let facts = &member.facts;
        let value = facts.default.as_ref().filter(|value| !value.is_null() && !facts.client_optional)?;
        if self.by_input(holder) {
            let target = &self.model.shape(member.target).facts;
            let is_rewritten = is_zero(value) && target.default.as_ref().is_some_and(is_zero);
            if self.is_operation_input(holder) || facts.added_default || is_rewritten {
                return None;
            }
        }
        Some(match &self.model.shape(member.target).kind {
            Kind::Float | Kind::Double => DefaultValue::Float(value.as_f64()?),
            Kind::Enum(_) | Kind::IntEnum(_) => {
                DefaultValue::Enumeration(self.member_type(holder, member), value.clone())
            }
            Kind::Blob => DefaultValue::Blob(bytes(value)?),
            Kind::Timestamp => {
                let (seconds, nanoseconds) = timestamp(value)?;
                DefaultValue::Timestamp(seconds, nanoseconds)
            }
            Kind::List(_) | Kind::Map { .. } => DefaultValue::Empty,
            Kind::Document => DefaultValue::Document(value.clone()),
            _ => DefaultValue::Scalar(value.clone()),
        })
    }

    /// Whether a structure is what an operation takes. Its members are as good as `@clientOptional`.
    fn is_operation_input(&self, index: ShapeIndex) -> bool {
        self.model.shape(index).facts.input || self.inputs.contains(&index)
    }
}

/// Whether it is the zero value of a boolean or number.
fn is_zero(value: &Value) -> bool {
    match value {
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    }
}
