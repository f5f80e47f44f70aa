//! Paging through listings: `pages()`, `items()`, both as `Stream`s, and what can go wrong between two pages.

use futures_util::{StreamExt, TryStreamExt};
use opsworkscm::tinsmith::ErrorKind;
use opsworkscm::types::{Backup, Tag};
use opsworkscm::{Client, Error};
use tinsmith_tests::{Fault, Options, Server};

use crate::support::{answer, client, options, own, start, with_backups};

fn descriptions(backups: &[Backup]) -> Vec<&str> {
    backups.iter().filter_map(|backup| backup.description.as_deref()).collect()
}

/// A stand-in with five backups, and nothing recorded.
async fn five() -> (Server, Client) {
    let server = start().await;
    let client = client(&server);
    with_backups(&client, "automate-06", 5).await;
    server.clear_requests();
    (server, client)
}

/// The bodies of the requests so far.
fn bodies(server: &Server) -> Vec<String> {
    let requests = server.requests().into_iter();
    requests.map(|request| String::from_utf8(request.body.to_vec()).unwrap()).collect()
}

#[tokio::test]
async fn pages_of_a_size() {
    let (server, client) = five().await;
    let pages: Vec<_> = client.describe_backups().max_results(2).pages().try_collect().await.unwrap();
    let shown: Vec<_> = pages.iter().map(|page| descriptions(&page.backups)).collect();
    assert_eq!(shown, [vec!["5", "4"], vec!["3", "2"], vec!["1"]]);
    let token = |page: usize| pages[page].next_token.as_deref().unwrap();
    assert_eq!(pages[2].next_token, None);
    let sent = bodies(&server);
    assert_eq!(sent[0], r#"{"MaxResults":2}"#);
    assert_eq!(sent[1], format!(r#"{{"NextToken":"{}","MaxResults":2}}"#, token(0)));
    assert_eq!(sent[2], format!(r#"{{"NextToken":"{}","MaxResults":2}}"#, token(1)));
    assert_eq!(sent.len(), 3);
}

#[tokio::test]
async fn items_of_all_pages() {
    let (server, client) = five().await;
    let all: Vec<_> = client.describe_backups().max_results(2).items().try_collect().await.unwrap();
    assert_eq!(descriptions(&all), ["5", "4", "3", "2", "1"]);
    assert_eq!(server.requests().len(), 3);
    // The listing ends with a full page: there is no call for nothing.
    server.clear_requests();
    let all: Vec<_> = client.describe_backups().max_results(5).items().try_collect().await.unwrap();
    assert_eq!((all.len(), server.requests().len()), (5, 1));
}

#[tokio::test]
async fn next_without_a_stream_library() {
    let (_server, client) = five().await;
    let mut items = client.describe_backups().max_results(3).items();
    let mut seen = Vec::new();
    while let Some(backup) = items.next().await {
        seen.push(backup.unwrap().description.unwrap());
    }
    assert_eq!(seen, ["5", "4", "3", "2", "1"]);
    assert!(items.next().await.is_none() && items.next().await.is_none());
    let mut pages = client.describe_backups().pages();
    assert_eq!(pages.next().await.unwrap().unwrap().backups.len(), 5);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn every_operation_with_pages() {
    let server = Server::start(Options { page_size: 1, ..options() }).await.unwrap();
    let client = client(&server);
    let arn = with_backups(&client, "first", 1).await.remove(0).backup_arn.unwrap();
    with_backups(&client, "second", 0).await;
    let tags = ["a", "b"].map(|key| Tag::default().key(key).value("v"));
    client.tag_resource().resource_arn(&arn).tags(tags.clone()).send().await.unwrap();
    server.clear_requests();
    assert_eq!(client.describe_servers().items().try_collect::<Vec<_>>().await.unwrap().len(), 2);
    assert_eq!(server.requests().len(), 2);
    let events: Vec<_> = client.describe_events().server_name("first").items().try_collect().await.unwrap();
    assert!(events.len() > 2 && server.requests().len() == 2 + events.len());
    let listed: Vec<_> = client.list_tags_for_resource().resource_arn(&arn).items().try_collect().await.unwrap();
    assert_eq!(listed, tags);
}

#[tokio::test]
async fn nothing_to_list() {
    let server = start().await;
    let client = client(&server);
    let mut pages = client.describe_backups().pages();
    assert!(pages.next().await.unwrap().unwrap().backups.is_empty());
    assert!(pages.next().await.is_none());
    assert!(client.describe_backups().items().next().await.is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn empty_pages_in_between_and_an_empty_token() {
    let server = start().await;
    let bodies = [
        r#"{"Backups":[],"NextToken":"a"}"#,
        r#"{"NextToken":"b"}"#,
        r#"{"Backups":[{"BackupId":"x"}],"NextToken":""}"#,
    ];
    for body in bodies {
        server.fail_next(answer(200, body));
    }
    let all: Vec<_> = client(&server).describe_backups().items().try_collect().await.unwrap();
    assert_eq!(all, [Backup::default().backup_id("x")]);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn an_error_in_the_middle_ends_the_stream() {
    let (server, client) = five().await;
    let mut items = client.describe_backups().max_results(2).items();
    for wanted in ["5", "4"] {
        assert_eq!(items.next().await.unwrap().unwrap().description.as_deref(), Some(wanted));
    }
    server.fail_next(Fault::error(400, "AccessDeniedException", "no more"));
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("AccessDeniedException"), Some("no more")));
    assert!(items.next().await.is_none());
    assert_eq!(server.requests().len(), 2);
    // Faults that pass do not end it.
    server.fail_next(Fault::Status(500));
    let pages: Vec<_> = client.describe_backups().max_results(3).pages().collect().await;
    assert!(pages.len() == 2 && pages.iter().all(Result::is_ok));
}

#[tokio::test]
async fn a_token_of_somebody_else() {
    let (_server, client) = five().await;
    let error = client.describe_backups().next_token("00ff").pages().next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::InvalidNextTokenException(_)), "{error:?}");
}

#[tokio::test]
async fn a_token_that_repeats_is_told_and_no_page_is_lost() {
    let server = start().await;
    server.fail_all(answer(200, r#"{"Backups":[{"BackupId":"x"}],"NextToken":"again"}"#));
    let results: Vec<_> = client(&server).describe_backups().items().take(9).collect().await;
    let items = results.iter().take_while(|result| result.is_ok()).count();
    assert_eq!((items, results.len(), server.requests().len()), (2, 3, 2));
    let error = own(results.into_iter().next_back().unwrap().unwrap_err());
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Pagination, Some("DescribeBackups")));
    assert!(error.message().contains("token that it was asked with") && !error.is_retryable(), "{error}");
}

#[tokio::test]
async fn dropping_a_stream_ends_the_calls() {
    let (server, client) = five().await;
    let mut items = client.describe_backups().max_results(1).items();
    items.next().await.unwrap().unwrap();
    drop(items);
    drop(client.describe_backups().pages());
    assert_eq!(server.requests().len(), 1);
    let two: Vec<_> = client.describe_backups().max_results(1).items().take(2).try_collect().await.unwrap();
    assert_eq!((two.len(), server.requests().len()), (2, 3));
}

#[tokio::test]
async fn going_on_from_a_token() {
    let (_server, client) = five().await;
    let first = client.describe_backups().max_results(2).send().await.unwrap();
    let rest = client.describe_backups().max_results(2).next_token(first.next_token.unwrap());
    let all: Vec<_> = rest.items().try_collect().await.unwrap();
    assert_eq!(descriptions(&all), ["3", "2", "1"]);
}

#[tokio::test]
async fn streams_can_be_sent_to_another_thread() {
    let (_server, client) = five().await;
    let stream = client.describe_backups().max_results(2).items();
    let all = tokio::spawn(stream.try_collect::<Vec<_>>()).await.unwrap().unwrap();
    assert_eq!(all.len(), 5);
}
