//! The list of cases that are left out, each with its reason: conformance/left-out.toml.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The list's path in the workspace.
const FILE: &str = "conformance/left-out.toml";

/// The list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeftOut {
    #[serde(default, rename = "case")]
    cases: Vec<Entry>,
}

/// A case that is left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The end of the file's path.
    file: String,
    /// The shape that carries the case.
    shape: String,
    /// The case's id.
    id: String,
    /// Why it is left out.
    pub(super) reason: String,
}

impl LeftOut {
    /// Reads the list.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(root.join(FILE)).map_err(|error| format!("error: {FILE}: {error}"))?;
        Self::parse(&text)
    }

    /// Reads the text of the list.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let list: Self = toml::from_str(text).map_err(|error| format!("error: {FILE}: {error}"))?;
        match list.cases.iter().find(|entry| entry.reason.trim().is_empty()) {
            Some(entry) => Err(format!("error: {FILE}: wanted a reason for {}; there is none", entry.id)),
            None => Ok(list),
        }
    }

    /// The place in the list of a case, if it is there.
    pub(super) fn place(&self, file: &str, shape: &str, id: &str) -> Option<usize> {
        self.cases.iter().position(|entry| entry.is_of(file) && entry.shape == shape && entry.id == id)
    }

    /// The entries for a file, with their places.
    pub(super) fn entries_of(&self, file: &str) -> impl Iterator<Item = (usize, &Entry)> {
        self.cases.iter().enumerate().filter(move |(_, entry)| entry.is_of(file))
    }
}

impl Entry {
    fn is_of(&self, file: &str) -> bool {
        Path::new(file).ends_with(&self.file)
    }

    /// What a person reads of an entry that is of no use any more.
    pub(super) fn told(&self) -> String {
        format!("{} ({}) of {FILE}", self.id, self.shape)
    }
}
