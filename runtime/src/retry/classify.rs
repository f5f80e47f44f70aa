//! Which answers of a service are worth another attempt.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::Reason;
use crate::operation::ErrorShape;
use crate::protocol::ErrorSummary;

/// Codes that say that the caller is too fast.
///
/// `LimitExceededException` is one of them for most services, and a quota of another kind for some, such as OpsWorks
/// CM, where another attempt cannot help: see [`classify_answer`].
const THROTTLING: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    LIMIT_EXCEEDED,
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

const LIMIT_EXCEEDED: &str = "LimitExceededException";

/// Codes of faults that pass.
const TRANSIENT: [&str; 3] = ["InternalError", "RequestTimeout", "RequestTimeoutException"];

/// Whether an error answer is worth another attempt, and why.
///
/// The model comes first (`@retryable`), then the codes that AWS services share, then the status. A
/// `LimitExceededException` that the service models itself without `@retryable` is taken for what the model says: an
/// error of the service, such as too many servers, and not for throttling.
pub(crate) fn classify_answer(errors: &[ErrorShape], summary: &ErrorSummary, status: StatusCode) -> Option<Reason> {
    let names = [&summary.shape, &summary.code];
    let names = || names.into_iter().flatten().map(String::as_str);
    let modeled = names().find_map(|name| errors.iter().find(|error| error.name == name));
    if let Some(retryable) = modeled.and_then(|error| error.retryable) {
        return Some(if retryable.throttling { Reason::Throttling } else { Reason::Transient });
    }
    let telling = || names().filter(|name| *name != LIMIT_EXCEEDED || modeled.is_none());
    if telling().any(|name| THROTTLING.contains(&name)) || status == StatusCode::TOO_MANY_REQUESTS {
        return Some(Reason::Throttling);
    }
    if telling().any(|name| TRANSIENT.contains(&name)) || matches!(status.as_u16(), 500 | 502 | 503 | 504) {
        return Some(Reason::Transient);
    }
    None
}

/// The pause that the service asks for: `x-amz-retry-after`, in milliseconds. Anything else in it is ignored.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get("x-amz-retry-after")?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::{THROTTLING, TRANSIENT, classify_answer, retry_after};
    use crate::operation::{ErrorShape, Retryable};
    use crate::protocol::ErrorSummary;
    use crate::retry::Reason;

    static ERRORS: [ErrorShape; 4] = [
        ErrorShape { name: "LimitExceededException", retryable: None },
        ErrorShape { name: "Busy", retryable: Some(Retryable { throttling: false }) },
        ErrorShape { name: "TooFast", retryable: Some(Retryable { throttling: true }) },
        ErrorShape { name: "ThrottlingException", retryable: None },
    ];

    fn summary(code: &str) -> ErrorSummary {
        ErrorSummary { code: (!code.is_empty()).then(|| code.to_owned()), ..ErrorSummary::default() }
    }

    fn classify(code: &str, status: u16) -> Option<Reason> {
        let status = StatusCode::from_u16(status).expect("it is a status");
        classify_answer(&ERRORS, &summary(code), status)
    }

    /// awsQueryCompatible: the code is one of another time, and the shape is the model's.
    #[test]
    fn shapes_beside_codes() {
        let both = |code: &str, shape: &str| {
            let summary = ErrorSummary { shape: Some(shape.to_owned()), ..summary(code) };
            classify_answer(&ERRORS, &summary, StatusCode::BAD_REQUEST)
        };
        assert_eq!(both("Old.Code", "TooFast"), Some(Reason::Throttling));
        assert_eq!(both("RequestThrottled", "Unknown"), Some(Reason::Throttling));
        assert_eq!(both("Old.Code", "InternalError"), Some(Reason::Transient));
        assert_eq!(both("Old.Code", "LimitExceededException"), None);
    }

    #[test]
    fn codes() {
        for code in THROTTLING.iter().filter(|code| **code != "LimitExceededException") {
            assert_eq!(classify(code, 400), Some(Reason::Throttling), "{code}");
        }
        for code in TRANSIENT {
            assert_eq!(classify(code, 400), Some(Reason::Transient), "{code}");
        }
        for code in ["ValidationException", "", "throttling", "ExpiredTokenException"] {
            assert_eq!(classify(code, 400), None, "{code}");
        }
        assert_eq!(classify("Busy", 400), Some(Reason::Transient));
        assert_eq!(classify("TooFast", 400), Some(Reason::Throttling));
    }

    #[test]
    fn a_modeled_limit_is_no_throttling() {
        assert_eq!(classify("LimitExceededException", 400), None);
        let status = StatusCode::BAD_REQUEST;
        assert_eq!(classify_answer(&[], &summary("LimitExceededException"), status), Some(Reason::Throttling));
    }

    #[test]
    fn statuses() {
        for status in [500, 502, 503, 504] {
            assert_eq!(classify("", status), Some(Reason::Transient), "{status}");
        }
        assert_eq!(classify("", 429), Some(Reason::Throttling));
        assert_eq!(classify("SlowDown", 503), Some(Reason::Throttling));
        for status in [301, 400, 403, 404, 408, 409, 413, 501, 505] {
            assert_eq!(classify("", status), None, "{status}");
        }
    }

    #[test]
    fn wishes_for_a_pause() {
        let wish = |text: &'static [u8]| {
            let value = HeaderValue::from_bytes(text).expect("it is a header");
            retry_after(&HeaderMap::from_iter([(http::HeaderName::from_static("x-amz-retry-after"), value)]))
        };
        assert_eq!(wish(b"1500"), Some(Duration::from_millis(1500)));
        for text in [b"".as_ref(), b"-1", b"1.5", b"soon", b"\xff"] {
            assert_eq!(wish(text), None);
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }
}
