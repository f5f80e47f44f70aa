//! The trip of one call: validate, encode, endpoint, then for each attempt credentials, sign and send, then decode.

mod discover;
mod prepare;
#[cfg(test)]
pub(crate) mod tests;
mod trip;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue};
use tracing::field::{Empty, display};
use tracing::{Instrument, Span, debug, info_span};

use self::prepare::{account_parameter, base_parameters};
use self::trip::{Outcome, Trip};
use crate::config::{Config, Settings};
use crate::discovery::Discover;
use crate::endpoint::{EndpointCache, Parameters, Value};
use crate::error::{Error, ErrorKind};
use crate::operation::{Operation, Service};
use crate::random::fraction;
use crate::retry::{Limits, Quota, Reason, retry};
use crate::service_error::{ErrorAnswer, ErrorMeta, Failure};
use crate::time::{BoxFuture, within};
use crate::value::Structure;

/// What each generated client holds: one service with the settings that it is called with. A clone is cheap and shares
/// everything, the retry quota among it.
#[derive(Clone)]
pub struct Handle(Arc<Client>);

/// What is worked out once for each client, and not for each call.
#[derive(Clone)]
struct Client {
    service: &'static Service,
    config: Config,
    /// The endpoint parameters that the settings fill; a fault in them is told by each call.
    parameters: Result<Parameters, String>,
    /// The endpoint parameter that takes the account of the credentials. Absent for most services: their calls look for
    /// credentials when they sign, and not before.
    account: Option<&'static str>,
    endpoints: Arc<EndpointCache>,
    user_agent: HeaderValue,
    quota: Arc<Quota>,
    /// What services told of their endpoints; begun by the first call that asks.
    discover: OnceLock<Arc<dyn Discover>>,
}

impl Handle {
    /// A client of a service. Nothing is connected to yet.
    ///
    /// An endpoint of the environment that is for this service alone (`AWS_ENDPOINT_URL_<SERVICE>`) is read here; when
    /// it is not a URL, [`Handle::check`] and each call tell so.
    #[must_use]
    pub fn new(service: &'static Service, config: &Config) -> Self {
        Self(Arc::new(Client {
            service,
            config: config.clone(),
            parameters: base_parameters(service, config),
            account: account_parameter(service, config),
            endpoints: Arc::new(EndpointCache::new(service.endpoint_rules)),
            user_agent: prepare::user_agent(service),
            quota: Arc::new(Quota::new()),
            discover: OnceLock::new(),
        }))
    }

    /// A client of a service with the settings of the process's environment.
    ///
    /// # Errors
    ///
    /// As [`Config::from_env`] and [`Handle::check`].
    pub fn from_env(service: &'static Service) -> Result<Self, Error> {
        let handle = Self::new(service, &Config::from_env()?);
        handle.check()?;
        Ok(handle)
    }

    /// Whether the settings fit the service, as each call checks it before anything is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] when the service's own endpoint variable is not a URL.
    pub fn check(&self) -> Result<(), Error> {
        self.0.parameters().map(|_| ())
    }

    /// A client that gives the endpoint rule set a value for one of its parameters, in place of what the settings give
    /// (`@clientContextParams`). What an operation or its input says goes before it (Smithy, "Binding parameter values").
    ///
    /// Clones that were made before stay as they are; all of them share connections and the retry quota. A value of
    /// another type than the parameter's is told by each call that resolves an endpoint, and a name that the rule set
    /// does not have means nothing.
    #[must_use]
    pub fn with_endpoint_parameter(self, name: &'static str, value: impl Into<Value>) -> Self {
        let mut client = Arc::unwrap_or_clone(self.0);
        if let Ok(parameters) = &mut client.parameters {
            parameters.set(name, value);
        }
        client.account = client.account.filter(|account| *account != name);
        // What one endpoint told of others holds for that one.
        client.discover = OnceLock::new();
        Self(Arc::new(client))
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Calls an operation: the output is filled from the answer.
    ///
    /// Members of the input that are marked `@idempotencyToken` and absent get a fresh UUID, which stays the same for
    /// all attempts. After a failure the output holds nothing that can be relied on. Dropping the future at any point
    /// ends the call and leaves the client as good as before.
    ///
    /// # Errors
    ///
    /// [`Failure::Answer`] when the service answered with an error, [`Failure::Call`] for everything else; both tell
    /// operation and attempts, and status and request id where an answer came. After several attempts it is the last
    /// one's failure.
    pub fn call<'a>(
        &'a self,
        operation: &'static Operation,
        input: &'a mut dyn Structure,
        output: &'a mut dyn Structure,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        self.0.traced_call(operation, input, output)
    }

    /// Waits, as the settings say.
    pub(crate) fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.settings().sleep.sleep(duration)
    }

    /// The time, as the settings say.
    pub(crate) fn now(&self) -> SystemTime {
        self.0.settings().clock.now()
    }

    /// A random number from 0 up to 1.
    #[allow(clippy::unused_self, reason = "a client may come to have a source of its own")]
    pub(crate) fn random(&self) -> f64 {
        fraction()
    }
}

impl fmt::Debug for Handle {
    /// Shows no credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("service", &self.0.service.sdk_id).field("config", &self.0.config).finish()
    }
}

impl Client {
    fn settings(&self) -> &Settings {
        &self.config.0
    }

    fn parameters(&self) -> Result<&Parameters, Error> {
        self.parameters.as_ref().map_err(|fault| Error::new(ErrorKind::Configuration, fault.clone()))
    }

    /// A call in a span of its own.
    fn traced_call<'a>(
        &'a self,
        operation: &'static Operation,
        input: &'a mut dyn Structure,
        output: &'a mut dyn Structure,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        let span = info_span!(
            "call",
            service = self.service.sdk_id,
            operation = operation.name,
            attempts = Empty,
            status = Empty,
            request_id = Empty,
        );
        let recorder = span.clone();
        Box::pin(self.call(operation, input, output, recorder).instrument(span))
    }

    async fn call(
        &self,
        operation: &'static Operation,
        input: &mut dyn Structure,
        output: &mut dyn Structure,
        span: Span,
    ) -> Result<(), Failure> {
        let settings = self.settings();
        let deadline = settings.operation_timeout.and_then(|limit| settings.clock.now().checked_add(limit));
        let prepared = self.prepare(operation, input).await.map_err(|error| {
            span.record("attempts", 0);
            debug!(kind = ?error.kind(), "nothing was sent");
            error.with_operation(operation.name, 0)
        })?;
        // Credentials that had to be found before the endpoint have taken of the call's time.
        let left = match (self.account, deadline) {
            (Some(_), Some(deadline)) => Some(deadline.duration_since(settings.clock.now()).unwrap_or_default()),
            _ => settings.operation_timeout,
        };
        let limits = Limits { max_attempts: settings.max_attempts, deadline };
        let mut trip = Trip::new(self, operation, prepared);
        let in_time = within(
            &*settings.sleep,
            left,
            retry(limits, &self.quota, &*settings.clock, &*settings.sleep, &fraction, &mut trip),
        )
        .await;
        let (attempts, outcome) = trip.end();
        span.record("attempts", attempts);
        if let Err(elapsed) = in_time {
            let limit = settings.operation_timeout.unwrap_or(elapsed.0);
            return Err(out_of_time(limit, outcome).with_operation(operation.name, attempts).into());
        }
        match outcome {
            Outcome::Success(answer) => {
                let status = answer.status().as_u16();
                let request_id = request_id(answer.headers());
                record(&span, status, request_id.as_deref());
                let decoded = self.service.protocol.decode(operation, &answer, output);
                decoded.map_err(|error| {
                    error.with_operation(operation.name, attempts).with_answer(status, request_id).into()
                })
            }
            Outcome::Refused { summary, reason, answer } => {
                let meta = ErrorMeta {
                    operation: operation.name,
                    code: summary.code,
                    shape: summary.shape,
                    fault: summary.fault,
                    message: summary.message,
                    status: answer.status().as_u16(),
                    request_id: request_id(answer.headers()),
                    attempts,
                    throttling: reason == Some(Reason::Throttling),
                    retryable: reason.is_some(),
                };
                record(&span, meta.status, meta.request_id.as_deref());
                Err(Failure::Answer(Box::new(ErrorAnswer {
                    meta,
                    service: self.service,
                    sensitive: operation.sensitive,
                    answer,
                })))
            }
            Outcome::Failed(error) => {
                if let Some(status) = error.status() {
                    record(&span, status, error.request_id());
                }
                Err(error.with_operation(operation.name, attempts).into())
            }
            Outcome::None => {
                let message = "the call ended before its first attempt";
                Err(Error::new(ErrorKind::Connection, message).with_operation(operation.name, attempts).into())
            }
        }
    }
}

/// The time of the whole call is over; what the last finished attempt met is the cause.
fn out_of_time(limit: Duration, outcome: Outcome) -> Error {
    let message = format!("the call took longer than the operation timeout of {limit:?}");
    match outcome {
        Outcome::Failed(error) => Error::new(ErrorKind::Timeout, message).with_source(error),
        Outcome::Refused { summary, answer, .. } => {
            let code = summary.code.as_deref().unwrap_or("an error without a code");
            let status = answer.status().as_u16();
            let message = format!("{message}; the attempt before was answered with {code}");
            Error::new(ErrorKind::Timeout, message).with_answer(status, request_id(answer.headers()))
        }
        Outcome::Success(_) | Outcome::None => Error::new(ErrorKind::Timeout, message),
    }
}

fn record(span: &Span, status: u16, request_id: Option<&str>) {
    span.record("status", status);
    if let Some(request_id) = request_id {
        span.record("request_id", display(request_id));
    }
}

/// The id that the service gave the request.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let header =
        ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"].iter().find_map(|name| headers.get(*name));
    header.and_then(|value| value.to_str().ok()).map(str::to_owned)
}
