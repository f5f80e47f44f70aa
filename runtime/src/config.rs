//! Settings: what clients share, where each setting is read, and what is wrong with it.

mod account_id;
mod builder;
mod check;
mod environment;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub use self::account_id::AccountIdEndpointMode;
pub use self::builder::ConfigBuilder;
pub use self::environment::Environment;

use self::check::{check_endpoint_url, service_variable};
use crate::credentials::CredentialsSource;
use crate::error::Error;
use crate::operation::Service;
use crate::time::{Clock, Sleep};
use crate::transport::Transport;

/// The settings of clients. One `Config` can serve clients of several generated crates; a clone is cheap, and all of
/// them share one connection pool and one source of credentials.
///
/// | setting | in code | in the environment | default |
/// | --- | --- | --- | --- |
/// | region | [`region`](ConfigBuilder::region) | `AWS_REGION`, then `AWS_DEFAULT_REGION` | none: it has to be set |
/// | credentials | [`credentials`](ConfigBuilder::credentials) | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_ACCOUNT_ID` | none |
/// | endpoint | [`endpoint_url`](ConfigBuilder::endpoint_url) | `AWS_ENDPOINT_URL_<SERVICE>`, then `AWS_ENDPOINT_URL` | the service's own |
/// | FIPS endpoints | [`use_fips`](ConfigBuilder::use_fips) | `AWS_USE_FIPS_ENDPOINT` | no |
/// | dual-stack endpoints | [`use_dual_stack`](ConfigBuilder::use_dual_stack) | `AWS_USE_DUALSTACK_ENDPOINT` | no |
/// | endpoints by account | [`account_id_endpoint_mode`](ConfigBuilder::account_id_endpoint_mode) | `AWS_ACCOUNT_ID_ENDPOINT_MODE` | preferred |
/// | endpoint discovery | [`endpoint_discovery`](ConfigBuilder::endpoint_discovery) | `AWS_ENABLE_ENDPOINT_DISCOVERY`, then `AWS_ENDPOINT_DISCOVERY_ENABLED`: `true`, `false`, `auto` | `auto`: where an operation cannot do without |
/// | no compression of requests | [`disable_request_compression`](ConfigBuilder::disable_request_compression) | `AWS_DISABLE_REQUEST_COMPRESSION` | no |
/// | smallest body to compress | [`request_min_compression_size_bytes`](ConfigBuilder::request_min_compression_size_bytes) | `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES` | 10,240 bytes |
/// | attempts of a call | [`max_attempts`](ConfigBuilder::max_attempts) | `AWS_MAX_ATTEMPTS` | 3 |
/// | time to connect | [`connect_timeout`](ConfigBuilder::connect_timeout) | | 3.1 s |
/// | time between bytes | [`read_timeout`](ConfigBuilder::read_timeout) | | 60 s |
/// | time of an attempt | [`attempt_timeout`](ConfigBuilder::attempt_timeout) | | no limit |
/// | time of a call | [`operation_timeout`](ConfigBuilder::operation_timeout) | | no limit |
/// | length of an answer | [`response_limit`](ConfigBuilder::response_limit) | | 64 MiB |
/// | check of inputs | [`parameter_validation`](ConfigBuilder::parameter_validation) | | yes |
/// | idempotency tokens | [`idempotency_token_source`](ConfigBuilder::idempotency_token_source) | | fresh UUIDs |
///
/// What is set in code goes before the environment, and the environment is read by [`Config::from_env`] and
/// [`ConfigBuilder::environment`] only. An empty variable counts as absent. `<SERVICE>` is the service's SDK id in
/// upper case, with `_` for everything but letters and digits: `AWS_ENDPOINT_URL_OPSWORKSCM`.
///
/// ```
/// use tinsmith::config::Config;
/// use tinsmith::credentials::Credentials;
///
/// let config = Config::builder()
///     .region("eu-west-1")
///     .endpoint_url("http://localhost:8000")
///     .credentials(Credentials::new("AKID", "secret", None, None, "example"))
///     .build()?;
/// assert_eq!(config.region(), "eu-west-1");
/// # Ok::<(), tinsmith::error::Error>(())
/// ```
#[derive(Clone)]
pub struct Config(pub(crate) Arc<Settings>);

/// What a [`Config`] holds, checked.
pub(crate) struct Settings {
    pub(crate) region: String,
    pub(crate) use_fips: bool,
    pub(crate) use_dual_stack: bool,
    pub(crate) account_id_endpoint_mode: AccountIdEndpointMode,
    /// Absent: only operations that cannot do without discover their endpoint.
    pub(crate) endpoint_discovery: Option<bool>,
    pub(crate) disable_request_compression: bool,
    pub(crate) request_min_compression_size_bytes: u32,
    /// From code, which goes before everything.
    endpoint_url: Option<String>,
    /// `AWS_ENDPOINT_URL`.
    environment_endpoint_url: Option<String>,
    /// `AWS_ENDPOINT_URL_<SERVICE>`; each is checked when a client of that service is made.
    service_endpoint_urls: Environment,
    pub(crate) credentials: CredentialsSource,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) max_attempts: u32,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) parameter_validation: bool,
    pub(crate) idempotency_tokens: Arc<dyn Fn() -> String + Send + Sync>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sleep: Arc<dyn Sleep>,
}

impl Config {
    /// Begins with nothing set and no environment.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// Reads everything from the environment of the process; the same as
    /// `Config::builder().environment(Environment::process()).build()`.
    ///
    /// # Errors
    ///
    /// As [`ConfigBuilder::build`]: when no region is set, or a setting is not what it must be. Absent credentials are
    /// told by the first call that has to be signed.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().environment(Environment::process()).build()
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.0.region
    }

    /// The custom endpoint of a service, from the place that goes first.
    pub(crate) fn endpoint_url(&self, service: &Service) -> Result<Option<String>, String> {
        if let Some(url) = &self.0.endpoint_url {
            return Ok(Some(url.clone()));
        }
        let variable = service_variable(service.sdk_id);
        match self.0.service_endpoint_urls.get(&variable)? {
            Some(url) => {
                check_endpoint_url(&format!("the environment variable {variable}"), url)?;
                Ok(Some(url.to_owned()))
            }
            None => Ok(self.0.environment_endpoint_url.clone()),
        }
    }
}

impl fmt::Debug for Config {
    /// Shows no credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.0;
        f.debug_struct("Config")
            .field("region", &settings.region)
            .field("endpoint_url", &settings.endpoint_url.as_ref().or(settings.environment_endpoint_url.as_ref()))
            .field("use_fips", &settings.use_fips)
            .field("use_dual_stack", &settings.use_dual_stack)
            .field("account_id_endpoint_mode", &settings.account_id_endpoint_mode)
            .field("endpoint_discovery", &settings.endpoint_discovery)
            .field("disable_request_compression", &settings.disable_request_compression)
            .field("request_min_compression_size_bytes", &settings.request_min_compression_size_bytes)
            .field("credentials", &settings.credentials)
            .field("max_attempts", &settings.max_attempts)
            .field("attempt_timeout", &settings.attempt_timeout)
            .field("operation_timeout", &settings.operation_timeout)
            .field("parameter_validation", &settings.parameter_validation)
            .finish_non_exhaustive()
    }
}
