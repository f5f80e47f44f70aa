//! Reads text without HTML blocks: CommonMark's paragraphs, lists, headings and fenced code.

use super::build::Builder;
use super::parse;
use super::tree::Kind;

/// Tells the builder what the lines say. It knows the part of CommonMark that is seen in models;
/// what it does not know stays text.
pub(super) fn read(builder: &mut Builder, text: &str) {
    let mut reader = Reader { builder, lists: Vec::new(), fence: None, quoted: false };
    for line in text.lines() {
        reader.line(line);
    }
    reader.end_fence();
    reader.end_quote();
}

struct Reader<'a> {
    builder: &'a mut Builder,
    /// Each open list's column, and whether it is ordered.
    lists: Vec<(usize, bool)>,
    /// The fence that ends the code at hand.
    fence: Option<&'static str>,
    quoted: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        let text = line.trim();
        if let Some(fence) = self.fence {
            if text.starts_with(fence) && text.trim_start_matches(['`', '~']).is_empty() {
                self.end_fence();
            } else {
                self.builder.text(line);
                self.builder.text("\n");
            }
            return;
        }
        let indent = line.chars().take_while(|character| character.is_whitespace()).count();
        let unquoted = text.strip_prefix("> ").or_else(|| text.strip_prefix('>'));
        if let Some(text) = unquoted {
            if !self.quoted {
                self.end_lists(0);
                self.builder.open(Kind::Quote(""));
                self.quoted = true;
            }
            self.text(text.trim());
            return;
        }
        self.end_quote();
        let fence = ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence));
        if let Some(fence) = fence.filter(|_| !text.trim_start_matches(['`', '~']).contains('`')) {
            self.builder.preformatted();
            self.fence = Some(fence);
        } else if let Some((ordered, rest)) = item(text) {
            self.item(indent, ordered);
            self.text(rest);
        } else if let Some(heading) = heading(text) {
            self.end_lists(0);
            self.builder.heading();
            self.text(heading);
            self.builder.end_block();
        } else {
            if indent == 0 && !text.is_empty() && self.builder.is_at_start() {
                self.end_lists(0);
            }
            self.text(text);
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            self.builder.end_block();
        } else {
            parse::feed(self.builder, text);
            self.builder.text("\n");
        }
    }

    fn item(&mut self, column: usize, ordered: bool) {
        self.end_lists(column + 1);
        // A column or two further is a nested list, as an item's text stands there.
        match self.lists.last().copied() {
            Some((last, same)) if column <= last + 1 && same == ordered => {}
            Some((last, _)) if column <= last + 1 => {
                self.end_lists(last);
                self.open(column, ordered);
            }
            _ => self.open(column, ordered),
        }
        self.builder.item();
    }

    fn open(&mut self, column: usize, ordered: bool) {
        self.builder.open(Kind::List { ordered });
        self.lists.push((column, ordered));
    }

    /// Ends the lists whose markers stand at this column or beyond.
    fn end_lists(&mut self, column: usize) {
        while self.lists.pop_if(|(start, _)| *start >= column).is_some() {
            self.builder.close(Kind::List { ordered: false });
        }
    }

    fn end_quote(&mut self) {
        if std::mem::take(&mut self.quoted) {
            self.builder.close(Kind::Quote(""));
        }
    }

    fn end_fence(&mut self) {
        if self.fence.take().is_some() {
            self.builder.end_preformatted();
        }
    }
}

/// Whether a line opens a list's item, in which sort of list, and the item's text.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(rest) = ["- ", "* ", "+ "].iter().find_map(|marker| line.strip_prefix(marker)) {
        return Some((false, rest.trim()));
    }
    let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    (1..4).contains(&digits).then_some((true, rest.trim()))
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let text = rest.strip_prefix(' ')?.trim().trim_end_matches('#').trim_end();
    (1..7).contains(&level).then_some(text)
}
