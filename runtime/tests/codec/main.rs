//! The codec of awsJson through types as a generated crate has them: bytes out, bytes in, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod defaults;
mod reading;
mod refusing;
mod shapes;
mod summary;
mod validating;
mod writing;
