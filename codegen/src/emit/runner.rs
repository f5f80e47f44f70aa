//! The runner of a model's test cases: a table of the client's operations, which the library `tinsmith-conformance`
//! makes a program of.

use std::fmt::Write;

use super::Files;
use super::manifest::quoted as toml;
use super::source::{Unparsable, quoted};
use crate::conformance::ConformanceOptions;
use crate::endpoint_rules::ParameterKind;
use crate::name;
use crate::plan::Plan;
use crate::{NOTICE_END, NOTICE_START};

/// The files of the runner.
pub(crate) fn emit_runner(
    plan: &Plan,
    client: &str,
    protocol: &str,
    service: &str,
    options: &ConformanceOptions,
) -> Result<Files, Unparsable> {
    let notice = format!("{NOTICE_START}{}{NOTICE_END}", options.command);
    let path = "src/main.rs";
    let main = format!("// {notice}\n\n{}", main_file(plan, client, protocol, service));
    syn::parse_str::<syn::File>(&main).map_err(|error| Unparsable { path: path.to_owned(), error })?;
    let mut files = Files::new();
    let client = (client, options.client_path.as_str());
    files.insert("Cargo.toml".to_owned(), manifest(client, &notice, options));
    files.insert(path.to_owned(), main);
    Ok(files)
}

/// The files of a runner of expressions. They stand in a file that is included and not a module, since rustfmt follows
/// modules and takes minutes over trees of this depth.
pub(crate) fn emit_expression_runner(suite: &str, options: &ConformanceOptions) -> Files {
    let notice = format!("{NOTICE_START}{}{NOTICE_END}", options.command);
    let main = "//! Evaluates the expressions of a JMESPath compliance suite.\n\ninclude!(\"suite.rs\");\n\n\
        fn main() -> std::process::ExitCode {\n    tinsmith_conformance::expressions(CASES)\n}\n";
    let mut files = Files::new();
    let runtime = ("tinsmith", options.runtime_path.as_str());
    files.insert("Cargo.toml".to_owned(), manifest(runtime, &notice, options));
    files.insert("src/main.rs".to_owned(), format!("// {notice}\n\n{main}"));
    files.insert("src/suite.rs".to_owned(), format!("// {notice}\n\n{suite}"));
    files
}

fn manifest(tested: (&str, &str), notice: &str, options: &ConformanceOptions) -> String {
    let mut text = format!("# {notice}\n\n[package]\n");
    // Writing to a string does not fail.
    let _ = writeln!(text, "name = {}", toml(&format!("{}-runner", options.name)));
    let _ = writeln!(text, "version = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]");
    let dependency = |name: &str, path: &str| format!("{name} = {{ path = {}, default-features = false }}", toml(path));
    let _ = writeln!(text, "{}", dependency(tested.0, tested.1));
    let _ = writeln!(text, "{}", dependency("tinsmith-conformance", &options.library_path));
    text
}

/// One table: a line an operation.
fn main_file(plan: &Plan, client: &str, protocol: &str, service: &str) -> String {
    let mut text = String::from("//! Puts the test cases of a model through its client.\n\n");
    let _ = writeln!(text, "tinsmith_conformance::runner! {{");
    let _ = writeln!(text, "    client {};", name::crate_name(client));
    let _ = writeln!(text, "    service {};", quoted(service));
    let _ = writeln!(text, "    protocol {};", quoted(protocol));
    let _ = writeln!(text, "    operations {{");
    for operation in &plan.operations {
        let _ = writeln!(text, "        {} = {};", operation.method, quoted(&operation.name));
    }
    let _ = writeln!(text, "    }}\n    parameters {{");
    for parameter in &plan.client_parameters {
        let kind = match parameter.kind {
            ParameterKind::String => "String",
            ParameterKind::Boolean => "bool",
            ParameterKind::Strings => "Vec<String>",
        };
        let _ = writeln!(text, "        {}: {kind} = {};", parameter.method, quoted(&parameter.name));
    }
    let _ = writeln!(text, "    }}\n}}");
    text
}
