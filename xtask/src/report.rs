//! What `cargo xtask codegen` prints: an aligned line for each crate.

use std::time::Duration;

use tinsmith_codegen::{Changes, Crate};

use crate::columns::aligned;

/// A crate, how long it took, and what of its folder differed.
pub(crate) struct Line<'a> {
    /// The crate.
    pub(crate) generated: &'a Crate,
    /// How long it took to read the model, to generate and to compare.
    pub(crate) time: Duration,
    /// What differed.
    pub(crate) changes: &'a Changes,
}

/// A table of these lines. `checked` tells that nothing was written.
pub(crate) fn table(lines: &[Line<'_>], checked: bool) -> String {
    let rows: Vec<Vec<String>> = lines.iter().map(|line| row(line, checked)).collect();
    aligned(&rows, &[0, 6])
}

fn row(line: &Line<'_>, checked: bool) -> Vec<String> {
    let generated = line.generated;
    vec![
        generated.package.clone(),
        count(generated.operations, "operation"),
        count(generated.shapes, "shape"),
        count(generated.files.len(), "file"),
        count(generated.lines(), "line"),
        format!("{} ms", line.time.as_millis()),
        outcome(line.changes, checked),
    ]
}

fn outcome(changes: &Changes, checked: bool) -> String {
    let (stale, obsolete) = if checked { ("stale", "obsolete") } else { ("written", "removed") };
    let told =
        |paths: &[String], what: &str| (!paths.is_empty()).then(|| format!("{} {what}", count(paths.len(), "file")));
    let parts: Vec<String> =
        [told(&changes.stale, stale), told(&changes.obsolete, obsolete)].into_iter().flatten().collect();
    if parts.is_empty() { "unchanged".to_owned() } else { parts.join(", ") }
}

/// A number of things, the plural where it is one.
pub(crate) fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::{count, outcome};
    use tinsmith_codegen::Changes;

    #[test]
    fn counts_and_outcomes_read_like_words() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(0, "file"), "0 files");
        let mut changes = Changes::default();
        assert_eq!(outcome(&changes, false), "unchanged");
        changes.stale.push("a".to_owned());
        assert_eq!(outcome(&changes, false), "1 file written");
        changes.obsolete.extend(["b".to_owned(), "c".to_owned()]);
        assert_eq!(outcome(&changes, true), "1 file stale, 2 files obsolete");
    }
}
