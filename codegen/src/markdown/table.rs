//! Writes tables: as Markdown's own where the cells allow it, else as a list of the rows.

use super::tree::{Block, Kind, TokenKind};
use super::{phrase, render, wrap};

/// A wider table does not fit a page.
const MOST_COLUMNS: usize = 6;

/// A longer cell reads better in a list.
const LONGEST_CELL: usize = 200;

/// A longer heading would drown what it is repeated before.
const LONGEST_LEAD: usize = 40;

/// The table's lines; whatever stands in it outside of its rows comes first.
pub(super) fn lines(children: &[Block], width: usize, alternate: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rows: Vec<&[Block]> = Vec::new();
    for child in children {
        match child {
            Block::Node { kind: Kind::Row, children } => rows.push(children),
            other => {
                let added = render::blocks(std::slice::from_ref(other), width);
                if !added.is_empty() {
                    lines.extend(added);
                    lines.push(String::new());
                }
            }
        }
    }
    match drawn(&rows) {
        Some(table) => lines.extend(table),
        None => lines.extend(listed(&rows, width, alternate)),
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The table drawn with pipes; the first row is its head. `None` if some cell is more than a line.
fn drawn(rows: &[&[Block]]) -> Option<Vec<String>> {
    let columns = rows.first()?.len();
    if rows.len() < 2 || !(2..=MOST_COLUMNS).contains(&columns) {
        return None;
    }
    let mut lines = Vec::new();
    for row in rows {
        if row.len() > columns {
            return None;
        }
        let mut cells = row.iter().map(cell).collect::<Option<Vec<_>>>()?;
        cells.resize(columns, String::new());
        lines.push(format!("| {} |", cells.join(" | ")));
        if lines.len() == 1 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    Some(lines)
}

fn cell(cell: &Block) -> Option<String> {
    let Block::Node { kind: Kind::Cell, children } = cell else {
        return None;
    };
    let line = match children.as_slice() {
        [] => String::new(),
        [Block::Text { tokens, .. }] if tokens.iter().all(|token| token.kind != TokenKind::Break) => {
            wrap::line(&phrase::pieces(tokens))
        }
        _ => return None,
    };
    // A pipe ends a cell even within a code span.
    (line.len() <= LONGEST_CELL && !line.contains('|')).then_some(line)
}

/// An item for each row, a paragraph for each cell, led by its column's heading.
fn listed(rows: &[&[Block]], width: usize, alternate: bool) -> Vec<String> {
    let (head, body) = match rows.split_first() {
        Some((head, body)) if !body.is_empty() => (head.iter().map(lead).collect(), body),
        _ => (Vec::new(), rows),
    };
    let (marker, indent) = if alternate { ("* ", "  ") } else { ("- ", "  ") };
    let mut lines: Vec<String> = Vec::new();
    for row in body {
        let mut paragraphs: Vec<String> = Vec::new();
        for (index, cell) in row.iter().enumerate() {
            let Block::Node { children, .. } = cell else {
                continue;
            };
            let lead = head.get(index).map_or("", String::as_str);
            let added =
                if children.is_empty() { Vec::new() } else { render::led(lead, children, width.saturating_sub(2)) };
            if added.is_empty() {
                continue;
            }
            if !paragraphs.is_empty() {
                paragraphs.push(String::new());
            }
            paragraphs.extend(added);
        }
        if !lines.is_empty() && !paragraphs.is_empty() {
            lines.push(String::new());
        }
        for (index, line) in paragraphs.iter().enumerate() {
            let prefix = if index == 0 { marker } else { indent };
            lines.push(format!("{prefix}{line}").trim_end().to_owned());
        }
    }
    lines
}

/// A heading cell's words, if they are few.
fn lead(cell: &Block) -> String {
    let Block::Node { children, .. } = cell else {
        return String::new();
    };
    let [Block::Text { tokens, .. }] = children.as_slice() else {
        return String::new();
    };
    let mut lead = String::new();
    for token in tokens {
        match token.kind {
            TokenKind::Space | TokenKind::Break => lead.push(' '),
            // Code and addresses lose their form here, which would let them be taken for more.
            TokenKind::Code | TokenKind::Url => return String::new(),
            TokenKind::Word => lead.push_str(&token.text),
        }
        if lead.len() > LONGEST_LEAD {
            return String::new();
        }
    }
    lead.trim_end_matches(':').to_owned()
}
