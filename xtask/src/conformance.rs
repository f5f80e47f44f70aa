//! `cargo xtask conformance`: every test case of the given models through their generated clients.

mod build;
mod files;
mod left_out;
mod runs;
mod suite;
mod tally;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use self::files::Found;
use self::left_out::LeftOut;
use self::suite::Suite;
use self::tally::Tally;
use crate::output::print;

/// Each model is generated into the target folder and compiled, and its cases are run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Models with test cases: Smithy 2.0 JSON AST files, or folders that are searched for them
    #[arg(value_name = "FILE|DIR", required = true)]
    paths: Vec<PathBuf>,
}

/// Runs the cases of all files. A model's lines are printed when it is done, since a run of many takes its time; the
/// last line tells it all, and the exit status whether a case failed.
pub(crate) fn run(arguments: &Arguments, root: &Path) -> Result<ExitCode, String> {
    let left_out = LeftOut::read(root)?;
    let Found { files, passed_over } = files::find(&arguments.paths)?;
    let mut tally = Tally::new(left_out, passed_over);
    let suite = Suite::make(&files, root)?;
    let built = build::build(&suite)?;
    for model in &suite.models {
        print(&tally.add(model, &runs::run(model, &built)));
    }
    print(&tally.last_lines());
    Ok(if tally.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
