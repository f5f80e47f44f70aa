//! Reading: one `DeserializeSeed` and `Visitor` over a place.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};

use super::read_document::{read_document_list, read_document_map};
use super::read_scalar::{put_boolean, put_double, put_integer, put_string, put_unsigned};
use super::trail::{Step, Trail};
use crate::value::{List, Map, Member, Place, Structure, StructureShape, TimestampFormat, Union, Value};

/// A value to be filled by a deserializer. It tells whether a value came: `false` for a null that had no place.
pub(crate) struct Fill<'a> {
    /// What is filled.
    pub(crate) value: &'a mut dyn Value,
    /// The format for timestamps, where no member names another.
    pub(crate) timestamps: TimestampFormat,
    /// Where the steps to a failure are noted.
    pub(crate) trail: &'a Trail,
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that the model allows")
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(self.value.clear())
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        Ok(self.value.clear())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        put_boolean(self.value.place(), value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        put_integer(self.value.place(), value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        put_unsigned(self.value.place(), value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        put_double(self.value.place(), value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<bool, E> {
        put_string(self.value.place(), value, self.timestamps)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<bool, A::Error> {
        match self.value.place() {
            Place::List(list) => read_list(list, self.timestamps, self.trail, items),
            Place::Document(document) => read_document_list(document, items),
            other => Err(A::Error::invalid_type(Unexpected::Seq, &other.wanted())),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<bool, A::Error> {
        match self.value.place() {
            Place::Structure(structure) => read_structure(structure, self.timestamps, self.trail, entries),
            Place::Map(map) => read_map(map, self.timestamps, self.trail, entries),
            Place::Union(union) => read_union(union, self.timestamps, self.trail, entries),
            Place::Document(document) => read_document_map(document, entries),
            other => Err(A::Error::invalid_type(Unexpected::Map, &other.wanted())),
        }
    }
}

fn read_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    timestamps: TimestampFormat,
    trail: &Trail,
    mut items: A,
) -> Result<bool, A::Error> {
    list.clear();
    let mut count = 0;
    loop {
        let Some(value) = list.push() else { return Err(A::Error::custom("the list takes no more items")) };
        match trail.note(items.next_element_seed(Fill { value, timestamps, trail }), || Step::Item(count))? {
            Some(true) => {}
            // A null in a dense list is passed over (Smithy, "sparse" trait).
            Some(false) => list.pop(),
            None => {
                list.pop();
                return Ok(true);
            }
        }
        count += 1;
    }
}

fn read_map<'de, A: MapAccess<'de>>(
    map: &mut dyn Map,
    timestamps: TimestampFormat,
    trail: &Trail,
    mut entries: A,
) -> Result<bool, A::Error> {
    map.clear();
    while let Some(key) = entries.next_key::<String>()? {
        let Some(value) = map.insert(&key) else { return Err(A::Error::custom("the map takes no more entries")) };
        let read = entries.next_value_seed(Fill { value, timestamps, trail });
        if !trail.note(read, || Step::Entry(key.clone()))? {
            map.remove(&key);
        }
    }
    Ok(true)
}

fn read_structure<'de, A: MapAccess<'de>>(
    structure: &mut dyn Structure,
    timestamps: TimestampFormat,
    trail: &Trail,
    mut entries: A,
) -> Result<bool, A::Error> {
    let shape = structure.shape();
    let mut hint = 0;
    while let Some(position) = entries.next_key_seed(MemberName { shape, hint })? {
        let found = position.and_then(|index| Some((index, shape.members.get(index)?, structure.member_mut(index)?)));
        let Some((index, member, value)) = found else {
            entries.next_value::<IgnoredAny>()?;
            continue;
        };
        hint = index + 1;
        read_member(member, value, timestamps, trail, &mut entries)?;
    }
    Ok(true)
}

fn read_union<'de, A: MapAccess<'de>>(
    union: &mut dyn Union,
    timestamps: TimestampFormat,
    trail: &Trail,
    mut entries: A,
) -> Result<bool, A::Error> {
    let shape = union.shape();
    let mut chosen = false;
    while let Some(name) = entries.next_key::<String>()? {
        // `__type` names the union's shape in some answers and is no member.
        if name == "__type" {
            entries.next_value::<IgnoredAny>()?;
            continue;
        }
        if chosen {
            if entries.next_value::<Option<IgnoredAny>>()?.is_some() {
                let more = format_args!("the union {} has more than one member set, {name} too", shape.name);
                return Err(A::Error::custom(more));
            }
            continue;
        }
        let position = shape.position(&name, 0);
        let found = position.and_then(|index| Some((shape.members.get(index)?, union.choose(index)?)));
        chosen = match found {
            Some((member, value)) => read_member(member, value, timestamps, trail, &mut entries)?,
            None => entries.next_value::<Option<IgnoredAny>>()?.is_some(),
        };
        if position.is_none() || !chosen {
            union.choose_unknown(if chosen { &name } else { "" });
        }
    }
    Ok(true)
}

fn read_member<'de, A: MapAccess<'de>>(
    member: &Member,
    value: &mut dyn Value,
    timestamps: TimestampFormat,
    trail: &Trail,
    entries: &mut A,
) -> Result<bool, A::Error> {
    let timestamps = member.timestamp_format().unwrap_or(timestamps);
    let read = entries.next_value_seed(Fill { value, timestamps, trail });
    trail.note(read, || Step::Member(member.name))
}

/// A member's name on the wire, looked up without keeping it.
struct MemberName {
    shape: &'static StructureShape,
    hint: usize,
}

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberName {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.shape.position(name, self.hint))
    }
}
