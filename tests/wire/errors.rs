//! The six modelled errors, provoked for real, and error codes in every form that AWS sends them in.

use opsworkscm::types::DescribeBackupsResponse;
use opsworkscm::{Client, Error};
use tinsmith_tests::{Limits, Options, Server, Ticks};

use crate::support::{client, new_server, options, raw, start};

/// Checks what every error answer tells; the variant is the caller's to check.
#[track_caller]
fn check(error: &Error, operation: &str, code: &str, message: &str) {
    let id = error.request_id().expect("the stand-in gives every request an id");
    assert_eq!(error.to_string(), format!("{operation}: {code}: {message} (status 400, request id {id})"));
    assert_eq!((error.code(), error.message(), error.status()), (Some(code), Some(message), Some(400)));
    assert_eq!((error.attempts(), error.is_retryable(), error.is_throttling()), (1, false, false));
    assert!(!error.is_timeout() && std::error::Error::source(error).is_none());
}

#[tokio::test]
async fn resource_not_found() {
    let server = start().await;
    let error = client(&server).describe_backups().backup_id("gone").send().await.unwrap_err();
    check(&error, "DescribeBackups", "ResourceNotFoundException", "Backup with id 'gone' does not exist.");
    let Error::ResourceNotFoundException(inner) = error else { panic!("{error:?}") };
    assert_eq!(inner.message.as_deref(), Some("Backup with id 'gone' does not exist."));
    assert_eq!((inner.meta.operation, inner.meta.status), ("DescribeBackups", 400));
    let id = inner.meta.request_id.clone().unwrap();
    let line = "DescribeBackups: ResourceNotFoundException: Backup with id 'gone' does not exist.";
    assert_eq!(inner.to_string(), format!("{line} (status 400, request id {id})"));
}

#[tokio::test]
async fn validation() {
    let server = start().await;
    // A pattern, which the client leaves to the service.
    let error = client(&server).describe_backups().server_name("a_b").send().await.unwrap_err();
    let message = error.message().unwrap().to_owned();
    assert!(message.contains("a_b"), "{message}");
    check(&error, "DescribeBackups", "ValidationException", &message);
    assert!(matches!(error, Error::ValidationException(_)), "{error:?}");
}

#[tokio::test]
async fn invalid_next_token() {
    let server = start().await;
    let error = client(&server).describe_servers().next_token("zz").send().await.unwrap_err();
    check(&error, "DescribeServers", "InvalidNextTokenException", "The token is malformed.");
    assert!(matches!(error, Error::InvalidNextTokenException(_)), "{error:?}");
}

#[tokio::test]
async fn invalid_state() {
    let server = Server::start(Options { ticks: Ticks::all(9), ..options() }).await.unwrap();
    let client = client(&server);
    new_server(&client, "a").send().await.unwrap();
    let error = client.create_backup().server_name("a").send().await.unwrap_err();
    let message = "Server 'a' is in status CREATING. This needs one of: RUNNING, HEALTHY, UNHEALTHY.";
    check(&error, "CreateBackup", "InvalidStateException", message);
    assert!(matches!(error, Error::InvalidStateException(_)), "{error:?}");
}

#[tokio::test]
async fn limit_exceeded_is_no_throttling() {
    let limits = Limits { servers: 1, ..Limits::default() };
    let server = Server::start(Options { limits, ..options() }).await.unwrap();
    let client = client(&server);
    new_server(&client, "a").send().await.unwrap();
    let error = new_server(&client, "b").send().await.unwrap_err();
    let message = "The limit of 1 servers is reached. Delete one first.";
    check(&error, "CreateServer", "LimitExceededException", message);
    assert!(matches!(error, Error::LimitExceededException(_)), "{error:?}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn resource_already_exists() {
    let server = start().await;
    let client = client(&server);
    new_server(&client, "a").send().await.unwrap();
    let error = new_server(&client, "a").send().await.unwrap_err();
    check(&error, "CreateServer", "ResourceAlreadyExistsException", "Server with name 'a' already exists.");
    assert!(matches!(error, Error::ResourceAlreadyExistsException(_)), "{error:?}");
}

/// What an error answer becomes.
async fn refused(client: &Client, server: &Server, headers: &[(&str, &str)], body: &str) -> Error {
    server.fail_next(raw(400, headers, body));
    let answer: Result<DescribeBackupsResponse, Error> = client.describe_backups().send().await;
    answer.unwrap_err()
}

#[tokio::test]
async fn codes_in_every_form() {
    const CODE: &str = "ResourceNotFoundException";
    const URL: &str = "http://internal.amazon.com/coral/com.amazon.coral.validate/";
    let server = start().await;
    let client = client(&server);
    let texts = [
        CODE.to_owned(),
        format!("com.amazonaws.opsworkscm#{CODE}"),
        format!("{CODE}:{URL}"),
        format!("com.amazonaws.opsworkscm#{CODE}:{URL}#x"),
        format!(" {CODE} "),
    ];
    for text in &texts {
        for member in ["__type", "code", "Code"] {
            let body = format!(r#"{{"{member}":"{text}","message":"gone"}}"#);
            let error = refused(&client, &server, &[], &body).await;
            assert!(matches!(error, Error::ResourceNotFoundException(_)), "{body} {error:?}");
            assert_eq!((error.code(), error.message()), (Some(CODE), Some("gone")), "{body}");
        }
        for name in ["x-amzn-errortype", "X-Amzn-ErrorType"] {
            for body in ["", "{}", r#"{"Message":null}"#, "<html>", r#"{"__type":"InternalFailure"}"#] {
                let error = refused(&client, &server, &[(name, text)], body).await;
                assert_eq!((error.code(), error.message()), (Some(CODE), None), "{text} {body}");
            }
        }
    }
}

#[tokio::test]
async fn codes_that_are_empty_or_no_text_do_not_hide_others() {
    let server = start().await;
    let client = client(&server);
    let body = r#"{"__type":"ValidationException","code":"Other","message":"m"}"#;
    let cases: [(&[(&str, &str)], &str); 6] = [
        (&[("x-amzn-errortype", "")], body),
        (&[("x-amzn-errortype", ":http://x")], body),
        (&[], r#"{"__type":"","code":"ValidationException"}"#),
        (&[], r#"{"__type":null,"code":"ValidationException"}"#),
        (&[], r#"{"code":7,"__type":"ValidationException"}"#),
        (&[], r#"{"code":{"a":[]},"__type":"ns#ValidationException:"}"#),
    ];
    for (headers, body) in cases {
        let error = refused(&client, &server, headers, body).await;
        assert_eq!(error.code(), Some("ValidationException"), "{headers:?} {body}");
    }
}

#[tokio::test]
async fn messages_in_every_form() {
    let server = start().await;
    let client = client(&server);
    for member in ["message", "Message", "errorMessage"] {
        let body = format!(r#"{{"__type":"ValidationException","{member}":"größe 🚀"}}"#);
        let error = refused(&client, &server, &[], &body).await;
        assert_eq!(error.message(), Some("größe 🚀"), "{body}");
        let Error::ValidationException(inner) = error else { panic!("{error:?}") };
        assert_eq!(inner.message.as_deref(), Some("größe 🚀"), "{body}");
    }
}

#[tokio::test]
async fn an_error_is_one_line_whatever_the_message() {
    let server = start().await;
    let client = client(&server);
    let body = r#"{"__type":"Bad\nOne","message":"first\r\n\r\nsecond\u2028third\u0000\u001b[31m"}"#;
    for body in [body, &body.replace("Bad\\nOne", "ValidationException")] {
        let error = refused(&client, &server, &[("x-amzn-requestid", "id-1")], body).await;
        let told = error.to_string();
        assert!(!told.contains(char::is_control) && !told.contains('\u{2028}'), "{told:?}");
        assert!(told.ends_with(": first second third [31m (status 400, request id id-1)"), "{told:?}");
        assert!(error.message().unwrap().contains("first\r\n\r\nsecond"), "the message itself is whole");
    }
}

#[tokio::test]
async fn unmodeled_codes_keep_everything() {
    let server = start().await;
    let client = client(&server);
    let body = r#"{"__type":"AccessDeniedException","Message":"no","Extra":1}"#;
    let error = refused(&client, &server, &[("x-amzn-requestid", "id-1")], body).await;
    assert_eq!(error.to_string(), "DescribeBackups: AccessDeniedException: no (status 400, request id id-1)");
    assert_eq!(
        (error.code(), error.message(), error.request_id()),
        (Some("AccessDeniedException"), Some("no"), Some("id-1"))
    );
    let Error::Unmodeled(inner) = error else { panic!("{error:?}") };
    assert_eq!(inner.body, body);
    // A code that the service has, and a body that is not what the model says of it.
    let error = refused(&client, &server, &[], r#"{"__type":"ValidationException","Message":{"a":1}}"#).await;
    assert_eq!(error.code(), Some("ValidationException"));
    assert!(matches!(error, Error::Unmodeled(_)), "{error:?}");
}
