//! The URLs of endpoints: scheme, host, port and path, and nothing beside them.

use http::uri::Authority;

use super::host::{is_address, is_host_name, is_usable_host};
use super::parameters::Value;

/// A URL that has been checked, in parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Url<'a> {
    /// `http` or `https`.
    pub(super) scheme: &'static str,
    /// Host and, where there is one, port, as they stand in the text.
    pub(super) authority: &'a str,
    /// The host alone.
    pub(super) host: &'a str,
    /// Empty, or a path that begins with a slash.
    pub(super) path: &'a str,
}

/// Checks a URL that an endpoint is to have.
///
/// # Errors
///
/// As [`parse`].
pub(crate) fn check(text: &str) -> Result<(), &'static str> {
    parse(text).map(drop)
}

/// Takes a URL apart.
///
/// # Errors
///
/// Says what is wrong, as the end of a sentence that begins with the URL.
pub(super) fn parse(text: &str) -> Result<Url<'_>, &'static str> {
    let (scheme, rest) = text.split_once("://").ok_or("has no scheme: it must begin with https:// or http://")?;
    let scheme = match scheme {
        _ if scheme.eq_ignore_ascii_case("https") => "https",
        _ if scheme.eq_ignore_ascii_case("http") => "http",
        _ => return Err("must begin with https:// or http://"),
    };
    if rest.contains(['?', '#']) {
        return Err("must have neither a query nor a fragment");
    }
    let (authority, path) = match rest.find('/').and_then(|slash| rest.split_at_checked(slash)) {
        Some(parts) => parts,
        None => (rest, ""),
    };
    if authority.contains('@') {
        return Err("must not have user info before its host");
    }
    let (host, port) = split_port(authority);
    if port.is_some_and(|port| !is_port(port)) {
        return Err("has a port that is not a number from 1 to 65535");
    }
    if !is_usable_host(host) {
        return Err("has a host that is neither an address nor host labels joined by dots");
    }
    if !is_path(path) {
        return Err("has a path with characters or segments that a URL's path cannot have");
    }
    Ok(Url { scheme, authority, host, path })
}

/// Cuts the port off; the colons of an IPv6 address stand within brackets.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|number| number > 0)
}

/// Whether a text is a path after RFC 3986. Dot segments are refused, since HTTP clients resolve them after signing.
fn is_path(path: &str) -> bool {
    let characters = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte));
    let escapes = path.split('%').skip(1).all(|rest| {
        rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(|digit| digit.is_ascii_hexdigit()))
    });
    let segments = path.split('/').all(|segment| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        segment != "." && segment != ".."
    });
    characters && escapes && segments
}

/// The authority of an address that a service told as its endpoint: a host name, and a port where it names one. A
/// scheme before it is passed over. Requests with a session token go there, so that nothing else is taken: no bare IP
/// address, no user info, no path.
///
/// # Errors
///
/// Says what is wrong, as the end of a sentence that begins with the address.
pub(crate) fn told_authority(address: &str) -> Result<Authority, &'static str> {
    let bare = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address);
    let text = format!("https://{bare}");
    let url = parse(&text)?;
    if !url.path.is_empty() {
        return Err("has a path after its host");
    }
    if is_address(url.host) || !is_host_name(url.host) {
        return Err("has a host that is no host name");
    }
    url.authority.parse().map_err(|_| "has an invalid host")
}

/// `parseURL`: the parts of a URL as a record; absent when the text is not a URL that an endpoint can have.
pub(super) fn parse_url(text: &str) -> Option<Value> {
    let url = parse(text).ok()?;
    // The specification's table shows `/` for the path of `https://example.com`, and its text demands the path
    // unmodified. The text is right: other implementations give it empty, and rules append it to a host.
    let slash = if url.path.ends_with('/') { "" } else { "/" };
    Some(Value::Record(vec![
        ("scheme", url.scheme.into()),
        ("authority", url.authority.into()),
        ("path", url.path.into()),
        ("normalizedPath", format!("{}{slash}", url.path).into()),
        ("isIp", is_address(url.host).into()),
    ]))
}

#[cfg(test)]
mod tests {
    use super::{Value, parse, parse_url, told_authority};

    fn member(text: &str, name: &str) -> Option<Value> {
        parse_url(text).and_then(|url| url.member(name).cloned())
    }

    #[test]
    fn parts() {
        let cases = [
            ("https://example.com", "https", "example.com", "", "/", false),
            ("HTTP://example.com:80/foo/bar", "http", "example.com:80", "/foo/bar", "/foo/bar/", false),
            ("https://127.0.0.1", "https", "127.0.0.1", "", "/", true),
            ("https://[fe80::1]", "https", "[fe80::1]", "", "/", true),
            ("http://[::1]:8080/a/", "http", "[::1]:8080", "/a/", "/a/", true),
            ("http://localhost:3000/%2Fa", "http", "localhost:3000", "/%2Fa", "/%2Fa/", false),
        ];
        for (text, scheme, authority, path, normalized, address) in cases {
            assert_eq!(member(text, "scheme"), Some(scheme.into()), "{text}");
            assert_eq!(member(text, "authority"), Some(authority.into()), "{text}");
            assert_eq!(member(text, "path"), Some(path.into()), "{text}");
            assert_eq!(member(text, "normalizedPath"), Some(normalized.into()), "{text}");
            assert_eq!(member(text, "isIp"), Some(address.into()), "{text}");
        }
    }

    #[test]
    fn told_addresses() {
        for (address, wanted) in [
            ("cell1.example.com", "cell1.example.com"),
            ("https://cell1.example.com", "cell1.example.com"),
            ("http://cell1.example.com:8443", "cell1.example.com:8443"),
            ("localhost:1", "localhost:1"),
        ] {
            assert_eq!(told_authority(address).as_ref().map(|told| told.as_str()), Ok(wanted));
        }
        for (address, reason) in [
            ("", "host"),
            ("https://", "host"),
            ("a.b/", "path"),
            ("a.b/c", "path"),
            ("/", "host"),
            ("me:hush@a.b", "user info"),
            ("a.b@evil.com", "user info"),
            ("a.b?c", "query"),
            ("a.b#c", "query"),
            ("a.b:", "port"),
            ("a.b:0", "port"),
            ("a.b:65536", "port"),
            ("a.b:80:80", "host"),
            ("127.0.0.1", "host name"),
            ("127.1", "host"),
            ("[::1]:80", "host name"),
            ("a_b.com", "host name"),
            ("-a.com", "host name"),
            ("a..b", "host"),
            (" a.b", "host"),
            ("a.b\r\nx: y", "port"),
            ("a.b\r\n", "host"),
            ("ftp://a.b", "port"),
            ("https://https://a.b", "port"),
            ("münchen.example", "host"),
        ] {
            assert!(told_authority(address).is_err_and(|told| told.contains(reason)), "{address:?}");
        }
    }

    #[test]
    fn refusals() {
        let cases = [
            ("", "scheme"),
            ("example.com", "scheme"),
            ("ftp://example.com", "must begin"),
            ("https://", "host"),
            ("https:///path", "host"),
            ("https://example.com?foo=bar", "query"),
            ("https://example.com/#top", "fragment"),
            ("https://me:secret@example.com", "user info"),
            ("https://example.com:", "port"),
            ("https://example.com:a", "port"),
            ("https://example.com:0", "port"),
            ("https://example.com:+1", "port"),
            ("https://example.com:65536", "port"),
            ("https://a b.com", "host"),
            ("https://a\r\nb.com", "host"),
            ("https://example.com\\@evil.com", "user info"),
            ("https://example.com/a b", "path"),
            ("https://example.com/a/../b", "path"),
            ("https://example.com/a/%2E./b", "path"),
            ("https://example.com/%", "path"),
            ("https://example.com/%2", "path"),
            ("https://example.com/%é", "path"),
        ];
        for (text, reason) in cases {
            assert!(parse(text).is_err_and(|told| told.contains(reason)), "{text}: {:?}", parse(text));
            assert_eq!(parse_url(text), None, "{text}");
        }
    }
}
