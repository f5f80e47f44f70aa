//! Wire tests: the generated client of OpsWorks CM against the local stand-in, over a real socket.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod capture;
mod support;

mod answers;
mod bad_answers;
mod bytes;
mod errors;
mod operations;
mod paging;
mod refusals;
mod retries;
mod secrets;
mod settings;
mod spans;
mod timeouts;
mod waiting;
