//! Plans what operations ask of the call beyond input and output: steps between body and signature, and endpoint
//! discovery.

use super::Planner;
use super::operations::{Operation, plan_operation};
use crate::auth::{Need, need};
use crate::diagnostic::Faults;
use crate::model::{Facts, Kind, Member, Shape, ShapeIndex};
use crate::nearest::nearest;
use crate::select::{members, refusals};

/// How requests are authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    SigV4,
    Optional,
    None,
}

/// A step between body and signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyStep {
    Gzip,
    ContentMd5,
    UnsignedPayload,
}

impl BodyStep {
    /// The feature of the runtime that has it.
    pub(crate) fn feature(self) -> Option<&'static str> {
        match self {
            Self::Gzip => Some("compression"),
            Self::ContentMd5 => Some("checksum"),
            Self::UnsignedPayload => None,
        }
    }
}

/// An operation whose endpoint is discovered.
#[derive(Debug)]
pub(crate) struct Discovered {
    pub(crate) required: bool,
    pub(crate) identifiers: Vec<String>,
}

/// How the service is asked for its endpoints.
#[derive(Debug)]
pub(crate) struct Discovery {
    /// The operation that tells. It has a table here whether users call it or not.
    pub(crate) operation: Operation,
    pub(crate) error: Option<String>,
    pub(crate) takes_operation: bool,
    pub(crate) takes_identifiers: bool,
}

pub(super) fn auth(planner: &Planner<'_>, shape: &Shape) -> Auth {
    match need(planner.model, shape) {
        Need::Either => Auth::Optional,
        Need::Unsigned => Auth::None,
        // What is not supported was refused when the operation was selected.
        Need::Signed | Need::Unsupported(_) => Auth::SigV4,
    }
}

/// The steps of an operation. A checksum is that of the bytes that are sent.
pub(super) fn body_steps(facts: &Facts) -> Vec<BodyStep> {
    let encodings = facts.request_compression.iter().flat_map(|trait_| &trait_.encodings);
    // An encoding that we do not know is passed over; where there are no others, requests go uncompressed (Smithy,
    // "requestCompression trait").
    let gzip = encodings.filter(|encoding| encoding.eq_ignore_ascii_case("gzip")).take(1).map(|_| BodyStep::Gzip);
    let checked = facts.http_checksum_required
        || facts.http_checksum.as_ref().is_some_and(|checksum| checksum.request_checksum_required);
    let checksum = checked.then_some(BodyStep::ContentMd5);
    gzip.chain(checksum).chain(facts.unsigned_payload.then_some(BodyStep::UnsignedPayload)).collect()
}

/// Whether and how the operation's endpoint is discovered.
pub(super) fn discovered(
    planner: &Planner<'_>,
    shape: &Shape,
    input: ShapeIndex,
    faults: &mut Faults,
) -> Option<Discovered> {
    let required = shape.facts.discovered_endpoint.as_ref()?.required;
    let input = planner.model.shape(input);
    let mut identifiers = Vec::new();
    for member in members(&input.kind).iter().filter(|member| member.facts.endpoint_discovery_id) {
        if !member.facts.required || !is_string(planner, member) {
            let problem = "aws.api#clientEndpointDiscoveryId: wanted a required string; it is none";
            faults.shape(format!("{}${}", input.id, member.name), problem);
        }
        identifiers.push(member.name.clone());
    }
    Some(Discovered { required, identifiers })
}

fn is_string(planner: &Planner<'_>, member: &Member) -> bool {
    matches!(planner.model.shape(member.target).kind, Kind::String | Kind::Enum(_))
}

/// Plans how the service is asked, where one of the operations wants it.
pub(super) fn discovery(planner: &Planner<'_>, operations: &[Operation], faults: &mut Faults) -> Option<Discovery> {
    let wants = operations.iter().find(|operation| operation.discovery.is_some())?;
    let model = planner.model;
    let service = model.shape(model.service);
    let Some(trait_) = service.facts.service.as_ref().and_then(|facts| facts.endpoint_discovery.as_ref()) else {
        let wanted = "wanted the trait aws.api#clientEndpointDiscovery, which names the operation that tells endpoints";
        faults
            .shape(&*service.id, format!("{wanted}; there is none, and the endpoint of {} is discovered", wants.name));
        return None;
    };
    let mut fault = |problem: String| faults.shape(&*service.id, format!("aws.api#clientEndpointDiscovery: {problem}"));
    let error = match trait_.error.as_ref().map(|error| (error, model.indices.get(error))) {
        None => None,
        Some((_, Some(index))) => Some(model.shape(*index).name().to_owned()),
        Some((error, None)) => {
            let hint = nearest(error, model.indices.keys().map(String::as_str));
            fault(format!("the error {error} is not in the model{hint}"));
            None
        }
    };
    let id = &trait_.operation;
    let Some(index) = model.indices.get(id).copied() else {
        let hint = nearest(id, model.indices.keys().map(String::as_str));
        fault(format!("the operation {id} is not in the model{hint}"));
        return None;
    };
    let Kind::Operation(asked) = &model.shape(index).kind else {
        fault(format!("wanted an operation; {id} is of type {}", model.shape(index).kind.name()));
        return None;
    };
    for refusal in refusals(model, model.shape(index)) {
        fault(format!("{id}: {refusal}"));
    }
    if !tells_endpoints(planner, asked.output) {
        let wanted =
            "an output with Endpoints, a list of structures with Address, a string, and CachePeriodInMinutes, a long";
        fault(format!("{id}: wanted {wanted}"));
    }
    let input = members(&model.shape(asked.input).kind);
    let takes = |name: &str| input.iter().any(|member| member.name == name);
    let (takes_operation, takes_identifiers) = (takes("Operation"), takes("Identifiers"));
    // The faults of an operation that is selected too are told once.
    let mut told = Faults::new("");
    let own = if planner.selection.operations.contains(&index) { &mut told } else { faults };
    let mut operation = plan_operation(planner, index, own)?;
    // It has the file for itself, and is asked at the regular endpoint.
    operation.table = "OPERATION".to_owned();
    operation.discovery = None;
    Some(Discovery { operation, error, takes_operation, takes_identifiers })
}

/// Whether an output has the form in which endpoints are told.
fn tells_endpoints(planner: &Planner<'_>, output: ShapeIndex) -> bool {
    let member = |index: ShapeIndex, name: &str| {
        let found = members(&planner.model.shape(index).kind).iter().find(|member| member.name == name);
        found.map(|member| (member.target, &planner.model.shape(member.target).kind))
    };
    let Some((_, Kind::List(endpoint))) = member(output, "Endpoints") else { return false };
    matches!(member(endpoint.target, "Address"), Some((_, Kind::String)))
        && matches!(member(endpoint.target, "CachePeriodInMinutes"), Some((_, Kind::Long | Kind::Integer)))
}
