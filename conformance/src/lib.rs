//! Puts a Smithy model's test cases through its generated client.
//!
//! The cases are those of `smithy.test#httpRequestTests` and `httpResponseTests` (Smithy, "HTTP Protocol Compliance
//! Tests") and of `smithy.rules#endpointTests` (Smithy, "Endpoint rules engine tests"). They are read from the model
//! when the program runs; [`runner!`] makes that program of a table of the client's operations. A case that is
//! malformed fails by itself, and no other with it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a runner prints its results")]

mod glue;

mod cases;
mod model;

mod differences;
mod json;

mod compare;
mod fill;
mod show;

mod body;
mod call;
mod exchange;

mod request;
mod response;

mod endpoint;
mod endpoint_call;

mod expressions;
mod report;
mod run;

#[cfg(test)]
mod sample;

pub use self::expressions::expressions;
pub use self::glue::{Answer, Fill, FromParameter, ModeledError, Operation, Setup, Suite, answer, modeled};
pub use self::run::main;
#[doc(hidden)]
pub use tinsmith;
