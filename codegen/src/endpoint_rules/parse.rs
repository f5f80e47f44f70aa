//! `smithy.rules#endpointRuleSet`: JSON to a checked [`RuleSet`], all faults at once.

use serde_json::{Map, Value};

use super::model::{Condition, Expression, Fault, Literal, Outcome, Parameter, ParameterKind, Rule, RuleSet};
use super::scope::{Scope, Type, hint};
use super::template::{is_name, parse_template};

mod auth_schemes;
mod built_ins;
mod calls;

/// Trees of rules may be that deep; the runtime follows them no deeper.
const MAXIMUM_RULE_DEPTH: usize = 64;

/// Expressions may be that deep; the runtime evaluates them no deeper.
const MAXIMUM_EXPRESSION_DEPTH: usize = 32;

/// The versions of the rules engine that the runtime interprets.
const VERSIONS: [&str; 4] = ["1.0", "1.1", "1.2", "1.3"];

/// Reads a rule set and checks it.
///
/// # Errors
///
/// Every fault, in the order of the model.
pub(crate) fn parse(value: &Value) -> Result<RuleSet, Vec<Fault>> {
    let mut parser = Parser::default();
    let rules = parser.rule_set(value);
    if parser.faults.is_empty() { Ok(rules) } else { Err(parser.faults) }
}

/// What a JSON value is, for messages.
pub(super) fn told(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::Null) => "null".to_owned(),
        Some(Value::Bool(value)) => format!("the boolean {value}"),
        Some(Value::Number(number)) => format!("the number {number}"),
        Some(Value::String(text)) => format!("the string {:?}", text.chars().take(80).collect::<String>()),
        Some(Value::Array(_)) => "a list".to_owned(),
        Some(Value::Object(_)) => "an object".to_owned(),
    }
}

/// Reads with a fault noted where one is: it goes on with a value that stands in, so as to find the others.
#[derive(Default)]
struct Parser {
    scope: Scope,
    faults: Vec<Fault>,
}

/// What stands in for an expression that could not be read.
const MISSING: (Expression, Type) = (Expression::Boolean(false), Type::Unknown);

impl Parser {
    fn fault(&mut self, path: &str, problem: impl Into<String>) {
        self.faults.push(Fault { path: path.to_owned(), problem: problem.into() });
    }

    fn unwanted(&mut self, path: &str, wanted: &str, value: Option<&Value>) {
        self.fault(path, format!("wanted {wanted}, and there is {}", told(value)));
    }

    fn object<'a>(&mut self, path: &str, wanted: &str, value: Option<&'a Value>) -> Option<&'a Map<String, Value>> {
        let object = value.and_then(Value::as_object);
        if object.is_none() {
            self.unwanted(path, wanted, value);
        }
        object
    }

    fn list<'a>(&mut self, path: &str, wanted: &str, value: Option<&'a Value>) -> &'a [Value] {
        match value.and_then(Value::as_array) {
            Some(items) => items,
            None => {
                self.unwanted(path, wanted, value);
                &[]
            }
        }
    }

    fn rule_set(&mut self, value: &Value) -> RuleSet {
        let mut rules = RuleSet { parameters: Vec::new(), rules: Vec::new() };
        let Some(object) = self.object("", "a rule set, which is an object", Some(value)) else {
            return rules;
        };
        let version = object.get("version");
        if !version.and_then(Value::as_str).is_some_and(|version| VERSIONS.contains(&version)) {
            self.unwanted(
                "version",
                &format!("a version of the rules engine, one of {}", VERSIONS.join(", ")),
                version,
            );
        }
        let parameters = self.object("parameters", "an object of parameters by name", object.get("parameters"));
        for (name, value) in parameters.into_iter().flatten() {
            if rules.parameters.iter().any(|other: &Parameter| other.name.eq_ignore_ascii_case(name)) {
                self.fault(
                    &format!("parameters.{name}"),
                    "differs from another parameter's name in upper and lower case only",
                );
            }
            rules.parameters.push(self.parameter(name, value));
        }
        rules.rules = self.rules("rules", object.get("rules"), 1);
        rules
    }

    fn parameter(&mut self, name: &str, value: &Value) -> Parameter {
        let path = format!("parameters.{name}");
        if !is_name(name) {
            self.fault(&path, format!("wanted a name of letters and digits, and there is {name:?}"));
        }
        let empty = Map::new();
        let object = self.object(&path, "a parameter, which is an object", Some(value)).unwrap_or(&empty);
        let kind = match object.get("type").and_then(Value::as_str).map(str::to_ascii_lowercase).as_deref() {
            Some("string") => ParameterKind::String,
            Some("boolean") => ParameterKind::Boolean,
            Some("stringarray") => ParameterKind::Strings,
            _ => {
                self.unwanted(&format!("{path}.type"), "string, boolean or stringArray", object.get("type"));
                ParameterKind::String
            }
        };
        let required = match object.get("required") {
            None => false,
            Some(Value::Bool(required)) => *required,
            other => {
                self.unwanted(&format!("{path}.required"), "a boolean", other);
                false
            }
        };
        let default = object.get("default").and_then(|value| {
            let default = Literal::read(value).filter(|default| default.kind() == kind);
            if default.is_none() {
                self.unwanted(&format!("{path}.default"), &format!("a {}", kind.name()), Some(value));
            }
            default
        });
        if default.is_some() && !required {
            self.fault(&path, "has a default and is not required; the specification wants both");
        }
        let mut text = |member: &str| match object.get(member) {
            None => None,
            Some(Value::String(text)) => Some(text.clone()),
            other => {
                self.unwanted(&format!("{path}.{member}"), "a string", other);
                None
            }
        };
        let (built_in, documentation) = (text("builtIn"), text("documentation"));
        if let Some(problem) = built_in.as_deref().and_then(|built_in| built_ins::check(built_in, kind)) {
            self.fault(&format!("{path}.builtIn"), problem);
        }
        let type_of_value = match kind {
            ParameterKind::String => Type::String,
            ParameterKind::Boolean => Type::Boolean,
            ParameterKind::Strings => Type::List(Box::new(Type::String)),
        };
        self.scope.bind(name, if required { type_of_value } else { type_of_value.optional() });
        Parameter { name: name.to_owned(), kind, built_in, required, default, documentation }
    }

    fn rules(&mut self, path: &str, value: Option<&Value>, depth: usize) -> Vec<Rule> {
        if depth > MAXIMUM_RULE_DEPTH {
            self.fault(path, format!("rules are nested deeper than {MAXIMUM_RULE_DEPTH}"));
            return Vec::new();
        }
        let items = self.list(path, "a list of rules", value);
        if items.is_empty() && value.is_some_and(Value::is_array) {
            self.fault(path, "wanted at least one rule, and the list is empty");
        }
        items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| self.rule(&format!("{path}[{index}]"), item, depth))
            .collect()
    }

    fn rule(&mut self, path: &str, value: &Value, depth: usize) -> Option<Rule> {
        let object = self.object(path, "a rule, which is an object", Some(value))?;
        let mark = self.scope.enter();
        let at = format!("{path}.conditions");
        let conditions = match object.get("conditions") {
            None => &[],
            conditions => self.list(&at, "a list of conditions", conditions),
        };
        let conditions = conditions
            .iter()
            .enumerate()
            .map(|(index, value)| self.condition(&format!("{at}[{index}]"), value))
            .collect();
        let outcome = match object.get("type").and_then(Value::as_str) {
            Some("tree") => Some(Outcome::Tree(self.rules(&format!("{path}.rules"), object.get("rules"), depth + 1))),
            Some("error") => Some(Outcome::Error(self.text(&format!("{path}.error"), object.get("error")))),
            Some("endpoint") => Some(self.endpoint(&format!("{path}.endpoint"), object.get("endpoint"))),
            _ => {
                self.unwanted(&format!("{path}.type"), "endpoint, error or tree", object.get("type"));
                None
            }
        };
        self.scope.leave(mark);
        outcome.map(|outcome| Rule { conditions, outcome })
    }

    fn condition(&mut self, path: &str, value: &Value) -> Condition {
        let (expression, kind) = match value.as_object() {
            Some(object) if object.contains_key("fn") => self.call(path, object, 0),
            _ => {
                self.unwanted(path, "a condition, which is an object with fn and argv", Some(value));
                MISSING
            }
        };
        self.scope.learn(&expression);
        let assign = match value.get("assign") {
            None => None,
            Some(Value::String(name)) => {
                let at = format!("{path}.assign");
                if !is_name(name) {
                    self.fault(&at, format!("wanted a name of letters and digits, and there is {name:?}"));
                } else if self.scope.get(name).is_some() {
                    self.fault(&at, format!("{name} is a parameter or bound already"));
                }
                // The condition holds only when there is a value.
                self.scope.bind(name, kind.present());
                Some(name.clone())
            }
            other => {
                self.unwanted(&format!("{path}.assign"), "a name", other);
                None
            }
        };
        Condition { expression, assign }
    }

    fn endpoint(&mut self, path: &str, value: Option<&Value>) -> Outcome {
        let empty = Map::new();
        let object = self.object(path, "an endpoint, which is an object", value).unwrap_or(&empty);
        let url = if value.is_some_and(Value::is_object) {
            self.text(&format!("{path}.url"), object.get("url"))
        } else {
            MISSING.0
        };
        let mut headers = Vec::new();
        if let Some(value) = object.get("headers") {
            let at = format!("{path}.headers");
            for (name, values) in self.object(&at, "an object of headers", Some(value)).into_iter().flatten() {
                let at = format!("{at}.{name}");
                if !is_header_name(name) {
                    self.fault(&at, "wanted the name of a header: letters, digits and !#$%&'*+-.^_`|~");
                }
                let values = self.list(&at, "a list of strings", Some(values)).iter().enumerate();
                let values = values.map(|(index, value)| self.text(&format!("{at}[{index}]"), Some(value))).collect();
                headers.push((name.clone(), values));
            }
        }
        let mut properties = Vec::new();
        if let Some(value) = object.get("properties") {
            let at = format!("{path}.properties");
            for (name, value) in self.object(&at, "an object of properties", Some(value)).into_iter().flatten() {
                let at = format!("{at}.{name}");
                if name == "authSchemes" {
                    auth_schemes::check(&at, value, &mut self.faults);
                }
                properties.push((name.clone(), self.property(&at, value, 0)));
            }
        }
        Outcome::Endpoint { url, properties, headers }
    }

    /// Properties hold strings, booleans, lists and records; references stand in templates only.
    fn property(&mut self, path: &str, value: &Value, depth: usize) -> Expression {
        if depth > MAXIMUM_EXPRESSION_DEPTH {
            self.fault(path, format!("properties are nested deeper than {MAXIMUM_EXPRESSION_DEPTH}"));
            return MISSING.0;
        }
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                Expression::List(
                    items.map(|(index, item)| self.property(&format!("{path}[{index}]"), item, depth + 1)).collect(),
                )
            }
            Value::Object(members) if members.contains_key("fn") || members.contains_key("ref") => {
                self.fault(path, "properties must hold neither references nor functions; a template can");
                MISSING.0
            }
            Value::Object(members) => Expression::Record(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), self.property(&format!("{path}.{name}"), value, depth + 1)))
                    .collect(),
            ),
            Value::String(_) => self.text(path, Some(value)),
            other => self.expression(path, other, depth).0,
        }
    }

    /// An expression that must give a string.
    fn text(&mut self, path: &str, value: Option<&Value>) -> Expression {
        let Some(value) = value else {
            self.unwanted(path, "a string, a reference or a function", None);
            return MISSING.0;
        };
        let (expression, kind) = self.expression(path, value, 0);
        if !kind.fits(&Type::String) {
            self.fault(path, format!("wanted a string, and there is {kind}{}", hint(&kind)));
        }
        expression
    }

    fn expression(&mut self, path: &str, value: &Value, depth: usize) -> (Expression, Type) {
        if depth > MAXIMUM_EXPRESSION_DEPTH {
            self.fault(path, format!("expressions are nested deeper than {MAXIMUM_EXPRESSION_DEPTH}"));
            return MISSING;
        }
        match value {
            Value::Bool(value) => (Expression::Boolean(*value), Type::Boolean),
            Value::String(text) => self.named(path, parse_template(text)),
            Value::Number(number) if number.is_i64() => {
                (Expression::Integer(number.as_i64().unwrap_or_default()), Type::Integer)
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items = items.map(|(index, item)| self.expression(&format!("{path}[{index}]"), item, depth + 1));
                let (items, types): (Vec<_>, Vec<_>) = items.unzip();
                let item = types.into_iter().next().unwrap_or(Type::Unknown);
                (Expression::List(items), Type::List(Box::new(item)))
            }
            Value::Object(object) if object.contains_key("fn") => self.call(path, object, depth),
            Value::Object(object) => match object.get("ref") {
                Some(Value::String(name)) => self.named(path, Ok(Expression::Reference(name.clone()))),
                other => {
                    let at = format!("{path}.ref");
                    self.unwanted(&at, "a name in ref, or a function in fn", other);
                    MISSING
                }
            },
            other => {
                self.unwanted(path, "a string, a boolean, an integer, a list, a reference or a function", Some(other));
                MISSING
            }
        }
    }

    /// An expression that refers to names, with its type.
    fn named(&mut self, path: &str, expression: Result<Expression, String>) -> (Expression, Type) {
        let typed = expression.and_then(|expression| {
            let kind = self.scope.type_of(&expression)?;
            Ok((expression, kind))
        });
        typed.unwrap_or_else(|problem| {
            self.fault(path, problem);
            MISSING
        })
    }
}

/// Whether a text is a token after RFC 9110, as names of headers are.
fn is_header_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests;
