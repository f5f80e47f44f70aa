//! Environment variables as a value, so that tests never touch the process's own.

use std::ffi::OsString;
use std::fmt;

/// Variables to read settings and credentials from: those of the process, or others in a test.
///
/// ```
/// use tinsmith::config::{Config, Environment};
///
/// let environment = Environment::from_iter([("AWS_REGION", "eu-west-1")]);
/// let config = Config::builder().environment(environment).build()?;
/// assert_eq!(config.region(), "eu-west-1");
/// # Ok::<(), tinsmith::error::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Environment(Vec<(OsString, OsString)>);

impl Environment {
    /// The process's variables whose names begin with `AWS_`, as they are now.
    #[must_use]
    pub fn process() -> Self {
        let ours = |name: &OsString| name.as_encoded_bytes().starts_with(b"AWS_");
        Self(std::env::vars_os().filter(|(name, _)| ours(name)).collect())
    }

    /// The value of a variable. An empty one counts as absent, as in every AWS tool.
    pub(crate) fn get(&self, name: &str) -> Result<Option<&str>, String> {
        match self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value) {
            None => Ok(None),
            Some(value) => match value.to_str() {
                Some("") => Ok(None),
                Some(value) => Ok(Some(value)),
                // The value is not shown: it may be a secret.
                None => Err(format!("the environment variable {name} is not valid UTF-8; set it to UTF-8 text")),
            },
        }
    }

    /// Keeps the variables whose names begin with a prefix.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Self {
        let kept = self.0.iter().filter(|(name, _)| name.as_encoded_bytes().starts_with(prefix.as_bytes()));
        Self(kept.cloned().collect())
    }
}

impl<N: Into<OsString>, V: Into<OsString>> FromIterator<(N, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Environment {
    /// Shows the names only: values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn empty_is_absent_and_debug_shows_no_value() {
        let environment = Environment::from_iter([("AWS_REGION", ""), ("AWS_SECRET_ACCESS_KEY", "hush")]);
        assert_eq!(environment.get("AWS_REGION"), Ok(None));
        assert_eq!(environment.get("AWS_SECRET_ACCESS_KEY"), Ok(Some("hush")));
        assert!(!format!("{environment:?}").contains("hush"));
    }

    #[cfg(unix)]
    #[test]
    fn not_utf_8_is_told_without_the_value() {
        use std::os::unix::ffi::OsStringExt;
        let value = std::ffi::OsString::from_vec(b"h\xffush".to_vec());
        let environment = Environment::from_iter([("AWS_REGION", value)]);
        let fault = environment.get("AWS_REGION").expect_err("it is a fault");
        assert!(fault.contains("AWS_REGION") && fault.contains("UTF-8") && !fault.contains("ush\""), "{fault}");
    }
}
