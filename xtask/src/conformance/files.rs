//! Which files are models, and what Smithy's own suites say of them beside the file.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;
use tinsmith_codegen::{RuleSetCase, rule_set_cases};

use crate::paths::json_files;

/// A file with test cases.
pub(super) struct ModelFile {
    /// The path as a person named it, or below a folder that they named.
    pub(super) name: String,
    /// The path itself.
    pub(super) path: PathBuf,
    /// Its text.
    pub(super) text: String,
    /// What it holds. A kind of suite that comes to be is an entry of [`Kind`].
    pub(super) kind: Kind,
    /// The shapes that its `.errors` file says are wrong, with the reason; absent where there is no such file.
    pub(super) errors: Option<Vec<(String, String)>>,
}

/// What a file holds.
pub(super) enum Kind {
    /// A model; so is what is nothing else, and the generator tells what is wrong with it.
    Model,
    /// A suite of rule sets that the generator must refuse, and whether it did.
    RuleSets(Vec<RuleSetCase>),
    /// A suite of JMESPath expressions.
    Expressions,
    /// JSON for something else.
    Other,
}

/// Whatever a part of a JMESPath compliance suite has.
#[derive(Deserialize)]
struct Group {
    #[serde(rename = "given")]
    _given: IgnoredAny,
    cases: Vec<IgnoredAny>,
}

/// What was found.
pub(super) struct Found {
    /// The files with test cases, those of a folder in the order of their paths.
    pub(super) files: Vec<ModelFile>,
    /// The JSON files that hold something else.
    pub(super) passed_over: Vec<String>,
}

/// Whatever a Smithy JSON AST has at its top.
#[derive(Deserialize)]
struct Head {
    smithy: Option<IgnoredAny>,
    shapes: Option<IgnoredAny>,
}

/// Reads the files, and those of the folders that end in `.json`. A file that a person named is a model, whatever it
/// holds: the generator tells what is wrong with it. So is one of a folder that is no JSON.
pub(super) fn find(paths: &[PathBuf]) -> Result<Found, String> {
    let mut found = Found { files: Vec::new(), passed_over: Vec::new() };
    for path in paths {
        if !path.is_dir() {
            let file = read(path)?;
            let kind = if matches!(file.kind, Kind::Other) { Kind::Model } else { file.kind };
            found.files.push(ModelFile { kind, ..file });
            continue;
        }
        for path in json_files(path)? {
            let file = read(&path)?;
            match file.kind {
                Kind::Other => found.passed_over.push(file.name),
                _ => found.files.push(file),
            }
        }
    }
    if found.files.is_empty() {
        return Err("error: there is no model among the files".to_owned());
    }
    Ok(found)
}

fn read(path: &Path) -> Result<ModelFile, String> {
    let name = path.display().to_string();
    let fault = |error: std::io::Error| format!("error: {name}: {error}");
    let text = String::from_utf8_lossy(&fs::read(path).map_err(fault)?).into_owned();
    let beside = path.with_extension("errors");
    let errors = if beside.is_file() { Some(read_errors(&fs::read_to_string(beside).map_err(fault)?)) } else { None };
    let kind = kind(&text);
    Ok(ModelFile { name, path: path.to_owned(), text, kind, errors })
}

fn kind(text: &str) -> Kind {
    // serde would take a list for the struct, member by member.
    if text.trim_start().starts_with('[') {
        let of_expressions = || {
            serde_json::from_str::<Vec<Group>>(text)
                .is_ok_and(|groups| groups.iter().any(|group| !group.cases.is_empty()))
        };
        return match rule_set_cases(text) {
            Some(cases) => Kind::RuleSets(cases),
            None if of_expressions() => Kind::Expressions,
            None => Kind::Other,
        };
    }
    match serde_json::from_str::<Head>(text) {
        Ok(head) if head.smithy.is_some() || head.shapes.is_some() => Kind::Model,
        Ok(_) => Kind::Other,
        // A text, say, is JSON for something else; what is no JSON is told as a broken model.
        Err(error) if error.is_data() => Kind::Other,
        Err(_) => Kind::Model,
    }
}

/// The lines `[ERROR] shape: message | EventId` of an `.errors` file; those of other severities are no reason to refuse
/// a model.
fn read_errors(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("[ERROR] "));
    lines.filter_map(|line| line.split_once(": ")).map(|(shape, why)| (shape.to_owned(), why.to_owned())).collect()
}
