//! Builds the tree from what a reader meets: text, styles, containers that open and close.
//!
//! It bounds the depth of the tree, and thereby everything that walks it.

use std::rc::Rc;

use super::escape;
use super::inline::{self, Stretch};
use super::tree::{Block, Kind, Style, TokenKind};

/// Lists, notes and tables within each other; what goes deeper is told at this depth.
const DEEPEST: usize = 6;

#[derive(Debug)]
struct Frame {
    kind: Kind,
    children: Vec<Block>,
}

/// How far a definition has come: its explanation goes on in the paragraph of its term.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Term {
    None,
    Named,
    Explained,
}

pub(super) struct Builder {
    frames: Vec<Frame>,
    stretches: Vec<Stretch>,
    /// Tags may open a style again and again; it ends with the paragraph in any case.
    strong: usize,
    emphasis: usize,
    /// Within code, the emphasis that it began in: a placeholder within keeps the code in one piece.
    code: Option<(bool, bool)>,
    link: Option<Rc<str>>,
    heading: bool,
    term: Term,
    preformatted: Option<String>,
    /// Containers that were too deep to open, whose end tags will come: lists, notes, tables.
    ignored: [usize; 3],
    /// Whether text may hold CommonMark's own emphasis, links and escapes.
    common_mark: bool,
}

impl Builder {
    pub(super) fn new(common_mark: bool) -> Self {
        let root = Frame { kind: Kind::Root, children: Vec::new() };
        Self {
            frames: vec![root],
            stretches: Vec::new(),
            strong: 0,
            emphasis: 0,
            code: None,
            link: None,
            heading: false,
            term: Term::None,
            preformatted: None,
            ignored: [0; 3],
            common_mark,
        }
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_block();
        while self.frames.len() > 1 {
            self.pop();
        }
        self.frames.pop().map(|root| root.children).unwrap_or_default()
    }

    pub(super) fn text(&mut self, text: &str) {
        let cleaned = text.chars().filter_map(escape::clean);
        if let Some(preformatted) = &mut self.preformatted {
            // Here a tab is worth more than one space.
            for character in text.chars() {
                match character {
                    '\t' => preformatted.push_str("    "),
                    _ => preformatted.extend(escape::clean(character)),
                }
            }
            return;
        }
        if self.term == Term::Explained && !text.trim().is_empty() {
            self.term = Term::None;
        }
        let (strong, emphasis) = self.code.unwrap_or_else(|| self.look());
        let style = Style { code: self.code.is_some(), strong, emphasis, link: self.link.clone() };
        match self.stretches.last_mut() {
            Some(Stretch::Text(last, last_style)) if last_style.same(&style) => last.extend(cleaned),
            _ => self.stretches.push(Stretch::Text(cleaned.collect(), style)),
        }
    }

    pub(super) fn line_break(&mut self) {
        if self.preformatted.is_some() || self.link.is_some() || self.code.is_some() || self.heading {
            self.text("\n");
        } else {
            self.stretches.push(Stretch::Break);
        }
    }

    pub(super) fn strong(&mut self, on: bool) {
        self.strong = count(self.strong, on);
    }

    pub(super) fn emphasis(&mut self, on: bool) {
        self.emphasis = count(self.emphasis, on);
    }

    pub(super) fn code(&mut self, on: bool) {
        self.code = on.then(|| self.code.unwrap_or_else(|| self.look()));
    }

    /// Whether text is strong and whether it is emphasised.
    fn look(&self) -> (bool, bool) {
        (self.strong > 0 || self.heading, self.emphasis > 0)
    }

    pub(super) fn is_code(&self) -> bool {
        self.code.is_some() || self.preformatted.is_some()
    }

    /// Whether no paragraph has begun.
    pub(super) fn is_at_start(&self) -> bool {
        self.stretches.is_empty()
    }

    pub(super) fn link(&mut self, destination: Option<String>) {
        self.link = destination.map(Rc::from);
    }

    pub(super) fn heading(&mut self) {
        self.end_block();
        self.heading = true;
    }

    /// Where a paragraph begins or ends, if it is not one that belongs to a term.
    pub(super) fn end_paragraph(&mut self) {
        if self.preformatted.is_some() {
            self.text("\n");
        } else if self.term == Term::None {
            self.end_block();
        } else {
            self.text(" ");
        }
    }

    pub(super) fn preformatted(&mut self) {
        self.end_block();
        self.preformatted = Some(String::new());
    }

    pub(super) fn end_preformatted(&mut self) {
        if let Some(text) = self.preformatted.take()
            && !text.trim().is_empty()
        {
            self.push(Block::Code(text));
        }
    }

    pub(super) fn open(&mut self, kind: Kind) {
        self.end_block();
        let deep = self.frames.iter().filter(|frame| is_nesting(frame.kind)).count();
        if deep >= DEEPEST {
            if let Some(ignored) = self.ignored(kind) {
                *ignored = ignored.saturating_add(1);
            }
            return;
        }
        self.make_room();
        let children = self.continued(kind).unwrap_or_default();
        self.frames.push(Frame { kind, children });
    }

    /// The items of the list that this one only goes on with: authors close and open lists
    /// between two items.
    fn continued(&mut self, kind: Kind) -> Option<Vec<Block>> {
        let same = |block: &Block| matches!(block, Block::Node { kind: before, .. } if *before == kind);
        let frame = self.frames.last_mut().filter(|_| kind == Kind::List { ordered: false })?;
        match frame.children.pop_if(|block| same(block))? {
            Block::Node { children, .. } => Some(children),
            Block::Text { .. } | Block::Code(_) => None,
        }
    }

    pub(super) fn close(&mut self, kind: Kind) {
        self.end_block();
        if let Some(ignored) = self.ignored(kind).filter(|ignored| **ignored > 0) {
            *ignored = ignored.saturating_sub(1);
            return;
        }
        let Some(depth) = self.nearest(|open| same_sort(open, kind)) else {
            return;
        };
        self.pop_to(depth);
        self.pop();
    }

    /// Opens an item in the nearest list, ending the item before it.
    pub(super) fn item(&mut self) {
        self.end_block();
        match self.nearest(|kind| matches!(kind, Kind::List { .. })) {
            Some(depth) => self.pop_to(depth),
            None => self.open(Kind::List { ordered: false }),
        }
        self.frames.push(Frame { kind: Kind::Item, children: Vec::new() });
    }

    pub(super) fn end_item(&mut self) {
        self.end_block();
        if let Some(depth) = self.nearest(|kind| matches!(kind, Kind::Item | Kind::List { .. }))
            && self.frames.get(depth).is_some_and(|frame| frame.kind == Kind::Item)
        {
            self.pop_to(depth);
            self.pop();
        }
    }

    pub(super) fn term(&mut self) {
        self.item();
        self.term = Term::Named;
        self.strong(true);
    }

    pub(super) fn end_term(&mut self) {
        self.strong = 0;
        self.emphasis = 0;
        self.code = None;
        self.link = None;
    }

    pub(super) fn explanation(&mut self) {
        if self.term != Term::Named {
            if self.frames.last().is_none_or(|frame| frame.kind != Kind::Item) {
                self.item();
            }
            return;
        }
        self.end_term();
        let named =
            self.stretches.iter().any(|stretch| matches!(stretch, Stretch::Text(text, _) if !text.trim().is_empty()));
        self.term = if named { Term::Explained } else { Term::None };
        if named {
            inline::trim_term(&mut self.stretches);
            self.stretches.push(Stretch::Text(": ".to_owned(), Style::default()));
        }
    }

    pub(super) fn row(&mut self) {
        self.end_block();
        if let Some(depth) = self.nearest(|kind| kind == Kind::Table) {
            self.pop_to(depth);
            self.frames.push(Frame { kind: Kind::Row, children: Vec::new() });
        }
    }

    pub(super) fn cell(&mut self) {
        self.end_block();
        let row = self.nearest(|kind| matches!(kind, Kind::Row | Kind::Table));
        let Some(depth) = row else {
            return;
        };
        self.pop_to(depth);
        if self.frames.last().is_some_and(|frame| frame.kind == Kind::Table) {
            self.frames.push(Frame { kind: Kind::Row, children: Vec::new() });
        }
        self.frames.push(Frame { kind: Kind::Cell, children: Vec::new() });
    }

    /// Ends the paragraph or the preformatted text at hand, and every style with it.
    pub(super) fn end_block(&mut self) {
        self.end_preformatted();
        let stretches = std::mem::take(&mut self.stretches);
        let heading = std::mem::take(&mut self.heading);
        self.end_term();
        self.term = Term::None;
        for tokens in inline::paragraphs(&stretches, self.common_mark) {
            if tokens.iter().any(|token| token.kind != TokenKind::Space) {
                self.push(Block::Text { tokens, heading });
            }
        }
    }

    fn push(&mut self, block: Block) {
        self.make_room();
        if let Some(frame) = self.frames.last_mut() {
            frame.children.push(block);
        }
    }

    /// Sees to it that the innermost container takes any block: what stands in a list belongs to
    /// its last item, what stands in a row to a cell.
    fn make_room(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let wanted = match frame.kind {
            Kind::List { .. } => Kind::Item,
            Kind::Row => Kind::Cell,
            _ => return,
        };
        let children = match frame.children.pop() {
            Some(Block::Node { kind: Kind::Item, children }) => children,
            Some(other) => {
                frame.children.push(other);
                Vec::new()
            }
            None => Vec::new(),
        };
        self.frames.push(Frame { kind: wanted, children });
    }

    /// The depth of the innermost container that is wanted, not looking out of a table's cell
    /// for anything but the parts of a table.
    fn nearest(&self, wanted: impl Fn(Kind) -> bool) -> Option<usize> {
        let parts_of_table = wanted(Kind::Table);
        for (depth, frame) in self.frames.iter().enumerate().rev() {
            if wanted(frame.kind) {
                return Some(depth);
            }
            if frame.kind == Kind::Cell && !parts_of_table {
                return None;
            }
        }
        None
    }

    /// Ends the containers within the one at this depth.
    fn pop_to(&mut self, depth: usize) {
        while self.frames.len() > depth.saturating_add(1) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        let Some(Frame { kind, children }) = self.frames.pop() else {
            return;
        };
        // An empty cell keeps its column.
        if children.is_empty() && kind != Kind::Cell {
            return;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.children.push(Block::Node { kind, children });
        }
    }

    fn ignored(&mut self, kind: Kind) -> Option<&mut usize> {
        let [lists, quotes, tables] = &mut self.ignored;
        match kind {
            Kind::List { .. } => Some(lists),
            Kind::Quote(_) => Some(quotes),
            Kind::Table => Some(tables),
            Kind::Root | Kind::Item | Kind::Row | Kind::Cell => None,
        }
    }
}

fn is_nesting(kind: Kind) -> bool {
    matches!(kind, Kind::List { .. } | Kind::Quote(_) | Kind::Table)
}

/// Whether an end tag for the one ends the other: `</ol>` may close what `<ul>` opened.
fn same_sort(one: Kind, two: Kind) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&two)
}

fn count(depth: usize, on: bool) -> usize {
    if on { depth.saturating_add(1) } else { depth.saturating_sub(1) }
}
