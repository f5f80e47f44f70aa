//! Which failures are tried again, how often, after which pauses, and with what on the wire.

use std::time::Duration;

use opsworkscm::{Client, Error};
use tinsmith_tests::{Fault, Request, Server};

use crate::support::{NoSleep, answer, builder, client, raw, start};

/// Calls with these faults in the way; gives the result, the requests and the pauses.
async fn call(faults: &[Fault]) -> (Result<(), Error>, Vec<Request>, Vec<Duration>) {
    let server = start().await;
    let sleep = NoSleep::default();
    let client = builder(&server).sleep(sleep.clone()).build().unwrap();
    faults.iter().for_each(|fault| server.fail_next(fault.clone()));
    let result = client.describe_backups().server_name("a").send().await;
    let result = match result {
        // The server does not exist, which is the answer of the service itself.
        Err(Error::ResourceNotFoundException(_)) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => panic!("there is no such server"),
    };
    (result, server.requests(), sleep.pauses())
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    let faults = [
        Fault::Status(500),
        Fault::Status(502),
        Fault::Status(503),
        Fault::Status(504),
        Fault::Status(429),
        Fault::Html(503),
        Fault::throttling(),
        Fault::error(400, "com.amazonaws#TooManyRequestsException:http://x", ""),
        Fault::error(400, "RequestTimeoutException", ""),
        Fault::error(500, "InternalFailure", ""),
        Fault::error(503, "ServiceUnavailable", ""),
        raw(400, &[("x-amzn-errortype", "ThrottlingException:")], ""),
        Fault::DropConnection,
        Fault::DropAfter(0),
        Fault::DropAfter(20),
    ];
    for fault in faults {
        let (result, requests, pauses) = call(std::slice::from_ref(&fault)).await;
        assert!(result.is_ok(), "{fault:?} {result:?}");
        assert_eq!((requests.len(), pauses.len()), (2, 1), "{fault:?}");
        assert_eq!((requests[0].attempt, requests[1].attempt), (Some(1), Some(2)), "{fault:?}");
    }
}

#[tokio::test]
async fn what_would_fail_again_is_not() {
    let mut faults: Vec<_> = [400, 401, 403, 404, 409, 413, 501, 505].map(Fault::Status).into();
    for code in ["ValidationException", "LimitExceededException", "AccessDeniedException", "ExpiredTokenException"] {
        faults.push(Fault::error(400, code, "no"));
    }
    faults.push(answer(200, "nonsense"));
    for fault in faults {
        let (result, requests, pauses) = call(std::slice::from_ref(&fault)).await;
        let error = result.expect_err("the fault stands");
        assert_eq!((requests.len(), pauses.len(), error.attempts()), (1, 0, 1), "{fault:?}");
        assert!(!error.is_retryable() && !error.is_throttling(), "{fault:?}");
    }
}

#[tokio::test]
async fn gives_up_after_three() {
    let cases = [
        (Fault::Status(500), Some(500), false),
        (Fault::throttling(), Some(400), true),
        (Fault::Status(429), Some(429), true),
        (Fault::DropConnection, None, false),
    ];
    for (fault, status, throttling) in cases {
        let (result, requests, pauses) = call(&[fault.clone(), fault.clone(), fault.clone()]).await;
        let error = result.expect_err("there are no more attempts");
        assert_eq!((error.attempts(), requests.len(), pauses.len()), (3, 3, 2), "{fault:?}");
        assert_eq!(
            (error.status(), error.is_throttling(), error.is_retryable()),
            (status, throttling, true),
            "{fault:?}"
        );
        assert!(error.to_string().contains("3 attempts)"), "{error}");
        assert!(pauses[0] <= Duration::from_secs(1) && pauses[1] <= Duration::from_secs(2), "{pauses:?}");
    }
    let (result, requests, _) = call(&[Fault::DropConnection, Fault::throttling(), Fault::Status(503)]).await;
    let error = result.expect_err("there are no more attempts");
    assert_eq!((error.status(), requests.len()), (Some(503), 3), "the last failure stands");
    let (result, ..) = call(&[Fault::DropConnection, Fault::throttling()]).await;
    assert!(result.is_ok());
}

#[tokio::test]
async fn attempts_on_the_wire() {
    let (_, requests, _) = call(&[Fault::Status(500), Fault::DropConnection]).await;
    let header = |index: usize, name: &str| requests[index].header(name).unwrap().to_owned();
    let attempts: Vec<_> = (0..3).map(|index| header(index, "amz-sdk-request")).collect();
    assert_eq!(attempts, ["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3"]);
    let id = header(0, "amz-sdk-invocation-id");
    assert!((1..3).all(|index| header(index, "amz-sdk-invocation-id") == id));
    assert!(requests.iter().all(|request| request.body == r#"{"ServerName":"a"}"#.as_bytes()));
    // Each attempt is signed by itself: the attempt's number is part of what is signed.
    assert_ne!(header(0, "authorization"), header(1, "authorization"));
    assert_ne!(header(1, "authorization"), header(2, "authorization"));

    let server = start().await;
    let client = client(&server);
    client.describe_backups().send().await.unwrap();
    client.describe_backups().send().await.unwrap();
    let ids: Vec<_> = server.requests().iter().map(|r| r.header("amz-sdk-invocation-id").map(str::to_owned)).collect();
    assert_ne!(ids[0], ids[1], "another call is another invocation");
}

#[tokio::test]
async fn the_number_of_attempts_can_be_set() {
    for most in [1, 2, 5] {
        let server = start().await;
        let client: Client = builder(&server).max_attempts(most).sleep(NoSleep::default()).build().unwrap();
        server.fail_all(Fault::Status(500));
        let error = client.describe_backups().send().await.unwrap_err();
        assert_eq!((error.attempts(), server.requests().len()), (most, most as usize));
        let last = server.requests().pop().unwrap();
        assert_eq!(last.header("amz-sdk-request"), Some(format!("attempt={most}; max={most}").as_str()));
    }
}

#[tokio::test]
async fn the_service_may_ask_for_a_pause() {
    let asked = |milliseconds| Fault::throttling().retry_after(Duration::from_millis(milliseconds));
    let (_, _, pauses) = call(&[asked(2_500)]).await;
    assert_eq!(pauses, [Duration::from_millis(2_500)]);
    // An hour is too much to ask: the backoff and five seconds more are the most.
    let (_, _, pauses) = call(&[asked(3_600_000)]).await;
    assert!((Duration::from_secs(5)..=Duration::from_secs(6)).contains(&pauses[0]), "{pauses:?}");
    let (_, _, pauses) = call(&[raw(503, &[("x-amz-retry-after", "soon")], "")]).await;
    assert!(pauses[0] <= Duration::from_secs(1), "{pauses:?}");
}

/// How many attempts a call that always fails gets.
async fn attempts(client: &Client) -> u32 {
    client.describe_backups().send().await.unwrap_err().attempts()
}

#[tokio::test]
async fn the_quota_runs_out_and_fills_again() {
    let server: Server = start().await;
    let client = client(&server);
    server.fail_all(Fault::Status(503));
    // 500 tokens pay for 100 retries, two for each call.
    for call in 0..50 {
        assert_eq!(attempts(&client).await, 3, "call {call}");
    }
    assert_eq!(attempts(&client).await, 1);
    assert_eq!(attempts(&client.clone()).await, 1, "clones share the quota");
    assert_eq!(server.requests().len(), 152);
    server.clear_faults();
    for _ in 0..5 {
        client.describe_backups().send().await.unwrap();
    }
    server.fail_all(Fault::Status(503));
    assert_eq!(attempts(&client).await, 2, "five calls that worked pay for one retry");
    assert_eq!(attempts(&crate::support::client(&server)).await, 3, "another client has its own");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_at_once() {
    let server = start().await;
    let client = client(&server);
    server.fail_next(Fault::Status(500));
    server.fail_next(Fault::DropConnection);
    let calls: Vec<_> = (0..64)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let error = client.describe_backups().backup_id(format!("b-{number}")).send().await.unwrap_err();
                assert_eq!(error.message(), Some(format!("Backup with id 'b-{number}' does not exist.").as_str()));
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(server.requests().len(), 66);
}
