//! An endpoint that the rules gave, checked.

use std::fmt;

use http::uri::{Authority, Scheme};
use http::{HeaderName, HeaderValue};

use crate::error::{Error, ErrorKind};

use super::host::{is_address, is_host_label, is_usable_host};
use super::parameters::Value;
use super::url;

/// Where a call goes, and what signing and sending have to know about it.
///
/// The URL is http or https, its host consists of host labels or is an address, and it has no user info, no query and
/// no fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedEndpoint {
    /// `http` or `https`.
    pub scheme: Scheme,
    /// The host, and the port where the URL names one.
    pub authority: Authority,
    /// What stands before each operation's own path: empty, or a path that begins with a slash.
    pub path: String,
    /// Headers to send along, each with its values.
    pub headers: Vec<(String, Vec<String>)>,
    /// All properties of the endpoint, as the rule set gives them.
    pub properties: Vec<(&'static str, Value)>,
    /// The property `authSchemes`: what changes how requests are signed, by scheme.
    pub auth_schemes: Vec<AuthScheme>,
}

/// An item of the endpoint property `authSchemes`: it changes how a scheme signs, and does not choose the scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthScheme {
    /// The scheme's name, such as `sigv4` or `sigv4a`.
    pub name: String,
    /// The service to sign for, in place of the service's own signing name.
    pub signing_name: Option<String>,
    /// The region to sign for, in place of the client's (`sigv4`).
    pub signing_region: Option<String>,
    /// The regions to sign for (`sigv4a`).
    pub signing_region_set: Vec<String>,
    /// Whether the path must not be escaped a second time while signing.
    pub disable_double_encoding: bool,
    /// Whether the path must not be normalised while signing.
    pub disable_normalize_path: bool,
}

impl ResolvedEndpoint {
    /// Checks what an endpoint rule gave.
    ///
    /// # Errors
    ///
    /// Tells what is wrong with the URL, a header or a signing region.
    pub(super) fn build(
        text: &str,
        headers: Vec<(String, Vec<String>)>,
        properties: Vec<(&'static str, Value)>,
    ) -> Result<Self, String> {
        let shown = Value::from(text);
        let parts = url::parse(text).map_err(|reason| format!("the endpoint {shown} {reason}"))?;
        let authority = parts.authority.parse().map_err(|_| format!("the endpoint {shown} has an invalid host"))?;
        check_headers(&headers)?;
        let auth_schemes: Vec<AuthScheme> = properties
            .iter()
            .find(|(name, _)| *name == "authSchemes")
            .and_then(|(_, schemes)| schemes.as_list())
            .unwrap_or_default()
            .iter()
            .map(auth_scheme)
            .collect();
        for region in auth_schemes.iter().filter_map(|scheme| scheme.signing_region.as_deref()) {
            if !is_host_label(region) {
                let region = Value::from(region);
                return Err(format!("the signing region {region} of the endpoint is not a valid host label"));
            }
        }
        Ok(Self {
            scheme: if parts.scheme == "http" { Scheme::HTTP } else { Scheme::HTTPS },
            authority,
            path: parts.path.to_owned(),
            headers,
            properties,
            auth_schemes,
        })
    }

    /// The host, without a port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.authority.host()
    }

    /// The service to sign for with SigV4, when it is another than the service's own.
    #[must_use]
    pub fn signing_name(&self) -> Option<&str> {
        self.sigv4()?.signing_name.as_deref()
    }

    /// The region to sign for with SigV4, when it is another than the client's.
    #[must_use]
    pub fn signing_region(&self) -> Option<&str> {
        self.sigv4()?.signing_region.as_deref()
    }

    /// Whether SigV4 must not escape the path a second time.
    #[must_use]
    pub fn disable_double_encoding(&self) -> bool {
        self.sigv4().is_some_and(|scheme| scheme.disable_double_encoding)
    }

    /// Whether SigV4 must not normalise the path.
    #[must_use]
    pub fn disable_normalize_path(&self) -> bool {
        self.sigv4().is_some_and(|scheme| scheme.disable_normalize_path)
    }

    /// The schemes that the endpoint is for, when it names some and SigV4 is none of them.
    #[must_use]
    pub fn other_schemes(&self) -> Option<String> {
        if self.auth_schemes.is_empty() || self.sigv4().is_some() {
            return None;
        }
        let names: Vec<&str> = self.auth_schemes.iter().map(|scheme| scheme.name.as_str()).collect();
        Some(names.join(", "))
    }

    fn sigv4(&self) -> Option<&AuthScheme> {
        self.auth_schemes.iter().find(|scheme| scheme.name == "sigv4")
    }

    /// The authority with an operation's host prefix (`smithy.api#endpoint`) before it, labels filled in. An address
    /// takes no prefix, and a stand-in service on one needs none: then the authority stays as it is.
    ///
    /// # Errors
    ///
    /// An [`Error`] of the kind [`ErrorKind::Endpoint`] when the prefix does not consist of valid host labels.
    pub fn authority_with_prefix(&self, prefix: &str) -> Result<Authority, Error> {
        if prefix.is_empty() || is_address(self.host()) {
            return Ok(self.authority.clone());
        }
        // The last part of a prefix may be the beginning of a label that the host's first one ends.
        let host = format!("{prefix}{}", self.host());
        let labels = prefix.split('.').count();
        let authority = format!("{prefix}{}", self.authority).parse();
        match authority {
            Ok(authority) if is_usable_host(&host) && host.split('.').take(labels).all(is_host_label) => Ok(authority),
            _ => {
                let prefix = Value::from(prefix);
                let message = format!(
                    "the host prefix {prefix} does not consist of valid host labels: 1 to 63 letters, digits and \
                     hyphens each; check the input's members that it is made of"
                );
                Err(Error::new(ErrorKind::Endpoint, message))
            }
        }
    }
}

impl fmt::Display for ResolvedEndpoint {
    /// Writes the URL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.path)
    }
}

fn check_headers(headers: &[(String, Vec<String>)]) -> Result<(), String> {
    for (name, values) in headers {
        let valid =
            HeaderName::try_from(name).is_ok() && values.iter().all(|value| HeaderValue::from_str(value).is_ok());
        if !valid {
            return Err(format!("the endpoint's header {name:?} has a name or a value that HTTP does not allow"));
        }
    }
    Ok(())
}

fn auth_scheme(value: &Value) -> AuthScheme {
    let text = |name| value.member(name).and_then(Value::as_str).map(str::to_owned);
    let flag = |name| value.member(name).and_then(Value::as_bool).unwrap_or(false);
    let regions = value.member("signingRegionSet").and_then(Value::as_list).unwrap_or_default();
    AuthScheme {
        name: text("name").unwrap_or_default(),
        signing_name: text("signingName"),
        signing_region: text("signingRegion"),
        signing_region_set: regions.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        disable_double_encoding: flag("disableDoubleEncoding"),
        disable_normalize_path: flag("disableNormalizePath"),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::{ResolvedEndpoint, Value};

    fn endpoint(url: &str) -> ResolvedEndpoint {
        ResolvedEndpoint::build(url, Vec::new(), Vec::new()).expect("the URL is valid")
    }

    #[test]
    fn prefixes() {
        let cases = [
            ("https://example.com:8443/base", "", "example.com:8443"),
            ("https://example.com:8443/base", "data.", "data.example.com:8443"),
            ("https://example.com", "a.b-", "a.b-example.com"),
            ("http://127.0.0.1:8000", "data.", "127.0.0.1:8000"),
            ("http://[::1]:8000", "data.", "[::1]:8000"),
        ];
        for (url, prefix, wanted) in cases {
            let authority = endpoint(url).authority_with_prefix(prefix).map(|authority| authority.to_string());
            assert_eq!(authority.ok().as_deref(), Some(wanted), "{url} {prefix}");
        }
        for prefix in [".", "a..", "-a.", "a_b.", "evil.com/", "a@", "a:1", "é.", "a b.", "a-."] {
            assert!(endpoint("https://example.com").authority_with_prefix(prefix).is_err(), "{prefix}");
        }
    }

    #[test]
    fn signing_regions_are_checked() {
        let scheme = |region: &str| {
            let scheme = Value::Record(vec![("name", "sigv4".into()), ("signingRegion", region.into())]);
            ResolvedEndpoint::build("https://a.b", Vec::new(), vec![("authSchemes", Value::List(vec![scheme]))])
        };
        assert!(scheme("us-east-1").is_ok_and(|endpoint| endpoint.signing_region() == Some("us-east-1")));
        assert!(scheme("us-east-1/x").is_err());
    }
}
