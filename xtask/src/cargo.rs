//! Running cargo over crates that were generated into the target folder: a workspace of their own, with the versions
//! that ours has locked. What of them is not on this machine yet is downloaded, as for any first build.

mod messages;

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

pub(crate) use self::messages::Messages;

/// What came of a run.
pub(crate) struct Ran {
    /// What cargo told of each package.
    pub(crate) messages: Messages,
    /// Its other words: what is no package's fault, such as a dependency that is not on this machine, stands there.
    pub(crate) words: String,
    /// Whether it succeeded.
    pub(crate) succeeded: bool,
}

/// Writes the workspace's manifest and copies our lock file beside it. Members are folders below `folder`.
pub(crate) fn write_workspace(folder: &Path, root: &Path, members: &[String]) -> io::Result<()> {
    let members: Vec<String> = members.iter().map(|member| format!("    {member:?},\n")).collect();
    let manifest = format!(
        "# Written by `cargo xtask`.\n\n[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\n",
        members.concat()
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).map(drop)
}

/// Runs cargo in a workspace of [`write_workspace`], with its own target folder; one member that fails does not stop the
/// others. `done` hears of each package that is.
///
/// # Errors
///
/// When cargo cannot be started or followed. What it says of packages is no error here.
pub(crate) fn run(
    arguments: &[&str],
    folder: &Path,
    target: &Path,
    environment: &[(&str, &str)],
    mut done: impl FnMut(&str),
) -> Result<Ran, String> {
    let told = |error: io::Error| format!("error: cargo {}: {error}", arguments.join(" "));
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).args(["--keep-going", "--message-format", "json"]);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    // What the environment says of profiles and flags is for our own workspace.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PROFILE_")) {
        command.env_remove(name);
    }
    command.env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTDOCFLAGS");
    command.envs(environment.iter().copied());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(told)?;
    let stderr = child.stderr.take();
    // Both are read at once: cargo waits for whoever does not read.
    let words = thread::spawn(move || {
        let mut words = Vec::new();
        let read = stderr.map_or(Ok(0), |mut stderr| stderr.read_to_end(&mut words));
        read.map(|_| String::from_utf8_lossy(&words).into_owned())
    });
    let mut messages = Messages::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            if let Some(package) = messages.read(&String::from_utf8_lossy(&line.map_err(told)?)) {
                done(&package);
            }
        }
    }
    let succeeded = child.wait().map_err(told)?.success();
    let words = words.join().map_err(|_| told(io::Error::other("its words could not be read")))?;
    Ok(Ran { messages, words: words.map_err(told)?, succeeded })
}
