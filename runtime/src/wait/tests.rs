//! Whole waits over a transport that answers from a script, on a clock that only moves when somebody sleeps.

use std::time::Duration;

use super::{Acceptor, Comparator, Matcher, State, Waiter, pause};
use crate::call::Handle;
use crate::call::tests::{Script, answer, builder, operation};
use crate::error::ErrorKind;
use crate::jmespath::Node::{self, Call, Comparison, Current, FlattenProjection, Path};
use crate::jmespath::{Comparator as Compare, Expression, Function};
use crate::operation::{Auth, Operation};
use crate::service_error::Failure;
use crate::time::fake::block_on;

static OPERATION: Operation = operation(Auth::SigV4, &[]);

#[derive(Clone, PartialEq)]
struct Input {
    names: Option<Vec<String>>,
}

crate::structure! {
    Input "Input" {
        0 names: Vec<String> = "Names";
    }
}

/// As an output has it: what is required stands without `Option`.
#[derive(Clone, PartialEq)]
struct Output {
    status: String,
    ready: Option<bool>,
    parts: Vec<Part>,
}

crate::structure! {
    Output "Output" {
        0 status: String = "Status";
        1 ready: bool = "Ready";
        2 parts: Vec<Part> = "Parts";
    }
}

#[derive(Clone, PartialEq)]
struct Part {
    status: Option<String>,
    count: Option<i32>,
}

crate::structure! {
    Part "Part" {
        0 status: String = "Status";
        1 count: i32 = "Count";
    }
}

const MINUTE: Duration = Duration::from_secs(60);

const fn waiter(acceptors: &'static [Acceptor]) -> Waiter {
    Waiter { name: "Done", min_delay: 2, max_delay: 120, acceptors }
}

const fn output(state: State, path: Expression, comparator: Comparator, expected: &'static str) -> Acceptor {
    Acceptor { state, matcher: Matcher::Output { path, comparator, expected } }
}

/// `Parts[].Status`
const STATUSES: Expression = Expression::new(FlattenProjection(&Path(&["Parts"]), &Path(&["Status"])));

/// What came of a wait: the result with the output's status, and how many calls there were.
fn wait(
    waiter: &'static Waiter,
    answers: &[(u16, &'static str)],
    input: Input,
) -> (Result<Option<Output>, Failure>, usize) {
    let script = Script::new(answers.iter().map(|(status, body)| answer(*status, body)));
    let config = builder(&script).max_attempts(1).build().expect("the settings are right");
    let handle = Handle::new(OPERATION.service, &config);
    let (mut input, mut output) = (input, Output::default());
    let result = block_on(handle.wait(&OPERATION, waiter, &mut input, &mut output, 5 * MINUTE));
    (result.map(|has_output| has_output.then_some(output)), script.requests().len())
}

/// Waits, and tells the calls that it took to succeed, or the first words of the failure.
#[track_caller]
fn outcome(waiter: &'static Waiter, answers: &[(u16, &'static str)]) -> Result<usize, String> {
    let (result, calls) = wait(waiter, answers, Input::default().names(["a".to_owned(), "b".to_owned()]));
    match result {
        Ok(_) => Ok(calls),
        Err(Failure::Answer(answer)) => Err(answer.meta.code.unwrap_or_default()),
        Err(Failure::Call(error)) => Err(error.message().split(" after ").next().unwrap_or_default().to_owned()),
    }
}

const LOST: &str = "waiting for Done failed: the state can no longer be reached";

#[test]
fn string_equals() {
    static WAITER: Waiter = waiter(&[
        output(State::Success, Expression::path(&["Status"]), Comparator::StringEquals, "READY"),
        output(State::Failure, Expression::path(&["Status"]), Comparator::StringEquals, "LOST"),
    ]);
    let answers = [(200, r#"{"Status":"NEW"}"#), (200, "{}"), (200, r#"{"Status":"READY"}"#)];
    assert_eq!(outcome(&WAITER, &answers), Ok(3));
    assert_eq!(outcome(&WAITER, &[(200, r#"{"Status":"LOST"}"#)]), Err(LOST.to_owned()));
}

#[test]
fn boolean_equals() {
    static IS: Waiter =
        waiter(&[output(State::Success, Expression::path(&["Ready"]), Comparator::BooleanEquals, "true")]);
    static IS_NOT: Waiter =
        waiter(&[output(State::Success, Expression::path(&["Ready"]), Comparator::BooleanEquals, "false")]);
    let answers = [(200, "{}"), (200, r#"{"Ready":false}"#), (200, r#"{"Ready":true}"#)];
    assert_eq!(outcome(&IS, &answers), Ok(3));
    assert_eq!(outcome(&IS_NOT, &answers), Ok(2));
    // A string is no boolean.
    static TEXT: Waiter = waiter(&[
        output(State::Failure, Expression::path(&["Status"]), Comparator::BooleanEquals, "true"),
        output(State::Success, Expression::path(&["Status"]), Comparator::StringEquals, "true"),
    ]);
    assert_eq!(outcome(&TEXT, &[(200, r#"{"Status":"true"}"#)]), Ok(1));
}

#[test]
fn all_and_any_string_equals() {
    static ALL: Waiter = waiter(&[output(State::Success, STATUSES, Comparator::AllStringEquals, "UP")]);
    let not_yet = [
        (200, "{}"),
        (200, r#"{"Parts":[]}"#),
        (200, r#"{"Parts":[{"Status":"UP"},{"Status":"DOWN"}]}"#),
        (200, r#"{"Parts":[{"Status":"UP"},{"Status":"UP"},{}]}"#),
    ];
    // Null is left out by the projection, so that the last one does it.
    assert_eq!(outcome(&ALL, &not_yet), Ok(4));
    static ANY: Waiter = waiter(&[output(State::Success, STATUSES, Comparator::AnyStringEquals, "UP")]);
    assert_eq!(outcome(&ANY, &not_yet), Ok(3));
    // Numbers are no strings, and neither is a string a list.
    static COUNTS: Waiter = waiter(&[
        output(
            State::Failure,
            Expression::new(FlattenProjection(&Path(&["Parts"]), &Path(&["Count"]))),
            Comparator::AnyStringEquals,
            "1",
        ),
        output(State::Failure, Expression::path(&["Status"]), Comparator::AllStringEquals, "UP"),
        output(State::Success, STATUSES, Comparator::AnyStringEquals, "UP"),
    ]);
    assert_eq!(outcome(&COUNTS, &[(200, r#"{"Status":"UP","Parts":[{"Count":1},{"Status":"UP"}]}"#)]), Ok(1));
}

#[test]
fn success_and_error_type() {
    static GONE: Waiter = waiter(&[
        Acceptor { state: State::Retry, matcher: Matcher::Success(true) },
        Acceptor { state: State::Failure, matcher: Matcher::ErrorType("Denied") },
        Acceptor { state: State::Success, matcher: Matcher::ErrorType("com.example#NotFound") },
    ]);
    let not_found = (400, r#"{"__type":"other.namespace#NotFound","message":"no"}"#);
    assert_eq!(outcome(&GONE, &[(200, "{}"), not_found]), Ok(2));
    // The error that ends the wait is the caller's, whether an acceptor knows it or not.
    assert_eq!(outcome(&GONE, &[(400, r#"{"__type":"Denied"}"#)]), Err("Denied".to_owned()));
    assert_eq!(outcome(&GONE, &[(400, r#"{"__type":"Strange"}"#)]), Err("Strange".to_owned()));
    let (result, _) = wait(&GONE, &[not_found], Input::default());
    assert!(matches!(result, Ok(None)));

    static FAILS: Waiter = waiter(&[Acceptor { state: State::Success, matcher: Matcher::Success(false) }]);
    assert_eq!(outcome(&FAILS, &[(200, "{}"), (500, "{}")]), Ok(2));
    static WORKS: Waiter = waiter(&[
        Acceptor { state: State::Success, matcher: Matcher::Success(true) },
        Acceptor { state: State::Retry, matcher: Matcher::ErrorType("NotFound") },
    ]);
    assert_eq!(outcome(&WORKS, &[not_found, not_found, (200, "{}")]), Ok(3));
}

#[test]
fn input_and_output_together() {
    const COUNTED: Node = Comparison(
        Compare::Equal,
        &Call(Function::Length, &[Path(&["input", "Names"])]),
        &Call(Function::Length, &[Path(&["output", "Parts"])]),
    );
    static WAITER: Waiter = waiter(&[
        Acceptor {
            state: State::Failure,
            matcher: Matcher::InputOutput {
                path: Expression::path(&["output", "Status"]),
                comparator: Comparator::StringEquals,
                expected: "LOST",
            },
        },
        Acceptor {
            state: State::Success,
            matcher: Matcher::InputOutput {
                path: Expression::new(COUNTED),
                comparator: Comparator::BooleanEquals,
                expected: "true",
            },
        },
    ]);
    let answers = [(200, "{}"), (200, r#"{"Parts":[{}]}"#), (200, r#"{"Parts":[{},{}]}"#)];
    assert_eq!(outcome(&WAITER, &answers), Ok(3));
    assert_eq!(outcome(&WAITER, &[(200, r#"{"Status":"LOST","Parts":[{},{}]}"#)]), Err(LOST.to_owned()));
    assert_eq!(outcome(&WAITER, &[(400, r#"{"__type":"Strange"}"#)]), Err("Strange".to_owned()));
    // Without names the length of none is an error of the expression, which matches nothing.
    let script: Vec<_> = std::iter::repeat_n((200, r#"{"Parts":[]}"#), 200).collect();
    let (result, calls) = wait(&WAITER, &script, Input::default());
    assert!(matches!(result, Err(Failure::Call(error)) if error.kind() == ErrorKind::Waiter) && calls > 1);
}

#[test]
fn the_first_acceptor_decides() {
    const ANYTHING: Expression = Expression::new(Call(Function::Type, &[Current]));
    static WAITER: Waiter = waiter(&[
        output(State::Retry, Expression::path(&["Status"]), Comparator::StringEquals, "NEW"),
        output(State::Success, ANYTHING, Comparator::StringEquals, "object"),
        Acceptor { state: State::Failure, matcher: Matcher::Success(true) },
    ]);
    assert_eq!(outcome(&WAITER, &[(200, r#"{"Status":"NEW"}"#), (200, "{}")]), Ok(2));
}

#[test]
fn each_call_fills_an_empty_output() {
    static WAITER: Waiter =
        waiter(&[output(State::Success, Expression::path(&["Ready"]), Comparator::BooleanEquals, "true")]);
    let (result, _) =
        wait(&WAITER, &[(200, r#"{"Status":"NEW","Parts":[{}]}"#), (200, r#"{"Ready":true}"#)], Input::default());
    assert!(matches!(result, Ok(Some(output)) if output == Output::default().ready(true)));
    let (result, _) = wait(
        &WAITER,
        &[(200, "{}"), (200, r#"{"Ready":true,"Status":"UP","Parts":[{"Status":"UP","Count":1}]}"#)],
        Input::default(),
    );
    let wanted = Output::default().ready(true).status("UP").parts([Part::default().status("UP").count(1)]);
    assert!(matches!(result, Ok(Some(output)) if output == wanted));
}

#[test]
fn pauses_grow_between_their_bounds_and_the_last_takes_what_is_left() {
    static WAITER: Waiter = waiter(&[]);
    let seconds = Duration::from_secs;
    let at = |calls, random, left| pause(&WAITER, calls, random, seconds(left));
    for (calls, ceiling) in [(1, 2), (2, 4), (3, 8), (6, 64), (7, 120), (8, 120), (u32::MAX, 120)] {
        assert_eq!(at(calls, 0.0, 1000), seconds(2), "{calls}");
        assert_eq!(at(calls, 1.0, 1000), seconds(ceiling), "{calls}");
    }
    // After a pause of 8 of 10 seconds only the shortest would remain: one pause of 10, and one last call.
    assert_eq!(at(3, 1.0, 10), seconds(10));
    assert_eq!(at(3, 1.0, 11), seconds(8));
    assert_eq!(at(1, 0.5, 1), seconds(1));
}
