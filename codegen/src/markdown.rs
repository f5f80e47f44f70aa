//! Turns the HTML and CommonMark of a model's documentation into Markdown that rustdoc takes
//! without a warning, whatever the model says.
//!
//! The text comes from outside, so nothing of it is passed through: it is parsed to a small tree
//! (`parse`, `plain`, `build`), and every character of the output is written by `render` and its
//! helpers, which escape whatever Markdown would take for more than text.

mod build;
mod escape;
mod inline;
mod link;
mod parse;
mod phrase;
mod plain;
mod render;
mod summary;
mod table;
mod tree;
mod wrap;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

/// The widest line, for a person who reads the generated source.
const WIDTH: usize = 96;

/// The documentation as Markdown: lines of at most 96 columns where that can be, parted by `\n`,
/// without a newline at the end. Empty when there is nothing to say.
pub(crate) fn markdown(html: &str) -> String {
    render::blocks(&parse::parse(html), WIDTH).join("\n")
}

/// The first sentence as one line for a table cell: code stays code, links and emphasis become
/// plain text, pipes are escaped.
pub(crate) fn summary(html: &str) -> String {
    summary::line(&parse::parse(html))
}
