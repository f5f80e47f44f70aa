//! Plans the endpoint parameters that a client's caller sets, and checks that each parameter has a place in the rule set.

use std::collections::BTreeMap;

use super::Planner;
use super::operations::{EndpointParameter, Operation, ParameterSource};
use crate::diagnostic::Faults;
use crate::endpoint_rules::{ParameterKind, RuleSet};
use crate::model::{Kind, Member, Shape, ShapeIndex};
use crate::name;
use crate::nearest::nearest;
use crate::select::members;

/// A parameter of `@clientContextParams`: a method of the client.
#[derive(Debug)]
pub(crate) struct ClientParameter {
    /// The name that the rule set gives it.
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) kind: ParameterKind,
    pub(crate) documentation: String,
}

/// Plans the parameters of a service that has a rule set of its own. Without one there is nothing that they could change.
pub(super) fn plan(
    planner: &Planner<'_>,
    rules: &RuleSet,
    operations: &[Operation],
    faults: &mut Faults,
) -> Vec<ClientParameter> {
    let shape = planner.model.shape(planner.model.service);
    let facts = shape.facts.service.as_deref();
    let Some(facts) = facts.filter(|facts| facts.endpoint_rule_set.is_some()) else { return Vec::new() };
    let mut fault = |problem: String| faults.shape(&*shape.id, format!("smithy.rules#clientContextParams: {problem}"));
    let mut planned = Vec::new();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for (name, declared) in &facts.endpoint_traits.client_parameters.0 {
        let Some(kind) = kind_named(&declared.kind) else {
            fault(format!("the type of {name} wants string, boolean or stringArray; there is {:?}", declared.kind));
            continue;
        };
        let parameter = match fitting(rules, name, kind) {
            Ok(parameter) => parameter,
            Err(problem) => {
                fault(problem);
                continue;
            }
        };
        let mut method = name::field_name(&format!("with_{name}"));
        // An operation has the name first, since there it is all that there is.
        if operations.iter().any(|operation| operation.method == method) {
            method.push('_');
        }
        if let Some(other) = taken.insert(method.clone(), name) {
            fault(format!("{other} and {name} both become the method {method} in Rust"));
        }
        let told = declared.documentation.as_deref().or(parameter.documentation.as_deref());
        let documentation = told.map(crate::markdown::markdown).unwrap_or_default();
        planned.push(ClientParameter { name: name.clone(), method, kind, documentation });
    }
    planned
}

/// Members of inputs that are the endpoint of their call, by service, operation and member. No trait tells of them;
/// AWS's SDKs know them by name (Smithy's protocol tests have a model for it).
const ENDPOINT_MEMBERS: [(&str, &str, &str); 1] = [("AmazonML_20141212", "Predict", "PredictEndpoint")];

/// The parameter of AWS's rule sets that takes a custom endpoint.
const CUSTOM_ENDPOINT: &str = "Endpoint";

/// The endpoint of a call, where a member of its input is it. It goes before the client's own.
pub(super) fn told_by_input(planner: &Planner<'_>, operation: &Shape, input: ShapeIndex) -> Option<EndpointParameter> {
    let service = planner.model.shape(planner.model.service).name();
    let known = ENDPOINT_MEMBERS.iter().find(|(known, name, _)| (*known, *name) == (service, operation.name()))?;
    let member = members(&planner.model.shape(input).kind).iter().find(|member| member.name == known.2)?;
    let source = ParameterSource::Member(member.name.clone());
    Some(EndpointParameter { name: CUSTOM_ENDPOINT.to_owned(), source })
}

/// Checks what the operations give to a rule set of the model.
pub(super) fn check(planner: &Planner<'_>, rules: &RuleSet, operations: &[Operation], faults: &mut Faults) {
    let service = planner.model.shape(planner.model.service).facts.service.as_deref();
    if service.is_none_or(|facts| facts.endpoint_rule_set.is_none()) {
        return;
    }
    let planned: BTreeMap<&str, &Operation> =
        operations.iter().map(|operation| (operation.name.as_str(), operation)).collect();
    for index in &planner.selection.operations {
        let shape = planner.model.shape(*index);
        let (Kind::Operation(bound), Some(operation)) = (&shape.kind, planned.get(shape.name())) else { continue };
        for parameter in &operation.endpoint_parameters {
            match &parameter.source {
                ParameterSource::Static(literal) => {
                    if let Err(problem) = fitting(rules, &parameter.name, literal.kind()) {
                        faults.shape(&*shape.id, format!("smithy.rules#staticContextParams: {problem}"));
                    }
                }
                // What an expression gives is known in part only; a value of another type is told by the call.
                ParameterSource::Path(_) => {
                    if let Err(problem) = known(rules, &parameter.name) {
                        faults.shape(&*shape.id, format!("smithy.rules#operationContextParams: {problem}"));
                    }
                }
                ParameterSource::Member(member) => {
                    let input = planner.model.shape(bound.input);
                    let Some(member) = members(&input.kind).iter().find(|known| known.name == *member) else {
                        continue;
                    };
                    let fits = match kind_of(planner, member) {
                        Some(kind) => fitting(rules, &parameter.name, kind).map(drop),
                        None => {
                            let there = planner.model.shape(member.target).kind.name();
                            Err(format!("wanted a string, a boolean or a list of strings; there is a {there}"))
                        }
                    };
                    if let Err(problem) = fits {
                        let id = format!("{}${}", input.id, member.name);
                        faults.shape(id, format!("smithy.rules#contextParam: {problem}"));
                    }
                }
            }
        }
    }
}

/// The rule set's parameter of that name.
fn known<'a>(rules: &'a RuleSet, name: &str) -> Result<&'a crate::endpoint_rules::Parameter, String> {
    rules.parameters.iter().find(|parameter| parameter.name == name).ok_or_else(|| {
        let hint = nearest(name, rules.parameters.iter().map(|parameter| parameter.name.as_str()));
        format!("the endpoint rule set has no parameter {name}{hint}")
    })
}

/// The rule set's parameter of that name, if it takes values of that type.
fn fitting<'a>(
    rules: &'a RuleSet,
    name: &str,
    kind: ParameterKind,
) -> Result<&'a crate::endpoint_rules::Parameter, String> {
    let parameter = known(rules, name)?;
    if parameter.kind != kind {
        let (wanted, there) = (parameter.kind.name(), kind.name());
        return Err(format!("the endpoint parameter {name} wants a {wanted}; there is a {there}"));
    }
    Ok(parameter)
}

/// The types as the trait names them; `list` is what its own definition calls an array of strings.
fn kind_named(name: &str) -> Option<ParameterKind> {
    match name.to_ascii_lowercase().as_str() {
        "string" => Some(ParameterKind::String),
        "boolean" => Some(ParameterKind::Boolean),
        "stringarray" | "list" => Some(ParameterKind::Strings),
        _ => None,
    }
}

/// The type of parameter that takes a member's values.
fn kind_of(planner: &Planner<'_>, member: &Member) -> Option<ParameterKind> {
    let is_string = |index: ShapeIndex| matches!(planner.model.shape(index).kind, Kind::String | Kind::Enum(_));
    match &planner.model.shape(member.target).kind {
        Kind::String | Kind::Enum(_) => Some(ParameterKind::String),
        Kind::Boolean => Some(ParameterKind::Boolean),
        Kind::List(item) if is_string(item.target) => Some(ParameterKind::Strings),
        _ => None,
    }
}
