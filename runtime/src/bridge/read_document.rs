//! Reading a document: whatever comes, kept as it is.

use std::fmt;

use aws_smithy_types::{Document, Number};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

/// A document to be read. The deserializer bounds how deep it may be nested.
struct Free;

impl<'de> DeserializeSeed<'de> for Free {
    type Value = Document;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Free {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Document, E> {
        Ok(Document::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Document, E> {
        Ok(Document::Number(u64::try_from(value).map_or(Number::NegInt(value), Number::PosInt)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Document, E> {
        Ok(Document::Number(Number::PosInt(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Document, E> {
        Ok(Document::Number(Number::Float(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Document, E> {
        Ok(Document::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Document, A::Error> {
        let mut document = Document::Null;
        read_document_list(&mut document, items)?;
        Ok(document)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Document, A::Error> {
        let mut document = Document::Null;
        read_document_map(&mut document, entries)?;
        Ok(document)
    }
}

pub(super) fn read_document_list<'de, A: SeqAccess<'de>>(
    document: &mut Document,
    mut items: A,
) -> Result<bool, A::Error> {
    let mut list = Vec::new();
    while let Some(item) = items.next_element_seed(Free)? {
        list.push(item);
    }
    *document = Document::Array(list);
    Ok(true)
}

pub(super) fn read_document_map<'de, A: MapAccess<'de>>(
    document: &mut Document,
    mut entries: A,
) -> Result<bool, A::Error> {
    let mut members = std::collections::HashMap::new();
    while let Some(name) = entries.next_key()? {
        members.insert(name, entries.next_value_seed(Free)?);
    }
    *document = Document::Object(members);
    Ok(true)
}
