//! Running the runner of a model and reading what it tells.

use std::process::Command;

use serde::Deserialize;
use tinsmith_codegen::RuleSetCase;

use super::suite::{Made, Model};
use crate::cargo::Messages;

/// What came of one case.
#[derive(Deserialize)]
pub(super) struct Case {
    /// The shape that carries it.
    pub(super) shape: String,
    /// The trait's name; empty for what is no case of a trait.
    #[serde(rename = "trait")]
    pub(super) test: String,
    /// The case's id.
    pub(super) id: String,
    /// What differs; where there is nothing, the case passed.
    pub(super) problems: Vec<String>,
    /// Whether the case itself is at fault.
    pub(super) malformed: bool,
}

/// What came of a model.
pub(super) struct Run {
    /// Its cases.
    pub(super) cases: Vec<Case>,
    /// How many cases are for servers or other protocols.
    pub(super) passed_over: usize,
}

/// A line of a runner.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Case(Case),
    End { passed_over: usize },
}

/// Runs the cases of a model. What stops them all is one case that failed.
pub(super) fn run(model: &Model, built: &Messages) -> Run {
    let mut run = match &model.made {
        Made::Crates { client, runner } => match start(model, client.as_ref(), runner, built) {
            Ok(run) => run,
            Err(problem) => Run { cases: vec![whole(model, "runs", vec![problem])], passed_over: 0 },
        },
        Made::Done(done) => {
            let case = |case: &RuleSetCase| whole(model, &case.id, case.problems.clone());
            Run { cases: done.iter().map(case).collect(), passed_over: 0 }
        }
        Made::NoCases => Run { cases: Vec::new(), passed_over: 0 },
        Made::Refused(diagnostics) => {
            let problems = diagnostics.as_slice().iter().map(ToString::to_string).collect();
            Run { cases: vec![whole(model, "is generated", problems)], passed_over: 0 }
        }
    };
    if let Some(errors) = &model.errors {
        judge(model, errors, &mut run);
    }
    run
}

/// A case that is a model as a whole.
fn whole(model: &Model, id: &str, problems: Vec<String>) -> Case {
    Case { shape: model.service.clone(), test: String::new(), id: id.to_owned(), problems, malformed: false }
}

/// Smithy's own word on a model: one that is wrong must be refused by the generator or, where its test cases are what
/// is wrong, have cases that are malformed; any other must be taken.
fn judge(model: &Model, errors: &[String], run: &mut Run) {
    if errors.is_empty() {
        if !matches!(model.made, Made::Refused(_)) {
            run.cases.insert(0, whole(model, "is taken", Vec::new()));
        }
        return;
    }
    let refused = matches!(model.made, Made::Refused(_));
    let malformed = run.cases.iter().any(|case| case.malformed);
    run.cases.retain(|case| !refused && !case.malformed);
    let problems = errors.iter().map(|error| format!("wanted it to be refused: {error}"));
    let problems = if refused || malformed { Vec::new() } else { problems.collect() };
    run.cases.insert(0, whole(model, "is refused", problems));
}

fn start(model: &Model, client: Option<&String>, runner: &String, built: &Messages) -> Result<Run, String> {
    let Some(program) = built.program(runner) else {
        let said = client.into_iter().chain([runner]).flat_map(|package| built.errors(package));
        let said: Vec<&str> = said.map(|text| text.trim_end()).collect();
        return Err(format!("the generated code does not compile\n{}", said.join("\n")));
    };
    let output = Command::new(program).arg(&model.path).output();
    let output = output.map_err(|error| format!("the runner cannot be started: {error}"))?;
    let mut run = Run { cases: Vec::new(), passed_over: 0 };
    let mut ended = false;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        match serde_json::from_str(line) {
            Ok(Line::Case(case)) => run.cases.push(case),
            Ok(Line::End { passed_over }) => {
                ended = true;
                run.passed_over = passed_over;
            }
            Err(error) => return Err(format!("the runner printed what is no result ({error}): {line}")),
        }
    }
    if !ended || !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
        let problem = format!("the runner ended early, after {} cases ({})\n{said}", run.cases.len(), output.status);
        run.cases.push(whole(model, "runs to the end", vec![problem]));
    }
    Ok(run)
}
