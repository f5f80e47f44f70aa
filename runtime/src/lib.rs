//! What every client that Tinsmith generates has in common.
//!
//! A generated crate holds facts: names, types, tables. Everything that happens is here, once, and its modules tell the
//! trip of a call in order: the input is [validated](validate), written in the service's [protocol], sent to the
//! [endpoint] that the service's rules give, signed with [credentials], carried by a [transport], tried again where that
//! helps, and read back into the output or an [error]. [Paginators](paginate) and [waiters](wait) make that trip again
//! and again.
//!
//! Values take part as [places and views](value): a type shows what it holds and takes what comes, without generics,
//! which is why a generated crate compiles in about a second.
//!
//! What a user of a generated crate meets of this one:
//!
//! - [`Config`] and its builder: region, endpoint, credentials, retries, time limits, and where each is read.
//! - [`Error`]: the call failed before it was sent, on the wire, or in the answer's form. [`ErrorMeta`]: what came with
//!   an error that the service answered with.
//! - [`Pages`] and [`Items`]: paging as a `Stream`.
//! - [`DateTime`], [`Blob`] and [`Document`], which are those of the official SDK.
//!
//! # Features
//!
//! - `tls-ring` (default), `tls-aws-lc`, `tls-native`: how TLS is done. With none of them only plain HTTP works, and a
//!   caller may still hand in a `reqwest::Client` of its own.
//! - `compression`, `checksum`: what some operations ask for; a generated crate that has one of them turns it on.
//! - `serde`: `Serialize` and `Deserialize` in wire form for every generated type.

pub mod bridge;
pub mod value;

pub mod operation;
pub mod protocol;

pub mod endpoint;
pub mod validate;

pub mod body;
pub mod discovery;

pub mod config;
pub mod credentials;
mod sign;

mod random;
mod retry;
pub mod time;
pub mod transport;

pub mod call;
pub mod paginate;
pub mod wait;

pub mod error;
pub mod service_error;
mod service_error_macro;

pub use aws_smithy_types::{Blob, DateTime, Document};

pub use self::call::Handle;
pub use self::config::{Config, ConfigBuilder};
pub use self::error::{Error, ErrorKind};
pub use self::paginate::{Items, Pages};
pub use self::service_error::{ErrorMeta, Unmodeled};
pub use self::value::Unit;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde;
