//! Who may not call: wrong and stale signatures, keys that nobody knows, session tokens, and regions.

use std::time::{Duration, SystemTime};

use opsworkscm::tinsmith::credentials::Credentials;
use opsworkscm::tinsmith::time::Clock;
use opsworkscm::{Client, Error};
use tinsmith_tests::{ACCESS_KEY_ID, Options, SECRET_ACCESS_KEY, Server};

use crate::support::{builder, options, shown, start};

fn key(id: &str, secret: &str, token: Option<&str>) -> Credentials {
    Credentials::new(id, secret, token.map(str::to_owned), None, "test")
}

/// Calls, and expects to be refused with 403 and this code, at once.
async fn refused(server: &Server, client: &Client, code: &str) -> Error {
    server.clear_requests();
    let error = client.describe_backups().send().await.unwrap_err();
    assert_eq!((error.code(), error.status(), error.attempts()), (Some(code), Some(403), 1), "{error}");
    assert!(matches!(error, Error::Unmodeled(_)) && !error.is_retryable(), "{error:?}");
    let told = error.to_string();
    assert!(told.starts_with(&format!("DescribeBackups: {code}: ")) && !told.contains('\n'), "{told}");
    assert!(told.ends_with(&format!(" (status 403, request id {})", error.request_id().unwrap())), "{told}");
    assert_eq!(server.requests().len(), 1, "it is not tried again");
    error
}

#[tokio::test]
async fn a_wrong_secret() {
    let server = start().await;
    let client = builder(&server).credentials(key(ACCESS_KEY_ID, "wrong", None)).build().unwrap();
    let error = refused(&server, &client, "InvalidSignatureException").await;
    assert!(error.message().unwrap().contains("Check your AWS Secret Access Key"), "{error}");
}

#[tokio::test]
async fn a_key_that_nobody_knows() {
    let server = start().await;
    let client = builder(&server).credentials(key("AKIDSOMEBODY", SECRET_ACCESS_KEY, None)).build().unwrap();
    refused(&server, &client, "UnrecognizedClientException").await;
}

#[tokio::test]
async fn another_region() {
    let server = start().await;
    let client = builder(&server).region("eu-west-1").build().unwrap();
    let error = refused(&server, &client, "InvalidSignatureException").await;
    assert!(error.message().unwrap().contains("not 'eu-west-1'"), "{error}");
}

#[tokio::test]
async fn session_tokens() {
    let known = tinsmith_tests::Credentials::new("AKID", SECRET_ACCESS_KEY).with_session_token("the-session-token");
    let server = Server::start(Options { credentials: vec![known.clone()], ..options() }).await.unwrap();
    let client = |secret, token| builder(&server).credentials(key("AKID", secret, token)).build().unwrap();
    let right = client(SECRET_ACCESS_KEY, Some("the-session-token"));
    right.describe_backups().send().await.unwrap();
    refused(&server, &client(SECRET_ACCESS_KEY, None), "UnrecognizedClientException").await;
    refused(&server, &client(SECRET_ACCESS_KEY, Some("another")), "UnrecognizedClientException").await;

    // The service answers with the request that it saw, and the token is in it.
    let error = refused(&server, &client("wrong", Some("the-session-token")), "InvalidSignatureException").await;
    let told = shown(&error) + error.message().unwrap();
    assert!(told.contains("x-amz-security-token:") && !told.contains("the-session-token"), "{told}");

    let expired = known.with_expiry(SystemTime::now());
    let server = Server::start(Options { credentials: vec![expired], ..options() }).await.unwrap();
    let client = builder(&server).credentials(key("AKID", SECRET_ACCESS_KEY, Some("the-session-token"))).build();
    refused(&server, &client.unwrap(), "ExpiredTokenException").await;
}

#[derive(Debug)]
struct Late(Duration);

impl Clock for Late {
    fn now(&self) -> SystemTime {
        SystemTime::now() - self.0
    }
}

#[tokio::test]
async fn a_clock_that_is_late() {
    let server = start().await;
    let minutes = |minutes: u64| builder(&server).clock(Late(Duration::from_secs(60 * minutes))).build().unwrap();
    minutes(4).describe_backups().send().await.unwrap();
    let error = refused(&server, &minutes(6), "InvalidSignatureException").await;
    assert!(error.message().unwrap().starts_with("Signature expired: "), "{error}");
}
