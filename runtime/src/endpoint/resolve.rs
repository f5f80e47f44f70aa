//! The interpreter of rule sets: tries the rules for one set of parameters.

use std::borrow::Cow;

use crate::error::{Error, ErrorKind};

use super::functions;
use super::host::is_host_label;
use super::parameters::{Parameters, Value};
use super::resolved::ResolvedEndpoint;
use super::rules::{Condition, Expression, Outcome, Rule, RuleSet, Step};

/// Trees of rules are followed that deep. AWS's own are 13 deep; the generator refuses what is deeper than this.
const MAXIMUM_RULE_DEPTH: usize = 64;

/// Expressions are evaluated that deep, so that no rule set can exhaust the stack; the generator refuses deeper ones.
const MAXIMUM_EXPRESSION_DEPTH: usize = 32;

/// Finds the endpoint that a rule set gives for parameters.
///
/// # Errors
///
/// An [`Error`] of the kind [`ErrorKind::Endpoint`], which tells the rule set's own error text, or the required
/// parameter that is missing, or what is wrong with the URL, and after it in parentheses the parameters that were
/// given: `Invalid Configuration: Missing Region (endpoint parameters: UseFIPS=false)`.
pub fn resolve(rules: &'static RuleSet, parameters: &Parameters) -> Result<ResolvedEndpoint, Error> {
    evaluate(rules, parameters)
        .map_err(|fault| Error::new(ErrorKind::Endpoint, format!("{fault} (endpoint parameters: {parameters})")))
}

fn evaluate(rules: &'static RuleSet, parameters: &Parameters) -> Result<ResolvedEndpoint, String> {
    let mut scope = Scope::open(rules, parameters)?;
    let mut candidates = rules.rules;
    for _ in 0..MAXIMUM_RULE_DEPTH {
        let Some(rule) = scope.first_match(candidates)? else {
            return Err("no rule of the service's endpoint rule set holds".to_owned());
        };
        match &rule.outcome {
            // A tree that was entered is not left again, so that this needs no recursion.
            Outcome::Tree(below) => candidates = below,
            Outcome::Error(reason) => return Err(scope.text(reason)?),
            Outcome::Endpoint { url, properties, headers } => {
                check_region(rules, parameters)?;
                scope.check_host_parts(url)?;
                let url = scope.text(url)?;
                let properties = scope.members(properties, 0)?.ok_or("a property of the endpoint is absent")?;
                let headers = headers
                    .iter()
                    .map(|(name, values)| {
                        let values = values.iter().map(|value| scope.text(value)).collect::<Result<_, _>>()?;
                        Ok(((*name).to_owned(), values))
                    })
                    .collect::<Result<_, String>>()?;
                return ResolvedEndpoint::build(&url, headers, properties);
            }
        }
    }
    Err(format!("the service's endpoint rule set is more than {MAXIMUM_RULE_DEPTH} rules deep"))
}

/// A region goes into host names and into signatures, so that it must be a host label even where a rule set, or a
/// custom endpoint, lets another value pass.
fn check_region(rules: &'static RuleSet, parameters: &Parameters) -> Result<(), String> {
    let regions = rules.parameters.iter().filter(|parameter| parameter.built_in == Some("AWS::Region"));
    for value in regions.filter_map(|parameter| parameters.get(parameter.name)) {
        if !value.as_str().is_some_and(is_host_label) {
            return Err(format!("the region {value} is not a valid host label: 1 to 63 letters, digits and hyphens"));
        }
    }
    Ok(())
}

/// The names that are bound: parameters first, then what the conditions of the rules that we are in have bound.
struct Scope {
    bindings: Vec<Binding>,
}

/// A name with its value.
struct Binding {
    name: &'static str,
    value: Value,
    /// What a condition computed it from; absent for a parameter.
    origin: Option<&'static Expression>,
}

impl Scope {
    /// Binds the parameters, or their defaults.
    fn open(rules: &'static RuleSet, parameters: &Parameters) -> Result<Self, String> {
        let mut bindings = Vec::new();
        for parameter in rules.parameters {
            let default = || parameter.default.map(Value::from);
            match parameters.get(parameter.name).cloned().or_else(default) {
                Some(value) if value.fits(parameter.kind) => {
                    bindings.push(Binding { name: parameter.name, value, origin: None });
                }
                Some(value) => {
                    let (name, kind) = (parameter.name, parameter.kind);
                    return Err(format!("the endpoint parameter {name} wants {kind:?}, and it is {}", value.kind()));
                }
                None if parameter.required => {
                    let source = parameter.built_in.map(|name| format!(" ({name})")).unwrap_or_default();
                    let name = parameter.name;
                    return Err(format!("the endpoint parameter {name}{source} is required, and it is not set"));
                }
                None => {}
            }
        }
        Ok(Self { bindings })
    }

    /// The first rule whose conditions hold; what they bound stays bound, for its outcome.
    fn first_match(&mut self, rules: &'static [Rule]) -> Result<Option<&'static Rule>, String> {
        let outer = self.bindings.len();
        for rule in rules {
            if self.all_hold(rule.conditions)? {
                return Ok(Some(rule));
            }
            self.bindings.truncate(outer);
        }
        Ok(None)
    }

    fn all_hold(&mut self, conditions: &'static [Condition]) -> Result<bool, String> {
        for condition in conditions {
            let (name, expression) = match condition {
                Condition::If(expression) => (None, expression),
                Condition::Let(name, expression) => (Some(*name), expression),
            };
            match self.value(expression, 0)? {
                None | Some(Value::Boolean(false)) => return Ok(false),
                Some(value) => {
                    self.bindings.extend(name.map(|name| Binding { name, value, origin: Some(expression) }));
                }
            }
        }
        Ok(true)
    }

    fn binding(&self, name: &str) -> Option<&Binding> {
        self.bindings.iter().rev().find(|binding| binding.name == name)
    }

    fn bound(&self, name: &str) -> Option<&Value> {
        self.binding(name).map(|binding| &binding.value)
    }

    fn text(&self, expression: &'static Expression) -> Result<String, String> {
        match self.value(expression, 0)? {
            Some(Value::String(text)) => Ok(text),
            Some(value) => Err(format!("the endpoint rule set wants a string, and there is {}", value.kind())),
            None => Err("the endpoint rule set uses a value that is absent".to_owned()),
        }
    }

    fn value(&self, expression: &'static Expression, depth: usize) -> Result<Option<Value>, String> {
        if depth > MAXIMUM_EXPRESSION_DEPTH {
            return Err(format!("the endpoint rule set nests expressions deeper than {MAXIMUM_EXPRESSION_DEPTH}"));
        }
        Ok(match expression {
            Expression::Text(text) => Some((*text).into()),
            Expression::Boolean(value) => Some((*value).into()),
            Expression::Integer(number) => Some(Value::Integer(*number)),
            Expression::Reference(name) => self.bound(name).cloned(),
            Expression::Template(parts) => self.concatenated(parts, depth + 1)?,
            Expression::Attribute(of, steps) => {
                let start = match of {
                    Expression::Reference(name) => self.bound(name).map(Cow::Borrowed),
                    other => self.value(other, depth + 1)?.map(Cow::Owned),
                };
                match &start {
                    Some(start) => walk(start, steps)?.cloned(),
                    None => None,
                }
            }
            Expression::Call(function, arguments) => {
                let arguments = arguments.iter().map(|argument| self.value(argument, depth + 1));
                functions::call(*function, arguments.collect::<Result<_, _>>()?)?
            }
            Expression::List(items) => {
                let items = items.iter().map(|item| self.value(item, depth + 1)).collect::<Result<Option<_>, _>>()?;
                items.map(Value::List)
            }
            Expression::Record(members) => self.members(members, depth + 1)?.map(Value::Record),
        })
    }

    /// Refuses a value that would end the host of a URL template early, such as `evil.example/` in
    /// `https://{Name}.amazonaws.com`: the request, signed, would go to a host that the rules do not name.
    fn check_host_parts(&self, url: &'static Expression) -> Result<(), String> {
        let Expression::Template(parts) = url else { return Ok(()) };
        let mut in_host = false;
        for part in *parts {
            match part {
                Expression::Text(text) => {
                    let rest = text.split_once("://").map(|(_, rest)| rest);
                    in_host = (in_host || rest.is_some()) && !rest.unwrap_or(text).contains('/');
                }
                // Where it is not empty, it begins with a slash of its own.
                part if self.is_url_path(part) => in_host &= self.text(part)?.is_empty(),
                dynamic if in_host => {
                    let value = self.text(dynamic)?;
                    if value.contains(['/', '?', '#', '@', '\\']) {
                        let value = Value::from(value);
                        return Err(format!("{value} cannot be a part of a host name"));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether an expression is the path of a URL that a rule has taken apart, or a name that was bound to one.
    fn is_url_path(&self, expression: &'static Expression) -> bool {
        let origin = match expression {
            Expression::Reference(name) => self.binding(name).and_then(|binding| binding.origin),
            other => Some(other),
        };
        matches!(origin, Some(Expression::Attribute(_, [.., Step::Key("path" | "normalizedPath")])))
    }

    fn concatenated(&self, parts: &'static [Expression], depth: usize) -> Result<Option<Value>, String> {
        let mut text = String::new();
        for part in parts {
            match self.value(part, depth)? {
                Some(Value::String(part)) => text.push_str(&part),
                Some(value) => return Err(format!("a template wants a string, and there is {}", value.kind())),
                None => return Ok(None),
            }
        }
        Ok(Some(text.into()))
    }

    fn members(
        &self,
        members: &'static [(&'static str, Expression)],
        depth: usize,
    ) -> Result<Option<Vec<(&'static str, Value)>>, String> {
        members.iter().map(|(name, value)| Ok(self.value(value, depth)?.map(|value| (*name, value)))).collect()
    }
}

/// Follows the steps of a `getAttr` path.
fn walk<'a>(start: &'a Value, steps: &[Step]) -> Result<Option<&'a Value>, String> {
    let mut value = start;
    for step in steps {
        let next = match (step, value) {
            (Step::Key(name), Value::Record(_)) => value.member(name),
            (Step::Index(index), Value::List(items)) => place(*index, items.len()).and_then(|place| items.get(place)),
            (Step::Key(name), _) => return Err(format!("{} has no member {name}", value.kind())),
            (Step::Index(index), _) => return Err(format!("{} has no item {index}", value.kind())),
        };
        match next {
            Some(next) => value = next,
            None => return Ok(None),
        }
    }
    Ok(Some(value))
}

/// The place that an index means; a negative one counts from the end.
fn place(index: i64, length: usize) -> Option<usize> {
    match usize::try_from(index) {
        Ok(place) => Some(place),
        Err(_) => length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?),
    }
}

#[cfg(test)]
mod tests;
