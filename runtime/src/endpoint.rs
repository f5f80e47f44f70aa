//! Where a call goes: the endpoint that a service's rule set gives for the client's settings.
//!
//! A rule set is static data ([`rules`]) and this is its interpreter, after the Smithy rules engine specification:
//! [`resolve`] tries the rules for one set of [`Parameters`], and the endpoint cache remembers what it found.

pub mod rules;

mod parameters;
mod resolve;

mod functions;
mod partitions;
mod resource_names;

mod host;
mod url;

mod resolved;

mod cache;

pub(crate) use cache::EndpointCache;
pub(crate) use host::is_host_label;
pub use parameters::{Parameters, Value};
pub use resolve::resolve;
pub use resolved::{AuthScheme, ResolvedEndpoint};
pub(crate) use url::{check as check_url, told_authority};
