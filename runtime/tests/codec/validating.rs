//! Broken constraints, told all at once before anything is sent.

use std::collections::BTreeMap;

use tinsmith::Blob;
use tinsmith::validate::validate;

use crate::shapes::{Choice, Color, Sink};

fn problems(input: &Sink) -> String {
    validate(input).map_or_else(|error| error.message().to_owned(), |()| "none".to_owned())
}

fn sink() -> Sink {
    Sink::default().r#type("t")
}

#[test]
fn a_sound_input_passes() {
    let input = sink().string("äöüßé").integer(10).float(0.5).blob(Blob::new("ab")).list(["a".to_owned()]);
    assert_eq!(problems(&input), "none");
}

#[test]
fn each_broken_constraint_is_told_with_its_path() {
    for (input, wanted) in [
        (Sink::default(), "the input breaks a constraint: Type is required and missing"),
        (sink().string("123456"), "String has 6 characters where at most 5 are allowed"),
        (sink().integer(0), "Integer is out of range: at least 1 is wanted"),
        (sink().integer(11), "Integer is out of range: at most 10 is allowed"),
        (sink().float(0.25), "Float is out of range: at least 0.5 is wanted"),
        (sink().blob(Blob::new("a")), "Blob has 1 bytes where at least 2 are wanted"),
        (sink().list(Vec::new()), "List has 0 items where at least 1 are wanted"),
        (sink().list(["".to_owned()]), "List[0] has 0 characters where at least 1 are wanted"),
        (
            sink().map(BTreeMap::from([(Color::from("x"), 8)])),
            r#"Map["x"] has 1 characters where at least 3 are wanted; Map["x"] is out of range: at most 7 is allowed"#,
        ),
        (sink().inner(Sink::default()), "Inner.Type is required and missing"),
        (sink().choice(Choice::Nested(Box::default())), "Choice.nested.Type is required and missing"),
        (sink().choice(Choice::Unknown(String::new())), "Choice is a union without a member that can be sent"),
    ] {
        let told = problems(&input);
        assert!(told.contains(wanted), "{told}");
    }
}

#[test]
fn all_are_told_in_one_message_and_a_flood_is_cut() {
    let told = problems(&Sink::default().integer(0).string("123456"));
    assert!(told.starts_with("the input breaks 3 constraints: String has"), "{told}");
    let flood = sink().list(vec![String::new(); 1000]);
    let told = problems(&flood);
    assert!(told.starts_with("the input breaks 1001 constraints: ") && told.ends_with("; and more"), "{told}");
    assert!(told.len() < 4096);
}
