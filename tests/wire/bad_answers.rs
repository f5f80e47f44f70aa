//! Answers that no service should give: each becomes an error that tells what came, and none a panic.

use std::io::ErrorKind as IoErrorKind;
use std::net::TcpListener;
use std::time::Duration;

use opsworkscm::tinsmith::{Error as OwnError, ErrorKind};
use opsworkscm::{Client, Error};
use tinsmith_tests::Fault;

use crate::support::{answer, builder, client, new_server, own, raw, shown, start, with_backups};

/// What an answer with status 200 becomes.
async fn broken(body: impl AsRef<[u8]>) -> OwnError {
    let server = start().await;
    server.fail_next(answer(200, body));
    let error = own(client(&server).describe_backups().send().await.unwrap_err());
    assert_eq!(
        (error.kind(), error.operation(), error.status()),
        (ErrorKind::Decoding, Some("DescribeBackups"), Some(200))
    );
    assert_eq!((error.request_id(), error.attempts(), error.is_retryable()), (Some("id-1"), 1, false));
    let told = error.to_string();
    assert!(told.starts_with("DescribeBackups: the answer is not what the model says: "), "{told}");
    assert!(told.ends_with(" (status 200, request id id-1)") && told.lines().count() == 1, "{told}");
    assert_eq!(server.requests().len(), 1, "it is not tried again");
    error
}

#[tokio::test]
async fn no_json() {
    let cases: [(&[u8], &str); 9] = [
        (b"hello", "the body begins \"hello\""),
        (b"<html>\r\n<h1>Login</h1>", r#"the body begins "<html>\r\n<h1>Login</h1>""#),
        (b"[]", "the body begins \"[]\""),
        (b"42", "the body begins \"42\""),
        (b"\"{}\"", r#"the body begins "\"{}\"""#),
        (b"{} {}", "trailing characters"),
        (b"{\"Backups\":[]", "EOF while parsing"),
        (b"\xef\xbb\xbf{}", r#"the body begins "\u{feff}{}""#),
        (b"\x1f\x8b\x08\x00\xff\xff", "\u{fffd}"),
    ];
    for (body, wanted) in cases {
        let told = broken(body).await.to_string();
        assert!(told.contains(wanted), "{wanted} {told}");
    }
}

#[tokio::test]
async fn wrong_types_are_told_with_their_path() {
    let cases = [
        (r#"{"Backups":[{},{"Status":7}]}"#, "Backups[1].Status: "),
        (r#"{"Backups":{}}"#, "Backups: "),
        (r#"{"Backups":[[]]}"#, "Backups[0]: "),
        (r#"{"Backups":[{"SubnetIds":["a",null,true]}]}"#, "Backups[0].SubnetIds[2]: "),
        (r#"{"Backups":[{"S3DataSize":2147483648}]}"#, "Backups[0].S3DataSize: "),
        (r#"{"Backups":[{"S3DataSize":1.5}]}"#, "Backups[0].S3DataSize: "),
        (r#"{"Backups":[{"CreatedAt":"yesterday"}]}"#, "Backups[0].CreatedAt: "),
        (r#"{"Backups":[{"CreatedAt":1e300}]}"#, "Backups[0].CreatedAt: "),
        (r#"{"Backups":[{"CreatedAt":{}}]}"#, "Backups[0].CreatedAt: "),
        (r#"{"NextToken":[]}"#, "NextToken: "),
        ("{\"NextToken\":\"\\ud800\"}", "NextToken: "),
    ];
    for (body, path) in cases {
        let error = broken(body).await;
        let message = error.message().strip_prefix("the answer is not what the model says: ").unwrap();
        assert!(message.starts_with(path) && message.contains("; the body begins"), "{path} {message}");
    }
}

#[tokio::test]
async fn deeply_nested() {
    let deep = "[".repeat(100_000);
    let objects = "{\"a\":".repeat(100_000);
    for body in [deep.clone(), format!("{{\"Backups\":{deep}"), format!("{{\"New\":{deep}"), objects] {
        let told = broken(&body).await.to_string();
        assert!(told.len() < 700, "{} bytes", told.len());
    }
    let server = start().await;
    for body in [format!("{{\"message\":{deep}"), format!("{{\"x\":{deep}"), deep] {
        server.fail_next(answer(400, body));
        let error = client(&server).describe_backups().send().await.unwrap_err();
        assert_eq!((error.code(), error.status(), error.request_id()), (None, Some(400), Some("id-1")));
    }
}

#[tokio::test]
async fn text_that_is_no_utf8() {
    let told = broken(b"{\"Backups\":[{\"BackupId\":\"\xff\xfe\"}]}").await.to_string();
    assert!(told.contains("Backups[0].BackupId: invalid unicode"), "{told}");
    let server = start().await;
    server.fail_next(answer(400, b"{\"__type\":\"ValidationException\",\"message\":\"\xff\"}"));
    let error = client(&server).describe_backups().send().await.unwrap_err();
    assert_eq!((error.code(), error.status()), (None, Some(400)));
    assert!(error.to_string().contains("the body begins"), "{error}");
    server.fail_next(raw(400, &[("x-amzn-errortype", "größe"), ("x-amzn-requestid", "größe")], ""));
    let error = client(&server).describe_backups().send().await.unwrap_err();
    assert_eq!((error.code(), error.request_id()), (None, None));
}

#[tokio::test]
async fn pages_of_a_proxy() {
    let server = start().await;
    for status in [502, 503, 504] {
        server.fail_all(Fault::Html(status));
        let error = client(&server).describe_backups().send().await.unwrap_err();
        assert_eq!((error.code(), error.status(), error.attempts()), (None, Some(status), 3));
        let told = error.to_string();
        let start = format!("DescribeBackups: an error without a code (status {status}, 3 attempts): ");
        assert!(told.starts_with(&start) && told.lines().count() == 1, "{told}");
        assert!(told.contains(&format!(r"<html>\r\n<head><title>{status}</title></head>")), "{told}");
        assert!(error.is_retryable() && matches!(error, Error::Unmodeled(_)), "{error:?}");
        server.clear_faults();
    }
    server.fail_next(Fault::Html(200));
    let error = own(client(&server).describe_backups().send().await.unwrap_err());
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decoding, Some(200)));
    assert!(error.to_string().contains(r"<html>\r\n"), "{error}");
}

#[tokio::test]
async fn empty_error_answers() {
    let server = start().await;
    for status in [400, 404, 413, 500] {
        server.fail_all(Fault::Status(status));
        let error = client(&server).describe_backups().send().await.unwrap_err();
        let (id, attempts) = (error.request_id().unwrap(), if status == 500 { ", 3 attempts" } else { "" });
        let wanted = format!("an error without a code (status {status}, request id {id}{attempts}): the body is empty");
        assert_eq!(error.to_string(), format!("DescribeBackups: {wanted}"));
        server.clear_faults();
    }
}

#[tokio::test]
async fn cut_off_answers() {
    let server = start().await;
    let client = client(&server);
    with_backups(&client, "automate-06", 1).await;
    for bytes in [0, 1, 100] {
        server.clear_requests();
        server.fail_all(Fault::DropAfter(bytes));
        let error = own(client.describe_backups().send().await.unwrap_err());
        assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Connection, Some(200), 3), "{error}");
        assert!(error.is_retryable() && error.request_id().is_some(), "{error:?}");
        assert!(error.message().contains(&format!("cut off after {bytes} of ")), "{error}");
        assert_eq!(error.message().contains(r#"the body begins "{"#), bytes > 0, "{error}");
        assert_eq!(server.requests().len(), 3);
        server.clear_faults();
    }
    server.fail_next(Fault::DropAfter(10));
    assert_eq!(client.describe_backups().send().await.unwrap().backups.len(), 1);
}

#[tokio::test]
async fn bodies_beyond_the_limit() {
    let server = start().await;
    let client: Client = builder(&server).response_limit(1000).build().unwrap();
    server.fail_next(answer(200, " ".repeat(998) + "{}"));
    client.describe_backups().send().await.unwrap();
    for status in [200, 503] {
        server.fail_next(answer(status, " ".repeat(1001)));
        let error = own(client.describe_backups().send().await.unwrap_err());
        assert_eq!((error.status(), error.request_id(), error.attempts()), (Some(status), Some("id-1"), 1));
        assert!(error.message().contains("longer than the limit of 1000 bytes"), "{error}");
        assert!(error.message().contains("ConfigBuilder::response_limit") && !error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn redirects_are_answers_and_never_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let target = format!("http://{}/", elsewhere.local_addr().unwrap());
    let server = start().await;
    server.fail_next(Fault::Redirect(target.clone()));
    let statuses = [301, 302, 303, 307, 308];
    for status in statuses {
        server.fail_next(raw(status, &[("location", &target), ("x-amzn-requestid", "id-1")], ""));
    }
    // Who follows waits there for nothing; not for long, so that the test fails soon.
    let client: Client = builder(&server).read_timeout(Duration::from_secs(1)).max_attempts(1).build().unwrap();
    for status in [&[307][..], &statuses].concat() {
        let error = client.describe_backups().send().await.unwrap_err();
        assert_eq!((error.status(), error.code(), error.attempts()), (Some(status), None, 1));
        assert!(error.request_id().is_some() && !error.is_retryable(), "{error}");
    }
    assert_eq!(server.requests().len(), 6);
    let nobody = elsewhere.accept().map(|(_, address)| address).unwrap_err();
    assert_eq!(nobody.kind(), IoErrorKind::WouldBlock);
}

#[tokio::test]
async fn bodies_of_sensitive_operations_stay_unshown() {
    let server = start().await;
    let client = client(&server);
    new_server(&client, "automate-06").send().await.unwrap();
    let secret = r#"{"Servers":[{"EngineAttributes":[{"Name":"PASSWORD","Value":"hunter2"}],"Status":7}]}"#;
    let cut = secret.split_at(80).0;
    let faults = [answer(200, secret), answer(200, cut), answer(400, secret), answer(400, cut)];
    for fault in faults {
        server.fail_next(fault);
        let error = client.describe_servers().send().await.unwrap_err();
        let told = shown(&error);
        assert!(told.contains("DescribeServers") && told.contains("id-1"), "{told}");
        assert!(told.contains("bytes is not shown"), "{told}");
        assert!(!told.contains("hunter2") && !told.contains("104, 117"), "{told}");
    }
    server.fail_all(Fault::DropAfter(40));
    let told = shown(&client.describe_servers().send().await.unwrap_err());
    assert!(told.contains("cut off after ") && !told.contains("Servers\\\""), "{told}");
    server.clear_faults();
    // A page of a proxy is nobody's secret, and tells what is wrong.
    server.fail_next(Fault::Html(404));
    assert!(client.describe_servers().send().await.unwrap_err().to_string().contains("<html>"));
    server.fail_next(Fault::Html(200));
    assert!(client.describe_servers().send().await.unwrap_err().to_string().contains("<html>"));
}
