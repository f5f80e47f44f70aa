//! What goes into a rule set: named values, ordered, so that they can serve as a key of the cache.

use std::fmt;

use super::rules::{Literal, ParameterKind, RuleSet};

/// A value that rules compute with. Parameters are strings, booleans and lists of strings; properties may be any.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A string.
    String(String),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A list.
    List(Vec<Value>),
    /// Named values, in the order of the rule set.
    Record(Vec<(&'static str, Value)>),
}

impl Value {
    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    /// The items, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The member of that name, if it is a record that has one.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Record(members) => members.iter().find(|(key, _)| *key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// What kind of value it is, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::List(_) => "a list",
            Self::Record(_) => "a record",
        }
    }

    /// Whether it is what a parameter of that kind takes.
    pub(super) fn fits(&self, kind: ParameterKind) -> bool {
        match (kind, self) {
            (ParameterKind::String, Self::String(_)) | (ParameterKind::Boolean, Self::Boolean(_)) => true,
            (ParameterKind::Strings, Self::List(items)) => items.iter().all(|item| item.as_str().is_some()),
            _ => false,
        }
    }

    /// The bytes of text that it holds, nearly: what it costs to remember.
    fn weight(&self) -> usize {
        match self {
            Self::String(text) => text.len(),
            Self::Boolean(_) | Self::Integer(_) => 1,
            Self::List(items) => items.iter().map(|item| item.weight() + size_of::<Value>()).sum(),
            Self::Record(members) => members.iter().map(|(name, value)| name.len() + value.weight()).sum(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<Vec<String>> for Value {
    fn from(items: Vec<String>) -> Self {
        Self::List(items.into_iter().map(Self::String).collect())
    }
}

impl From<Literal> for Value {
    fn from(literal: Literal) -> Self {
        match literal {
            Literal::String(text) => text.into(),
            Literal::Boolean(value) => value.into(),
            Literal::Strings(items) => Self::List(items.iter().map(|item| (*item).into()).collect()),
        }
    }
}

impl fmt::Display for Value {
    /// Writes it for a message: strings in quotes, cut when they are long, and no password of a URL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => write_text(f, text),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().take(SHOWN_ITEMS).enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}{item}")?;
                }
                f.write_str(if items.len() > SHOWN_ITEMS { ", ...]" } else { "]" })
            }
            Self::Record(_) => f.write_str("{...}"),
        }
    }
}

/// A message shows that many items of a list.
const SHOWN_ITEMS: usize = 8;

/// A message shows that many characters of a string; an input's member can be of any length.
const SHOWN_CHARACTERS: usize = 120;

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    // A custom endpoint is refused when it has user info, and the message that says so must not repeat a password.
    let shown = match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            let (before, after) = (text.get(..scheme + 3), text.get(at..));
            format!("{}***{}", before.unwrap_or_default(), after.unwrap_or_default())
        }
        _ => text.to_owned(),
    };
    if shown.chars().nth(SHOWN_CHARACTERS).is_none() {
        return write!(f, "{shown:?}");
    }
    let cut: String = shown.chars().take(SHOWN_CHARACTERS).collect();
    write!(f, "{cut:?}...")
}

/// The values that a rule set is evaluated with. Names that the rule set does not declare are ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parameters(Vec<(&'static str, Value)>);

impl Parameters {
    /// No parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a parameter by the name that the rule set gives it, in place of an earlier value.
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        // In the order of their names, so that the same parameters are the same key and the same message.
        match self.0.binary_search_by_key(&name, |(name, _)| name) {
            Ok(place) => {
                if let Some((_, old)) = self.0.get_mut(place) {
                    *old = value.into();
                }
            }
            Err(place) => self.0.insert(place, (name, value.into())),
        }
    }

    /// Sets the parameter that a setting of the client fills, such as `AWS::Region`; nothing happens when the rule set
    /// has none.
    pub fn set_built_in(&mut self, rules: &RuleSet, built_in: &str, value: impl Into<Value>) {
        if let Some(parameter) = rules.parameters.iter().find(|parameter| parameter.built_in == Some(built_in)) {
            self.set(parameter.name, value);
        }
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The bytes of text in the values.
    pub(super) fn weight(&self) -> usize {
        self.0.iter().map(|(_, value)| value.weight()).sum()
    }
}

impl fmt::Display for Parameters {
    /// Writes `Region="us-east-1", UseFIPS=false`, or `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        let mut separator = "";
        for (name, value) in &self.0 {
            write!(f, "{separator}{name}={value}")?;
            separator = ", ";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Parameters, Value};

    #[test]
    fn messages_show_parameters_in_order() {
        let mut parameters = Parameters::new();
        assert_eq!(parameters.to_string(), "none");
        parameters.set("UseFIPS", false);
        parameters.set("Region", "us-east-1");
        parameters.set("Tables", vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(parameters.to_string(), r#"Region="us-east-1", Tables=["a", "b"], UseFIPS=false"#);
    }

    #[test]
    fn messages_show_no_password_and_no_long_text() {
        assert_eq!(Value::from("https://me:secret@host/").to_string(), r#""https://***@host/""#);
        assert_eq!(Value::from("x".repeat(200)).to_string(), format!("{:?}...", "x".repeat(120)));
        assert_eq!(Value::from(vec!["a".to_owned(); 9]).to_string().matches("\"a\"").count(), 8);
    }
}
