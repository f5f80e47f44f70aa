//! What a model says of endpoints beside its rule set, as it stands in the generated crate.

use serde_json::{Value, json};
use tinsmith_codegen::{Crate, Options, generate};

use crate::support::{suite, text};

fn file<'a>(generated: &'a Crate, path: &str) -> &'a str {
    generated.files.get(path).map_or_else(|| panic!("{path} is not there"), String::as_str)
}

/// A service of one operation without a rule set.
fn declared(traits: Value) -> Crate {
    let mut all = json!({
        "aws.api#service": { "sdkId": "Shop", "endpointPrefix": "api.shop" },
        "aws.auth#sigv4": { "name": "shop" },
        "aws.protocols#awsJson1_1": {},
    });
    if let (Some(all), Value::Object(traits)) = (all.as_object_mut(), traits) {
        all.extend(traits);
    }
    let model = json!({
        "smithy": "2.0",
        "shapes": {
            "com.example#Shop": {
                "type": "service",
                "version": "2026-01-01",
                "operations": [{ "target": "com.example#ListParts" }],
                "traits": all,
            },
            "com.example#ListParts": { "type": "operation" },
        },
    });
    generate("model.json", &model.to_string(), &Options::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn parameters_of_the_client_become_methods() {
    let model = text(&suite().join("hostile/model.json"));
    let generated = generate("model.json", &model, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
    let client = file(&generated, "src/client.rs");
    let wanted = [
        "pub fn with_flag(self, value: bool) -> Self {",
        "self.handle.with_endpoint_parameter(\"Flag\", value)",
        "pub fn with_word(self, value: impl Into<String>) -> Self {",
        // The operation `WithName` has this name first.
        "pub fn with_name(&self) -> operations::WithName {",
        "pub fn with_name_(self, value: impl Into<String>) -> Self {",
        "pub fn with_tables(self, value: impl Into<Vec<String>>) -> Self {",
        "pub fn with_type(self, value: impl Into<Vec<String>>) -> Self {",
    ];
    for part in wanted {
        assert!(client.contains(part), "{part}: {client}");
    }
}

#[test]
fn declared_endpoints_become_a_rule_set() {
    let regional = declared(json!({ "aws.endpoints#standardRegionalEndpoints": {} }));
    let rules = file(&regional, "src/endpoint_rules.rs");
    for part in ["Text(\"https://api.shop-fips.\")", "Text(\"https://api.shop.\")", "AWS::UseDualStack", "AWS::Region"]
    {
        assert!(rules.contains(part), "{part}: {rules}");
    }
    let partitional = declared(json!({
        "aws.endpoints#standardPartitionalEndpoints": { "endpointPatternType": "service_region_dnsSuffix" },
        "aws.endpoints#dualStackOnlyEndpoints": {},
    }));
    let rules = file(&partitional, "src/endpoint_rules.rs");
    assert!(rules.contains("implicitGlobalRegion") && !rules.contains("AWS::UseDualStack"), "{rules}");
    let nothing = declared(json!({ "aws.endpoints#rulesBasedEndpoints": {} }));
    let rules = file(&nothing, "src/endpoint_rules.rs");
    assert!(rules.contains("the service's endpoint rules are not in its model; set the endpoint URL"), "{rules}");
}

#[test]
fn a_rule_set_goes_before_what_is_declared() {
    let rules = json!({
        "version": "1.0",
        "parameters": {},
        "rules": [{ "type": "endpoint", "conditions": [], "endpoint": { "url": "https://own.example.com" } }],
    });
    let generated = declared(json!({
        "smithy.rules#endpointRuleSet": rules,
        "aws.endpoints#standardPartitionalEndpoints": { "endpointPatternType": "aws_recommended" },
    }));
    let rules = file(&generated, "src/endpoint_rules.rs");
    assert!(rules.contains("https://own.example.com") && !rules.contains("api.shop"), "{rules}");
}
