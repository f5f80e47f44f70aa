//! JMESPath from end to end: cases of our own are read by the generator, written down as static data, and evaluated by
//! the runtime.
//!
//! `jmespath/cases.json` has the form of JMESPath's compliance suite; `jmespath/cases.generated` is the Rust that the
//! generator makes of it. `UPDATE_EXPECT=1` writes it anew.

use std::fs;

use tinsmith_codegen::{check_jmespath, jmespath_suite};

use crate::support::{suite, text};

// Included, since rustfmt would follow a module and lay out anew what the generator wrote.
mod cases {
    include!("jmespath/cases.generated");
}

#[test]
fn the_cases_are_what_the_generator_writes() {
    let file = suite().join("jmespath/cases.json");
    let written = jmespath_suite("cases.json", &text(&file)).unwrap_or_else(|faults| panic!("{faults}"));
    let expected = suite().join("jmespath/cases.generated");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&expected, &written.source).expect("the expectation can be written");
    }
    assert_eq!(text(&expected), written.source, "UPDATE_EXPECT=1 accepts this");
    assert_eq!((written.cases, written.refused), (298, 60));
}

#[test]
fn every_case_comes_to_what_it_should() {
    let wrong: Vec<String> = cases::CASES.iter().filter_map(|case| case.run().err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases::CASES.len() > 250, "there are {} cases", cases::CASES.len());
}

#[test]
fn a_suite_of_another_form_is_told() {
    for text in ["", "{}", "[1]", "[{\"given\": 1}]", "[{\"given\": 1, \"cases\": [{\"expression\": 1}]}]"] {
        let told = jmespath_suite("other.json", text).expect_err(text).to_string();
        assert!(told.starts_with("error: other.json: wanted a list of objects with given and cases: "), "{told}");
    }
}

#[test]
fn hostile_expressions_are_refused_and_overflow_nothing() {
    const MANY: usize = 100_000;
    for part in ["[", "(", "!", "{a:", "a[?", "a[*].", "*.", "a[0]|", "a||", "abs(", "map(&", "`[", "["] {
        for many in [MANY, 3_000] {
            let told = check_jmespath(&part.repeat(many)).expect_err(part);
            let is_bounded = told.contains("wanted at most 16384 bytes") || told.contains("nests more than 128 levels");
            let is_cut_off = told.contains("wanted ");
            assert!(is_bounded || is_cut_off, "{part}: {told}");
        }
        let closed = format!("{}a", part.repeat(3_000));
        let told = check_jmespath(&closed).expect_err(part);
        // A literal is cut off by itself.
        let is_literal = part.starts_with('`');
        assert!(is_literal || told.contains("nests more than 128"), "{part}: {told}");
    }
    for tail in ["[]", "[0]", "[*]", "[?a]", ".*", "[1:]", "||a", "&&a", "==a", "|[0]"] {
        let told = check_jmespath(&format!("a{}", tail.repeat(3_000))).expect_err(tail);
        assert!(told.contains("nests more than 128"), "{tail}: {told}");
    }
    // A path is one step of the tree, however many names it has.
    assert_eq!(check_jmespath(&format!("a{}", ".a".repeat(8_000))), Ok(()));
}

/// As deep as expressions may be: their data goes through the whole generator, and the interpreter, on a small stack.
#[test]
fn the_deepest_expression_is_written_down() {
    for (open, close) in
        [("[", "]"), ("!", ""), ("a[*].", ""), ("a[0]|", ""), ("a[?", "]"), ("abs(", ")"), ("`[", "]`")]
    {
        let (open, close) = if open == "`[" {
            (format!("`{}", "[".repeat(120)), format!("{}`", "]".repeat(120)))
        } else {
            (open.repeat(120), close.repeat(120))
        };
        let expression = if open.starts_with('`') { format!("{open}1{close}") } else { format!("{open}a{close}") };
        let suite = serde_json::json!([{ "given": {}, "cases": [{ "expression": expression, "result": null }] }]);
        let written = jmespath_suite("deep.json", &suite.to_string()).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!((written.cases, written.refused), (1, 0), "{expression}");
    }
}
