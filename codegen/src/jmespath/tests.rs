//! Expressions with faults, what is told about them, and how the sound ones are written down.

use super::{emit_expression, parse};

#[test]
fn faults_tell_the_character_and_what_was_wanted() {
    for (text, wanted) in [
        ("", "at character 1: wanted an expression; there is the end"),
        ("\"ü\".\"é\".", "at character 9: wanted a name, *, [ or { behind the dot; there is the end"),
        ("'ü' = a", "at character 5: wanted ==; there is ="),
        ("a.é", "at character 3: 'é' stands for nothing in JMESPath"),
        ("f(a b)", "at character 5: wanted an operator, a comma or ); there is b"),
        ("(a)(b)", "at character 4: wanted an operator or the end; there is ("),
        ("lengt(a)", "at character 1: the function lengt does not exist; did you mean length?"),
        ("merge()", "at character 1: the function merge wants at least 1 argument; there are 0"),
        (
            "map(a, b)",
            "at character 5: argument 1 of map: wanted an expression reference such as &name; there is a value",
        ),
        ("a[1:2:0]", "at character 7: a slice cannot go in steps of 0"),
        ("a.`1`", "at character 3: wanted a name, *, [ or { behind the dot; there is `1`"),
    ] {
        assert_eq!(parse(text).map_err(|fault| fault.to_string()), Err(wanted.to_owned()), "{text}");
    }
}

#[test]
fn names_of_names_are_one_path() {
    for (text, wanted) in [
        ("a.b | @.c", r#"Expression :: path (& ["a" , "b" , "c"])"#),
        ("a[-1]", "Expression :: new (Pipe (& Path (& [\"a\"]) , & Index (- 1)))"),
        ("`-2.5`", "Expression :: new (Value (Float (- 2.5)))"),
    ] {
        let tokens = parse(text).map(|expression| emit_expression(&expression).to_string());
        assert!(tokens.as_ref().is_ok_and(|tokens| tokens.contains(wanted)), "{tokens:?}");
    }
}
