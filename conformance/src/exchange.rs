//! A transport that keeps what is sent and answers what it is told to.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, Response};
use tinsmith::config::{Config, ConfigBuilder};
use tinsmith::credentials::Credentials;
use tinsmith::time::BoxFuture;
use tinsmith::transport::{Transport, TransportError};

/// The token that the protocol tests want where the caller gives none (Smithy, "HTTP Protocol Compliance Tests").
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// The region that cases are called in where they name none.
pub(crate) const REGION: &str = "us-east-1";

/// The host that requests go to where a case names none.
pub(crate) const HOST: &str = "example.com";

/// What went over the wire in one case. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    sent: Arc<Mutex<Vec<Request<Bytes>>>>,
    answer: Response<Bytes>,
}

impl Exchange {
    /// Answers every request so.
    pub(crate) fn answering(answer: Response<Bytes>) -> Self {
        Self { sent: Arc::default(), answer }
    }

    /// Answers every request with an empty object.
    pub(crate) fn new() -> Self {
        Self::answering(Response::new(Bytes::from_static(b"{}")))
    }

    /// The requests that were sent.
    pub(crate) fn sent(&self) -> Vec<Request<Bytes>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The settings of a client that talks to this: one attempt, a fixed idempotency token, and no check of the input,
    /// since cases break constraints on purpose.
    pub(crate) fn settings(&self, account: Option<&str>) -> ConfigBuilder {
        let mut credentials = Credentials::builder()
            .access_key_id("AKIDEXAMPLE")
            .secret_access_key("secret")
            .provider_name("conformance");
        if let Some(account) = account {
            credentials = credentials.account_id(account);
        }
        Config::builder()
            .region(REGION)
            .credentials(credentials.build())
            .transport(self.clone())
            .max_attempts(1)
            .parameter_validation(false)
            .idempotency_token_source(|| TOKEN.to_owned())
    }
}

impl Transport for Exchange {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let answer = self.answer.clone();
        Box::pin(async { Ok(answer) })
    }
}
