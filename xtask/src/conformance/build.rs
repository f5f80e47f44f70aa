//! Compiling all clients and runners in one run of cargo. One that does not compile does not stop the others.

use super::suite::{Made, Suite};
use crate::cargo::{self, Messages};

/// Builds the workspace: the programs of the runners, and what the compiler said of what it did not compile.
pub(super) fn build(suite: &Suite) -> Result<Messages, String> {
    if !suite.models.iter().any(|model| matches!(model.made, Made::Crates { .. })) {
        return Ok(Messages::default());
    }
    let ran = cargo::run(&["build", "--workspace"], &suite.folder, &suite.folder.join("target"), &[], |_| {})?;
    if !ran.succeeded && ran.messages.failures().is_empty() {
        return Err(format!("error: the runners cannot be built\n{}", ran.words.trim_end()));
    }
    Ok(ran.messages)
}
