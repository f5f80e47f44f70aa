//! Plans how the service is asked for its endpoints (AWS specification, "Client endpoint discovery").

use super::Planner;
use super::operations::{Operation, plan_operation};
use crate::diagnostic::Faults;
use crate::model::{Kind, ShapeIndex};
use crate::nearest::nearest;
use crate::select::{members, refusals};

/// How the service is asked for its endpoints.
#[derive(Debug)]
pub(crate) struct Discovery {
    /// The operation that tells. It has a table here whether users call it or not.
    pub(crate) operation: Operation,
    pub(crate) error: Option<String>,
    pub(crate) takes_operation: bool,
    pub(crate) takes_identifiers: bool,
}

/// Plans how the service is asked, where one of the operations wants it.
pub(super) fn plan(planner: &Planner<'_>, operations: &[Operation], faults: &mut Faults) -> Option<Discovery> {
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
