//! Breaks the words of a paragraph into lines.

use super::escape;
use super::phrase::Piece;

/// Lines of at most `width` columns where the words allow it. A word is never broken: it may be
/// a whole code span.
pub(super) fn lines(pieces: &[Piece], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0_usize;
    for piece in pieces {
        match piece {
            Piece::Break => {
                line.push('\\');
                lines.push(std::mem::take(&mut line));
            }
            Piece::Word(word) => {
                let length = word.chars().count();
                if !line.is_empty() && columns.saturating_add(length) >= width {
                    lines.push(std::mem::take(&mut line));
                }
                if line.is_empty() {
                    line = escape::line_start(word);
                    columns = line.chars().count();
                } else {
                    line.push(' ');
                    line.push_str(word);
                    columns = columns.saturating_add(length).saturating_add(1);
                }
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Everything on one line, for a table's cell.
pub(super) fn line(pieces: &[Piece]) -> String {
    let mut line = String::new();
    for piece in pieces {
        if let Piece::Word(word) = piece {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line
}
