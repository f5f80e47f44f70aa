//! Endpoint discovery on the trip of a call: whether it is to be done, and the request that goes to what it found.

use std::time::SystemTime;

use bytes::Bytes;
use http::header::HOST;
use http::uri::Authority;
use http::{Request, StatusCode, Uri};

use super::Client;
use super::prepare::{bad_request, host_header};
use crate::discovery::{Asker, Discover, Discovery, Key};
use crate::endpoint::ResolvedEndpoint;
use crate::error::{Error, ErrorKind};
use crate::operation::{Discovered, Operation};
use crate::protocol::ErrorSummary;
use crate::service_error::Failure;
use crate::time::BoxFuture;
use crate::value::Structure;

/// What a call's attempts have to ask for.
pub(super) struct Search {
    discovered: &'static Discovered,
    key: Key,
}

impl Client {
    /// What the attempts of a call have to ask for; nothing where the regular endpoint is to be used.
    pub(super) fn search(&self, operation: &'static Operation, input: &dyn Structure) -> Result<Option<Search>, Error> {
        let Some(discovered) = &operation.discovery else { return Ok(None) };
        let custom =
            self.config.endpoint_url(self.service).map_err(|fault| Error::new(ErrorKind::Configuration, fault));
        if custom?.is_some() {
            return Ok(None);
        }
        match (self.settings().endpoint_discovery, discovered.required) {
            (Some(true), _) | (None, true) => {
                let key = self.discover(discovered.by).key(operation.name, discovered, input);
                Ok(Some(Search { discovered, key }))
            }
            (None, false) | (Some(false), false) => Ok(None),
            (Some(false), true) => Err(Error::new(
                ErrorKind::Configuration,
                "the operation needs endpoint discovery, and that is turned off; take AWS_ENABLE_ENDPOINT_DISCOVERY \
                 away, or set ConfigBuilder::endpoint_discovery to true, or set the endpoint URL",
            )),
        }
    }

    /// The address that the service tells for a call; nothing where the regular endpoint has to do.
    pub(super) async fn find(&self, search: &Search) -> Result<Option<Authority>, Error> {
        self.discover(search.discovered.by).find(self, search.discovered, &search.key).await
    }

    /// Whether an error answer says that the address is no longer valid. If so, it is forgotten.
    pub(super) fn forget(
        &self,
        search: &Search,
        address: &Authority,
        summary: &ErrorSummary,
        status: StatusCode,
    ) -> bool {
        let by = search.discovered.by;
        let named = |error| [&summary.shape, &summary.code].into_iter().flatten().any(|name| name == error);
        let invalid = status == StatusCode::MISDIRECTED_REQUEST || by.error.is_some_and(named);
        if invalid {
            self.discover(by).forget(&search.key, address);
        }
        invalid
    }

    fn discover(&self, discovery: &Discovery) -> &dyn Discover {
        &**self.discover.get_or_init(|| discovery.engine.start())
    }
}

impl Asker for Client {
    fn ask<'a>(
        &'a self,
        operation: &'static Operation,
        input: &'a mut dyn Structure,
        output: &'a mut dyn Structure,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        self.traced_call(operation, input, output)
    }

    fn now(&self) -> SystemTime {
        self.settings().clock.now()
    }
}

/// Sends a request to an address in place of the regular endpoint's, with the scheme and the path that it has.
pub(super) fn readdress(
    request: &mut Request<Bytes>,
    endpoint: &ResolvedEndpoint,
    address: &Authority,
) -> Result<(), Error> {
    let unusable = "the discovered endpoint";
    let host = host_header(endpoint, address).map_err(|error| bad_request(unusable, error))?;
    let mut parts = request.uri().clone().into_parts();
    parts.authority = Some(address.clone());
    *request.uri_mut() = Uri::from_parts(parts).map_err(|error| bad_request(unusable, error))?;
    request.headers_mut().insert(HOST, host);
    Ok(())
}
