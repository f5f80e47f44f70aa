//! Values as places and views: what a generated type shows of itself, and where it takes what came over the wire.
//!
//! A generated type says once what its members are (see [`structure!`](crate::structure!)). Protocols, validation,
//! `Debug`, paginators and the bridge to serde walk it through the traits here, without generics, so none of them is
//! compiled anew for each type.

mod assign;
mod collections;
mod debug;
mod find;
mod macros;
mod scalars;
mod shape;
mod unit;

use aws_smithy_types::{Blob, DateTime, Document};

pub(crate) use self::assign::assign;
pub use self::debug::debug;
pub(crate) use self::find::{find, member_by_name, member_mut_by_name};
pub use self::shape::{Fact, Member, StructureShape, TimestampFormat};
pub use self::unit::Unit;

/// A value of the model: a scalar, a collection, a structure, or one of these that may be absent.
pub trait Value: Send + Sync {
    /// Borrows the value as it is now.
    fn view(&self) -> View<'_>;

    /// Opens the value to be filled. A value that may be absent becomes present.
    fn place(&mut self) -> Place<'_>;

    /// Takes a null from the wire. Tells whether null is a value here: `false` means that nothing changed.
    fn clear(&mut self) -> bool {
        false
    }

    /// The value that stands for nothing: absent, zero, empty (Smithy's client error correction).
    fn zero() -> Self
    where
        Self: Sized;
}

/// What a value shows of itself.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing there: left out of a structure, null in a sparse list or map.
    Absent,
    /// A boolean.
    Boolean(bool),
    /// A byte, short, integer, long or intEnum.
    Integer(i64),
    /// A single-precision number.
    Float(f32),
    /// A double-precision number.
    Double(f64),
    /// A string or enum value.
    String(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
    /// A point in time.
    Timestamp(&'a DateTime),
    /// A value without a schema.
    Document(&'a Document),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
    /// A structure.
    Structure(&'a dyn Structure),
    /// A union.
    Union(&'a dyn Union),
}

/// Where a value takes what came over the wire.
pub enum Place<'a> {
    /// Takes a boolean.
    Boolean(&'a mut bool),
    /// Takes an integer of 8 bits.
    Byte(&'a mut i8),
    /// Takes an integer of 16 bits.
    Short(&'a mut i16),
    /// Takes an integer of 32 bits.
    Integer(&'a mut i32),
    /// Takes an integer of 64 bits.
    Long(&'a mut i64),
    /// Takes a single-precision number.
    Float(&'a mut f32),
    /// Takes a double-precision number.
    Double(&'a mut f64),
    /// Takes a string.
    String(&'a mut String),
    /// Takes an enum value.
    Enumeration(&'a mut dyn Enumeration),
    /// Takes an intEnum value.
    IntegerEnumeration(&'a mut dyn IntegerEnumeration),
    /// Takes bytes.
    Blob(&'a mut Blob),
    /// Takes a point in time.
    Timestamp(&'a mut DateTime),
    /// Takes anything.
    Document(&'a mut Document),
    /// Takes items.
    List(&'a mut dyn List),
    /// Takes entries.
    Map(&'a mut dyn Map),
    /// Takes members.
    Structure(&'a mut dyn Structure),
    /// Takes one member.
    Union(&'a mut dyn Union),
}

impl Place<'_> {
    /// What is wanted here, for messages: "a string", "a list".
    #[must_use]
    pub fn wanted(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "a boolean",
            Self::Byte(_) => "an integer of 8 bits",
            Self::Short(_) => "an integer of 16 bits",
            Self::Integer(_) => "an integer of 32 bits",
            Self::Long(_) => "an integer of 64 bits",
            Self::Float(_) | Self::Double(_) => "a number",
            Self::String(_) | Self::Enumeration(_) => "a string",
            Self::IntegerEnumeration(_) => "an integer",
            Self::Blob(_) => "base64 text",
            Self::Timestamp(_) => "a timestamp",
            Self::Document(_) => "any value",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Structure(_) => "a structure",
            Self::Union(_) => "a union",
        }
    }
}

/// A list, whatever its items are.
pub trait List: Send + Sync {
    /// How many items it has.
    fn len(&self) -> usize;
    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The item at an index.
    fn get(&self, index: usize) -> Option<&dyn Value>;
    /// Adds a zero item and gives it to be filled.
    fn push(&mut self) -> Option<&mut dyn Value>;
    /// Takes the last item away again.
    fn pop(&mut self);
    /// Takes all items away.
    fn clear(&mut self);
}

/// A map with string keys, whatever its values are.
pub trait Map: Send + Sync {
    /// How many entries it has.
    fn len(&self) -> usize;
    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The entries, in the order of their keys.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, &dyn Value)> + '_>;
    /// Adds an entry with a zero value, in place of one with the same key, and gives it to be filled.
    fn insert(&mut self, key: &str) -> Option<&mut dyn Value>;
    /// Takes an entry away.
    fn remove(&mut self, key: &str);
    /// Takes all entries away.
    fn clear(&mut self);
}

/// A structure: members with names, in the order of the model.
pub trait Structure: Value {
    /// What the model says of the structure.
    fn shape(&self) -> &'static StructureShape;
    /// The member at an index of [`StructureShape::members`].
    fn member(&self, index: usize) -> Option<&dyn Value>;
    /// The member at an index, to be filled.
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Value>;
}

/// A union: one member of several.
pub trait Union: Send + Sync {
    /// What the model says of the union.
    fn shape(&self) -> &'static StructureShape;
    /// The member that is set, with its index; absent when its name is not in the model.
    fn current(&self) -> Option<(usize, &dyn Value)>;
    /// The name of the member that is set when the model does not know it; empty when none is set at all.
    fn unknown(&self) -> Option<&str>;
    /// Sets the member at an index to its zero value and gives it to be filled.
    fn choose(&mut self, index: usize) -> Option<&mut dyn Value>;
    /// Notes that a member was set that the model does not know.
    fn choose_unknown(&mut self, name: &str);
}

/// An enum, open to values that the model does not know.
pub trait Enumeration: Send + Sync {
    /// Takes the value.
    fn set(&mut self, value: &str);
}

/// An intEnum, open to values that the model does not know.
pub trait IntegerEnumeration: Send + Sync {
    /// Takes the value.
    fn set(&mut self, value: i32);
}

/// A type that keys of maps can have: strings and enums.
pub trait MapKey: Ord + Send + Sync {
    /// The key on the wire.
    fn as_key(&self) -> &str;
    /// The key for what came over the wire.
    fn from_key(key: &str) -> Self;
}
