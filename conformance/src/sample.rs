//! A structure with every kind of member, for tests.

use tinsmith::{Blob, DateTime, Document};

/// The structure.
#[derive(Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) text: Option<String>,
    pub(crate) flag: Option<bool>,
    pub(crate) tiny: Option<i8>,
    pub(crate) number: i32,
    pub(crate) big: Option<i64>,
    pub(crate) ratio: Option<f32>,
    pub(crate) precise: Option<f64>,
    pub(crate) bytes: Option<Blob>,
    pub(crate) at: Option<DateTime>,
    pub(crate) free: Option<Document>,
    pub(crate) names: Option<Vec<String>>,
    pub(crate) gaps: Option<Vec<Option<String>>>,
    pub(crate) counts: Option<std::collections::BTreeMap<String, i32>>,
    pub(crate) colour: Option<Colour>,
    pub(crate) choice: Option<Choice>,
    pub(crate) inner: Option<Box<Sample>>,
}

tinsmith::structure! {
    Sample "Sample" {
        0 text: String = "text" [Required];
        1 flag: bool = "flag";
        2 tiny: i8 = "tiny";
        3 number: i32 = "number";
        4 big: i64 = "big";
        5 ratio: f32 = "ratio";
        6 precise: f64 = "precise";
        7 bytes: Blob = "bytes";
        8 at: DateTime = "at";
        9 free: Document = "free";
        10 names: Vec<String> = "names";
        11 gaps: Vec<Option<String>> = "gaps";
        12 counts: std::collections::BTreeMap<String, i32> = "counts";
        13 colour: Colour = "colour";
        14 choice: Choice = "choice";
        15 inner: Box<Sample> = "inner";
    }
}

/// The enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Colour {
    Red,
    Unknown(String),
}

tinsmith::enumeration! {
    Colour {
        Red = "RED";
    }
}

/// The union.
#[derive(Clone, PartialEq)]
pub(crate) enum Choice {
    Word(String),
    Count(i32),
    Unknown(String),
}

tinsmith::union! {
    Choice "Choice" {
        0 Word: String = "word";
        1 Count: i32 = "count";
    }
}
