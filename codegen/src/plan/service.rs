//! Plans what a crate says of its service as a whole.

use super::documentation;
use crate::diagnostic::Faults;
use crate::endpoint_rules::{RuleSet, check_traits, check_traits_alone, declared, parse};
use crate::model::endpoint_traits::EndpointTraits;
use crate::model::{Kind, Model, Shape};
use crate::name;
use crate::select::Selection;

/// The service of a crate.
#[derive(Debug)]
pub(crate) struct Service {
    /// The name of the service shape.
    pub(crate) name: String,
    /// The name that AWS's SDKs give it.
    pub(crate) sdk_id: String,
    /// The package's name where nobody asks for another.
    pub(crate) package: String,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) signing_name: String,
    /// The static of the runtime that speaks its protocol.
    pub(crate) protocol: &'static str,
    pub(crate) documentation: String,
}

pub(super) fn plan(model: &Model, selection: &Selection, faults: &mut Faults) -> Service {
    let shape = model.shape(model.service);
    let facts = shape.facts.service.as_deref();
    let sdk_id =
        facts.and_then(|facts| facts.aws.as_ref()).map_or_else(|| shape.name().to_owned(), |aws| aws.sdk_id.clone());
    let title = facts.and_then(|facts| facts.title.clone()).unwrap_or_else(|| sdk_id.clone());
    let version = match &shape.kind {
        Kind::Service(service) => service.version.clone(),
        _ => String::new(),
    };
    if !sdk_id.chars().all(|character| character.is_ascii_alphanumeric() || " -_".contains(character)) {
        faults.shape(&*shape.id, format!("the sdkId wants letters, digits, spaces and hyphens; there is {sdk_id:?}"));
    }
    if !sdk_id.contains(|character: char| character.is_ascii_alphanumeric()) {
        faults.shape(&*shape.id, format!("the sdkId wants a letter or digit; there is {sdk_id:?}"));
    }
    Service {
        name: shape.name().to_owned(),
        package: name::package_name(&sdk_id),
        signing_name: facts
            .and_then(|facts| facts.signing_name.as_ref())
            .map(|sigv4| sigv4.name.clone())
            .unwrap_or_default(),
        // A title stands in headings and comments; its line must be one.
        title: crate::markdown::summary(&title),
        sdk_id,
        version,
        protocol: selection.protocol,
        documentation: documentation(&shape.facts, || format!("The service `{}`.", shape.name())),
    }
}

/// Reads the endpoint rule set, or makes the one that the service's traits declare. Each fault is one of the service
/// shape.
pub(super) fn endpoint_rules(model: &Model, faults: &mut Faults) -> Option<RuleSet> {
    let shape = model.shape(model.service);
    let (facts, none) = (shape.facts.service.as_deref(), EndpointTraits::default());
    let traits = facts.map_or(&none, |facts| &facts.endpoint_traits);
    let mut problems = check_traits(traits);
    let rules = match facts.and_then(|facts| facts.endpoint_rule_set.as_ref()) {
        Some(value) => parse(value),
        None => {
            let prefix = endpoint_prefix(shape);
            problems.extend(check_traits_alone(traits, &prefix));
            // What is wrong with the traits is told as such, and not by the rules that they would make.
            if problems.is_empty() { parse(&declared(traits, &prefix)) } else { Ok(RuleSet::default()) }
        }
    };
    problems.into_iter().for_each(|problem| faults.shape(&*shape.id, problem));
    match rules {
        Ok(rules) => Some(rules),
        Err(found) => {
            for fault in found {
                let path = if fault.path.is_empty() { String::new() } else { format!("{}: ", fault.path) };
                let problem = format!("smithy.rules#endpointRuleSet: {path}{}", fault.problem);
                faults.shape(&*shape.id, problem);
            }
            None
        }
    }
}

/// What the service's host names begin with. Where the model leaves `endpointPrefix` out, it is the ARN namespace, and
/// that is the shape's name in lower case (Smithy, "aws.api#service trait").
fn endpoint_prefix(shape: &Shape) -> String {
    let aws = shape.facts.service.as_ref().and_then(|facts| facts.aws.as_ref());
    let named = aws.and_then(|aws| aws.endpoint_prefix.as_ref().or(aws.arn_namespace.as_ref()));
    named.cloned().unwrap_or_else(|| shape.name().to_lowercase())
}
