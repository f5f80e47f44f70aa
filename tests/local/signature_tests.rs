//! Tests of the verification: AWS's published examples, and what must be refused.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, UNIX_EPOCH};

use hyper::{
    HeaderMap,
    header::{HeaderName, HeaderValue},
};

use super::{Expected, Presented, verify};
use crate::{calendar, options::Credentials};

const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SIGNED: &str = "20150830T123600Z";
const VANILLA: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

/// A request of the published examples: what differs between them.
struct Example<'a> {
    method: &'a str,
    target: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a str,
    scope: &'a str,
    signed: &'a str,
    signature: &'a str,
    now: &'a str,
    credentials: Credentials,
}

impl Default for Example<'_> {
    fn default() -> Self {
        Example {
            method: "GET",
            target: "/",
            headers: vec![("host", "example.amazonaws.com"), ("x-amz-date", SIGNED)],
            body: "",
            scope: "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request",
            signed: "host;x-amz-date",
            signature: VANILLA,
            now: SIGNED,
            credentials: Credentials::new(KEY, SECRET),
        }
    }
}

impl Example<'_> {
    /// `Ok`, or the code and message of the refusal.
    fn check(&self) -> Result<(), (&'static str, String)> {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}, SignedHeaders={}, Signature={}",
            self.scope, self.signed, self.signature
        );
        self.check_header(Some(&authorization))
    }

    fn check_header(&self, authorization: Option<&str>) -> Result<(), (&'static str, String)> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            headers.append(HeaderName::try_from(*name).unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        if let Some(value) = authorization {
            headers.insert("authorization", HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        let service = if self.scope.contains("/iam/") { "iam" } else { "service" };
        let presented = Presented { method: self.method, path, query, headers: &headers, body: self.body.as_bytes() };
        let credentials = [self.credentials.clone()];
        let now_millis = calendar::parse_basic(self.now).unwrap();
        let expected = Expected { region: "us-east-1", service, now_millis, credentials: &credentials };
        match verify(&presented, &expected) {
            Ok(_) => Ok(()),
            Err(error) => {
                assert_eq!(error.status, 403);
                Err((error.code, error.message))
            }
        }
    }
}

fn with<'a>(extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut headers = vec![("host", "example.amazonaws.com"), ("x-amz-date", SIGNED)];
    headers.extend_from_slice(extra);
    headers
}

#[test]
fn published_signatures_verify() {
    let examples = [
        Example::default(),
        Example {
            target: "/?Param2=value2&Param1=value1",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ..Example::default()
        },
        Example {
            method: "POST",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            ..Example::default()
        },
        Example {
            method: "POST",
            headers: with(&[("My-Header1", "value1")]),
            signed: "host;my-header1;x-amz-date",
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
            ..Example::default()
        },
        Example {
            headers: with(&[("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")]),
            signed: "host;my-header1;my-header2;x-amz-date",
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
            ..Example::default()
        },
        Example {
            target: "/?Action=ListUsers&Version=2010-05-08",
            headers: vec![
                ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                ("host", "iam.amazonaws.com"),
                ("x-amz-date", SIGNED),
            ],
            scope: "AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request",
            signed: "content-type;host;x-amz-date",
            signature: "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            ..Example::default()
        },
    ];
    for example in examples {
        assert_eq!(example.check(), Ok(()), "{} {}", example.method, example.target);
    }
}

#[test]
fn whatever_is_changed_is_noticed() {
    let upper = VANILLA.to_uppercase();
    let changed = [
        Example { method: "POST", ..Example::default() },
        Example { target: "/other", ..Example::default() },
        Example { target: "/?a=b", ..Example::default() },
        Example { body: "{}", ..Example::default() },
        Example { headers: vec![("host", "elsewhere"), ("x-amz-date", SIGNED)], ..Example::default() },
        Example { signed: "host;missing;x-amz-date", ..Example::default() },
        Example { credentials: Credentials::new(KEY, "another secret"), ..Example::default() },
        Example { signature: &upper, ..Example::default() },
        Example { signature: "5fa0", ..Example::default() },
        Example { signature: "no hex at all", ..Example::default() },
    ];
    for example in changed {
        let (code, message) = example.check().unwrap_err();
        assert_eq!(code, "InvalidSignatureException");
        assert!(message.starts_with("The request signature we calculated does not match"), "{message}");
    }
}

#[test]
fn missing_and_malformed_headers_are_told_apart() {
    let example = Example::default();
    assert_eq!(example.check_header(None).unwrap_err().0, "MissingAuthenticationTokenException");
    for (header, part) in [
        ("", "Unsupported AWS 'algorithm'"),
        ("Basic abc", "Unsupported AWS 'algorithm': 'Basic'"),
        ("AWS4-HMAC-SHA256", "requires 'Credential' parameter. Authorization header requires 'Signature'"),
        ("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=00", "requires 'SignedHeaders' parameter."),
        ("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00", "exactly 5 slash-delimited elements"),
        ("AWS4-HMAC-SHA256 Credential=a, Credential=b", "twice"),
        ("AWS4-HMAC-SHA256 garbage", "no key=value pair"),
        ("AWS4-HMAC-SHA256 \u{e9}", "not visible ASCII"),
    ] {
        let (code, message) = example.check_header(Some(header)).unwrap_err();
        assert_eq!(code, "IncompleteSignatureException");
        assert!(message.contains(part), "{message}");
    }
    for date in ["", "yesterday"] {
        let mut headers = vec![("host", "example.amazonaws.com")];
        headers.extend((!date.is_empty()).then_some(("x-amz-date", date)));
        let (code, _) = Example { headers, ..Example::default() }.check().unwrap_err();
        assert_eq!(code, "IncompleteSignatureException");
    }
}

#[test]
fn the_scope_must_fit() {
    for (scope, part) in [
        ("AKIDEXAMPLE/20150830/us-east-2/service/aws4_request", "valid region, not 'us-east-2'"),
        ("AKIDEXAMPLE/20150830/us-east-1/other/aws4_request", "correct service: 'service'"),
        ("AKIDEXAMPLE/20150830/us-east-1/service/aws5_request", "valid terminator"),
        ("AKIDEXAMPLE/20150831/us-east-1/service/aws4_request", "'20150831' != '20150830'"),
    ] {
        let (code, message) = Example { scope, ..Example::default() }.check().unwrap_err();
        assert_eq!(code, "InvalidSignatureException");
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn five_minutes_either_way_are_allowed() {
    for now in ["20150830T124100Z", "20150830T123100Z"] {
        assert_eq!(Example { now, ..Example::default() }.check(), Ok(()));
    }
    let expired =
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)";
    let future =
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)";
    for (now, text) in [("20150830T124101Z", expired), ("20150830T123059Z", future)] {
        assert_eq!(Example { now, ..Example::default() }.check(), Err(("InvalidSignatureException", text.to_owned())));
    }
}

#[test]
fn keys_and_session_tokens_must_be_known() {
    let unknown = Example { credentials: Credentials::new("AKIDOTHER", SECRET), ..Example::default() };
    assert_eq!(unknown.check().unwrap_err().0, "UnrecognizedClientException");

    let session = Credentials::new(KEY, SECRET).with_session_token("token");
    let absent = Example { credentials: session.clone(), ..Example::default() };
    assert_eq!(absent.check().unwrap_err().0, "UnrecognizedClientException");
    let uncalled = Example { headers: with(&[("x-amz-security-token", "token")]), ..Example::default() };
    assert_eq!(uncalled.check().unwrap_err().0, "UnrecognizedClientException");

    let now = calendar::parse_basic(SIGNED).unwrap();
    let ended = session.clone().with_expiry(UNIX_EPOCH + Duration::from_millis(now));
    let headers = with(&[("x-amz-security-token", "token")]);
    let expired = Example { headers: headers.clone(), credentials: ended, ..Example::default() };
    assert_eq!(expired.check().unwrap_err().0, "ExpiredTokenException");

    let unsigned = Example { headers, credentials: session, ..Example::default() };
    let (code, message) = unsigned.check().unwrap_err();
    assert_eq!(code, "InvalidSignatureException");
    assert_eq!(message, "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.");
    let (_, message) = Example { signed: "x-amz-date", ..Example::default() }.check().unwrap_err();
    assert!(message.starts_with("'Host' or ':authority' must be"), "{message}");
}
