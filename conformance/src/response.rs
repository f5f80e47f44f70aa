//! Response cases: what the client makes of an answer, beside what the case wants.

use bytes::Bytes;
use http::Response;
use tinsmith::service_error::ErrorMeta;
use tinsmith::value::{Fact, Place, Structure};

use crate::call::call;
use crate::cases::ResponseCase;
use crate::compare::compare;
use crate::differences::Differences;
use crate::exchange::{Exchange, HOST};
use crate::fill::fill;
use crate::glue::{Answer, ModeledError, Setup, Suite};

/// Answers an operation as the case says and tells where the output differs.
pub(crate) fn run_output(suite: &Suite, operation: &str, case: &ResponseCase) -> Vec<String> {
    let (came, mut wanted) = match receive(suite, operation, case) {
        Ok(Answer::Output { came, wanted }) => (came, wanted),
        Ok(Answer::Error(error)) => return vec![format!("wanted an output; there is the error: {error}")],
        Err(problem) => return vec![problem],
    };
    if let Err(problem) = fill(&mut *wanted, &case.params) {
        return vec![problem];
    }
    let mut differences = Differences::of("output");
    compare(&*wanted, &*came, &mut differences);
    let unknown = case.vendor_params.keys().map(|name| format!("vendorParams: nothing is known of {name}"));
    differences.into_lines().into_iter().chain(unknown).collect()
}

/// Answers each operation that may give an error as the case says, and tells where the error differs.
pub(crate) fn run_error(suite: &Suite, operations: &[&str], error: &str, case: &ResponseCase) -> Vec<String> {
    if operations.is_empty() {
        return vec!["no operation of the client lists the error".to_owned()];
    }
    // Most faults are the same in all of them: the first that fails is told.
    for operation in operations {
        let problems = run_error_of(suite, operation, error, case);
        if !problems.is_empty() {
            return problems.into_iter().map(|problem| format!("through {operation}: {problem}")).collect();
        }
    }
    Vec::new()
}

fn run_error_of(suite: &Suite, operation: &str, error: &str, case: &ResponseCase) -> Vec<String> {
    let mut came = match receive(suite, operation, case) {
        Ok(Answer::Error(came)) => came,
        Ok(Answer::Output { .. }) => return vec![format!("wanted the error {error}; there is an output")],
        Err(problem) => return vec![problem],
    };
    let Some(mut wanted) = (suite.error)(error) else { return vec![format!("the client has no error {error}")] };
    compare_errors(&mut *wanted, &mut *came, case).unwrap_or_else(|problem| vec![problem])
}

fn compare_errors(
    wanted: &mut dyn ModeledError,
    came: &mut dyn ModeledError,
    case: &ResponseCase,
) -> Result<Vec<String>, String> {
    let told = came.to_string();
    let structure = wanted.structure().ok_or("the client's error has no structure")?;
    fill(structure, &case.params)?;
    let name = structure.shape().name;
    let mut differences = Differences::of("error");
    match came.structure() {
        Some(other) if other.shape().name == name => compare(structure, other, &mut differences),
        _ => differences.tell(format_args!("the error {name}"), told),
    }
    let mut problems = differences.into_lines();
    let meta = came.meta().cloned().unwrap_or_default();
    for (name, wanted) in &case.vendor_params {
        match vendor_parameter(&meta, name) {
            Some(came) if came.as_deref() == wanted.as_str() => {}
            Some(came) => {
                let came = came.as_deref().unwrap_or("nothing");
                problems.push(format!("vendorParams.{name}: wanted {wanted}; there is {came}"));
            }
            None => problems.push(format!("vendorParams: nothing is known of {name}")),
        }
    }
    Ok(problems)
}

/// What a vendor parameter names of an error answer.
fn vendor_parameter(meta: &ErrorMeta, name: &str) -> Option<Option<String>> {
    match name {
        "code" => Some(meta.code.clone()),
        "type" => Some(meta.fault.clone()),
        _ => None,
    }
}

fn receive(suite: &Suite, operation: &str, case: &ResponseCase) -> Result<Answer, String> {
    let mut answer = Response::builder().status(case.code);
    for (name, value) in &case.headers {
        answer = answer.header(name, value);
    }
    let answer = answer.body(Bytes::from(case.body.clone()));
    let exchange = Exchange::answering(answer.map_err(|error| format!("the case is no answer of HTTP: {error}"))?);
    let config = exchange.settings(None).endpoint_url(format!("https://{HOST}")).build();
    let setup = Setup { config: config.map_err(|error| error.to_string())?, parameters: Vec::new() };
    call(suite, operation, &setup, &mut |input| {
        fill_required_texts(input);
        Ok(())
    })
}

/// Gives required strings a value: what stands in host names and endpoint parameters must be there.
fn fill_required_texts(input: &mut dyn Structure) {
    for (index, member) in input.shape().members.iter().enumerate() {
        let required = member.facts.contains(&Fact::Required);
        let Some(value) = input.member_mut(index).filter(|_| required) else { continue };
        match value.place() {
            Place::String(text) => "example".clone_into(text),
            _ => {
                value.clear();
            }
        }
    }
}
