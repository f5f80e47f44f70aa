//! Writing: one `Serialize` over a view.

use aws_smithy_types::date_time::Format;
use aws_smithy_types::{DateTime, Document, Number, base64};
use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::value::{List, Map, Structure, TimestampFormat, Union, View};

/// A view on its way to a serializer.
pub(crate) struct Shown<'a> {
    /// What is written.
    pub(crate) view: View<'a>,
    /// The format for timestamps, where no member names another.
    pub(crate) timestamps: TimestampFormat,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.view {
            View::Absent => serializer.serialize_unit(),
            View::Boolean(value) => serializer.serialize_bool(value),
            View::Integer(value) => serializer.serialize_i64(value),
            View::Float(value) if value.is_finite() => serializer.serialize_f32(value),
            View::Float(value) => serializer.serialize_str(special_float(f64::from(value))),
            View::Double(value) if value.is_finite() => serializer.serialize_f64(value),
            View::Double(value) => serializer.serialize_str(special_float(value)),
            View::String(value) => serializer.serialize_str(value),
            View::Blob(value) => serializer.serialize_str(&base64::encode(value)),
            View::Timestamp(value) => write_timestamp(value, self.timestamps, serializer),
            View::Document(value) => Free(value).serialize(serializer),
            View::List(list) => self.write_list(list, serializer),
            View::Map(map) => self.write_map(map, serializer),
            View::Structure(structure) => self.write_structure(structure, serializer),
            View::Union(union) => self.write_union(union, serializer),
        }
    }
}

impl Shown<'_> {
    fn write_list<S: Serializer>(&self, list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(list.len()))?;
        for item in (0..list.len()).filter_map(|index| list.get(index)) {
            items.serialize_element(&Shown { view: item.view(), timestamps: self.timestamps })?;
        }
        items.end()
    }

    fn write_map<S: Serializer>(&self, map: &dyn Map, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_map(Some(map.len()))?;
        for (key, value) in map.entries() {
            entries.serialize_entry(key, &Shown { view: value.view(), timestamps: self.timestamps })?;
        }
        entries.end()
    }

    fn write_structure<S: Serializer>(&self, structure: &dyn Structure, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        for (index, member) in structure.shape().members.iter().enumerate() {
            let view = structure.member(index).map_or(View::Absent, |value| value.view());
            if let View::Absent = view {
                continue;
            }
            let timestamps = member.timestamp_format().unwrap_or(self.timestamps);
            members.serialize_entry(member.name, &Shown { view, timestamps })?;
        }
        members.end()
    }

    fn write_union<S: Serializer>(&self, union: &dyn Union, serializer: S) -> Result<S::Ok, S::Error> {
        let Some((index, value)) = union.current() else {
            let name = union.unknown().unwrap_or_default();
            return Err(S::Error::custom(format_args!(
                "the union {} has no member that can be sent: it is Unknown({name:?})",
                union.shape().name
            )));
        };
        let mut members = serializer.serialize_map(Some(1))?;
        if let Some(member) = union.shape().members.get(index) {
            let timestamps = member.timestamp_format().unwrap_or(self.timestamps);
            members.serialize_entry(member.name, &Shown { view: value.view(), timestamps })?;
        }
        members.end()
    }
}

/// The text for a number that JSON cannot write (Smithy, "AWS JSON 1.1 protocol", shape serialization).
fn special_float(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

fn write_timestamp<S: Serializer>(value: &DateTime, format: TimestampFormat, serializer: S) -> Result<S::Ok, S::Error> {
    let text = match format {
        TimestampFormat::EpochSeconds if value.has_subsec_nanos() => {
            return serializer.serialize_f64(value.as_secs_f64());
        }
        TimestampFormat::EpochSeconds => return serializer.serialize_i64(value.secs()),
        TimestampFormat::DateTime => value.fmt(Format::DateTime),
        TimestampFormat::HttpDate => value.fmt(Format::HttpDate),
    };
    serializer.serialize_str(&text.map_err(S::Error::custom)?)
}

/// A document on its way to a serializer.
struct Free<'a>(&'a Document);

impl Serialize for Free<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Document::Object(members) => {
                // A hash map's order differs from run to run; the bytes of a request must not.
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_unstable_by_key(|(name, _)| name.as_str());
                serializer.collect_map(sorted.into_iter().map(|(name, value)| (name, Free(value))))
            }
            Document::Array(items) => serializer.collect_seq(items.iter().map(Free)),
            Document::Number(Number::PosInt(value)) => serializer.serialize_u64(*value),
            Document::Number(Number::NegInt(value)) => serializer.serialize_i64(*value),
            Document::Number(Number::Float(value)) if value.is_finite() => serializer.serialize_f64(*value),
            Document::Number(Number::Float(value)) => serializer.serialize_str(special_float(*value)),
            Document::String(value) => serializer.serialize_str(value),
            Document::Bool(value) => serializer.serialize_bool(*value),
            Document::Null => serializer.serialize_unit(),
        }
    }
}
