//! Stage 1, load: JSON text becomes the AST that the Smithy specification tells ("JSON AST"), nothing interpreted yet.

use std::cell::OnceCell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::diagnostic::{Diagnostics, Faults, shortened};

/// Trait values by trait id, in the order of the model.
pub(crate) type Traits = Ordered<Value>;

/// A shape of the AST. Which fields a type has is checked when the model is resolved.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shape {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) traits: Traits,
    #[serde(default)]
    pub(crate) mixins: Vec<Reference>,
    #[serde(default)]
    pub(crate) members: Ordered<Member>,
    pub(crate) member: Option<Member>,
    pub(crate) key: Option<Member>,
    pub(crate) value: Option<Member>,
    pub(crate) input: Option<Reference>,
    pub(crate) output: Option<Reference>,
    #[serde(default)]
    pub(crate) errors: Vec<Reference>,
    #[serde(default)]
    pub(crate) operations: Vec<Reference>,
    #[serde(default)]
    pub(crate) collection_operations: Vec<Reference>,
    #[serde(default)]
    pub(crate) resources: Vec<Reference>,
    pub(crate) create: Option<Reference>,
    pub(crate) put: Option<Reference>,
    pub(crate) read: Option<Reference>,
    pub(crate) update: Option<Reference>,
    pub(crate) delete: Option<Reference>,
    pub(crate) list: Option<Reference>,
    #[serde(default)]
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) rename: Ordered<String>,
}

/// A member of an aggregate shape.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Member {
    pub(crate) target: String,
    #[serde(default)]
    pub(crate) traits: Traits,
}

/// A reference to a shape.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Reference {
    pub(crate) target: String,
}

/// A JSON object in the order of the text. A name that stands twice is an error.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ordered<T>(pub(crate) Vec<(String, T)>);

impl<T> Ordered<T> {
    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OrderedVisitor(PhantomData))
    }
}

struct OrderedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OrderedVisitor<T> {
    type Value = Ordered<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut ordered = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(name) = entries.next_key::<String>()? {
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(format_args!("the name {name:?} stands twice in one object")));
            }
            ordered.push((name, entries.next_value()?));
        }
        Ok(Ordered(ordered))
    }
}

/// The top of the file, its shapes still text, so that each can fail by itself.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Top<'a> {
    smithy: Option<Value>,
    #[serde(borrow, default)]
    shapes: Option<&'a RawValue>,
}

/// What the kind of a shape is called whose text could not be read. It is a fault already; others may target it.
pub(crate) const UNREADABLE: &str = "unreadable";

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file, whose lines are told.
    File,
    /// What overlays left of one; its lines are no person's.
    Overlaid,
}

/// Reads the AST of a file. Every shape that is malformed is a fault of its own.
pub(crate) fn load(text: &str, origin: Origin, faults: &mut Faults) -> Result<Vec<(String, Shape)>, Diagnostics> {
    let Some(top) = read_top(text, faults) else { return faults.check().map(|()| Vec::new()) };
    match top.smithy.as_ref().map(|version| (version, version.as_str())) {
        Some((_, Some(version))) if version == "2" || version.starts_with("2.") => {}
        Some((version, _)) => {
            faults.model(format!(
                "wanted a Smithy 2.0 JSON AST, an object with \"smithy\": \"2.0\"; there is \"smithy\": {version}"
            ));
        }
        None => faults.model("wanted a Smithy 2.0 JSON AST, an object with \"smithy\": \"2.0\"; \"smithy\" is missing"),
    }
    let lines = Lines::of(text, origin);
    let shapes = match top.shapes.map(|shapes| read_part::<Ordered<&RawValue>>(&lines, shapes.get())) {
        Some(Ok(shapes)) => shapes,
        Some(Err(problem)) => {
            faults.model(format!("\"shapes\": {problem}"));
            Ordered::default()
        }
        None => {
            faults.model("wanted a Smithy 2.0 JSON AST, an object with \"shapes\"; \"shapes\" is missing");
            Ordered::default()
        }
    };
    // Without these two nothing behind can be read for what it is.
    faults.check()?;
    let mut loaded = Vec::with_capacity(shapes.0.len());
    for (id, shape) in shapes.0 {
        let shape = read_part(&lines, shape.get()).unwrap_or_else(|problem| {
            faults.shape(&*id, format!("is no shape of the JSON AST: {problem}"));
            Shape { kind: UNREADABLE.to_owned(), ..Shape::default() }
        });
        loaded.push((id, shape));
    }
    Ok(loaded)
}

fn read_top<'a>(text: &'a str, faults: &mut Faults) -> Option<Top<'a>> {
    // serde would take a list for the struct, member by member.
    if text.trim_start().starts_with('[') {
        faults.model("wanted a Smithy 2.0 JSON AST, an object; there is a list");
        return None;
    }
    match serde_json::from_str(text) {
        Ok(top) => Some(top),
        Err(error) => {
            faults.model(describe(text, &error));
            None
        }
    }
}

/// Reads a part of a text that is an object. A problem is told with its line in the whole text.
fn read_part<'a, T: Deserialize<'a>>(lines: &Lines<'_>, part: &'a str) -> Result<T, String> {
    if !part.starts_with('{') {
        let there = if part.starts_with('[') { "a list".to_owned() } else { shortened(part) };
        return Err(format!("wanted an object; there is {there} ({})", lines.told(part, 0)));
    }
    let tell =
        |error: serde_json::Error| format!("{} ({})", reason(&error), lines.told(part, error.line().saturating_sub(1)));
    serde_json::from_str(part).map_err(tell)
}

/// The lines of a text. They are counted when a fault asks for the first one, and only then: a sound model has none.
struct Lines<'a> {
    text: &'a str,
    origin: Origin,
    ends: OnceCell<Vec<usize>>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str, origin: Origin) -> Self {
        Self { text, origin, ends: OnceCell::new() }
    }

    /// The line that is so many below the first of a part.
    fn told(&self, part: &str, below: usize) -> String {
        match self.origin {
            Origin::File => format!("line {}", self.of_part(part) + below),
            Origin::Overlaid => "as the overlays leave it".to_owned(),
        }
    }

    /// The line in which a part of the text begins.
    fn of_part(&self, part: &str) -> usize {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let ends = self.ends.get_or_init(|| self.text.match_indices('\n').map(|(end, _)| end).collect());
        ends.partition_point(|end| *end < start) + 1
    }
}

fn describe(text: &str, error: &serde_json::Error) -> String {
    if text.trim().is_empty() {
        return "wanted a Smithy 2.0 JSON AST; the file is empty".to_owned();
    }
    match error.classify() {
        serde_json::error::Category::Eof => format!("the JSON is cut off: {error}"),
        serde_json::error::Category::Data => format!("wanted a Smithy 2.0 JSON AST: {error}"),
        _ if text.trim_start().starts_with("$version") || text.trim_start().starts_with("namespace ") => {
            "wanted a Smithy 2.0 JSON AST; this looks like Smithy's IDL, of which `smithy ast` makes one".to_owned()
        }
        _ => format!("is not JSON: {error}"),
    }
}

/// The message without its position, which would count from the start of a part and not of the file.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    if message.starts_with("recursion limit exceeded") {
        // serde_json's limit, which keeps the stack whole.
        return "it nests more than 128 levels deep".to_owned();
    }
    let end = message.rfind(" at line ").unwrap_or(message.len());
    message.get(..end).unwrap_or(&message).to_owned()
}
