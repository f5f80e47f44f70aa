//! The scalars of the model as values: each shows itself and takes its own kind.

use aws_smithy_types::{Blob, DateTime, Document};

use super::{MapKey, Place, Value, View};

/// Makes a type a value: how it shows itself, the place that it is, and its zero.
macro_rules! scalar {
    ($type:ty, $self:ident => $view:expr, $place:ident, $zero:expr) => {
        impl Value for $type {
            fn view(&self) -> View<'_> {
                let $self = self;
                $view
            }
            fn place(&mut self) -> Place<'_> {
                Place::$place(self)
            }
            fn zero() -> Self {
                $zero
            }
        }
    };
}

scalar!(bool, value => View::Boolean(*value), Boolean, false);
scalar!(i8, value => View::Integer(i64::from(*value)), Byte, 0);
scalar!(i16, value => View::Integer(i64::from(*value)), Short, 0);
scalar!(i32, value => View::Integer(i64::from(*value)), Integer, 0);
scalar!(i64, value => View::Integer(*value), Long, 0);
scalar!(f32, value => View::Float(*value), Float, 0.0);
scalar!(f64, value => View::Double(*value), Double, 0.0);
scalar!(String, value => View::String(value), String, Self::new());
scalar!(Blob, value => View::Blob(value.as_ref()), Blob, Self::default());
scalar!(DateTime, value => View::Timestamp(value), Timestamp, Self::from_secs(0));

impl Value for Document {
    fn view(&self) -> View<'_> {
        View::Document(self)
    }
    fn place(&mut self) -> Place<'_> {
        Place::Document(self)
    }
    // Null is a document like any other, also as the item of a dense list.
    fn clear(&mut self) -> bool {
        *self = Self::Null;
        true
    }
    fn zero() -> Self {
        Self::Null
    }
}

impl MapKey for String {
    fn as_key(&self) -> &str {
        self
    }
    fn from_key(key: &str) -> Self {
        key.to_owned()
    }
}
