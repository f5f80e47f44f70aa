//! `cargo xtask corpus`: generates every model of a folder, and tells how large, how fast and how sound it came out.

mod build;
mod find;
mod generate;
mod memory;
mod report;
mod timing;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::NonEmptyStringValueParser;

use self::build::Step;
use self::report::Report;
use crate::paths::{resolved, target};

/// Generate every model below a folder into the target folder, one package each.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the models: every `.json` file in it and below it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Run `cargo check` over all generated crates, warnings denied
    #[arg(long)]
    build: bool,
    /// Run `cargo doc` over all generated crates, rustdoc's warnings denied
    #[arg(long)]
    doc: bool,
    /// Compile each generated crate by itself in release, and print how long its own compile takes
    #[arg(long)]
    time: bool,
    /// Only these models, by their files' names without `.json`, or by sdkId in lower case, such as ssm,dynamodb
    #[arg(long, value_name = "NAME,...", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    only: Vec<String>,
}

/// What is to be printed, and whether nothing failed.
pub(crate) struct Outcome {
    /// For standard output.
    pub(crate) text: String,
    /// Otherwise the command fails.
    pub(crate) all_is_well: bool,
}

/// Generates the models of a folder.
///
/// # Errors
///
/// When there is nothing to do, for a person: no folder, no model, a name that none has.
pub(crate) fn run(arguments: &Arguments, root: &Path) -> Result<Outcome, String> {
    run_into(arguments, root, &target(root)?)
}

/// As [`run`], with the folder for what is built.
fn run_into(arguments: &Arguments, root: &Path, target: &Path) -> Result<Outcome, String> {
    let folder = target.join("corpus");
    let runtime = root.join("runtime");
    let runtime = resolved(&runtime).map_err(|error| format!("error: {}: {error}", runtime.display()))?;
    let start = Instant::now();
    let models = find::models(&arguments.folder, &arguments.only)?;
    let made = generate::all(&models, &folder, &runtime)?;
    let mut report = Report::new(&models, &made, start.elapsed());
    let packages: Vec<&str> = made.iter().filter_map(|made| made.as_ref().ok()).map(|made| &*made.package).collect();
    for (step, wanted) in [(Step::Check, arguments.build), (Step::Doc, arguments.doc)] {
        if wanted && !packages.is_empty() {
            report.built(&build::run(step, &packages, &folder, &target.join("corpus-build"), root)?);
        }
    }
    if arguments.time {
        let types = made.iter().filter_map(|made| made.as_ref().ok()).map(|made| made.types);
        let timed = timing::run(&packages, &folder, &target.join("corpus-build"), root)?;
        timed.iter().zip(types).for_each(|(timed, types)| report.timed(timed, types));
    }
    Ok(Outcome { all_is_well: report.all_is_well(), text: report.to_string() })
}

#[cfg(test)]
mod tests;
