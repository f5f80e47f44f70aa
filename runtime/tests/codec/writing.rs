//! What an input becomes on the wire.

use std::collections::{BTreeMap, HashMap};

use tinsmith::{Blob, DateTime, Document, ErrorKind};

use crate::shapes::{Choice, Color, Level, Sink, body, request};

fn sink() -> Sink {
    Sink::default()
}

#[test]
fn the_request_is_a_post_with_the_operation_in_a_header() {
    let request = request(&sink()).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "/");
    assert_eq!(request.headers()["content-type"], "application/x-amz-json-1.1");
    assert_eq!(request.headers()["x-amz-target"], "Service_20260101.DoIt");
    assert_eq!(request.headers().len(), 2);
    assert_eq!(request.body(), "{}");
}

#[test]
fn every_kind_of_value_has_its_form() {
    let time = DateTime::from_secs_and_nanos(1_515_531_081, 123_000_000);
    for (input, wanted) in [
        (sink().string("a\"\\\u{1}\u{7f}ü😀/"), r#"{"String":"a\"\\\u0001ü😀/"}"#.replace("\\u0001", "\\u0001\u{7f}")),
        (sink().boolean(false), r#"{"Boolean":false}"#.to_owned()),
        (sink().byte(i8::MIN).short(i16::MIN), r#"{"Byte":-128,"Short":-32768}"#.to_owned()),
        (sink().long(i64::MIN), r#"{"Long":-9223372036854775808}"#.to_owned()),
        (sink().float(1.1).double(1e300), r#"{"Float":1.1,"Double":1e+300}"#.to_owned()),
        (sink().float(f32::NAN).double(f64::NEG_INFINITY), r#"{"Float":"NaN","Double":"-Infinity"}"#.to_owned()),
        (sink().double(f64::INFINITY), r#"{"Double":"Infinity"}"#.to_owned()),
        (sink().blob(Blob::new("binary-value")), r#"{"Blob":"YmluYXJ5LXZhbHVl"}"#.to_owned()),
        (sink().epoch(time), r#"{"Epoch":1515531081.123}"#.to_owned()),
        (sink().epoch(DateTime::from_secs(-1)), r#"{"Epoch":-1}"#.to_owned()),
        (sink().iso(time), r#"{"Iso":"2018-01-09T20:51:21.123Z"}"#.to_owned()),
        (
            sink().http_dates(vec![DateTime::from_secs(946_845_296)]),
            r#"{"HttpDates":["Sun, 02 Jan 2000 20:34:56 GMT"]}"#.to_owned(),
        ),
        (sink().color(Color::DarkBlue).level(Level::High), r#"{"Color":"dark-blue","Level":-2}"#.to_owned()),
        (sink().color("new").level(7), r#"{"Color":"new","Level":7}"#.to_owned()),
        (sink().list(Vec::new()), r#"{"List":[]}"#.to_owned()),
        (sink().sparse(vec![Some("a".to_owned()), None]), r#"{"Sparse":["a",null]}"#.to_owned()),
        (
            sink().map(BTreeMap::from([(Color::DarkBlue, 2), (Color::Red, 1)])),
            r#"{"Map":{"RED":1,"dark-blue":2}}"#.to_owned(),
        ),
        (sink().sparse_map(BTreeMap::from([("a".to_owned(), None)])), r#"{"SparseMap":{"a":null}}"#.to_owned()),
        (sink().choice(Choice::When(time)), r#"{"Choice":{"when":"2018-01-09T20:51:21.123Z"}}"#.to_owned()),
        (sink().inner(sink()), r#"{"Inner":{}}"#.to_owned()),
        (sink().inner(sink().inner(sink().r#type("t"))), r#"{"Inner":{"Inner":{"Type":"t"}}}"#.to_owned()),
    ] {
        assert_eq!(body(&input), wanted, "{input:?}");
    }
}

#[test]
fn a_document_is_written_as_it_is_and_in_one_order() {
    let object =
        |value: Document| Document::Object(HashMap::from([("b".to_owned(), value), ("a".to_owned(), Document::Null)]));
    let list =
        Document::Array(vec![Document::from(1_i32), Document::from(-1_i32), Document::from(1.5), Document::Bool(true)]);
    assert_eq!(body(&sink().document(object(list))), r#"{"Document":{"a":null,"b":[1,-1,1.5,true]}}"#);
}

#[test]
fn a_union_that_the_model_does_not_know_cannot_be_sent() {
    let error = request(&sink().choice(Choice::Unknown("new".to_owned()))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Encoding);
    assert!(
        error.message().contains(r#"the union Choice has no member that can be sent: it is Unknown("new")"#),
        "{error}"
    );
}

#[test]
fn debug_shows_what_is_set_and_no_secrets() {
    let value = sink().string("x").secret("hunter2").choice(Choice::Secret("hunter2".to_owned())).r#type("t");
    let wanted = r#"Sink { string: "x", choice: Secret(*** redacted ***), secret: *** redacted ***, type: "t" }"#;
    assert_eq!(format!("{value:?}"), wanted);
    assert_eq!(format!("{:?}", sink().blob(Blob::new("abc"))), "Sink { blob: <3 bytes> }");
}
