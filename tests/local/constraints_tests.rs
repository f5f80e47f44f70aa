//! Tests of the constraint checks, on the service's own operations.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value, json};

use super::check;
use crate::{error::ServiceError, model::Model};

fn checked(operation: &str, input: &Value) -> Result<(), ServiceError> {
    let model = Model::load().unwrap();
    check(&model, &model.operations[operation], input.as_object().unwrap())
}

fn refusal(operation: &str, input: &Value) -> String {
    let error = checked(operation, input).expect_err("should be refused");
    assert_eq!((error.status, error.code), (400, "ValidationException"));
    error.message
}

#[test]
fn a_good_input_passes() {
    let input = json!({
        "ServerName": "automate-06", "Engine": "ChefAutomate", "InstanceType": "m5.large", "BackupRetentionCount": 1,
        "InstanceProfileArn": "arn:aws:iam::123456789012:instance-profile/p",
        "ServiceRoleArn": "arn:aws:iam::123456789012:role/r",
        "PreferredBackupWindow": "08:00", "PreferredMaintenanceWindow": "Mon:08:00",
        "CustomDomain": "aws.my-company.com", "Tags": [{"Key": "Größe", "Value": "groß 1"}],
        "DisableAutomatedBackup": null, "SubnetIds": ["subnet-1"], "AMemberOfTomorrow": {"a": [1]},
    });
    assert_eq!(checked("CreateServer", &input), Ok(()));
    assert_eq!(checked("DescribeAccountAttributes", &json!({})), Ok(()));
}

#[test]
fn all_violations_are_told_in_the_form_of_aws() {
    assert_eq!(
        refusal("DescribeEvents", &json!({"ServerName": "1st"})),
        "1 validation error detected: Value '1st' at 'serverName' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: ^[a-zA-Z][a-zA-Z0-9\\-]*$"
    );
    assert_eq!(
        refusal("DescribeEvents", &json!({"MaxResults": 0})),
        "2 validation errors detected: Value null at 'serverName' failed to satisfy constraint: Member must not be \
         null; Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"
    );
    let long = "a".repeat(41);
    assert_eq!(
        refusal("DescribeServers", &json!({"ServerName": long})),
        format!(
            "1 validation error detected: Value '{long}' at 'serverName' failed to satisfy constraint: \
             Member must have length less than or equal to 40"
        )
    );
    let empty = refusal("DescribeServers", &json!({"ServerName": ""}));
    assert!(empty.starts_with("2 validation errors"), "{empty}");
    assert!(
        empty.contains("Value '' at 'serverName' failed to satisfy constraint: Member must have length greater than")
    );
}

#[test]
fn lists_are_checked_item_by_item() {
    let arn = "arn:aws:opsworks-cm:us-east-1:123456789012:server/a/b";
    assert_eq!(
        refusal("TagResource", &json!({"ResourceArn": arn, "Tags": [{"Key": "a", "Value": ""}, {"Key": ""}, null]})),
        "3 validation errors detected: Value '' at 'tags.2.member.key' failed to satisfy constraint: Member must have \
         length greater than or equal to 1; Value null at 'tags.2.member.value' failed to satisfy constraint: Member \
         must not be null; Value null at 'tags.3.member' failed to satisfy constraint: Member must not be null"
    );
    let keys: Vec<String> = (0..201).map(|n| format!("k{n}")).collect();
    let many = refusal("UntagResource", &json!({"ResourceArn": arn, "TagKeys": keys}));
    assert!(many.starts_with("1 validation error detected: Value '[k0, k1, "), "{many}");
    assert!(
        many.ends_with("at 'tagKeys' failed to satisfy constraint: Member must have length less than or equal to 200")
    );
}

#[test]
fn lengths_count_characters_not_bytes() {
    let arn = "arn:aws:opsworks-cm:us-east-1:123456789012:server/a/b";
    let value = "ü".repeat(256);
    assert_eq!(checked("TagResource", &json!({"ResourceArn": arn, "Tags": [{"Key": "k", "Value": value}]})), Ok(()));
}

#[test]
fn secrets_are_not_shown() {
    let input = json!({
        "ServerName": "a", "NodeName": "n",
        "EngineAttributes": [{"Name": "n", "Value": "s".repeat(10_001)}],
    });
    assert_eq!(
        refusal("AssociateNode", &input),
        "1 validation error detected: Value at 'engineAttributes.1.member.value' failed to satisfy constraint: \
         Member must have length less than or equal to 10000"
    );
    let key = refusal("CreateServer", &json!({"CustomPrivateKey": "top secret"}));
    assert!(key.contains("Value at 'customPrivateKey' failed"), "{key}");
    assert!(!key.contains("top secret"), "{key}");
}

#[test]
fn wrong_types_come_first() {
    for (operation, input, message) in [
        ("DescribeServers", json!({"ServerName": 1}), "NUMBER_VALUE at 'serverName' can not be converted to a String"),
        (
            "DescribeServers",
            json!({"MaxResults": "1"}),
            "STRING_VALUE at 'maxResults' can not be converted to an Integer",
        ),
        ("DescribeServers", json!({"MaxResults": 1.5}), "1.5 at 'maxResults' can not be converted to an Integer"),
        (
            "DescribeServers",
            json!({"MaxResults": 1_u64 << 40}),
            "1099511627776 at 'maxResults' can not be converted to an Integer",
        ),
        ("CreateServer", json!({"Tags": {}}), "START_OBJECT at 'tags' can not be converted to a List"),
        ("CreateServer", json!({"Tags": ["a"]}), "STRING_VALUE at 'tags.1.member' can not be converted to a Structure"),
        (
            "CreateServer",
            json!({"DisableAutomatedBackup": "true"}),
            "STRING_VALUE at 'disableAutomatedBackup' can not be converted to a Boolean",
        ),
    ] {
        let error = checked(operation, &input).unwrap_err();
        assert_eq!((error.code, error.message.as_str()), ("SerializationException", message));
    }
}

#[test]
fn a_flood_of_violations_is_counted_and_cut_short() {
    let tags = vec![json!({}); 200];
    let arn = "arn:aws:opsworks-cm:us-east-1:123456789012:server/a/b";
    let message = refusal("TagResource", &json!({"ResourceArn": arn, "Tags": tags}));
    assert!(message.starts_with("400 validation errors detected: "), "{message}");
    assert!(message.ends_with("; ..."), "{message}");
}
