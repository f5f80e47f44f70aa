//! The functions of the JMESPath specification ("Built-in Functions").

use std::cmp::Ordering;

use super::Fault;
use super::interpret::Interpreter;
use super::node::{Function, Node};
use super::value::{List, Members, Number, Object, Text, Value};

/// The arguments of a call: evaluated, but for expression references.
struct Arguments<'c, 'a> {
    function: Function,
    nodes: &'static [Node],
    current: &'c Value<'a>,
    interpreter: &'c Interpreter,
}

impl Interpreter {
    pub(super) fn call<'a>(
        &self,
        function: Function,
        nodes: &'static [Node],
        current: &Value<'a>,
    ) -> Result<Value<'a>, Fault> {
        let arguments = Arguments { function, nodes, current, interpreter: self };
        match function {
            Function::Abs => arguments.rounded(i128::checked_abs, f64::abs),
            Function::Ceil => arguments.rounded(Some, f64::ceil),
            Function::Floor => arguments.rounded(Some, f64::floor),
            Function::Avg | Function::Sum => arguments.total(),
            Function::Contains => arguments.contains(),
            Function::StartsWith | Function::EndsWith => arguments.has_end(),
            Function::Join => arguments.join(),
            Function::Keys | Function::Values => arguments.members(),
            Function::Length => arguments.length(),
            Function::Map => arguments.map(),
            Function::Max => arguments.extreme(Ordering::is_gt),
            Function::Min => arguments.extreme(Ordering::is_lt),
            Function::MaxBy => arguments.extreme_by(Ordering::is_gt),
            Function::MinBy => arguments.extreme_by(Ordering::is_lt),
            Function::Merge => arguments.merge(),
            Function::NotNull => arguments.not_null(),
            Function::Reverse => arguments.reverse(),
            Function::Sort => arguments.sort(),
            Function::SortBy => arguments.sort_by(),
            Function::ToArray => arguments.to_array(),
            Function::ToNumber => arguments.to_number(),
            Function::ToString => arguments.to_text(),
            Function::Type => Ok(Value::String(Text::Borrowed(arguments.value(0)?.kind()))),
        }
    }
}

/// What sorting and the extremes go by: all of one list are numbers, or all are strings.
enum Key<'a> {
    Number(Number),
    String(Text<'a>),
}

impl Key<'_> {
    /// A value that is no number stands behind all that are, so that the order is a total one.
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => {
                one.partial_cmp(*other).unwrap_or_else(|| one.as_f64().is_nan().cmp(&other.as_f64().is_nan()))
            }
            (Self::String(one), Self::String(other)) => one.cmp(other),
            (Self::Number(_), Self::String(_)) => Ordering::Less,
            (Self::String(_), Self::Number(_)) => Ordering::Greater,
        }
    }
}

impl<'a> Arguments<'_, 'a> {
    fn value(&self, index: usize) -> Result<Value<'a>, Fault> {
        self.nodes.get(index).map_or(Ok(Value::Null), |node| self.interpreter.evaluate(node, self.current))
    }

    fn fault(&self, wanted: &'static str, there: &Value<'_>) -> Fault {
        Fault::InvalidType { function: self.function, wanted, there: there.kind() }
    }

    fn list(&self, index: usize) -> Result<List<'a>, Fault> {
        match self.value(index)? {
            Value::List(list) => {
                self.interpreter.spend(list.len())?;
                Ok(list)
            }
            other => Err(self.fault("an array", &other)),
        }
    }

    fn string(&self, index: usize) -> Result<Text<'a>, Fault> {
        match self.value(index)? {
            Value::String(text) => Ok(text),
            other => Err(self.fault("a string", &other)),
        }
    }

    fn object(&self, index: usize) -> Result<Object<'a>, Fault> {
        match self.value(index)? {
            Value::Object(object) => Ok(object),
            other => Err(self.fault("an object", &other)),
        }
    }

    /// What the expression reference at an index gives for an item.
    fn apply(&self, index: usize, item: &Value<'a>) -> Result<Value<'a>, Fault> {
        match self.nodes.get(index) {
            Some(Node::Reference(node)) => self.interpreter.evaluate(node, item),
            _ => Err(self.fault("an expression", &self.value(index)?)),
        }
    }

    /// Values as keys, all of one kind.
    fn keys_of(&self, values: impl Iterator<Item = Result<Value<'a>, Fault>>) -> Result<Vec<Key<'a>>, Fault> {
        let mut keys: Vec<Key<'a>> = Vec::new();
        for value in values {
            let key = match value? {
                Value::Number(number) => Key::Number(number),
                Value::String(text) => Key::String(text),
                other => return Err(self.fault("numbers or strings", &other)),
            };
            match (keys.first(), &key) {
                (Some(Key::Number(_)), Key::String(_)) => return Err(self.fault("numbers alone", &Value::text(""))),
                (Some(Key::String(_)), Key::Number(_)) => return Err(self.fault("strings alone", &Value::integer(0))),
                _ => keys.push(key),
            }
        }
        Ok(keys)
    }

    fn rounded(&self, whole: fn(i128) -> Option<i128>, float: fn(f64) -> f64) -> Result<Value<'a>, Fault> {
        match self.value(0)? {
            Value::Number(Number::Integer(value)) => {
                Ok(Value::Number(whole(value).map_or(Number::Float(float(value as f64)), Number::Integer)))
            }
            Value::Number(Number::Float(value)) => Ok(Value::Number(Number::from_whole(float(value)))),
            other => Err(self.fault("a number", &other)),
        }
    }

    /// `sum` and `avg`.
    fn total(&self) -> Result<Value<'a>, Fault> {
        let list = self.list(0)?;
        let mut total = Number::Integer(0);
        for item in list.iter() {
            let Value::Number(number) = item else { return Err(self.fault("numbers", &item)) };
            total = match (total, number) {
                (Number::Integer(one), Number::Integer(other)) => {
                    one.checked_add(other).map_or(Number::Float(one as f64 + other as f64), Number::Integer)
                }
                (one, other) => Number::Float(one.as_f64() + other.as_f64()),
            };
        }
        match self.function {
            Function::Sum => Ok(Value::Number(total)),
            _ if list.len() == 0 => Ok(Value::Null),
            _ => Ok(Value::Number(Number::Float(total.as_f64() / list.len() as f64))),
        }
    }

    fn contains(&self) -> Result<Value<'a>, Fault> {
        let (subject, search) = (self.value(0)?, self.value(1)?);
        match (&subject, &search) {
            (Value::String(subject), Value::String(search)) => {
                self.interpreter.spend_text(subject.len())?;
                Ok(Value::Boolean(subject.contains(&**search)))
            }
            (Value::String(_), _) => Ok(Value::Boolean(false)),
            (Value::List(list), search) => {
                for item in list.iter() {
                    if self.interpreter.equal(&item, search, 0)? {
                        return Ok(Value::Boolean(true));
                    }
                }
                Ok(Value::Boolean(false))
            }
            (other, _) => Err(self.fault("a string or an array", other)),
        }
    }

    /// `starts_with` and `ends_with`.
    fn has_end(&self) -> Result<Value<'a>, Fault> {
        let (text, part) = (self.string(0)?, self.string(1)?);
        Ok(Value::Boolean(match self.function {
            Function::StartsWith => text.starts_with(&*part),
            _ => text.ends_with(&*part),
        }))
    }

    fn join(&self) -> Result<Value<'a>, Fault> {
        let (glue, list) = (self.string(0)?, self.list(1)?);
        let mut joined = String::new();
        for (index, item) in list.iter().enumerate() {
            let Value::String(text) = item else { return Err(self.fault("strings", &item)) };
            self.interpreter.spend_text(text.len() + glue.len())?;
            if index > 0 {
                joined.push_str(&glue);
            }
            joined.push_str(&text);
        }
        Ok(Value::text(joined))
    }

    /// `keys` and `values`.
    fn members(&self) -> Result<Value<'a>, Fault> {
        let members = self.object(0)?.members();
        self.interpreter.spend(members.len())?;
        Ok(Value::list(match self.function {
            Function::Keys => members.into_iter().map(|(name, _)| Value::String(Text::Borrowed(name))).collect(),
            _ => members.into_iter().map(|(_, value)| value).collect(),
        }))
    }

    fn length(&self) -> Result<Value<'a>, Fault> {
        let length = match self.value(0)? {
            Value::String(text) => {
                self.interpreter.spend_text(text.len())?;
                text.chars().count()
            }
            Value::List(list) => list.len(),
            Value::Object(object) => object.members().len(),
            other => return Err(self.fault("a string, an array or an object", &other)),
        };
        Ok(Value::integer(i128::try_from(length).unwrap_or(i128::MAX)))
    }

    fn map(&self) -> Result<Value<'a>, Fault> {
        let items: Result<Vec<_>, Fault> = self.list(1)?.iter().map(|item| self.apply(0, &item)).collect();
        items.map(Value::list)
    }

    /// The place of the first key that is before or behind all others.
    fn extreme_of(keys: &[Key<'a>], is_better: fn(Ordering) -> bool) -> Option<usize> {
        let better = |best: usize, (index, key): (usize, &Key<'a>)| match keys.get(best) {
            Some(best) if is_better(key.order(best)) => index,
            _ => best,
        };
        (!keys.is_empty()).then(|| keys.iter().enumerate().fold(0, better))
    }

    fn extreme(&self, is_better: fn(Ordering) -> bool) -> Result<Value<'a>, Fault> {
        let list = self.list(0)?;
        let keys = self.keys_of(list.iter().map(Ok))?;
        Ok(Self::extreme_of(&keys, is_better).and_then(|index| list.get(index)).unwrap_or(Value::Null))
    }

    fn extreme_by(&self, is_better: fn(Ordering) -> bool) -> Result<Value<'a>, Fault> {
        let list = self.list(0)?;
        let keys = self.keys_of(list.iter().map(|item| self.apply(1, &item)))?;
        Ok(Self::extreme_of(&keys, is_better).and_then(|index| list.get(index)).unwrap_or(Value::Null))
    }

    fn merge(&self) -> Result<Value<'a>, Fault> {
        let mut places = std::collections::HashMap::new();
        let mut merged: Members<'a> = Vec::new();
        for index in 0..self.nodes.len() {
            let members = self.object(index)?.members();
            self.interpreter.spend(members.len())?;
            for (name, value) in members {
                match places.get(name).and_then(|place: &usize| merged.get_mut(*place)) {
                    Some((_, old)) => *old = value,
                    None => {
                        places.insert(name, merged.len());
                        merged.push((name, value));
                    }
                }
            }
        }
        Ok(Value::object(merged))
    }

    /// All arguments are evaluated, so that one that fails is a fault wherever it stands.
    fn not_null(&self) -> Result<Value<'a>, Fault> {
        let mut first = Value::Null;
        for index in 0..self.nodes.len() {
            match (self.value(index)?, &first) {
                (Value::Null, _) => {}
                (value, Value::Null) => first = value,
                _ => {}
            }
        }
        Ok(first)
    }

    fn reverse(&self) -> Result<Value<'a>, Fault> {
        match self.value(0)? {
            Value::String(text) => {
                self.interpreter.spend_text(text.len())?;
                Ok(Value::text(text.chars().rev().collect::<String>()))
            }
            Value::List(list) => {
                self.interpreter.spend(list.len())?;
                Ok(Value::list(list.iter().rev().collect()))
            }
            other => Err(self.fault("a string or an array", &other)),
        }
    }

    fn sort(&self) -> Result<Value<'a>, Fault> {
        let list = self.list(0)?;
        let keys = self.keys_of(list.iter().map(Ok))?;
        Ok(sorted(&list, keys))
    }

    fn sort_by(&self) -> Result<Value<'a>, Fault> {
        let list = self.list(0)?;
        let keys = self.keys_of(list.iter().map(|item| self.apply(1, &item)))?;
        Ok(sorted(&list, keys))
    }

    fn to_array(&self) -> Result<Value<'a>, Fault> {
        Ok(match self.value(0)? {
            list @ Value::List(_) => list,
            other => Value::list(vec![other]),
        })
    }

    fn to_number(&self) -> Result<Value<'a>, Fault> {
        Ok(match self.value(0)? {
            number @ Value::Number(_) => number,
            Value::String(text) => Number::read(&text).map_or(Value::Null, Value::Number),
            _ => Value::Null,
        })
    }

    fn to_text(&self) -> Result<Value<'a>, Fault> {
        let value = self.value(0)?;
        if let Value::String(_) = value {
            return Ok(value);
        }
        let mut text = String::new();
        self.interpreter.write(&value, &mut text, 0)?;
        Ok(Value::text(text))
    }
}

/// The items in the order of their keys; such as are the same keep theirs.
fn sorted<'a>(list: &List<'a>, keys: Vec<Key<'a>>) -> Value<'a> {
    let mut keyed: Vec<_> = keys.into_iter().zip(list.iter()).collect();
    keyed.sort_by(|(one, _), (other, _)| one.order(other));
    Value::list(keyed.into_iter().map(|(_, item)| item).collect())
}

impl Number {
    /// A number that may have become whole.
    fn from_whole(value: f64) -> Self {
        /// Up to here a double tells every whole number.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= EXACT { Self::Integer(value as i128) } else { Self::Float(value) }
    }

    /// The number that a text is in JSON's form.
    fn read(text: &str) -> Option<Self> {
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
            && text.ends_with(|last: char| last.is_ascii_digit());
        if !is_number {
            return None;
        }
        let number: serde_json::Number = serde_json::from_str(text).ok()?;
        let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
        whole.map(Self::Integer).or_else(|| number.as_f64().map(Self::Float))
    }
}
