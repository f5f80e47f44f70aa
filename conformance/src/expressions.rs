//! Runs the cases of a JMESPath compliance suite, whose expressions the generator has compiled.

use std::process::ExitCode;

use tinsmith::jmespath::suite::Case;

use crate::report::{CaseLine, EndLine, print};

/// Runs all cases and prints what came of each. The exit status tells that they could be run, and not that they passed.
#[must_use]
pub fn expressions(cases: &'static [Case]) -> ExitCode {
    for case in cases {
        let problems: Vec<String> = case.run().err().into_iter().collect();
        let id = case.number.to_string();
        print(&CaseLine { shape: case.text, test: "case", id: &id, problems: &problems, malformed: false });
    }
    print(&EndLine { passed_over: 0 });
    ExitCode::SUCCESS
}
