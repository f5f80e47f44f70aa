//! How a signed request travels: one small trait, so that a test or another HTTP client can stand in for reqwest.

mod http_client;
mod tls;

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{Request, Response};

use crate::error::BoxError;
use crate::time::BoxFuture;

pub use self::http_client::{DEFAULT_RESPONSE_LIMIT, HttpTransport};

/// Sends one request and reads the whole answer.
///
/// Any answer is a success here, whatever its status. An implementation must not retry and must not follow redirects:
/// each attempt is signed by itself, and credentials belong to one host.
///
/// ```
/// use bytes::Bytes;
/// use http::{Request, Response};
/// use tinsmith::time::BoxFuture;
/// use tinsmith::transport::{Transport, TransportError};
///
/// /// Answers every request with an empty object.
/// #[derive(Debug)]
/// struct Empty;
///
/// impl Transport for Empty {
///     fn send(&self, _: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
///         Box::pin(async { Ok(Response::new(Bytes::from_static(b"{}"))) })
///     }
/// }
/// ```
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends the request. Its URI is absolute, and `host` and `content-length` are among its headers.
    ///
    /// # Errors
    ///
    /// A [`TransportError`] when no whole answer came; its kind decides whether the call is tried again.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;
}

/// Why no whole answer came.
///
/// The message names the host and the cause, and neither a query nor a header, which may hold secrets.
pub struct TransportError(Box<Inner>);

struct Inner {
    kind: TransportErrorKind,
    message: String,
    sent: bool,
    answer: Option<Response<Bytes>>,
    source: Option<BoxError>,
}

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport cannot send such a request as it is set up. Not tried again.
    Configuration,
    /// No connection came about: the name is unknown, the host refused, TLS failed. Tried again.
    Connect,
    /// A time limit passed. Tried again.
    Timeout,
    /// The connection broke after it had come about. Tried again.
    Interrupted,
    /// The answer's body is longer than the limit. Not tried again.
    TooLarge,
    /// Anything else. Not tried again.
    Other,
}

impl TransportError {
    /// An error of a kind. The request counts as possibly sent, except for [`TransportErrorKind::Configuration`] and
    /// [`TransportErrorKind::Connect`].
    #[must_use]
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        let sent = !matches!(kind, TransportErrorKind::Configuration | TransportErrorKind::Connect);
        Self(Box::new(Inner { kind, message: message.into(), sent, answer: None, source: None }))
    }

    /// Says whether the service can have seen the request.
    #[must_use]
    pub fn with_sent(mut self, sent: bool) -> Self {
        self.0.sent = sent;
        self
    }

    /// Adds what came of the answer: status, headers, and the start of the body.
    #[must_use]
    pub fn with_answer(mut self, answer: Response<Bytes>) -> Self {
        self.0.answer = Some(answer);
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.0.kind
    }

    /// What happened, for people.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the service can have seen the request, and acted on it.
    #[must_use]
    pub fn sent(&self) -> bool {
        self.0.sent
    }

    /// What came of the answer, if anything did.
    #[must_use]
    pub fn answer(&self) -> Option<&Response<Bytes>> {
        self.0.answer.as_ref()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for TransportError {
    /// Leaves the answer's headers and body out: they are the caller's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("sent", &self.0.sent)
            .field("status", &self.0.answer.as_ref().map(Response::status))
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
