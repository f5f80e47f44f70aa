//! The demo: the generated client at work against the local stand-in, or the stand-in alone. `cargo xtask demo` runs it.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what a demo is for")]

mod serve;
mod table;
mod tour;

use std::process::ExitCode;

/// Whatever goes otherwise than the demo expects.
type Surprise = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(surprise) => {
            eprintln!("error: {surprise}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Surprise> {
    let wish = Wish::parse(std::env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match wish {
        Wish::Tour => runtime.block_on(tour::run()),
        Wish::Serve { port } => runtime.block_on(serve::run(port)),
    }
}

/// What the arguments ask for. `cargo xtask demo` has checked them already and has the help.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    Tour,
    Serve { port: u16 },
}

impl Wish {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let arguments: Vec<String> = arguments.collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match arguments.as_slice() {
            [] => Ok(Self::Tour),
            ["--serve"] => Ok(Self::Serve { port: 0 }),
            ["--serve", "--port", port] => match port.parse() {
                Ok(port) => Ok(Self::Serve { port }),
                Err(_) => Err(format!("{port:?} is no port: wanted a number from 0 to 65535")),
            },
            other => Err(format!("wanted nothing, or --serve [--port N]; there is {}", other.join(" "))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wish;

    #[test]
    fn arguments_are_wishes_or_told() {
        let parse = |arguments: &str| Wish::parse(arguments.split_whitespace().map(str::to_owned));
        assert_eq!(parse(""), Ok(Wish::Tour));
        assert_eq!(parse("--serve"), Ok(Wish::Serve { port: 0 }));
        assert_eq!(parse("--serve --port 4566"), Ok(Wish::Serve { port: 4566 }));
        assert_eq!(parse("--serve --port 70000"), Err("\"70000\" is no port: wanted a number from 0 to 65535".into()));
        assert!(parse("--port 1").is_err());
    }
}
