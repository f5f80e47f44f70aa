//! Plans the least-privilege policy: the IAM actions that the operations need (Smithy, "AWS IAM traits").
//!
//! An operation whose requests are never signed (`@auth([])`) needs none: IAM sees nobody whom it could ask for. One that
//! may go unsigned (`@optionalAuth` alone) has its action, since where there are credentials its requests are signed.

use std::collections::BTreeSet;

use super::Planner;
use super::call::{Auth, auth};
use crate::diagnostic::{Faults, shortened};
use crate::model::Shape;

/// The actions, sorted, each once.
pub(super) fn plan(planner: &Planner<'_>, faults: &mut Faults) -> Vec<String> {
    let Some(prefix) = prefix(planner, faults) else { return Vec::new() };
    let mut actions = BTreeSet::new();
    let chosen = planner.selection.operations.iter().map(|index| planner.model.shape(*index));
    for shape in chosen.chain(discovery(planner)) {
        if auth(planner, shape) != Auth::None {
            actions.extend(of_operation(&prefix, shape, faults));
        }
    }
    actions.into_iter().collect()
}

/// The operation that tells endpoints, which the runtime calls by itself where one of the chosen is discovered.
fn discovery<'a>(planner: &Planner<'a>) -> Option<&'a Shape> {
    let model = planner.model;
    let mut chosen = planner.selection.operations.iter();
    chosen.find(|index| model.shape(**index).facts.discovered_endpoint.is_some())?;
    let service = model.shape(model.service).facts.service.as_ref()?;
    // One that is not in the model is a fault already.
    let index = model.indices.get(&service.endpoint_discovery.as_ref()?.operation)?;
    Some(model.shape(*index))
}

/// What stands before the colon. It is the ARN namespace; where a model tells none, its signing name. The specification
/// would take the service shape's name then, but names such as `AWSMPCommerceService_v20200301` are no namespaces, while
/// what is signed for is what IAM knows. Where nothing is signed for, the specification's way is all there is.
fn prefix(planner: &Planner<'_>, faults: &mut Faults) -> Option<String> {
    let shape = planner.model.shape(planner.model.service);
    let facts = shape.facts.service.as_deref();
    if let Some(namespace) = facts.and_then(|facts| facts.aws.as_ref()).and_then(|aws| aws.arn_namespace.as_ref()) {
        if is_prefix(namespace) {
            return Some(namespace.clone());
        }
        let wanted = "letters, digits, - and .";
        let problem = format!("aws.api#service: arnNamespace wants {wanted}; there is {:?}", shortened(namespace));
        faults.shape(&*shape.id, problem);
        return None;
    }
    let signing_name = facts.and_then(|facts| facts.signing_name.as_ref()).map(|sigv4| sigv4.name.clone());
    signing_name.filter(|name| is_prefix(name)).or_else(|| Some(shape.name().to_lowercase()))
}

/// The operation's own action, under its name in IAM, and the others that it needs, which bring their own prefixes.
fn of_operation(prefix: &str, shape: &Shape, faults: &mut Faults) -> Vec<String> {
    let iam = shape.facts.iam.as_deref();
    let action = iam.and_then(|iam| iam.action.as_ref());
    let renamed = action.and_then(|action| action.name.as_ref()).or(iam.and_then(|iam| iam.action_name.as_ref()));
    let own = format!("{prefix}:{}", renamed.map_or_else(|| shape.name(), String::as_str));
    let others = action.iter().flat_map(|action| &action.required_actions);
    let others = others.chain(iam.iter().flat_map(|iam| &iam.required_actions));
    let mut actions = Vec::new();
    for action in std::iter::once(&own).chain(others) {
        if is_action(action) {
            actions.push(action.clone());
        } else {
            let problem = format!(
                "needs the IAM action {:?}; wanted a prefix, a colon and a name of letters, digits, - and _, such as \
                 \"ec2:DescribeSubnets\", and no wildcard",
                shortened(action)
            );
            faults.shape(&*shape.id, problem);
        }
    }
    actions
}

/// Whether a text names one action. A wildcard would allow what nobody reviewed.
fn is_action(text: &str) -> bool {
    text.split_once(':').is_some_and(|(prefix, name)| is_prefix(prefix) && consists_of(name, "_-"))
}

fn is_prefix(text: &str) -> bool {
    consists_of(text, "-._")
}

/// Whether a text is letters, digits and some signs, and not empty.
fn consists_of(text: &str, signs: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_alphanumeric() || signs.contains(character))
}
