//! Parts a paragraph's text into tokens, and finds what its characters say beyond the tags: code
//! between backticks, addresses, and CommonMark's emphasis, links and escapes.

use std::rc::Rc;

use super::link;
use super::tree::{Style, Token, TokenKind};

/// A stretch of text in one style, or a line break.
#[derive(Debug)]
pub(super) enum Stretch {
    Text(String, Style),
    Break,
}

/// Takes the colon from the end of a term, as one is set behind it in any case.
pub(super) fn trim_term(stretches: &mut Vec<Stretch>) {
    while let Some(last) = stretches.last_mut() {
        if let Stretch::Text(text, _) = last {
            text.truncate(text.trim_end_matches([':', ' ', '\n']).len());
            if !text.is_empty() {
                break;
            }
        }
        stretches.pop();
    }
}

/// The tokens of each paragraph: two line breaks in a row part one from the next. They neither
/// begin nor end in a space or a break.
pub(super) fn paragraphs(stretches: &[Stretch], common_mark: bool) -> Vec<Vec<Token>> {
    let mut scanner = Scanner { common_mark, tokens: Vec::new() };
    let mut paragraphs = Vec::new();
    for stretch in stretches {
        match stretch {
            Stretch::Text(text, style) if style.code => scanner.code(text, style),
            Stretch::Text(text, style) => scanner.text(text, style),
            Stretch::Break => {
                scanner.trim();
                match scanner.tokens.last().map(|token| token.kind) {
                    None => {}
                    Some(TokenKind::Break) => {
                        scanner.tokens.pop();
                        paragraphs.push(std::mem::take(&mut scanner.tokens));
                    }
                    Some(_) => scanner.push(TokenKind::Break, "", &Style::default()),
                }
            }
        }
    }
    scanner.trim();
    if scanner.tokens.last().is_some_and(|token| token.kind == TokenKind::Break) {
        scanner.tokens.pop();
    }
    paragraphs.push(scanner.tokens);
    paragraphs.retain(|tokens| !tokens.is_empty());
    paragraphs
}

struct Scanner {
    common_mark: bool,
    tokens: Vec<Token>,
}

/// A marker's content and the length of it all.
struct Found<'a> {
    content: &'a str,
    length: usize,
    kind: FoundKind,
}

enum FoundKind {
    Code,
    Strong,
    Emphasis,
    Link(String),
    Literal,
}

/// The markers that are known to have no counterpart in the rest of the text, so that none is
/// looked for twice.
#[derive(Default)]
struct Missing(Vec<&'static str>);

impl Scanner {
    fn push(&mut self, kind: TokenKind, text: &str, style: &Style) {
        self.tokens.push(Token::new(kind, text, style));
    }

    fn trim(&mut self) {
        if self.tokens.last().is_some_and(|token| token.kind == TokenKind::Space) {
            self.tokens.pop();
        }
    }

    fn space(&mut self) {
        if self.tokens.last().is_some_and(Token::is_visible) {
            self.push(TokenKind::Space, "", &Style::default());
        }
    }

    fn code(&mut self, text: &str, style: &Style) {
        let words: Vec<&str> = text.split_whitespace().collect();
        if text.starts_with(char::is_whitespace) || words.is_empty() {
            self.space();
        }
        if words.is_empty() {
            return;
        }
        let content = words.join(" ");
        let style = Style { code: false, ..style.clone() };
        match self.tokens.last_mut() {
            Some(last) if last.kind == TokenKind::Code && last.style.same(&style) => last.text.push_str(&content),
            _ => self.push(TokenKind::Code, &content, &style),
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn text(&mut self, text: &str, style: &Style) {
        let mut missing = Missing::default();
        let mut plain = String::new();
        let mut previous = None;
        let mut at = 0_usize;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(character) = rest.chars().next() else {
                break;
            };
            let found = match character {
                '`' => code_span(rest, &mut missing),
                '*' | '_' if self.common_mark => emphasis(rest, previous, style, &mut missing),
                '[' if self.common_mark && style.link.is_none() => bracket_link(rest),
                '\\' if self.common_mark => escaped(rest),
                _ => None,
            };
            let Some(found) = found else {
                // A run of backticks is one marker, not several.
                let length = match character {
                    '`' => run(rest),
                    _ => character.len_utf8(),
                };
                plain.push_str(rest.get(..length).unwrap_or_default());
                previous = Some(character);
                at += length;
                continue;
            };
            if let FoundKind::Literal = found.kind {
                plain.push_str(found.content);
            } else {
                self.words(&plain, style);
                plain.clear();
            }
            match found.kind {
                FoundKind::Literal => {}
                FoundKind::Code => self.code(found.content, style),
                FoundKind::Strong => self.text(found.content, &Style { strong: true, ..style.clone() }),
                FoundKind::Emphasis => self.text(found.content, &Style { emphasis: true, ..style.clone() }),
                FoundKind::Link(destination) => {
                    let link = Some(Rc::from(destination));
                    self.text(found.content, &Style { link, ..style.clone() });
                }
            }
            previous = rest.get(..found.length).and_then(|matched| matched.chars().next_back());
            at += found.length;
        }
        self.words(&plain, style);
    }

    fn words(&mut self, text: &str, style: &Style) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            if index > 0 {
                self.space();
            }
            if style.link.is_none() {
                self.word_with_addresses(word, style);
            } else {
                self.word(word, style);
            }
        }
    }

    fn word(&mut self, word: &str, style: &Style) {
        if word.is_empty() {
            return;
        }
        // Where markup was broken over lines, a full stop or comma can stand on its own.
        if matches!(word, "." | "," | ";") {
            self.trim();
        }
        match self.tokens.last_mut() {
            Some(last) if last.kind == TokenKind::Word && last.style.same(style) => last.text.push_str(word),
            _ => self.push(TokenKind::Word, word, style),
        }
    }

    /// A bare address is a lint's finding, so it becomes a link; as code where it is a pattern or
    /// leads nowhere.
    fn word_with_addresses(&mut self, word: &str, style: &Style) {
        let mut rest = word;
        while let Some(start) = address_start(rest) {
            let (before, address) = rest.split_at(start);
            let end = address.find(['"', '\u{201d}', '\u{201c}']).unwrap_or(address.len());
            let (address, _) = address.split_at(end);
            let address =
                address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '\u{2019}', ')', ']', '*', '_']);
            self.word(before, style);
            if link::is_address(address) {
                self.push(TokenKind::Url, address, style);
            } else {
                self.code(address, style);
            }
            rest = rest.get(start + address.len()..).unwrap_or_default();
        }
        self.word(rest, style);
    }
}

/// Where `http://` or `https://` begins.
fn address_start(text: &str) -> Option<usize> {
    text.match_indices("://").find_map(|(colon, _)| {
        ["https", "http"].iter().find_map(|scheme| {
            let start = colon.checked_sub(scheme.len())?;
            text.get(start..colon)?.eq_ignore_ascii_case(scheme).then_some(start)
        })
    })
}

fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

fn code_span<'a>(rest: &'a str, missing: &mut Missing) -> Option<Found<'a>> {
    let marker = match run(rest) {
        1 => "`",
        2 => "``",
        3 => "```",
        _ => return None,
    };
    if missing.0.contains(&marker) {
        return None;
    }
    let mut from = marker.len();
    while let Some(next) = rest.get(from..).and_then(|after| after.find('`')) {
        let close = from + next;
        let length = rest.get(close..).map_or(1, run);
        if length == marker.len() {
            let content = rest.get(length..close)?;
            return (!content.trim().is_empty()).then_some(Found {
                content,
                length: close + length,
                kind: FoundKind::Code,
            });
        }
        from = close + length;
    }
    missing.0.push(marker);
    None
}

fn emphasis<'a>(rest: &'a str, previous: Option<char>, style: &Style, missing: &mut Missing) -> Option<Found<'a>> {
    let marker = ["**", "__", "*", "_"].into_iter().find(|marker| rest.starts_with(marker))?;
    let strong = marker.len() == 2;
    let known = if strong { style.strong } else { style.emphasis };
    if known || missing.0.contains(&marker) || previous.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let inner = rest.get(marker.len()..)?;
    if inner.starts_with(|next: char| next.is_whitespace() || marker.contains(next)) {
        return None;
    }
    for (close, _) in inner.match_indices(marker) {
        let content = inner.get(..close)?;
        let after = inner.get(close + marker.len()..)?;
        let ends_word = !content.ends_with(|last: char| last.is_whitespace() || last == '\\' || marker.contains(last));
        let parted = !after.starts_with(|next: char| next.is_alphanumeric() || marker.contains(next));
        if ends_word && parted && !content.is_empty() {
            let kind = if strong { FoundKind::Strong } else { FoundKind::Emphasis };
            return Some(Found { content, length: close + 2 * marker.len(), kind });
        }
    }
    missing.0.push(marker);
    None
}

/// A link of CommonMark's: `[label](destination)`, the label without brackets. One that leads
/// nowhere is its label.
fn bracket_link(rest: &str) -> Option<Found<'_>> {
    const LONGEST: usize = 2048;
    let inner = rest.get(1..)?;
    let label = inner.split(['[', ']']).next()?;
    let after = inner.get(label.len()..)?.strip_prefix("](")?;
    let end = after
        .char_indices()
        .take(LONGEST)
        .find(|(_, character)| character.is_whitespace() || "()[]<>".contains(*character))
        .filter(|(_, character)| *character == ')')?;
    if label.trim().is_empty() {
        return None;
    }
    let kind = match link::destination(after.get(..end.0)?) {
        Some(destination) => FoundKind::Link(destination),
        None => FoundKind::Literal,
    };
    Some(Found { content: label, length: label.len() + end.0 + 4, kind })
}

fn escaped(rest: &str) -> Option<Found<'_>> {
    let content = rest.get(1..2).filter(|next| next.chars().all(|next| next.is_ascii_punctuation()))?;
    Some(Found { content, length: 2, kind: FoundKind::Literal })
}
