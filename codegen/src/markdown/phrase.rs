//! Writes a paragraph's tokens as Markdown words: escapes, code spans, emphasis and links.

use super::escape;
use super::tree::{Style, Token, TokenKind};

/// What a paragraph is wrapped from.
#[derive(Debug)]
pub(super) enum Piece {
    Word(String),
    Break,
}

/// The paragraph's words, each complete in itself as far as a line break beside it goes.
pub(super) fn pieces(tokens: &[Token]) -> Vec<Piece> {
    let mut writer = Writer::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.kind {
            TokenKind::Space => {
                writer.end_word();
                at += 1;
            }
            TokenKind::Break => {
                writer.end_word();
                writer.pieces.push(Piece::Break);
                at += 1;
            }
            _ => {
                let end = group_end(tokens, at, tokens.len(), Style::same_link);
                writer.link_group(tokens, at, end);
                at = end;
            }
        }
    }
    writer.end_word();
    writer.pieces
}

/// Where the group ends that opens at `start`: after the last visible token that is like it.
fn group_end(tokens: &[Token], start: usize, limit: usize, like: fn(&Style, &Style) -> bool) -> usize {
    let mut end = start;
    let Some(first) = tokens.get(start) else {
        return limit;
    };
    for (index, token) in tokens.iter().enumerate().take(limit).skip(start) {
        match token.kind {
            TokenKind::Space => {}
            TokenKind::Break => break,
            _ if like(&first.style, &token.style) => end = index,
            _ => break,
        }
    }
    end + 1
}

#[derive(Default)]
struct Writer {
    pieces: Vec<Piece>,
    current: String,
    /// Whether `current` ends in plain text, which more plain text would run into.
    after_text: bool,
    /// Whether `current` ends in a code span or in an emphasis' closing mark.
    after_code: bool,
    after_mark: bool,
}

impl Writer {
    fn end_word(&mut self) {
        if !self.current.is_empty() {
            self.pieces.push(Piece::Word(std::mem::take(&mut self.current)));
        }
        self.ended_in(false, false, false);
    }

    fn ended_in(&mut self, text: bool, code: bool, mark: bool) {
        self.after_text = text;
        self.after_code = code;
        self.after_mark = mark;
    }

    fn link_group(&mut self, tokens: &[Token], start: usize, end: usize) {
        let Some(first) = tokens.get(start) else {
            return;
        };
        let Some(link) = &first.style.link else {
            self.emphasis_groups(tokens, start, end, false);
            return;
        };
        if end == start + 1
            && first.kind == TokenKind::Word
            && super::link::is_address(&first.text)
            && *first.text == **link
        {
            self.current.push_str(&format!("<{link}>"));
            self.ended_in(false, false, false);
            return;
        }
        // An exclamation mark right before would make it an image.
        if self.current.ends_with('!') {
            self.current.pop();
            self.current.push_str("\\!");
        }
        self.current.push('[');
        self.ended_in(false, false, false);
        self.emphasis_groups(tokens, start, end, true);
        self.current.push_str(&format!("]({link})"));
        self.ended_in(false, false, false);
    }

    fn emphasis_groups(&mut self, tokens: &[Token], start: usize, end: usize, in_link: bool) {
        let mut at = start;
        while at < end {
            if tokens.get(at).is_some_and(|token| !token.is_visible()) {
                self.end_word();
                at += 1;
                continue;
            }
            let group = group_end(tokens, at, end, |one, two| one.delimiter() == two.delimiter());
            let delimiter = self.delimiter(tokens, at, group, in_link && group == end);
            if !delimiter.is_empty() {
                self.current.push_str(delimiter);
                self.ended_in(false, false, false);
            }
            for index in at..group {
                self.token(tokens, index);
            }
            if !delimiter.is_empty() {
                self.current.push_str(delimiter);
                self.ended_in(false, false, true);
            }
            at = group;
        }
    }

    /// The group's delimiter, or nothing where Markdown would not take it for one: it wants a
    /// word's edge on the outer side wherever a punctuation mark is on the inner one.
    fn delimiter(&self, tokens: &[Token], start: usize, end: usize, closes_link: bool) -> &'static str {
        let (Some(first), Some(last)) = (tokens.get(start), tokens.get(end.saturating_sub(1))) else {
            return "";
        };
        let opens = match self.current.chars().next_back() {
            None => true,
            Some(_) if self.after_mark => false,
            Some(before) => before.is_ascii_punctuation() || is_letter(first, first.text.chars().next()),
        };
        let after = tokens.get(end).filter(|token| token.is_visible() && !closes_link);
        let closes = match after {
            None => true,
            Some(after) => {
                !after.style.same_link(&last.style)
                    || after.kind != TokenKind::Word
                    || after.text.starts_with(|character: char| character.is_ascii_punctuation())
                    || is_letter(last, last.text.chars().next_back())
            }
        };
        if opens && closes { first.style.delimiter() } else { "" }
    }

    fn token(&mut self, tokens: &[Token], index: usize) {
        let Some(token) = tokens.get(index) else {
            return;
        };
        let after = tokens.get(index + 1).is_some_and(Token::is_visible);
        let in_link = token.style.link.is_some();
        match token.kind {
            TokenKind::Space | TokenKind::Break => self.end_word(),
            TokenKind::Code => {
                // Two code spans that touch would be one with backticks inside.
                if self.after_code {
                    self.end_word();
                }
                escape::code_span(&token.text, &mut self.current);
                self.ended_in(false, true, false);
            }
            TokenKind::Url if !in_link => {
                self.current.push_str(&format!("<{}>", token.text));
                self.ended_in(false, false, false);
            }
            TokenKind::Word | TokenKind::Url => {
                if self.after_text {
                    escape::continued_word(&token.text, after, &mut self.current);
                } else {
                    escape::word(&token.text, after, &mut self.current);
                }
                self.ended_in(true, false, false);
            }
        }
    }
}

/// Whether this outermost character of the token is a letter or digit, which anything may touch.
fn is_letter(token: &Token, outermost: Option<char>) -> bool {
    token.kind == TokenKind::Word && outermost.is_some_and(char::is_alphanumeric)
}
