//! Answers in the form of awsJson 1.1, and those that come from elsewhere.

use hyper::{
    HeaderMap, StatusCode,
    body::Bytes,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde_json::{Value, json};

use crate::{error::ServiceError, faults::Fault};

/// The content type of requests and answers.
pub(crate) const CONTENT_TYPE_JSON: &str = "application/x-amz-json-1.1";

/// An answer before it goes out.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    fn new(status: u16, body: impl Into<Bytes>) -> Answer {
        // A test may order a status that HTTP does not have.
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Answer { status, headers: HeaderMap::new(), body: body.into() }
    }

    /// An answer of the service.
    pub fn json(status: u16, body: &Value, request_id: &str) -> Answer {
        Answer::new(status, body.to_string())
            .header(CONTENT_TYPE.as_str(), CONTENT_TYPE_JSON)
            .header("x-amzn-requestid", request_id)
    }

    /// An error of the service.
    pub fn error(error: &ServiceError, request_id: &str) -> Answer {
        Answer::json(error.status, &error.body(), request_id)
    }

    /// The answer that a fault gives. Faults that are no answers give an empty one.
    pub fn fault(fault: &Fault, request_id: &str) -> Answer {
        match fault {
            Fault::Status(status) => Answer::new(*status, Bytes::new()).header("x-amzn-requestid", request_id),
            Fault::Error { status, code, message, retry_after } => {
                let answer = Answer::json(*status, &json!({"__type": code, "message": message}), request_id);
                match retry_after {
                    Some(wait) => answer.header("x-amz-retry-after", &wait.as_millis().to_string()),
                    None => answer,
                }
            }
            Fault::Html(status) => {
                let page = format!(
                    "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<h1>{status}</h1>\r\n\
                     <p>The proxy could not reach the server.</p>\r\n</body>\r\n</html>\r\n"
                );
                Answer::new(*status, page).header(CONTENT_TYPE.as_str(), "text/html")
            }
            Fault::RawBody { status, headers, body } => headers
                .iter()
                .fold(Answer::new(*status, body.clone()), |answer, (name, value)| answer.header(name, value)),
            Fault::Redirect(location) => {
                Answer::new(307, Bytes::new()).header("location", location).header("x-amzn-requestid", request_id)
            }
            Fault::DropConnection | Fault::DropAfter(_) | Fault::Delay(_) => Answer::new(500, Bytes::new()),
        }
    }

    /// The same answer with one more header; what cannot be a header is left out.
    pub fn header(mut self, name: &str, value: &str) -> Answer {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.headers.append(name, value);
        }
        self
    }
}
