//! The tracing span of a call: one each, with service, operation, attempts, status and request id.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use opsworkscm::tinsmith::ErrorKind;
use tinsmith_tests::Fault;

use crate::capture::{Capture, Span};
use crate::support::{answer, client, own, start, with_backups};

fn fields(span: &Span) -> BTreeMap<&str, &str> {
    span.fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn a_call_that_works() {
    let server = start().await;
    let client = client(&server);
    server.fail_next(answer(200, "{}"));
    let (capture, _guard) = Capture::listen();
    client.describe_backups().send().await.unwrap();
    let spans = capture.spans();
    assert_eq!((spans.len(), spans[0].name), (1, "call"), "{spans:?}");
    let wanted = [
        ("service", r#""OpsWorksCM""#),
        ("operation", r#""DescribeBackups""#),
        ("attempts", "1"),
        ("status", "200"),
        ("request_id", "id-1"),
    ];
    assert_eq!(fields(&spans[0]), BTreeMap::from(wanted));
}

#[tokio::test]
async fn calls_that_fail() {
    let server = start().await;
    let client = client(&server);
    let (capture, _guard) = Capture::listen();
    let error = client.describe_backups().backup_id("gone").send().await.unwrap_err();
    let span = capture.spans().pop().unwrap();
    assert_eq!(span.fields["request_id"], error.request_id().unwrap());
    assert_eq!((span.fields["attempts"].as_str(), span.fields["status"].as_str()), ("1", "400"));

    server.fail_next(Fault::Status(500));
    server.fail_next(Fault::DropConnection);
    client.describe_servers().send().await.unwrap();
    let span = capture.spans().pop().unwrap();
    assert_eq!(span.fields["operation"], r#""DescribeServers""#);
    assert_eq!((span.fields["attempts"].as_str(), span.fields["status"].as_str()), ("3", "200"));
    assert!(capture.text().contains("trying again"), "{}", capture.text());

    server.fail_all(Fault::DropConnection);
    client.describe_backups().send().await.unwrap_err();
    let span = capture.spans().pop().unwrap();
    assert_eq!(span.fields["attempts"], "3");
    assert!(!span.fields.contains_key("status") && !span.fields.contains_key("request_id"), "{span:?}");

    let error = own(client.delete_server().send().await.unwrap_err());
    assert_eq!(error.kind(), ErrorKind::Validation);
    let span = capture.spans().pop().unwrap();
    assert_eq!((span.fields["operation"].as_str(), span.fields["attempts"].as_str()), (r#""DeleteServer""#, "0"));
    assert_eq!(capture.spans().len(), 4);
}

#[tokio::test]
async fn a_page_is_a_call() {
    let server = start().await;
    let client = client(&server);
    with_backups(&client, "automate-06", 3).await;
    let (capture, _guard) = Capture::listen();
    client.describe_backups().max_results(1).items().try_collect::<Vec<_>>().await.unwrap();
    let spans = capture.spans();
    assert_eq!(spans.len(), 3);
    assert!(spans.iter().all(|span| span.name == "call" && span.fields["status"] == "200"), "{spans:?}");
}
