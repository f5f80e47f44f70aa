//! One attempt after the other: credentials, signature, transport, and what its answer means.

use bytes::Bytes;
use http::uri::Authority;
use http::{HeaderName, HeaderValue, Request, Response};

use super::discover::readdress;
use super::prepare::Prepared;
use super::{Client, request_id};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::protocol::{ErrorSummary, guarded_excerpt};
use crate::retry::{Attempt, Reason, Verdict, classify_answer, retry_after};
use crate::sign::{Scope, sign};
use crate::time::within;
use crate::transport::{TransportError, TransportErrorKind};

/// The attempts of one call.
pub(super) struct Trip<'a> {
    client: &'a Client,
    operation: &'static Operation,
    prepared: Prepared,
    /// Where the attempt goes, when it was discovered.
    address: Option<Authority>,
    sent: u32,
    outcome: Outcome,
}

/// How the last attempt ended.
pub(super) enum Outcome {
    /// There was no attempt yet.
    None,
    /// The service did what was asked.
    Success(Response<Bytes>),
    /// The service answered with an error.
    Refused {
        /// What every error answer says.
        summary: ErrorSummary,
        /// Why another attempt may work.
        reason: Option<Reason>,
        /// The answer.
        answer: Response<Bytes>,
    },
    /// It failed on our side or on the wire.
    Failed(Error),
}

impl<'a> Trip<'a> {
    pub(super) fn new(client: &'a Client, operation: &'static Operation, prepared: Prepared) -> Self {
        Self { client, operation, prepared, address: None, sent: 0, outcome: Outcome::None }
    }

    /// How many requests were sent, and how the last one ended.
    pub(super) fn end(self) -> (u32, Outcome) {
        (self.sent, self.outcome)
    }

    /// The request of one attempt, signed where it has to be.
    async fn request(&mut self, number: u32) -> Result<Request<Bytes>, Error> {
        let settings = self.client.settings();
        if let Some(search) = &self.prepared.search {
            self.address = self.client.find(search).await?;
        }
        let credentials = match self.prepared.credentials.take() {
            Some(credentials) => credentials,
            None => settings.credentials.for_request(self.operation.auth).await?,
        };
        let Prepared { request, endpoint, .. } = &self.prepared;
        let mut request = request.clone();
        if let Some(address) = &self.address {
            readdress(&mut request, endpoint, address)?;
        }
        let text = format!("attempt={number}; max={}", settings.max_attempts);
        if let Ok(value) = HeaderValue::try_from(text) {
            request.headers_mut().insert(HeaderName::from_static("amz-sdk-request"), value);
        }
        if let Some(credentials) = credentials {
            if let Some(schemes) = endpoint.other_schemes() {
                let message = format!(
                    "the endpoint {endpoint} wants requests signed with {schemes}, and only sigv4 is supported"
                );
                return Err(Error::new(ErrorKind::Signing, message));
            }
            let scope = Scope {
                region: endpoint.signing_region().unwrap_or(&settings.region),
                name: endpoint.signing_name().unwrap_or(self.client.service.signing_name),
                double_encoding: !endpoint.disable_double_encoding(),
                normalize_path: !endpoint.disable_normalize_path(),
            };
            sign(&mut request, credentials, &scope, settings.clock.now())?;
        }
        Ok(request)
    }

    /// What an answer means; `token` is the session token that the request was sent with.
    fn judge(&self, answer: Response<Bytes>, token: Option<HeaderValue>) -> (Outcome, Verdict) {
        let service = self.client.service;
        if !service.protocol.is_error(&answer) {
            return (Outcome::Success(answer), Verdict::Done);
        }
        let mut summary = service.protocol.error_summary(&answer);
        if let (Some(message), Some(token)) = (&mut summary.message, &token) {
            redact(message, token);
        }
        let mut reason = classify_answer(service.errors, &summary, answer.status());
        if let (Some(search), Some(address)) = (&self.prepared.search, &self.address)
            && self.client.forget(search, address, &summary, answer.status())
        {
            reason = reason.or(Some(Reason::Transient));
        }
        let verdict = match reason {
            Some(reason) => Verdict::Retry { reason, after: retry_after(answer.headers()) },
            None => Verdict::Stop,
        };
        (Outcome::Refused { summary, reason, answer }, verdict)
    }

    /// What a transport's error means for the call.
    fn failed(&self, error: TransportError) -> (Outcome, Verdict) {
        let (kind, reason) = match error.kind() {
            TransportErrorKind::Configuration => (ErrorKind::Configuration, None),
            TransportErrorKind::Connect | TransportErrorKind::Interrupted => {
                (ErrorKind::Connection, Some(Reason::Transient))
            }
            TransportErrorKind::Timeout => (ErrorKind::Timeout, Some(Reason::Timeout)),
            TransportErrorKind::TooLarge => (ErrorKind::Decoding, None),
            TransportErrorKind::Other => (ErrorKind::Connection, None),
        };
        let mut message = error.message().to_owned();
        let answer = error.answer().map(|answer| {
            if !answer.body().is_empty() {
                message = format!("{message}; {}", guarded_excerpt(answer.body(), self.operation.sensitive));
            }
            (answer.status().as_u16(), request_id(answer.headers()))
        });
        let mut told = Error::new(kind, message).with_source(error);
        if let Some((status, request_id)) = answer {
            told = told.with_answer(status, request_id);
        }
        let verdict = reason.map_or(Verdict::Stop, |reason| Verdict::Retry { reason, after: None });
        (Outcome::Failed(told), verdict)
    }
}

/// Takes the session token out of a message: AWS answers a wrong signature with the request that it saw.
fn redact(message: &mut String, token: &HeaderValue) {
    if let Ok(token) = token.to_str()
        && !token.is_empty()
        && message.contains(token)
    {
        *message = message.replace(token, "*** redacted ***");
    }
}

impl Attempt for Trip<'_> {
    async fn make(&mut self, number: u32) -> Verdict {
        let settings = self.client.settings();
        let (outcome, verdict) = match self.request(number).await {
            Err(error) => (Outcome::Failed(error), Verdict::Stop),
            Ok(request) => {
                self.sent = self.sent.saturating_add(1);
                let token = request.headers().get("x-amz-security-token").cloned();
                let limit = settings.attempt_timeout;
                match within(&*settings.sleep, limit, settings.transport.send(request)).await {
                    Ok(Ok(answer)) => self.judge(answer, token),
                    Ok(Err(error)) => {
                        if error.kind() == TransportErrorKind::Configuration {
                            self.sent = self.sent.saturating_sub(1);
                        }
                        self.failed(error)
                    }
                    Err(elapsed) => {
                        let message = format!("the attempt took longer than the attempt timeout of {:?}", elapsed.0);
                        self.failed(TransportError::new(TransportErrorKind::Timeout, message))
                    }
                }
            }
        };
        self.outcome = outcome;
        verdict
    }
}
