//! The project's commands: `cargo xtask codegen`, `cargo xtask conformance`, `cargo xtask corpus` and `cargo xtask demo`.

mod cargo;
mod codegen;
mod columns;
mod conformance;
mod corpus;
mod demo;
mod output;
mod paths;
mod report;
mod settings;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::output::{complain, print};

/// The project's commands.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the crates of codegen.toml, or one crate from any model
    Codegen(codegen::Arguments),
    /// Put the test cases of models through their generated clients
    Conformance(conformance::Arguments),
    /// Generate every model of a folder, and tell how large and how fast it was
    Corpus(corpus::Arguments),
    /// Show the generated client at work against the local stand-in
    Demo(demo::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Codegen(arguments) => {
            let outcome = codegen::run(&arguments, &root());
            print(&outcome.report);
            match outcome.problem {
                None => ExitCode::SUCCESS,
                Some(problem) => fail(&problem),
            }
        }
        Command::Conformance(arguments) => follow(conformance::run(&arguments, &root())),
        Command::Corpus(arguments) => match corpus::run(&arguments, &root()) {
            Ok(outcome) => {
                print(&outcome.text);
                if outcome.all_is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
            }
            Err(problem) => fail(&problem),
        },
        Command::Demo(arguments) => follow(demo::run(&arguments, &root())),
    }
}

fn follow(result: Result<ExitCode, String>) -> ExitCode {
    result.unwrap_or_else(|problem| fail(&problem))
}

fn fail(problem: &str) -> ExitCode {
    complain(problem);
    ExitCode::FAILURE
}

/// The workspace's folder: the one that holds ours.
fn root() -> PathBuf {
    // Cargo tells where the package is now; a clone that was moved after it was built is elsewhere.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut root = PathBuf::from(package);
    root.pop();
    root
}
