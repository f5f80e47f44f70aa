//! Counting what came of all cases, and what a person reads of it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::left_out::LeftOut;
use super::runs::{Case, Run};
use super::suite::{Made, Model};

/// What came of all models so far.
pub(super) struct Tally {
    left_out: LeftOut,
    /// The places in that list of cases that were met and failed, as is expected of them.
    met: BTreeSet<usize>,
    /// The files that were run.
    files: BTreeSet<String>,
    passed: usize,
    pub(super) failed: usize,
    /// JSON files that are no models.
    no_models: Vec<String>,
    /// Cases for servers and other protocols.
    passed_over: usize,
    /// What is wrong with the list.
    stale: Vec<String>,
}

impl Tally {
    /// Nothing yet.
    pub(super) fn new(left_out: LeftOut, no_models: Vec<String>) -> Self {
        Self {
            left_out,
            met: BTreeSet::new(),
            files: BTreeSet::new(),
            passed: 0,
            failed: 0,
            no_models,
            passed_over: 0,
            stale: Vec::new(),
        }
    }

    /// Counts a model's cases and gives its lines: one for the model, and those of each failure.
    pub(super) fn add(&mut self, model: &Model, run: &Run) -> String {
        let file = model.path.display().to_string();
        let (mut passed, mut failed, mut left_out) = (0, 0, 0);
        let mut failures = String::new();
        for case in &run.cases {
            match self.left_out.place(&file, &case.shape, &case.id) {
                Some(place) if !case.problems.is_empty() => {
                    left_out += 1;
                    self.met.insert(place);
                }
                _ if case.problems.is_empty() => passed += 1,
                _ => {
                    failed += 1;
                    failures.push_str(&failure(case));
                }
            }
        }
        self.files.insert(file);
        self.passed += passed;
        self.failed += failed;
        self.passed_over += run.passed_over;
        let mut line = format!("{}: {passed} passed, {failed} failed", model.name);
        // Writing to a string does not fail.
        if left_out > 0 {
            let _ = write!(line, ", {left_out} left out");
        }
        if matches!(model.made, Made::NoCases) {
            line.push_str(" (it has no test cases)");
        }
        format!("{line}\n{failures}")
    }

    /// An entry of the list whose case passes, or is not there, must go: each is a failure.
    fn check_left_out(&mut self) {
        for file in &self.files {
            for (place, entry) in self.left_out.entries_of(file) {
                if !self.met.contains(&place) {
                    self.stale.push(format!("{} passes or does not exist; take it off the list", entry.told()));
                }
            }
        }
        self.failed += self.stale.len();
    }

    /// What stands below the models' lines; the last one tells it all.
    pub(super) fn last_lines(&mut self) -> String {
        self.check_left_out();
        let mut text = String::new();
        for stale in &self.stale {
            let _ = writeln!(text, "{stale}");
        }
        if !self.no_models.is_empty() {
            let _ = writeln!(text, "{} files are no models: {}", self.no_models.len(), self.no_models.join(", "));
        }
        let _ =
            writeln!(text, "{} cases for servers or other protocols, {} left out", self.passed_over, self.met.len());
        let _ = writeln!(text, "{} passed, {} failed", self.passed, self.failed);
        text
    }
}

/// The lines of a failure: which case, then what was wanted and what came.
fn failure(case: &Case) -> String {
    let test = if case.test.is_empty() { String::new() } else { format!(", {}", case.test) };
    let mut text = format!("  {} ({}{test})\n", case.id, case.shape);
    for line in case.problems.iter().flat_map(|problem| problem.lines()) {
        let _ = writeln!(text, "    {line}");
    }
    text
}
