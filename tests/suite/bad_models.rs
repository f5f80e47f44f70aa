//! What a person is told of a model that is broken or asks for too much.
//!
//! A case is a folder: `model.json`, where needed `options.json`, and `expected.err` with the words of the error to
//! the letter. `works.json` holds options under which the same model is fine. `UPDATE_EXPECT=1` writes what there is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tinsmith_codegen::{Options, generate, write};

use crate::support::{options, suite, text, tree};

/// Fewer would mean that cases were lost.
const FEWEST: usize = 80;

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(suite().join("bad_models")).expect("the folder of cases is there");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    cases.sort();
    cases
}

/// Generates into a folder, as a command does.
fn run(model: &str, options: &Options, folder: &Path) -> Result<(), String> {
    let generated = generate("model.json", model, options).map_err(|faults| faults.to_string())?;
    write(&generated, folder).map(drop).map_err(|error: io::Error| error.to_string())
}

#[test]
fn each_tells_its_faults_and_nothing_is_written() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() >= FEWEST, "there are {} cases", cases.len());
    for case in cases {
        let name = case.file_name().expect("a case has a name").to_string_lossy().into_owned();
        let out = tempfile::tempdir().expect("a folder for the output");
        let Err(told) = run(&text(&case.join("model.json")), &options(&case.join("options.json")), out.path()) else {
            wrong.push(format!("{name}: it was generated"));
            continue;
        };
        assert!(tree(out.path()).is_empty(), "{name}: something was written");
        let expected = case.join("expected.err");
        if update {
            fs::write(&expected, format!("{told}\n")).expect("the expectation can be written");
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(&format!("{told}\n")) {
            wrong.push(format!("{name}: there is\n{told}"));
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 accepts this:\n{}", wrong.join("\n\n"));
}

#[test]
fn what_is_not_chosen_is_not_refused() {
    let cases: Vec<PathBuf> = cases().into_iter().filter(|case| case.join("works.json").exists()).collect();
    assert!(cases.len() >= 5, "there are {} cases", cases.len());
    for case in cases {
        let out = tempfile::tempdir().expect("a folder for the output");
        let result = run(&text(&case.join("model.json")), &options(&case.join("works.json")), out.path());
        assert_eq!(result, Ok(()), "{}", case.display());
    }
}

#[test]
fn a_crate_that_is_there_outlives_a_model_that_broke() {
    let out = tempfile::tempdir().expect("a folder for the output");
    let case = suite().join("bad_models/host_prefix");
    let model = text(&case.join("model.json"));
    run(&model, &options(&case.join("works.json")), out.path()).expect("this choice works");
    let before = tree(out.path());
    assert!(before.contains_key("src/lib.rs"));
    run(&model, &options(&case.join("options.json")), out.path()).expect_err("this choice is refused");
    assert_eq!(tree(out.path()), before);
}

/// JSON that nests deeper than any reader's stack, at each place where a model has room for it.
#[test]
fn deep_json_is_an_error_and_no_overflow() {
    const LEVELS: usize = 5_000;
    let (open, close) = ("[".repeat(LEVELS), "]".repeat(LEVELS));
    let objects = format!("{}1{}", "{\"a\":".repeat(LEVELS), "}".repeat(LEVELS));
    for (model, expected) in [
        (format!("{open}{close}"), "error: model.json: wanted a Smithy 2.0 JSON AST, an object; there is a list"),
        (open.clone(), "error: model.json: wanted a Smithy 2.0 JSON AST, an object; there is a list"),
        (
            format!("{{\"smithy\": \"2.0\", \"shapes\": {{\"a#B\": {open}{close}}}}}"),
            "error: model.json: a#B: is no shape of the JSON AST: wanted an object; there is a list (line 1)",
        ),
        (
            format!(
                "{{\"smithy\": \"2.0\", \"shapes\": {{\"a#B\": {{\"type\": \"string\", \
                 \"traits\": {{\"c#d\": {objects}}}}}}}}}"
            ),
            "error: model.json: a#B: is no shape of the JSON AST: it nests more than 128 levels deep (line 1)",
        ),
    ] {
        let told = generate("model.json", &model, &Options::default()).expect_err("it is no model").to_string();
        assert_eq!(told.lines().next(), Some(expected));
    }
}
