//! The rules that keep text text: which characters go, which are escaped, and where.

use std::iter::Peekable;
use std::str::Chars;

/// What becomes of a character from outside: most stay, white space becomes a plain space (or a
/// newline), and what a reader cannot see goes. Bidirectional overrides would be compile errors
/// in a comment, and so would a bare carriage return.
pub(super) fn clean(character: char) -> Option<char> {
    match character {
        '\n' => Some('\n'),
        character if character.is_whitespace() => Some(' '),
        character if character.is_control() => None,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => None,
        character => Some(character),
    }
}

/// Writes a word of text, which holds no white space. `after` tells whether something stands right
/// behind it, as then the word does not end where it seems to.
pub(super) fn word(text: &str, after: bool, out: &mut String) {
    let mut previous: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let escaped = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // Within a word an underscore is only an underscore.
            '_' => !(is_alphanumeric(previous) && is_alphanumeric(next)),
            '&' => next.map_or(after, |next| next.is_ascii_alphanumeric() || next == '#'),
            // Rustdoc sets two hyphens as a dash, which is wrong for a command's flag.
            '-' => next == Some('-') && is_flag(&characters),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(character);
        previous = Some(character);
    }
}

/// Whether hyphens lead to the name of a flag. It looks a few characters ahead and no further,
/// as it is asked at each of them.
fn is_flag(rest: &Peekable<Chars<'_>>) -> bool {
    rest.clone().take(3).find(|character| *character != '-').is_some_and(char::is_alphanumeric)
}

fn is_alphanumeric(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

/// Writes a word that follows other plain text without a space, where the two could read as an
/// address together: rustdoc wants no bare ones.
pub(super) fn continued_word(text: &str, after: bool, out: &mut String) {
    let mut escaped = String::with_capacity(text.len());
    word(text, after, &mut escaped);
    for character in escaped.chars() {
        if matches!(character, ':' | '/') {
            out.push('\\');
        }
        out.push(character);
    }
}

/// Writes a code span. Within it nothing can be escaped, so its fence is longer than any run of
/// backticks inside.
pub(super) fn code_span(text: &str, out: &mut String) {
    let fence = "`".repeat(longest_run(text, '`').saturating_add(1));
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    for part in [&fence, pad, text, pad, &fence] {
        out.push_str(part);
    }
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, wanted: char) -> usize {
    let mut longest = 0_usize;
    let mut current = 0_usize;
    for character in text.chars() {
        current = if character == wanted { current.saturating_add(1) } else { 0 };
        longest = longest.max(current);
    }
    longest
}

/// The word as the first of a line: there some words would open a list, a heading, a quotation,
/// a rule or a table.
pub(super) fn line_start(word: &str) -> String {
    if word.starts_with('>') || word.chars().all(|character| "-+=#:|".contains(character)) {
        return format!("\\{word}");
    }
    let digits = word.trim_end_matches(['.', ')']);
    match word.strip_prefix(digits) {
        Some(end) if end.len() == 1 && !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit()) => {
            format!("{digits}\\{end}")
        }
        _ => word.to_owned(),
    }
}
