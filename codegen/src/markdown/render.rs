//! Writes the tree as Markdown lines.

use super::tree::{Block, Kind, Style, Token, TokenKind};
use super::{escape, phrase, table, wrap};

/// However deep, some words go on a line.
const NARROWEST: usize = 40;

/// The blocks' lines, one blank line between two of them.
pub(super) fn blocks(blocks: &[Block], width: usize) -> Vec<String> {
    joined(blocks, width, true)
}

fn joined(blocks: &[Block], width: usize, apart: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut previous: Option<(bool, bool)> = None;
    for block in blocks {
        let list = list_order(block);
        // Two lists in a row would be one if they had the same marker.
        let alternate = match (list, previous) {
            (Some(ordered), Some((before, alternate))) if ordered == before => !alternate,
            _ => false,
        };
        let added = self::block(block, width, alternate);
        if added.is_empty() {
            continue;
        }
        if apart && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(added);
        previous = list.map(|ordered| (ordered, alternate));
    }
    lines
}

fn list_order(block: &Block) -> Option<bool> {
    match block {
        Block::Node { kind: Kind::List { ordered }, .. } => Some(*ordered),
        // A table that is written as a list counts as one.
        Block::Node { kind: Kind::Table, .. } => Some(false),
        _ => None,
    }
}

fn block(block: &Block, width: usize, alternate: bool) -> Vec<String> {
    match block {
        Block::Text { tokens, .. } => text(tokens, width),
        Block::Code(code) => fenced(code),
        Block::Node { kind, children } => match kind {
            Kind::List { ordered } => list(children, *ordered, width, alternate),
            Kind::Quote(lead) => quote(lead, children, width),
            Kind::Table => table::lines(children, width, alternate),
            Kind::Root | Kind::Item | Kind::Row | Kind::Cell => blocks(children, width),
        },
    }
}

fn text(tokens: &[Token], width: usize) -> Vec<String> {
    wrap::lines(&phrase::pieces(tokens), width.max(NARROWEST))
}

/// The items as a list: tight if each is a paragraph and at most a list below it.
pub(super) fn list(items: &[Block], ordered: bool, width: usize, alternate: bool) -> Vec<String> {
    let items: Vec<&[Block]> = items
        .iter()
        .filter_map(|item| match item {
            Block::Node { children, .. } => Some(children.as_slice()),
            _ => None,
        })
        .collect();
    let tight = items.iter().all(|children| match children {
        [_] => true,
        [Block::Text { .. }, second] => matches!(second, Block::Node { kind: Kind::List { .. }, .. }),
        _ => false,
    });
    let mut lines: Vec<String> = Vec::new();
    let mut number = 0_usize;
    for children in items {
        let marker = match (ordered, alternate) {
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
            (true, false) => format!("{}. ", number + 1),
            (true, true) => format!("{}) ", number + 1),
        };
        let added = joined(children, width.saturating_sub(marker.len()), !tight);
        if added.is_empty() {
            continue;
        }
        if !tight && !lines.is_empty() {
            lines.push(String::new());
        }
        let indent = " ".repeat(marker.len());
        for (index, line) in added.iter().enumerate() {
            let prefix = if index == 0 { &marker } else { &indent };
            lines.push(format!("{prefix}{line}").trim_end().to_owned());
        }
        number += 1;
    }
    lines
}

fn quote(lead: &str, children: &[Block], width: usize) -> Vec<String> {
    let mut lines = led(lead, children, width.saturating_sub(2));
    for line in &mut lines {
        *line = format!("> {line}").trim_end().to_owned();
    }
    lines
}

/// The blocks with a bold lead: `**Note:**` and what there is to note.
pub(super) fn led(lead: &str, children: &[Block], width: usize) -> Vec<String> {
    if lead.is_empty() {
        return blocks(children, width);
    }
    let bold = Style { strong: true, ..Style::default() };
    let mut tokens = Vec::new();
    for word in lead.split_whitespace() {
        if !tokens.is_empty() {
            tokens.push(Token::new(TokenKind::Space, "", &bold));
        }
        tokens.push(Token::new(TokenKind::Word, word, &bold));
    }
    if let Some(last) = tokens.last_mut() {
        last.text.push(':');
    }
    let rest = match children.split_first() {
        // Bold text right behind the lead would read as a part of it.
        Some((Block::Text { tokens: first, heading: false }, rest)) if starts_plain(first) => {
            tokens.push(Token::new(TokenKind::Space, "", &Style::default()));
            tokens.extend(first.iter().cloned());
            rest
        }
        _ => children,
    };
    let mut lines = text(&tokens, width);
    let rest = blocks(rest, width);
    if !rest.is_empty() {
        lines.push(String::new());
        lines.extend(rest);
    }
    lines
}

fn starts_plain(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|token| !token.style.strong)
}

/// Code in a fence that says it is text, as rustdoc would run anything else.
fn fenced(code: &str) -> Vec<String> {
    let fence = "`".repeat(escape::longest_run(code, '`').saturating_add(1).max(3));
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    let filled = |line: &&str| !line.is_empty();
    let first = lines.iter().position(filled).unwrap_or_default();
    let last = lines.iter().rposition(filled).unwrap_or_default();
    let indent = lines
        .iter()
        .filter(|line| filled(line))
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or_default();
    let mut out = vec![format!("{fence}text")];
    for line in lines.get(first..=last).unwrap_or_default() {
        out.push(line.get(indent..).unwrap_or_default().to_owned());
    }
    out.push(fence);
    out
}
