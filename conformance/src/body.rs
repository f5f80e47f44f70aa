//! Comparing a request's body with the wanted one, by what its media type says that it is.

use serde_json::Value as Json;

use crate::differences::{Differences, cut};
use crate::json::compare_json;

/// Tells where a body differs from the wanted one. Without a media type every byte counts.
pub(crate) fn compare_body(wanted: &str, media_type: Option<&str>, came: &[u8]) -> Vec<String> {
    let essence = media_type.map(|name| name.split(';').next().unwrap_or(name).trim().to_ascii_lowercase());
    match essence.as_deref() {
        // Nothing at all is no JSON and no XML, and a case may want it all the same.
        _ if wanted.is_empty() => compare_bytes(wanted, came),
        None | Some("application/octet-stream" | "text/plain") => compare_bytes(wanted, came),
        Some(name) if name == "application/json" || name.ends_with("+json") => compare_as_json(wanted, came),
        Some(name) => vec![format!("body: bodies of the type {name} cannot be compared yet")],
    }
}

fn compare_bytes(wanted: &str, came: &[u8]) -> Vec<String> {
    let mut differences = Differences::of("body");
    if wanted.as_bytes() != came {
        differences.tell(format_args!("{wanted:?}"), format_args!("{:?}", String::from_utf8_lossy(came)));
    }
    differences.into_lines()
}

fn compare_as_json(wanted: &str, came: &[u8]) -> Vec<String> {
    let wanted: Json = match serde_json::from_str(wanted) {
        Ok(wanted) => wanted,
        Err(error) => return vec![format!("body: the case wants JSON and has none: {error}")],
    };
    let came: Json = match serde_json::from_slice(came) {
        Ok(came) => came,
        Err(error) => {
            let came = String::from_utf8_lossy(came);
            return vec![format!("body: wanted JSON; there is {:?} ({error})", cut(&came))];
        }
    };
    let mut differences = Differences::of("body");
    compare_json(&wanted, &came, &mut differences);
    differences.into_lines()
}

#[cfg(test)]
mod tests {
    use super::compare_body;

    const JSON: Option<&str> = Some("application/json; charset=utf-8");

    #[test]
    fn json_is_compared_as_json() {
        for (wanted, came) in [("{\"a\": 1, \"b\": [1.0]}", "{\"b\":[1],\"a\":1.0}"), ("", ""), ("null", " null")] {
            assert_eq!(compare_body(wanted, JSON, came.as_bytes()), Vec::<String>::new());
        }
        let cases = [
            ("{\"a\": 1}", "{}", "body.a: wanted 1; there is nothing"),
            ("{}", "{\"a\": null}", "body.a: wanted nothing; there is null"),
            ("{\"a\": \"1\"}", "{\"a\": 1}", "body.a: wanted \"1\"; there is 1"),
            ("[1]", "[1, 2]", "body: wanted 1 items; there is 2"),
            ("9007199254740993", "9007199254740992", "body: wanted 9007199254740993; there is 9007199254740992"),
            ("{}", "", "body: wanted JSON; there is \"\" (EOF"),
            ("{}", "{", "body: wanted JSON; there is \"{\" (EOF"),
            ("{", "{}", "body: the case wants JSON and has none"),
            ("", "{}", "body: wanted \"\"; there is \"{}\""),
        ];
        for (wanted, came, told) in cases {
            let lines = compare_body(wanted, JSON, came.as_bytes());
            assert!(lines.first().is_some_and(|line| line.starts_with(told)), "{wanted} {came}: {lines:?}");
        }
    }

    #[test]
    fn other_bodies_are_compared_byte_by_byte_or_not_at_all() {
        assert_eq!(compare_body("{}", None, b"{}"), Vec::<String>::new());
        assert_eq!(compare_body("{}", None, b"{ }").len(), 1);
        assert_eq!(compare_body("a", Some("text/plain"), b"\xff").len(), 1);
        assert_eq!(compare_body("<a/>", Some("application/xml"), b"<a/>").len(), 1);
    }
}
