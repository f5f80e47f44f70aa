//! `cargo xtask demo`: starts the demo, which is a program of its own, so that these commands need no network crates.

use std::path::Path;
use std::process::{Command, ExitCode};

/// Without arguments: start the stand-in, use the generated client against it, print what came, and end.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only serve, until Ctrl-C, and print how to point the client and boto3 at it
    #[arg(long)]
    serve: bool,
    /// The loopback port to serve on; where absent, any that is free
    #[arg(long, value_name = "N", requires = "serve")]
    port: Option<u16>,
}

/// Runs the demo and gives back how it ended.
pub(crate) fn run(arguments: &Arguments, root: &Path) -> Result<ExitCode, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", "tinsmith-tests", "--bin", "demo", "--manifest-path"]);
    command.arg(root.join("Cargo.toml")).arg("--");
    if arguments.serve {
        command.arg("--serve");
    }
    if let Some(port) = arguments.port {
        command.arg("--port").arg(port.to_string());
    }
    follow(command)
}

/// Becomes the other program, so that Ctrl-C and the exit status are its own.
#[cfg(unix)]
fn follow(mut command: Command) -> Result<ExitCode, String> {
    use std::os::unix::process::CommandExt;

    Err(cannot_start(&command.exec()))
}

/// Runs the other program and passes on its exit status.
#[cfg(not(unix))]
fn follow(mut command: Command) -> Result<ExitCode, String> {
    let status = command.status().map_err(|error| cannot_start(&error))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

fn cannot_start(error: &std::io::Error) -> String {
    format!("error: cargo cannot be started for the demo: {error}")
}
