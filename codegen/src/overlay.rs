//! Overlays: reviewed JSON patches (RFC 6902) that correct a model before it is loaded, without a change to its file.
//!
//! Beyond the RFC, an `add` below the `traits` of a shape or member that has none makes them, so that an overlay need not
//! add the whole object, which would wipe what a later file brings. A `path` that leads nowhere, a `test` that fails and
//! an operation that changes nothing are faults: the model is no longer the one that the overlay was written for.

mod apply;
mod read;

use serde_json::Value;

use self::apply::Patching;
use crate::diagnostic::{Diagnostics, Faults};
use crate::load;

/// An overlay's text, and its file as it is to be named in diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Overlay {
    /// The file's name.
    pub file: String,
    /// What it holds: a list of the operations of RFC 6902.
    pub text: String,
}

impl Overlay {
    /// The overlay that a file holds.
    #[must_use]
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into() }
    }
}

/// The text of a model with overlays applied in their order: all of them, or every operation that is at fault.
pub(crate) fn apply(text: &str, overlays: &[Overlay], faults: &mut Faults) -> Result<String, Diagnostics> {
    // What is wrong with the model's own file is told as that, with its lines.
    load::load(text, load::Origin::File, faults)?;
    faults.check()?;
    let mut model: Value = match serde_json::from_str(text) {
        Ok(model) => model,
        Err(error) => {
            faults.model(format!("cannot be patched by an overlay: {error}"));
            faults.check()?;
            Value::Null
        }
    };
    let mut patching = Patching::new(&mut model);
    for overlay in overlays {
        for (number, operation) in read::operations(overlay, faults) {
            if let Err(problem) = patching.apply(&operation) {
                let place = apply::place(operation.path());
                let path = crate::diagnostic::shortened_to(operation.path().as_str(), apply::SHOWN);
                let problem = format!("operation {number} ({} {path:?}): {problem}", apply::name(&operation));
                faults.overlay(&overlay.file, place, problem);
            }
        }
    }
    faults.check()?;
    Ok(model.to_string())
}
