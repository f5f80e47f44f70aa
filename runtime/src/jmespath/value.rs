//! Values as expressions see them: borrowed from views and documents, from the expression itself, or made.

use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use aws_smithy_types::{Document, base64};

use super::node::Literal;
use crate::value::{self, Structure, Union, View, member_by_name};

/// A value of JMESPath. Clones are cheap: what is made is shared.
#[derive(Clone)]
pub enum Value<'a> {
    /// Nothing there.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(Text<'a>),
    /// A list.
    List(List<'a>),
    /// An object.
    Object(Object<'a>),
}

/// A string.
#[derive(Clone)]
pub enum Text<'a> {
    /// One of the data or of the expression.
    Borrowed(&'a str),
    /// What an expression made.
    Made(Rc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Made(text) => text,
        }
    }
}

/// A number: whole where it came as such, so that long ids and counts stay exact.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// A whole number.
    Integer(i128),
    /// Any other.
    Float(f64),
}

/// A list, wherever its items are.
#[derive(Clone)]
pub enum List<'a> {
    /// What an expression made.
    Made(Rc<Vec<Value<'a>>>),
    /// A list of the model.
    View(&'a dyn value::List),
    /// A list in a document.
    Document(&'a [Document]),
    /// A list in the expression.
    Literal(&'static [Literal]),
}

/// An object, wherever its members are.
#[derive(Clone)]
pub enum Object<'a> {
    /// What an expression made.
    Made(Rc<Members<'a>>),
    /// A map of the model.
    Map(&'a dyn value::Map),
    /// A structure.
    Structure(&'a dyn Structure),
    /// A union, which has one member.
    Union(&'a dyn Union),
    /// An object in a document.
    Document(&'a HashMap<String, Document>),
    /// An object in the expression.
    Literal(&'static [(&'static str, Literal)]),
}

/// The members of an object, each name once.
pub type Members<'a> = Vec<(&'a str, Value<'a>)>;

impl<'a> From<View<'a>> for Value<'a> {
    fn from(view: View<'a>) -> Self {
        match view {
            View::Absent => Self::Null,
            View::Boolean(value) => Self::Boolean(value),
            View::Integer(value) => Self::integer(value),
            View::Float(value) => Self::Number(Number::Float(widen(value))),
            View::Double(value) => Self::Number(Number::Float(value)),
            View::String(value) => Self::String(Text::Borrowed(value)),
            View::Blob(value) => Self::text(base64::encode(value)),
            View::Timestamp(value) if value.has_subsec_nanos() => Self::Number(Number::Float(value.as_secs_f64())),
            View::Timestamp(value) => Self::integer(value.secs()),
            View::Document(value) => Self::from(value),
            View::List(list) => Self::List(List::View(list)),
            View::Map(map) => Self::Object(Object::Map(map)),
            View::Structure(structure) => Self::Object(Object::Structure(structure)),
            View::Union(union) => Self::Object(Object::Union(union)),
        }
    }
}

/// A single-precision number as the double of its decimal text, as it would be read from JSON: 0.1 stays 0.1.
fn widen(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| f64::from(value))
}

impl<'a> From<&'a Document> for Value<'a> {
    fn from(document: &'a Document) -> Self {
        match document {
            Document::Null => Self::Null,
            Document::Bool(value) => Self::Boolean(*value),
            Document::Number(aws_smithy_types::Number::PosInt(value)) => Self::integer(*value),
            Document::Number(aws_smithy_types::Number::NegInt(value)) => Self::integer(*value),
            Document::Number(aws_smithy_types::Number::Float(value)) => Self::Number(Number::Float(*value)),
            Document::String(value) => Self::String(Text::Borrowed(value)),
            Document::Array(items) => Self::List(List::Document(items)),
            Document::Object(members) => Self::Object(Object::Document(members)),
        }
    }
}

impl From<&'static Literal> for Value<'_> {
    fn from(literal: &'static Literal) -> Self {
        match literal {
            Literal::Null => Self::Null,
            Literal::Boolean(value) => Self::Boolean(*value),
            Literal::Integer(value) => Self::Number(Number::Integer(*value)),
            Literal::Float(value) => Self::Number(Number::Float(*value)),
            Literal::String(value) => Self::String(Text::Borrowed(value)),
            Literal::List(items) => Self::List(List::Literal(items)),
            Literal::Object(members) => Self::Object(Object::Literal(members)),
        }
    }
}

impl<'a> Value<'a> {
    /// A whole number.
    pub(super) fn integer(value: impl Into<i128>) -> Self {
        Self::Number(Number::Integer(value.into()))
    }

    /// A string that was made.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::String(Text::Made(Rc::from(text.into())))
    }

    /// A list that was made.
    pub(super) fn list(items: Vec<Value<'a>>) -> Self {
        Self::List(List::made(items))
    }

    /// An object that was made; each name stands once.
    pub(crate) fn object(members: Members<'a>) -> Self {
        Self::Object(Object::Made(Rc::new(members)))
    }

    /// The name of its kind, as the function `type` has it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::List(_) => "array",
            Self::Object(_) => "object",
        }
    }

    /// Whether conditions take it for true: all but null, `false`, and empty strings, lists and objects.
    #[must_use]
    pub fn is_true(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Boolean(value) => *value,
            Self::Number(_) => true,
            Self::String(text) => !text.is_empty(),
            Self::List(list) => list.len() > 0,
            Self::Object(object) => !object.is_empty(),
        }
    }

    /// The member of a name; null where there is none.
    #[must_use]
    pub fn member(&self, name: &str) -> Value<'a> {
        match self {
            Self::Object(object) => object.get(name),
            _ => Self::Null,
        }
    }

    /// The member that a path of names leads to.
    pub(super) fn follow(&self, names: &[&str]) -> Value<'a> {
        let Some((first, rest)) = names.split_first() else { return self.clone() };
        rest.iter().fold(self.member(first), |value, name| value.member(name))
    }
}

impl<'a> List<'a> {
    /// A list that was made.
    pub(super) fn made(items: Vec<Value<'a>>) -> Self {
        Self::Made(Rc::new(items))
    }

    /// How many items it has.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "nothing asks")]
    pub fn len(&self) -> usize {
        match self {
            Self::Made(items) => items.len(),
            Self::View(list) => list.len(),
            Self::Document(items) => items.len(),
            Self::Literal(items) => items.len(),
        }
    }

    /// The item at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Value<'a>> {
        match self {
            Self::Made(items) => items.get(index).cloned(),
            Self::View(list) => {
                let list: &'a dyn value::List = *list;
                list.get(index).map(|item| Value::from(item.view()))
            }
            Self::Document(items) => items.get(index).map(Value::from),
            Self::Literal(items) => items.get(index).map(Value::from),
        }
    }

    /// The items, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Value<'a>> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl<'a> Object<'a> {
    /// The member of a name; null where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Value<'a> {
        match self {
            Self::Made(members) => {
                members.iter().find(|(key, _)| *key == name).map_or(Value::Null, |(_, value)| value.clone())
            }
            Self::Map(map) => {
                let map: &'a dyn value::Map = *map;
                let found = map.entries().find(|(key, _)| *key == name);
                found.map_or(Value::Null, |(_, value)| Value::from(value.view()))
            }
            Self::Structure(structure) => {
                member_by_name(*structure, name).map_or(Value::Null, |value| Value::from(value.view()))
            }
            Self::Union(union) => match current(*union) {
                Some((key, value)) if key == name => value,
                _ => Value::Null,
            },
            Self::Document(members) => members.get(name).map_or(Value::Null, Value::from),
            Self::Literal(members) => {
                members.iter().find(|(key, _)| *key == name).map_or(Value::Null, |(_, value)| Value::from(value))
            }
        }
    }

    /// Whether no member is set.
    fn is_empty(&self) -> bool {
        match self {
            Self::Made(members) => members.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Structure(structure) => (0..structure.shape().members.len())
                .filter_map(|index| structure.member(index))
                .all(|member| matches!(member.view(), View::Absent)),
            Self::Union(union) => current(*union).is_none(),
            Self::Document(members) => members.is_empty(),
            Self::Literal(members) => members.is_empty(),
        }
    }

    /// The members that are set: a structure's in the order of the model, a document's in the order of their names.
    #[must_use]
    pub fn members(&self) -> Members<'a> {
        match self {
            Self::Made(members) => members.to_vec(),
            Self::Map(map) => {
                let map: &'a dyn value::Map = *map;
                map.entries().map(|(key, value)| (key, Value::from(value.view()))).collect()
            }
            Self::Structure(structure) => {
                let structure: &'a dyn Structure = *structure;
                let members = structure.shape().members.iter().enumerate();
                members
                    .filter_map(|(index, member)| match structure.member(index)?.view() {
                        View::Absent => None,
                        view => Some((member.name, Value::from(view))),
                    })
                    .collect()
            }
            Self::Union(union) => current(*union).into_iter().collect(),
            Self::Document(members) => {
                let mut sorted: Vec<_> = members.iter().collect();
                sorted.sort_unstable_by_key(|(name, _)| name.as_str());
                sorted.into_iter().map(|(name, value)| (name.as_str(), Value::from(value))).collect()
            }
            Self::Literal(members) => members.iter().map(|(name, value)| (*name, Value::from(value))).collect(),
        }
    }
}

/// The member of a union that is set. One that the model does not know has a name and no value.
fn current<'a>(union: &'a dyn Union) -> Option<(&'a str, Value<'a>)> {
    match union.current() {
        Some((index, value)) => {
            let member = union.shape().members.get(index)?;
            Some((member.name, Value::from(value.view())))
        }
        None => union.unknown().filter(|name| !name.is_empty()).map(|name| (name, Value::Null)),
    }
}
