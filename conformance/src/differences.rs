//! What differs between what a case wants and what came, with paths, and not more of it than a person reads.

use std::fmt::{Display, Write};

/// How many differences of one value are told; the rest is counted.
const TOLD: usize = 8;

/// A value in a message is cut after that many characters.
const SHOWN: usize = 200;

/// Collects differences on a walk over two values.
#[derive(Debug)]
pub(crate) struct Differences {
    path: String,
    told: Vec<String>,
    count: usize,
}

impl Differences {
    /// None yet; the walk begins at what has that name, such as `body`.
    pub(crate) fn of(name: &str) -> Self {
        Self { path: name.to_owned(), told: Vec::new(), count: 0 }
    }

    /// Walks on with a step added to the path.
    pub(crate) fn within(&mut self, step: impl Display, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        // Writing to a string does not fail.
        let _ = write!(self.path, "{step}");
        walk(self);
        self.path.truncate(length);
    }

    /// Two values differ.
    pub(crate) fn tell(&mut self, wanted: impl Display, came: impl Display) {
        self.add(format!("wanted {}; there is {}", cut(&wanted.to_string()), cut(&came.to_string())));
    }

    /// Something wanted is not there.
    pub(crate) fn absent(&mut self, wanted: impl Display) {
        self.tell(wanted, "nothing");
    }

    /// Something is there that nobody wanted.
    pub(crate) fn unwanted(&mut self, came: impl Display) {
        self.tell("nothing", came);
    }

    fn add(&mut self, problem: String) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(format!("{}: {problem}", self.path));
        }
    }

    /// The differences as lines.
    pub(crate) fn into_lines(mut self) -> Vec<String> {
        if self.count > self.told.len() {
            self.told.push(format!("and {} differences more", self.count - self.told.len()));
        }
        self.told
    }
}

/// A text, short enough for a message.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
