//! Cuts the documentation down to its first sentence on one line.

use super::tree::{Block, Style, Token, TokenKind};
use super::{phrase, wrap};

/// What ends in a full stop and ends no sentence.
const ABBREVIATIONS: [&str; 8] = ["e.g.", "i.e.", "etc.", "vs.", "no.", "approx.", "incl.", "cf."];

/// The first sentence, fit for a table's cell.
pub(super) fn line(blocks: &[Block]) -> String {
    let Some(tokens) = first(blocks, false).or_else(|| first(blocks, true)) else {
        return String::new();
    };
    let sentence = tokens.get(..sentence_end(tokens)).unwrap_or(tokens);
    // Cells end at pipes even within code, and this is how they are written in both.
    wrap::line(&phrase::pieces(&plain(sentence))).replace('|', "\\|")
}

/// The first text; headings only if there is nothing else.
fn first(blocks: &[Block], headings: bool) -> Option<&[Token]> {
    blocks.iter().find_map(|block| match block {
        Block::Text { tokens, heading } => (headings || !heading).then_some(tokens.as_slice()),
        Block::Code(_) => None,
        Block::Node { children, .. } => first(children, headings),
    })
}

fn sentence_end(tokens: &[Token]) -> usize {
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Break => return index,
            TokenKind::Word if ends_sentence(&token.text) => {}
            _ => continue,
        }
        let mut after = tokens.iter().skip(index + 1);
        let parted = after.next().is_none_or(|next| next.kind == TokenKind::Space);
        let goes_on =
            after.next().is_some_and(|next| next.kind == TokenKind::Word && next.text.starts_with(char::is_lowercase));
        if parted && !goes_on {
            return index + 1;
        }
    }
    tokens.len()
}

fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_matches(['(', ')', '"', '\'', '\u{201d}', '\u{2019}']);
    bare.ends_with(['.', '!', '?']) && !ABBREVIATIONS.iter().any(|abbreviation| bare.eq_ignore_ascii_case(abbreviation))
}

/// The tokens without links and emphasis.
fn plain(tokens: &[Token]) -> Vec<Token> {
    let mut plain: Vec<Token> = Vec::new();
    for token in tokens {
        let kind = match token.kind {
            TokenKind::Break => TokenKind::Space,
            // A link's text may be an address, which would be a bare one without the link.
            TokenKind::Url => TokenKind::Code,
            TokenKind::Word if token.text.contains("://") => TokenKind::Code,
            kind => kind,
        };
        match plain.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(&token.text),
            _ => plain.push(Token::new(kind, &token.text, &Style::default())),
        }
    }
    plain
}
