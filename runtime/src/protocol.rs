//! What a protocol does: an input becomes a request, an answer becomes an output or an error.
//!
//! A protocol is one file below this one. It walks views and fills places and knows no generated type.

mod aws_json;
mod excerpt;

use std::fmt::Debug;

use bytes::Bytes;
use http::{Request, Response};

use crate::error::Error;
use crate::operation::Operation;
use crate::value::Structure;

pub use self::aws_json::{
    AWS_JSON_1_0, AWS_JSON_1_0_QUERY_COMPATIBLE, AWS_JSON_1_1, AWS_JSON_1_1_QUERY_COMPATIBLE, AwsJson,
};
pub(crate) use self::excerpt::{OneLine, guarded_excerpt};

/// A wire protocol of Smithy's, such as awsJson1_1.
pub trait Protocol: Debug + Send + Sync {
    /// Writes the request for an input.
    ///
    /// The URI holds the path and query only (`/` for RPC protocols); the host and scheme are added from the endpoint.
    ///
    /// # Errors
    ///
    /// When the input holds something that the protocol cannot express, such as a union whose variant is unknown.
    fn encode(&self, operation: &Operation, input: &dyn Structure) -> Result<Request<Bytes>, Error>;

    /// Fills the output from a successful answer.
    ///
    /// # Errors
    ///
    /// When the answer is not what the protocol and the shape demand; the error tells the member and shows the start
    /// of the body.
    fn decode(&self, operation: &Operation, answer: &Response<Bytes>, output: &mut dyn Structure) -> Result<(), Error>;

    /// Whether the answer is an error answer.
    fn is_error(&self, answer: &Response<Bytes>) -> bool {
        !answer.status().is_success()
    }

    /// Reads the error code and message out of an error answer. It never fails: what cannot be read is absent.
    fn error_summary(&self, answer: &Response<Bytes>) -> ErrorSummary;

    /// Fills a modelled error's structure from an error answer.
    ///
    /// # Errors
    ///
    /// As [`Protocol::decode`].
    fn decode_error(&self, answer: &Response<Bytes>, error: &mut dyn Structure) -> Result<(), Error>;
}

/// What every error answer says, whatever its shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorSummary {
    /// The error's code: the name of its shape, without namespace or URL suffix, or the code that the service gives
    /// beside it.
    pub code: Option<String>,
    /// The name of the error's shape, where the code is another one.
    pub shape: Option<String>,
    /// Whose fault it is, such as `Sender`, where the answer tells.
    pub fault: Option<String>,
    /// The message for people.
    pub message: Option<String>,
}
