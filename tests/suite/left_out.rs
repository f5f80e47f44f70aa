//! A crate of all operations has those that can be generated, and tells of the others.

use tinsmith_codegen::{Crate, Diagnostics, Options, generate};

use crate::support::{suite, text};

/// The model of a bad-model case, which one operation makes bad.
fn all_of(case: &str) -> Result<Crate, Diagnostics> {
    generate("model.json", &text(&suite().join("bad_models").join(case).join("model.json")), &Options::default())
}

#[test]
fn the_rest_of_the_service_comes() {
    for (case, told) in [
        ("event_stream", "it needs com.example#PartStream; event streams are not supported yet"),
        ("big_numbers", "it needs com.example#Huge; bigInteger values are not supported yet"),
    ] {
        let generated = all_of(case).unwrap_or_else(|faults| panic!("{faults}"));
        let problems: Vec<String> = generated.left_out.iter().map(ToString::to_string).collect();
        assert_eq!(problems, [format!("model.json: com.example#SendParts: left out: {told}")]);
        assert_eq!(generated.operations, 1);
        assert!(generated.files.contains_key("src/operations/list_parts.rs"));
        assert!(!generated.files.contains_key("src/operations/send_parts.rs"));
        let readme = generated.files.get("README.md").map(String::as_str).unwrap_or_default();
        assert!(readme.contains("not have yet: `SendParts`."), "{readme}");
        assert!(!generated.files.values().any(|text| text.contains("PartStream") || text.contains("Huge")));
    }
}

#[test]
fn nothing_is_left_out_without_need() {
    let generated = crate::support::opsworkscm(None);
    assert_eq!(generated.left_out, []);
}

#[test]
fn a_service_of_which_nothing_is_left_is_refused() {
    let model = text(&suite().join("bad_models/event_stream/model.json"));
    let mut model: serde_json::Value = serde_json::from_str(&model).expect("it is JSON");
    model["shapes"]["com.example#Shop"]["operations"] = serde_json::json!([{ "target": "com.example#SendParts" }]);
    let told = generate("model.json", &model.to_string(), &Options::default()).map(drop).unwrap_err().to_string();
    let wanted =
        "com.example#SendParts: left out: it needs com.example#PartStream; event streams are not supported yet";
    assert_eq!(told, format!("error: model.json: {wanted}"));
}
