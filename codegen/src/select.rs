//! Stage 3, select: the closure of the chosen operations. What they need and is not supported is refused here, by name.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostics, Faults};
use crate::model::{Kind, Matcher, Member, Model, Operation, ShapeIndex};
use crate::nearest::nearest;

/// The protocols that a client can be generated for, by trait id. A new one is a line here and a file in the runtime.
pub(crate) const PROTOCOLS: [(&str, &str); 2] =
    [("aws.protocols#awsJson1_0", "AWS_JSON_1_0"), ("aws.protocols#awsJson1_1", "AWS_JSON_1_1")];

/// What is generated.
#[derive(Debug)]
pub(crate) struct Selection {
    /// The operations, in the order of their names.
    pub(crate) operations: Vec<ShapeIndex>,
    /// The error structures of these operations and of the service, in the order of their names.
    pub(crate) errors: Vec<ShapeIndex>,
    /// Every shape of the closure, and from where it is reached.
    pub(crate) reached: BTreeMap<ShapeIndex, Reach>,
    /// The static of the runtime that speaks the service's protocol.
    pub(crate) protocol: &'static str,
}

/// From where a shape is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// An input has it, so that absent and empty differ.
    pub(crate) by_input: bool,
    /// An output or error has it.
    pub(crate) by_output: bool,
}

/// Selects the operations of these names, or all.
pub(crate) fn select(model: &Model, names: Option<&[String]>, faults: &mut Faults) -> Result<Selection, Diagnostics> {
    let all = operations(model);
    let operations = match names {
        None => all.values().copied().collect(),
        Some(names) => choose(&all, names, faults),
    };
    let protocol = protocol(model, faults);
    let mut closure = Closure { model, reached: BTreeMap::new(), faults };
    let mut errors = BTreeMap::new();
    for index in &operations {
        if let Kind::Operation(operation) = &model.shape(*index).kind {
            closure.operation(*index, operation);
            errors.extend(operation.errors.iter().map(|error| (model.shape(*error).name(), *error)));
        }
    }
    if let Kind::Service(service) = &model.shape(model.service).kind {
        errors.extend(service.errors.iter().map(|error| (model.shape(*error).name(), *error)));
    }
    let errors: Vec<ShapeIndex> = errors.into_values().collect();
    errors.iter().for_each(|error| closure.reach(*error, Reach { by_input: false, by_output: true }));
    let reached = closure.reached;
    faults.check()?;
    Ok(Selection { operations, errors, reached, protocol })
}

/// The operations that the service and its resources bind, by name.
fn operations(model: &Model) -> BTreeMap<&str, ShapeIndex> {
    let mut found = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![model.service];
    while let Some(index) = open.pop() {
        let (operations, resources) = match &model.shape(index).kind {
            Kind::Service(service) => (&service.operations, &service.resources),
            Kind::Resource(resource) => (&resource.operations, &resource.resources),
            _ => continue,
        };
        found.extend(operations.iter().map(|operation| (model.shape(*operation).name(), *operation)));
        // A resource that binds itself, by way of others or not, is walked once.
        open.extend(resources.iter().filter(|resource| seen.insert(**resource)));
    }
    found
}

fn choose(all: &BTreeMap<&str, ShapeIndex>, names: &[String], faults: &mut Faults) -> Vec<ShapeIndex> {
    if names.is_empty() {
        faults.model("wanted at least one operation; the list is empty");
    }
    let mut chosen = BTreeMap::new();
    for name in names {
        match all.get(name.as_str()) {
            Some(index) => {
                chosen.insert(name, *index);
            }
            None => {
                let hint = nearest(name, all.keys().copied());
                faults.model(format!("the operation {name} does not exist{hint}"));
            }
        }
    }
    chosen.into_values().collect()
}

fn protocol(model: &Model, faults: &mut Faults) -> &'static str {
    let service = model.shape(model.service);
    let spoken = service.facts.service.as_ref().map(|facts| facts.protocols.as_slice()).unwrap_or_default();
    // The newest that both sides know, which stands last.
    let known = PROTOCOLS.iter().rev().find(|(id, _)| spoken.iter().any(|spoken| spoken == id));
    if let Some((_, protocol)) = known {
        return protocol;
    }
    let spoken = if spoken.is_empty() { "none".to_owned() } else { spoken.join(", ") };
    let supported: Vec<_> = PROTOCOLS.iter().map(|(id, _)| *id).collect();
    let problem =
        format!("the service's protocol is not supported: it speaks {spoken}; supported: {}", supported.join(", "));
    faults.shape(&*service.id, problem);
    ""
}

/// The walk from operations to all that they need.
struct Closure<'a> {
    model: &'a Model,
    reached: BTreeMap<ShapeIndex, Reach>,
    faults: &'a mut Faults,
}

impl Closure<'_> {
    fn operation(&mut self, index: ShapeIndex, operation: &Operation) {
        let shape = self.model.shape(index);
        for refusal in refusals(self.model, shape) {
            self.faults.shape(&*shape.id, refusal);
        }
        self.reach(operation.input, Reach { by_input: true, by_output: false });
        self.reach(operation.output, Reach { by_input: false, by_output: true });
        for error in &operation.errors {
            self.reach(*error, Reach { by_input: false, by_output: true });
        }
    }

    /// Walks to all shapes behind one, without recursion: a model may nest as deep as it likes.
    fn reach(&mut self, start: ShapeIndex, reach: Reach) {
        let mut open = vec![start];
        while let Some(index) = open.pop() {
            let before = self.reached.get(&index).copied();
            let old = before.unwrap_or_default();
            let new = Reach { by_input: old.by_input || reach.by_input, by_output: old.by_output || reach.by_output };
            if before == Some(new) {
                continue;
            }
            self.reached.insert(index, new);
            if before.is_none() {
                self.refuse_shape(index);
            }
            open.extend(self.targets(index));
        }
    }

    fn targets(&self, index: ShapeIndex) -> Vec<ShapeIndex> {
        match &self.model.shape(index).kind {
            Kind::Structure(members) | Kind::Union(members) => members.iter().map(|member| member.target).collect(),
            Kind::List(member) => vec![member.target],
            Kind::Map { key, value } => vec![key.target, value.target],
            _ => Vec::new(),
        }
    }

    fn refuse_shape(&mut self, index: ShapeIndex) {
        let shape = self.model.shape(index);
        let problem = match &shape.kind {
            Kind::BigInteger | Kind::BigDecimal => format!("{} values are not supported yet", shape.kind.name()),
            Kind::Union(_) if shape.facts.streaming => "event streams are not supported yet".to_owned(),
            Kind::Blob if shape.facts.streaming => "streaming blobs are not supported yet".to_owned(),
            _ => return,
        };
        self.faults.shape(&*shape.id, format!("{problem}; leave out the operations that need it"));
    }
}

/// What an operation needs of its own and is not supported.
fn refusals(model: &Model, shape: &crate::model::Shape) -> Vec<String> {
    let facts = &shape.facts;
    let mut refusals = Vec::new();
    let mut refuse = |what: &str| refusals.push(format!("{what} is not supported yet; leave out the operation"));
    if let Some(endpoint) = &facts.endpoint {
        refuse(&format!("the trait smithy.api#endpoint (the host prefix {:?})", endpoint.host_prefix));
    }
    for (name, parameter) in facts.operation_context_params.iter().flat_map(|parameters| &parameters.0) {
        refuse(&format!("the trait smithy.rules#operationContextParams ({name} from {:?})", parameter.path));
    }
    if facts.http_checksum_required {
        refuse("the trait smithy.api#httpChecksumRequired");
    }
    for (name, waiter) in facts.waitable.iter().flat_map(|waiters| &waiters.0) {
        for acceptor in &waiter.acceptors {
            match &acceptor.matcher {
                Matcher::InputOutput(_) => refuse(&format!("the waiter {name}: its matcher inputOutput")),
                Matcher::Output(matcher) if !is_member_path(&matcher.path) => {
                    refuse(&format!("the waiter {name}: its JMESPath expression {:?}", matcher.path));
                }
                _ => {}
            }
        }
    }
    for auth in facts.auth.iter().flatten() {
        if auth != "aws.auth#sigv4" {
            refuse(&format!("the auth scheme {auth}"));
        }
    }
    let needs_sigv4 = facts.auth.as_ref().is_none_or(|auth| !auth.is_empty());
    let service = &model.shape(model.service).facts.service;
    if needs_sigv4 && service.as_ref().is_none_or(|service| service.signing_name.is_none()) {
        refuse("a service without the trait aws.auth#sigv4");
    }
    refusals
}

/// Whether a JMESPath expression is a path of member names only.
pub(crate) fn is_member_path(path: &str) -> bool {
    path.split('.').all(|step| {
        step.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && step.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
    })
}

/// The members of a structure or union, and none of anything else.
pub(crate) fn members(kind: &Kind) -> &[Member] {
    match kind {
        Kind::Structure(members) | Kind::Union(members) => members,
        _ => &[],
    }
}
