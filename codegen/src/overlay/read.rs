//! Reads an overlay: a list of operations, each a fault of its own where it is none.

use std::collections::HashSet;
use std::fmt;

use json_patch::PatchOperation;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Overlay;
use crate::diagnostic::{Faults, shortened};

/// More than a person reviews, and few enough that no operation's own cost matters.
const MOST: usize = 10_000;

/// The operations, each with its number, which begins at 1.
pub(super) fn operations(overlay: &Overlay, faults: &mut Faults) -> Vec<(usize, PatchOperation)> {
    let list = match list(&overlay.text) {
        Ok(list) => list,
        Err(problem) => {
            faults.overlay(&overlay.file, None, problem);
            return Vec::new();
        }
    };
    let mut operations = Vec::with_capacity(list.len());
    for (index, text) in list.into_iter().enumerate() {
        match operation(text.get()) {
            Ok(operation) => operations.push((index + 1, operation)),
            Err(problem) => faults.overlay(&overlay.file, None, format!("operation {}: {problem}", index + 1)),
        }
    }
    operations
}

fn list(text: &str) -> Result<Vec<&RawValue>, String> {
    const WANTED: &str = "wanted a JSON patch (RFC 6902), a list of operations";
    if text.trim().is_empty() {
        return Err(format!("{WANTED}; the file is empty"));
    }
    let list: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| format!("{WANTED}: {error}"))?;
    match list.len() {
        0 => Err(format!("{WANTED}; the list is empty: leave the overlay out")),
        length if length > MOST => Err(format!("{WANTED}, {MOST} at most; there are {length}")),
        _ => Ok(list),
    }
}

fn operation(text: &str) -> Result<PatchOperation, String> {
    if !text.starts_with('{') {
        return Err(format!("wanted an object; there is {}", shortened(text)));
    }
    // A name that stands twice is no operation (RFC 6902, A.13), and a reader would take the last.
    serde_json::from_str::<Unique>(text).map_err(|error| error.to_string())?;
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Any JSON in which no object has a name twice.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        let mut seen = HashSet::new();
        while let Some((name, Self)) = entries.next_entry::<String, Self>()? {
            if seen.contains(&name) {
                return Err(A::Error::custom(format_args!(
                    "the name {:?} stands twice in one object",
                    shortened(&name)
                )));
            }
            seen.insert(name);
        }
        Ok(Self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(Self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(Self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(Self)
    }
}
