//! The runner of a JMESPath compliance suite: its expressions, compiled as those of a client are.

use super::ConformanceOptions;
use crate::diagnostic::Diagnostics;
use crate::jmespath::jmespath_suite;
use crate::{Crate, emit};

/// Generates the runner of a file of JMESPath's compliance suite: a list of `given` with `cases`, each an `expression`
/// with its `result` or `error`. `file` names it in diagnostics; `text` is what it holds.
///
/// # Errors
///
/// When the text is no such list.
pub fn jmespath_runner(file: &str, text: &str, options: &ConformanceOptions) -> Result<Crate, Diagnostics> {
    let suite = jmespath_suite(file, text)?;
    Ok(Crate {
        package: format!("{}-runner", options.name),
        files: emit::emit_expression_runner(&suite.source, options),
        operations: 0,
        shapes: 0,
        types: 0,
        left_out: Vec::new(),
    })
}
