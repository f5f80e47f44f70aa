//! The test cases as their traits have them. What has none of these forms makes a case malformed, and that case alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Members by name, as `params` and the like hold them.
pub(crate) type Members = Map<String, Value>;

/// A case of `smithy.test#httpRequestTests`, without what every case has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct RequestCase {
    pub(crate) method: String,
    pub(crate) uri: String,
    pub(crate) host: Option<String>,
    pub(crate) resolved_host: Option<String>,
    pub(crate) auth_scheme: Option<String>,
    #[serde(default)]
    pub(crate) query_params: Vec<String>,
    #[serde(default)]
    pub(crate) forbid_query_params: Vec<String>,
    #[serde(default)]
    pub(crate) require_query_params: Vec<String>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) forbid_headers: Vec<String>,
    #[serde(default)]
    pub(crate) require_headers: Vec<String>,
    pub(crate) body: Option<String>,
    pub(crate) body_media_type: Option<String>,
    #[serde(default)]
    pub(crate) params: Members,
    #[serde(default)]
    pub(crate) vendor_params: Members,
}

/// A case of `smithy.test#httpResponseTests`, without what every case has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ResponseCase {
    pub(crate) code: u16,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) body: String,
    #[serde(default, rename = "bodyMediaType")]
    pub(crate) _body_media_type: String,
    #[serde(default)]
    pub(crate) params: Members,
    #[serde(default)]
    pub(crate) vendor_params: Members,
}

/// A case of `smithy.rules#endpointTests`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct EndpointCase {
    #[serde(default)]
    pub(crate) documentation: String,
    #[serde(default)]
    pub(crate) params: Members,
    #[serde(default)]
    pub(crate) operation_inputs: Vec<OperationInput>,
    pub(crate) expect: Expected,
}

/// A call that an endpoint case makes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct OperationInput {
    pub(crate) operation_name: String,
    #[serde(default)]
    pub(crate) operation_params: Members,
    #[serde(default)]
    pub(crate) built_in_params: Members,
    #[serde(default)]
    pub(crate) client_params: Members,
}

/// What an endpoint case wants.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Expected {
    /// An endpoint.
    Endpoint(ExpectedEndpoint),
    /// The text of an error.
    Error(String),
}

/// The endpoint that a case wants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ExpectedEndpoint {
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) properties: Members,
}

/// One case, or why it is none.
#[derive(Debug)]
pub(crate) struct Found<C> {
    /// What tells it from the others of its trait.
    pub(crate) id: String,
    /// The case, or what is wrong with it.
    pub(crate) case: Result<C, String>,
}

/// The cases of a trait, and how many of them are not for this client.
#[derive(Debug)]
pub(crate) struct Cases<C> {
    pub(crate) found: Vec<Found<C>>,
    pub(crate) passed_over: usize,
}

/// Reads the value of `httpRequestTests` or `httpResponseTests`. Cases for other protocols and for servers are counted.
pub(crate) fn http_cases<C: DeserializeOwned>(name: &str, value: &Value, protocol: &str) -> Cases<C> {
    let mut cases = Cases { found: Vec::new(), passed_over: 0 };
    let Some(items) = value.as_array() else {
        cases.found.push(malformed(name, format!("the trait wants a list of cases; there is {}", kind(value))));
        return cases;
    };
    for (index, item) in items.iter().enumerate() {
        let mut case = match item {
            Value::Object(case) => case.clone(),
            other => {
                let problem = format!("a case wants an object; there is {}", kind(other));
                cases.found.push(malformed(&numbered(index), problem));
                continue;
            }
        };
        let id = case.get("id").and_then(Value::as_str).map_or_else(|| numbered(index), str::to_owned);
        match is_ours(&mut case, protocol) {
            Ok(true) => {
                let case = C::deserialize(Value::Object(case)).map_err(|error| error.to_string());
                cases.found.push(Found { id, case });
            }
            Ok(false) => cases.passed_over += 1,
            Err(problem) => cases.found.push(Found { id, case: Err(problem) }),
        }
    }
    keep_apart(&mut cases.found);
    cases
}

/// Reads the value of `endpointTests`. Its cases have no ids: their place and their documentation name them.
pub(crate) fn endpoint_cases(name: &str, value: &Value) -> Vec<Found<EndpointCase>> {
    let Some(items) = value.get("testCases").and_then(Value::as_array) else {
        return vec![malformed(name, format!("the trait wants an object with testCases; there is {}", kind(value)))];
    };
    let one = |(index, item): (usize, &Value)| match EndpointCase::deserialize(item) {
        Ok(case) => Found { id: format!("{} {}", numbered(index), case.documentation), case: Ok(case) },
        Err(error) => malformed(&numbered(index), error.to_string()),
    };
    items.iter().enumerate().map(one).collect()
}

fn malformed<C>(id: &str, problem: String) -> Found<C> {
    Found { id: id.to_owned(), case: Err(problem) }
}

fn numbered(index: usize) -> String {
    format!("case {}", index + 1)
}

/// Takes out what every case has, and tells whether the case is for this client.
fn is_ours(case: &mut Members, protocol: &str) -> Result<bool, String> {
    for text in ["documentation", "vendorParamsShape"] {
        if let Some(other) = case.remove(text).filter(|value| !value.is_string()) {
            return Err(format!("{text} wants a string; there is {}", kind(&other)));
        }
    }
    if let Some(other) = case.remove("tags").filter(|value| !value.is_array()) {
        return Err(format!("tags wants a list; there is {}", kind(&other)));
    }
    if !case.remove("id").is_some_and(|id| id.is_string()) {
        return Err("wanted an id, a string".to_owned());
    }
    let spoken = match case.remove("protocol") {
        Some(Value::String(spoken)) => spoken,
        _ => return Err("wanted a protocol, the id of a trait".to_owned()),
    };
    let for_clients = match case.remove("appliesTo") {
        None => true,
        Some(Value::String(side)) if side == "client" => true,
        Some(Value::String(side)) if side == "server" => false,
        Some(other) => return Err(format!("appliesTo wants \"client\" or \"server\"; there is {other}")),
    };
    Ok(for_clients && spoken == protocol)
}

/// Gives the second case of an id, which should be unique, another one.
fn keep_apart<C>(found: &mut [Found<C>]) {
    let mut seen = BTreeSet::new();
    for (index, case) in found.iter_mut().enumerate() {
        if !seen.insert(case.id.clone()) {
            case.id = format!("{} ({})", case.id, numbered(index));
        }
    }
}

/// What kind of JSON a value is, for messages.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
