//! Compiles the generated crates: one workspace over all of them, with our own lock file.

use std::path::Path;
use std::time::{Duration, Instant};

use super::generate::progress_bar;
use crate::cargo;

/// What cargo is to do with the crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Check,
    Doc,
}

impl Step {
    /// The command as a person knows it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "cargo check",
            Self::Doc => "cargo doc",
        }
    }

    fn arguments(self) -> &'static [&'static str] {
        match self {
            // Neither differs by TLS, which is most of what there would be to compile.
            Self::Check => &["check", "--workspace", "--no-default-features"],
            Self::Doc => &["doc", "--workspace", "--no-deps", "--no-default-features"],
        }
    }
}

/// How a step went.
pub(super) struct Built {
    pub(super) step: Step,
    pub(super) crates: usize,
    pub(super) time: Duration,
    /// The crates that failed, with the compiler's text.
    pub(super) failures: Vec<(String, String)>,
}

/// Runs a step over packages that lie in a folder.
///
/// # Errors
///
/// When the workspace cannot be written or cargo cannot be started.
pub(super) fn run(step: Step, packages: &[&str], folder: &Path, target: &Path, root: &Path) -> Result<Built, String> {
    let members: Vec<String> = packages.iter().map(|package| (*package).to_owned()).collect();
    let fault = |error| format!("error: {}: {error}", folder.display());
    cargo::write_workspace(folder, root, &members).map_err(fault)?;
    let start = Instant::now();
    let bar = progress_bar(packages.len(), &format!("crates through {}", step.name()));
    let warnings = [("RUSTFLAGS", "-Dwarnings"), ("RUSTDOCFLAGS", "-Dwarnings")];
    let ran = cargo::run(step.arguments(), folder, target, &warnings, |package| {
        if packages.contains(&package) {
            bar.inc(1);
        }
    })?;
    bar.finish_and_clear();
    let mut failures = ran.messages.failures();
    if !ran.succeeded && failures.is_empty() {
        failures.push((step.name().to_owned(), ran.words.trim_end().to_owned()));
    }
    Ok(Built { step, crates: packages.len(), time: start.elapsed(), failures })
}
