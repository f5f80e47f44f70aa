//! The bridge to serde: any format that serde knows can write a view and fill a place, in wire form.

mod read;
mod read_document;
mod read_scalar;
mod trail;
mod write;

use serde::de::DeserializeSeed;
use serde::{Deserializer, Serialize, Serializer};

pub(crate) use self::read::Fill;
pub(crate) use self::trail::Trail;
pub(crate) use self::write::Shown;
use crate::value::{TimestampFormat, Value};

/// Writes a value in wire form, timestamps as seconds since 1970 where the model names no format.
///
/// # Errors
///
/// Those of the serializer, and for a union whose variant is unknown.
pub fn serialize<S: Serializer>(value: &dyn Value, serializer: S) -> Result<S::Ok, S::Error> {
    Shown { view: value.view(), timestamps: TimestampFormat::EpochSeconds }.serialize(serializer)
}

/// Reads a value in wire form: unknown members are passed over, null leaves a member as it was.
///
/// # Errors
///
/// Those of the deserializer, and for a member that holds another kind of value than the model says.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::zero();
    let trail = Trail::default();
    Fill { value: &mut value, timestamps: TimestampFormat::EpochSeconds, trail: &trail }.deserialize(deserializer)?;
    Ok(value)
}
