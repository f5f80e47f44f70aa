//! Copying a value into another of the same shape, whatever its Rust type: a page's token into the next request.

use aws_smithy_types::Blob;

use super::{Place, Structure, Union, Value, View};

/// Copies what `view` shows into `value`. Tells whether all of it found its place; what did not is left out.
pub(crate) fn assign(value: &mut dyn Value, view: View<'_>) -> bool {
    if let View::Absent = view {
        return value.clear();
    }
    match (value.place(), view) {
        (Place::Boolean(place), View::Boolean(value)) => *place = value,
        (Place::Byte(place), View::Integer(value)) => return set_integer(place, value),
        (Place::Short(place), View::Integer(value)) => return set_integer(place, value),
        (Place::Integer(place), View::Integer(value)) => return set_integer(place, value),
        (Place::Long(place), View::Integer(value)) => *place = value,
        (Place::IntegerEnumeration(place), View::Integer(value)) => match i32::try_from(value) {
            Ok(value) => place.set(value),
            Err(_) => return false,
        },
        (Place::Float(place), View::Float(value)) => *place = value,
        (Place::Double(place), View::Float(value)) => *place = f64::from(value),
        (Place::Double(place), View::Double(value)) => *place = value,
        (Place::String(place), View::String(value)) => *place = value.to_owned(),
        (Place::Enumeration(place), View::String(value)) => place.set(value),
        (Place::Blob(place), View::Blob(value)) => *place = Blob::new(value),
        (Place::Timestamp(place), View::Timestamp(value)) => *place = *value,
        (Place::Document(place), View::Document(value)) => *place = value.clone(),
        (Place::List(place), View::List(list)) => {
            place.clear();
            let mut items = (0..list.len()).filter_map(|index| list.get(index));
            return items.all(|item| place.push().is_some_and(|place| assign(place, item.view())));
        }
        (Place::Map(place), View::Map(map)) => {
            place.clear();
            return map
                .entries()
                .all(|(key, value)| place.insert(key).is_some_and(|place| assign(place, value.view())));
        }
        (Place::Structure(place), View::Structure(structure)) => return assign_members(place, structure),
        (Place::Union(place), View::Union(union)) => return assign_union(place, union),
        _ => return false,
    }
    true
}

fn set_integer<T: TryFrom<i64>>(place: &mut T, value: i64) -> bool {
    T::try_from(value).map(|value| *place = value).is_ok()
}

fn assign_members(place: &mut dyn Structure, structure: &dyn Structure) -> bool {
    structure.shape().members.iter().enumerate().fold(true, |all, (index, member)| {
        let view = structure.member(index).map_or(View::Absent, |value| value.view());
        let found = match place.shape().position(member.name, index).and_then(|index| place.member_mut(index)) {
            Some(place) => assign(place, view) || matches!(view, View::Absent),
            None => matches!(view, View::Absent),
        };
        all && found
    })
}

fn assign_union(place: &mut dyn Union, union: &dyn Union) -> bool {
    let Some((index, value)) = union.current() else {
        place.choose_unknown(union.unknown().unwrap_or_default());
        return true;
    };
    let name = union.shape().members.get(index).map_or("", |member| member.name);
    let index = place.shape().position(name, index);
    index.and_then(|index| place.choose(index)).is_some_and(|place| assign(place, value.view()))
}
