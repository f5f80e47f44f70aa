//! Runs every case of a model, each by itself, so that one that goes wrong takes no other with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use crate::cases::{EndpointCase, Found, RequestCase, ResponseCase, endpoint_cases, http_cases};
use crate::glue::Suite;
use crate::model::{Model, OperationShape, name};
use crate::report::{CaseLine, EndLine, print};
use crate::{endpoint, endpoint_call, request, response};

const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";
const ENDPOINTS: &str = "smithy.rules#endpointTests";

/// Runs the cases of the model that the first argument names, and prints what came of each. The exit status tells
/// whether they could be run, and not whether they passed.
#[must_use]
pub fn main(suite: &Suite) -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("wanted the path of a model");
        return ExitCode::FAILURE;
    };
    match Model::read(&path) {
        Ok(model) => {
            let passed_over = run(suite, &model);
            print(&EndLine { passed_over });
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Runs all cases. How many are not for this client is the result.
fn run(suite: &Suite, model: &Model) -> usize {
    let operations = model.operations(suite.service_id);
    let mut passed_over = 0;
    for operation in &operations {
        passed_over += run_operation(suite, model, operation);
    }
    for error in model.errors(suite.service_id, &operations) {
        let listing = model.listing(suite.service_id, &operations, error);
        // An operation that cannot be generated is left out of the client; the others that list the error show it.
        let listing = listing.iter().map(|operation| operation.name());
        let listing: Vec<&str> = listing.filter(|name| suite.operation(name).is_some()).collect();
        let Some(value) = model.trait_of(error, RESPONSES) else { continue };
        let cases = http_cases::<ResponseCase>(name(RESPONSES), value, suite.protocol);
        for found in &cases.found {
            each(error, RESPONSES, found, |case| Ok(response::run_error(suite, &listing, name(error), case)));
        }
        passed_over += cases.passed_over;
    }
    run_endpoints(suite, model, &operations);
    passed_over
}

fn run_operation(suite: &Suite, model: &Model, operation: &OperationShape<'_>) -> usize {
    let mut passed_over = 0;
    if let Some(value) = model.trait_of(operation.id, REQUESTS) {
        let cases = http_cases::<RequestCase>(name(REQUESTS), value, suite.protocol);
        for found in &cases.found {
            each(operation.id, REQUESTS, found, |case| Ok(request::run(suite, operation.name(), case)));
        }
        passed_over += cases.passed_over;
    }
    if let Some(value) = model.trait_of(operation.id, RESPONSES) {
        let cases = http_cases::<ResponseCase>(name(RESPONSES), value, suite.protocol);
        for found in &cases.found {
            each(operation.id, RESPONSES, found, |case| Ok(response::run_output(suite, operation.name(), case)));
        }
        passed_over += cases.passed_over;
    }
    passed_over
}

fn run_endpoints(suite: &Suite, model: &Model, operations: &[OperationShape<'_>]) {
    let Some(value) = model.trait_of(suite.service_id, ENDPOINTS) else { return };
    let facts =
        |name: &str| model.call_facts(suite.service_id, operations.iter().find(|operation| operation.name() == name));
    for found in &endpoint_cases(name(ENDPOINTS), value) {
        each(suite.service_id, ENDPOINTS, found, |case: &EndpointCase| {
            let mut problems = endpoint::run(suite, case)?;
            problems.extend(endpoint_call::run(suite, case, &facts));
            Ok(problems)
        });
    }
}

/// Runs one case and prints what came of it. An error says that the case is malformed.
fn each<C>(shape: &str, test: &str, found: &Found<C>, run: impl FnOnce(&C) -> Result<Vec<String>, String>) {
    let result = match &found.case {
        Ok(case) => catch_unwind(AssertUnwindSafe(|| run(case))).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
            Ok(vec![format!("the client panicked: {text}")])
        }),
        Err(problem) => Err(problem.clone()),
    };
    let malformed = result.is_err();
    let problems = result.unwrap_or_else(|problem| vec![format!("the case is malformed: {problem}")]);
    print(&CaseLine { shape, test: name(test), id: &found.id, problems: &problems, malformed });
}
