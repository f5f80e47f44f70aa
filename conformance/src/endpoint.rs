//! Endpoint cases: what the service's rule set gives for parameters, beside what the case wants.

use serde_json::Value as Json;
use tinsmith::endpoint::rules::{Parameter, ParameterKind};
use tinsmith::endpoint::{Parameters, ResolvedEndpoint, Value, resolve};

use crate::cases::{EndpointCase, Expected, ExpectedEndpoint, Members, kind};
use crate::differences::Differences;
use crate::glue::Suite;
use crate::json::compare_json;

/// Evaluates the rules for the case's parameters and tells what differs.
///
/// # Errors
///
/// When the case does not fit the rule set, so that it is malformed.
pub(crate) fn run(suite: &Suite, case: &EndpointCase) -> Result<Vec<String>, String> {
    let rules = suite.service.endpoint_rules;
    let parameters = parameters(rules.parameters, &case.params)?;
    Ok(match (resolve(rules, &parameters), &case.expect) {
        (Ok(came), Expected::Endpoint(wanted)) => compare_endpoints(wanted, &came),
        (Err(error), Expected::Error(wanted)) => compare_texts(wanted, error.message()),
        (Ok(came), Expected::Error(wanted)) => vec![format!("wanted the error {wanted:?}; there is {came}")],
        (Err(error), Expected::Endpoint(wanted)) => {
            vec![format!("wanted {}; there is the error: {}", wanted.url, error.message())]
        }
    })
}

/// The parameters of a case, of the types that the rule set says.
fn parameters(declared: &'static [Parameter], params: &Members) -> Result<Parameters, String> {
    let mut parameters = Parameters::new();
    for (name, json) in params {
        let parameter = declared.iter().find(|parameter| parameter.name == name);
        let parameter = parameter.ok_or_else(|| format!("params: the rule set has no parameter {name}"))?;
        let value = to_value(json).filter(|value| fits(value, parameter.kind));
        let fault = || format!("params: {name} wants {:?}; there is {}", parameter.kind, kind(json));
        parameters.set(parameter.name, value.ok_or_else(fault)?);
    }
    let missing = |parameter: &&Parameter| {
        parameter.required && parameter.default.is_none() && parameters.get(parameter.name).is_none()
    };
    match declared.iter().find(missing) {
        Some(parameter) => Err(format!("params: {} is required by the rule set, and missing", parameter.name)),
        None => Ok(parameters),
    }
}

/// A value of a parameter: a string, a boolean or a list of strings.
pub(crate) fn to_value(json: &Json) -> Option<Value> {
    match json {
        Json::String(text) => Some(text.as_str().into()),
        Json::Bool(value) => Some((*value).into()),
        Json::Array(items) => {
            Some(Value::List(items.iter().map(|item| item.as_str().map(Value::from)).collect::<Option<_>>()?))
        }
        _ => None,
    }
}

fn fits(value: &Value, kind: ParameterKind) -> bool {
    matches!(
        (kind, value),
        (ParameterKind::String, Value::String(_))
            | (ParameterKind::Boolean, Value::Boolean(_))
            | (ParameterKind::Strings, Value::List(_))
    )
}

fn compare_endpoints(wanted: &ExpectedEndpoint, came: &ResolvedEndpoint) -> Vec<String> {
    let mut differences = Differences::of("url");
    let url = came.to_string();
    if !same_url(&wanted.url, &url) {
        differences.tell(&wanted.url, url);
    }
    let mut problems = differences.into_lines();
    let headers = wanted.headers.iter().map(|(name, values)| (name.to_lowercase(), Json::from(values.clone())));
    let came_headers = came.headers.iter().map(|(name, values)| (name.to_lowercase(), Json::from(values.clone())));
    let mut differences = Differences::of("headers");
    compare_json(&Json::Object(headers.collect()), &Json::Object(came_headers.collect()), &mut differences);
    problems.extend(differences.into_lines());
    let mut differences = Differences::of("properties");
    let properties = came.properties.iter().map(|(name, value)| ((*name).to_owned(), from_value(value)));
    compare_json(&Json::Object(wanted.properties.clone()), &Json::Object(properties.collect()), &mut differences);
    problems.extend(differences.into_lines());
    problems
}

/// A path of one slash and none at all are the same.
pub(crate) fn same_url(one: &str, other: &str) -> bool {
    one.strip_suffix('/').unwrap_or(one) == other.strip_suffix('/').unwrap_or(other)
}

/// Our messages have the rule set's own text before the parameters, which they add.
pub(crate) fn compare_texts(wanted: &str, came: &str) -> Vec<String> {
    let text = came.split(" (endpoint parameters: ").next().unwrap_or(came);
    if text == wanted { Vec::new() } else { vec![format!("error: wanted {wanted:?}; there is {text:?}")] }
}

fn from_value(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::from(text.as_str()),
        Value::Boolean(value) => Json::from(*value),
        Value::Integer(value) => Json::from(*value),
        Value::List(items) => items.iter().map(from_value).collect(),
        Value::Record(members) => {
            Json::Object(members.iter().map(|(name, value)| ((*name).to_owned(), from_value(value))).collect())
        }
    }
}
