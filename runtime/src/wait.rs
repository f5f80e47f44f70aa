//! Waiters: an operation called until the resource is in the wanted state (Smithy, "Waiters").

use std::time::Duration;

use crate::call::Handle;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::service_error::{ErrorMeta, Failure};
use crate::time::BoxFuture;
use crate::value::{Structure, View, find, reset};

/// What the model says of a waiter (`@waitable`), as generated crates hold it.
#[derive(Debug)]
pub struct Waiter {
    /// The waiter's name, such as `NodeAssociated`.
    pub name: &'static str,
    /// The shortest pause between two calls, in seconds.
    pub min_delay: u64,
    /// The longest pause between two calls, in seconds.
    pub max_delay: u64,
    /// Tried in order after each call; the first that matches decides.
    pub acceptors: &'static [Acceptor],
}

/// What a waiter does when an answer matches.
#[derive(Debug)]
pub struct Acceptor {
    /// What follows.
    pub state: State,
    /// What it looks for.
    pub matcher: Matcher,
}

/// What follows from an acceptor that matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The wanted state is reached.
    Success,
    /// The wanted state can no longer be reached.
    Failure,
    /// The call is made again after a pause.
    Retry,
}

/// What an acceptor looks for.
#[derive(Debug)]
pub enum Matcher {
    /// Any output (`true`), or any error (`false`).
    Success(bool),
    /// An error of that code.
    ErrorType(&'static str),
    /// A value in the output.
    Output {
        /// The path of member names to the value.
        path: &'static [&'static str],
        /// How it is compared.
        comparator: Comparator,
        /// What it is compared with.
        expected: &'static str,
    },
}

/// How an acceptor compares a value of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// The value is that string.
    StringEquals,
    /// The value is that boolean.
    BooleanEquals,
    /// The value is a list of at least one item, and all are that string.
    AllStringEquals,
    /// The value is a list, and at least one item is that string.
    AnyStringEquals,
}

impl Handle {
    /// Calls an operation until the waiter's state is reached. The output is that of the last call; `false` means that
    /// the wanted state showed itself as an error, and there is none.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Waiter`] when the state can no longer be reached or `max_wait` passed; the call's own failure when
    /// no acceptor knows it.
    pub fn wait<'a>(
        &'a self,
        operation: &'static Operation,
        waiter: &'static Waiter,
        input: &'a mut dyn Structure,
        output: &'a mut dyn Structure,
        max_wait: Duration,
    ) -> BoxFuture<'a, Result<bool, Failure>> {
        Box::pin(wait(self, operation, waiter, input, output, max_wait))
    }
}

async fn wait(
    handle: &Handle,
    operation: &'static Operation,
    waiter: &'static Waiter,
    input: &mut dyn Structure,
    output: &mut dyn Structure,
    max_wait: Duration,
) -> Result<bool, Failure> {
    let began = handle.now();
    let mut paused = Duration::ZERO;
    let mut calls: u32 = 0;
    loop {
        calls = calls.saturating_add(1);
        reset(output);
        let result = handle.call(operation, input, output).await;
        let state = match &result {
            Ok(()) => decide(waiter, Some(output), None),
            Err(Failure::Answer(answer)) => decide(waiter, None, Some(&answer.meta)),
            // The call never reached the service or came back broken: that tells nothing of the state.
            Err(Failure::Call(_)) => None,
        };
        // The calls take their time too; the pauses count as such, whatever the clock does meanwhile.
        let waited = paused.max(handle.now().duration_since(began).unwrap_or_default());
        let end = |what: &str| {
            let unit = if calls == 1 { "call" } else { "calls" };
            let message = format!("waiting for {} {what} after {calls} {unit} and {waited:?}", waiter.name);
            Failure::Call(Error::new(ErrorKind::Waiter, message).with_operation(operation.name, calls))
        };
        match (state, result) {
            (Some(State::Success), result) => return Ok(result.is_ok()),
            (Some(State::Failure), Ok(())) => return Err(end("failed: the state can no longer be reached")),
            (Some(State::Failure) | None, Err(failure)) => return Err(failure),
            (Some(State::Retry), _) | (None, Ok(())) => {}
        }
        let pause = pause(waiter, calls, handle.random());
        if waited.saturating_add(pause) > max_wait {
            return Err(end(&format!("would take longer than the {max_wait:?} given")));
        }
        handle.sleep(pause).await;
        paused += pause;
    }
}

fn decide(waiter: &Waiter, output: Option<&dyn Structure>, error: Option<&ErrorMeta>) -> Option<State> {
    let matches = |matcher: &Matcher| match (matcher, output, error) {
        (Matcher::Success(wanted), output, _) => *wanted == output.is_some(),
        (Matcher::ErrorType(code), _, Some(meta)) => {
            // Models name the error by its shape, some with the namespace.
            meta.shape_name() == code.rsplit('#').next()
        }
        (Matcher::Output { path, comparator, expected }, Some(output), _) => {
            compare(find(output.view(), path), *comparator, expected)
        }
        _ => false,
    };
    waiter.acceptors.iter().find(|acceptor| matches(&acceptor.matcher)).map(|acceptor| acceptor.state)
}

fn compare(view: View<'_>, comparator: Comparator, expected: &str) -> bool {
    let is = |view: View<'_>| matches!(view, View::String(value) if value == expected);
    let items: Vec<_> = match view {
        View::List(list) => (0..list.len()).filter_map(|index| list.get(index)).collect(),
        _ => Vec::new(),
    };
    match comparator {
        Comparator::StringEquals => is(view),
        Comparator::BooleanEquals => matches!(view, View::Boolean(value) if value == (expected == "true")),
        Comparator::AllStringEquals => !items.is_empty() && items.iter().all(|item| is(item.view())),
        Comparator::AnyStringEquals => items.iter().any(|item| is(item.view())),
    }
}

/// The pause after a call: exponential with full jitter between the waiter's bounds (Smithy, "Waiter retries").
fn pause(waiter: &Waiter, calls: u32, random: f64) -> Duration {
    let shortest = waiter.min_delay as f64;
    let longest = waiter.max_delay as f64;
    let doubled = shortest * 2f64.powi(i32::try_from(calls.saturating_sub(1)).unwrap_or(i32::MAX));
    let ceiling = doubled.clamp(shortest, longest.max(shortest));
    let seconds = shortest + random * (ceiling - shortest);
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(waiter.max_delay))
}
