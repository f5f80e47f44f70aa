//! The rule set of a service that declares its endpoints by traits and has no rule set of its own (Smithy, "AWS
//! declarative endpoint traits").
//!
//! It is built as the JSON of a rule set, laid out as AWS lays out those that it publishes, and read like any other.

mod check;
mod pattern;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use self::pattern::{Values, expand};
use crate::model::endpoint_traits::{
    EndpointTraits, PartitionalCase, PatternType, StandardPartitional, StandardRegional,
};

pub(crate) use self::check::{check, check_alone};

/// The rule set that the traits declare for a service of that endpoint prefix.
pub(crate) fn declared(traits: &EndpointTraits, prefix: &str) -> Value {
    let builder = Builder { prefix, dual_stack_only: traits.dual_stack_only };
    match (&traits.regional, &traits.partitional) {
        (Some(regional), _) => builder.rule_set(&builder.regional(regional)),
        (None, Some(partitional)) => builder.rule_set(&builder.partitional(partitional)),
        (None, None) if traits.rules_based => {
            custom_endpoint_only("the service's endpoint rules are not in its model; set the endpoint URL")
        }
        (None, None) => custom_endpoint_only("the service's model tells no endpoints; set the endpoint URL"),
    }
}

/// The rules of a service whose model tells no endpoints: the caller does, or is told to.
fn custom_endpoint_only(error: &str) -> Value {
    let custom = json!([{ "fn": "isSet", "argv": [{ "ref": "Endpoint" }] }]);
    json!({
        "version": "1.0",
        "parameters": { "Endpoint": endpoint_parameter() },
        "rules": [endpoint(&custom, &json!({ "ref": "Endpoint" }), None), error_rule(&json!([]), error)],
    })
}

/// Which of a service's endpoints is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Variant {
    fips: bool,
    dual_stack: bool,
}

/// The region that stands in host names: that of the client, or the one of its partition's endpoint.
const CLIENT_REGION: &str = "{Region}";
const GLOBAL_REGION: &str = "{PartitionResult#implicitGlobalRegion}";

struct Builder<'a> {
    prefix: &'a str,
    dual_stack_only: bool,
}

impl Builder<'_> {
    /// The variants that there are, those with conditions first.
    fn variants(&self) -> impl Iterator<Item = Variant> {
        let dual_stack: &[bool] = if self.dual_stack_only { &[true] } else { &[true, false] };
        let fips = [true, false];
        fips.into_iter()
            .flat_map(move |fips| dual_stack.iter().map(move |dual_stack| Variant { fips, dual_stack: *dual_stack }))
    }

    /// The whole rule set, from the rules that hold where region and partition are known.
    fn rule_set(&self, regional: &[Value]) -> Value {
        let flag = |built_in: &str, documentation: &str| {
            json!({
                "builtIn": built_in,
                "type": "Boolean",
                "required": true,
                "default": false,
                "documentation": documentation,
            })
        };
        let mut parameters = json!({
            "Region": { "builtIn": "AWS::Region", "type": "String", "documentation": "The region of the client." },
            "UseFIPS": flag("AWS::UseFIPS", "Whether to use endpoints validated after FIPS 140."),
            "Endpoint": endpoint_parameter(),
        });
        let mut custom = vec![error_rule(
            &json!([is_true("UseFIPS")]),
            "Invalid Configuration: FIPS and custom endpoint are not supported",
        )];
        if !self.dual_stack_only {
            let dual_stack = flag("AWS::UseDualStack", "Whether to use endpoints that answer over IPv4 and IPv6.");
            if let Some(parameters) = parameters.as_object_mut() {
                parameters.insert("UseDualStack".to_owned(), dual_stack);
            }
            custom.push(error_rule(
                &json!([is_true("UseDualStack")]),
                "Invalid Configuration: Dualstack and custom endpoint are not supported",
            ));
        }
        custom.push(endpoint(&json!([]), &json!({ "ref": "Endpoint" }), None));
        let partition = json!([
            { "fn": "isSet", "argv": [{ "ref": "Region" }] },
            { "fn": "aws.partition", "argv": [{ "ref": "Region" }], "assign": "PartitionResult" },
        ]);
        json!({
            "version": "1.0",
            "parameters": parameters,
            "rules": [
                tree(&json!([{ "fn": "isSet", "argv": [{ "ref": "Endpoint" }] }]), &custom),
                tree(&partition, regional),
                error_rule(&json!([]), "Invalid Configuration: Missing Region"),
            ],
        })
    }

    /// The special cases of regions go before those of partitions, and both before the pattern. Of two cases for the
    /// same variant the first one counts, as of rules.
    fn regional(&self, declared: &StandardRegional) -> Vec<Value> {
        let mut rules = Vec::new();
        let regions = declared.region_special_cases.0.iter().map(|(region, cases)| (region_is(region), cases));
        let partitions =
            declared.partition_special_cases.0.iter().map(|(partition, cases)| (partition_is(partition), cases));
        for (place, cases) in regions.chain(partitions) {
            for case in cases {
                let variant = Variant { fips: case.fips, dual_stack: case.dual_stack };
                let values = Values { service: self.prefix, region: CLIENT_REGION };
                let url = expand(&case.endpoint, &values).into();
                rules.extend(self.special(&place, variant, &url, case.signing_region.as_deref()));
            }
        }
        let url = |variant| self.standard(variant, Some(CLIENT_REGION));
        rules.extend(self.variants().map(|variant| self.rule(variant, &url(variant).into(), None)));
        rules
    }

    /// One endpoint for each partition, which lies in one region of it and is signed for that one. What AWS recommends
    /// is named by the specification and told nowhere, so that a service of that pattern has its special cases alone.
    fn partitional(&self, declared: &StandardPartitional) -> Vec<Value> {
        let mut rules = Vec::new();
        let standard = |variant, region| match declared.endpoint_pattern_type {
            PatternType::Service => Some(self.standard(variant, None)),
            PatternType::ServiceRegion => Some(self.standard(variant, Some(region))),
            PatternType::Recommended => None,
        };
        for (partition, cases) in &declared.partition_endpoint_special_cases.0 {
            let place = partition_is(partition);
            for (case, variant) in cases.iter().flat_map(|case| self.covered(case).map(move |variant| (case, variant)))
            {
                let region = case.region.as_deref().unwrap_or(GLOBAL_REGION);
                let rule = match &case.endpoint {
                    Some(endpoint) => {
                        let url = expand(endpoint, &Values { service: self.prefix, region });
                        self.special(&place, variant, &url.into(), Some(region))
                    }
                    None => standard(variant, region).map(|url| {
                        let conditions = [vec![place.clone()], self.flags(variant), self.supports(variant)].concat();
                        endpoint(&conditions.into(), &url.into(), Some(region))
                    }),
                };
                rules.extend(rule);
            }
        }
        for variant in self.variants() {
            let url = standard(variant, GLOBAL_REGION);
            rules.extend(url.map(|url| self.rule(variant, &url.into(), Some(GLOBAL_REGION))));
        }
        if declared.endpoint_pattern_type == PatternType::Recommended {
            let error = "the service's model tells no endpoint for this region and variant; set the endpoint URL";
            rules.push(error_rule(&json!([]), error));
        }
        rules
    }

    /// The variants that a special case is for. One that names a region and neither endpoint nor variant moves them all.
    fn covered(&self, case: &PartitionalCase) -> impl Iterator<Item = Variant> + use<> {
        let named = Variant { fips: case.fips.unwrap_or(false), dual_stack: case.dual_stack.unwrap_or(false) };
        let moves_all = case.endpoint.is_none() && case.fips.is_none() && case.dual_stack.is_none();
        let covered: Vec<Variant> = self.variants().filter(|variant| moves_all || *variant == named).collect();
        covered.into_iter()
    }

    /// The standard pattern: `https://{service}-fips.{region}.{dualStackDnsSuffix}` with both.
    fn standard(&self, variant: Variant, region: Option<&str>) -> String {
        let fips = if variant.fips { "-fips" } else { "" };
        let region = region.map(|region| format!("{region}.")).unwrap_or_default();
        let suffix = if variant.dual_stack { "dualStackDnsSuffix" } else { "dnsSuffix" };
        format!("https://{}{fips}.{region}{{PartitionResult#{suffix}}}", self.prefix)
    }

    /// The rule of a special case; none where the service does not have that variant.
    fn special(&self, place: &Value, variant: Variant, url: &Value, signing_region: Option<&str>) -> Option<Value> {
        let conditions = [vec![place.clone()], self.flags(variant)].concat();
        self.variants().any(|known| known == variant).then(|| endpoint(&conditions.into(), url, signing_region))
    }

    /// The rule of a variant: its endpoint, or an error where the partition does not have it.
    fn rule(&self, variant: Variant, url: &Value, signing_region: Option<&str>) -> Value {
        let supports = self.supports(variant);
        let error = match (variant.fips, variant.dual_stack && !self.dual_stack_only) {
            (false, false) => return endpoint(&json!([]), url, signing_region),
            (true, true) => "FIPS and DualStack are enabled, but this partition does not support one or both",
            (true, false) => "FIPS is enabled but this partition does not support FIPS",
            (false, true) => "DualStack is enabled but this partition does not support DualStack",
        };
        let rules = [endpoint(&supports.into(), url, signing_region), error_rule(&json!([]), error)];
        tree(&self.flags(variant).into(), &rules)
    }

    /// That just this variant is wanted.
    fn flags(&self, variant: Variant) -> Vec<Value> {
        let is = |name: &str, wanted: bool| json!({ "fn": "booleanEquals", "argv": [{ "ref": name }, wanted] });
        let mut flags = vec![is("UseFIPS", variant.fips)];
        if !self.dual_stack_only {
            flags.push(is("UseDualStack", variant.dual_stack));
        }
        flags
    }

    /// That the partition has the variant. A service with dual-stack endpoints only has them everywhere: where the
    /// partition has none, its dual-stack suffix is the plain one.
    fn supports(&self, variant: Variant) -> Vec<Value> {
        let mut supports = Vec::new();
        if variant.fips {
            supports.push(partition_member("supportsFIPS"));
        }
        if variant.dual_stack && !self.dual_stack_only {
            supports.push(partition_member("supportsDualStack"));
        }
        supports
    }
}

fn endpoint_parameter() -> Value {
    json!({ "builtIn": "SDK::Endpoint", "type": "String", "documentation": "Where requests are sent." })
}

fn is_true(name: &str) -> Value {
    json!({ "fn": "booleanEquals", "argv": [{ "ref": name }, true] })
}

fn region_is(region: &str) -> Value {
    json!({ "fn": "stringEquals", "argv": [{ "ref": "Region" }, region] })
}

fn partition_is(partition: &str) -> Value {
    json!({ "fn": "stringEquals", "argv": [partition_member("name"), partition] })
}

fn partition_member(name: &str) -> Value {
    json!({ "fn": "getAttr", "argv": [{ "ref": "PartitionResult" }, name] })
}

fn tree(conditions: &Value, rules: &[Value]) -> Value {
    json!({ "type": "tree", "conditions": conditions, "rules": rules })
}

fn error_rule(conditions: &Value, error: &str) -> Value {
    json!({ "type": "error", "conditions": conditions, "error": error })
}

fn endpoint(conditions: &Value, url: &Value, signing_region: Option<&str>) -> Value {
    let properties = match signing_region {
        Some(region) => json!({ "authSchemes": [{ "name": "sigv4", "signingRegion": region }] }),
        None => json!({}),
    };
    json!({ "type": "endpoint", "conditions": conditions, "endpoint": { "url": url, "properties": properties } })
}
