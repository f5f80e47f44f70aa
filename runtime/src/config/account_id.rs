//! Whether endpoints name the account that calls: the setting for services that route by it.

/// Whether an endpoint names the account of the credentials, where a service's endpoint rules know such endpoints, as
/// DynamoDB's do (AWS SDKs and Tools Reference Guide, "Account-based endpoints").
///
/// ```
/// use tinsmith::config::{AccountIdEndpointMode, Config};
///
/// let config = Config::builder().region("eu-west-1").account_id_endpoint_mode(AccountIdEndpointMode::Disabled).build()?;
/// # Ok::<(), tinsmith::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AccountIdEndpointMode {
    /// Where the credentials tell their account.
    #[default]
    Preferred,
    /// Never.
    Disabled,
    /// Always: a call whose credentials tell no account is an error.
    Required,
}

impl AccountIdEndpointMode {
    /// The word that the environment and endpoint rules have for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Disabled => "disabled",
            Self::Required => "required",
        }
    }

    /// Reads the word, in any case.
    pub(super) fn read(name: &str, value: &str) -> Result<Self, String> {
        let modes = [Self::Preferred, Self::Disabled, Self::Required];
        let found = modes.into_iter().find(|mode| value.eq_ignore_ascii_case(mode.name()));
        found.ok_or_else(|| {
            format!("the environment variable {name} is {value:?}; set it to preferred, disabled or required")
        })
    }
}
