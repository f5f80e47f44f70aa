//! What a setting must be, and what to set instead.

use crate::endpoint::{Value, check_url, is_host_label};

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
    match check_url(url) {
        Ok(()) => Ok(()),
        // User info may hold a password, so that such a URL is never shown. A query may hold a token.
        Err(reason) if url.contains(['@', '?', '#']) => fault(&format!("is not the URL of an endpoint: it {reason}")),
        Err(reason) => fault(&format!("is not the URL of an endpoint: {} {reason}", Value::from(url))),
    }
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
        let refused = [
            ("", "no scheme"),
            ("localhost", "no scheme"),
            ("localhost:8000", "no scheme"),
            ("/a", "no scheme"),
            ("ftp://a", "must begin with https:// or http://"),
            ("http://", "host"),
            ("http:///a", "host"),
            ("http://a b", "host"),
            ("http://a\\b", "host"),
            ("http://127.1", "host"),
            ("http://a:0", "port"),
            ("http://a:65536", "port"),
            ("http://a:", "port"),
            ("http://a/b/../c", "path"),
            ("http://a/b c", "path"),
            ("http://a?token=hush", "query"),
            ("http://a#hush", "fragment"),
            ("https://me:hush@example.com", "user info"),
            ("me:hush@example.com", "no scheme"),
        ];
        for (url, reason) in refused {
            let fault = check_endpoint_url("AWS_ENDPOINT_URL", url).expect_err(url);
            assert!(fault.starts_with("AWS_ENDPOINT_URL is not the URL of an endpoint: "), "{fault}");
            assert!(fault.contains(reason) && fault.contains("; set it to one such as"), "{fault}");
            assert!(!fault.contains("hush"), "{fault}");
        }
        let fault = check_endpoint_url("endpoint_url", "example.com").expect_err("it has no scheme");
        assert_eq!(
            fault,
            "endpoint_url is not the URL of an endpoint: \"example.com\" has no scheme: it must begin with https:// or \
             http://; set it to one such as https://example.com or http://localhost:8000"
        );
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
