//! Who signs: credentials that are given, that the environment holds, or that any provider of AWS's own traits finds.

use std::fmt;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future;

pub use aws_credential_types::Credentials;
pub use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};

use crate::config::Environment;
use crate::error::{Error, ErrorKind};
use crate::operation::Auth;

const ACCESS_KEY: &str = "AWS_ACCESS_KEY_ID";
const SECRET_KEY: &str = "AWS_SECRET_ACCESS_KEY";
const SESSION_TOKEN: &str = "AWS_SESSION_TOKEN";
const ACCOUNT_ID: &str = "AWS_ACCOUNT_ID";

const WHAT_TO_SET: &str = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary \
                           credentials) in the environment, or give the client some with ConfigBuilder::credentials";

/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones, `AWS_SESSION_TOKEN`. Their
/// account is that of `AWS_ACCOUNT_ID`, where it is set.
///
/// The variables are read once, when the provider is made. An empty variable counts as absent. When only one of the
/// two keys is set, the provider fails and tells which one is missing.
#[derive(Clone)]
pub struct EnvironmentProvider(Found);

#[derive(Clone)]
enum Found {
    Credentials(Credentials),
    Nothing,
    Fault(String),
}

impl EnvironmentProvider {
    /// Reads the variables.
    #[must_use]
    pub fn new(environment: &Environment) -> Self {
        Self(Self::read(environment).unwrap_or_else(Found::Fault))
    }

    fn read(environment: &Environment) -> Result<Found, String> {
        let (token, account) = (environment.get(SESSION_TOKEN)?, environment.get(ACCOUNT_ID)?);
        let half = |set: &str, missing: &str| Err(format!("{set} is set and {missing} is not; set both"));
        match (environment.get(ACCESS_KEY)?, environment.get(SECRET_KEY)?) {
            (Some(access_key), Some(secret_key)) => {
                let mut credentials = Credentials::builder()
                    .access_key_id(access_key)
                    .secret_access_key(secret_key)
                    .provider_name("Environment");
                credentials.set_session_token(token.map(str::to_owned));
                credentials.set_account_id(account.map(Into::into));
                Ok(Found::Credentials(credentials.build()))
            }
            (Some(_), None) => half(ACCESS_KEY, SECRET_KEY),
            (None, Some(_)) => half(SECRET_KEY, ACCESS_KEY),
            (None, None) => Ok(Found::Nothing),
        }
    }
}

impl Default for EnvironmentProvider {
    /// Reads the variables of the process.
    fn default() -> Self {
        Self::new(&Environment::process())
    }
}

impl ProvideCredentials for EnvironmentProvider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(match &self.0 {
            Found::Credentials(credentials) => Ok(credentials.clone()),
            Found::Nothing => {
                Err(CredentialsError::not_loaded(format!("the environment sets neither {ACCESS_KEY} nor {SECRET_KEY}")))
            }
            Found::Fault(fault) => Err(CredentialsError::invalid_configuration(fault.clone())),
        })
    }
}

impl fmt::Debug for EnvironmentProvider {
    /// Tells what was found and never a value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = match &self.0 {
            Found::Credentials(_) => "credentials",
            Found::Nothing => "nothing",
            Found::Fault(fault) => fault,
        };
        f.debug_tuple("EnvironmentProvider").field(&format_args!("{found}")).finish()
    }
}

/// Where a client's credentials come from.
#[derive(Clone)]
pub(crate) enum CredentialsSource {
    /// No provider was given, and the environment was not to be read.
    Nothing,
    /// The environment.
    Environment(EnvironmentProvider),
    /// A provider that the caller gave.
    Given(SharedCredentialsProvider),
}

impl CredentialsSource {
    /// The credentials to sign a request with; none where the request goes unsigned.
    pub(crate) async fn for_request(&self, auth: Auth) -> Result<Option<Credentials>, Error> {
        if auth == Auth::None {
            return Ok(None);
        }
        let fault = match self.load().await {
            Ok(credentials) => return Ok(Some(credentials)),
            Err(CredentialsError::CredentialsNotLoaded(_)) if auth == Auth::Optional => return Ok(None),
            Err(fault) => fault,
        };
        let (what, advice) = match (self, &fault) {
            (Self::Nothing, _) => (
                "no credentials were found: ConfigBuilder::credentials was given none, and no environment was read",
                true,
            ),
            (Self::Environment(_), CredentialsError::CredentialsNotLoaded(_)) => (
                "no credentials were found: the environment sets neither AWS_ACCESS_KEY_ID nor AWS_SECRET_ACCESS_KEY",
                true,
            ),
            (Self::Environment(EnvironmentProvider(Found::Fault(fault))), _) => (fault.as_str(), false),
            (_, CredentialsError::CredentialsNotLoaded(_)) => {
                ("no credentials were found: the provider that was given to the client has none", true)
            }
            (_, CredentialsError::ProviderTimedOut(_)) => ("the client's credentials provider took too long", false),
            _ => ("the client's credentials provider failed", false),
        };
        let message = if advice { format!("{what}; {WHAT_TO_SET}") } else { what.to_owned() };
        Err(Error::new(ErrorKind::Credentials, message).with_source(fault))
    }

    async fn load(&self) -> Result<Credentials, CredentialsError> {
        match self {
            Self::Nothing => Err(CredentialsError::not_loaded_no_source()),
            Self::Environment(provider) => provider.provide_credentials().await,
            Self::Given(provider) => provider.provide_credentials().await,
        }
    }
}

impl fmt::Debug for CredentialsSource {
    /// Tells the source's kind only: a foreign provider's `Debug` is not ours to trust with secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("none"),
            Self::Environment(provider) => fmt::Debug::fmt(provider, f),
            Self::Given(_) => f.write_str("a provider that was given"),
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_credential_types::provider::error::CredentialsError;
    use aws_credential_types::provider::future;

    use super::{Credentials, CredentialsSource, EnvironmentProvider, ProvideCredentials, SharedCredentialsProvider};
    use crate::config::Environment;
    use crate::error::{Error, ErrorKind};
    use crate::operation::Auth;
    use crate::time::fake::block_on;

    fn environment(variables: &[(&str, &str)]) -> CredentialsSource {
        let environment = variables.iter().copied().collect::<Environment>();
        CredentialsSource::Environment(EnvironmentProvider::new(&environment))
    }

    fn load(source: &CredentialsSource, auth: Auth) -> Result<Option<Credentials>, Error> {
        block_on(source.for_request(auth))
    }

    #[test]
    fn reads_all_three() {
        let source = environment(&[
            ("AWS_ACCESS_KEY_ID", "AKID"),
            ("AWS_SECRET_ACCESS_KEY", "hush"),
            ("AWS_SESSION_TOKEN", "token"),
        ]);
        let credentials = load(&source, Auth::SigV4).expect("they are set").expect("they sign");
        assert_eq!(credentials.access_key_id(), "AKID");
        assert_eq!(credentials.secret_access_key(), "hush");
        assert_eq!(credentials.session_token(), Some("token"));
        assert_eq!(credentials.account_id(), None);
        assert!(load(&source, Auth::None).expect("none are wanted").is_none());
        let shown = format!("{source:?} {credentials:?}");
        assert!(!shown.contains("hush") && !shown.contains("token"), "{shown}");
    }

    #[test]
    fn the_account_is_a_variable_of_its_own() {
        let keys =
            [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "hush"), ("AWS_ACCOUNT_ID", "123456789012")];
        let account = |variables: &[(&str, &str)]| {
            let credentials = load(&environment(variables), Auth::Optional).expect("nothing is wrong");
            credentials.and_then(|credentials| credentials.account_id().map(|id| id.as_str().to_owned()))
        };
        assert_eq!(account(&keys).as_deref(), Some("123456789012"));
        // Without keys there is nothing that it could be the account of.
        assert_eq!(account(&keys[2..]), None);
    }

    #[test]
    fn absent_ones_are_told_with_what_to_set() {
        let given = CredentialsSource::Given(SharedCredentialsProvider::new(Failing(false)));
        let sources = [environment(&[]), environment(&[("AWS_ACCESS_KEY_ID", "")]), CredentialsSource::Nothing, given];
        for source in sources {
            let error = load(&source, Auth::SigV4).expect_err("there are none");
            assert_eq!(error.kind(), ErrorKind::Credentials);
            for part in ["no credentials were found: ", "set AWS_ACCESS_KEY_ID and", "ConfigBuilder::credentials"] {
                assert!(error.message().contains(part), "{error}");
            }
            assert!(load(&source, Auth::Optional).is_ok_and(|credentials| credentials.is_none()));
        }
    }

    #[test]
    fn half_set_ones_tell_the_other_half() {
        let cases = [
            (("AWS_ACCESS_KEY_ID", "AKID"), "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not; set both"),
            (("AWS_SECRET_ACCESS_KEY", "hush"), "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not; set both"),
        ];
        for (variable, wanted) in cases {
            for auth in [Auth::SigV4, Auth::Optional] {
                let error = load(&environment(&[variable]), auth).expect_err("half is missing");
                assert_eq!(error.message(), wanted);
                assert!(!format!("{error:?}").contains("hush"));
            }
        }
    }

    #[derive(Debug)]
    struct Failing(bool);

    impl ProvideCredentials for Failing {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            future::ProvideCredentials::ready(Err(if self.0 {
                CredentialsError::provider_error("the vault is shut")
            } else {
                CredentialsError::not_loaded_no_source()
            }))
        }
    }

    #[test]
    fn a_failing_provider_is_the_source() {
        let source = CredentialsSource::Given(SharedCredentialsProvider::new(Failing(true)));
        let error = load(&source, Auth::Optional).expect_err("the provider failed");
        assert_eq!(error.kind(), ErrorKind::Credentials);
        assert!(format!("{error:?}").contains("the vault is shut"));
    }
}
