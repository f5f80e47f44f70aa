//! What holds other values: options, boxes, lists and maps.

use std::collections::BTreeMap;

use super::{List, Map, MapKey, Place, Value, View};

impl<T: Value> Value for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, T::view)
    }
    fn place(&mut self) -> Place<'_> {
        self.get_or_insert_with(T::zero).place()
    }
    fn clear(&mut self) -> bool {
        *self = None;
        true
    }
    fn zero() -> Self {
        None
    }
}

impl<T: Value> Value for Box<T> {
    fn view(&self) -> View<'_> {
        T::view(self)
    }
    fn place(&mut self) -> Place<'_> {
        T::place(self)
    }
    fn clear(&mut self) -> bool {
        T::clear(self)
    }
    fn zero() -> Self {
        Self::new(T::zero())
    }
}

impl<T: Value> Value for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }
    fn zero() -> Self {
        Self::new()
    }
}

impl<T: Value> List for Vec<T> {
    fn len(&self) -> usize {
        Self::len(self)
    }
    fn get(&self, index: usize) -> Option<&dyn Value> {
        <[T]>::get(self, index).map(|item| item as &dyn Value)
    }
    fn push(&mut self) -> Option<&mut dyn Value> {
        Self::push(self, T::zero());
        self.last_mut().map(|item| item as &mut dyn Value)
    }
    fn pop(&mut self) {
        Self::pop(self);
    }
    fn clear(&mut self) {
        Self::clear(self);
    }
}

impl<K: MapKey, V: Value> Value for BTreeMap<K, V> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    fn place(&mut self) -> Place<'_> {
        Place::Map(self)
    }
    fn zero() -> Self {
        Self::new()
    }
}

impl<K: MapKey, V: Value> Map for BTreeMap<K, V> {
    fn len(&self) -> usize {
        Self::len(self)
    }
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, &dyn Value)> + '_> {
        Box::new(self.iter().map(|(key, value)| (key.as_key(), value as &dyn Value)))
    }
    fn insert(&mut self, key: &str) -> Option<&mut dyn Value> {
        let value = self.entry(K::from_key(key)).or_insert_with(V::zero);
        *value = V::zero();
        Some(value)
    }
    fn remove(&mut self, key: &str) {
        Self::remove(self, &K::from_key(key));
    }
    fn clear(&mut self) {
        Self::clear(self);
    }
}
