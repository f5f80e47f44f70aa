//! Making a [`Config`]: what is set in code, what the environment adds, and all faults at once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::check::{
    SERVICE_ENDPOINT_PREFIX, attempts, boolean, check_endpoint_url, check_region, minimum_size, switch,
};
use super::{AccountIdEndpointMode, Config, Environment, Settings};
use crate::credentials::{CredentialsSource, EnvironmentProvider, ProvideCredentials, SharedCredentialsProvider};
use crate::error::{Error, ErrorKind};
use crate::random::uuid;
use crate::retry::DEFAULT_MAX_ATTEMPTS;
use crate::time::{Clock, Sleep, SystemClock, TokioSleep};
use crate::transport::{DEFAULT_RESPONSE_LIMIT, HttpTransport, Transport};

/// The time to connect where nothing else is set, as the AWS SDK for Rust has it.
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_millis(3100);

/// The time to wait for the next bytes where nothing else is set, as boto3 has it.
const DEFAULT_READ_TIMEOUT: Duration = Duration::from_secs(60);

/// The bytes that a body has at least to be compressed, where nothing else is set, and the most that may be set
/// (Smithy, "requestCompression trait").
const DEFAULT_MINIMUM: u32 = 10_240;
const LARGEST_MINIMUM: u32 = 10_485_760;

/// Collects the settings of a [`Config`], or of a generated crate's client, which is made of one.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ConfigBuilder<C = Config> {
    parts: Parts,
    makes: PhantomData<fn() -> C>,
}

/// What was set so far.
#[derive(Clone, Default)]
struct Parts {
    environment: Environment,
    reads_environment: bool,
    region: Option<String>,
    endpoint_url: Option<String>,
    credentials: Option<SharedCredentialsProvider>,
    http: Http,
    max_attempts: Option<u32>,
    use_fips: Option<bool>,
    use_dual_stack: Option<bool>,
    account_id_endpoint_mode: Option<AccountIdEndpointMode>,
    endpoint_discovery: Option<bool>,
    disable_request_compression: Option<bool>,
    request_min_compression_size_bytes: Option<u32>,
    connect_timeout: Option<Option<Duration>>,
    read_timeout: Option<Option<Duration>>,
    attempt_timeout: Option<Duration>,
    operation_timeout: Option<Duration>,
    response_limit: Option<usize>,
    parameter_validation: Option<bool>,
    idempotency_tokens: Option<Arc<dyn Fn() -> String + Send + Sync>>,
    clock: Option<Arc<dyn Clock>>,
    sleep: Option<Arc<dyn Sleep>>,
}

/// What sends the requests.
#[derive(Clone, Default)]
enum Http {
    /// The runtime's own client.
    #[default]
    Own,
    /// A client of the caller's.
    Client(reqwest::Client),
    /// A transport of the caller's.
    Transport(Arc<dyn Transport>),
}

impl<C: From<Config>> ConfigBuilder<C> {
    /// Sets the region, such as `us-east-1`. There is no default.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.parts.region = Some(region.into());
        self
    }

    /// Sets the URL to send all requests to, such as `http://localhost:8000`, in place of the service's own endpoint.
    /// It goes before every variable of the environment. Its path, if it has one, stands before each operation's own.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.parts.endpoint_url = Some(url.into());
        self
    }

    /// Sets what gives the credentials: [`Credentials`](crate::credentials::Credentials) themselves, or any provider,
    /// such as the chain of aws-config. The provider is asked for each attempt, and so has to cache what is slow.
    pub fn credentials(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.parts.credentials = Some(SharedCredentialsProvider::new(provider));
        self
    }

    /// Sends requests with this client, as [`HttpTransport::new`] tells. Its own time limits to connect and to read
    /// hold, and not those that are set here. The last of this and [`ConfigBuilder::transport`] counts.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.parts.http = Http::Client(client);
        self
    }

    /// Sends requests through this transport. The last of this and [`ConfigBuilder::http_client`] counts.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.parts.http = Http::Transport(Arc::new(transport));
        self
    }

    /// Sets the most attempts of a call, the first among them; 1 turns retries off. The default is 3.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.parts.max_attempts = Some(attempts);
        self
    }

    /// Sets whether to use endpoints whose cryptography is validated after FIPS 140. The default is no.
    pub fn use_fips(mut self, use_fips: bool) -> Self {
        self.parts.use_fips = Some(use_fips);
        self
    }

    /// Sets whether to use endpoints that answer over IPv4 and IPv6. The default is no.
    pub fn use_dual_stack(mut self, use_dual_stack: bool) -> Self {
        self.parts.use_dual_stack = Some(use_dual_stack);
        self
    }

    /// Sets whether endpoints name the account of the credentials, for services that have such endpoints. The default is
    /// [`AccountIdEndpointMode::Preferred`].
    pub fn account_id_endpoint_mode(mut self, mode: AccountIdEndpointMode) -> Self {
        self.parts.account_id_endpoint_mode = Some(mode);
        self
    }

    /// Sets whether operations ask the service for their endpoint where it can tell one (endpoint discovery): `true`
    /// for all that can, `false` for none, and then those that cannot do without fail. Where it is not set, those ask
    /// that cannot do without. A custom endpoint goes before it: nothing is asked then.
    pub fn endpoint_discovery(mut self, enabled: bool) -> Self {
        self.parts.endpoint_discovery = Some(enabled);
        self
    }

    /// Sets whether requests go uncompressed that their service would take compressed. The default is no.
    pub fn disable_request_compression(mut self, disable: bool) -> Self {
        self.parts.disable_request_compression = Some(disable);
        self
    }

    /// Sets how many bytes a body has at least to be compressed, where the service takes it compressed: 0 to
    /// 10,485,760. The default is 10,240.
    pub fn request_min_compression_size_bytes(mut self, bytes: u32) -> Self {
        self.parts.request_min_compression_size_bytes = Some(bytes);
        self
    }

    /// Limits the time to connect, TLS included; `None` takes the limit away. The default is 3.1 seconds.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.parts.connect_timeout = Some(limit.into());
        self
    }

    /// Limits the time until the next bytes of an answer come; `None` takes the limit away. The default is 60 seconds.
    pub fn read_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.parts.read_timeout = Some(limit.into());
        self
    }

    /// Limits the time of one attempt, from sending to the last byte of the answer; `None`, the default, sets no limit.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.parts.attempt_timeout = limit.into();
        self
    }

    /// Limits the time of a call with all its attempts and pauses; `None`, the default, sets no limit.
    pub fn operation_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.parts.operation_timeout = limit.into();
        self
    }

    /// Limits the length of an answer's body, in bytes. The default is 64 MiB. It does not reach a transport of your own.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.parts.response_limit = Some(bytes);
        self
    }

    /// Sets whether inputs are checked before they are sent: required members, lengths and ranges. The default is yes;
    /// without it, the service is the one to tell.
    pub fn parameter_validation(mut self, check: bool) -> Self {
        self.parts.parameter_validation = Some(check);
        self
    }

    /// Sets what gives the idempotency tokens of inputs that leave them out. The default is a fresh UUID each time. A
    /// source that repeats a token makes the service take two calls for one.
    pub fn idempotency_token_source(mut self, source: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.parts.idempotency_tokens = Some(Arc::new(source));
        self
    }

    /// Sets the clock that requests are signed with. The default is the machine's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.parts.clock = Some(Arc::new(clock));
        self
    }

    /// Sets what waits. The default is tokio's timer.
    pub fn sleep(mut self, sleep: impl Sleep + 'static) -> Self {
        self.parts.sleep = Some(Arc::new(sleep));
        self
    }

    /// Reads what is not set in code from these variables.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.parts.environment = environment;
        self.parts.reads_environment = true;
        self
    }

    /// Checks the settings. Nothing is sent and nothing is connected to.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] with all faults at once and what to set: no region, a region that is no host label,
    /// an endpoint that is no http or https URL, a number of attempts below 1, a smallest size to compress above
    /// 10,485,760, a time limit of zero, a variable that is not UTF-8 or not what it must be.
    pub fn build(self) -> Result<C, Error> {
        self.parts.build().map(C::from)
    }
}

impl Parts {
    fn build(self) -> Result<Config, Error> {
        let mut faults = Faults::default();
        let region = self.resolve_region(&mut faults);
        let url = self.endpoint_url.as_deref();
        faults.check(url.map(|url| check_endpoint_url("ConfigBuilder::endpoint_url", url)));
        let environment_endpoint_url = match url {
            Some(_) => None,
            None => self.read(&mut faults, "AWS_ENDPOINT_URL", |name, url| {
                check_endpoint_url(&format!("the environment variable {name}"), url).map(|()| url.to_owned())
            }),
        };
        let max_attempts = match self.max_attempts {
            Some(0) => faults.add("ConfigBuilder::max_attempts is 0; set it to at least 1"),
            set => set.or_else(|| self.read(&mut faults, "AWS_MAX_ATTEMPTS", attempts)),
        };
        let use_fips = self.use_fips.or_else(|| self.read(&mut faults, "AWS_USE_FIPS_ENDPOINT", boolean));
        let use_dual_stack =
            self.use_dual_stack.or_else(|| self.read(&mut faults, "AWS_USE_DUALSTACK_ENDPOINT", boolean));
        let account_id_endpoint_mode = self
            .account_id_endpoint_mode
            .or_else(|| self.read(&mut faults, "AWS_ACCOUNT_ID_ENDPOINT_MODE", AccountIdEndpointMode::read));
        let endpoint_discovery = match self.endpoint_discovery {
            Some(enabled) => Some(enabled),
            // botocore looks for the second name.
            None => self
                .read(&mut faults, "AWS_ENABLE_ENDPOINT_DISCOVERY", switch)
                .or_else(|| self.read(&mut faults, "AWS_ENDPOINT_DISCOVERY_ENABLED", switch))
                .flatten(),
        };
        let disable_request_compression = self
            .disable_request_compression
            .or_else(|| self.read(&mut faults, "AWS_DISABLE_REQUEST_COMPRESSION", boolean));
        let minimum = match self.request_min_compression_size_bytes {
            Some(bytes) if bytes > LARGEST_MINIMUM => faults.add(format!(
                "ConfigBuilder::request_min_compression_size_bytes is {bytes}; set it to 0 to {LARGEST_MINIMUM}"
            )),
            set => set.or_else(|| {
                self.read(&mut faults, "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", |name, value| {
                    minimum_size(name, value, LARGEST_MINIMUM)
                })
            }),
        };
        self.check_timeouts(&mut faults);
        faults.told()?;
        Ok(Config(Arc::new(Settings {
            region,
            use_fips: use_fips.unwrap_or(false),
            use_dual_stack: use_dual_stack.unwrap_or(false),
            account_id_endpoint_mode: account_id_endpoint_mode.unwrap_or_default(),
            endpoint_discovery,
            disable_request_compression: disable_request_compression.unwrap_or(false),
            request_min_compression_size_bytes: minimum.unwrap_or(DEFAULT_MINIMUM),
            environment_endpoint_url,
            service_endpoint_urls: self.environment.with_prefix(SERVICE_ENDPOINT_PREFIX),
            credentials: match self.credentials {
                Some(provider) => CredentialsSource::Given(provider),
                None if self.reads_environment => {
                    CredentialsSource::Environment(EnvironmentProvider::new(&self.environment))
                }
                None => CredentialsSource::Nothing,
            },
            transport: make_transport(self.http, self.connect_timeout, self.read_timeout, self.response_limit),
            endpoint_url: self.endpoint_url,
            max_attempts: max_attempts.unwrap_or(DEFAULT_MAX_ATTEMPTS),
            attempt_timeout: self.attempt_timeout,
            operation_timeout: self.operation_timeout,
            parameter_validation: self.parameter_validation.unwrap_or(true),
            idempotency_tokens: self.idempotency_tokens.unwrap_or_else(|| Arc::new(uuid)),
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock)),
            sleep: self.sleep.unwrap_or_else(|| Arc::new(TokioSleep)),
        })))
    }

    fn resolve_region(&self, faults: &mut Faults) -> String {
        let before = faults.0.len();
        let owned = |_: &str, value: &str| Ok(value.to_owned());
        let region = self.region.clone().or_else(|| {
            self.read(faults, "AWS_REGION", owned).or_else(|| self.read(faults, "AWS_DEFAULT_REGION", owned))
        });
        match region {
            Some(region) => {
                faults.check(Some(check_region(&region)));
                region
            }
            None => {
                // A variable that cannot be read is told already.
                if faults.0.len() == before {
                    let looked = match self.reads_environment {
                        true => "neither AWS_REGION nor AWS_DEFAULT_REGION is set",
                        false => "ConfigBuilder::region was not called, and no environment was read",
                    };
                    faults.0.push(format!(
                        "no region: {looked}; set AWS_REGION, or ConfigBuilder::region, to one such as us-east-1"
                    ));
                }
                String::new()
            }
        }
    }

    /// Reads a variable, where there is one.
    fn read<T>(&self, faults: &mut Faults, name: &str, parse: impl Fn(&str, &str) -> Result<T, String>) -> Option<T> {
        let value = self.environment.get(name).and_then(|value| value.map(|value| parse(name, value)).transpose());
        value.unwrap_or_else(|fault| faults.add(fault))
    }

    fn check_timeouts(&self, faults: &mut Faults) {
        let limits = [
            ("connect_timeout", self.connect_timeout.flatten()),
            ("read_timeout", self.read_timeout.flatten()),
            ("attempt_timeout", self.attempt_timeout),
            ("operation_timeout", self.operation_timeout),
        ];
        for (name, limit) in limits {
            if limit.is_some_and(|limit| limit.is_zero()) {
                faults.0.push(format!("ConfigBuilder::{name} is zero; set it to more, or to None for no limit"));
            }
        }
    }
}

fn make_transport(
    http: Http,
    connect_timeout: Option<Option<Duration>>,
    read_timeout: Option<Option<Duration>>,
    response_limit: Option<usize>,
) -> Arc<dyn Transport> {
    let transport = match http {
        Http::Transport(transport) => return transport,
        Http::Client(client) => HttpTransport::new(client),
        Http::Own => HttpTransport::lazy(
            connect_timeout.unwrap_or(Some(DEFAULT_CONNECT_TIMEOUT)),
            read_timeout.unwrap_or(Some(DEFAULT_READ_TIMEOUT)),
        ),
    };
    Arc::new(transport.response_limit(response_limit.unwrap_or(DEFAULT_RESPONSE_LIMIT)))
}

/// What is wrong with the settings, all of it.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add<T>(&mut self, fault: impl Into<String>) -> Option<T> {
        self.0.push(fault.into());
        None
    }

    fn check(&mut self, result: Option<Result<(), String>>) {
        if let Some(Err(fault)) = result {
            self.0.push(fault);
        }
    }

    fn told(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Configuration, self.0.join("; also: "))) }
    }
}

// Not derived: these hold whatever is made.
impl<C> Clone for ConfigBuilder<C> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), makes: PhantomData }
    }
}

impl<C> Default for ConfigBuilder<C> {
    fn default() -> Self {
        Self { parts: Parts::default(), makes: PhantomData }
    }
}

impl<C> fmt::Debug for ConfigBuilder<C> {
    /// Shows no credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder")
            .field("region", &self.parts.region)
            .field("environment", &self.parts.environment)
            .field("credentials", &self.parts.credentials.is_some())
            .finish_non_exhaustive()
    }
}
