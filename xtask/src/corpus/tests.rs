//! The command as a person runs it, over a folder of models good and bad.

use std::fs;
use std::path::Path;

use super::{Arguments, Outcome, run_into};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository")
}

fn arguments(folder: &Path, only: &[&str]) -> Arguments {
    let only = only.iter().map(|name| (*name).to_owned()).collect();
    Arguments { folder: folder.to_owned(), build: false, doc: false, time: false, only }
}

/// A folder of two models of one service, a broken one, one that is none, and a file that is no JSON.
fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the models");
    let model = fs::read_to_string(root().join("model/opsworkscm.json")).expect("the model is there");
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    };
    put("one.json", &model);
    put("deeper/two.json", &model);
    put(
        "wrong.json",
        &model.replace(
            "\"target\": \"com.amazonaws.opsworkscm#BackupStatus\"",
            "\"target\": \"com.amazonaws.opsworkscm#Nothing\"",
        ),
    );
    put("package.json", "{\"name\": \"no model\"}");
    put("notes.txt", "{");
    folder
}

fn run(folder: &Path, target: &Path, only: &[&str]) -> Result<Outcome, String> {
    run_into(&arguments(folder, only), root(), target)
}

#[test]
fn a_broken_model_stops_no_other() {
    let (models, target) = (corpus(), tempfile::tempdir().expect("a folder for the crates"));
    let outcome = run(models.path(), target.path(), &[]).expect("there are models");
    let text = &outcome.text;
    assert!(!outcome.all_is_well, "{text}");
    assert!(text.contains("4 models, 2 failed"), "{text}");
    assert!(text.contains("wrong.json: com.amazonaws.opsworkscm#"), "{text}");
    assert!(text.contains("package.json: wanted a Smithy 2.0 JSON AST"), "{text}");
    assert!(text.contains("one.json: its package is opsworkscm-2: a model before it is opsworkscm already"), "{text}");
    for package in ["opsworkscm", "opsworkscm-2"] {
        let manifest = fs::read_to_string(target.path().join("corpus").join(package).join("Cargo.toml"));
        assert!(manifest.expect("it is there").contains(&format!("name = \"{package}\"")), "{package}");
        assert!(text.lines().any(|line| line.starts_with(&format!("{package} ")) && line.contains(" 19 ")), "{text}");
    }
}

#[test]
fn some_are_chosen_by_name() {
    let (models, target) = (corpus(), tempfile::tempdir().expect("a folder for the crates"));
    let outcome = run(models.path(), target.path(), &["two"]).expect("it is there");
    assert!(outcome.all_is_well && outcome.text.contains("1 model, 0 failed"), "{}", outcome.text);
    let told = run(models.path(), target.path(), &["wrng"]).map(|outcome| outcome.text).expect_err("it is not there");
    assert_eq!(told, "error: no model is called \"wrng\"; did you mean wrong?");
}

#[test]
fn a_folder_without_models_is_told() {
    let empty = tempfile::tempdir().expect("a folder");
    let told = run(empty.path(), empty.path(), &[]).map(|outcome| outcome.text).expect_err("there is none");
    assert!(told.ends_with("wanted a folder with models; there is no .json file in it"), "{told}");
    let missing = empty.path().join("missing");
    let told = run(&missing, empty.path(), &[]).map(|outcome| outcome.text).expect_err("there is no folder");
    assert!(told.starts_with("error: ") && told.contains("missing"), "{told}");
}

/// cargo says whose fault it is, and the crates beside it are compiled all the same.
#[test]
fn building_tells_whose_warning_it_was() {
    let (models, target) = (corpus(), tempfile::tempdir().expect("a folder for the crates"));
    let outcome = run(models.path(), target.path(), &["one", "two"]).expect("they are there");
    assert!(outcome.all_is_well, "{}", outcome.text);
    let folder = target.path().join("corpus");
    let lib = folder.join("opsworkscm-2/src/lib.rs");
    let text = fs::read_to_string(&lib).expect("it is there");
    fs::write(&lib, format!("{text}\n/// See [Nothing].\npub fn odd() {{ let unused = 1; }}\n"))
        .expect("it is written");
    // What the crates depend on is compiled once for all runs of the tests.
    let shared = crate::paths::target(root()).expect("there is a target folder").join("corpus-tests");
    let built = |step| {
        super::build::run(step, &["opsworkscm", "opsworkscm-2"], &folder, &shared, root())
            .unwrap_or_else(|problem| panic!("{problem}"))
            .failures
    };
    for (step, expected) in
        [(super::Step::Check, "unused variable: `unused`"), (super::Step::Doc, "unresolved link to `Nothing`")]
    {
        let failures = built(step);
        let [(package, text)] = failures.as_slice() else { panic!("wanted one failure, there is {failures:?}") };
        assert_eq!(package, "opsworkscm-2");
        assert!(text.contains(expected), "{text}");
    }
}

/// Packages without dependencies, which take no time themselves.
#[test]
fn each_crate_is_timed_by_itself() {
    let folder = tempfile::tempdir().expect("a folder for the crates");
    for (package, text) in [("one", "//! One."), ("two", "not Rust")] {
        let source = folder.path().join(package).join("src");
        fs::create_dir_all(&source).expect("the folder is made");
        let manifest = format!("[package]\nname = \"{package}\"\nedition = \"2024\"\n");
        fs::write(folder.path().join(package).join("Cargo.toml"), manifest).expect("it is written");
        fs::write(source.join("lib.rs"), text).expect("it is written");
    }
    let target = folder.path().join("target");
    let timed = super::timing::run(&["one", "two"], folder.path(), &target, root());
    let timed = timed.unwrap_or_else(|told| panic!("{told}"));
    let [one, two] = timed.as_slice() else { panic!("wanted two, there are {}", timed.len()) };
    assert!(one.package == "one" && one.time.as_ref().is_ok_and(|time| !time.is_zero()), "{:?}", one.time);
    assert!(two.package == "two" && two.time.as_ref().is_err_and(|told| told.contains("expected one of")));
}
