//! Emptying a structure that is filled again and again, whatever its type: a waiter's output.

use aws_smithy_types::{Blob, DateTime, Document};

use super::{Place, Structure, Value};

/// Sets every member to its zero value.
pub(crate) fn reset(structure: &mut dyn Structure) {
    for index in 0..structure.shape().members.len() {
        if let Some(value) = structure.member_mut(index) {
            empty(value);
        }
    }
}

fn empty(value: &mut dyn Value) {
    if value.clear() {
        return;
    }
    match value.place() {
        Place::Boolean(place) => *place = false,
        Place::Byte(place) => *place = 0,
        Place::Short(place) => *place = 0,
        Place::Integer(place) => *place = 0,
        Place::Long(place) => *place = 0,
        Place::Float(place) => *place = 0.0,
        Place::Double(place) => *place = 0.0,
        Place::String(place) => place.clear(),
        Place::Enumeration(place) => place.set(""),
        Place::IntegerEnumeration(place) => place.set(0),
        Place::Blob(place) => *place = Blob::default(),
        Place::Timestamp(place) => *place = DateTime::from_secs(0),
        Place::Document(place) => *place = Document::Null,
        Place::List(place) => place.clear(),
        Place::Map(place) => place.clear(),
        Place::Structure(place) => reset(place),
        Place::Union(place) => place.choose_unknown(""),
    }
}

#[cfg(test)]
mod tests {
    use super::reset;
    use crate::DateTime;

    #[derive(Clone, PartialEq)]
    struct Output {
        name: String,
        count: i32,
        created: DateTime,
        items: Vec<String>,
        inner: Option<Box<Output>>,
    }

    crate::structure! {
        Output "Output" {
            0 name: String = "Name";
            1 count: i32 = "Count";
            2 created: DateTime = "Created";
            3 items: Vec<String> = "Items";
            4 inner: Box<Output> = "Inner";
        }
    }

    #[test]
    fn every_member_is_zero_again() {
        let mut output = Output::default().name("a").count(5).created(DateTime::from_secs(7)).items(["b".to_owned()]);
        output = output.clone().inner(output);
        reset(&mut output);
        assert_eq!(output, Output::default());
    }
}
