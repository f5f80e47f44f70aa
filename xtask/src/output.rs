//! Printing: what the commands say, whether or not somebody reads it to the end.

use std::io::{ErrorKind, Write};

/// Prints a text to standard output. A reader that has gone, as `head` goes, has read what it wanted; any other failure
/// is told.
pub(crate) fn print(text: &str) {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => complain(&format!("error: standard output: {error}")),
        _ => {}
    }
}

/// Prints a line to standard error. Where that fails there is nobody left to tell.
pub(crate) fn complain(problem: &str) {
    let _ = writeln!(std::io::stderr(), "{problem}");
}
