//! Comparing an output or error with what a case wants, member by member.

use tinsmith::value::{List, Map, Structure, Union, View};

use crate::differences::Differences;
use crate::json::{compare_json, from_document};
use crate::show::Show;

/// Tells where two structures of one type differ. Numbers are compared exactly, and NaN is NaN.
pub(crate) fn compare<'a>(wanted: &'a dyn Structure, came: &'a dyn Structure, differences: &mut Differences) {
    for (index, member) in wanted.shape().members.iter().enumerate() {
        let view = |structure: &'a dyn Structure| structure.member(index).map_or(View::Absent, |value| value.view());
        differences
            .within(format_args!(".{}", member.name), |differences| values(view(wanted), view(came), differences));
    }
}

fn values(wanted: View<'_>, came: View<'_>, differences: &mut Differences) {
    let same = match (wanted, came) {
        (View::Absent, View::Absent) => true,
        (View::Boolean(wanted), View::Boolean(came)) => wanted == came,
        (View::Integer(wanted), View::Integer(came)) => wanted == came,
        (View::Float(wanted), View::Float(came)) => wanted == came || (wanted.is_nan() && came.is_nan()),
        (View::Double(wanted), View::Double(came)) => wanted == came || (wanted.is_nan() && came.is_nan()),
        (View::String(wanted), View::String(came)) => wanted == came,
        (View::Blob(wanted), View::Blob(came)) => wanted == came,
        (View::Timestamp(wanted), View::Timestamp(came)) => wanted == came,
        (View::Document(wanted), View::Document(came)) => {
            return compare_json(&from_document(wanted), &from_document(came), differences);
        }
        (View::List(wanted), View::List(came)) => return lists(wanted, came, differences),
        (View::Map(wanted), View::Map(came)) => return maps(wanted, came, differences),
        (View::Structure(wanted), View::Structure(came)) => return compare(wanted, came, differences),
        (View::Union(wanted), View::Union(came)) => return unions(wanted, came, differences),
        _ => false,
    };
    if !same {
        differences.tell(Show(wanted), Show(came));
    }
}

fn lists(wanted: &dyn List, came: &dyn List, differences: &mut Differences) {
    if wanted.len() != came.len() {
        differences.tell(format_args!("{} items", wanted.len()), came.len());
    }
    for index in 0..wanted.len().min(came.len()) {
        if let (Some(wanted), Some(came)) = (wanted.get(index), came.get(index)) {
            differences.within(format_args!("[{index}]"), |differences| {
                values(wanted.view(), came.view(), differences);
            });
        }
    }
}

fn maps(wanted: &dyn Map, came: &dyn Map, differences: &mut Differences) {
    for (key, value) in wanted.entries() {
        let other = came.entries().find(|(other, _)| *other == key);
        differences.within(format_args!("[{key:?}]"), |differences| match other {
            Some((_, other)) => values(value.view(), other.view(), differences),
            None => differences.absent(Show(value.view())),
        });
    }
    for (key, value) in came.entries() {
        if !wanted.entries().any(|(other, _)| other == key) {
            differences.within(format_args!("[{key:?}]"), |differences| differences.unwanted(Show(value.view())));
        }
    }
}

fn unions(wanted: &dyn Union, came: &dyn Union, differences: &mut Differences) {
    match (wanted.current(), came.current()) {
        (Some((index, value)), Some((other_index, other))) if index == other_index => {
            let name = wanted.shape().members.get(index).map_or("", |member| member.name);
            differences.within(format_args!(".{name}"), |differences| values(value.view(), other.view(), differences));
        }
        (None, None) if wanted.unknown() == came.unknown() => {}
        _ => differences.tell(Show(View::Union(wanted)), Show(View::Union(came))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::compare;
    use crate::differences::Differences;
    use crate::fill::fill;
    use crate::sample::Sample;

    fn differences(wanted: &Json, came: &Json) -> Vec<String> {
        let sample = |params: &Json| {
            let mut sample = Sample::default();
            fill(&mut sample, params.as_object().expect("an object")).expect("it fits");
            sample
        };
        let mut differences = Differences::of("output");
        compare(&sample(wanted), &sample(came), &mut differences);
        differences.into_lines()
    }

    #[test]
    fn the_same_is_the_same() {
        let all = json!({
            "text": "hi", "ratio": "NaN", "precise": "NaN", "bytes": "hi", "at": 1.5, "free": { "a": [1.0] },
            "names": ["a"], "gaps": [null], "counts": { "a": 1 }, "choice": { "word": "a" }, "inner": { "number": 1 },
        });
        assert_eq!(differences(&all, &all), Vec::<String>::new());
        assert_eq!(differences(&json!({ "free": 1 }), &json!({ "free": 1.0 })), Vec::<String>::new());
    }

    #[test]
    fn what_differs_is_told_with_its_path() {
        let cases = [
            (json!({ "text": "" }), json!({}), "output.text: wanted \"\"; there is nothing"),
            (json!({}), json!({ "text": "" }), "output.text: wanted nothing; there is \"\""),
            (json!({ "names": [] }), json!({}), "output.names: wanted a list of 0; there is nothing"),
            (json!({ "names": ["a"] }), json!({ "names": ["b"] }), "output.names[0]: wanted \"a\"; there is \"b\""),
            (json!({ "names": ["a"] }), json!({ "names": [] }), "output.names: wanted 1 items; there is 0"),
            (json!({ "gaps": [null] }), json!({ "gaps": ["a"] }), "output.gaps[0]: wanted nothing; there is \"a\""),
            (
                json!({ "counts": { "a": 1 } }),
                json!({ "counts": { "a": 2 } }),
                "output.counts[\"a\"]: wanted 1; there is 2",
            ),
            (
                json!({ "counts": {} }),
                json!({ "counts": { "b": 2 } }),
                "output.counts[\"b\"]: wanted nothing; there is 2",
            ),
            (json!({ "ratio": 0.1 }), json!({ "ratio": 0.100_000_1 }), "output.ratio: wanted 0.1; there is 0.1000001"),
            (json!({ "precise": "NaN" }), json!({ "precise": 0 }), "output.precise: wanted NaN; there is 0.0"),
            (
                json!({ "bytes": "a" }),
                json!({ "bytes": "b" }),
                "output.bytes: wanted the bytes \"a\"; there is the bytes \"b\"",
            ),
            (
                json!({ "at": 1 }),
                json!({ "at": 1.001 }),
                "output.at: wanted the timestamp 1; there is the timestamp 1.001",
            ),
            (
                json!({ "choice": { "word": "a" } }),
                json!({ "choice": { "word": "b" } }),
                "output.choice.word: wanted \"a\"",
            ),
            (
                json!({ "choice": { "word": "a" } }),
                json!({ "choice": { "count": 1 } }),
                "output.choice: wanted a Choice with",
            ),
            (json!({ "inner": {} }), json!({}), "output.inner: wanted a Sample; there is nothing"),
            (json!({ "free": { "a": 1 } }), json!({ "free": { "b": 1 } }), "output.free.a: wanted 1; there is nothing"),
        ];
        for (wanted, came, told) in cases {
            let lines = differences(&wanted, &came);
            assert!(lines.first().is_some_and(|line| line.starts_with(told)), "{wanted} {came}: {lines:?}");
        }
    }

    #[test]
    fn many_differences_are_counted() {
        let list = |item: &str| json!({ "names": vec![item; 100] });
        let lines = differences(&list("a"), &list("b"));
        assert_eq!((lines.len(), lines.last().map(String::as_str)), (9, Some("and 92 differences more")));
    }
}
