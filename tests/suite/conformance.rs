//! `cargo xtask conformance` as a person runs it: a right model passes, and each wrong expectation, each malformed case
//! and each model that cannot be generated fails by itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{root, suite, text};

const NAMESPACE: &str = "tinsmith.conformance";
const REQUESTS: &str = "smithy.test#httpRequestTests";
const RESPONSES: &str = "smithy.test#httpResponseTests";
const ENDPOINTS: &str = "smithy.rules#endpointTests";

/// How many right cases the model has for a client.
const CASES: usize = 23;

/// A right case and what is changed in it, with what the failure then tells.
struct Wrong {
    shape: &'static str,
    case: &'static str,
    /// Where in the case, as a JSON pointer; what is not there yet comes to be.
    at: &'static str,
    value: &'static str,
    told: &'static str,
}

const fn wrong(
    shape: &'static str,
    case: &'static str,
    at: &'static str,
    value: &'static str,
    told: &'static str,
) -> Wrong {
    Wrong { shape, case, at, value, told }
}

const REQUEST: [Wrong; 17] = [
    wrong("SendEverything", "SendsNothing", "/method", r#""GET""#, "method: wanted GET; there is POST"),
    wrong("SendEverything", "SendsNothing", "/uri", r#""/x""#, "uri: wanted /x; there is /"),
    wrong(
        "SendEverything",
        "SendsNothing",
        "/headers/X-Amz-Target",
        r#""No""#,
        "header X-Amz-Target: wanted No; there is",
    ),
    wrong("SendEverything", "SendsNothing", "/headers/X-None", r#""a""#, "header X-None: wanted a; there is nothing"),
    wrong("SendEverything", "SendsNothing", "/requireHeaders", r#"["X-None"]"#, "header X-None: wanted; there is none"),
    wrong("SendEverything", "SendsNothing", "/forbidHeaders", r#"["Host"]"#, "header Host: wanted none; there is"),
    wrong("SendEverything", "SendsNothing", "/queryParams", r#"["a=b"]"#, "query: wanted a=b"),
    wrong("SendEverything", "SendsNothing", "/requireQueryParams", r#"["a"]"#, "query: wanted a"),
    wrong(
        "SendEverything",
        "SendsNothing",
        "/authScheme",
        r#""smithy.api#noAuth""#,
        "authScheme: wanted smithy.api#noAuth",
    ),
    wrong("SendEverything", "SendsNothing", "/authScheme", r#""a#b""#, "authScheme: nothing is known of a#b"),
    wrong("SendEverything", "SendsNothing", "/vendorParams", r#"{"a":1}"#, "vendorParams: nothing is known of a"),
    wrong(
        "SendEverything",
        "SendsNothing",
        "/body",
        r#""{\"text\":\"a\"}""#,
        "body.text: wanted \"a\"; there is nothing",
    ),
    wrong("SendEverything", "SendsNothing", "/params/nobody", "1", "params: Everything has no member nobody"),
    wrong(
        "SendEverything",
        "SendsNothing",
        "/params/tiny",
        "128",
        "params.tiny: wanted an integer of 8 bits; there is 128",
    ),
    wrong("SendEverything", "SendsNothing", "/params/text", r#""hi""#, "body.text: wanted nothing; there is \"hi\""),
    wrong("SendEverything", "SendsNothing", "/wants", "1", "the case is malformed: unknown field `wants`"),
    wrong(
        "Knock",
        "PutsALabelBeforeTheHost",
        "/resolvedHost",
        r#""a.b""#,
        "host: wanted a.b; there is green.doors.sampler.example",
    ),
];

const RESPONSE: [Wrong; 12] = [
    wrong("ReceiveEverything", "ReceivesEveryKind", "/params/number", "1", "output.number: wanted 1; there is 70000"),
    wrong(
        "ReceiveEverything",
        "ReceivesEveryKind",
        "/params/big",
        "9007199254740992",
        "output.big: wanted 9007199254740992; there",
    ),
    wrong(
        "ReceiveEverything",
        "ReceivesEveryKind",
        "/params/names",
        r#"["a"]"#,
        "output.names: wanted 1 items; there is 2",
    ),
    wrong(
        "ReceiveEverything",
        "ReceivesEveryKind",
        "/params/gaps/1",
        r#""b""#,
        "output.gaps[1]: wanted \"b\"; there is nothing",
    ),
    wrong("ReceiveEverything", "ReceivesEveryKind", "/params/counts/three", "3", "output.counts[\"three\"]: wanted 3"),
    wrong(
        "ReceiveEverything",
        "ReceivesEveryKind",
        "/params/choice",
        r#"{"count":1}"#,
        "output.choice: wanted a Choice with \"count\"",
    ),
    wrong(
        "ReceiveEverything",
        "ReceivesEveryKind",
        "/params/free/any/0",
        "2",
        "output.free.any[0]: wanted 2; there is 1",
    ),
    wrong(
        "ReceiveEverything",
        "ReceivesEveryKind",
        "/params/inner/inner/text",
        r#""x""#,
        "output.inner.inner.text: wanted \"x\"",
    ),
    wrong(
        "ReceiveEverything",
        "ReceivesNothing",
        "/params/text",
        r#""hi""#,
        "output.text: wanted \"hi\"; there is nothing",
    ),
    wrong("ReceiveEverything", "ReceivesNothing", "/code", "500", "wanted an output; there is the error"),
    wrong(
        "NotThere",
        "KnowsTheErrorByItsType",
        "/params/what",
        r#""x""#,
        "through SendEverything: error.what: wanted \"x\"",
    ),
    wrong(
        "NotThere",
        "KnowsTheErrorByItsType",
        "/vendorParams/code",
        r#""x""#,
        "vendorParams.code: wanted \"x\"; there is NotThere",
    ),
];

const ENDPOINT: [Wrong; 8] = [
    wrong(
        "Sampler",
        "a region alone",
        "/expect/endpoint/url",
        r#""https://x""#,
        "call of SendEverything: url: wanted https://x",
    ),
    wrong(
        "Sampler",
        "a region alone",
        "/params/nobody",
        "true",
        "malformed: params: the rule set has no parameter nobody",
    ),
    wrong("Sampler", "a region alone", "/params/UseFIPS", r#""no""#, "malformed: params: UseFIPS wants Boolean"),
    wrong(
        "Sampler",
        "a region alone",
        "/operationInputs/0/builtInParams/A::B",
        "1",
        "the client has no setting for A::B",
    ),
    wrong("Sampler", "a region alone", "/operationInputs/0/clientParams/a", "true", "the client has no parameter a"),
    wrong(
        "Sampler",
        "a member that the rules look at",
        "/operationInputs/0/operationParams/shelf",
        r#""x""#,
        "wanted https://novels.",
    ),
    wrong(
        "Sampler",
        "a member that the rules look at",
        "/expect/endpoint/properties/authSchemes/0/signingName",
        r#""x""#,
        "call of ReadShelf: signingName: wanted x; there is \"shelf\"",
    ),
    wrong(
        "Sampler",
        "what there is not",
        "/expect/error",
        r#""x""#,
        "error: wanted \"x\"; there is \"there is no FIPS endpoint\"",
    ),
];

fn model() -> Value {
    serde_json::from_str(&text(&suite().join("conformance/sampler.json"))).expect("the model is JSON")
}

/// Sets what a JSON pointer leads to; objects on the way come to be.
fn set(value: &mut Value, pointer: &str, new: Value) {
    let place = pointer.split('/').skip(1).fold(value, |value, step| match value {
        Value::Array(items) => &mut items[step.parse::<usize>().expect("it is an index")],
        Value::Object(members) => members.entry(step).or_insert_with(|| json!({})),
        other => panic!("{pointer}: {step}: there is {other}"),
    });
    *place = new;
}

/// The list of a shape's cases.
fn cases<'a>(model: &'a mut Value, shape: &str, name: &str) -> &'a mut Vec<Value> {
    let value = &mut model["shapes"][format!("{NAMESPACE}#{shape}")]["traits"][name];
    let list = if name == ENDPOINTS { &mut value["testCases"] } else { value };
    list.as_array_mut().expect("the trait has cases")
}

/// Adds a changed copy of a case, and gives the id that it is told by.
fn add(model: &mut Value, name: &str, number: usize, change: &Wrong) -> String {
    let key = if name == ENDPOINTS { "documentation" } else { "id" };
    let list = cases(model, change.shape, name);
    let mut case = list.iter().find(|case| case[key] == change.case).expect("the case exists").clone();
    let id = format!("Wrong{number}{}", name.rsplit('#').next().expect("a trait has a name"));
    case[key] = json!(id);
    set(&mut case, change.at, serde_json::from_str(change.value).expect("it is JSON"));
    list.push(case);
    if name == ENDPOINTS { format!("case {} {id}", list.len()) } else { id }
}

/// A folder of our own with these files.
fn folder(name: &str, files: &[(&str, String)]) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = root().join(target).join("suite").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("the file can be written");
    }
    folder
}

/// Runs the command; whether it ended well, and what it printed.
fn conformance(path: &Path) -> (bool, String) {
    let output = Command::new(env!("CARGO"))
        .args(["xtask", "conformance"])
        .arg(path)
        .current_dir(root())
        .output()
        .expect("cargo can be started");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!printed.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (output.status.success(), printed)
}

/// The lines below the one of a failure.
fn failure<'a>(printed: &'a str, id: &str) -> Vec<&'a str> {
    let mut lines = printed.lines().skip_while(|line| !line.starts_with(&format!("  {id} (")));
    assert!(lines.next().is_some(), "{id} has not failed:\n{printed}");
    lines.take_while(|line| line.starts_with("    ")).collect()
}

#[test]
fn a_right_model_passes() {
    let (ended_well, printed) = conformance(&suite().join("conformance"));
    assert!(ended_well, "{printed}");
    assert!(printed.contains(&format!("sampler.json: {CASES} passed, 0 failed\n")), "{printed}");
    assert!(printed.contains("2 cases for servers or other protocols, 0 left out\n"), "{printed}");
    assert!(printed.ends_with(&format!("\n{CASES} passed, 0 failed\n")), "{printed}");
}

#[test]
fn every_wrong_expectation_fails_by_itself() {
    let mut wrong = model();
    let mut ids = Vec::new();
    for (name, changes) in [(REQUESTS, &REQUEST[..]), (RESPONSES, &RESPONSE[..]), (ENDPOINTS, &ENDPOINT[..])] {
        for (number, change) in changes.iter().enumerate() {
            ids.push((add(&mut wrong, name, number, change), change.told));
        }
    }
    // Traits and cases of the wrong form, and an id that is there twice.
    let traits = |model: &mut Value, shape: &str, name: &str, value: Value| {
        model["shapes"][format!("{NAMESPACE}#{shape}")]["traits"][name] = value;
    };
    traits(&mut wrong, "Begin", RESPONSES, json!("none"));
    ids.push(("httpResponseTests".to_owned(), "the trait wants a list of cases; there is a string"));
    traits(&mut wrong, "ReadShelf", REQUESTS, json!([5, { "id": "NoProtocol" }]));
    ids.push(("case 1".to_owned(), "a case wants an object; there is a number"));
    ids.push(("NoProtocol".to_owned(), "wanted a protocol"));
    let twice = cases(&mut wrong, "Knock", REQUESTS)[0].clone();
    cases(&mut wrong, "Knock", REQUESTS).push(twice);
    // What cannot be generated at all.
    let other_protocol = text(&suite().join("conformance/sampler.json"))
        .replace("\"aws.protocols#awsJson1_1\": {}", "\"aws.protocols#restJson1\": {}");
    let files = [
        ("wrong.json", wrong.to_string()),
        ("other-protocol.json", other_protocol),
        ("cut-off.json", model().to_string()[..1000].to_owned()),
        ("no-model.json", "{\"partitions\": []}".to_owned()),
    ];
    let (ended_well, printed) = conformance(&folder("conformance", &files));
    assert!(!ended_well, "{printed}");
    for (id, told) in &ids {
        let lines = failure(&printed, id);
        assert!(lines.iter().any(|line| line.contains(told)), "{id}: wanted {told:?}; there is\n{}", lines.join("\n"));
    }
    // The right cases and the one that is there twice pass, beside so many wrong ones.
    let line = format!("wrong.json: {} passed, {} failed\n", CASES + 1, ids.len());
    assert!(printed.contains(&line), "wanted {line}{printed}");
    assert!(printed.contains("supported: aws.protocols#awsJson1_0, aws.protocols#awsJson1_1"), "{printed}");
    assert!(printed.contains("the JSON is cut off"), "{printed}");
    assert!(printed.contains("1 files are no models: "), "{printed}");
    assert!(printed.ends_with(&format!("\n{} passed, {} failed\n", CASES + 1, ids.len() + 2)), "{printed}");
}
