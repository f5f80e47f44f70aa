//! The command as a person runs it, in a workspace that a test made: what it tells of a model that changed.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Arguments, Outcome, run};

/// A workspace with one crate in codegen.toml, whose overlay adds a member.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the workspace");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository");
    fs::copy(root.join("model/opsworkscm.json"), folder.path().join("m.json")).expect("the model is there");
    fs::create_dir(folder.path().join("runtime")).expect("the folder is made");
    settings(&folder, "");
    folder
}

fn settings(folder: &TempDir, more: &str) {
    let text = format!("[[crate]]\nmodel = \"m.json\"\nfolder = \"client\"\n{more}");
    fs::write(folder.path().join("codegen.toml"), text).expect("the file is written");
}

fn overlay(folder: &TempDir, operations: &str) {
    fs::write(folder.path().join("m.overlay.json"), operations).expect("the file is written");
    settings(folder, "overlay = \"m.overlay.json\"\n");
}

fn codegen(folder: &TempDir, check: bool) -> Outcome {
    let arguments = Arguments { check, model: None, overlay: Vec::new(), out: None, name: None, operations: None };
    run(&arguments, folder.path())
}

const CHANGED: &str = "[
  { \"op\": \"add\", \"path\": \"/shapes/com.amazonaws.opsworkscm#Backup/members/Foo\",
    \"value\": { \"target\": \"smithy.api#String\" } },
  { \"op\": \"remove\", \"path\": \"/shapes/com.amazonaws.opsworkscm#Backup/members/UserArn\" }
]";

const WORDS: &str = "opsworkscm: breaks callers: member Backup.UserArn no longer exists\n\
                     opsworkscm: member Backup.Foo added\n";

#[test]
fn a_run_and_a_check_tell_the_same_words() {
    let folder = workspace();
    let first = codegen(&folder, false);
    assert!(first.problem.is_none(), "{:?}", first.problem);
    assert_eq!(first.report.lines().count(), 1, "a new crate has no news: {}", first.report);
    assert!(codegen(&folder, true).problem.is_none());
    overlay(&folder, CHANGED);
    let problem = codegen(&folder, true).problem.expect("it is stale");
    assert!(
        problem.contains(&format!("stale: client/src/types/backup.rs\n{WORDS}run `cargo xtask codegen`")),
        "{problem}"
    );
    let written = codegen(&folder, false);
    assert!(written.report.ends_with(WORDS), "{}", written.report);
    let again = codegen(&folder, false);
    assert!(again.problem.is_none() && again.report.contains("unchanged") && again.report.lines().count() == 1);
}

#[test]
fn a_lock_that_is_missing_or_damaged_is_told_and_written() {
    let folder = workspace();
    codegen(&folder, false);
    let lock = folder.path().join("client/model.lock");
    let whole = fs::read_to_string(&lock).expect("it is there");
    fs::remove_file(&lock).expect("it goes");
    let problem = codegen(&folder, true).problem.expect("it is stale");
    let missing = "opsworkscm: there is no model.lock, so that changes of the model are not told this time";
    assert!(problem.contains("stale: client/model.lock") && problem.contains(missing), "{problem}");
    assert!(codegen(&folder, false).report.contains(missing));
    for damaged in [whole.replace("format 1", "format 2").into_bytes(), [whole.as_bytes(), b"\xff\n"].concat()] {
        fs::write(&lock, damaged).expect("the file is written");
        let outcome = codegen(&folder, false);
        assert!(outcome.problem.is_none(), "{:?}", outcome.problem);
        let told = "opsworkscm: model.lock cannot be read, changes are not told: line ";
        assert!(outcome.report.contains(told), "{}", outcome.report);
        assert_eq!(fs::read_to_string(&lock).ok().as_ref(), Some(&whole));
    }
}

#[test]
fn an_overlay_that_does_not_fit_stops_the_run() {
    let folder = workspace();
    overlay(&folder, "[{ \"op\": \"remove\", \"path\": \"/shapes/com.amazonaws.opsworkscm#Bakup\" }]");
    let problem = codegen(&folder, false).problem.expect("it does not fit");
    assert!(
        problem.starts_with("error: m.overlay.json: com.amazonaws.opsworkscm#Bakup: operation 1 (remove "),
        "{problem}"
    );
    assert!(problem.contains("did you mean com.amazonaws.opsworkscm#Backup"), "{problem}");
    assert!(!folder.path().join("client").exists());
    fs::remove_file(folder.path().join("m.overlay.json")).expect("it goes");
    let problem = codegen(&folder, false).problem.expect("there is no overlay");
    assert!(problem.starts_with("error: m.overlay.json: "), "{problem}");
}
