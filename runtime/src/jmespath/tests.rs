//! Expressions over typed values, and over data that is made to be too much. The language itself is tested from end to
//! end, from text to value, in the tests of the generator.

use std::collections::BTreeMap;

use super::interpret::Interpreter;
use super::node::Node::{
    Call, Comparison, Current, FilterProjection, FlattenProjection, Index, ListProjection, MultiSelectList,
    ObjectProjection, Path, Pipe, Reference, SliceProjection,
};
use super::{Comparator, Expression, Fault, Function, Literal, Node, Slice, Value};
use crate::value::View;
use crate::{Blob, DateTime, Document};

/// A member of each kind that looks like another one to an expression.
#[derive(Clone, PartialEq)]
struct Thing {
    name: Option<String>,
    color: Option<Color>,
    count: Option<i64>,
    ratio: Option<f32>,
    blob: Option<Blob>,
    created: Option<DateTime>,
    tags: Option<BTreeMap<String, Option<String>>>,
    choice: Option<Choice>,
    parts: Option<Vec<Thing>>,
    free: Option<Document>,
    ready: Option<bool>,
}

crate::structure! {
    Thing "Thing" {
        0 name: String = "Name";
        1 color: Color = "Color";
        2 count: i64 = "Count";
        3 ratio: f32 = "Ratio";
        4 blob: Blob = "Blob";
        5 created: DateTime = "Created";
        6 tags: BTreeMap<String, Option<String>> = "Tags";
        7 choice: Choice = "Choice";
        8 parts: Vec<Thing> = "Parts";
        9 free: Document = "Free";
        10 ready: bool = "Ready";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Color {
    Red,
    Unknown(String),
}

crate::enumeration! {
    Color {
        Red = "RED";
    }
}

#[derive(Clone, PartialEq)]
enum Choice {
    Text(String),
    Inner(Box<Thing>),
    Unknown(String),
}

crate::union! {
    Choice "Choice" {
        0 Text: String = "text";
        1 Inner: Box<Thing> = "inner";
    }
}

fn thing() -> Thing {
    let part = |name: &str, count| Thing::default().name(name).count(count).choice(Choice::Text(format!("c{count}")));
    Thing::default()
        .name("whole")
        .color(Color::Red)
        .count(i64::MAX)
        .ratio(0.1)
        .blob(Blob::new("hi"))
        .created(DateTime::from_secs_f64(1.5))
        .tags(BTreeMap::from([("b".to_owned(), None), ("a".to_owned(), Some("1".to_owned()))]))
        .choice(Choice::Inner(Box::new(part("inner", 9))))
        .parts([part("one", 1), part("two", 2), Thing::default()])
        .free(Document::Object([("x".to_owned(), Document::Array(vec![Document::from(1), Document::Null]))].into()))
        .ready(true)
}

/// A node that lives as long as the tests do.
fn leak(node: Node) -> &'static Node {
    Box::leak(Box::new(node))
}

/// What a node gives for the thing, as JSON.
#[track_caller]
fn json(node: Node) -> String {
    let (expression, thing) = (Box::leak(Box::new(Expression::new(node))), thing());
    let value = expression.search(View::Structure(&thing)).expect("it can be evaluated");
    let mut text = String::new();
    Interpreter::new().write(&value, &mut text, 0).expect("it can be written");
    text
}

#[test]
fn every_kind_of_member_is_seen() {
    let members = [
        ("Name", r#""whole""#),
        ("Color", r#""RED""#),
        ("Count", "9223372036854775807"),
        ("Ratio", "0.1"),
        ("Blob", r#""aGk=""#),
        ("Created", "1.5"),
        ("Tags", r#"{"a":"1","b":null}"#),
        ("Free", r#"{"x":[1,null]}"#),
        ("Ready", "true"),
        ("Missing", "null"),
    ];
    for (name, wanted) in members {
        let names: &'static [&'static str] = Box::leak(Box::new([name]));
        assert_eq!(json(Path(names)), wanted, "{name}");
        let thing = thing();
        let path = Box::leak(Box::new(Expression::path(names)));
        assert_eq!(path.search(View::Structure(&thing)).expect("it is a path").kind(), kind(wanted), "{name}");
    }
    assert_eq!(Color::VALUES, ["RED"]);
    let choice = r#"{"inner":{"Name":"inner","Count":9,"Choice":{"text":"c9"}}}"#;
    assert_eq!(json(Path(&["Choice"])), choice);
    assert_eq!(json(Path(&["Choice", "inner", "Choice", "text"])), r#""c9""#);
    assert_eq!(json(Path(&["Choice", "text"])), "null");
    assert_eq!(json(Path(&["Name", "Name"])), "null");
    assert_eq!(json(Path(&["Tags", "a"])), r#""1""#);
}

fn kind(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "string",
        Some(b'{') => "object",
        Some(b't') => "boolean",
        Some(b'n') => "null",
        _ => "number",
    }
}

#[test]
fn structures_unions_and_maps_are_objects() {
    let keys = |of| Call(Function::Keys, leak_all([Path(of)]));
    assert_eq!(json(keys(&["Tags"])), r#"["a","b"]"#);
    assert_eq!(json(keys(&["Choice"])), r#"["inner"]"#);
    assert_eq!(json(keys(&["Free"])), r#"["x"]"#);
    // Absent members are none.
    assert_eq!(
        json(Pipe(&Path(&["Parts"]), leak(Pipe(&Index(0), leak(Call(Function::Keys, &[Current])))))),
        r#"["Name","Count","Choice"]"#
    );
    assert_eq!(json(Pipe(&Path(&["Parts"]), leak(Pipe(&Index(-1), leak(Node::Not(&Current)))))), "true");
    assert_eq!(json(ObjectProjection(&Path(&["Tags"]), &Current)), r#"["1"]"#);
    assert_eq!(json(Call(Function::Values, &[Path(&["Tags"])])), r#"["1",null]"#);
}

fn leak_all<const N: usize>(nodes: [Node; N]) -> &'static [Node] {
    Box::leak(Box::new(nodes))
}

#[test]
fn lists_of_structures_are_projected() {
    const PARTS: Node = Path(&["Parts"]);
    assert_eq!(json(ListProjection(&PARTS, &Path(&["Name"]))), r#"["one","two"]"#);
    assert_eq!(json(FlattenProjection(&PARTS, &Path(&["Choice", "text"]))), r#"["c1","c2"]"#);
    assert_eq!(
        json(FilterProjection(
            &PARTS,
            &Comparison(Comparator::Greater, &Path(&["Count"]), &Node::Value(Literal::Integer(1))),
            &Path(&["Name"]),
        )),
        r#"["two"]"#
    );
    let last = Slice { start: Some(-2), stop: None, step: 1 };
    assert_eq!(json(SliceProjection(&PARTS, last, &MultiSelectList(&[Path(&["Name"])]))), r#"[["two"],[null]]"#);
    let union = MultiSelectList(&[Path(&["Choice", "text"]), Path(&["Choice", "inner", "Name"])]);
    assert_eq!(json(FlattenProjection(leak(ListProjection(&PARTS, leak(union))), &Current)), r#"["c1","c2"]"#);
}

#[test]
fn faults_tell_the_function_and_no_data() {
    static LENGTH: Expression = Expression::new(Call(Function::Length, &[Path(&["Ready"])]));
    let thing = thing();
    let Err(fault) = LENGTH.search(View::Structure(&thing)) else { panic!("a boolean has no length") };
    assert_eq!(fault.to_string(), "the function length wants a string, an array or an object; there is boolean");
}

/// `[@, @] | [@, @] | ...`: a value with more parts than can ever be counted, in little memory.
fn doubled(times: usize) -> Node {
    const PAIR: Node = MultiSelectList(&[Current, Current]);
    (0..times).fold(Current, |node, _| Pipe(leak(node), &PAIR))
}

#[test]
fn values_that_grow_without_bounds_are_given_up() {
    let value = leak(doubled(100));
    let flat = (0..100).fold(*value, |node, _| FlattenProjection(leak(node), &Current));
    for node in [
        Call(Function::ToString, leak_all([*value])),
        Comparison(Comparator::Equal, value, leak(doubled(100))),
        Call(Function::Contains, leak_all([*value, doubled(99)])),
        Call(Function::Length, leak_all([flat])),
        Call(Function::Map, leak_all([Reference(leak(Call(Function::ToString, &[Current]))), *value])),
    ] {
        let result = Interpreter::with_steps(200_000).evaluate(leak(node), &Value::Boolean(true));
        assert_eq!(result.err(), Some(Fault::TooLarge), "{node:?}");
    }
    let text = Box::leak(Box::new(Expression::new(Call(Function::ToString, leak_all([*value])))));
    assert_eq!(text.evaluate(&Value::Boolean(true)).err(), Some(Fault::TooLarge));
    // Made, and never looked into, it costs nothing.
    let expression = Box::leak(Box::new(Expression::new(Call(Function::Length, leak_all([*value])))));
    assert!(expression.evaluate(&Value::Boolean(true)).is_ok_and(|value| value.is_true()));
}

#[test]
fn deep_documents_are_given_up() {
    let deep = (0..1_000).fold(Document::Null, |inner, _| Document::Array(vec![inner]));
    static TEXT: Expression = Expression::new(Call(Function::ToString, &[Current]));
    static SAME: Expression = Expression::new(Comparison(Comparator::Equal, &Current, &Current));
    for expression in [&TEXT, &SAME] {
        assert_eq!(expression.search(View::Document(&deep)).err(), Some(Fault::TooLarge));
    }
}

#[test]
fn numbers_that_are_none_have_no_order_and_break_nothing() {
    let number = |value: f64| Document::Number(aws_smithy_types::Number::Float(value));
    let numbers = Document::Array(vec![number(f64::NAN), number(2.0), number(f64::INFINITY), number(1.0)]);
    let sorted = Expression::new(Call(Function::ToString, &[Call(Function::Sort, &[Current])]));
    let Ok(Value::String(text)) = Box::leak(Box::new(sorted)).search(View::Document(&numbers)) else {
        panic!("they can be sorted")
    };
    assert_eq!(&*text, "[1.0,2.0,null,null]");
}
