//! The waiter `NodeAssociated`: success, failure, and the end of patience.

use std::time::Duration;

use opsworkscm::tinsmith::ErrorKind;
use opsworkscm::types::{EngineAttribute, NodeAssociationStatus};
use opsworkscm::{Client, Error};
use tinsmith_tests::{Fault, Options, Server, Ticks};

use crate::support::{NoSleep, builder, new_server, options, own, raw};

const MINUTE: Duration = Duration::from_secs(60);

/// A stand-in in which associations take so many looks, a client of it, its pauses, and the token of an association.
async fn associating(node: &str, looks: u32) -> (Server, Client, NoSleep, String) {
    let ticks = Ticks { node: looks, ..Ticks::all(0) };
    let server = Server::start(Options { ticks, ..options() }).await.unwrap();
    let sleep = NoSleep::default();
    let client = builder(&server).sleep(sleep.clone()).build().unwrap();
    new_server(&client, "automate-06").engine("Puppet").send().await.unwrap();
    let request = EngineAttribute::default().name("PUPPET_NODE_CSR").value("-----BEGIN CERTIFICATE REQUEST-----");
    let associate = client.associate_node().server_name("automate-06").node_name(node).engine_attributes([request]);
    let token = associate.send().await.unwrap().node_association_status_token.unwrap();
    server.clear_requests();
    (server, client, sleep, token)
}

fn ask(client: &Client, token: &str) -> opsworkscm::operations::DescribeNodeAssociationStatus {
    client.describe_node_association_status().server_name("automate-06").node_association_status_token(token)
}

#[tokio::test]
async fn success_gives_the_last_output() {
    let (server, client, sleep, token) = associating("node-1", 3).await;
    let output = ask(&client, &token).wait_until_node_associated(60 * MINUTE).await.unwrap();
    assert_eq!(output.node_association_status, Some(NodeAssociationStatus::Success));
    assert_eq!(output.engine_attributes[0].name.as_deref(), Some("PUPPET_NODE_CERT"));
    assert_eq!((server.requests().len(), sleep.pauses().len()), (4, 3));
    for (pause, longest) in sleep.pauses().into_iter().zip([15, 30, 60]) {
        assert!((Duration::from_secs(15)..=Duration::from_secs(longest)).contains(&pause), "{pause:?}");
    }
}

#[tokio::test]
async fn what_is_done_already_takes_no_pause() {
    let (server, client, sleep, token) = associating("node-1", 0).await;
    ask(&client, &token).wait_until_node_associated(Duration::ZERO).await.unwrap();
    assert_eq!((server.requests().len(), sleep.pauses().len()), (1, 0));
}

#[tokio::test]
async fn failure_is_told_at_once() {
    let (server, client, _, token) = associating("will-fail", 1).await;
    let error = own(ask(&client, &token).wait_until_node_associated(60 * MINUTE).await.unwrap_err());
    assert_eq!(error.kind(), ErrorKind::Waiter);
    assert_eq!(error.operation(), Some("DescribeNodeAssociationStatus"));
    let wanted = "waiting for NodeAssociated failed: the state can no longer be reached after 2 calls and ";
    assert!(error.message().starts_with(wanted) && !error.is_retryable(), "{error}");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn patience_ends() {
    let (server, client, sleep, token) = associating("node-1", 1000).await;
    let error = own(ask(&client, &token).wait_until_node_associated(10 * MINUTE).await.unwrap_err());
    assert_eq!(error.kind(), ErrorKind::Waiter);
    let wanted = "waiting for NodeAssociated took longer than the 600s given after ";
    assert!(error.message().starts_with(wanted), "{error}");
    let waited: Duration = sleep.pauses().iter().sum();
    // The last pause takes all that is left, so that no time is given away.
    assert!(waited >= 10 * MINUTE - Duration::from_secs(1) && waited <= 10 * MINUTE, "{waited:?}");
    let (last, others) = sleep.pauses().split_last().map(|(last, others)| (*last, others.to_vec())).unwrap();
    let (shortest, longest) = (Duration::from_secs(15), Duration::from_secs(120));
    assert!(others.iter().all(|pause| (shortest..=longest).contains(pause)) && last <= longest + shortest);
    assert_eq!(server.requests().len(), sleep.pauses().len() + 1);

    server.clear_requests();
    let error = own(ask(&client, &token).wait_until_node_associated(Duration::from_secs(1)).await.unwrap_err());
    assert!(error.message().contains("longer than the 1s given after 2 calls and "), "{error}");
    assert_eq!(server.requests().len(), 2);

    server.clear_requests();
    let error = own(ask(&client, &token).wait_until_node_associated(Duration::ZERO).await.unwrap_err());
    assert!(error.message().contains("longer than the 0ns given after 1 call and "), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn calls_that_take_long_count_too() {
    let (server, client, _, token) = associating("node-1", 1000).await;
    server.fail_all(Fault::Delay(Duration::from_millis(300)));
    // The pauses alone would leave time for one more.
    let limit = Duration::from_millis(200);
    let error = own(ask(&client, &token).wait_until_node_associated(limit).await.unwrap_err());
    assert!(error.message().contains("longer than the 200ms given after 1 call"), "{error}");
}

#[tokio::test]
async fn errors_that_no_acceptor_knows_end_the_wait() {
    let (server, client, _, token) = associating("node-1", 5).await;
    let error = ask(&client, "unknown").wait_until_node_associated(10 * MINUTE).await.unwrap_err();
    assert!(matches!(error, Error::ResourceNotFoundException(_)), "{error:?}");
    assert_eq!(server.requests().len(), 1);
    server.fail_all(Fault::Status(503));
    let error = ask(&client, &token).wait_until_node_associated(10 * MINUTE).await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), server.requests().len()), (Some(503), 3, 4));
}

#[tokio::test]
async fn what_passes_is_tried_again_and_the_unknown_is_waited_for() {
    let (server, client, sleep, token) = associating("node-1", 0).await;
    server.fail_next(Fault::DropConnection);
    server.fail_next(raw(200, &[], r#"{"NodeAssociationStatus":"PONDERING"}"#));
    server.fail_next(raw(200, &[], "{}"));
    let output = ask(&client, &token).wait_until_node_associated(10 * MINUTE).await.unwrap();
    assert_eq!(output.node_association_status, Some(NodeAssociationStatus::Success));
    // One pause of the retry, two of the waiter.
    assert_eq!((server.requests().len(), sleep.pauses().len()), (4, 3));
}

#[tokio::test]
async fn an_input_that_breaks_a_constraint_is_told_and_not_sent() {
    let (server, client, _, _) = associating("node-1", 0).await;
    let bare = client.describe_node_association_status();
    let error = own(bare.wait_until_node_associated(MINUTE).await.unwrap_err());
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::Validation, 0));
}
