//! What is told of a model that changed since its crate was generated, and which changes break callers.

use serde_json::{Value, json};
use tinsmith_codegen::{LOCK_FILE, changes};

use crate::support::{opsworkscm, overlaid, root, shape, text};

/// The changes from the service as it is to the service with an overlay, and back again.
fn told(overlay: &Value) -> (Vec<String>, Vec<String>) {
    let (old, new) = (opsworkscm(None), overlaid(overlay).unwrap_or_else(|faults| panic!("{faults}")));
    let words = |from: &tinsmith_codegen::Crate, to| {
        let found = changes(&from.files[LOCK_FILE], to).expect("the lock can be read");
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    (words(&old, &new), words(&new, &old))
}

#[track_caller]
fn tells(overlay: &Value, there: &[&str], back: &[&str]) {
    let (told_there, told_back) = told(overlay);
    assert_eq!(told_there, there);
    assert_eq!(told_back, back, "on the way back");
}

#[track_caller]
fn adds(path: &str, value: &Value, there: &[&str], back: &[&str]) {
    tells(&json!([{ "op": "add", "path": path, "value": value }]), there, back);
}

fn string() -> Value {
    json!({ "target": "smithy.api#String" })
}

#[test]
fn the_same_model_has_no_news() {
    let generated = opsworkscm(None);
    assert_eq!(changes(&generated.files[LOCK_FILE], &generated), Ok(Vec::new()));
}

/// What callers cannot notice is none: words, and that an output's list, which is always there, is required.
#[test]
fn what_nobody_can_notice_is_no_news() {
    let documentation = format!("{}/traits/smithy.api#documentation", shape("Backup"));
    adds(&documentation, &json!("Other words."), &[], &[]);
    let list = format!("{}/members/Backups/traits/smithy.api#required", shape("DescribeBackupsResponse"));
    adds(&list, &json!({}), &[], &[]);
}

#[test]
fn operations_come_and_go_with_their_inputs_and_outputs() {
    let model: Value = serde_json::from_str(&text(&root().join("model/opsworkscm.json"))).expect("it is JSON");
    let service = shape("OpsWorksCM_V2016_11_01");
    let operations = model.pointer(&format!("{service}/operations")).and_then(Value::as_array).expect("there are some");
    let at = operations
        .iter()
        .position(|operation| operation["target"] == "com.amazonaws.opsworkscm#CreateBackup")
        .expect("it is one");
    tells(
        &json!([{ "op": "remove", "path": format!("{service}/operations/{at}") }]),
        &["breaks callers: operation CreateBackup no longer exists"],
        &["operation CreateBackup added"],
    );
}

#[test]
fn members_come_and_go() {
    adds(
        &format!("{}/members/Foo", shape("Backup")),
        &string(),
        &["member Backup.Foo added"],
        &["breaks callers: member Backup.Foo no longer exists"],
    );
    let required = json!({ "target": "smithy.api#String", "traits": { "smithy.api#required": {} } });
    adds(
        &format!("{}/members/Foo", shape("DescribeBackupsRequest")),
        &required,
        &["breaks callers: member DescribeBackupsRequest.Foo added, and required in an input"],
        &["breaks callers: member DescribeBackupsRequest.Foo no longer exists"],
    );
    // An idempotency token is filled in.
    let token = json!({
        "target": "smithy.api#String",
        "traits": { "smithy.api#required": {}, "smithy.api#idempotencyToken": {} },
    });
    adds(
        &format!("{}/members/Foo", shape("DescribeBackupsRequest")),
        &token,
        &["member DescribeBackupsRequest.Foo added"],
        &["breaks callers: member DescribeBackupsRequest.Foo no longer exists"],
    );
}

#[test]
fn another_type_breaks() {
    adds(
        &format!("{}/members/S3DataSize/target", shape("Backup")),
        &json!("smithy.api#Long"),
        &["breaks callers: member Backup.S3DataSize is now a long (was an integer)"],
        &["breaks callers: member Backup.S3DataSize is now an integer (was a long)"],
    );
    // Another shape of the same type is none.
    adds(&format!("{}/members/S3DataSize/target", shape("Backup")), &json!("smithy.api#Integer"), &[], &[]);
}

#[test]
fn required_is_another_type_in_outputs_and_a_demand_in_inputs() {
    let required = |path: &str| format!("{path}/traits/smithy.api#required");
    adds(
        &required(&format!("{}/members/LogUrl", shape("ServerEvent"))),
        &json!({}),
        &["breaks callers: ServerEvent.LogUrl is required now"],
        &["breaks callers: ServerEvent.LogUrl is no longer required"],
    );
    adds(
        &required(&format!("{}/members/BackupId", shape("DescribeBackupsRequest"))),
        &json!({}),
        &["breaks callers: DescribeBackupsRequest.BackupId is required now"],
        &["DescribeBackupsRequest.BackupId is no longer required"],
    );
}

/// Where an input reaches a structure, all of its fields are Options.
#[test]
fn a_structure_that_an_input_reaches_has_other_fields() {
    let path = format!("{}/members/Event", shape("DescribeBackupsRequest"));
    let (there, back) = told(&json!([
        { "op": "add", "path": format!("{}/members/LogUrl/traits/smithy.api#required", shape("ServerEvent")),
          "value": {} },
        { "op": "add", "path": path, "value": { "target": "com.amazonaws.opsworkscm#ServerEvent" } },
    ]));
    assert!(there.contains(&"breaks callers: ServerEvent.LogUrl is required now".to_owned()), "{there:?}");
    assert!(back.contains(&"ServerEvent.LogUrl is no longer required".to_owned()), "{back:?}");
    let (there, back) = told(&json!([
        { "op": "add", "path": format!("{}/members/Node", shape("DescribeBackupsRequest")),
          "value": { "target": "com.amazonaws.opsworkscm#DescribeServersResponse" } },
    ]));
    let is_now =
        "breaks callers: DescribeServersResponse.Servers is an Option now: its structure became a part of an input";
    assert!(there.contains(&is_now.to_owned()), "{there:?}");
    let is_none = "breaks callers: DescribeServersResponse.Servers is no Option any more: its structure is no part of an \
                   input now";
    assert!(back.contains(&is_none.to_owned()), "{back:?}");
}

#[test]
fn errors_of_an_operation_break_nobody_and_of_the_service_do() {
    adds(
        &format!("{}/errors/-", shape("DeleteBackup")),
        &json!({ "target": "com.amazonaws.opsworkscm#LimitExceededException" }),
        &["error LimitExceededException was added to operation DeleteBackup"],
        &["error LimitExceededException was removed from operation DeleteBackup"],
    );
    let gone = json!({ "type": "structure", "members": {}, "traits": { "smithy.api#error": "client" } });
    tells(
        &json!([
            { "op": "add", "path": "/shapes/com.amazonaws.opsworkscm#Gone", "value": gone },
            { "op": "add", "path": format!("{}/errors/-", shape("DeleteBackup")),
              "value": { "target": "com.amazonaws.opsworkscm#Gone" } },
        ]),
        &["error Gone was added to operation DeleteBackup", "error Gone added"],
        &["breaks callers: error Gone no longer exists", "error Gone was removed from operation DeleteBackup"],
    );
}

#[test]
fn values_pages_and_waiters() {
    adds(
        &format!("{}/members/PAUSED", shape("BackupStatus")),
        &json!({ "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "paused" } }),
        &["value BackupStatus.Paused (paused) added"],
        &["breaks callers: value BackupStatus.Paused (paused) no longer exists"],
    );
    tells(
        &json!([{ "op": "remove", "path": format!("{}/traits/smithy.api#paginated", shape("DescribeEvents")) }]),
        &["breaks callers: operation DescribeEvents no longer has pages"],
        &[
            "operation DescribeEvents has pages now",
            "the pages of operation DescribeEvents have items now: ServerEvent",
        ],
    );
    tells(
        &json!([{ "op": "remove", "path": format!("{}/traits/smithy.api#paginated/items", shape("DescribeEvents")) }]),
        &["breaks callers: the pages of operation DescribeEvents no longer have items"],
        &["the pages of operation DescribeEvents have items now: ServerEvent"],
    );
    let operation = "DescribeNodeAssociationStatus";
    tells(
        &json!([{ "op": "remove", "path": format!("{}/traits/smithy.waiters#waitable", shape(operation)) }]),
        &["breaks callers: the waiter NodeAssociated of operation DescribeNodeAssociationStatus no longer exists"],
        &["the waiter NodeAssociated was added to operation DescribeNodeAssociationStatus"],
    );
}

#[test]
fn tighter_bounds_break_and_wider_ones_do_not() {
    let member = format!("{}/members/BackupId/traits/smithy.api#length", shape("DescribeBackupsRequest"));
    let old = "0..79";
    let tighter = [format!(
        "breaks callers: the length of member DescribeBackupsRequest.BackupId is now 1..70 (was {})",
        &old[1..]
    )];
    let wider = [format!("the length of member DescribeBackupsRequest.BackupId is now {} (was 1..70)", &old[1..])];
    let refs = |lines: &[String]| lines.iter().map(String::as_str).collect::<Vec<_>>().join("|");
    let (there, back) = told(&json!([{ "op": "add", "path": member, "value": { "min": 1, "max": 70 } }]));
    assert_eq!((refs(&there), refs(&back)), (refs(&tighter), refs(&wider)));
}

#[test]
fn sensitive_deprecated_and_auth_are_told() {
    adds(
        &format!("{}/members/LogUrl/traits/smithy.api#sensitive", shape("ServerEvent")),
        &json!({}),
        &["member ServerEvent.LogUrl is sensitive now: it is shown nowhere"],
        &["member ServerEvent.LogUrl is no longer sensitive: it may be shown in logs"],
    );
    adds(
        &format!("{}/traits/smithy.api#deprecated", shape("DescribeBackups")),
        &json!({ "message": "Gone." }),
        &["operation DescribeBackups is deprecated now"],
        &["operation DescribeBackups is no longer deprecated"],
    );
    adds(
        &format!("{}/traits/smithy.api#auth", shape("DescribeBackups")),
        &json!([]),
        &["the auth of operation DescribeBackups is now none (was sigv4)"],
        &["breaks callers: the auth of operation DescribeBackups is now sigv4 (was none)"],
    );
}

#[test]
fn what_breaks_comes_first_and_says_so() {
    let generated = overlaid(&json!([
        { "op": "add", "path": format!("{}/members/Aaa", shape("Backup")), "value": string() },
        { "op": "remove", "path": format!("{}/members/UserArn", shape("Backup")) },
    ]));
    let generated = generated.unwrap_or_else(|faults| panic!("{faults}"));
    let found = changes(&opsworkscm(None).files[LOCK_FILE], &generated).expect("the lock can be read");
    assert_eq!(found.iter().map(|change| change.breaks_callers()).collect::<Vec<_>>(), [true, false], "{found:?}");
}

#[test]
fn a_lock_that_cannot_be_read_says_so() {
    let told = changes("format 1\n<<<<<<< HEAD\n", &opsworkscm(None)).expect_err("it is damaged").to_string();
    let expected = "model.lock cannot be read, changes are not told: line 2: wanted a fact of an operation or a type; \
                    there is another";
    assert_eq!(told, expected);
}

/// In an output a default makes the field plain. In what an input reaches it stays an Option that holds it.
#[test]
fn defaults_come_and_go() {
    adds(
        &format!("{}/members/NextToken/traits/smithy.api#default", shape("DescribeBackupsResponse")),
        &json!("none \u{202e}"),
        &[
            "breaks callers: DescribeBackupsResponse.NextToken is no Option any more: it has got its default",
            "the default of member DescribeBackupsResponse.NextToken is now \"none \\u{202e}\" (was none)",
        ],
        &[
            "breaks callers: DescribeBackupsResponse.NextToken is an Option now: it has lost its default",
            "the default of member DescribeBackupsResponse.NextToken is now none (was \"none \\u{202e}\")",
        ],
    );
    adds(
        &format!("{}/members/Value/traits/smithy.api#default", shape("EngineAttribute")),
        &json!("a"),
        &["the default of member EngineAttribute.Value is now \"a\" (was none)"],
        &["the default of member EngineAttribute.Value is now none (was \"a\")"],
    );
}
