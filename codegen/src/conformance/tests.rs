//! What is generated for the test cases of small models.

use super::{Conformance, ConformanceOptions, conformance};

/// A model of these services and operations, each with what stands in its traits.
fn model(services: &[(&str, &str)], operations: &[(&str, &str)]) -> String {
    let bound: Vec<String> = operations.iter().map(|(name, _)| format!(r#"{{"target": "a#{name}"}}"#)).collect();
    let service = |(name, traits): &(&str, &str)| {
        let bound = bound.join(",");
        format!(r#""a#{name}": {{"type": "service", "version": "1", "operations": [{bound}], "traits": {{{traits}}}}}"#)
    };
    let operation = |(name, traits): &(&str, &str)| {
        let unit = r#"{"target": "smithy.api#Unit"}"#;
        format!(r#""a#{name}": {{"type": "operation", "input": {unit}, "output": {unit}, "traits": {{{traits}}}}}"#)
    };
    let shapes: Vec<String> = services.iter().map(service).chain(operations.iter().map(operation)).collect();
    format!(r#"{{"smithy": "2.0", "shapes": {{{}}}}}"#, shapes.join(","))
}

fn made(text: &str) -> Vec<Conformance> {
    let options = ConformanceOptions::new("conformance-a", "../../runtime", "../../conformance");
    conformance("a.json", text, &options).unwrap_or_else(|faults| panic!("{faults}"))
}

const JSON: &str = r#""aws.protocols#awsJson1_1": {}, "aws.auth#sigv4": {"name": "a"}"#;
const ENDPOINTS: &str = r#""smithy.rules#endpointTests": {"version": "1.0", "testCases": [
    {"expect": {"error": "x"}, "operationInputs": [{"operationName": "Two"}, {"operationName": "Gone"}, {"operationName": "Two"}]}
]}"#;
const OPERATIONS: [(&str, &str); 3] = [("One", ""), ("Two", ""), ("Three", "")];

#[test]
fn a_model_that_tests_the_wire_has_all_operations() {
    let operations = [("One", ""), ("Two", r#""smithy.test#httpRequestTests": []"#)];
    let all = made(&model(&[("S", JSON)], &operations));
    let [one] = all.as_slice() else { panic!("{all:?}") };
    let crates = one.crates.as_ref().expect("it is generated");
    assert!(one.has_cases && one.service == "a#S");
    assert_eq!((crates.client.package.as_str(), crates.client.operations), ("conformance-a-client", 2));
    assert_eq!(crates.runner.package, "conformance-a-runner");
    let table = &crates.runner.files["src/main.rs"];
    for line in [
        "    client conformance_a_client;\n",
        "    service \"a#S\";\n",
        "    protocol \"aws.protocols#awsJson1_1\";\n",
        "        one = \"One\";\n        two = \"Two\";\n",
    ] {
        assert!(table.contains(line), "{line}{table}");
    }
    assert!(crates.runner.files["Cargo.toml"].contains("conformance-a-client = { path = \"../client\""));
}

#[test]
fn endpoint_tests_have_the_operations_that_they_name() {
    let all = made(&model(&[("S", &format!("{JSON}, {ENDPOINTS}"))], &OPERATIONS));
    let crates = all[0].crates.as_ref().expect("it is generated");
    assert!(all[0].has_cases);
    assert_eq!(crates.client.operations, 1);
    assert!(crates.client.files.contains_key("src/operations/two.rs"));
}

#[test]
fn a_model_may_need_no_operation_no_protocol_and_no_signing_name() {
    for (services, operations) in [(&[("S", "")][..], &[][..]), (&[("S", ENDPOINTS)], &OPERATIONS)] {
        let all = made(&model(services, operations));
        let crates = all[0].crates.as_ref().unwrap_or_else(|faults| panic!("{faults}"));
        assert!(crates.client.files["src/service.rs"].contains("AWS_JSON_1_0"));
        assert!(crates.runner.files["src/main.rs"].contains("protocol \"aws.protocols#awsJson1_0\";"));
    }
}

#[test]
fn each_of_several_services_is_generated_by_itself() {
    let all = made(&model(&[("First", JSON), ("Second", r#""aws.protocols#restXml": {}"#)], &OPERATIONS));
    let [first, second] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((first.service.as_str(), first.name.as_str()), ("a#First", "conformance-a-1"));
    assert!(first.crates.is_ok() && !first.has_cases);
    let faults = second.crates.as_ref().expect_err("the protocol is not supported").to_string();
    assert!(faults.contains("a#Second") && faults.contains("supported: aws.protocols#awsJson1_0"), "{faults}");
}

#[test]
fn a_model_that_tests_the_wire_must_speak_a_protocol() {
    let all = made(&model(&[("S", "")], &[("One", r#""smithy.test#httpResponseTests": 5"#)]));
    let faults = all[0].crates.as_ref().expect_err("it speaks none").to_string();
    assert!(faults.contains("it speaks none that is known"), "{faults}");
}

#[test]
fn what_is_no_model_is_told() {
    let options = ConformanceOptions::new("a", "b", "c");
    for (text, told) in
        [("", "the file is empty"), ("[]", "there is a list"), (&model(&[], &OPERATIONS), "no shape of type service")]
    {
        let faults = conformance("a.json", text, &options).expect_err("it is none").to_string();
        assert!(faults.contains(told), "{faults}");
    }
}
