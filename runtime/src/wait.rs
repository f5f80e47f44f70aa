//! Waiters: an operation called until the resource is in the wanted state (Smithy, "Waiters").

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::call::Handle;
use crate::error::{Error, ErrorKind};
use crate::jmespath::{Expression, Value};
use crate::operation::Operation;
use crate::service_error::{ErrorMeta, Failure};
use crate::time::BoxFuture;
use crate::value::Structure;

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
    /// Any output (`true`), or any error of the service (`false`).
    Success(bool),
    /// An error of that code, which is the name of a shape; a namespace before it is passed over.
    ErrorType(&'static str),
    /// A value in the output of a call that went well.
    Output {
        /// What finds the value in the output.
        path: Expression,
        /// How it is compared.
        comparator: Comparator,
        /// What it is compared with.
        expected: &'static str,
    },
    /// A value in the input and output of a call that went well.
    InputOutput {
        /// What finds the value in an object with the members `input` and `output`.
        path: Expression,
        /// How it is compared.
        comparator: Comparator,
        /// What it is compared with.
        expected: &'static str,
    },
}

/// How an acceptor compares what its expression gives. A value of another kind matches nothing.
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

/// A structure that is filled again and again: each call of a waiter begins with an empty one.
pub trait Renew: Structure {
    /// Makes it as `Default` has it.
    fn renew(&mut self);
}

impl<T: Structure + Default> Renew for T {
    fn renew(&mut self) {
        *self = T::default();
    }
}

impl Handle {
    /// Calls an operation until the waiter's state is reached. The output is that of the last call; `false` means that
    /// the wanted state showed itself as an error, and there is none.
    ///
    /// The pauses between two calls grow from the waiter's shortest to its longest, with jitter. Where the next one
    /// would leave no time for another, it lasts as long as `max_wait` still does, and one last call follows.
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
        output: &'a mut dyn Renew,
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
    output: &mut dyn Renew,
    max_wait: Duration,
) -> Result<bool, Failure> {
    let began = handle.now();
    let mut paused = Duration::ZERO;
    let mut calls: u32 = 0;
    let mut is_last = false;
    loop {
        calls = calls.saturating_add(1);
        output.renew();
        let result = handle.call(operation, input, output).await;
        let state = match &result {
            Ok(()) => decide(waiter, Seen::Output { input, output }),
            Err(Failure::Answer(answer)) => decide(waiter, Seen::Error(&answer.meta)),
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
        let left = max_wait.saturating_sub(waited);
        if is_last || left.is_zero() {
            return Err(end(&format!("took longer than the {max_wait:?} given")));
        }
        let pause = pause(waiter, calls, handle.random(), left);
        is_last = pause == left;
        handle.sleep(pause).await;
        paused += pause;
    }
}

/// What came of a call, as the acceptors see it.
enum Seen<'a> {
    Output { input: &'a dyn Structure, output: &'a dyn Structure },
    Error(&'a ErrorMeta),
}

fn decide(waiter: &'static Waiter, seen: Seen<'_>) -> Option<State> {
    let matches = |matcher: &'static Matcher| match (matcher, &seen) {
        (Matcher::Success(wanted), seen) => *wanted == matches!(seen, Seen::Output { .. }),
        (Matcher::ErrorType(wanted), Seen::Error(meta)) => {
            meta.shape_name().is_some_and(|name| local_name(name) == local_name(wanted))
        }
        (Matcher::Output { path, comparator, expected }, Seen::Output { output, .. }) => {
            compare(path, &Value::from(output.view()), *comparator, expected)
        }
        (Matcher::InputOutput { path, comparator, expected }, Seen::Output { input, output }) => {
            let both = [("input", input.view()), ("output", output.view())];
            let both = Value::object(both.into_iter().map(|(name, view)| (name, Value::from(view))).collect());
            compare(path, &both, *comparator, expected)
        }
        _ => false,
    };
    waiter.acceptors.iter().find(|acceptor| matches(&acceptor.matcher)).map(|acceptor| acceptor.state)
}

/// The name without a namespace.
fn local_name(id: &str) -> &str {
    id.rsplit_once('#').map_or(id, |(_, name)| name)
}

/// Whether what the expression gives is what is expected. An expression that fails gives nothing that could be.
fn compare(path: &'static Expression, value: &Value<'_>, comparator: Comparator, expected: &str) -> bool {
    let is = |value: &Value<'_>| matches!(value, Value::String(text) if **text == *expected);
    match (comparator, path.evaluate(value)) {
        (_, Err(fault)) => {
            tracing::debug!(%fault, "an acceptor's expression cannot be evaluated");
            false
        }
        (Comparator::StringEquals, Ok(value)) => is(&value),
        (Comparator::BooleanEquals, Ok(Value::Boolean(value))) => value == (expected == "true"),
        (Comparator::AllStringEquals, Ok(Value::List(list))) => list.len() > 0 && list.iter().all(|item| is(&item)),
        (Comparator::AnyStringEquals, Ok(Value::List(list))) => list.iter().any(|item| is(&item)),
        _ => false,
    }
}

/// The pause after a call: exponential with full jitter between the waiter's bounds (Smithy, "Waiter retries"). One that
/// takes all the time that is left is the last.
fn pause(waiter: &Waiter, calls: u32, random: f64, left: Duration) -> Duration {
    let shortest = waiter.min_delay as f64;
    let longest = waiter.max_delay as f64;
    let doubled = shortest * 2f64.powi(i32::try_from(calls.saturating_sub(1)).unwrap_or(i32::MAX));
    let ceiling = doubled.clamp(shortest, longest.max(shortest));
    let seconds = shortest + random * (ceiling - shortest);
    let pause = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(waiter.max_delay));
    // What would remain is too short for another pause.
    let takes_all = left.saturating_sub(pause) <= Duration::from_secs(waiter.min_delay);
    if takes_all { left } else { pause }
}
