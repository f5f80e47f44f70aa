//! Compiling all clients and runners in one run of cargo. One that does not compile does not stop the others.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::suite::{Made, Suite};

/// What came of it, by package.
#[derive(Default)]
pub(super) struct Built {
    /// The programs of the runners.
    pub(super) programs: BTreeMap<String, PathBuf>,
    /// What the compiler said of packages that it did not compile.
    pub(super) errors: BTreeMap<String, Vec<String>>,
}

/// A line of cargo's, as far as it is of use here.
#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line {
    CompilerArtifact {
        target: Target,
        executable: Option<PathBuf>,
    },
    CompilerMessage {
        target: Target,
        message: Message,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    rendered: Option<String>,
}

/// Builds the workspace.
pub(super) fn build(suite: &Suite) -> Result<Built, String> {
    let mut built = Built::default();
    if !suite.models.iter().any(|model| matches!(model.made, Made::Crates { .. })) {
        return Ok(built);
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--workspace", "--keep-going", "--offline", "--message-format=json", "--manifest-path"]);
    command.arg(suite.folder.join("Cargo.toml"));
    command.env("CARGO_TARGET_DIR", suite.folder.join("target"));
    // What the environment says of profiles is for our own workspace.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PROFILE_")) {
        command.env_remove(name);
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let fault = |error: std::io::Error| format!("error: cargo cannot be run to build the runners: {error}");
    let mut child = command.spawn().map_err(fault)?;
    let mut stderr = child.stderr.take();
    // Both are read at once: a pipe that nobody reads would fill up and stop cargo.
    let said = std::thread::spawn(move || stderr.as_mut().map(std::io::read_to_string).transpose());
    for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        if let Ok(line) = serde_json::from_str(&line.map_err(fault)?) {
            built.take(line);
        }
    }
    let status = child.wait().map_err(fault)?;
    let said = said.join().ok().and_then(Result::ok).flatten().unwrap_or_default();
    if !status.success() && built.errors.is_empty() {
        return Err(format!("error: the runners cannot be built ({status})\n{}", said.trim_end()));
    }
    Ok(built)
}

impl Built {
    fn take(&mut self, line: Line) {
        match line {
            Line::CompilerArtifact { target, executable: Some(program) } => {
                self.programs.insert(target.name, program);
            }
            Line::CompilerMessage { target, message: Message { level, rendered: Some(text) } } if level == "error" => {
                // A library's target has underscores where its package has hyphens.
                self.errors.entry(target.name.replace('_', "-")).or_default().push(text);
            }
            _ => {}
        }
    }
}
