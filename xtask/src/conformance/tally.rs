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
    // What is no case of a trait, or of no shape, is told without.
    let place: Vec<&str> =
        [case.shape.as_str(), case.test.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let place = if place.is_empty() { String::new() } else { format!(" ({})", place.join(", ")) };
    let mut text = format!("  {}{place}\n", case.id);
    for line in case.problems.iter().flat_map(|problem| problem.lines()) {
        let _ = writeln!(text, "    {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{LeftOut, Tally};
    use crate::conformance::runs::{Case, Run};
    use crate::conformance::suite::{Made, Model};

    const LIST: &str = r#"
        [[case]]
        file = "folder/model.json"
        shape = "a#One"
        id = "Known"
        reason = "it is known"
    "#;

    fn tally(path: &str, cases: &[(&str, &str)]) -> (String, String, usize) {
        let model = Model {
            name: "model".to_owned(),
            path: path.into(),
            service: "a#S".to_owned(),
            errors: None,
            made: Made::NoCases,
        };
        let case = |(id, problem): &(&str, &str)| Case {
            shape: "a#One".to_owned(),
            test: "httpRequestTests".to_owned(),
            id: (*id).to_owned(),
            problems: if problem.is_empty() { Vec::new() } else { vec![(*problem).to_owned()] },
            malformed: false,
        };
        let mut tally = Tally::new(LeftOut::parse(LIST).expect("it is a list"), Vec::new());
        let lines = tally.add(&model, &Run { cases: cases.iter().map(case).collect(), passed_over: 3 });
        let last = tally.last_lines();
        (lines, last, tally.failed)
    }

    #[test]
    fn failures_are_told_below_their_model() {
        let (lines, last, failed) = tally("model.json", &[("Good", ""), ("Bad", "first\nsecond")]);
        let wanted = "model: 1 passed, 1 failed (it has no test cases)\n  Bad (a#One, httpRequestTests)\n    first\n    second\n";
        assert_eq!(lines, wanted);
        assert_eq!(last, "3 cases for servers or other protocols, 0 left out\n1 passed, 1 failed\n");
        assert_eq!(failed, 1);
    }

    #[test]
    fn a_case_on_the_list_counts_as_neither() {
        let (lines, last, failed) = tally("/any/folder/model.json", &[("Known", "first"), ("Good", "")]);
        assert!(lines.starts_with("model: 1 passed, 0 failed, 1 left out"), "{lines}");
        assert!(last.ends_with(", 1 left out\n1 passed, 0 failed\n"), "{last}");
        assert_eq!(failed, 0);
    }

    #[test]
    fn a_list_that_is_out_of_date_fails() {
        for cases in [&[("Known", "")][..], &[][..]] {
            let (_, last, failed) = tally("folder/model.json", cases);
            assert!(last.starts_with("Known (a#One) of conformance/left-out.toml passes or does not exist"), "{last}");
            assert_eq!(failed, 1);
        }
        // Files that were not run say nothing of the list.
        assert_eq!(tally("another-folder/model.json", &[]).2, 0);
    }

    #[test]
    fn every_entry_has_a_reason() {
        assert!(LeftOut::parse(&LIST.replace("it is known", " ")).is_err_and(|fault| fault.contains("Known")));
        assert!(LeftOut::parse("[[case]]\nfile = \"a\"").is_err());
        assert!(LeftOut::parse("").is_ok());
    }
}
