//! What operations ask of the call beyond input and output: a crate that was generated from a model with all of it is
//! called over a transport that writes down what would be sent.
//!
//! cargo builds the crate and the program beside it (`calls/program.rs`) as a person would, without a network.

use std::fs;

use tinsmith_codegen::{Crate, Options, generate, write};

use crate::support::{cargo, root, suite, target, text};

fn generated(operations: &[&str]) -> Crate {
    let mut options = Options::default();
    options.runtime_path = Some(root().join("runtime").display().to_string());
    options.operations = Some(operations.iter().map(|name| (*name).to_owned()).collect());
    let model = text(&suite().join("calls/model.json"));
    generate("calls/model.json", &model, &options).unwrap_or_else(|faults| panic!("{faults}"))
}

/// All but the operation that tells endpoints, which has its table all the same.
const OPERATIONS: [&str; 7] = ["Query", "Find", "GetId", "Look", "Bear", "Put", "Send"];

const MANIFEST: &str = r#"[package]
name = "calls-program"
version = "0.0.0"
edition = "2024"

[[bin]]
name = "calls-program"
path = "program.rs"

[dependencies]
bytes = { version = "1", default-features = false }
calls = { path = "../crate", default-features = false }
flate2 = { version = "1", default-features = false, features = ["rust_backend"] }
http = { version = "1", default-features = false }

[workspace]
"#;

#[test]
fn the_program_sees_what_the_model_says() {
    // Side by side, since each is a workspace of its own.
    write(&generated(&OPERATIONS), &target().join("calls/crate")).expect("the crate can be written");
    let folder = target().join("calls/program");
    fs::create_dir_all(&folder).expect("the folder can be made");
    fs::write(folder.join("Cargo.toml"), MANIFEST).expect("the manifest can be written");
    fs::copy(suite().join("calls/program.rs"), folder.join("program.rs")).expect("the program is there");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the workspace has a lock file");
    let printed = cargo(&folder, &["run", "--quiet"]);
    assert!(printed.trim_end().ends_with("all is as the model says"), "{printed}");
}

/// A crate turns on what its operations need, and nothing else.
#[test]
fn features_are_those_of_the_operations() {
    for (operations, wanted) in [
        (&["GetId", "Query", "Bear"][..], "default-features = false }"),
        (&["Send"], "default-features = false, features = [\"checksum\"] }"),
        (&["Put"], "default-features = false, features = [\"checksum\", \"compression\"] }"),
    ] {
        let generated = generated(operations);
        let manifest = generated.files.get("Cargo.toml").expect("there is a manifest");
        let line = manifest.lines().find(|line| line.starts_with("tinsmith = ")).expect("it has the runtime");
        assert!(line.ends_with(wanted), "{operations:?}: {line}");
        assert_eq!(generated.files.contains_key("src/discovery.rs"), operations.contains(&"Query"));
    }
}

/// The table of the operation that tells is there once more when users may call it.
#[test]
fn the_operation_that_tells_may_be_chosen_too() {
    let generated = generated(&["DescribeEndpoints", "Find"]);
    assert!(generated.files.contains_key("src/discovery.rs"));
    let own = generated.files.get("src/operations/describe_endpoints.rs").expect("it has a builder");
    assert!(own.contains("static DESCRIBE_ENDPOINTS") && own.contains("discovery: None"), "{own}");
    let find = generated.files.get("src/operations/find.rs").expect("it has a builder");
    assert!(find.contains(r#"identifiers: &["Table"],"#) && find.contains("required: false,"), "{find}");
}
