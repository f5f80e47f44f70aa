//! The canonical request of Signature Version 4: one spelling for every way to write the same request.

use std::borrow::Cow;

use hyper::HeaderMap;
use sha2::{Digest, Sha256};

use crate::signature::Presented;

/// Writes the canonical request, or `None` when a signed header is not there or not text.
pub(crate) fn request(request: &Presented<'_>, signed_headers: &[&str]) -> Option<String> {
    let mut names: Vec<&str> = signed_headers.to_vec();
    names.sort_unstable();
    let mut headers = String::new();
    for name in &names {
        headers.push_str(name);
        headers.push(':');
        headers.push_str(&header(request.headers, name)?);
        headers.push('\n');
    }
    let payload = hex::encode(Sha256::digest(request.body));
    Some(format!(
        "{}\n{}\n{}\n{headers}\n{}\n{payload}",
        request.method,
        path(request.path),
        query(request.query),
        names.join(";")
    ))
}

/// All values of a header: trimmed, runs of spaces made one, joined by commas in the order they came.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = Vec::new();
    for value in headers.get_all(name) {
        // Bytes beyond ASCII are signed as they are, which works for UTF-8 only.
        let text = std::str::from_utf8(value.as_bytes()).ok()?;
        let words: Vec<&str> = text.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        values.push(words.join(" "));
    }
    if values.is_empty() { None } else { Some(values.join(",")) }
}

/// The path without `.`, `..` and doubled slashes, each segment encoded once more. (Only S3 leaves the path as it is.)
fn path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut canonical = String::from("/");
    for (index, segment) in segments.iter().enumerate() {
        if index > 0 {
            canonical.push('/');
        }
        encode(segment.as_bytes(), &mut canonical);
    }
    // A slash at the end, or a dot segment there, leaves a slash at the end.
    let open_end = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    if open_end && !segments.is_empty() {
        canonical.push('/');
    }
    canonical
}

/// The query's parameters: decoded, encoded again in the one way, and sorted.
fn query(query: &str) -> String {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (mut canonical_name, mut canonical_value) = (String::new(), String::new());
            encode(&decode(name), &mut canonical_name);
            encode(&decode(value), &mut canonical_value);
            (canonical_name, canonical_value)
        })
        .collect();
    parameters.sort_unstable();
    let pairs: Vec<String> = parameters.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// Percent-encodes all but the unreserved characters of RFC 3986, with upper-case digits.
fn encode(bytes: &[u8], into: &mut String) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(DIGITS[usize::from(byte >> 4)]);
            into.push(DIGITS[usize::from(byte & 15)]);
        }
    }
}

/// Undoes percent-encoding; a percent sign without two digits behind it stays what it is.
fn decode(text: &str) -> Cow<'_, [u8]> {
    if !text.contains('%') {
        return Cow::Borrowed(text.as_bytes());
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|pair| hex::decode(pair).ok());
        match digits.as_deref() {
            Some(&[value]) if byte == b'%' => {
                decoded.push(value);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::{path, query};

    #[test]
    fn paths_are_normalised_and_encoded_again() {
        for (given, canonical) in [
            ("/", "/"),
            ("", "/"),
            ("//", "/"),
            ("/example/..", "/"),
            ("/example1/example2/../..", "/"),
            ("/./example", "/example"),
            ("//example//", "/example/"),
            ("/a/./", "/a/"),
            ("/../../a", "/a"),
            ("/example%20space/", "/example%2520space/"),
            ("/-._~0aZ", "/-._~0aZ"),
        ] {
            assert_eq!(path(given), canonical, "{given}");
        }
    }

    #[test]
    fn queries_are_sorted_and_encoded_in_one_way() {
        for (given, canonical) in [
            ("", ""),
            ("Param2=value2&Param1=value1", "Param1=value1&Param2=value2"),
            ("b&a=", "a=&b="),
            ("p=%e1%88%b4&p=%7e~", "p=%E1%88%B4&p=~~"),
            ("p=%zz&q=a%2", "p=%25zz&q=a%252"),
            ("k=b&k=a&&", "k=a&k=b"),
        ] {
            assert_eq!(query(given), canonical, "{given}");
        }
    }
}
