//! What every client that Tinsmith generates has in common.

pub mod bridge;
pub mod value;

pub mod operation;
pub mod protocol;

pub mod endpoint;
pub mod validate;

pub mod config;
pub mod credentials;
mod sign;

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
