//! Endpoint discovery: a service that tells its clients where to call it (AWS specification, "Client endpoint
//! discovery").
//!
//! A generated crate holds a table of the operation that tells. The rest is here, behind a pointer in that table, so
//! that programs whose services discover nothing do not link it.

mod answer;
mod finder;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::uri::Authority;

use self::finder::Finder;
use crate::error::Error;
use crate::operation::{Discovered, Operation};
use crate::service_error::Failure;
use crate::time::BoxFuture;
use crate::value::Structure;

/// How a service is asked for its endpoints (`aws.api#clientEndpointDiscovery`).
#[derive(Debug)]
pub struct Discovery {
    /// The operation that tells, such as `DescribeEndpoints`. Its own endpoint is the regular one.
    pub operation: &'static Operation,
    /// The code of the error that says that an endpoint is no longer valid, where the model names one.
    pub error: Option<&'static str>,
    /// Whether its input has the member `Operation`.
    pub takes_operation: bool,
    /// Whether its input has the member `Identifiers`.
    pub takes_identifiers: bool,
    /// What asks and remembers: [`ENGINE`].
    pub engine: &'static Engine,
}

/// What asks and remembers, as a pointer for tables.
pub struct Engine(fn() -> Arc<dyn Discover>);

/// The runtime's own.
pub static ENGINE: Engine = Engine(|| Arc::new(Finder::default()));

impl Engine {
    /// One that has asked nothing yet.
    pub(crate) fn start(&self) -> Arc<dyn Discover> {
        (self.0)()
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Engine")
    }
}

/// What an endpoint depends on. Where an operation has no identifiers, all of them share one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// The operation; empty where there are no identifiers.
    operation: &'static str,
    /// Wire name and value, in the order of the model.
    identifiers: Vec<(&'static str, String)>,
}

/// The endpoints that one client was told.
pub(crate) trait Discover: Send + Sync {
    /// What the endpoint of a call depends on.
    fn key(&self, operation: &'static str, discovered: &Discovered, input: &dyn Structure) -> Key;

    /// Where a call goes: remembered, or asked for. Nothing where the regular endpoint has to do.
    ///
    /// # Errors
    ///
    /// When the operation cannot do without, and the service tells nothing of use.
    fn find<'a>(
        &'a self,
        asker: &'a dyn Asker,
        discovered: &'a Discovered,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Authority>, Error>>;

    /// Forgets an endpoint that the service calls invalid.
    fn forget(&self, key: &Key, invalid: &Authority);
}

/// A client, as discovery needs it: it makes the call that asks, with signature and retries, and knows the time.
pub(crate) trait Asker: Send + Sync {
    /// Calls an operation.
    fn ask<'a>(
        &'a self,
        operation: &'static Operation,
        input: &'a mut dyn Structure,
        output: &'a mut dyn Structure,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// The time now.
    fn now(&self) -> SystemTime;
}
