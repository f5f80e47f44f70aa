//! The runtime's own error: opaque, with predicates, and telling what to do.

use std::error::Error as StdError;
use std::fmt;

/// An error of any type, as a cause.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// A call that failed on our side of the wire, or on the wire itself.
///
/// [`Error::kind`] tells where it failed; the predicates tell what a caller may do about it. An error that the
/// *service* answered with is not one of these: it is a variant of the generated crate's own `Error`.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static str>,
    status: Option<u16>,
    request_id: Option<String>,
    attempts: u32,
    source: Option<BoxError>,
}

/// Where a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting is missing or wrong. Nothing was sent; the message names what to set.
    Configuration,
    /// No credentials were found, or their source failed. Nothing was sent.
    Credentials,
    /// The input breaks the model's constraints. Nothing was sent; the message lists every broken one.
    Validation,
    /// The endpoint rules gave no endpoint for these settings, or the service was asked for one and told none of use.
    /// The call itself was not sent.
    Endpoint,
    /// The input could not be written as a request. Nothing was sent.
    Encoding,
    /// The request could not be signed. Nothing was sent.
    Signing,
    /// The request could not be sent or the answer could not be read: the connection was refused, reset or closed.
    Connection,
    /// A time limit passed.
    Timeout,
    /// An answer came, and it was not what the protocol and the model demand.
    Decoding,
    /// A paginator cannot go on, for instance since the service repeats a token.
    Pagination,
    /// A waiter ended without the state that it waited for.
    Waiter,
}

impl Error {
    /// An error of a kind; the message tells what was wanted, what was there and what to do.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            status: None,
            request_id: None,
            attempts: 0,
            source: None,
        }))
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the operation and how often it was tried.
    #[must_use]
    pub fn with_operation(mut self, operation: &'static str, attempts: u32) -> Self {
        self.0.operation = Some(operation);
        self.0.attempts = attempts;
        self
    }

    /// Adds what is known of the answer.
    #[must_use]
    pub fn with_answer(mut self, status: u16, request_id: Option<String>) -> Self {
        self.0.status = Some(status);
        self.0.request_id = request_id;
        self
    }

    /// Where the call failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened, without operation, status and request id.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The operation that was called, such as `DescribeBackups`; absent where no call had begun.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP status, where an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The id that the service gave the request, where an answer came that had one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many requests were sent; 0 when nothing was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether a time limit passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether the same call may work when it is made again, without a change.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connection | ErrorKind::Timeout)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        write_circumstances(f, self.0.status, self.0.request_id.as_deref(), self.0.attempts)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("operation", &self.0.operation)
            .field("status", &self.0.status)
            .field("request_id", &self.0.request_id)
            .field("attempts", &self.0.attempts)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// Writes ` (status 400, request id abc, 3 attempts)`, leaving out what is unknown and a single attempt.
pub(crate) fn write_circumstances(
    f: &mut fmt::Formatter<'_>,
    status: Option<u16>,
    request_id: Option<&str>,
    attempts: u32,
) -> fmt::Result {
    let mut separator = " (";
    if let Some(status) = status {
        write!(f, "{separator}status {status}")?;
        separator = ", ";
    }
    if let Some(request_id) = request_id {
        write!(f, "{separator}request id {request_id}")?;
        separator = ", ";
    }
    if attempts > 1 {
        write!(f, "{separator}{attempts} attempts")?;
        separator = ", ";
    }
    if separator == ", " { f.write_str(")") } else { Ok(()) }
}
