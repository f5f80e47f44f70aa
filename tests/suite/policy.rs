//! The least-privilege policy beside each crate: exactly what the operations need.

use std::fs;

use serde_json::{Value, json};
use tinsmith_codegen::{Crate, Options, check, write};

use crate::support::{opsworkscm, overlaid, overlaid_with, shape};

const FILE: &str = "iam-policy.json";

/// The actions of a crate's policy.
fn actions(generated: &Crate) -> Vec<String> {
    let policy: Value = serde_json::from_str(&generated.files[FILE]).expect("it is JSON");
    assert_eq!(policy["Version"], "2012-10-17");
    let statement = &policy["Statement"][0];
    assert_eq!((&statement["Effect"], &statement["Resource"]), (&json!("Allow"), &json!("*")));
    assert_eq!(policy["Statement"].as_array().map(Vec::len), Some(1));
    serde_json::from_value(statement["Action"].clone()).expect("they are strings")
}

/// The actions of `DescribeBackups` and `CreateBackup` with traits added.
fn with_traits(traits: &[(&str, Value)]) -> Result<Vec<String>, String> {
    let path = |name: &str| format!("{}/traits/{name}", shape("DescribeBackups"));
    let operations: Vec<Value> =
        traits.iter().map(|(name, value)| json!({ "op": "add", "path": path(name), "value": value })).collect();
    let mut options = Options::default();
    options.operations = Some(vec!["DescribeBackups".to_owned(), "CreateBackup".to_owned()]);
    let generated = overlaid_with(&json!(operations).to_string(), options).map_err(|faults| faults.to_string())?;
    Ok(actions(&generated))
}

#[test]
fn it_has_the_operations_that_were_generated_and_no_other() {
    assert_eq!(actions(&opsworkscm(Some(&["DescribeBackups"]))), ["opsworks-cm:DescribeBackups"]);
    let all = actions(&opsworkscm(None));
    assert_eq!(all.len(), 19);
    assert!(all.is_sorted());
}

#[test]
fn actions_are_renamed_and_bring_others() {
    for (traits, expected) in [
        (
            json!({ "aws.iam#iamAction": { "name": "ReadBackups", "requiredActions": ["s3:GetObject"] } }),
            vec!["opsworks-cm:CreateBackup", "opsworks-cm:ReadBackups", "s3:GetObject"],
        ),
        (
            json!({ "aws.iam#actionName": "Older", "aws.iam#requiredActions": ["s3:GetObject", "opsworks-cm:CreateBackup"] }),
            vec!["opsworks-cm:CreateBackup", "opsworks-cm:Older", "s3:GetObject"],
        ),
        (
            json!({ "aws.iam#iamAction": { "name": "Newer", "documentation": "x" }, "aws.iam#actionName": "Older" }),
            vec!["opsworks-cm:CreateBackup", "opsworks-cm:Newer"],
        ),
        (
            json!({ "aws.iam#iamAction": {}, "smithy.api#optionalAuth": {} }),
            vec!["opsworks-cm:CreateBackup", "opsworks-cm:DescribeBackups"],
        ),
        (json!({ "smithy.api#auth": [] }), vec!["opsworks-cm:CreateBackup"]),
        (
            json!({ "smithy.api#auth": [], "smithy.api#optionalAuth": {}, "aws.iam#requiredActions": ["s3:GetObject"] }),
            vec!["opsworks-cm:CreateBackup"],
        ),
    ] {
        let traits: Vec<(&str, Value)> = traits
            .as_object()
            .expect("they are an object")
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        assert_eq!(with_traits(&traits), Ok(expected.into_iter().map(str::to_owned).collect()), "{traits:?}");
    }
}

/// A wildcard or a quote in a model would allow what nobody reviewed.
#[test]
fn what_is_no_action_is_refused() {
    for action in ["*", "s3:*", "iam:Get*", "s3:", ":GetObject", "GetObject", "s3:Get Object", "s3:Get:Object", ""] {
        let told = with_traits(&[("aws.iam#requiredActions", json!([action]))]).expect_err(action);
        let expected =
            format!("com.amazonaws.opsworkscm#DescribeBackups: needs the IAM action {action:?}; wanted a prefix");
        assert!(told.contains(&expected), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    for (name, value) in [
        ("aws.iam#iamAction", json!({ "name": "*" })),
        ("aws.iam#iamAction", json!("ReadBackups")),
        ("aws.iam#iamAction", json!({ "requiredActions": "s3:GetObject" })),
        ("aws.iam#actionName", json!(["Older"])),
        ("aws.iam#requiredActions", json!({})),
    ] {
        let told = with_traits(&[(name, value)]).expect_err(name);
        assert!(told.contains("com.amazonaws.opsworkscm#DescribeBackups: "), "{told}");
    }
}

#[test]
fn the_prefix_is_the_arn_namespace_and_else_what_is_signed_for() {
    let service = shape("OpsWorksCM_V2016_11_01");
    let first = |overlay: Value| actions(&overlaid(&overlay).unwrap_or_else(|faults| panic!("{faults}")))[0].clone();
    let remove = json!({ "op": "remove", "path": format!("{service}/traits/aws.api#service/arnNamespace") });
    let rename = |name: &str| json!({ "op": "replace", "path": format!("{service}/traits/{name}"), "value": "other" });
    assert_eq!(first(json!([rename("aws.api#service/arnNamespace")])), "other:AssociateNode");
    assert_eq!(first(json!([rename("aws.auth#sigv4/name")])), "opsworks-cm:AssociateNode");
    assert_eq!(first(json!([remove, rename("aws.auth#sigv4/name")])), "other:AssociateNode");
    let odd = |name: &str| json!({ "op": "replace", "path": format!("{service}/traits/{name}"), "value": "o\"d*" });
    assert_eq!(first(json!([remove, odd("aws.auth#sigv4/name")])), "opsworkscm_v2016_11_01:AssociateNode");
    // One fault of the service, and not one of each operation.
    let told = overlaid(&json!([odd("aws.api#service/arnNamespace")])).map(drop).expect_err("it is no prefix");
    let expected = "error: model/opsworkscm.json: com.amazonaws.opsworkscm#OpsWorksCM_V2016_11_01: aws.api#service: \
                    arnNamespace wants letters, digits, - and .; there is \"o\\\"d*\"";
    assert_eq!(told.to_string(), expected);
}

/// A statement has to have an action: where none is needed there is no policy.
#[test]
fn without_actions_there_is_no_policy() {
    let mut options = Options::default();
    options.operations = Some(vec!["DescribeBackups".to_owned()]);
    let overlay =
        json!([{ "op": "add", "path": format!("{}/traits/smithy.api#auth", shape("DescribeBackups")), "value": [] }]);
    let generated = overlaid_with(&overlay.to_string(), options).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(!generated.files.contains_key(FILE));
    // One that an earlier run wrote goes.
    let out = tempfile::tempdir().expect("a folder for the output");
    write(&opsworkscm(Some(&["DescribeBackups"])), out.path()).expect("it is written");
    assert_eq!(write(&generated, out.path()).expect("it is written").obsolete, [FILE]);
    assert!(!out.path().join(FILE).exists());
}

/// JSON holds no comment: a policy is ours by its `Sid`.
#[test]
fn a_persons_policy_is_neither_overwritten_nor_deleted() {
    let generated = opsworkscm(Some(&["DescribeBackups"]));
    let ours = &generated.files[FILE];
    for theirs in [
        ours.replace("GeneratedByTinsmithDoNotEdit", "OurOwn"),
        ours.replace("      \"Sid\": \"GeneratedByTinsmithDoNotEdit\",\n", ""),
        format!("{ours},"),
        "{}".to_owned(),
        "[]".to_owned(),
        String::new(),
        "GeneratedByTinsmithDoNotEdit".to_owned(),
        "// Generated by `cargo xtask codegen`, do not edit by hand.\n".to_owned(),
    ] {
        let out = tempfile::tempdir().expect("a folder for the output");
        fs::write(out.path().join(FILE), &theirs).expect("the file can be written");
        let error = write(&generated, out.path()).expect_err("it is a person's");
        assert!(error.to_string().contains("the file is not one that was generated"), "{error}");
        let mut without = generated.clone();
        without.files.remove(FILE);
        assert!(write(&without, out.path()).expect("nothing is in the way").obsolete.is_empty());
        assert_eq!(fs::read_to_string(out.path().join(FILE)).ok(), Some(theirs));
    }
}

#[test]
fn a_policy_of_ours_is_brought_up_to_date() {
    let out = tempfile::tempdir().expect("a folder for the output");
    write(&opsworkscm(Some(&["DescribeBackups"])), out.path()).expect("it is written");
    let generated = opsworkscm(Some(&["DescribeEvents"]));
    assert!(check(&generated, out.path()).expect("it is read").stale.contains(&FILE.to_owned()));
    write(&generated, out.path()).expect("it is ours");
    assert_eq!(fs::read_to_string(out.path().join(FILE)).ok().as_ref(), Some(&generated.files[FILE]));
}
