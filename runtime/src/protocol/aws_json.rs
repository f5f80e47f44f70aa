//! awsJson1_0 and awsJson1_1 (Smithy, "AWS JSON 1.0 protocol" and "AWS JSON 1.1 protocol").

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response};
use serde::Deserialize;
use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};

use super::{ErrorSummary, Protocol, guarded_excerpt};
use crate::bridge::{Fill, Shown, Trail};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::value::{Structure, TimestampFormat};

/// Version 1.0.
pub static AWS_JSON_1_0: AwsJson = AwsJson { content_type: "application/x-amz-json-1.0" };

/// Version 1.1.
pub static AWS_JSON_1_1: AwsJson = AwsJson { content_type: "application/x-amz-json-1.1" };

/// The AWS JSON protocol: the operation stands in a header, input and output are JSON bodies.
#[derive(Debug)]
pub struct AwsJson {
    content_type: &'static str,
}

impl Protocol for AwsJson {
    fn encode(&self, operation: &Operation, input: &dyn Structure) -> Result<Request<Bytes>, Error> {
        let shown = Shown { view: input.view(), timestamps: TimestampFormat::EpochSeconds };
        let body = serde_json::to_vec(&shown)
            .map_err(|error| Error::new(ErrorKind::Encoding, format!("the input cannot be sent: {error}")))?;
        Request::builder()
            .method(operation.http.method)
            .uri(operation.http.uri)
            .header(CONTENT_TYPE, HeaderValue::from_static(self.content_type))
            .header("x-amz-target", format!("{}.{}", operation.service.name, operation.name))
            .body(Bytes::from(body))
            .map_err(|error| {
                Error::new(ErrorKind::Encoding, "the operation's HTTP binding makes no request").with_source(error)
            })
    }

    fn decode(&self, operation: &Operation, answer: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), Error> {
        read(answer.body(), output).map_err(|problem| {
            let shown = guarded_excerpt(answer.body(), operation.sensitive);
            Error::new(ErrorKind::Decoding, format!("the answer is not what the model says: {problem}; {shown}"))
        })
    }

    fn error_summary(&self, answer: &Response<Bytes>) -> ErrorSummary {
        let body = serde_json::from_slice::<ErrorBody>(answer.body()).unwrap_or_default();
        let header = answer.headers().get("x-amzn-errortype").and_then(|value| value.to_str().ok());
        // What names no code, such as an empty header, hides none that stands elsewhere.
        let code = [header, body.r#type.as_deref(), body.code.as_deref()].into_iter().flatten().find_map(bare_code);
        ErrorSummary { code: code.map(str::to_owned), message: body.message }
    }

    fn decode_error(&self, answer: &Response<Bytes>, error: &mut dyn Structure) -> Result<(), Error> {
        read(answer.body(), error).map_err(|problem| {
            Error::new(ErrorKind::Decoding, format!("the error answer is not what the model says: {problem}"))
        })
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

/// What every error body says, whatever else stands in it.
#[derive(Debug, Default)]
struct ErrorBody {
    r#type: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

impl<'de> Deserialize<'de> for ErrorBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ErrorBodyVisitor)
    }
}

struct ErrorBodyVisitor;

impl<'de> Visitor<'de> for ErrorBodyVisitor {
    type Value = ErrorBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<ErrorBody, A::Error> {
        let mut body = ErrorBody::default();
        while let Some(name) = members.next_key::<String>()? {
            let place = match name.as_str() {
                "__type" => &mut body.r#type,
                "code" | "Code" => &mut body.code,
                "message" | "Message" | "errorMessage" => &mut body.message,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            // A service may use these names for something else; what is not text is no code and no message.
            if let serde_json::Value::String(text) = members.next_value()? {
                *place = Some(text);
            }
        }
        Ok(body)
    }
}
