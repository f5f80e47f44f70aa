//! Plans the waiters of an operation: what each looks for, checked against the shapes that it looks into.

use super::expressions::{Checker, Type};
use super::{Deprecation, Planner};
use crate::diagnostic::Faults;
use crate::jmespath::Expression;
use crate::model::{self, Comparator, Shape, WaiterState};
use crate::name::{self, Distinct};

/// What the names of a builder's waiters begin with; a setter of such a name gets an underscore.
pub(super) const WAITER_METHOD: &str = "wait_until_";

/// A waiter.
#[derive(Debug)]
pub(crate) struct Waiter {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) table: String,
    pub(crate) documentation: String,
    pub(crate) deprecated: Option<Deprecation>,
    /// The bounds of the pauses, in seconds.
    pub(crate) min_delay: u64,
    pub(crate) max_delay: u64,
    pub(crate) acceptors: Vec<Acceptor>,
    /// Whether the wanted state can show itself as an error, so that there may be no output.
    pub(crate) may_end_without_output: bool,
}

/// What a waiter does when an answer matches.
#[derive(Debug)]
pub(crate) struct Acceptor {
    pub(crate) state: WaiterState,
    pub(crate) matcher: Matcher,
}

/// What an acceptor looks for.
#[derive(Debug)]
pub(crate) enum Matcher {
    Success(bool),
    ErrorType(String),
    Output(PathMatcher),
    InputOutput(PathMatcher),
}

/// A comparison of what an expression gives.
#[derive(Debug)]
pub(crate) struct PathMatcher {
    pub(crate) path: Expression,
    pub(crate) comparator: Comparator,
    pub(crate) expected: String,
}

/// Plans the waiters that the operation `shape` has.
pub(super) fn plan(
    planner: &Planner<'_>,
    shape: &Shape,
    operation: &model::Operation,
    faults: &mut Faults,
) -> Vec<Waiter> {
    let mut methods = Distinct::default();
    let mut planned: Vec<Waiter> = Vec::new();
    for (name, waiter) in shape.facts.waitable.iter().flat_map(|waiters| &waiters.0) {
        let method = methods.name(format!("{WAITER_METHOD}{}", name::module_name(name).trim_matches('_')));
        let mut problems = own_problems(name, waiter);
        let mut acceptors = Vec::with_capacity(waiter.acceptors.len());
        for (index, acceptor) in waiter.acceptors.iter().enumerate() {
            match plan_matcher(planner, operation, &acceptor.matcher) {
                Ok(matcher) => acceptors.push(Acceptor { state: acceptor.state, matcher }),
                Err(problem) => problems.push(format!("acceptor {}: {problem}", index + 1)),
            }
        }
        for problem in problems {
            faults.shape(&*shape.id, format!("smithy.waiters#waitable: {name}: {problem}"));
        }
        let succeeds_by_error = |acceptor: &Acceptor| {
            acceptor.state == WaiterState::Success
                && matches!(acceptor.matcher, Matcher::ErrorType(_) | Matcher::Success(false))
        };
        planned.push(Waiter {
            name: name.clone(),
            table: table(shape, &method),
            method,
            documentation: waiter.documentation.as_deref().map(crate::markdown::markdown).unwrap_or_default(),
            deprecated: waiter.deprecated.then_some(Deprecation { note: None }),
            min_delay: waiter.min_delay,
            max_delay: waiter.max_delay,
            may_end_without_output: acceptors.iter().any(succeeds_by_error),
            acceptors,
        });
    }
    planned
}

/// What is wrong with a waiter whatever its operation is (Smithy, "Waiter structure" and "Waiter names").
fn own_problems(name: &str, waiter: &model::Waiter) -> Vec<String> {
    let mut problems = Vec::new();
    let is_name = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|character| character.is_ascii_alphanumeric());
    if !is_name {
        problems.push("is no name of a waiter: wanted letters and digits, a capital first".to_owned());
    }
    if waiter.min_delay < 1 {
        problems.push("minDelay wants at least 1 second; there is 0".to_owned());
    }
    if waiter.min_delay > waiter.max_delay {
        let (shortest, longest) = (waiter.min_delay, waiter.max_delay);
        problems.push(format!("minDelay wants no more than maxDelay, which is {longest}; there is {shortest}"));
    }
    if !waiter.acceptors.iter().any(|acceptor| acceptor.state == WaiterState::Success) {
        let there = if waiter.acceptors.is_empty() { "there are no acceptors at all" } else { "there is none" };
        problems.push(format!("wanted an acceptor with the state success; {there}"));
    }
    problems
}

/// The name of a waiter's static, which differs from the operation's own.
fn table(operation: &Shape, method: &str) -> String {
    let name = name::static_name(method);
    if name == name::static_name(operation.name()) { format!("{name}_WAITER") } else { name }
}

fn plan_matcher(
    planner: &Planner<'_>,
    operation: &model::Operation,
    matcher: &model::Matcher,
) -> Result<Matcher, String> {
    let checker = Checker { model: planner.model };
    let (input, output) = (checker.of_shape(operation.input), checker.of_shape(operation.output));
    Ok(match matcher {
        model::Matcher::Success(wanted) => Matcher::Success(*wanted),
        model::Matcher::ErrorType(code) => Matcher::ErrorType(code.clone()),
        model::Matcher::Output(matcher) => Matcher::Output(plan_path(&checker, matcher, &output)?),
        model::Matcher::InputOutput(matcher) => {
            let both = Type::object(vec![("input".to_owned(), input), ("output".to_owned(), output)]);
            Matcher::InputOutput(plan_path(&checker, matcher, &both)?)
        }
    })
}

/// Reads a matcher's expression and checks that it can give what the comparator compares.
fn plan_path(checker: &Checker<'_>, matcher: &model::PathMatcher, over: &Type) -> Result<PathMatcher, String> {
    let (path, gives) = checker.read(&matcher.path, over)?;
    let (comparator, wanted, fits) = match matcher.comparator {
        Comparator::StringEquals => ("stringEquals", "a string", gives.may_be_string()),
        Comparator::BooleanEquals => ("booleanEquals", "a boolean", gives.may_be_boolean()),
        Comparator::AllStringEquals => ("allStringEquals", "a list of strings", checker.may_be_strings(&gives)),
        Comparator::AnyStringEquals => ("anyStringEquals", "a list of strings", checker.may_be_strings(&gives)),
    };
    if !fits {
        let there = checker.name(&gives);
        return Err(format!("{:?}: {comparator} wants {wanted}; it gives {there}", matcher.path));
    }
    if matcher.comparator == Comparator::BooleanEquals && !matches!(&*matcher.expected, "true" | "false") {
        return Err(format!("booleanEquals expects \"true\" or \"false\"; there is {:?}", matcher.expected));
    }
    Ok(PathMatcher { path, comparator: matcher.comparator, expected: matcher.expected.clone() })
}
