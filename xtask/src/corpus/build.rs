//! Compiles the generated crates: one workspace over all of them, with our own lock file, without a network.

mod messages;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use self::messages::Messages;
use super::generate::progress_bar;

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
            Self::Check => &["check"],
            Self::Doc => &["doc", "--no-deps"],
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
    write_workspace(packages, folder, root)?;
    let start = Instant::now();
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Neither check nor documentation differs by TLS, which is most of what there would be to compile.
    command.args(step.arguments()).args(["--workspace", "--no-default-features", "--offline", "--keep-going"]);
    command.args(["--message-format", "json"]).current_dir(folder);
    command.env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    command.env("RUSTFLAGS", "-Dwarnings").env("RUSTDOCFLAGS", "-Dwarnings");
    command.env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTDOCFLAGS");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().map_err(|error| format!("error: cargo cannot be started: {error}"))?;
    let (messages, rest, succeeded) = follow(child, step, packages)?;
    let mut failures = messages.failures();
    if !succeeded && failures.is_empty() {
        // What is no crate's fault, such as a dependency that is not on this machine, cargo tells by itself.
        failures.push((step.name().to_owned(), rest.trim_end().to_owned()));
    }
    Ok(Built { step, crates: packages.len(), time: start.elapsed(), failures })
}

fn write_workspace(packages: &[&str], folder: &Path, root: &Path) -> Result<(), String> {
    let members: Vec<String> = packages.iter().map(|package| format!("    {package:?},\n")).collect();
    let manifest = format!(
        "# Written by `cargo xtask corpus`.\n\n[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n",
        members.concat()
    );
    let at = |path: &Path, error: std::io::Error| format!("error: {}: {error}", path.display());
    let path = folder.join("Cargo.toml");
    fs::write(&path, manifest).map_err(|error| at(&path, error))?;
    let lock = root.join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock")).map(drop).map_err(|error| at(&lock, error))
}

/// Reads what cargo tells until it ends: its messages, its other words, and whether it succeeded.
fn follow(mut child: Child, step: Step, packages: &[&str]) -> Result<(Messages, String, bool), String> {
    let told = |error: std::io::Error| format!("error: {}: {error}", step.name());
    let stderr = child.stderr.take();
    // Both are read at once: cargo waits for whoever does not read.
    let words = thread::spawn(move || {
        let mut words = Vec::new();
        let read = stderr.map_or(Ok(0), |mut stderr| stderr.read_to_end(&mut words));
        read.map(|_| String::from_utf8_lossy(&words).into_owned())
    });
    let bar = progress_bar(packages.len(), &format!("crates through {}", step.name()));
    let mut messages = Messages::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(told)?;
            if messages.read(&String::from_utf8_lossy(&line)).is_some_and(|package| packages.contains(&&*package)) {
                bar.inc(1);
            }
        }
    }
    let status = child.wait().map_err(told)?;
    bar.finish_and_clear();
    let words = words.join().map_err(|_| format!("error: {}: its words could not be read", step.name()))?;
    Ok((messages, words.map_err(told)?, status.success()))
}
