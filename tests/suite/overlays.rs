//! Overlays: JSON patches that correct a model, and what is told of one that no longer fits.

use serde_json::{Value, json};
use tinsmith_codegen::{LOCK_FILE, Options, Overlay, changes, generate};

use crate::support::{opsworkscm, overlaid, overlaid_with, root, shape, text};

/// All that is told of an overlay, a line each, without the file's name.
#[track_caller]
fn faults(overlay: &str) -> Vec<String> {
    let faults = overlaid_with(overlay, Options::default()).map(drop).expect_err("the overlay is at fault").to_string();
    let line = |line: &str| line.strip_prefix("error: fix.overlay.json: ").unwrap_or(line).to_owned();
    faults.lines().map(line).collect()
}

#[track_caller]
fn fault(operation: Value, expected: &str) {
    let told = faults(&json!([operation]).to_string());
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(expected), "{}\nwanted {expected}", told[0]);
}

/// The overlay that README.md shows.
fn example() -> String {
    let readme = text(&root().join("README.md"));
    let (_, rest) = readme.split_once("```json\n").expect("README.md has an overlay");
    rest.split_once("```").expect("it ends").0.to_owned()
}

/// It corrects a file of AWS's as it might be: ours, without the paginator that the overlay brings.
#[test]
fn the_example_in_the_readme_works() {
    let mut model: Value = serde_json::from_str(&text(&root().join("model/opsworkscm.json"))).expect("it is JSON");
    let traits = model.pointer_mut(&format!("{}/traits", shape("ListTagsForResource"))).expect("it has traits");
    traits.as_object_mut().expect("they are an object").remove("smithy.api#paginated").expect("it was there");
    let made =
        |options: &Options| generate("m.json", &model.to_string(), options).unwrap_or_else(|faults| panic!("{faults}"));
    let before = made(&Options::default());
    let mut options = Options::default();
    options.overlays = vec![Overlay::new("fix.overlay.json", example())];
    let after = made(&options);
    let told: Vec<String> = changes(&before.files[LOCK_FILE], &after)
        .expect("the lock can be read")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "error LimitExceededException was added to operation DeleteBackup",
            "operation ListTagsForResource has pages now",
            "the pages of operation ListTagsForResource have items now: Tag",
            "member ServerEvent.LogUrl is sensitive now: it is shown nowhere",
        ]
    );
}

/// What an overlay leaves alone is as it was, to the byte: numbers, order and all.
#[test]
fn the_rest_of_the_model_stays() {
    let path = format!("{}/traits/x.y#z", shape("Backup"));
    let same =
        overlaid(&json!([{ "op": "add", "path": path, "value": 1 }])).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(same.files == opsworkscm(None).files);
    // The members behind one that goes keep their order.
    let removed = overlaid(&json!([{ "op": "remove", "path": format!("{}/members/BackupId", shape("Backup")) }]));
    let removed = removed.unwrap_or_else(|faults| panic!("{faults}"));
    let fields = |generated: &tinsmith_codegen::Crate| {
        let lines = generated.files["src/types/backup.rs"].lines().map(str::trim);
        lines.filter(|line| line.starts_with("pub ") && line.ends_with(',')).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut expected = fields(&opsworkscm(None));
    expected.retain(|field| !field.starts_with("pub backup_id:"));
    assert_eq!(fields(&removed), expected);
}

#[test]
fn traits_are_made_where_there_are_none() {
    let member = format!("{}/members/BackupId", shape("Backup"));
    let places = [shape("ServerEvent"), member.clone(), format!("{}/member", shape("TagList"))];
    let bare = |place: &str| json!({ "op": "remove", "path": format!("{place}/traits") });
    for place in &places {
        let add = json!({ "op": "add", "path": format!("{place}/traits/smithy.api#deprecated"), "value": {} });
        overlaid(&json!([bare(place), add])).unwrap_or_else(|faults| panic!("{faults}"));
    }
    // Only for a trait itself, and only where a shape or member is.
    for (path, expected) in [
        (format!("{member}/traits/smithy.api#length/min"), "has no traits"),
        (format!("{}/members/Nobody/traits/smithy.api#required", shape("Backup")), "/members has no Nobody"),
        (format!("{}/members/traits/x.y#z", shape("Backup")), "/members has no traits"),
    ] {
        let add = json!({ "op": "add", "path": path, "value": {} });
        let told = faults(&json!([bare(&member), add]).to_string());
        assert!(told.len() == 1 && told[0].contains(expected), "{told:?}\nwanted {expected}");
    }
}

#[test]
fn what_matches_nothing_or_changes_nothing_is_told() {
    let backup = shape("Backup");
    let status = format!("{backup}/members/Status/target");
    fault(
        json!({ "op": "remove", "path": format!("{backup}/members/Staus") }),
        "com.amazonaws.opsworkscm#Backup$Staus: operation 1 (remove \"/shapes/com.amazonaws.opsworkscm#Backup/members/\
         Staus\"): /shapes/com.amazonaws.opsworkscm#Backup/members has no Staus; did you mean Status",
    );
    fault(json!({ "op": "add", "path": "/shapes/a#B/members/C", "value": {} }), "/shapes has no a#B");
    fault(json!({ "op": "replace", "path": format!("{status}/deeper"), "value": 1 }), "which holds no deeper");
    let there = "com.amazonaws.opsworkscm#BackupStatus";
    for op in ["add", "replace"] {
        fault(json!({ "op": op, "path": status, "value": there }), "changes nothing: the model says so by itself");
    }
    let error = json!({ "target": "com.amazonaws.opsworkscm#ValidationException" });
    let errors = format!("{}/errors", shape("DeleteBackup"));
    fault(json!({ "op": "add", "path": format!("{errors}/-"), "value": error }), "changes nothing");
    fault(json!({ "op": "add", "path": format!("{errors}/9"), "value": {} }), "no place for a value");
    fault(json!({ "op": "remove", "path": format!("{errors}/9") }), "has 3 values, and none at 9");
    fault(json!({ "op": "remove", "path": format!("{errors}/-") }), "none at -");
    fault(json!({ "op": "test", "path": status, "value": "x" }), "the test fails: there is \"com.amazonaws");
    fault(json!({ "op": "test", "path": format!("{status}s"), "value": "x" }), "has no targets; did you mean target");
    fault(json!({ "op": "move", "from": backup, "path": format!("{backup}/members/X") }), "into itself");
    fault(
        json!({ "op": "copy", "from": format!("{backup}z"), "path": "/x" }),
        "has no com.amazonaws.opsworkscm#Backupz",
    );
    let copied = json!({ "op": "copy", "from": status, "path": format!("{backup}/members/BackupType/target") });
    overlaid(&json!([copied])).unwrap_or_else(|faults| panic!("{faults}"));
    fault(json!({ "op": "copy", "from": status, "path": status }), "changes nothing");
    fault(json!({ "op": "remove", "path": "" }), "the model as a whole stays");
}

#[test]
fn all_faults_are_told_in_one_run_and_nothing_is_half_applied() {
    let (backup, event) = (shape("Backup"), shape("ServerEvent"));
    let told = faults(
        &json!([
            { "op": "remove", "path": format!("{backup}/members/Gone") },
            { "op": "add", "path": format!("{event}/members/LogUrl/traits/smithy.api#sensitive"), "value": {} },
            { "op": "destroy", "path": "/shapes" },
            { "op": "move", "from": format!("{backup}/members/BackupId"), "path": "/nowhere/x" },
            // The one before has put it back.
            { "op": "test", "path": format!("{backup}/members/BackupId/target"), "value": 1 },
        ])
        .to_string(),
    );
    let parts =
        ["operation 3: unknown variant `destroy`", "operation 1 (remove ", "operation 4 (move ", "operation 5 (test "];
    assert_eq!(told.len(), parts.len(), "{told:?}");
    for (line, part) in told.iter().zip(parts) {
        assert!(line.contains(part), "{line}\nwanted {part}");
    }
    assert!(told[3].contains("the test fails"), "{told:?}");
}

#[test]
fn what_is_no_overlay_is_told() {
    let wanted = "wanted a JSON patch (RFC 6902), a list of operations";
    for (text, expected) in [
        ("", format!("{wanted}; the file is empty")),
        (" \n", format!("{wanted}; the file is empty")),
        ("[]", format!("{wanted}; the list is empty: leave the overlay out")),
        ("{}", format!("{wanted}: invalid type: map, expected a sequence")),
        ("[1", format!("{wanted}: EOF while parsing")),
        ("[1]", "operation 1: wanted an object; there is 1".to_owned()),
        ("[{}]", "operation 1: missing field `op`".to_owned()),
        ("[{\"op\": \"add\", \"path\": \"/a\"}]", "operation 1: missing field `value`".to_owned()),
        ("[{\"op\": \"add\", \"path\": \"a\", \"value\": 1}]", "operation 1: ".to_owned()),
        ("[{\"op\": \"add\", \"path\": \"/~2\", \"value\": 1}]", "operation 1: ".to_owned()),
        (
            "[{\"op\": \"remove\", \"op\": \"add\", \"path\": \"/a\"}]",
            "operation 1: the name \"op\" stands twice".to_owned(),
        ),
        (
            "[{\"op\": \"add\", \"path\": \"/a\", \"value\": [{\"b\": 1, \"b\": 2}]}]",
            "operation 1: the name \"b\" stands twice".to_owned(),
        ),
    ] {
        let told = faults(text);
        assert!(told.len() == 1 && told[0].starts_with(&expected), "{told:?}\nwanted {expected}");
    }
}

#[test]
fn huge_and_deep_overlays_end() {
    let nothing = json!({ "op": "test", "path": "", "value": 1 });
    let many = faults(&json!(vec![nothing; 10_001]).to_string());
    assert!(many[0].ends_with("10000 at most; there are 10001"), "{many:?}");
    let deep =
        format!("[{{\"op\": \"add\", \"path\": \"/x\", \"value\": {}1{}}}]", "[".repeat(5_000), "]".repeat(5_000));
    assert!(faults(&deep)[0].contains("recursion limit exceeded"), "{:?}", faults(&deep));
    // Each copy would double the model, and nest it deeper.
    let wide: Vec<Value> =
        (0..2_000).map(|step| json!({ "op": "copy", "from": "/shapes", "path": format!("/copy{step}") })).collect();
    let doubling = [json!({ "op": "add", "path": "/a", "value": { "0": "x" } })]
        .into_iter()
        .chain((1..60).map(|step| json!({ "op": "copy", "from": "/a", "path": format!("/a/{step}") })));
    let told = faults(&json!(wide).to_string());
    assert!(told.iter().any(|line| line.contains("holds more than 1000000 values")), "{told:?}");
    let told = faults(&json!(doubling.collect::<Vec<_>>()).to_string());
    assert!(told.iter().any(|line| line.contains("holds more than 1000000 values")), "{told:?}");
    let chain = |step: usize| json!({ "op": "copy", "from": "/a", "path": format!("/a{}", "/0".repeat(1 << step)) });
    let nest = [json!({ "op": "add", "path": "/a", "value": { "0": {} } })].into_iter().chain((0..8).map(chain));
    let told = faults(&json!(nest.collect::<Vec<_>>()).to_string());
    assert!(told.iter().any(|line| line.contains("would nest more than 127 levels deep")), "{told:?}");
}

/// An overlay may break the model, and what is told then names no line of the file: there is none.
#[test]
fn a_model_that_an_overlay_breaks_is_told() {
    let told = faults(&json!([{ "op": "replace", "path": shape("Backup"), "value": [] }]).to_string());
    assert_eq!(
        told[0],
        "error: model/opsworkscm.json: com.amazonaws.opsworkscm#Backup: is no shape of the JSON AST: wanted an object; \
         there is a list (as the overlays leave it)"
    );
    let told = faults(&json!([{ "op": "remove", "path": "/shapes" }]).to_string());
    assert!(told[0].contains("\"shapes\" is missing"), "{told:?}");
    let told = faults(&json!([{ "op": "add", "path": "", "value": 1 }]).to_string());
    assert!(told[0].contains("wanted a Smithy 2.0 JSON AST"), "{told:?}");
}

/// What is wrong with the model itself is told as that.
#[test]
fn a_broken_model_is_told_before_its_overlays() {
    let mut options = Options::default();
    options.overlays = vec![Overlay::new("fix.overlay.json", "[]")];
    let told =
        generate("m.json", "{\"smithy\": \"2.0\", \"shapes\": {\"a#B\": 1}}", &options).expect_err("it is broken");
    assert_eq!(
        told.to_string(),
        "error: m.json: a#B: is no shape of the JSON AST: wanted an object; there is 1 (line 1)"
    );
}
