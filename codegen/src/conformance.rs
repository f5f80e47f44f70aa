//! Conformance: from a model that carries test cases, its client and a runner that puts the cases through it.
//!
//! The runner is glue, a table of the client's operations; the cases themselves are read from the model when it runs
//! (`tinsmith-conformance`). Where a model tests endpoints alone, its client has only the operations that they name.

mod expressions;
mod rules;
mod survey;

use crate::diagnostic::{Diagnostics, Faults};
use crate::model::{Model, SigV4};
use crate::select::{Selection, select, select_none, spoken_protocol};
use crate::{Crate, Options, emit, load, plan, resolve, to_crate};

pub use self::expressions::jmespath_runner;
pub use self::rules::{RuleSetCase, rule_set_cases};
use self::survey::{Survey, services};

/// The protocol of a service that speaks none: models that are there for their endpoint rules alone leave it out.
const PROTOCOL_OTHERWISE: &str = "aws.protocols#awsJson1_0";

/// How the crates of [`conformance`] are called, and where they find ours.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConformanceOptions {
    /// What the packages' names begin with: `NAME-client` and `NAME-runner`. A model of several services has them as
    /// `NAME-1-client` and so on.
    pub name: String,
    /// The path from each crate to the runtime `tinsmith`.
    pub runtime_path: String,
    /// The path from each crate to the library `tinsmith-conformance`.
    pub library_path: String,
    /// The path from each runner to its client. Default: `../client`.
    pub client_path: String,
    /// The command that generates anew, for the notice in each file. Default: `cargo xtask conformance`.
    pub command: String,
}

impl ConformanceOptions {
    /// Options with a name, the path to the runtime and the path to the library.
    pub fn new(name: impl Into<String>, runtime_path: impl Into<String>, library_path: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            runtime_path: runtime_path.into(),
            library_path: library_path.into(),
            client_path: "../client".to_owned(),
            command: "cargo xtask conformance".to_owned(),
        }
    }
}

/// What became of one service of a model.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Conformance {
    /// The service's shape.
    pub service: String,
    /// What the packages' names begin with.
    pub name: String,
    /// Whether the model has test cases for it; where it has none, there is no need to build anything.
    pub has_cases: bool,
    /// The client and its runner, or why there are none.
    pub crates: Result<ConformanceCrates, Diagnostics>,
}

/// A client and the program that puts test cases through it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConformanceCrates {
    /// The client.
    pub client: Crate,
    /// The runner, which takes the path of the model as its argument.
    pub runner: Crate,
}

/// Generates clients and runners for the test cases of a model, for each of its services. `file` names the model in
/// diagnostics; `text` is what it holds.
///
/// # Errors
///
/// When the text is no Smithy 2.0 JSON AST or has no service. What is wrong with one service is told in its place.
pub fn conformance(file: &str, text: &str, options: &ConformanceOptions) -> Result<Vec<Conformance>, Diagnostics> {
    let mut faults = Faults::new(file);
    let shapes = load::load(text, load::Origin::File, &mut faults)?;
    faults.check()?;
    let services = services(&shapes);
    if services.is_empty() {
        faults.model("wanted a model with a service; there is no shape of type service");
        faults.check()?;
    }
    let several = services.len() > 1;
    let of_service = |(index, service): (usize, &String)| {
        let survey = Survey::of(&shapes, service);
        let name = if several { format!("{}-{}", options.name, index + 1) } else { options.name.clone() };
        let crates =
            make(file, &shapes, service, &survey, &ConformanceOptions { name: name.clone(), ..options.clone() });
        Conformance { service: service.clone(), name, has_cases: survey.has_cases(), crates }
    };
    Ok(services.iter().enumerate().map(of_service).collect())
}

/// The stages for one service, as if the model had no other.
fn make(
    file: &str,
    shapes: &[(String, load::Shape)],
    service: &str,
    survey: &Survey,
    options: &ConformanceOptions,
) -> Result<ConformanceCrates, Diagnostics> {
    let mut faults = Faults::new(file);
    let own = shapes.iter().filter(|(id, shape)| shape.kind != survey::SERVICE || id == service);
    let mut model = resolve::resolve(own.cloned().collect(), &mut faults)?;
    if !survey.has_http_cases {
        complete(&mut model);
    }
    let protocol = spoken_protocol(&model).unwrap_or_default();
    let selection = selection(&model, survey, &mut faults);
    let plan = plan::plan(&model, &selection, &mut faults)?;
    let client = Options {
        package: Some(format!("{}-client", options.name)),
        runtime_path: Some(options.runtime_path.clone()),
        workspace_member: true,
        command: options.command.clone(),
        ..Options::default()
    };
    let client = to_crate(&plan, selection, &client, &mut faults)?;
    let runner = emit::emit_runner(&plan, &client.package, protocol, service, options);
    let files = runner.map_err(|unparsable| unparsable.told(&mut faults))?;
    let package = format!("{}-runner", options.name);
    let runner = Crate { package, files, operations: plan.operations.len(), shapes: 0, types: 0, left_out: Vec::new() };
    Ok(ConformanceCrates { client, runner })
}

/// The operations that the cases need: all where they test the wire, else those that endpoint tests name.
fn selection(model: &Model, survey: &Survey, faults: &mut Faults) -> Selection {
    match survey.endpoint_operations.as_slice() {
        _ if survey.has_http_cases => select(model, None, faults),
        [] => select_none(model, faults),
        names => select(model, Some(names), faults),
    }
}

/// Adds what a model leaves out that is there for its endpoint rules alone: a protocol and a signing name.
fn complete(model: &mut Model) {
    let index = model.service;
    let Some(shape) = model.shapes.get_mut(index.0) else { return };
    let name = shape.name().to_lowercase();
    let facts = shape.facts.service.get_or_insert_default();
    if facts.protocols.is_empty() {
        facts.protocols.push(PROTOCOL_OTHERWISE.to_owned());
    }
    facts.signing_name.get_or_insert(SigV4 { name });
}

#[cfg(test)]
mod tests;
