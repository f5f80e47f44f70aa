//! Defaults: what stands in a structure before anybody sets it, and goes on the wire unless somebody does.

use tinsmith::value::{Structure, Value};
use tinsmith::{Blob, DateTime};

use crate::shapes::{body, decode};

/// As inputs and outputs have it: members may be absent.
#[derive(Clone, PartialEq)]
struct Greeting {
    text: Option<String>,
    language: Option<String>,
    count: Option<i64>,
}

tinsmith::structure! {
    Greeting "Greeting" {
        0 text: String = "Text" or Some(String::from("hi"));
        1 language: String = "Language";
        2 count: i64 = "Count" [Required, Range(0, 9)] or Some(1);
    }
}

/// As only outputs have it: what has a default is always there.
#[derive(Clone, PartialEq)]
struct Answer {
    greetings: Vec<Greeting>,
    first: Option<Greeting>,
    ratio: f64,
    time: DateTime,
    blob: Blob,
}

tinsmith::structure! {
    Answer "Answer" {
        0 greetings: Vec<Greeting> = "Greetings";
        1 first: Greeting = "First";
        2 ratio: f64 = "Ratio" or 0.5;
        3 time: DateTime = "Time" or DateTime::from_secs(7);
        4 blob: Blob = "Blob" or Blob::new(b"abc".to_vec());
    }
}

fn read(body: &str) -> Answer {
    decode(body.to_owned()).unwrap_or_else(|error| panic!("{body}: {error}"))
}

#[test]
fn what_an_answer_leaves_out_is_at_its_default() {
    for body in ["", "{}", "null", r#"{"Ratio":null,"Time":null,"Blob":null,"First":null}"#] {
        let answer = read(body);
        assert_eq!((answer.ratio, answer.time.secs(), answer.blob.as_ref()), (0.5, 7, b"abc".as_slice()), "{body}");
        assert_eq!(answer.first, None);
    }
    let answer = read(r#"{"First":{"Language":"it"},"Greetings":[{},{"Text":"ciao","Count":0}]}"#);
    assert_eq!(answer.first, Some(Greeting::default().language("it")));
    assert_eq!(answer.greetings, [Greeting::default(), Greeting::default().text("ciao").count(0)]);
}

#[test]
fn what_an_answer_tells_stands_in_its_place() {
    let answer = read(r#"{"Ratio":0,"Time":0,"Blob":""}"#);
    assert_eq!((answer.ratio, answer.time.secs(), answer.blob.as_ref()), (0.0, 0, b"".as_slice()));
}

#[test]
fn a_default_is_sent_unless_it_was_set_or_taken_away() {
    assert_eq!(body(&Greeting::default()), r#"{"Text":"hi","Count":1}"#);
    assert_eq!(body(&Greeting::default().text("").count(2)), r#"{"Text":"","Count":2}"#);
    let mut bare = Greeting::default();
    (bare.text, bare.count) = (None, None);
    assert_eq!(body(&bare), "{}");
}

#[test]
fn zero_is_the_default() {
    assert_eq!(<Answer as Value>::zero(), Answer::default());
    assert_eq!(Answer::default().shape().members.len(), 5);
}
