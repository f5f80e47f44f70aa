//! Stage 3, select: the closure of the chosen operations. What they need and is not supported is refused here, by name.

mod left_out;

use std::collections::{BTreeMap, BTreeSet};

use crate::auth::{Need, need};
use crate::diagnostic::{Diagnostic, Faults};
use crate::model::{Kind, Member, Model, Operation, Shape, ShapeIndex};
use crate::nearest::nearest;

/// A protocol that a client can be generated for.
struct Protocol {
    /// The protocol's trait.
    id: &'static str,
    /// The static of the runtime that speaks it.
    constant: &'static str,
    /// The static for a service that is `@awsQueryCompatible`.
    query_compatible: &'static str,
}

/// The protocols that a client can be generated for. A new one is an entry here and a file in the runtime.
static PROTOCOLS: [Protocol; 2] = [
    Protocol {
        id: "aws.protocols#awsJson1_0",
        constant: "AWS_JSON_1_0",
        query_compatible: "AWS_JSON_1_0_QUERY_COMPATIBLE",
    },
    Protocol {
        id: "aws.protocols#awsJson1_1",
        constant: "AWS_JSON_1_1",
        query_compatible: "AWS_JSON_1_1_QUERY_COMPATIBLE",
    },
];

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
    /// Why operations were left out of a crate that was to have all.
    pub(crate) left_out: Vec<Diagnostic>,
}

/// From where a shape is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// An input has it, so that absent and empty differ.
    pub(crate) by_input: bool,
    /// An output or error has it.
    pub(crate) by_output: bool,
}

/// Selects the operations of these names, or all that can be generated.
pub(crate) fn select(model: &Model, names: Option<&[String]>, faults: &mut Faults) -> Selection {
    let all = operations(model, faults);
    let mut left_out = faults.beside();
    let operations = match names {
        None => left_out::supported(model, all.values().copied(), &mut left_out),
        Some(names) => choose(&all, names, faults),
    };
    if operations.is_empty() {
        // Nothing is left to generate: what was the reason is a fault then.
        faults.append(&mut left_out);
    }
    let protocol = protocol(model, faults);
    check_signing(model, &operations, faults);
    let mut closure = Closure { model, needed_by: "the service", reached: BTreeMap::new(), faults };
    let mut errors = BTreeMap::new();
    for index in &operations {
        if let Kind::Operation(operation) = &model.shape(*index).kind {
            closure.needed_by = model.shape(*index).name();
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
    Selection { operations, errors, reached, protocol, left_out: left_out.into_found() }
}

/// Selects no operation: a crate of the service's errors and endpoint rules, for test cases that ask for no more.
pub(crate) fn select_none(model: &Model, faults: &mut Faults) -> Selection {
    let protocol = protocol(model, faults);
    Selection { operations: Vec::new(), errors: Vec::new(), reached: BTreeMap::new(), protocol, left_out: Vec::new() }
}

/// The protocol that a client for the service speaks, by its trait; absent when none is supported.
pub(crate) fn spoken_protocol(model: &Model) -> Option<&'static str> {
    known_protocol(model).map(|protocol| protocol.id)
}

/// The newest protocol that both sides know, which stands last.
fn known_protocol(model: &Model) -> Option<&'static Protocol> {
    let service = model.shape(model.service).facts.service.as_ref()?;
    PROTOCOLS.iter().rev().find(|protocol| service.protocols.iter().any(|spoken| spoken == protocol.id))
}

/// The operations that the service and its resources bind, by name.
fn operations<'a>(model: &'a Model, faults: &mut Faults) -> BTreeMap<&'a str, ShapeIndex> {
    let mut found: BTreeMap<&str, ShapeIndex> = BTreeMap::new();
    let mut binds = false;
    let mut seen = BTreeSet::new();
    let mut open = vec![model.service];
    while let Some(index) = open.pop() {
        let (operations, resources) = match &model.shape(index).kind {
            Kind::Service(service) => (&service.operations, &service.resources),
            Kind::Resource(resource) => (&resource.operations, &resource.resources),
            _ => continue,
        };
        binds |= !operations.is_empty();
        for operation in operations.iter().filter(|operation| **operation != ShapeIndex::UNRESOLVED) {
            let shape = model.shape(*operation);
            let other = found.insert(shape.name(), *operation).filter(|other| other != operation);
            if let Some(other) = other {
                let other = &model.shape(other).id;
                faults.shape(&*shape.id, format!("has the same name as {other}, and the service has both"));
            }
        }
        // A resource that binds itself, by way of others or not, is walked once.
        open.extend(resources.iter().filter(|resource| seen.insert(**resource)));
    }
    if !binds {
        faults.shape(&*model.shape(model.service).id, "wanted a service with operations; there is none");
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
    if let Some(protocol) = known_protocol(model) {
        let compatible = service.facts.service.as_ref().is_some_and(|facts| facts.query_compatible);
        return if compatible { protocol.query_compatible } else { protocol.constant };
    }
    let spoken = service.facts.service.as_ref().map(|facts| facts.protocols.as_slice()).unwrap_or_default();
    let spoken = if spoken.is_empty() { "none that is known".to_owned() } else { spoken.join(", ") };
    let supported: Vec<_> = PROTOCOLS.iter().map(|protocol| protocol.id).collect();
    let problem =
        format!("the service's protocol is not supported: it speaks {spoken}; supported: {}", supported.join(", "));
    faults.shape(&*service.id, problem);
    ""
}

/// Requests are signed for a name that the service's trait tells; only such as need no signature do without it.
fn check_signing(model: &Model, operations: &[ShapeIndex], faults: &mut Faults) {
    let service = model.shape(model.service);
    let signed = |index: &&ShapeIndex| matches!(need(model, model.shape(**index)), Need::Signed | Need::Either);
    let named = service.facts.service.as_ref().is_some_and(|facts| facts.signing_name.is_some());
    if let (Some(operation), false) = (operations.iter().find(signed), named) {
        let name = model.shape(*operation).name();
        let problem = "wanted the trait aws.auth#sigv4, which names what requests are signed for; there is none, and";
        faults.shape(&*service.id, format!("{problem} {name} has to be signed"));
    }
}

/// The walk from operations to all that they need.
struct Closure<'a> {
    model: &'a Model,
    /// The operation that is walked from.
    needed_by: &'a str,
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
            open.extend(targets(self.model, index));
        }
    }

    fn refuse_shape(&mut self, index: ShapeIndex) {
        let shape = self.model.shape(index);
        if let Some(problem) = unsupported(shape) {
            let needed_by = self.needed_by;
            self.faults.shape(&*shape.id, format!("{problem}; leave out {needed_by}, which needs it"));
        }
    }
}

/// What a shape links to as values.
fn targets(model: &Model, index: ShapeIndex) -> Vec<ShapeIndex> {
    parts(&model.shape(index).kind).iter().map(|part| part.target).collect()
}

/// Why values of a shape cannot be sent or received yet.
fn unsupported(shape: &Shape) -> Option<String> {
    match &shape.kind {
        Kind::BigInteger | Kind::BigDecimal => Some(format!("{} values are not supported yet", shape.kind.name())),
        Kind::Union(_) if shape.facts.streaming => Some("event streams are not supported yet".to_owned()),
        Kind::Blob if shape.facts.streaming => Some("streaming blobs are not supported yet".to_owned()),
        _ => None,
    }
}

/// What an operation needs of its own and is not supported.
pub(crate) fn refusals(model: &Model, shape: &Shape) -> Vec<String> {
    let facts = &shape.facts;
    let mut refusals = Vec::new();
    let mut refuse = |what: &str| refusals.push(format!("{what} is not supported yet; leave out the operation"));
    if let Some(member) = facts.http_checksum.as_ref().and_then(|trait_| trait_.request_algorithm_member.as_ref()) {
        refuse(&format!("the trait aws.protocols#httpChecksum with an algorithm that the input's {member} chooses"));
    }
    if let Need::Unsupported(schemes) = need(model, shape) {
        schemes.iter().for_each(|scheme| refuse(&format!("the auth scheme {scheme}")));
    }
    refusals
}

/// All that a shape's values are made of: the members of a structure or union, the item of a list, the key and the value
/// of a map.
pub(crate) fn parts(kind: &Kind) -> Vec<&Member> {
    match kind {
        Kind::List(item) => vec![item],
        Kind::Map { key, value } => vec![key, value],
        kind => members(kind).iter().collect(),
    }
}

/// The members of a structure or union, and none of anything else.
pub(crate) fn members(kind: &Kind) -> &[Member] {
    match kind {
        Kind::Structure(members) | Kind::Union(members) => members,
        _ => &[],
    }
}
