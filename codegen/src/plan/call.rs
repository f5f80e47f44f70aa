//! Plans what operations ask of the call beyond input and output: auth, steps between body and signature, endpoint
//! discovery.

use super::Planner;
use crate::auth::{Need, need};
use crate::diagnostic::Faults;
use crate::model::{Facts, Kind, Member, Shape, ShapeIndex};
use crate::select::members;

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
