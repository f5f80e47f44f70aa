//! Checks the declarative endpoint traits: patterns that are URLs, regions and partitions that can stand in host names.

use super::pattern;
use crate::model::endpoint_traits::EndpointTraits;

const REGIONAL: &str = "aws.endpoints#standardRegionalEndpoints";
const PARTITIONAL: &str = "aws.endpoints#standardPartitionalEndpoints";

/// What is wrong with the traits, whether or not there is a rule set that goes before them.
pub(crate) fn check(traits: &EndpointTraits) -> Vec<String> {
    let mut problems = Vec::new();
    if traits.regional.is_some() && traits.partitional.is_some() {
        problems.push(format!("has the traits {REGIONAL} and {PARTITIONAL}, which exclude each other"));
    }
    let mut checker = Checker { name: REGIONAL, problems };
    if let Some(regional) = &traits.regional {
        let places = [("region", &regional.region_special_cases), ("partition", &regional.partition_special_cases)];
        for (kind, cases) in places {
            for (place, cases) in &cases.0 {
                checker.label(kind, place);
                for case in cases {
                    checker.pattern(&case.endpoint);
                    case.signing_region.iter().for_each(|region| checker.label("region", region));
                }
            }
        }
    }
    checker.name = PARTITIONAL;
    for (partition, cases) in
        traits.partitional.iter().flat_map(|declared| &declared.partition_endpoint_special_cases.0)
    {
        checker.label("partition", partition);
        for case in cases {
            case.endpoint.iter().for_each(|endpoint| checker.pattern(endpoint));
            case.region.iter().for_each(|region| checker.label("region", region));
        }
    }
    checker.problems
}

/// What keeps the traits from telling the endpoints of a service that has no rule set.
pub(crate) fn check_alone(traits: &EndpointTraits, prefix: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if traits.decision_diagram {
        let rules = "smithy.rules#endpointRuleSet";
        problems.push(format!(
            "has its endpoint rules as smithy.rules#endpointBdd only, which is not supported; give it {rules}"
        ));
    }
    let declares = traits.regional.is_some() || traits.partitional.is_some();
    if declares && !pattern::is_host(prefix) {
        let wanted = "wanted an endpointPrefix of host labels joined by dots";
        problems.push(format!("aws.api#service: {wanted}, for the service's endpoints; there is {prefix:?}"));
    }
    problems
}

struct Checker {
    /// The trait that is looked at.
    name: &'static str,
    problems: Vec<String>,
}

impl Checker {
    fn pattern(&mut self, endpoint: &str) {
        if let Some(problem) = pattern::check(endpoint) {
            self.problems.push(format!("{}: the endpoint {endpoint:?}: {problem}", self.name));
        }
    }

    fn label(&mut self, kind: &str, text: &str) {
        if !pattern::is_label(text) {
            let wanted = "1 to 63 letters, digits and hyphens";
            self.problems.push(format!("{}: wanted a {kind} of {wanted}; there is {text:?}", self.name));
        }
    }
}
