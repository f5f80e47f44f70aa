//! Takes an expression's text apart into tokens.

use serde_json::Value;

use super::model::{Comparator, Fault, FaultKind};
use crate::diagnostic::shortened;

/// A token, and where it stands: byte offsets into the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// An identifier, and whether it stands in quotes.
    Name(String, bool),
    Number(i64),
    Literal(Value),
    Dot,
    Star,
    /// `[]`
    Flatten,
    /// `[?`
    Filter,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    OpenParenthesis,
    CloseParenthesis,
    Comma,
    Colon,
    /// `@`
    Current,
    /// `&`
    Reference,
    Not,
    And,
    Or,
    Pipe,
    Compare(Comparator),
    End,
}

/// All tokens of a text, [`Token::End`] last.
pub(super) fn lex(text: &str) -> Result<Vec<Lexeme>, Fault> {
    let mut lexer = Lexer { text, at: 0 };
    let mut lexemes = Vec::new();
    loop {
        lexer.skip(|character| " \t\r\n".contains(character));
        let start = lexer.at;
        let token = lexer.token()?;
        let is_end = token == Token::End;
        lexemes.push(Lexeme { token, start, end: lexer.at });
        if is_end {
            return Ok(lexemes);
        }
    }
}

/// A fault at a byte of a text.
pub(super) fn fault(text: &str, at: usize, kind: FaultKind, problem: impl Into<String>) -> Fault {
    let before = text.get(..at).map_or(0, |before| before.chars().count());
    Fault { kind, position: before + 1, problem: problem.into() }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn fault(&self, at: usize, problem: impl Into<String>) -> Fault {
        fault(self.text, at, FaultKind::Syntax, problem)
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Takes that character when it is the next one.
    fn take(&mut self, wanted: char) -> bool {
        let is_next = self.rest().starts_with(wanted);
        if is_next {
            self.at += wanted.len_utf8();
        }
        is_next
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|character| !wanted(character)).unwrap_or(rest.len());
    }

    fn either(&mut self, second: char, both: Token, one: Token) -> Token {
        if self.take(second) { both } else { one }
    }

    fn token(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let Some(first) = self.next() else { return Ok(Token::End) };
        Ok(match first {
            '.' => Token::Dot,
            '*' => Token::Star,
            ']' => Token::CloseBracket,
            '{' => Token::OpenBrace,
            '}' => Token::CloseBrace,
            '(' => Token::OpenParenthesis,
            ')' => Token::CloseParenthesis,
            ',' => Token::Comma,
            ':' => Token::Colon,
            '@' => Token::Current,
            '[' if self.take(']') => Token::Flatten,
            '[' => self.either('?', Token::Filter, Token::OpenBracket),
            '|' => self.either('|', Token::Or, Token::Pipe),
            '&' => self.either('&', Token::And, Token::Reference),
            '!' => self.either('=', Token::Compare(Comparator::NotEqual), Token::Not),
            '<' => self.either('=', Token::Compare(Comparator::LessOrEqual), Token::Compare(Comparator::Less)),
            '>' => self.either('=', Token::Compare(Comparator::GreaterOrEqual), Token::Compare(Comparator::Greater)),
            '=' if self.take('=') => Token::Compare(Comparator::Equal),
            '=' => return Err(self.fault(start, "wanted ==; there is =")),
            '"' => self.quoted_name(start)?,
            '\'' => self.raw_string(start)?,
            '`' => self.literal(start)?,
            '-' | '0'..='9' => self.number(start)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                self.skip(|character| character.is_ascii_alphanumeric() || character == '_');
                Token::Name(self.text.get(start..self.at).unwrap_or_default().to_owned(), false)
            }
            other => return Err(self.fault(start, format!("{other:?} stands for nothing in JMESPath"))),
        })
    }

    fn number(&mut self, start: usize) -> Result<Token, Fault> {
        self.skip(|character| character.is_ascii_digit());
        let text = self.text.get(start..self.at).unwrap_or_default();
        text.parse()
            .map(Token::Number)
            .map_err(|_| self.fault(start, format!("wanted a whole number of 64 bits; there is {}", shortened(text))))
    }

    /// What stands up to the closing mark, which a backslash can escape. The opening mark is taken already.
    fn enclosed(&mut self, start: usize, mark: char) -> Result<&'a str, Fault> {
        let inner = self.at;
        while let Some(next) = self.next() {
            if next == mark {
                return Ok(self.text.get(inner..self.at - mark.len_utf8()).unwrap_or_default());
            }
            if next == '\\' {
                self.next();
            }
        }
        Err(self.fault(start, format!("wanted a closing {mark}; there is none")))
    }

    fn quoted_name(&mut self, start: usize) -> Result<Token, Fault> {
        self.enclosed(start, '"')?;
        let quoted = self.text.get(start..self.at).unwrap_or_default();
        serde_json::from_str(quoted)
            .map(|name| Token::Name(name, true))
            .map_err(|_| self.fault(start, format!("wanted a name as JSON text; there is {}", shortened(quoted))))
    }

    /// Only the mark itself can be escaped; any other backslash is one.
    fn raw_string(&mut self, start: usize) -> Result<Token, Fault> {
        let inner = self.enclosed(start, '\'')?;
        let mut text = String::with_capacity(inner.len());
        let mut characters = inner.chars();
        while let Some(character) = characters.next() {
            match (character, if character == '\\' { characters.next() } else { None }) {
                ('\\', Some('\'')) => text.push('\''),
                (character, next) => text.extend([Some(character), next].into_iter().flatten()),
            }
        }
        Ok(Token::Literal(Value::String(text)))
    }

    fn literal(&mut self, start: usize) -> Result<Token, Fault> {
        let json = self.enclosed(start, '`')?.replace("\\`", "`");
        serde_json::from_str(&json)
            .map(Token::Literal)
            .map_err(|_| self.fault(start, format!("wanted JSON between backticks; there is {}", shortened(&json))))
    }
}
