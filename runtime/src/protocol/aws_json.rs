//! awsJson1_0 and awsJson1_1 (Smithy, "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol").

use aws_smithy_types::Document;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Method, Request, Response};
use serde::de::DeserializeSeed;

use super::{ErrorSummary, Protocol, guarded_excerpt};
use crate::bridge::{Fill, Shown, Trail};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::value::{Structure, TimestampFormat};

/// The header that names the operation.
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// Asks a service that once spoke awsQuery for the error codes of that time.
const QUERY_MODE: HeaderName = HeaderName::from_static("x-amzn-query-mode");

/// Version 1.0.
pub static AWS_JSON_1_0: AwsJson = AwsJson { content_type: VERSION_1_0, query_compatible: false };

/// Version 1.0, spoken by a service that once spoke awsQuery (AWS, "awsQueryCompatible trait"): its errors keep the
/// codes that they had.
pub static AWS_JSON_1_0_QUERY_COMPATIBLE: AwsJson = AwsJson { content_type: VERSION_1_0, query_compatible: true };

/// Version 1.1.
pub static AWS_JSON_1_1: AwsJson = AwsJson { content_type: VERSION_1_1, query_compatible: false };

/// Version 1.1, as [`AWS_JSON_1_0_QUERY_COMPATIBLE`].
pub static AWS_JSON_1_1_QUERY_COMPATIBLE: AwsJson = AwsJson { content_type: VERSION_1_1, query_compatible: true };

const VERSION_1_0: &str = "application/x-amz-json-1.0";
const VERSION_1_1: &str = "application/x-amz-json-1.1";

/// The AWS JSON protocol: the operation stands in a header, input and output are JSON bodies.
#[derive(Debug)]
pub struct AwsJson {
    content_type: &'static str,
    query_compatible: bool,
}

impl Protocol for AwsJson {
    fn encode(&self, operation: &Operation, input: &dyn Structure) -> Result<Request<Bytes>, Error> {
        let shown = Shown { view: input.view(), timestamps: TimestampFormat::EpochSeconds };
        let body = serde_json::to_vec(&shown)
            .map_err(|error| Error::new(ErrorKind::Encoding, format!("the input cannot be sent: {error}")))?;
        let target =
            HeaderValue::try_from(format!("{}.{}", operation.service.name, operation.name)).map_err(|error| {
                Error::new(ErrorKind::Encoding, "the operation has no name for a header").with_source(error)
            })?;
        // The protocol's binding is `POST /`, which is the request's default but for the method.
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = Method::POST;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        request.headers_mut().insert(TARGET, target);
        if self.query_compatible {
            request.headers_mut().insert(QUERY_MODE, HeaderValue::from_static("true"));
        }
        Ok(request)
    }

    fn decode(&self, operation: &Operation, answer: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), Error> {
        read(answer.body(), output).map_err(|problem| {
            let shown = guarded_excerpt(answer.body(), operation.sensitive);
            Error::new(ErrorKind::Decoding, format!("the answer is not what the model says: {problem}; {shown}"))
        })
    }

    fn error_summary(&self, answer: &Response<Bytes>) -> ErrorSummary {
        let mut body = ErrorBody::default();
        if read(answer.body(), &mut body).is_err() {
            body = ErrorBody::default();
        }
        let header = answer.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok());
        // What names no code, such as an empty header, hides none that stands elsewhere.
        let codes = [header, text(&body.r#type), text(&body.code), text(&body.upper_code)];
        let messages = [text(&body.message), text(&body.upper_message), text(&body.error_message)];
        let mut summary = ErrorSummary {
            code: codes.into_iter().flatten().find_map(bare_code).map(str::to_owned),
            message: messages.into_iter().flatten().next().map(str::to_owned),
            ..ErrorSummary::default()
        };
        if self.query_compatible
            && let Some(header) = answer.headers().get("x-amzn-query-error").and_then(|value| value.to_str().ok())
        {
            summary.take_query_error(header);
        }
        summary
    }

    fn decode_error(&self, answer: &Response<Bytes>, error: &mut dyn Structure) -> Result<(), Error> {
        read(answer.body(), error).map_err(|problem| {
            Error::new(ErrorKind::Decoding, format!("the error answer is not what the model says: {problem}"))
        })
    }
}

impl ErrorSummary {
    /// Takes the code of awsQuery's time out of `Code;Fault`; what it names no code in changes nothing.
    fn take_query_error(&mut self, header: &str) {
        let (code, fault) = header.split_once(';').unwrap_or((header, ""));
        let (code, fault) = (code.trim(), fault.trim());
        if code.is_empty() {
            return;
        }
        self.shape = self.code.replace(code.to_owned());
        self.fault = (!fault.is_empty()).then(|| fault.to_owned());
    }
}

/// Reads a body into a structure. Nothing at all, and a bare null, leave it as it is.
fn read(body: &[u8], structure: &mut dyn Structure) -> Result<(), String> {
    if body.is_empty() {
        return Ok(());
    }
    let trail = Trail::default();
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let fill = Fill { value: structure, timestamps: TimestampFormat::EpochSeconds, trail: &trail };
    fill.deserialize(&mut deserializer).and_then(|_| deserializer.end()).map_err(|error| {
        let place = trail.to_string();
        if place.is_empty() { error.to_string() } else { format!("{place}: {error}") }
    })
}

/// The name of an error's shape without what may stand around it: `ns#Name`, `Name:http://...`, both.
fn bare_code(code: &str) -> Option<&str> {
    let code = code.split(':').next()?;
    let code = code.rsplit('#').next()?.trim();
    (!code.is_empty()).then_some(code)
}

/// What every error body says, whatever else stands in it. A service may use these names for something else, so that
/// any value has a place; what is not text is no code and no message.
#[derive(Clone, PartialEq)]
struct ErrorBody {
    r#type: Option<Document>,
    code: Option<Document>,
    upper_code: Option<Document>,
    message: Option<Document>,
    upper_message: Option<Document>,
    error_message: Option<Document>,
}

crate::structure_value! {
    ErrorBody "ErrorBody" {
        0 r#type = "__type";
        1 code = "code";
        2 upper_code = "Code";
        3 message = "message";
        4 upper_message = "Message";
        5 error_message = "errorMessage";
    } {}
}

fn text(member: &Option<Document>) -> Option<&str> {
    member.as_ref().and_then(Document::as_string)
}
