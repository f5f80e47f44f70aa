//! Stage 5, emit: the plan becomes the text of files. It decides nothing, it interpolates.

mod client;
mod default;
mod discovery;
mod documentation;
mod enumeration;
mod error;
mod lib_file;
mod manifest;
mod operation;
pub(crate) mod policy;
mod readme;
mod runner;
mod service;
mod source;
mod structure;
mod type_file;
mod waiter;

use std::collections::BTreeMap;

use crate::Options;
use crate::lock;
use crate::plan::Plan;

pub(crate) use self::runner::{emit_expression_runner, emit_runner};
pub(crate) use self::source::Unparsable;

/// The files of a crate by their path in it, with `/` between folders.
pub(crate) type Files = BTreeMap<String, String>;

/// Emits all files of a crate.
///
/// # Errors
///
/// When what was emitted is no Rust: a defect of ours, told with the file, and nothing is written.
pub(crate) fn emit(plan: &Plan, options: &Options) -> Result<Files, Unparsable> {
    let notice = options.notice();
    let mut files = Files::new();
    files.insert("Cargo.toml".to_owned(), manifest::emit(plan, options, &notice));
    files.insert("README.md".to_owned(), readme::emit(plan, options, &notice));
    files.extend(policy::emit(plan).map(|text| (policy::FILE.to_owned(), text)));
    files.insert(lock::FILE.to_owned(), lock::of_plan(plan).text(&notice));
    let mut add = |file: source::SourceFile| -> Result<(), Unparsable> {
        let text = file.text(&notice)?;
        files.insert(file.path, text);
        Ok(())
    };
    add(lib_file::emit(plan, options))?;
    add(client::emit(plan))?;
    add(error::emit(plan))?;
    add(service::emit(plan))?;
    add(service::emit_endpoint_rules(plan))?;
    if let Some(discovery) = &plan.discovery {
        add(discovery::emit(discovery))?;
    }
    add(operation::emit_module(plan))?;
    for operation in &plan.operations {
        add(operation::emit(operation))?;
    }
    add(type_file::emit_module(plan))?;
    for planned in &plan.types {
        add(type_file::emit(planned))?;
    }
    Ok(files)
}
