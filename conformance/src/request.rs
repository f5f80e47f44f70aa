//! Request cases: what the client would send for an input, beside what the case wants.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request};

use crate::body::compare_body;
use crate::call::call;
use crate::cases::RequestCase;
use crate::differences::Differences;
use crate::exchange::{Exchange, HOST};
use crate::fill::fill;
use crate::glue::{Answer, Setup, Suite};

/// Puts a case through the client and tells what differs.
pub(crate) fn run(suite: &Suite, operation: &str, case: &RequestCase) -> Vec<String> {
    match send(suite, operation, case) {
        Ok(request) => check(&request, case),
        Err(problem) => vec![problem],
    }
}

/// The one request that the input of a case becomes.
fn send(suite: &Suite, operation: &str, case: &RequestCase) -> Result<Request<Bytes>, String> {
    let exchange = Exchange::new();
    let host = case.host.as_deref().unwrap_or(HOST);
    let config = exchange.settings(None).endpoint_url(format!("https://{host}")).build();
    let setup = Setup { config: config.map_err(|error| error.to_string())?, parameters: Vec::new() };
    let answer = call(suite, operation, &setup, &mut |input| fill(input, &case.params))?;
    let mut sent = exchange.sent();
    match (sent.len(), sent.pop(), answer) {
        (1, Some(request), _) => Ok(request),
        (0, _, Answer::Error(error)) => Err(format!("nothing was sent: {error}")),
        (count, ..) => Err(format!("wanted one request; {count} were sent")),
    }
}

fn check(request: &Request<Bytes>, case: &RequestCase) -> Vec<String> {
    let mut problems = Vec::new();
    let mut same = |what: &str, wanted: &str, came: &str| {
        let mut differences = Differences::of(what);
        if wanted != came {
            differences.tell(wanted, came);
        }
        problems.extend(differences.into_lines());
    };
    same("method", &case.method, request.method().as_str());
    same("uri", &case.uri, request.uri().path());
    let host = case.host.as_deref().map(|host| host.split('/').next().unwrap_or(host));
    if let Some(host) = case.resolved_host.as_deref().or(host) {
        same("host", host, request.uri().host().unwrap_or_default());
    }
    problems.extend(check_query(request.uri().query().unwrap_or_default(), case));
    problems.extend(check_headers(request.headers(), case));
    if let Some(body) = &case.body {
        problems.extend(compare_body(body, case.body_media_type.as_deref(), request.body()));
    }
    problems.extend(case.auth_scheme.as_deref().and_then(|scheme| check_auth(scheme, request.headers())));
    problems.extend(case.vendor_params.keys().map(|name| format!("vendorParams: nothing is known of {name}")));
    problems
}

fn check_query(query: &str, case: &RequestCase) -> Vec<String> {
    let pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    let has = |name: &String| pairs.iter().any(|pair| pair.split('=').next() == Some(name));
    let absent = case.query_params.iter().filter(|pair| !pairs.contains(&pair.as_str()));
    let absent = absent.chain(case.require_query_params.iter().filter(|name| !has(name)));
    let absent = absent.map(|wanted| format!("query: wanted {wanted}; there is {query:?}"));
    let unwanted = case.forbid_query_params.iter().filter(|name| has(name));
    absent.chain(unwanted.map(|name| format!("query: wanted no {name}; there is {query:?}"))).collect()
}

fn check_headers(headers: &HeaderMap, case: &RequestCase) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, wanted) in &case.headers {
        let mut differences = Differences::of(&format!("header {name}"));
        match joined(headers, name) {
            Some(came) if came == *wanted => {}
            Some(came) => differences.tell(wanted, came),
            None => differences.absent(wanted),
        }
        problems.extend(differences.into_lines());
    }
    let absent = case.require_headers.iter().filter(|name| joined(headers, name).is_none());
    problems.extend(absent.map(|name| format!("header {name}: wanted; there is none")));
    for (name, came) in case.forbid_headers.iter().filter_map(|name| Some((name, joined(headers, name)?))) {
        problems.push(format!("header {name}: wanted none; there is {came}"));
    }
    problems
}

/// The values of a header as one, as HTTP lets them be joined.
fn joined(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    values.reduce(|one, other| format!("{one}, {other}"))
}

fn check_auth(scheme: &str, headers: &HeaderMap) -> Option<String> {
    let came = joined(headers, AUTHORIZATION.as_str());
    let fits = match scheme {
        "aws.auth#sigv4" => came.as_deref().is_some_and(|came| came.starts_with("AWS4-HMAC-SHA256 ")),
        "smithy.api#noAuth" => came.is_none(),
        other => return Some(format!("authScheme: nothing is known of {other}")),
    };
    let there = came.map_or("no authorization", |_| "another authorization");
    (!fits).then(|| format!("authScheme: wanted {scheme}; there is {there}"))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;
    use serde::Deserialize;
    use serde_json::json;

    use super::check;
    use crate::cases::RequestCase;

    fn problems(case: serde_json::Value) -> Vec<String> {
        let request = Request::put("https://a.example.com:8443/x/y?one=1&one=2&flag&empty=")
            .header("X-Many", "a")
            .header("x-many", "b")
            .header("authorization", "AWS4-HMAC-SHA256 Credential=...")
            .body(Bytes::from_static(b"{}"))
            .expect("it is a request");
        let mut whole = json!({ "method": "PUT", "uri": "/x/y" });
        whole.as_object_mut().expect("an object").extend(case.as_object().expect("an object").clone());
        check(&request, &RequestCase::deserialize(whole).expect("it is a case"))
    }

    #[test]
    fn what_is_there_is_found() {
        let none = Vec::<String>::new();
        assert_eq!(problems(json!({ "headers": { "X-MANY": "a, b" }, "requireHeaders": ["x-many"] })), none);
        assert_eq!(problems(json!({ "queryParams": ["one=1", "one=2", "flag", "empty="] })), none);
        assert_eq!(problems(json!({ "requireQueryParams": ["one", "flag"], "forbidQueryParams": ["fla"] })), none);
        assert_eq!(problems(json!({ "host": "a.example.com/base", "authScheme": "aws.auth#sigv4" })), none);
        assert_eq!(problems(json!({ "host": "example.com", "resolvedHost": "a.example.com" })), none);
    }

    #[test]
    fn what_is_not_there_is_told() {
        let cases = [
            json!({ "headers": { "X-Many": "a" } }),
            json!({ "headers": { "X-None": "" } }),
            json!({ "requireHeaders": ["X-None"] }),
            json!({ "forbidHeaders": ["x-MANY"] }),
            json!({ "queryParams": ["one=3"] }),
            json!({ "queryParams": ["flag="] }),
            json!({ "requireQueryParams": ["two"] }),
            json!({ "forbidQueryParams": ["empty"] }),
            json!({ "host": "example.com" }),
            json!({ "authScheme": "smithy.api#noAuth" }),
            json!({ "body": "" }),
        ];
        for case in cases {
            assert_eq!(problems(case.clone()).len(), 1, "{case}");
        }
    }
}
