//! How long each generated crate takes to compile by itself: what a type costs.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use super::generate::progress_bar;
use crate::cargo;

/// How long a crate's own compile took.
pub(super) struct Timed {
    pub(super) package: String,
    /// How long, or what the compiler said.
    pub(super) time: Result<Duration, String>,
}

/// Compiles each package in release, when all that it depends on is compiled.
///
/// # Errors
///
/// When the workspace cannot be written or cargo cannot be started.
pub(super) fn run(packages: &[&str], folder: &Path, target: &Path, root: &Path) -> Result<Vec<Timed>, String> {
    let fault = |error| format!("error: {}: {error}", folder.display());
    let members: Vec<String> = packages.iter().map(|package| (*package).to_owned()).collect();
    cargo::write_workspace(folder, root, &members).map_err(fault)?;
    let bar = progress_bar(packages.len(), "crates compiled in release");
    let mut timed = Vec::new();
    for package in packages {
        // Once for its dependencies, whose features are its own choice; the second time there is but the crate to do.
        let first = build(package, folder, target)?;
        File::options()
            .write(true)
            .open(folder.join(package).join("src/lib.rs"))
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(fault)?;
        let start = Instant::now();
        let time = match first {
            Ok(()) => build(package, folder, target)?.map(|()| start.elapsed()),
            Err(said) => Err(said),
        };
        timed.push(Timed { package: (*package).to_owned(), time });
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(timed)
}

/// Builds a package; what the compiler says of one that fails is the inner error.
fn build(package: &str, folder: &Path, target: &Path) -> Result<Result<(), String>, String> {
    let ran = cargo::run(
        &["build", "--release", "--no-default-features", "--package", package],
        folder,
        target,
        &[],
        |_| {},
    )?;
    if ran.succeeded {
        return Ok(Ok(()));
    }
    let said: Vec<String> = ran.messages.failures().into_iter().map(|(_, text)| text).collect();
    Ok(Err(if said.is_empty() { ran.words.trim_end().to_owned() } else { said.join("\n") }))
}
