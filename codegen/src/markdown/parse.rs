//! Reads HTML, however broken, and tells the builder what it says.

use html5gum::{DefaultEmitter, HtmlString, Span, StartTag, State, Token, Tokenizer};

use super::build::Builder;
use super::tree::{Block, Kind};
use super::{link, plain};

/// Tags that make a text HTML; without any of them its lines mean something.
const BLOCKS: [&str; 34] = [
    "blockquote",
    "body",
    "br",
    "caution",
    "dd",
    "div",
    "dl",
    "dt",
    "fullname",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "html",
    "hr",
    "important",
    "li",
    "note",
    "ol",
    "p",
    "para",
    "pre",
    "script",
    "section",
    "style",
    "table",
    "td",
    "th",
    "tip",
    "tr",
    "ul",
    "warning",
];

/// The documentation's tree.
pub(super) fn parse(text: &str) -> Vec<Block> {
    if has_blocks(text) {
        let mut builder = Builder::new(false);
        feed(&mut builder, text);
        builder.finish()
    } else {
        let mut builder = Builder::new(true);
        plain::read(&mut builder, text);
        builder.finish()
    }
}

fn has_blocks(text: &str) -> bool {
    text.split('<').skip(1).any(|tag| {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        BLOCKS.iter().any(|name| {
            tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && tag
                    .get(name.len()..)
                    .is_some_and(|rest| rest.starts_with(['>', '/']) || rest.starts_with(char::is_whitespace))
        })
    })
}

/// Tells the builder all tags and text of an HTML fragment.
pub(super) fn feed(builder: &mut Builder, html: &str) {
    let mut tokenizer = Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span());
    let mut read = 0_usize;
    // Whether the text of a script or a style sheet comes next, and whether one can end at all.
    let mut skips_text = false;
    let mut may_end = true;
    while let Some(Ok(token)) = tokenizer.next() {
        match token {
            Token::StartTag(tag) => {
                read = tag.span.end;
                let name = text_of(&tag.name);
                let state = match name.as_str() {
                    "script" => Some(State::ScriptData),
                    "style" => Some(State::RawText),
                    _ => None,
                };
                // One that never ends would take all the rest with it.
                may_end = may_end && (state.is_none() || ends(html, read, &name));
                match state {
                    Some(state) if may_end => {
                        tokenizer.set_state(state);
                        skips_text = true;
                    }
                    _ => start(builder, &name, &tag, source(html, &tag.span)),
                }
            }
            Token::EndTag(tag) => {
                read = tag.span.end;
                let name = text_of(&tag.name);
                if !std::mem::take(&mut skips_text) {
                    end(builder, &name, source(html, &tag.span));
                }
            }
            Token::String(text) => {
                read = text.span.end;
                if !skips_text {
                    builder.text(&text_of(&text.value));
                }
            }
            Token::Comment(comment) => {
                read = comment.span.end;
                // An XML declaration is no comment to its author.
                let source = source(html, &comment.span);
                if source.starts_with("<?") {
                    builder.text(source);
                }
            }
            Token::Doctype(doctype) => read = doctype.span.end,
            Token::Error(_) => {}
        }
    }
    // The tokenizer drops a tag that the text ends in, but `a <b` is worth its words.
    let rest = html.get(read..).unwrap_or_default();
    if rest.starts_with('<') && !rest.starts_with("<!") && !skips_text {
        builder.text(rest);
    }
}

fn text_of(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

fn source<'a>(html: &'a str, span: &Span<usize>) -> &'a str {
    html.get(span.start..span.end).unwrap_or_default()
}

fn ends(html: &str, from: usize, name: &str) -> bool {
    html.get(from..).unwrap_or_default().split("</").skip(1).any(|rest| {
        rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && rest.get(name.len()..).is_some_and(|rest| rest.starts_with(['>', ' ']))
    })
}

/// The word that a note opens with.
fn lead(name: &str) -> Option<&'static str> {
    Some(match name {
        "note" => "Note",
        "important" => "Important",
        "warning" => "Warning",
        "caution" => "Caution",
        "tip" => "Tip",
        "blockquote" => "",
        _ => return None,
    })
}

fn start(builder: &mut Builder, name: &str, tag: &StartTag<usize>, source: &str) {
    let attribute = |wanted: &[u8]| tag.attributes.get(wanted).map(|value| text_of(&value.value));
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "fullname" if !builder.is_code() => builder.heading(),
        "ul" | "menu" | "dl" | "dir" => builder.open(Kind::List { ordered: false }),
        "ol" => builder.open(Kind::List { ordered: true }),
        "li" => builder.item(),
        "dt" => builder.term(),
        "dd" => builder.explanation(),
        "table" => builder.open(Kind::Table),
        "tr" => builder.row(),
        "td" | "th" => builder.cell(),
        "pre" => builder.preformatted(),
        "br" => builder.line_break(),
        "hr" => builder.end_block(),
        "b" | "strong" => builder.strong(true),
        "i" | "em" | "cite" | "dfn" | "var" => builder.emphasis(true),
        "code" | "tt" | "kbd" | "samp" => builder.code(true),
        "a" => builder.link(attribute(b"href").and_then(|href| link::destination(&href))),
        "img" => builder.text(&attribute(b"alt").unwrap_or_default()),
        _ if lead(name).is_some() => builder.open(Kind::Quote(lead(name).unwrap_or_default())),
        _ => other(builder, name, source),
    }
}

fn end(builder: &mut Builder, name: &str, source: &str) {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "fullname" if !builder.is_code() => builder.end_block(),
        "ul" | "menu" | "dl" | "dir" | "ol" => builder.close(Kind::List { ordered: false }),
        "li" => builder.end_item(),
        "dt" => builder.end_term(),
        "dd" => builder.end_item(),
        "table" => builder.close(Kind::Table),
        "pre" => builder.end_preformatted(),
        "td" | "th" | "tr" | "hr" => builder.end_block(),
        "b" | "strong" => builder.strong(false),
        "i" | "em" | "cite" | "dfn" | "var" => builder.emphasis(false),
        "code" | "tt" | "kbd" | "samp" => builder.code(false),
        "a" => builder.link(None),
        "br" | "img" => {}
        _ if lead(name).is_some() => builder.close(Kind::Quote("")),
        _ => other(builder, name, source),
    }
}

/// Start and end tags that mean the same: a paragraph's edge, nothing, or, as no such element
/// exists, the text that they are written with: `<bucket-name>` is a placeholder.
fn other(builder: &mut Builder, name: &str, source: &str) {
    match name {
        "p" | "para" | "simpara" | "div" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside"
        | "center" | "caption" | "figure" | "figcaption" | "address" | "details" | "summary" => {
            builder.end_paragraph();
        }
        "html" | "head" | "body" | "thead" | "tbody" | "tfoot" | "colgroup" | "col" | "span" | "font" | "sup"
        | "sub" | "small" | "big" | "u" | "s" | "strike" | "del" | "ins" | "mark" | "abbr" | "acronym" | "q"
        | "wbr" | "nobr"
            if !builder.is_code() => {}
        _ => {
            // CommonMark's own form of a link, which reads like a tag.
            let inner = source.strip_prefix('<').and_then(|source| source.strip_suffix('>'));
            match inner.filter(|inner| link::is_address(inner)) {
                Some(address) => builder.text(address),
                None => builder.text(source),
            }
        }
    }
}
