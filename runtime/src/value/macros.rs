//! The declarative macros that generated files use: one line a member gives views, places, `Debug` and setters.

/// Makes a struct a [`Structure`](crate::value::Structure): its members with index, field, type to set, wire name,
/// [facts](crate::value::Fact) and, after `or`, what the field holds before anybody sets it.
///
/// ```
/// /// A tag.
/// #[derive(Clone, PartialEq)]
/// #[non_exhaustive]
/// pub struct Tag {
///     /// The key.
///     pub key: Option<String>,
///     /// The value.
///     pub value: Option<String>,
/// }
///
/// tinsmith::structure! {
///     Tag "Tag" {
///         0 key: String = "Key" [Required, Length(1, 128)];
///         1 value: String = "Value" [Required, MaxLength(256)] or Some(String::from("none"));
///     }
/// }
///
/// let tag = Tag::default().key("stage");
/// assert_eq!(format!("{tag:?}"), r#"Tag { key: "stage", value: "none" }"#);
/// assert_eq!(format!("{:?}", tag.value("test")), r#"Tag { key: "stage", value: "test" }"#);
/// ```
#[macro_export]
macro_rules! structure {
    ($type:ident $name:literal {
        $($index:literal $field:ident: $set:ty = $wire:literal $([$($fact:tt)*])? $(or $default:expr)?;)*
    }) => {
        $crate::setters! { $type { $($field: $set;)* } }
        $crate::structure_value! {
            $type $name { $($index $field = $wire $([$($fact)*])? $(or $default)?;)* } {}
        }
    };
}

/// Makes a struct an error of the service: a [`Structure`](crate::value::Structure) whose field `meta` tells of the
/// answer, with `Display`, [`std::error::Error`] and accessors.
#[macro_export]
macro_rules! error_structure {
    ($type:ident $name:literal {
        $($index:literal $field:ident: $set:ty = $wire:literal $([$($fact:tt)*])? $(or $default:expr)?;)*
    }) => {
        $crate::setters! { $type { $($field: $set;)* } }
        $crate::structure_value! {
            $type $name { $($index $field = $wire $([$($fact)*])? $(or $default)?;)* }
            { meta: ::core::default::Default::default() }
        }
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.meta, f)
            }
        }
        impl ::std::error::Error for $type {}
    };
}

/// One consuming setter a member, so that a value can be built in one expression.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($type:ident { $($field:ident: $set:ty;)* }) => {
        impl $type {
            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                #[must_use]
                pub fn $field(mut self, value: impl ::core::convert::Into<$set>) -> Self {
                    self.$field = ::core::convert::Into::into(::core::convert::Into::<$set>::into(value));
                    self
                }
            )*
        }
    };
}

/// The part that [`structure!`](crate::structure!) and [`error_structure!`](crate::error_structure!) share.
#[doc(hidden)]
#[macro_export]
macro_rules! structure_value {
    ($type:ident $name:literal {
        $($index:literal $field:ident = $wire:literal $([$($fact:tt)*])? $(or $default:expr)?;)*
    } { $($extra:ident: $extra_value:expr)? }) => {
        impl $crate::value::Structure for $type {
            fn shape(&self) -> &'static $crate::value::StructureShape {
                static SHAPE: $crate::value::StructureShape = $crate::value::StructureShape {
                    name: $name,
                    members: &[$($crate::value::Member {
                        name: $wire,
                        field: stringify!($field),
                        facts: $crate::facts!($($($fact)*)?),
                    },)*],
                };
                &SHAPE
            }
            fn member(&self, index: usize) -> ::core::option::Option<&dyn $crate::value::Value> {
                match index {
                    $($index => ::core::option::Option::Some(&self.$field),)*
                    _ => ::core::option::Option::None,
                }
            }
            fn member_mut(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::value::Value> {
                match index {
                    $($index => ::core::option::Option::Some(&mut self.$field),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
        impl $crate::value::Value for $type {
            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::Structure(self)
            }
            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::Structure(self)
            }
            fn zero() -> Self {
                Self { $($field: $crate::zero_or!($($default)?),)* $($extra: $extra_value)? }
            }
        }
        impl ::core::default::Default for $type {
            fn default() -> Self {
                $crate::value::Value::zero()
            }
        }
        $crate::value_traits!($type);
    };
}

/// What a member holds before anybody sets it.
#[doc(hidden)]
#[macro_export]
macro_rules! zero_or {
    () => {
        $crate::value::Value::zero()
    };
    ($default:expr) => {
        $default
    };
}

/// Makes an enum with one tuple variant a member, and `Unknown(String)`, a [`Union`](crate::value::Union).
///
/// The field name in `Debug` is the variant's.
#[macro_export]
macro_rules! union {
    ($type:ident $name:literal {
        $($index:literal $variant:ident: $member:ty = $wire:literal $([$($fact:tt)*])?;)*
    }) => {
        impl $crate::value::Union for $type {
            fn shape(&self) -> &'static $crate::value::StructureShape {
                static SHAPE: $crate::value::StructureShape = $crate::value::StructureShape {
                    name: $name,
                    members: &[$($crate::value::Member {
                        name: $wire,
                        field: stringify!($variant),
                        facts: $crate::facts!($($($fact)*)?),
                    },)*],
                };
                &SHAPE
            }
            fn current(&self) -> ::core::option::Option<(usize, &dyn $crate::value::Value)> {
                match self {
                    $(Self::$variant(value) => ::core::option::Option::Some(($index, value)),)*
                    Self::Unknown(_) => ::core::option::Option::None,
                }
            }
            fn unknown(&self) -> ::core::option::Option<&str> {
                match self {
                    Self::Unknown(name) => ::core::option::Option::Some(name),
                    _ => ::core::option::Option::None,
                }
            }
            fn choose(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::value::Value> {
                *self = match index {
                    $($index => Self::$variant(<$member as $crate::value::Value>::zero()),)*
                    _ => return ::core::option::Option::None,
                };
                match self {
                    $(Self::$variant(value) => ::core::option::Option::Some(value),)*
                    Self::Unknown(_) => ::core::option::Option::None,
                }
            }
            fn choose_unknown(&mut self, name: &str) {
                *self = Self::Unknown(::std::borrow::ToOwned::to_owned(name));
            }
        }
        impl $crate::value::Value for $type {
            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::Union(self)
            }
            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::Union(self)
            }
            fn zero() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }
        $crate::value_traits!($type);
    };
}

/// Makes an enum with one unit variant a value, and `Unknown(String)`, an open string enum.
#[macro_export]
macro_rules! enumeration {
    ($type:ident { $($variant:ident = $wire:literal;)* }) => {
        impl $type {
            /// All values that the model knows.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value,
                }
            }
        }
        impl ::core::convert::From<&str> for $type {
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(::std::borrow::ToOwned::to_owned(value)),
                }
            }
        }
        $crate::enumeration_traits!($type);
    };
}

/// What every open string enum has, by way of its `as_str` and `From<&str>`.
#[doc(hidden)]
#[macro_export]
macro_rules! enumeration_traits {
    ($type:ident) => {
        impl ::core::convert::From<::std::string::String> for $type {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }
        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }
        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl $crate::value::Enumeration for $type {
            fn set(&mut self, value: &str) {
                *self = Self::from(value);
            }
        }
        impl $crate::value::MapKey for $type {
            fn as_key(&self) -> &str {
                self.as_str()
            }
            fn from_key(key: &str) -> Self {
                Self::from(key)
            }
        }
        impl $crate::value::Value for $type {
            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::String(self.as_str())
            }
            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::Enumeration(self)
            }
            fn zero() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }
        $crate::serde_traits!($type);
    };
}

/// Makes an enum with one unit variant a value, and `Unknown(i32)`, an open intEnum.
#[macro_export]
macro_rules! integer_enumeration {
    ($type:ident { $($variant:ident = $wire:literal;)* }) => {
        impl $type {
            /// All values that the model knows.
            pub const VALUES: &'static [i32] = &[$($wire),*];

            /// The value on the wire.
            #[must_use]
            pub fn as_i32(&self) -> i32 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => *value,
                }
            }
        }
        impl ::core::convert::From<i32> for $type {
            fn from(value: i32) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown(value),
                }
            }
        }
        impl $crate::value::IntegerEnumeration for $type {
            fn set(&mut self, value: i32) {
                *self = Self::from(value);
            }
        }
        impl $crate::value::Value for $type {
            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::Integer(self.as_i32() as i64)
            }
            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::IntegerEnumeration(self)
            }
            fn zero() -> Self {
                Self::from(0)
            }
        }
        $crate::serde_traits!($type);
    };
}

/// `Debug` and, with the feature `serde`, the serde traits, by way of the view and the place.
#[doc(hidden)]
#[macro_export]
macro_rules! value_traits {
    ($type:ident) => {
        impl ::core::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::value::debug($crate::value::Value::view(self), f)
            }
        }
        $crate::serde_traits!($type);
    };
}

/// The serde traits in wire form, through the bridge.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($type:ident) => {
        impl $crate::serde::Serialize for $type {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::bridge::serialize(self, serializer)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::bridge::deserialize(deserializer)
            }
        }
    };
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($type:ident) => {};
}

/// The facts of a member, as they stand between brackets in a generated file.
#[doc(hidden)]
#[macro_export]
macro_rules! facts {
    ($($fact:ident $(($($argument:tt)*))?),*) => {
        &[$($crate::fact!($fact $(($($argument)*))?)),*]
    };
}

/// One fact of a member.
#[doc(hidden)]
#[macro_export]
macro_rules! fact {
    (Items($($inner:tt)*)) => { $crate::value::Fact::Items($crate::facts!($($inner)*)) };
    (Keys($($inner:tt)*)) => { $crate::value::Fact::Keys($crate::facts!($($inner)*)) };
    (Values($($inner:tt)*)) => { $crate::value::Fact::Values($crate::facts!($($inner)*)) };
    (Timestamp($format:ident)) => { $crate::value::Fact::Timestamp($crate::value::TimestampFormat::$format) };
    ($fact:ident $(($($argument:tt)*))?) => { $crate::value::Fact::$fact $(($($argument)*))? };
}
