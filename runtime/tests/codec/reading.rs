//! What an answer becomes.

use std::collections::BTreeMap;

use tinsmith::{Blob, DateTime, Document};

use crate::shapes::{Choice, Color, Level, Output, Sink, body, decode};

fn read(body: &str) -> Sink {
    decode(body.to_owned()).unwrap_or_else(|error| panic!("{body}: {error}"))
}

#[test]
fn every_kind_of_value_comes_back() {
    let sink = Sink::default;
    let time = DateTime::from_secs_and_nanos(1_515_531_081, 123_000_000);
    for (body, wanted) in [
        ("{}", sink()),
        ("", sink()),
        ("null", sink()),
        (r#" {"String" : "\u00fc\ud83d\ude00"} "#, sink().string("ü😀")),
        (
            r#"{"Byte":-128,"Short":32767,"Integer":5,"Long":9223372036854775807}"#,
            sink().byte(-128).short(32767_i16).integer(5).long(i64::MAX),
        ),
        (r#"{"Integer":5.0,"Long":1e3}"#, sink().integer(5).long(1000)),
        (r#"{"Float":1.1,"Double":1}"#, sink().float(1.1).double(1.0)),
        (r#"{"Double":"-Infinity"}"#, sink().double(f64::NEG_INFINITY)),
        (r#"{"Blob":"YmluYXJ5LXZhbHVl"}"#, sink().blob(Blob::new("binary-value"))),
        (r#"{"Epoch":1515531081.123}"#, sink().epoch(time)),
        (r#"{"Epoch":1.515531081123E9}"#, sink().epoch(time)),
        (r#"{"Epoch":"1515531081.123"}"#, sink().epoch(time)),
        (r#"{"Epoch":"2018-01-09T20:51:21.123Z"}"#, sink().epoch(time)),
        (r#"{"Epoch":-0.5}"#, sink().epoch(DateTime::from_secs_and_nanos(-1, 500_000_000))),
        (r#"{"Iso":"2018-01-09T21:51:21.123+01:00"}"#, sink().iso(time)),
        (r#"{"Iso":1515531081.123}"#, sink().iso(time)),
        (
            r#"{"HttpDates":["Sun, 02 Jan 2000 20:34:56 GMT"]}"#,
            sink().http_dates(vec![DateTime::from_secs(946_845_296)]),
        ),
        (r#"{"Color":"RED","Level":1}"#, sink().color(Color::Red).level(Level::Low)),
        (r#"{"Color":"red","Level":9}"#, sink().color(Color::Unknown("red".to_owned())).level(Level::Unknown(9))),
        (
            r#"{"List":["a",null,"b"],"Sparse":["a",null]}"#,
            sink().list(["a".to_owned(), "b".to_owned()]).sparse([Some("a".to_owned()), None]),
        ),
        (r#"{"List":[]}"#, sink().list(Vec::new())),
        (r#"{"Map":{"RED":1,"x":null}}"#, sink().map(BTreeMap::from([(Color::Red, 1)]))),
        (r#"{"SparseMap":{"a":null}}"#, sink().sparse_map(BTreeMap::from([("a".to_owned(), None)]))),
        (r#"{"Choice":{"text":"x","when":null,"__type":"ns#Choice"}}"#, sink().choice(Choice::Text("x".to_owned()))),
        (r#"{"Choice":{"when":null,"text":"x"}}"#, sink().choice(Choice::Text("x".to_owned()))),
        (r#"{"Choice":{"new":{"a":[1]}}}"#, sink().choice(Choice::Unknown("new".to_owned()))),
        (r#"{"Choice":{}}"#, sink().choice(Choice::Unknown(String::new()))),
        (r#"{"Inner":{"Inner":{"Type":"t"}},"Nothing":{"deep":[{}]}}"#, sink().inner(sink().inner(sink().r#type("t")))),
        (r#"{"String":null,"Choice":null,"Document":null,"List":null}"#, sink()),
        (r#"{"List":["a"],"List":["b"],"String":"a","String":"b"}"#, sink().list(["b".to_owned()]).string("b")),
    ] {
        assert_eq!(read(body), wanted, "{body}");
    }
}

#[test]
fn nan_is_a_number_too() {
    assert!(read(r#"{"Float":"NaN"}"#).float.is_some_and(f32::is_nan));
}

#[test]
fn what_is_required_and_missing_becomes_zero() {
    let output: Output = decode(r#"{"Name":null}"#).unwrap();
    assert_eq!(output, Output::default());
    assert_eq!((output.name.as_str(), output.count, output.created), ("", 0, DateTime::from_secs(0)));
    assert_eq!(output.color, Color::Unknown(String::new()));
}

#[test]
fn documents_keep_what_comes_null_too() {
    let output: Output = decode(r#"{"Documents":[null,{"a":[1,-1,1.5,"x",true]}]}"#).unwrap();
    let items = vec![Document::from(1_u64), Document::from(-1_i32), Document::from(1.5), "x".into(), true.into()];
    let object = Document::Object([("a".to_owned(), Document::Array(items))].into());
    assert_eq!(output.documents, [Document::Null, object]);
}

#[test]
fn what_was_written_reads_the_same() {
    let value = Sink::default()
        .string("\u{0}\u{2028}\"")
        .float(f32::MIN_POSITIVE)
        .double(0.1 + 0.2)
        .blob(Blob::new([0, 255, 7]))
        .epoch(DateTime::from_secs_and_nanos(1, 999_999_000))
        .choice(Choice::Nested(Box::new(Sink::default().long(i64::MIN))))
        .map(BTreeMap::from([(Color::Unknown("ü".to_owned()), -1)]));
    assert_eq!(read(&body(&value)), value);
}

#[cfg(feature = "serde")]
#[test]
fn serde_speaks_the_wire_form() {
    let value = Sink::default().blob(Blob::new("abc")).epoch(DateTime::from_secs(5)).color(Color::Red);
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(text, r#"{"Blob":"YWJj","Epoch":5,"Color":"RED"}"#);
    assert_eq!(serde_json::from_str::<Sink>(&text).unwrap(), value);
    assert_eq!(serde_json::from_str::<Color>("\"dark-blue\"").unwrap(), Color::DarkBlue);
}
