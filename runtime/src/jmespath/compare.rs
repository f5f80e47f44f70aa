//! Equality and order of values.

use std::cmp::Ordering;

use super::Fault;
use super::interpret::Interpreter;
use super::node::Comparator;
use super::value::{Number, Value};

impl Number {
    /// The number as a double: the nearest where it has more digits than one holds.
    pub(super) fn as_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// Whole numbers are compared to the digit, others as doubles. A value that is no number has no order.
    pub(super) fn partial_cmp(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => Some(one.cmp(&other)),
            (one, other) => one.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

impl Interpreter {
    /// What a comparison gives: null where there is no order.
    pub(super) fn compare(
        &self,
        comparator: Comparator,
        one: &Value<'_>,
        other: &Value<'_>,
    ) -> Result<Option<bool>, Fault> {
        let order = match (one, other) {
            (Value::Number(one), Value::Number(other)) => Some(one.partial_cmp(*other)),
            _ => None,
        };
        Ok(match (comparator, order) {
            (Comparator::Equal, _) => Some(self.equal(one, other, 0)?),
            (Comparator::NotEqual, _) => Some(!self.equal(one, other, 0)?),
            (_, None) => None,
            (Comparator::Less, Some(order)) => Some(order.is_some_and(Ordering::is_lt)),
            (Comparator::LessOrEqual, Some(order)) => Some(order.is_some_and(Ordering::is_le)),
            (Comparator::Greater, Some(order)) => Some(order.is_some_and(Ordering::is_gt)),
            (Comparator::GreaterOrEqual, Some(order)) => Some(order.is_some_and(Ordering::is_ge)),
        })
    }

    /// Whether two values are the same, members in any order.
    pub(super) fn equal(&self, one: &Value<'_>, other: &Value<'_>, depth: usize) -> Result<bool, Fault> {
        self.descend(depth)?;
        match (one, other) {
            (Value::Null, Value::Null) => Ok(true),
            (Value::Boolean(one), Value::Boolean(other)) => Ok(one == other),
            (Value::Number(one), Value::Number(other)) => Ok(one.partial_cmp(*other) == Some(Ordering::Equal)),
            (Value::String(one), Value::String(other)) => Ok(**one == **other),
            (Value::List(one), Value::List(other)) => {
                if one.len() != other.len() {
                    return Ok(false);
                }
                for (one, other) in one.iter().zip(other.iter()) {
                    if !self.equal(&one, &other, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            (Value::Object(one), Value::Object(other)) => {
                let (mut one, mut other) = (one.members(), other.members());
                if one.len() != other.len() {
                    return Ok(false);
                }
                one.sort_unstable_by_key(|(name, _)| *name);
                other.sort_unstable_by_key(|(name, _)| *name);
                for ((name, one), (other_name, other)) in one.iter().zip(&other) {
                    if name != other_name || !self.equal(one, other, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}
