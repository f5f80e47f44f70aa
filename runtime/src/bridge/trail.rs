//! Where in a value reading failed. It costs nothing until something does.

use std::cell::RefCell;
use std::fmt;

/// One step from a value into what it holds.
#[derive(Debug)]
pub(crate) enum Step {
    /// A member of a structure or union.
    Member(&'static str),
    /// An item of a list.
    Item(usize),
    /// An entry of a map.
    Entry(String),
}

/// The steps to the value that could not be read, noted from the inside out while the error travels up.
#[derive(Debug, Default)]
pub(crate) struct Trail(RefCell<Vec<Step>>);

impl Trail {
    /// Notes the step that led to a failure.
    pub(crate) fn note<T, E>(&self, result: Result<T, E>, step: impl FnOnce() -> Step) -> Result<T, E> {
        if result.is_err() {
            self.0.borrow_mut().push(step());
        }
        result
    }
}

impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.borrow().iter().rev().enumerate() {
            match step {
                Step::Member(name) if index == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
                Step::Entry(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}
