//! Endpoint discovery by several calls of one client at the same time.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use super::discovery::{ASKED, CELL_1, OPTIONAL, REGULAR, REQUIRED, TOLD, call, place};
use super::{Answer, Item, SERVICE, Script, answer, builder};
use crate::call::Handle;
use crate::operation::Operation;
use crate::service_error::Failure;
use crate::time::fake::{FakeTime, block_on};
use crate::time::{BoxFuture, Sleep};
use crate::transport::Transport;

/// A transport whose answers come when the test gives them, the first to whoever is polled first.
#[derive(Clone, Debug, Default)]
struct Late {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Late {
    fn give(&self, answer: Answer) {
        self.answers.lock().expect("nobody panics with it").push_back(answer);
    }

    fn trail(&self) -> Vec<String> {
        self.requests.lock().expect("nobody panics with it").iter().map(place).collect()
    }
}

impl Transport for Late {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Answer> {
        self.requests.lock().expect("nobody panics with it").push(request);
        Box::pin(poll_fn(|_| match self.answers.lock().expect("nobody panics with it").pop_front() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        }))
    }
}

fn client() -> (Handle, Late, FakeTime) {
    let (late, time) = (Late::default(), FakeTime::at(1_440_938_160));
    let config = builder(&Script::default()).transport(late.clone()).clock(time.clone()).sleep(time.clone());
    let config = config.endpoint_discovery(true).build().expect("the settings are right");
    (Handle::new(&SERVICE, &config), late, time)
}

type Call<'a> = Pin<Box<dyn Future<Output = Result<Item, Failure>> + 'a>>;

fn begin<'a>(handle: &'a Handle, operation: &'static Operation) -> Call<'a> {
    let mut begun: Call<'a> = Box::pin(call(handle, operation));
    assert!(poll(&mut begun).is_none());
    begun
}

/// Polls once, as an executor does that something woke.
fn poll(call: &mut Call<'_>) -> Option<Result<Item, Failure>> {
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    }
}

#[test]
fn one_asks_and_those_that_cannot_do_without_wait() {
    let (handle, late, _) = client();
    let (mut first, mut second) = (begin(&handle, &REQUIRED), begin(&handle, &REQUIRED));
    assert_eq!(late.trail(), [ASKED]);
    late.give(answer(200, TOLD));
    assert!(poll(&mut first).is_none() && poll(&mut second).is_none());
    assert_eq!(late.trail(), [ASKED, CELL_1, CELL_1]);
    late.give(answer(200, ""));
    late.give(answer(200, ""));
    assert!(poll(&mut second).is_some_and(|result| result.is_ok()));
    assert!(poll(&mut first).is_some_and(|result| result.is_ok()));
}

#[test]
fn a_failure_counts_for_those_who_waited() {
    let (handle, late, _) = client();
    let (mut first, mut second) = (begin(&handle, &REQUIRED), begin(&handle, &REQUIRED));
    late.give(answer(400, r#"{"__type":"AccessDeniedException"}"#));
    for call in [&mut first, &mut second] {
        let told = poll(call).expect("it has failed").expect_err("it has failed");
        assert!(format!("{told:?}").contains("AccessDeniedException"), "{told:?}");
    }
    assert_eq!(late.trail(), [ASKED]);
    // It counts for nobody who comes later.
    drop(begin(&handle, &REQUIRED));
    assert_eq!(late.trail(), [ASKED, ASKED]);
}

#[test]
fn who_gives_up_leaves_the_turn_to_the_next() {
    let (handle, late, _) = client();
    let (first, mut second) = (begin(&handle, &REQUIRED), begin(&handle, &REQUIRED));
    drop(first);
    assert!(poll(&mut second).is_none());
    assert_eq!(late.trail(), [ASKED, ASKED]);
    late.give(answer(200, TOLD));
    assert!(poll(&mut second).is_none());
    assert_eq!(late.trail(), [ASKED, ASKED, CELL_1]);
}

#[test]
fn those_that_can_do_without_go_on() {
    let (handle, late, _) = client();
    let (mut first, _second) = (begin(&handle, &OPTIONAL), begin(&handle, &OPTIONAL));
    assert_eq!(late.trail(), [ASKED, REGULAR]);
    late.give(answer(200, TOLD));
    assert!(poll(&mut first).is_none());
    let _third = begin(&handle, &OPTIONAL);
    assert_eq!(late.trail(), [ASKED, REGULAR, CELL_1, CELL_1]);
}

#[test]
fn the_old_endpoint_serves_while_one_asks() {
    let (handle, late, time) = client();
    for answer in [answer(200, TOLD), answer(200, "")] {
        late.give(answer);
    }
    assert!(block_on(call(&handle, &REQUIRED)).is_ok());
    block_on(time.sleep(Duration::from_secs(600)));
    let (_first, _second) = (begin(&handle, &REQUIRED), begin(&handle, &OPTIONAL));
    assert_eq!(late.trail(), [ASKED, CELL_1, ASKED, CELL_1]);
}
