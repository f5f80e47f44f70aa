//! A Rust file on its way to text: items, which prettyplease formats, and tables, which have a line a member.

use std::fmt::{self, Write};

use proc_macro2::{Literal, TokenStream};

use crate::diagnostic::{Diagnostics, Faults};

/// A Rust file.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// The path in the crate.
    pub(crate) path: String,
    /// The parts, in order.
    pub(crate) blocks: Vec<Block>,
}

/// A part of a file.
#[derive(Debug)]
pub(crate) enum Block {
    /// Items.
    Items(TokenStream),
    /// A macro's table, which no formatter knows how to lay out.
    Table(Table),
}

/// A call of one of the runtime's table macros.
#[derive(Debug)]
pub(crate) struct Table {
    /// The macro, such as `structure`.
    pub(crate) name: &'static str,
    /// What stands before the lines: the type, and its name in the model where the macro wants it.
    pub(crate) head: String,
    /// The lines, without their semicolons.
    pub(crate) lines: Vec<String>,
}

/// What was emitted is no Rust.
#[derive(Debug)]
pub(crate) struct Unparsable {
    /// The file.
    pub(crate) path: String,
    /// Why.
    pub(crate) error: syn::Error,
}

impl Unparsable {
    /// Tells it as a fault, which it is of ours and not of the model.
    pub(crate) fn told(&self, faults: &mut Faults) -> Diagnostics {
        let Self { path, error } = self;
        faults.model(format!("a defect of the generator: {path} came out as no Rust ({error}); please report it"));
        faults.take()
    }
}

impl SourceFile {
    /// A file of items alone.
    pub(crate) fn of_items(path: impl Into<String>, items: TokenStream) -> Self {
        Self { path: path.into(), blocks: vec![Block::Items(items)] }
    }

    /// The text, with the notice at its head.
    pub(crate) fn text(&self, notice: &str) -> Result<String, Unparsable> {
        let unparsable = |error| Unparsable { path: self.path.clone(), error };
        let mut text = format!("// {notice}\n");
        for block in &self.blocks {
            text.push('\n');
            match block {
                Block::Items(items) => {
                    let file = syn::parse2::<syn::File>(items.clone()).map_err(unparsable)?;
                    text.push_str(&spaced(file));
                }
                Block::Table(table) => {
                    let table = table.to_string();
                    // A table is put together as text; this sees that it is Rust.
                    syn::parse_str::<syn::File>(&table).map_err(unparsable)?;
                    text.push_str(&table);
                }
            }
        }
        Ok(text)
    }
}

/// The items with an empty line between them, which prettyplease leaves out. Modules and imports stand together.
fn spaced(mut file: syn::File) -> String {
    let mut groups: Vec<Vec<syn::Item>> = Vec::new();
    for item in std::mem::take(&mut file.items) {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| belongs_to(last, &item)) => group.push(item),
            _ => groups.push(vec![item]),
        }
    }
    let head = prettyplease::unparse(&file);
    let groups =
        groups.into_iter().map(|items| prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items }));
    let parts: Vec<String> = std::iter::once(head).chain(groups).filter(|part| !part.trim().is_empty()).collect();
    parts.join("\n")
}

fn belongs_to(last: &syn::Item, next: &syn::Item) -> bool {
    matches!((last, next), (syn::Item::Use(_), syn::Item::Use(_)) | (syn::Item::Mod(_), syn::Item::Mod(_)))
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "tinsmith::{}! {{", self.name)?;
        if self.lines.is_empty() {
            writeln!(f, "    {} {{}}", self.head)?;
        } else {
            writeln!(f, "    {} {{", self.head)?;
            self.lines.iter().try_for_each(|line| writeln!(f, "        {line};"))?;
            writeln!(f, "    }}")?;
        }
        writeln!(f, "}}")
    }
}

/// The path by which an operation's file names the crate's types.
pub(super) const TYPES: &str = "types::";

/// Text that our own naming made, as tokens.
pub(crate) fn tokens(text: impl fmt::Display) -> TokenStream {
    // Names and types come from the naming module; what it lets through is Rust, and the file is parsed at the end.
    text.to_string().parse().unwrap_or_default()
}

/// A string literal with all that needs it escaped.
pub(crate) fn quoted(text: &str) -> String {
    Literal::string(text).to_string()
}

/// A path of names as a literal slice.
pub(crate) fn quoted_list(names: &[String]) -> String {
    let mut list = String::from("&[");
    for (index, name) in names.iter().enumerate() {
        // Writing to a string does not fail.
        let _ = write!(list, "{}{}", if index == 0 { "" } else { ", " }, quoted(name));
    }
    list.push(']');
    list
}
