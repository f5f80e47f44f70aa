//! What the traits declare, as rule sets that can be read.

use serde_json::{Value, json};

use super::super::model::{Condition, Expression, Outcome, Rule};
use super::super::parse;
use super::{check, check_alone, declared};
use crate::model::endpoint_traits::EndpointTraits;

fn traits(regional: Option<Value>, partitional: Option<Value>, dual_stack_only: bool) -> EndpointTraits {
    EndpointTraits {
        regional: regional.map(|value| serde_json::from_value(value).expect("it is the trait")),
        partitional: partitional.map(|value| serde_json::from_value(value).expect("it is the trait")),
        dual_stack_only,
        ..EndpointTraits::default()
    }
}

/// The URLs of a rule set, each behind the texts that its own conditions compare with, in their order.
fn urls(traits: &EndpointTraits) -> Vec<String> {
    let rules = parse(&declared(traits, "shop")).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut urls = Vec::new();
    let mut open: Vec<&Rule> = rules.rules.iter().rev().collect();
    while let Some(rule) = open.pop() {
        match &rule.outcome {
            Outcome::Tree(below) => open.extend(below.iter().rev()),
            Outcome::Endpoint { url: Expression::Template(parts), properties, .. } => {
                let place: String = rule.conditions.iter().map(compared).collect();
                let signed = if properties.is_empty() { "" } else { " (signed elsewhere)" };
                urls.push(format!("{place}{}{signed}", parts.iter().map(told).collect::<String>()));
            }
            _ => {}
        }
    }
    urls
}

fn compared(condition: &Condition) -> String {
    match &condition.expression {
        Expression::Call(_, arguments) => match arguments.last() {
            Some(Expression::Text(text)) => format!("{text}: "),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

fn told(part: &Expression) -> String {
    match part {
        Expression::Text(text) => text.clone(),
        Expression::Reference(name) => format!("<{name}>"),
        Expression::Attribute(_, steps) => match steps.as_slice() {
            [super::super::model::Step::Key(key)] => format!("<{key}>"),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}

#[test]
fn regional() {
    assert_eq!(
        urls(&traits(Some(json!({})), None, false)),
        [
            "https://shop-fips.<Region>.<dualStackDnsSuffix>",
            "https://shop-fips.<Region>.<dnsSuffix>",
            "https://shop.<Region>.<dualStackDnsSuffix>",
            "https://shop.<Region>.<dnsSuffix>",
        ]
    );
    let special = json!({
        "partitionSpecialCases": {
            "aws-us-gov": [{ "endpoint": "https://a.{region}.{dnsSuffix}", "fips": true }],
        },
        "regionSpecialCases": {
            "us-east-1": [{ "endpoint": "https://b.{dualStackDnsSuffix}", "dualStack": true, "signingRegion": "eu-west-1" }],
            "us-east-2": [],
        },
    });
    assert_eq!(
        urls(&traits(Some(special.clone()), None, false))[..2],
        ["us-east-1: https://b.<dualStackDnsSuffix> (signed elsewhere)", "aws-us-gov: https://a.<Region>.<dnsSuffix>"]
    );
    // The variant over IPv4 alone is none that the service has.
    assert_eq!(
        urls(&traits(Some(special), None, true)),
        [
            "us-east-1: https://b.<dualStackDnsSuffix> (signed elsewhere)",
            "https://shop-fips.<Region>.<dualStackDnsSuffix>",
            "https://shop.<Region>.<dualStackDnsSuffix>",
        ]
    );
}

#[test]
fn partitional() {
    let with = |pattern: &str, cases: Value| {
        Some(json!({ "endpointPatternType": pattern, "partitionEndpointSpecialCases": cases }))
    };
    assert_eq!(
        urls(&traits(None, with("service_dnsSuffix", json!({})), false)),
        [
            "https://shop-fips.<dualStackDnsSuffix> (signed elsewhere)",
            "https://shop-fips.<dnsSuffix> (signed elsewhere)",
            "https://shop.<dualStackDnsSuffix> (signed elsewhere)",
            "https://shop.<dnsSuffix> (signed elsewhere)",
        ]
    );
    let cases = json!({
        "aws": [{ "endpoint": "https://{service}.global.{dnsSuffix}" }],
        "aws-cn": [{ "region": "cn-north-1" }],
        "aws-us-gov": [{ "region": "us-gov-east-1", "fips": true, "endpoint": "https://fips.{region}.{dnsSuffix}" }],
    });
    assert_eq!(
        urls(&traits(None, with("service_region_dnsSuffix", cases.clone()), false)),
        [
            "aws: https://shop.global.<dnsSuffix> (signed elsewhere)",
            "aws-cn: https://shop-fips.cn-north-1.<dualStackDnsSuffix> (signed elsewhere)",
            "aws-cn: https://shop-fips.cn-north-1.<dnsSuffix> (signed elsewhere)",
            "aws-cn: https://shop.cn-north-1.<dualStackDnsSuffix> (signed elsewhere)",
            "aws-cn: https://shop.cn-north-1.<dnsSuffix> (signed elsewhere)",
            "aws-us-gov: https://fips.us-gov-east-1.<dnsSuffix> (signed elsewhere)",
            "https://shop-fips.<implicitGlobalRegion>.<dualStackDnsSuffix> (signed elsewhere)",
            "https://shop-fips.<implicitGlobalRegion>.<dnsSuffix> (signed elsewhere)",
            "https://shop.<implicitGlobalRegion>.<dualStackDnsSuffix> (signed elsewhere)",
            "https://shop.<implicitGlobalRegion>.<dnsSuffix> (signed elsewhere)",
        ]
    );
    assert_eq!(
        urls(&traits(None, with("service_region_dnsSuffix", cases), true)),
        [
            "aws-cn: https://shop-fips.cn-north-1.<dualStackDnsSuffix> (signed elsewhere)",
            "aws-cn: https://shop.cn-north-1.<dualStackDnsSuffix> (signed elsewhere)",
            "https://shop-fips.<implicitGlobalRegion>.<dualStackDnsSuffix> (signed elsewhere)",
            "https://shop.<implicitGlobalRegion>.<dualStackDnsSuffix> (signed elsewhere)",
        ]
    );
}

#[test]
fn services_that_declare_nothing_want_an_endpoint() {
    let rules = declared(&EndpointTraits { rules_based: true, ..EndpointTraits::default() }, "shop");
    assert!(rules.to_string().contains("the service's endpoint rules are not in its model; set the endpoint URL"));
    for traits in [EndpointTraits::default(), traits(None, None, true)] {
        let rules = declared(&traits, "shop");
        assert!(rules.to_string().contains("the service's model tells no endpoints; set the endpoint URL"));
        assert!(parse(&rules).is_ok());
    }
}

/// What AWS recommends is in no specification: there are the special cases, and for the rest an error.
#[test]
fn a_recommended_pattern_has_its_special_cases_alone() {
    let partitional = json!({
        "endpointPatternType": "aws_recommended",
        "partitionEndpointSpecialCases": {
            "aws": [{ "endpoint": "https://shop.{dnsSuffix}", "region": "us-west-2" }],
            "aws-cn": [{ "region": "cn-north-1" }],
        },
    });
    let rules = declared(&traits(None, Some(partitional), false), "shop");
    assert!(parse(&rules).is_ok());
    let text = rules.to_string();
    assert!(text.contains("https://shop.{PartitionResult#dnsSuffix}") && text.contains("us-west-2"), "{text}");
    assert!(!text.contains("https://shop.{PartitionResult#implicitGlobalRegion}"), "{text}");
    assert!(!text.contains("cn-north-1"), "{text}");
    assert!(text.contains("no endpoint for this region and variant; set the endpoint URL"), "{text}");
}

#[test]
fn faults_are_told() {
    let regional = json!({
        "partitionSpecialCases": { "a{b": [{ "endpoint": "https://{region}.   x   {dnsSuffix}" }] },
        "regionSpecialCases": { "us east": [{ "endpoint": "https://a", "signingRegion": "{Region}" }] },
    });
    let partitional = json!({
        "endpointPatternType": "aws_recommended",
        "partitionEndpointSpecialCases": { "aws": [{ "endpoint": "shop.{dnsSuffix}", "region": "" }] },
    });
    let both = traits(Some(regional), Some(partitional.clone()), false);
    let (one, other) = ("aws.endpoints#standardRegionalEndpoints", "aws.endpoints#standardPartitionalEndpoints");
    let label = "of 1 to 63 letters, digits and hyphens; there is";
    assert_eq!(
        check(&both),
        [
            format!("has the traits {one} and {other}, which exclude each other"),
            format!("{one}: wanted a region {label} \"us east\""),
            format!("{one}: wanted a region {label} \"{{Region}}\""),
            format!("{one}: wanted a partition {label} \"a{{b\""),
            format!(
                "{one}: the endpoint \"https://{{region}}.   x   {{dnsSuffix}}\": wanted a URL: host labels joined by \
                 dots, and perhaps a path"
            ),
            format!("{other}: the endpoint \"shop.{{dnsSuffix}}\": wanted one that begins with https:// or http://"),
            format!("{other}: wanted a region {label} \"\""),
        ]
    );
    let alone = EndpointTraits { decision_diagram: true, ..traits(None, Some(partitional), false) };
    assert_eq!(check_alone(&alone, "a{b").len(), 2);
    assert!(check_alone(&traits(Some(json!({})), None, false), "api.shop").is_empty());
    assert!(check_alone(&EndpointTraits::default(), "").is_empty());
}
