//! The results, for the command that reads them: a line of JSON each on standard output.

use serde::Serialize;

/// What came of one case.
#[derive(Debug, Serialize)]
pub(crate) struct CaseLine<'a> {
    /// The shape that carries the case.
    pub(crate) shape: &'a str,
    /// The trait's name, without its namespace.
    #[serde(rename = "trait")]
    pub(crate) test: &'a str,
    /// The case's id.
    pub(crate) id: &'a str,
    /// What differs; where there is nothing, the case passed.
    pub(crate) problems: &'a [String],
    /// Whether the case itself is at fault.
    pub(crate) malformed: bool,
}

/// The last line, which tells that all cases were run.
#[derive(Debug, Serialize)]
pub(crate) struct EndLine {
    /// How many cases are for servers or other protocols.
    pub(crate) passed_over: usize,
}

/// Prints a line.
pub(crate) fn print(line: &impl Serialize) {
    match serde_json::to_string(line) {
        Ok(text) => println!("{text}"),
        // The reader misses the line and tells so.
        Err(error) => eprintln!("a result cannot be written: {error}"),
    }
}
