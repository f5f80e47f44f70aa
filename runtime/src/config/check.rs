//! What a setting must be, and what to set instead.

use http::Uri;

use crate::endpoint::is_host_label;

/// Checks a region: it becomes a part of host names and signatures.
pub(super) fn check_region(region: &str) -> Result<(), String> {
    if is_host_label(region) {
        return Ok(());
    }
    Err(format!(
        "the region {region:?} is not a valid host label (1 to 63 letters, digits and hyphens); set AWS_REGION, or \
         ConfigBuilder::region, to one such as us-east-1"
    ))
}

/// Checks a custom endpoint; `name` says where it is set.
pub(super) fn check_endpoint_url(name: &str, url: &str) -> Result<(), String> {
    let fault =
        |what: &str| Err(format!("{name} {what}; set it to one such as https://example.com or http://localhost:8000"));
    // User info may hold a password, so that such a URL is never shown. The backslash is a slash to some URL parsers.
    if url.contains(['@', '\\']) {
        return fault("has user info or a backslash in its URL, where only scheme, host, port and path may stand");
    }
    let Ok(uri) = url.parse::<Uri>() else { return fault(&format!("is not a URL: {url:?}")) };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return fault(&format!("is not an http or https URL: {url:?}"));
    }
    if uri.host().is_none_or(str::is_empty) {
        return fault(&format!("has no host: {url:?}"));
    }
    if uri.query().is_some() || url.contains('#') {
        return fault("has a query or a fragment, where only scheme, host, port and path may stand");
    }
    Ok(())
}

/// The variable of a service's custom endpoint.
pub(super) fn service_variable(sdk_id: &str) -> String {
    let letter = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_uppercase() } else { '_' };
    SERVICE_ENDPOINT_PREFIX.chars().chain(sdk_id.chars().map(letter)).collect()
}

/// What the names of services' endpoint variables begin with.
pub(super) const SERVICE_ENDPOINT_PREFIX: &str = "AWS_ENDPOINT_URL_";

/// Reads `true` or `false`, in any case.
pub(super) fn boolean(name: &str, value: &str) -> Result<bool, String> {
    if value.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if value.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(format!("the environment variable {name} is {value:?}; set it to true or false"))
    }
}

/// Reads `true`, `false`, or `auto`, which leaves the choice to each operation.
pub(super) fn switch(name: &str, value: &str) -> Result<Option<bool>, String> {
    if value.trim().eq_ignore_ascii_case("auto") {
        return Ok(None);
    }
    boolean(name, value.trim())
        .map(Some)
        .map_err(|_| format!("the environment variable {name} is {value:?}; set it to true, false or auto"))
}

/// Reads the smallest size to compress, in bytes.
pub(super) fn minimum_size(name: &str, value: &str, largest: u32) -> Result<u32, String> {
    match value.trim().parse() {
        Ok(bytes) if bytes <= largest => Ok(bytes),
        _ => Err(format!(
            "the environment variable {name} is {value:?}; set it to a whole number of bytes from 0 to {largest}"
        )),
    }
}

/// Reads a number of attempts.
pub(super) fn attempts(name: &str, value: &str) -> Result<u32, String> {
    match value.trim().parse() {
        Ok(number) if number >= 1 => Ok(number),
        _ => Err(format!("the environment variable {name} is {value:?}; set it to a whole number of at least 1")),
    }
}

#[cfg(test)]
mod tests {
    use super::{attempts, boolean, check_endpoint_url, check_region, minimum_size, service_variable, switch};

    #[test]
    fn regions() {
        for region in ["us-east-1", "aws-global", "a"] {
            assert!(check_region(region).is_ok(), "{region}");
        }
        for region in ["", "us_east_1", "evil.com/", "-a", "a b", "a\r\nb", "é"] {
            assert!(check_region(region).is_err_and(|fault| fault.contains("AWS_REGION")), "{region}");
        }
    }

    #[test]
    fn endpoint_urls() {
        for url in ["http://localhost:8000", "https://example.com/base/", "http://[::1]:1", "HTTP://127.0.0.1"] {
            assert_eq!(check_endpoint_url("endpoint_url", url), Ok(()), "{url}");
        }
        for url in
            ["", "localhost", "localhost:8000", "ftp://a", "http://", "http:///a", "http://a b", "/a", "http://a?b"]
        {
            let fault = check_endpoint_url("AWS_ENDPOINT_URL", url).expect_err(url);
            assert!(fault.starts_with("AWS_ENDPOINT_URL ") && fault.contains("set it to"), "{fault}");
        }
        let fault = check_endpoint_url("endpoint_url", "https://me:hush@example.com").expect_err("it has user info");
        assert!(fault.contains("user info") && !fault.contains("hush"), "{fault}");
    }

    #[test]
    fn names_and_values() {
        assert_eq!(service_variable("OpsWorksCM"), "AWS_ENDPOINT_URL_OPSWORKSCM");
        assert_eq!(service_variable("Application Auto-Scaling"), "AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING");
        assert_eq!((boolean("A", "TRUE"), boolean("A", "false")), (Ok(true), Ok(false)));
        assert!(boolean("A", "1").is_err());
        let switches = ["true", "FALSE", "Auto", " true "].map(|value| switch("A", value).ok());
        assert_eq!(switches, [Some(Some(true)), Some(Some(false)), Some(None), Some(Some(true))]);
        assert!(switch("A", "1").is_err_and(|fault| fault.contains("true, false or auto")));
        assert_eq!((minimum_size("A", "0", 9), minimum_size("A", " 9 ", 9)), (Ok(0), Ok(9)));
        for value in ["-1", "10", "1.5", "many", "99999999999"] {
            assert!(minimum_size("A", value, 9).is_err_and(|fault| fault.contains("from 0 to 9")), "{value}");
        }
        assert_eq!(attempts("A", " 5"), Ok(5));
        for value in ["0", "-1", "many", "1.5", "99999999999"] {
            assert!(attempts("A", value).is_err_and(|fault| fault.contains("at least 1")), "{value}");
        }
    }
}
