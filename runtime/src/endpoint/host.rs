//! What may stand in a host name; every part of one that comes from outside passes through here.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text is one label of a host name after RFC 1123: 1 to 63 letters, digits and hyphens, with no hyphen at
/// either end. A region has to be one, and so has each value that an operation puts before the host.
pub(crate) fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text is one or more host labels joined by dots.
pub(super) fn is_host_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_host_label)
}

/// Whether a URL's host is an IPv4 address, or an IPv6 address in brackets.
pub(super) fn is_address(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => host.parse::<Ipv4Addr>().is_ok(),
    }
}

/// Whether a request may be sent to a host: an address, or labels joined by dots.
///
/// The labels may hold underscores and end in hyphens here, which RFC 1123 forbids: names inside private networks do
/// (`my_service` in a container network), and the rules engine's own tests for `parseURL` want them. No character of
/// another meaning can slip in.
pub(super) fn is_usable_host(host: &str) -> bool {
    if is_address(host) {
        return true;
    }
    let named = host.len() <= 253
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        });
    named && !ends_in_number(host)
}

/// URL parsers take a host whose last label is a number for an IPv4 address (`127.1`, `0x7f000001`), so that we would
/// sign for one host and send to another.
fn ends_in_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    last.bytes().all(|byte| byte.is_ascii_digit())
        || hexadecimal.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::{is_address, is_host_label, is_host_name, is_usable_host};

    #[test]
    fn labels() {
        let long = "a".repeat(63);
        for label in ["us-east-1", "a", "3aws4", "A", long.as_str()] {
            assert!(is_host_label(label), "{label}");
        }
        let longer = "a".repeat(64);
        for label in ["", "-a", "a-", "a.b", "a b", "a_b", "a/b", "a\n", "é", "a@b", longer.as_str()] {
            assert!(!is_host_label(label), "{label:?}");
        }
    }

    #[test]
    fn names() {
        assert!(is_host_name("part1.part2"));
        for name in ["", ".", "a.", ".a", "a..b", "a.-b"] {
            assert!(!is_host_name(name), "{name:?}");
        }
        assert!(!is_host_name(&["abcdefgh"; 32].join(".")));
    }

    #[test]
    fn addresses() {
        for host in ["127.0.0.1", "[::1]", "[2001:db8:85a3:8d3:1319:8a2e:370:7348]"] {
            assert!(is_address(host) && is_usable_host(host), "{host}");
        }
        for host in ["127.1", "::1", "[127.0.0.1]", "[::1", "999.1.1.1", "[fe80::1%25en0]"] {
            assert!(!is_address(host) && !is_usable_host(host), "{host}");
        }
    }

    #[test]
    fn hosts() {
        for host in ["localhost", "my_service", "99_ab-.com", "999.999.abc.blah", "xn--mnchen-3ya.example"] {
            assert!(is_usable_host(host), "{host}");
        }
        for host in ["", "a..b", "a b", "a%2eb", "münchen.example", "0x7f000001", "host.0X7F", "1", "a@b", "a\\b"] {
            assert!(!is_usable_host(host), "{host:?}");
        }
    }
}
