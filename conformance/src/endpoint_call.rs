//! Endpoint cases with calls: where the real client sends its request, and for what it signs it.

use http::header::AUTHORIZATION;
use http::{HeaderMap, Uri};
use serde_json::Value as Json;
use tinsmith::config::{AccountIdEndpointMode, ConfigBuilder};

use crate::call::call;
use crate::cases::{EndpointCase, Expected, ExpectedEndpoint, OperationInput, kind};
use crate::endpoint::{compare_texts, same_url, to_value};
use crate::exchange::Exchange;
use crate::fill::fill;
use crate::glue::{Answer, Setup, Suite};
use crate::model::CallFacts;

/// The built-in parameter that credentials carry.
const ACCOUNT_ID: &str = "AWS::Auth::AccountId";

/// Makes the calls of a case and tells what differs. `facts` tells what the model says of an operation.
pub(crate) fn run(suite: &Suite, case: &EndpointCase, facts: &dyn Fn(&str) -> CallFacts) -> Vec<String> {
    let mut problems = Vec::new();
    for input in &case.operation_inputs {
        let name = &input.operation_name;
        let found = run_one(suite, input, case, &facts(name)).unwrap_or_else(|problem| vec![problem]);
        problems.extend(found.into_iter().map(|problem| format!("call of {name}: {problem}")));
    }
    problems
}

fn run_one(
    suite: &Suite,
    input: &OperationInput,
    case: &EndpointCase,
    facts: &CallFacts,
) -> Result<Vec<String>, String> {
    let exchange = Exchange::new();
    let setup = set_up(&exchange, input, case, facts)?;
    let answer = call(suite, &input.operation_name, &setup, &mut |target| fill(target, &input.operation_params))?;
    let sent = exchange.sent();
    match (&case.expect, sent.as_slice(), answer) {
        (Expected::Error(wanted), [], Answer::Error(error)) => {
            let told = error.to_string();
            let text = told.strip_prefix(&format!("{}: ", input.operation_name)).unwrap_or(&told);
            Ok(compare_texts(wanted, text))
        }
        (Expected::Error(wanted), [request, ..], _) => {
            Err(format!("wanted the error {wanted:?}; a request was sent to {}", request.uri()))
        }
        (Expected::Endpoint(wanted), [request], _) => {
            let mut problems = compare_urls(&wanted.url, request.uri(), facts.has_prefix);
            problems.extend(compare_headers(wanted, request.headers()));
            problems.extend(compare_signing(wanted, request.headers()));
            Ok(problems)
        }
        (Expected::Endpoint(_), [], Answer::Error(error)) => Err(format!("nothing was sent: {error}")),
        (_, sent, _) => Err(format!("wanted one request or an error; {} were sent", sent.len())),
    }
}

/// The settings that the case's built-in and client parameters are. Where a call names no value for a client parameter
/// that nothing else fills, the case's own parameters do: the rules are to be evaluated with those.
fn set_up(
    exchange: &Exchange,
    input: &OperationInput,
    case: &EndpointCase,
    facts: &CallFacts,
) -> Result<Setup, String> {
    let account = input.built_in_params.get(ACCOUNT_ID).map(|json| text(ACCOUNT_ID, json)).transpose()?;
    let mut settings = exchange.settings(account);
    for (name, json) in &input.built_in_params {
        settings = set(settings, name, json)?;
    }
    let parameter = |(name, json): (&String, &Json)| {
        let fault = || format!("clientParams: {name} cannot be {}", kind(json));
        Ok((name.clone(), to_value(json).ok_or_else(fault)?))
    };
    let otherwise = case
        .params
        .iter()
        .filter(|(name, _)| facts.client_parameters.contains(name) && !input.client_params.contains_key(*name));
    let parameters = input.client_params.iter().chain(otherwise).map(parameter).collect::<Result<_, String>>()?;
    Ok(Setup { config: settings.build().map_err(|error| error.to_string())?, parameters })
}

fn set(settings: ConfigBuilder, name: &str, json: &Json) -> Result<ConfigBuilder, String> {
    Ok(match name {
        "AWS::Region" => settings.region(text(name, json)?),
        "AWS::UseFIPS" => settings.use_fips(flag(name, json)?),
        "AWS::UseDualStack" => settings.use_dual_stack(flag(name, json)?),
        "SDK::Endpoint" => settings.endpoint_url(text(name, json)?),
        "AWS::Auth::AccountIdEndpointMode" => settings.account_id_endpoint_mode(mode(text(name, json)?)?),
        ACCOUNT_ID => settings,
        _ => return Err(format!("builtInParams: the client has no setting for {name}")),
    })
}

fn mode(text: &str) -> Result<AccountIdEndpointMode, String> {
    match text {
        "preferred" => Ok(AccountIdEndpointMode::Preferred),
        "disabled" => Ok(AccountIdEndpointMode::Disabled),
        "required" => Ok(AccountIdEndpointMode::Required),
        other => Err(format!("builtInParams: there is no account id endpoint mode {other:?}")),
    }
}

fn text<'a>(name: &str, json: &'a Json) -> Result<&'a str, String> {
    json.as_str().ok_or_else(|| format!("builtInParams: {name} wants a string; there is {}", kind(json)))
}

fn flag(name: &str, json: &Json) -> Result<bool, String> {
    json.as_bool().ok_or_else(|| format!("builtInParams: {name} wants a boolean; there is {}", kind(json)))
}

/// The request goes to the endpoint, with the operation's own path behind it, which is `/` where the protocol has none.
fn compare_urls(wanted: &str, came: &Uri, has_prefix: bool) -> Vec<String> {
    let came = came.to_string();
    let same = match (has_prefix, wanted.split_once("://"), came.split_once("://")) {
        (true, Some((scheme, wanted)), Some((other, came))) => {
            let behind = came.strip_suffix('/').unwrap_or(came);
            scheme == other && behind.ends_with(wanted.strip_suffix('/').unwrap_or(wanted))
        }
        _ => same_url(wanted, &came),
    };
    if same { Vec::new() } else { vec![format!("url: wanted {wanted}; there is {came}")] }
}

fn compare_headers(wanted: &ExpectedEndpoint, came: &HeaderMap) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, wanted) in &wanted.headers {
        let came: Vec<_> = came.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        if !came.iter().eq(wanted) {
            problems.push(format!("header {name}: wanted {wanted:?}; there is {came:?}"));
        }
    }
    problems
}

/// The scope of the signature is what the endpoint's `authSchemes` says of SigV4, where it does. A call that goes
/// unsigned has none.
fn compare_signing(wanted: &ExpectedEndpoint, came: &HeaderMap) -> Vec<String> {
    let schemes = wanted.properties.get("authSchemes").and_then(Json::as_array).into_iter().flatten();
    let mut schemes = schemes.filter(|scheme| scheme.get("name").and_then(Json::as_str) == Some("sigv4"));
    let Some((scheme, header)) = schemes.next().zip(came.get(AUTHORIZATION)) else { return Vec::new() };
    let header = String::from_utf8_lossy(header.as_bytes()).into_owned();
    // Credential=KEY/DATE/REGION/NAME/aws4_request
    let scope = header.split_once("Credential=").map_or("", |(_, rest)| rest);
    let parts: Vec<&str> = scope.split('/').collect();
    let mut problems = Vec::new();
    for (property, place) in [("signingRegion", 2), ("signingName", 3)] {
        let came = parts.get(place).copied().unwrap_or_default();
        if let Some(wanted) = scheme.get(property).and_then(Json::as_str).filter(|wanted| *wanted != came) {
            problems.push(format!("{property}: wanted {wanted}; there is {came:?}"));
        }
    }
    problems
}
