//! Time limits, and calls that their caller gives up.

use std::net::TcpListener;
use std::time::Duration;

use opsworkscm::Client;
use opsworkscm::tinsmith::ErrorKind;
use tinsmith_tests::Fault;
use tokio::time::{Instant, sleep, timeout};

use crate::support::{Hurry, NoSleep, builder, client, own, start};

const SHORT: Duration = Duration::from_millis(60);
const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn an_attempt_may_take_so_long() {
    let server = start().await;
    let client: Client = builder(&server).attempt_timeout(SHORT).max_attempts(1).build().unwrap();
    server.fail_all(Fault::Delay(LONG));
    let began = Instant::now();
    let error = client.describe_backups().send().await.unwrap_err();
    assert!(began.elapsed() < LONG / 2);
    assert!(error.is_timeout() && error.is_retryable() && error.attempts() == 1, "{error:?}");
    assert_eq!(own(error).to_string(), "DescribeBackups: the attempt took longer than the attempt timeout of 60ms");
}

#[tokio::test]
async fn an_attempt_that_took_too_long_is_made_again() {
    let server = start().await;
    let client: Client = builder(&server).attempt_timeout(Duration::from_secs(3)).sleep(Hurry).build().unwrap();
    server.fail_next(Fault::Delay(LONG));
    client.describe_backups().send().await.unwrap();
    let attempts: Vec<_> = server.requests().iter().map(|request| request.attempt).collect();
    assert_eq!(attempts, [Some(1), Some(2)]);
}

#[tokio::test]
async fn a_call_may_take_so_long() {
    let server = start().await;
    let client: Client = builder(&server).operation_timeout(SHORT).build().unwrap();
    server.fail_all(Fault::Delay(LONG));
    let error = own(client.describe_backups().send().await.unwrap_err());
    assert_eq!((error.kind(), error.attempts(), error.status()), (ErrorKind::Timeout, 1, None));
    assert_eq!(error.to_string(), "DescribeBackups: the call took longer than the operation timeout of 60ms");
}

#[tokio::test]
async fn the_attempt_before_is_told() {
    let server = start().await;
    let client: Client = builder(&server).operation_timeout(Duration::from_secs(5)).sleep(Hurry).build().unwrap();
    server.fail_next(Fault::throttling());
    server.fail_all(Fault::Delay(LONG));
    let error = own(client.describe_backups().send().await.unwrap_err());
    assert_eq!((error.kind(), error.attempts(), error.status()), (ErrorKind::Timeout, 2, Some(400)));
    let wanted = "operation timeout of 5s; the attempt before was answered with ThrottlingException";
    assert!(error.message().ends_with(wanted) && error.request_id().is_some(), "{error}");
}

#[tokio::test]
async fn silence_and_refusal_on_the_socket() {
    // It takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let server = start().await;
    let client: Client = builder(&server).endpoint_url(&url).read_timeout(SHORT).max_attempts(1).build().unwrap();
    let error = own(client.describe_backups().send().await.unwrap_err());
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
    assert!(error.message().contains("did not answer within the read timeout of 60ms"), "{error}");

    drop(silent);
    let client: Client = builder(&server).endpoint_url(&url).sleep(NoSleep::default()).build().unwrap();
    let error = own(client.describe_backups().send().await.unwrap_err());
    assert_eq!((error.kind(), error.attempts(), error.status()), (ErrorKind::Connection, 3, None));
    assert!(
        error.message().starts_with("no connection to 127.0.0.1:") && error.message().contains("refused"),
        "{error}"
    );
    assert!(error.is_retryable() && std::error::Error::source(&error).is_some());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_the_client_usable() {
    let server = start().await;
    let client = client(&server);
    for wait in [0, 1, 5, 20, 60] {
        server.fail_next(Fault::Delay(Duration::from_millis(200)));
        let call = client.describe_backups().send();
        assert!(timeout(Duration::from_millis(wait), call).await.is_err());
        server.clear_faults();
        client.describe_backups().send().await.unwrap();
    }
    // Given up between two attempts, where the client waits for real.
    let patient: Client = builder(&server).build().unwrap();
    server.fail_all(Fault::throttling().retry_after(LONG));
    assert!(timeout(Duration::from_millis(300), patient.describe_backups().send()).await.is_err());
    server.clear_faults();
    sleep(Duration::from_millis(10)).await;
    let before = server.requests().len();
    patient.describe_backups().send().await.unwrap();
    assert_eq!(server.requests().len(), before + 1, "what was given up is not tried again");
}
