//! What is wrong with a model or a request, for the person who has to mend it.

use std::fmt;

/// One fault: where it is, what was wanted and what is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file of the model or overlay, as it was named to us.
    pub file: String,
    /// The shape, such as `com.amazonaws.opsworkscm#Backup$Status`; absent where the fault is no shape's.
    pub shape: Option<String>,
    /// What was wanted, what is there and, where it helps, what to do.
    pub problem: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(shape) = &self.shape {
            write_visible(f, shape)?;
            f.write_str(": ")?;
        }
        write_visible(f, &self.problem)
    }
}

/// A model's words on one line: what breaks, turns or hides text on a terminal is written as an escape.
pub(crate) fn write_visible(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|character| match character {
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
            write!(f, "{}", character.escape_unicode())
        }
        character if character.is_control() => write!(f, "{}", character.escape_default()),
        character => write!(f, "{character}"),
    })
}

/// All faults that were found in one run. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// The faults, in the order of the model.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "error: {diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// Collects the faults of one model, so that a stage can go on after the first.
#[derive(Debug)]
pub(crate) struct Faults {
    file: String,
    found: Vec<Diagnostic>,
}

impl Faults {
    /// None yet, for the model of a file.
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), found: Vec::new() }
    }

    /// A fault of the model as a whole, or of what was asked of it.
    pub(crate) fn model(&mut self, problem: impl Into<String>) {
        self.found.push(Diagnostic { file: self.file.clone(), shape: None, problem: problem.into() });
    }

    /// A fault of a shape or member.
    pub(crate) fn shape(&mut self, shape: impl Into<String>, problem: impl Into<String>) {
        self.found.push(Diagnostic { file: self.file.clone(), shape: Some(shape.into()), problem: problem.into() });
    }

    /// None yet, for the same file: what is told beside the faults.
    pub(crate) fn beside(&self) -> Self {
        Self::new(&self.file)
    }

    /// Takes over what another one found.
    pub(crate) fn append(&mut self, other: &mut Self) {
        self.found.append(&mut other.found);
    }

    /// What was found.
    pub(crate) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// A fault of an overlay, about a shape or member where one is told.
    pub(crate) fn overlay(&mut self, file: &str, shape: Option<String>, problem: impl Into<String>) {
        self.found.push(Diagnostic { file: file.to_owned(), shape, problem: problem.into() });
    }

    /// Whether there is one already, so that what looks odd may follow from it.
    pub(crate) fn any(&self) -> bool {
        !self.found.is_empty()
    }

    /// Ends a stage: all faults so far, or none.
    pub(crate) fn check(&mut self) -> Result<(), Diagnostics> {
        if self.found.is_empty() { Ok(()) } else { Err(self.take()) }
    }

    /// All faults so far, to be told.
    pub(crate) fn take(&mut self) -> Diagnostics {
        Diagnostics(std::mem::take(&mut self.found))
    }
}

/// A value of the model, short enough for a message.
pub(crate) fn shown(value: &serde_json::Value) -> String {
    shortened(&value.to_string())
}

/// A text of the model, short enough for a message.
pub(crate) fn shortened(text: &str) -> String {
    shortened_to(text, 80)
}

/// A text, with no more than so many characters of it.
pub(crate) fn shortened_to(text: &str, shown: usize) -> String {
    match text.char_indices().nth(shown) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
