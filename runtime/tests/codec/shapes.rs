//! A service made of every kind of shape, as its generated crate would have it.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Request, Response};
use tinsmith::endpoint::rules::RuleSet;
use tinsmith::operation::{Auth, Http, Operation, Service};
use tinsmith::protocol::{AWS_JSON_1_1, Protocol};
use tinsmith::{Blob, DateTime, Document, Error};

/// One member of each kind.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Sink {
    pub string: Option<String>,
    pub boolean: Option<bool>,
    pub byte: Option<i8>,
    pub short: Option<i16>,
    pub integer: Option<i32>,
    pub long: Option<i64>,
    pub float: Option<f32>,
    pub double: Option<f64>,
    pub blob: Option<Blob>,
    pub epoch: Option<DateTime>,
    pub iso: Option<DateTime>,
    pub http_dates: Option<Vec<DateTime>>,
    pub document: Option<Document>,
    pub color: Option<Color>,
    pub level: Option<Level>,
    pub list: Option<Vec<String>>,
    pub sparse: Option<Vec<Option<String>>>,
    pub map: Option<BTreeMap<Color, i32>>,
    pub sparse_map: Option<BTreeMap<String, Option<i32>>>,
    pub choice: Option<Choice>,
    pub inner: Option<Box<Sink>>,
    pub secret: Option<String>,
    pub r#type: Option<String>,
}

tinsmith::structure! {
    Sink "Sink" {
        0 string: String = "String" [MaxLength(5)];
        1 boolean: bool = "Boolean";
        2 byte: i8 = "Byte";
        3 short: i16 = "Short";
        4 integer: i32 = "Integer" [Range(1, 10)];
        5 long: i64 = "Long";
        6 float: f32 = "Float" [MinDecimal(0.5)];
        7 double: f64 = "Double";
        8 blob: Blob = "Blob" [MinLength(2)];
        9 epoch: DateTime = "Epoch";
        10 iso: DateTime = "Iso" [Timestamp(DateTime)];
        11 http_dates: Vec<DateTime> = "HttpDates" [Timestamp(HttpDate)];
        12 document: Document = "Document";
        13 color: Color = "Color";
        14 level: Level = "Level";
        15 list: Vec<String> = "List" [Length(1, 3), Items(Length(1, 4))];
        16 sparse: Vec<Option<String>> = "Sparse";
        17 map: BTreeMap<Color, i32> = "Map" [MaxLength(2), Keys(MinLength(3)), Values(Max(7))];
        18 sparse_map: BTreeMap<String, Option<i32>> = "SparseMap";
        19 choice: Choice = "Choice";
        20 inner: Box<Sink> = "Inner";
        21 secret: String = "Secret" [Sensitive];
        22 r#type: String = "Type" [Required];
    }
}

/// An open enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Color {
    Red,
    DarkBlue,
    Unknown(String),
}

tinsmith::enumeration! {
    Color {
        Red = "RED";
        DarkBlue = "dark-blue";
    }
}

/// An open intEnum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    Low,
    High,
    Unknown(i32),
}

tinsmith::integer_enumeration! {
    Level {
        Low = 1;
        High = -2;
    }
}

/// A union.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Choice {
    Text(String),
    When(DateTime),
    Nested(Box<Sink>),
    Secret(String),
    Unknown(String),
}

tinsmith::union! {
    Choice "Choice" {
        0 Text: String = "text";
        1 When: DateTime = "when" [Timestamp(DateTime)];
        2 Nested: Box<Sink> = "nested";
        3 Secret: String = "secret" [Sensitive];
    }
}

/// An output: what is required and what can be empty stands without `Option`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Output {
    pub name: String,
    pub count: i32,
    pub color: Color,
    pub created: DateTime,
    pub items: Vec<Sink>,
    pub documents: Vec<Document>,
}

tinsmith::structure! {
    Output "Output" {
        0 name: String = "Name";
        1 count: i32 = "Count";
        2 color: Color = "Color";
        3 created: DateTime = "Created";
        4 items: Vec<Sink> = "Items";
        5 documents: Vec<Document> = "Documents";
    }
}

static RULES: RuleSet = RuleSet { parameters: &[], rules: &[] };

pub static SERVICE: Service = Service {
    name: "Service_20260101",
    sdk_id: "Service",
    version: "2026-01-01",
    signing_name: "service",
    protocol: &AWS_JSON_1_1,
    endpoint_rules: &RULES,
    errors: &[],
};

pub static OPERATION: Operation = Operation {
    name: "DoIt",
    service: &SERVICE,
    sensitive: false,
    auth: Auth::SigV4,
    http: Http::RPC,
    endpoint_parameters: &[],
    host_prefix: &[],
    body: &[],
    discovery: None,
};

pub static SENSITIVE: Operation = Operation {
    name: "DoItSecretly",
    service: &SERVICE,
    sensitive: true,
    auth: Auth::SigV4,
    http: Http::RPC,
    endpoint_parameters: &[],
    host_prefix: &[],
    body: &[],
    discovery: None,
};

/// The request that an input becomes.
pub fn request(input: &dyn tinsmith::value::Structure) -> Result<Request<Bytes>, Error> {
    AWS_JSON_1_1.encode(&OPERATION, input)
}

/// The body that an input becomes.
pub fn body(input: &dyn tinsmith::value::Structure) -> String {
    String::from_utf8(request(input).unwrap().into_body().to_vec()).unwrap()
}

/// The answer with a body.
pub fn answer(body: impl Into<Bytes>) -> Response<Bytes> {
    Response::new(body.into())
}

/// The structure that a body becomes.
pub fn decode<T: tinsmith::value::Structure>(body: impl Into<Bytes>) -> Result<T, Error> {
    let mut output = T::zero();
    AWS_JSON_1_1.decode(&OPERATION, &answer(body), &mut output).map(|()| output)
}
