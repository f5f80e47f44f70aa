//! Checks JMESPath expressions against the shapes that they are evaluated over: members that do not exist, and parts
//! that are of a kind which can never lead anywhere.

use std::rc::Rc;

use crate::jmespath::{self, Accepts, Comparator, Expression, Returns, Signature};
use crate::model::{Kind, Model, ShapeIndex};
use crate::nearest::nearest;
use crate::select::members;

/// What is known of an expression's value before there is one. Any of them may turn out to be null.
///
/// Types are shared and never compared in depth: an expression can be written whose type has more parts than memory.
#[derive(Clone, Debug)]
pub(super) enum Type {
    /// Anything: a document, or what depends on values.
    Any,
    Null,
    Boolean,
    Number,
    String,
    /// A list that the expression makes.
    List(Rc<Type>),
    /// An object that the expression makes.
    Object(Rc<Vec<(String, Type)>>),
    /// A list, map, structure or union of the model.
    Shape(ShapeIndex),
}

impl Type {
    /// An object with these members.
    pub(super) fn object(members: Vec<(String, Type)>) -> Self {
        Self::Object(Rc::new(members))
    }

    fn list(item: Type) -> Self {
        Self::List(Rc::new(item))
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Any | Self::Null)
    }

    pub(super) fn may_be_string(&self) -> bool {
        self.is_open() || matches!(self, Self::String)
    }

    pub(super) fn may_be_boolean(&self) -> bool {
        self.is_open() || matches!(self, Self::Boolean)
    }

    fn may_be_number(&self) -> bool {
        self.is_open() || matches!(self, Self::Number)
    }

    /// What is one or the other.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Null, other) | (other, Self::Null) => other,
            (Self::Boolean, Self::Boolean) => Self::Boolean,
            (Self::Number, Self::Number) => Self::Number,
            (Self::String, Self::String) => Self::String,
            (Self::Shape(one), Self::Shape(other)) if one == other => Self::Shape(one),
            (Self::Object(one), Self::Object(other)) if Rc::ptr_eq(&one, &other) => Self::Object(one),
            (Self::List(one), Self::List(other)) if Rc::ptr_eq(&one, &other) => Self::List(one),
            (Self::List(one), Self::List(other)) => Self::list((*one).clone().or((*other).clone())),
            _ => Self::Any,
        }
    }
}

/// Follows expressions through the model.
pub(super) struct Checker<'a> {
    pub(super) model: &'a Model,
}

impl Checker<'_> {
    /// Reads an expression that is evaluated over values of a type, and tells the type of what it gives.
    pub(super) fn read(&self, text: &str, over: &Type) -> Result<(Expression, Type), String> {
        let expression = jmespath::parse(text).map_err(|fault| format!("{:?}: {fault}", shown(text)))?;
        let gives = self.infer(&expression, over).map_err(|problem| format!("{:?}: {problem}", shown(text)))?;
        Ok((expression, gives))
    }

    /// The type that a shape's values are seen as.
    pub(super) fn of_shape(&self, index: ShapeIndex) -> Type {
        match &self.model.shape(index).kind {
            Kind::Boolean => Type::Boolean,
            Kind::String | Kind::Enum(_) | Kind::Blob => Type::String,
            Kind::Byte
            | Kind::Short
            | Kind::Integer
            | Kind::Long
            | Kind::Float
            | Kind::Double
            | Kind::BigInteger
            | Kind::BigDecimal
            | Kind::IntEnum(_)
            | Kind::Timestamp => Type::Number,
            Kind::List(_) | Kind::Map { .. } | Kind::Structure(_) | Kind::Union(_) => Type::Shape(index),
            // What is not there is a fault already; the rest cannot be a value.
            Kind::Document | Kind::Unresolved | Kind::Operation(_) | Kind::Resource(_) | Kind::Service(_) => Type::Any,
        }
    }

    /// How messages name a type.
    pub(super) fn name(&self, of: &Type) -> &'static str {
        match of {
            Type::Any => "any value",
            Type::Null => "null",
            Type::Boolean => "a boolean",
            Type::Number => "a number",
            Type::String => "a string",
            Type::List(_) => "a list",
            Type::Object(_) => "an object",
            Type::Shape(index) => match &self.model.shape(*index).kind {
                Kind::List(_) => "a list",
                Kind::Map { .. } => "a map",
                Kind::Union(_) => "a union",
                _ => "a structure",
            },
        }
    }

    /// The type of a list's items; `None` where it can be no list.
    fn item(&self, of: &Type) -> Option<Type> {
        match of {
            Type::Any | Type::Null => Some(of.clone()),
            Type::List(item) => Some((**item).clone()),
            Type::Shape(index) => match &self.model.shape(*index).kind {
                Kind::List(member) => Some(self.of_shape(member.target)),
                _ => None,
            },
            _ => None,
        }
    }

    fn item_of(&self, of: &Type, what: &str) -> Result<Type, String> {
        self.item(of).ok_or_else(|| format!("{what} wants a list; there is {}", self.name(of)))
    }

    pub(super) fn may_be_strings(&self, of: &Type) -> bool {
        self.item(of).is_some_and(|item| item.may_be_string())
    }

    fn is_object(&self, of: &Type) -> bool {
        of.is_open() || matches!(of, Type::Object(_)) || (matches!(of, Type::Shape(_)) && self.item(of).is_none())
    }

    fn member(&self, of: &Type, name: &str) -> Result<Type, String> {
        match of {
            Type::Any | Type::Null => Ok(of.clone()),
            Type::Object(members) => match members.iter().find(|(member, _)| member == name) {
                Some((_, value)) => Ok(value.clone()),
                None => {
                    let hint = nearest(name, members.iter().map(|(name, _)| name.as_str()));
                    Err(format!("wants a member {name} where there is none{hint}"))
                }
            },
            Type::Shape(index) if self.is_object(of) => {
                let shape = self.model.shape(*index);
                if let Kind::Map { value, .. } = &shape.kind {
                    return Ok(self.of_shape(value.target));
                }
                let members = members(&shape.kind);
                match members.iter().find(|member| member.name == name) {
                    Some(member) => Ok(self.of_shape(member.target)),
                    None => {
                        let hint = nearest(name, members.iter().map(|member| member.name.as_str()));
                        Err(format!("wants a member {name} in {}; there is none{hint}", shape.id))
                    }
                }
            }
            other => Err(format!("wants a structure with the member {name}; there is {}", self.name(other))),
        }
    }

    /// The type of all of an object's values.
    fn values(&self, of: &Type) -> Result<Type, String> {
        let either = |types: &mut dyn Iterator<Item = Type>| types.fold(Type::Null, Type::or);
        match of {
            Type::Any | Type::Null => Ok(of.clone()),
            Type::Object(members) => Ok(either(&mut members.iter().map(|(_, value)| value.clone()))),
            Type::Shape(index) if self.is_object(of) => Ok(match &self.model.shape(*index).kind {
                Kind::Map { value, .. } => self.of_shape(value.target),
                kind => either(&mut members(kind).iter().map(|member| self.of_shape(member.target))),
            }),
            other => Err(format!("* wants a structure or map; there is {}", self.name(other))),
        }
    }

    fn infer(&self, expression: &Expression, over: &Type) -> Result<Type, String> {
        let boolean_of = |parts: &[&Expression]| {
            parts.iter().try_for_each(|part| self.infer(part, over).map(drop)).map(|()| Type::Boolean)
        };
        match expression {
            Expression::Current => Ok(over.clone()),
            Expression::Path(names) => names.iter().try_fold(over.clone(), |of, name| self.member(&of, name)),
            Expression::Index(_) => self.item_of(over, "an index"),
            Expression::Literal(value) => Ok(of_literal(value)),
            Expression::Pipe(left, right) => self.infer(right, &self.infer(left, over)?),
            Expression::ListProjection(of, each) | Expression::SliceProjection(of, _, each) => {
                let item = self.item_of(&self.infer(of, over)?, "a projection of a list")?;
                self.infer(each, &item).map(Type::list)
            }
            Expression::ObjectProjection(of, each) => {
                let value = self.values(&self.infer(of, over)?)?;
                self.infer(each, &value).map(Type::list)
            }
            Expression::FlattenProjection(of, each) => {
                let item = self.item_of(&self.infer(of, over)?, "[]")?;
                let item = self.item(&item).unwrap_or(item);
                self.infer(each, &item).map(Type::list)
            }
            Expression::FilterProjection(of, condition, each) => {
                let item = self.item_of(&self.infer(of, over)?, "a filter")?;
                self.infer(condition, &item)?;
                self.infer(each, &item).map(Type::list)
            }
            Expression::Or(left, right) | Expression::And(left, right) => {
                Ok(self.infer(left, over)?.or(self.infer(right, over)?))
            }
            Expression::Not(inner) => boolean_of(&[inner]),
            Expression::Comparison(Comparator::Equal | Comparator::NotEqual, left, right) => boolean_of(&[left, right]),
            Expression::Comparison(_, left, right) => {
                for side in [self.infer(left, over)?, self.infer(right, over)?] {
                    if !side.may_be_number() {
                        return Err(format!("<, <=, > and >= compare numbers; there is {}", self.name(&side)));
                    }
                }
                Ok(Type::Boolean)
            }
            Expression::MultiSelectList(items) => {
                let item = items.iter().try_fold(Type::Null, |all, item| Ok(all.or(self.infer(item, over)?)));
                item.map(Type::list)
            }
            Expression::MultiSelectHash(members) => {
                let members: Result<Vec<_>, String> =
                    members.iter().map(|(name, value)| Ok((name.clone(), self.infer(value, over)?))).collect();
                members.map(Type::object)
            }
            Expression::Function(function, arguments) => self.infer_call(function, arguments, over),
            // It has a type only for the function that applies it.
            Expression::Reference(_) => Ok(Type::Any),
        }
    }

    fn infer_call(&self, function: &Signature, arguments: &[Expression], over: &Type) -> Result<Type, String> {
        let mut types = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let (given, wanted) = (self.infer(argument, over)?, function.accepts(index));
            if !self.is_accepted(&given, wanted) {
                let (position, wanted, there) = (index + 1, wanted.name(), self.name(&given));
                return Err(format!("argument {position} of {}: wanted {wanted}; there is {there}", function.name));
            }
            types.push(given);
        }
        // The function applies its reference to the items of its list.
        let items = types.iter().zip(arguments).find(|(_, argument)| !matches!(argument, Expression::Reference(_)));
        let mut applied = Type::Any;
        for argument in arguments {
            if let (Expression::Reference(inner), Some((list, _))) = (argument, items) {
                applied = self.infer(inner, &self.item(list).unwrap_or(Type::Any))?;
            }
        }
        let first = types.first().cloned().unwrap_or(Type::Any);
        Ok(match function.gives {
            Returns::Boolean => Type::Boolean,
            Returns::Number => Type::Number,
            Returns::String => Type::String,
            Returns::Strings => Type::list(Type::String),
            Returns::First => first,
            Returns::Item => self.item(&first).unwrap_or(Type::Any),
            Returns::Mapped => Type::list(applied),
            Returns::Either => types.into_iter().fold(Type::Null, Type::or),
            Returns::List => Type::list(Type::Any),
            Returns::Any => Type::Any,
        })
    }

    fn is_accepted(&self, given: &Type, wanted: Accepts) -> bool {
        let items = |fits: fn(&Type) -> bool| self.item(given).is_some_and(|item| fits(&item));
        match wanted {
            Accepts::Any | Accepts::Reference => true,
            Accepts::Number => given.may_be_number(),
            Accepts::String => given.may_be_string(),
            Accepts::List => self.item(given).is_some(),
            Accepts::Object => self.is_object(given),
            Accepts::Numbers => items(Type::may_be_number),
            Accepts::Strings => items(Type::may_be_string),
            Accepts::Sortable => items(|item| item.may_be_number() || item.may_be_string()),
            Accepts::StringOrList => given.may_be_string() || self.item(given).is_some(),
            Accepts::Sized => given.may_be_string() || self.item(given).is_some() || self.is_object(given),
        }
    }
}

fn of_literal(value: &serde_json::Value) -> Type {
    use serde_json::Value;
    match value {
        Value::Null => Type::Null,
        Value::Bool(_) => Type::Boolean,
        Value::Number(_) => Type::Number,
        Value::String(_) => Type::String,
        Value::Array(items) => Type::list(items.iter().map(of_literal).fold(Type::Null, Type::or)),
        Value::Object(members) => {
            Type::object(members.iter().map(|(name, value)| (name.clone(), of_literal(value))).collect())
        }
    }
}

/// An expression, short enough for a message.
fn shown(text: &str) -> String {
    crate::diagnostic::shortened(text)
}
