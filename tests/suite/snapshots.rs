//! What is generated, to be read in review: the crate for `DescribeBackups` alone, and each kind of part by itself.
//!
//! `INSTA_UPDATE=always cargo test -p tinsmith-tests --test suite snapshots` accepts what there is.

use std::collections::BTreeSet;

use tinsmith_codegen::Crate;

use crate::support::{opsworkscm, suite, text};

/// The folder of the snapshots.
const FOLDER: &str = "snapshots";

fn describe_backups() -> Crate {
    opsworkscm(Some(&["DescribeBackups"]))
}

fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(FOLDER);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// One name a file, which no other file has: `src/types/backup.rs` is `crate.src.types.backup.rs`.
fn snapshot_name(path: &str) -> String {
    format!("crate.{}", path.replace('/', "."))
}

#[test]
fn the_crate_for_describe_backups() {
    for (path, text) in describe_backups().files {
        assert_snapshot(&snapshot_name(&path), &text);
    }
}

/// A file that is generated no more would leave its snapshot behind.
#[test]
fn every_snapshot_is_of_a_file() {
    let files: BTreeSet<String> = describe_backups().files.keys().map(|path| snapshot_name(path)).collect();
    let entries = std::fs::read_dir(suite().join(FOLDER)).expect("the folder of snapshots is there");
    let names = entries.map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned());
    let of_files: BTreeSet<String> = names
        .filter(|name| name.starts_with("crate."))
        .filter_map(|name| name.strip_suffix(".snap").map(str::to_owned))
        .collect();
    assert_eq!(of_files, files);
}

/// Snapshots show code as code: no line of one is an escaped text of several.
#[test]
fn snapshots_read_like_code() {
    let entries = std::fs::read_dir(suite().join(FOLDER)).expect("the folder of snapshots is there");
    for entry in entries {
        let path = entry.expect("it can be listed").path();
        let escaped = text(&path).lines().filter(|line| line.contains("\\n") && line.len() > 200).count();
        assert_eq!(escaped, 0, "{}", path.display());
    }
}

#[track_caller]
fn part(name: &str, path: &str) {
    let generated = describe_backups();
    let text = generated.files.get(path).unwrap_or_else(|| panic!("{path} is generated"));
    assert_snapshot(&format!("part.{name}"), text);
}

#[test]
fn a_request() {
    part("request", "src/types/describe_backups_request.rs");
}

#[test]
fn a_response() {
    part("response", "src/types/describe_backups_response.rs");
}

#[test]
fn an_enum() {
    part("enum", "src/types/backup_status.rs");
}

#[test]
fn the_error() {
    part("error", "src/error.rs");
}

#[test]
fn an_operation() {
    part("operation", "src/operations/describe_backups.rs");
}
