//! Checks an input against the model, as AWS does in front of every service: first the types of all values
//! (`SerializationException`), then every constraint, told all at once (`ValidationException`).

use serde_json::{Map, Value};

use crate::{
    error::ServiceError,
    model::{Constraints, Kind, Member, Model, Operation, Shape},
};

/// How many violations a message spells out; it counts them all.
const SHOWN_VIOLATIONS: usize = 100;
/// How many characters of a value a message shows.
const SHOWN_CHARACTERS: usize = 1_000;

/// Checks an operation's input.
pub(crate) fn check(model: &Model, operation: &Operation, input: &Map<String, Value>) -> Result<(), ServiceError> {
    let Some(shape) = operation.input.as_deref().and_then(|id| model.shape(id)) else { return Ok(()) };
    let Kind::Structure(members) = &shape.kind else { return Ok(()) };
    let mut checker = Checker { model, count: 0, violations: Vec::new() };
    checker.structure(members, input, "", false)?;
    if checker.count == 0 {
        return Ok(());
    }
    let errors = if checker.count == 1 { "error" } else { "errors" };
    let more = if checker.count > checker.violations.len() { "; ..." } else { "" };
    Err(ServiceError::validation(format!(
        "{} validation {errors} detected: {}{more}",
        checker.count,
        checker.violations.join("; ")
    )))
}

struct Checker<'a> {
    model: &'a Model,
    count: usize,
    violations: Vec<String>,
}

impl Checker<'_> {
    fn structure(
        &mut self,
        members: &[Member],
        values: &Map<String, Value>,
        path: &str,
        sensitive: bool,
    ) -> Result<(), ServiceError> {
        for member in members {
            let path = join(path, &lower_first(&member.name));
            match values.get(&member.name) {
                None | Some(Value::Null) => {
                    if member.required {
                        self.violate(None, &path, "Member must not be null");
                    }
                }
                Some(value) => self.member(member, value, &path, sensitive)?,
            }
        }
        Ok(())
    }

    fn member(&mut self, member: &Member, value: &Value, path: &str, sensitive: bool) -> Result<(), ServiceError> {
        let Some(shape) = self.model.shape(&member.target) else { return Ok(()) };
        let sensitive = sensitive || member.constraints.sensitive || shape.constraints.sensitive;
        match (&shape.kind, value) {
            (Kind::Structure(members), Value::Object(values)) => self.structure(members, values, path, sensitive)?,
            (Kind::List(item), Value::Array(items)) => {
                let hidden = sensitive || self.hides(shape);
                self.length(member, shape, items.len(), path, &|| shown_list(items, hidden));
                for (index, value) in items.iter().enumerate() {
                    let path = format!("{path}.{}.member", index + 1);
                    if value.is_null() {
                        self.violate(None, &path, "Member must not be null");
                    } else {
                        self.member(item, value, &path, sensitive)?;
                    }
                }
            }
            (Kind::Map(entry), Value::Object(entries)) => {
                self.length(member, shape, entries.len(), path, &|| None);
                for (key, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
                    self.member(entry, value, &format!("{path}.{key}.member"), sensitive)?;
                }
            }
            (Kind::String, Value::String(text)) => self.text(member, shape, text, path, sensitive),
            (Kind::Enum(values), Value::String(text)) => {
                if !values.contains(text) {
                    let rule = format!("Member must satisfy enum value set: [{}]", values.join(", "));
                    self.violate(Some(shown(text, sensitive)), path, &rule);
                }
                self.text(member, shape, text, path, sensitive);
            }
            (Kind::Integer(least, greatest), Value::Number(number)) => {
                let fits = number.as_i64().is_some_and(|n| (*least..=*greatest).contains(&n));
                if !fits {
                    return Err(ServiceError::serialization(format!(
                        "{number} at '{path}' can not be converted to an Integer"
                    )));
                }
                self.range(member, shape, number.as_f64(), path, sensitive);
            }
            (Kind::Float, Value::Number(number)) => self.range(member, shape, number.as_f64(), path, sensitive),
            (Kind::Boolean, Value::Bool(_)) | (Kind::Timestamp, Value::Number(_)) | (Kind::Other, _) => {}
            (kind, value) => return Err(wrong_type(kind, value, path)),
        }
        Ok(())
    }

    fn text(&mut self, member: &Member, shape: &Shape, text: &str, path: &str, sensitive: bool) {
        self.length(member, shape, text.chars().count(), path, &|| shown(text, sensitive));
        if let Some(pattern) = effective(member, shape, |c| c.pattern.as_ref())
            && !pattern.is_found_in(text)
        {
            let rule = format!("Member must satisfy regular expression pattern: {}", pattern.source);
            self.violate(Some(shown(text, sensitive)), path, &rule);
        }
    }

    fn length(
        &mut self,
        member: &Member,
        shape: &Shape,
        length: usize,
        path: &str,
        shown: &dyn Fn() -> Option<String>,
    ) {
        let Some((min, max)) = effective(member, shape, |c| c.length.as_ref()).copied() else { return };
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        let rule = match (min, max) {
            (Some(min), _) if length < min => format!("Member must have length greater than or equal to {min}"),
            (_, Some(max)) if length > max => format!("Member must have length less than or equal to {max}"),
            _ => return,
        };
        let shown = shown();
        self.violate(Some(shown), path, &rule);
    }

    fn range(&mut self, member: &Member, shape: &Shape, number: Option<f64>, path: &str, sensitive: bool) {
        let (Some((min, max)), Some(number)) = (effective(member, shape, |c| c.range.as_ref()).copied(), number) else {
            return;
        };
        let rule = match (min, max) {
            (Some(min), _) if number < min => format!("Member must have value greater than or equal to {min}"),
            (_, Some(max)) if number > max => format!("Member must have value less than or equal to {max}"),
            _ => return,
        };
        self.violate(Some(shown(&number.to_string(), sensitive)), path, &rule);
    }

    /// Notes a violation. `value` is `None` for a missing value, and `Some(None)` for one that must not be shown.
    fn violate(&mut self, value: Option<Option<String>>, path: &str, rule: &str) {
        self.count += 1;
        if self.violations.len() < SHOWN_VIOLATIONS {
            let value = match value {
                None => " null".to_owned(),
                Some(None) => String::new(),
                Some(Some(value)) => format!(" '{value}'"),
            };
            self.violations.push(format!("Value{value} at '{path}' failed to satisfy constraint: {rule}"));
        }
    }

    /// Whether the items of a list are, or hold, something that must not be shown.
    fn hides(&self, list: &Shape) -> bool {
        let Kind::List(item) = &list.kind else { return false };
        let Some(shape) = self.model.shape(&item.target) else { return false };
        let within = match &shape.kind {
            Kind::Structure(members) => members.iter().any(|member| {
                member.constraints.sensitive
                    || self.model.shape(&member.target).is_some_and(|shape| shape.constraints.sensitive)
            }),
            _ => false,
        };
        item.constraints.sensitive || shape.constraints.sensitive || within
    }
}

/// A constraint as it holds for a member: its own, or else its shape's.
fn effective<'a, T>(
    member: &'a Member,
    shape: &'a Shape,
    pick: impl Fn(&'a Constraints) -> Option<&'a T>,
) -> Option<&'a T> {
    pick(&member.constraints).or_else(|| pick(&shape.constraints))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// AWS names members in messages as its Java code does.
fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

fn shown(text: &str, sensitive: bool) -> Option<String> {
    if sensitive {
        return None;
    }
    let mut shown: String = text.chars().take(SHOWN_CHARACTERS).collect();
    if shown.len() < text.len() {
        shown.push_str("...");
    }
    Some(shown)
}

fn shown_list(items: &[Value], sensitive: bool) -> Option<String> {
    if sensitive {
        return None;
    }
    let items: Vec<String> =
        items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect();
    shown(&format!("[{}]", items.join(", ")), false)
}

fn wrong_type(kind: &Kind, value: &Value, path: &str) -> ServiceError {
    let found = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
    };
    let wanted = match kind {
        Kind::Structure(_) => "a Structure",
        Kind::List(_) => "a List",
        Kind::Map(_) => "a Map",
        Kind::String | Kind::Enum(_) => "a String",
        Kind::Integer(..) => "an Integer",
        Kind::Float => "a Double",
        Kind::Boolean => "a Boolean",
        Kind::Timestamp => "milliseconds since epoch",
        Kind::Other => "a value",
    };
    ServiceError::serialization(format!("{found} at '{path}' can not be converted to {wanted}"))
}

#[cfg(test)]
#[path = "constraints_tests.rs"]
mod tests;
