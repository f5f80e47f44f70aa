//! What stands before the first attempt: the input becomes a request with its endpoint, without date and signature.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, USER_AGENT};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderName, HeaderValue, Request, Uri};

use super::discover::Search;
use super::trip::Outcome;
use super::{Client, out_of_time};
use crate::config::{AccountIdEndpointMode, Config};
use crate::credentials::Credentials;
use crate::endpoint::{Parameters, ResolvedEndpoint, Value, is_host_label};
use crate::error::{BoxError, Error, ErrorKind};
use crate::jmespath::{Expression, Value as Found};
use crate::operation::{HostPart, Operation, ParameterSource, Service};
use crate::random::uuid;
use crate::time::within;
use crate::validate::validate;
use crate::value::{Fact, Place, Structure, View, member_by_name};

/// A request that only lacks what each attempt adds.
pub(super) struct Prepared {
    pub(super) request: Request<Bytes>,
    pub(super) endpoint: Arc<ResolvedEndpoint>,
    /// What was found when the endpoint asked for the credentials' account: the first attempt signs with just these.
    pub(super) credentials: Option<Option<Credentials>>,
    /// What has to be asked for to know where the request goes.
    pub(super) search: Option<Search>,
}

/// The endpoint parameters that the settings fill.
pub(super) fn base_parameters(service: &Service, config: &Config) -> Result<Parameters, String> {
    let rules = service.endpoint_rules;
    let mut parameters = Parameters::new();
    parameters.set_built_in(rules, "AWS::Region", config.region());
    parameters.set_built_in(rules, "AWS::UseFIPS", config.0.use_fips);
    parameters.set_built_in(rules, "AWS::UseDualStack", config.0.use_dual_stack);
    parameters.set_built_in(rules, "AWS::Auth::AccountIdEndpointMode", config.0.account_id_endpoint_mode.name());
    if let Some(url) = config.endpoint_url(service)? {
        parameters.set_built_in(rules, "SDK::Endpoint", url);
    }
    Ok(parameters)
}

/// The endpoint parameter that takes the account of the credentials, where the rules have one and the settings want it.
pub(super) fn account_parameter(service: &Service, config: &Config) -> Option<&'static str> {
    if config.0.account_id_endpoint_mode == AccountIdEndpointMode::Disabled {
        return None;
    }
    let mut parameters = service.endpoint_rules.parameters.iter();
    parameters.find(|parameter| parameter.built_in == Some("AWS::Auth::AccountId")).map(|parameter| parameter.name)
}

/// The user agent in AWS's form.
pub(super) fn user_agent(service: &Service) -> HeaderValue {
    let name: String =
        service.sdk_id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let (own, version, system) = (env!("CARGO_PKG_VERSION"), service.version, std::env::consts::OS);
    let text = format!("aws-sdk-tinsmith/{own} ua/2.1 api/{name}#{version} os/{system} lang/rust");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("aws-sdk-tinsmith"))
}

impl Client {
    /// Validates and encodes the input and finds the endpoint.
    pub(super) async fn prepare(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
    ) -> Result<Prepared, Error> {
        self.parameters()?;
        fill_idempotency_tokens(input, &*self.settings().idempotency_tokens);
        if self.settings().parameter_validation {
            validate(input)?;
        }
        let search = self.search(operation, input)?;
        let mut request = self.service.protocol.encode(operation, input)?;
        for step in operation.body {
            step.run(self.settings(), &mut request)?;
        }
        let credentials = match self.account {
            None => None,
            // Boxed, so that the calls of all other services do not grow by it.
            Some(_) => Some(Box::pin(self.early_credentials(operation)).await?),
        };
        let (request, endpoint) =
            self.address(operation, input, request, credentials.as_ref().and_then(Option::as_ref))?;
        Ok(Prepared { request, endpoint, credentials, search })
    }

    /// The credentials for the first attempt, found within the time of the call.
    async fn early_credentials(&self, operation: &Operation) -> Result<Option<Credentials>, Error> {
        let settings = self.settings();
        let found = settings.credentials.for_request(operation.auth);
        let found = within(&*settings.sleep, settings.operation_timeout, found).await;
        found.unwrap_or_else(|elapsed| Err(out_of_time(elapsed.0, Outcome::None)))
    }

    /// The parameters of a call, from the least to the most specific source; absent where they are the client's own.
    fn call_parameters(
        &self,
        operation: &'static Operation,
        input: &dyn Structure,
        credentials: Option<&Credentials>,
    ) -> Result<Option<Parameters>, Error> {
        let account = self.account.zip(credentials.and_then(Credentials::account_id));
        if account.is_none() && operation.endpoint_parameters.is_empty() {
            return Ok(None);
        }
        let mut parameters = self.parameters()?.clone();
        if let Some((name, account)) = account {
            parameters.set(name, account.as_str());
        }
        operation_parameters(&mut parameters, operation, input)?;
        Ok(Some(parameters))
    }

    /// Finds the endpoint of an encoded request, and addresses the request to it.
    fn address(
        &self,
        operation: &'static Operation,
        input: &dyn Structure,
        mut request: Request<Bytes>,
        credentials: Option<&Credentials>,
    ) -> Result<(Request<Bytes>, Arc<ResolvedEndpoint>), Error> {
        let endpoint = match self.call_parameters(operation, input, credentials)? {
            None => self.endpoints.resolve(self.parameters()?)?,
            Some(parameters) => self.endpoints.resolve(&parameters)?,
        };
        let authority = match operation.host_prefix {
            [] => endpoint.authority.clone(),
            parts => endpoint.authority_with_prefix(&host_prefix(parts, input)?)?,
        };
        let host = host_header(&endpoint, &authority)
            .map_err(|error| bad_request("the endpoint has no usable host", error))?;
        *request.uri_mut() = join(&endpoint, authority, request.uri())?;
        let length = HeaderValue::from(request.body().len());
        let headers = request.headers_mut();
        // Room for the date, the signature, the attempt and a session token, so that no attempt has to grow the map.
        headers.reserve(ATTEMPT_HEADERS);
        for (name, values) in &endpoint.headers {
            let name = HeaderName::try_from(name).map_err(|error| bad_request("a header of the endpoint", error))?;
            for value in values {
                let value =
                    HeaderValue::from_str(value).map_err(|error| bad_request("a header of the endpoint", error))?;
                headers.append(name.clone(), value);
            }
        }
        headers.insert(HOST, host);
        headers.insert(CONTENT_LENGTH, length);
        headers.insert(USER_AGENT, self.user_agent.clone());
        if let Ok(id) = HeaderValue::try_from(uuid()) {
            headers.insert(HeaderName::from_static("amz-sdk-invocation-id"), id);
        }
        Ok((request, endpoint))
    }
}

/// How many headers come before the attempt's own, and with them.
const ATTEMPT_HEADERS: usize = 8;

pub(super) fn bad_request(what: &str, source: impl Into<BoxError>) -> Error {
    Error::new(ErrorKind::Endpoint, format!("{what} cannot be sent")).with_source(source)
}

/// Adds what the operation gives to the rule set.
fn operation_parameters(
    parameters: &mut Parameters,
    operation: &'static Operation,
    input: &dyn Structure,
) -> Result<(), Error> {
    for parameter in operation.endpoint_parameters {
        match &parameter.source {
            ParameterSource::Static(literal) => parameters.set(parameter.name, *literal),
            ParameterSource::Member(member) => {
                if let Some(value) = member_parameter(input, member)? {
                    parameters.set(parameter.name, value);
                }
            }
            ParameterSource::Path(path) => {
                if let Some(value) = found_value(path, input) {
                    parameters.set(parameter.name, value);
                }
            }
        }
    }
    Ok(())
}

/// The value of a member that the endpoint depends on. A required one must not be blank (Smithy, "contextParam trait").
fn member_parameter(input: &dyn Structure, name: &str) -> Result<Option<Value>, Error> {
    let shape = input.shape();
    let Some(index) = shape.position(name, 0) else { return Ok(None) };
    let view = input.member(index).map_or(View::Absent, |value| value.view());
    let required = shape.members.get(index).is_some_and(|member| member.facts.contains(&Fact::Required));
    match view {
        View::String(text) if required && text.trim().is_empty() => {
            let problem = format!("{name} is blank; the endpoint depends on it, and it has to be set to a value");
            Err(Error::new(ErrorKind::Validation, problem))
        }
        view => Ok(parameter_value(view)),
    }
}

/// What an expression gives for the input, as far as a parameter can take it: a string, a boolean, or a list of strings
/// without its nulls (Smithy, "operationContextParams trait").
pub(super) fn found_value(path: &'static Expression, input: &dyn Structure) -> Option<Value> {
    match path.search(input.view()) {
        Ok(Found::String(text)) => Some(Value::from(&*text)),
        Ok(Found::Boolean(value)) => Some(value.into()),
        Ok(Found::List(list)) => {
            let mut texts = Vec::new();
            for item in list.iter() {
                match item {
                    Found::Null => {}
                    Found::String(text) => texts.push(text.to_string()),
                    _ => return None,
                }
            }
            Some(texts.into())
        }
        Ok(_) => None,
        Err(fault) => {
            tracing::debug!(%fault, "an endpoint parameter's expression cannot be evaluated");
            None
        }
    }
}

fn parameter_value(view: View<'_>) -> Option<Value> {
    match view {
        View::String(text) => Some(text.into()),
        View::Boolean(value) => Some(value.into()),
        View::List(list) => {
            let items = (0..list.len()).filter_map(|index| list.get(index));
            Some(Value::List(items.filter_map(|item| parameter_value(item.view())).collect()))
        }
        _ => None,
    }
}

/// The operation's host prefix with its labels filled in (Smithy, "endpoint trait").
fn host_prefix(parts: &[HostPart], input: &dyn Structure) -> Result<String, Error> {
    let mut prefix = String::new();
    for part in parts {
        match part {
            HostPart::Text(text) => prefix.push_str(text),
            HostPart::Label(name) => match member_by_name(input, name).map(|value| value.view()) {
                // One that held a dot would become more than the label that it is for.
                Some(View::String(label)) if is_host_label(label) => prefix.push_str(label),
                Some(View::String(label)) => {
                    let label = Value::from(label);
                    let problem =
                        format!("{name} is {label}; it becomes a part of the host name, and is no host label");
                    return Err(Error::new(ErrorKind::Endpoint, problem));
                }
                _ => {
                    let problem = format!("{name} is missing; it becomes a part of the host name");
                    return Err(Error::new(ErrorKind::Endpoint, problem));
                }
            },
        }
    }
    Ok(prefix)
}

/// Puts the operation's path and query behind the endpoint's own path.
fn join(endpoint: &ResolvedEndpoint, authority: Authority, operation: &Uri) -> Result<Uri, Error> {
    let own = operation.path_and_query();
    let base = endpoint.path.trim_end_matches('/');
    let path = match own {
        Some(own) if base.is_empty() => own.clone(),
        own => {
            let own = own.map_or("/", PathAndQuery::as_str);
            PathAndQuery::try_from(format!("{base}{own}")).map_err(|error| bad_request("the path", error))?
        }
    };
    Uri::builder()
        .scheme(endpoint.scheme.clone())
        .authority(authority)
        .path_and_query(path)
        .build()
        .map_err(|error| bad_request("the URL", error))
}

/// The `host` header: HTTP clients leave a scheme's own port out, and so does the signature.
pub(super) fn host_header(
    endpoint: &ResolvedEndpoint,
    authority: &Authority,
) -> Result<HeaderValue, http::header::InvalidHeaderValue> {
    let default = if endpoint.scheme == Scheme::HTTPS { 443 } else { 80 };
    let named = authority.port_u16().is_some_and(|port| port != default);
    HeaderValue::from_str(if named { authority.as_str() } else { authority.host() })
}

/// Gives absent idempotency tokens a value, once for all attempts.
fn fill_idempotency_tokens(input: &mut dyn Structure, source: &dyn Fn() -> String) {
    for (index, member) in input.shape().members.iter().enumerate() {
        if !member.facts.contains(&Fact::IdempotencyToken) {
            continue;
        }
        if let Some(value) = input.member_mut(index)
            && let View::Absent = value.view()
            && let Place::String(token) = value.place()
        {
            *token = source();
        }
    }
}
