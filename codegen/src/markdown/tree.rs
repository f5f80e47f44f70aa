//! The small tree that documentation is parsed to.

use std::rc::Rc;

/// A part of the documentation that stands on lines of its own.
#[derive(Debug)]
pub(super) enum Block {
    Text { tokens: Vec<Token>, heading: bool },
    Code(String),
    Node { kind: Kind, children: Vec<Block> },
}

/// What holds other blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    /// A note; its lead is the bold word that it opens with, empty for a plain quotation.
    Quote(&'static str),
    List {
        ordered: bool,
    },
    Item,
    Table,
    Row,
    Cell,
}

/// A word, or what stands between words.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) text: String,
    pub(super) style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Code,
    Url,
    Space,
    Break,
}

impl Token {
    pub(super) fn new(kind: TokenKind, text: &str, style: &Style) -> Self {
        Self { kind, text: text.to_owned(), style: style.clone() }
    }

    /// Whether it takes room, as opposed to a space or a line break.
    pub(super) fn is_visible(&self) -> bool {
        !matches!(self.kind, TokenKind::Space | TokenKind::Break)
    }
}

/// How a stretch of text looks. It is flat on purpose: nothing nests, so nothing can nest too deep.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub(super) code: bool,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) link: Option<Rc<str>>,
}

impl Style {
    /// Whether both belong to one link (the very same one, not one that leads to the same place).
    pub(super) fn same_link(&self, other: &Self) -> bool {
        match (&self.link, &other.link) {
            (None, None) => true,
            (Some(one), Some(two)) => Rc::ptr_eq(one, two),
            _ => false,
        }
    }

    pub(super) fn same(&self, other: &Self) -> bool {
        self.code == other.code
            && self.strong == other.strong
            && self.emphasis == other.emphasis
            && self.same_link(other)
    }

    /// The characters that open and close its emphasis. Strong wins, since the two do not nest.
    pub(super) fn delimiter(&self) -> &'static str {
        match (self.strong, self.emphasis) {
            (true, _) => "**",
            (false, true) => "*",
            (false, false) => "",
        }
    }
}
