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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Cases, RequestCase, ResponseCase, endpoint_cases, http_cases};

    fn requests(value: &Value) -> Cases<RequestCase> {
        http_cases("httpRequestTests", value, "a#mine")
    }

    #[test]
    fn cases_for_others_are_counted() {
        let case = |more: Value| {
            let mut case = json!({ "id": "A", "protocol": "a#mine", "method": "GET", "uri": "/", "tags": [] });
            case.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            case
        };
        let all = [
            json!({}),
            json!({ "appliesTo": "client" }),
            json!({ "appliesTo": "server" }),
            json!({ "protocol": "b#other" }),
        ];
        let cases = requests(&all.into_iter().map(case).collect());
        assert_eq!(cases.passed_over, 2);
        // Two of one id are kept apart.
        let ids: Vec<&str> = cases.found.iter().map(|found| found.id.as_str()).collect();
        assert_eq!(ids, ["A", "A (case 2)"]);
        assert!(cases.found.iter().all(|found| found.case.is_ok()), "{cases:?}");
    }

    #[test]
    fn a_malformed_case_is_one_case() {
        let (id, protocol) = ("A", "a#mine");
        let all = [
            (json!(null), "case 1", "wants an object"),
            (json!({ "protocol": protocol }), "case 1", "wanted an id"),
            (json!({ "id": 5, "protocol": protocol }), "case 1", "wanted an id"),
            (json!({ "id": id }), "A", "wanted a protocol"),
            (json!({ "id": id, "protocol": protocol, "appliesTo": "both" }), "A", "appliesTo wants"),
            (json!({ "id": id, "protocol": protocol, "tags": "x" }), "A", "tags wants a list"),
            (json!({ "id": id, "protocol": protocol, "documentation": [] }), "A", "documentation wants a string"),
            (json!({ "id": id, "protocol": protocol, "uri": "/" }), "A", "missing field `method`"),
            (json!({ "id": id, "protocol": protocol, "method": 1, "uri": "/" }), "A", "invalid type"),
            (json!({ "id": id, "protocol": protocol, "method": "GET", "uri": "/", "params": [] }), "A", "invalid type"),
            (json!({ "id": id, "protocol": protocol, "method": "GET", "uri": "/", "x": 1 }), "A", "unknown field `x`"),
        ];
        for (case, id, told) in all {
            let found = requests(&json!([case])).found;
            assert_eq!((found.len(), found[0].id.as_str()), (1, id), "{case}");
            let problem = found[0].case.as_ref().expect_err("it is malformed");
            assert!(problem.contains(told), "{case}: {problem}");
        }
    }

    #[test]
    fn a_malformed_trait_is_one_case() {
        for value in [json!(null), json!({}), json!("x"), json!(1)] {
            let found = http_cases::<ResponseCase>("httpResponseTests", &value, "a#mine").found;
            assert!(found.len() == 1 && found[0].id == "httpResponseTests" && found[0].case.is_err(), "{value}");
            let found = endpoint_cases("endpointTests", &value);
            assert!(found.len() == 1 && found[0].id == "endpointTests" && found[0].case.is_err(), "{value}");
        }
        assert!(requests(&json!([])).found.is_empty());
        assert!(endpoint_cases("endpointTests", &json!({ "testCases": [] })).is_empty());
    }

    #[test]
    fn endpoint_cases_want_an_endpoint_or_an_error() {
        let expects = [
            json!({}),
            json!({ "endpoint": {} }),
            json!({ "error": "a", "endpoint": { "url": "b" } }),
            json!({ "error": 1 }),
        ];
        for expect in expects {
            let found = endpoint_cases("endpointTests", &json!({ "testCases": [{ "expect": expect }] }));
            assert!(found[0].case.is_err(), "{expect}");
        }
        let found = endpoint_cases(
            "endpointTests",
            &json!({ "testCases": [{ "documentation": "b", "expect": { "error": "a" } }] }),
        );
        assert!(found[0].case.is_ok() && found[0].id == "case 1 b", "{found:?}");
    }
}
