//! Endpoint parameters that expressions find in the input (`@operationContextParams`).

use super::prepare::found_value;
use super::tests::{Item, Script, answer, builder, call_with, operation};
use crate::endpoint::rules::Literal;
use crate::jmespath::{Expression, Function, Node};
use crate::operation::{Auth, EndpointParameter, Operation, ParameterSource};

#[test]
fn endpoint_parameters_that_expressions_find() {
    const NAME: Node = Node::Path(&["Name"]);
    const TOKEN: Node = Node::Path(&["Token"]);
    static FOUND: [(Expression, Option<&str>); 8] = [
        (Expression::path(&["Name"]), Some(r#""mine""#)),
        (Expression::new(Node::MultiSelectList(&[NAME, TOKEN, NAME])), Some(r#"["mine", "mine"]"#)),
        (Expression::new(Node::MultiSelectList(&[TOKEN])), Some("[]")),
        (Expression::new(Node::Not(&TOKEN)), Some("true")),
        // Nothing that a parameter could take: absent, of another kind, and no value at all.
        (Expression::path(&["Token"]), None),
        (Expression::new(Node::Call(Function::Length, &[NAME])), None),
        (Expression::new(Node::MultiSelectList(&[NAME, Node::Not(&NAME)])), None),
        (Expression::new(Node::Call(Function::Length, &[TOKEN])), None),
    ];
    for (expression, wanted) in &FOUND {
        let found = found_value(expression, &Item::default().name("mine")).map(|value| value.to_string());
        assert_eq!(found.as_deref(), *wanted, "{expression:?}");
    }

    static GET_FOUND: Operation = operation(
        Auth::SigV4,
        &[
            EndpointParameter { name: "Stage", source: ParameterSource::Static(Literal::String("beta")) },
            EndpointParameter { name: "Name", source: ParameterSource::Path(Expression::path(&["Name"])) },
        ],
    );
    let script = Script::new([answer(200, "")]);
    assert!(call_with(builder(&script), &GET_FOUND, Item::default().name("mine")).is_ok());
    assert_eq!(script.requests()[0].uri(), "https://mine.beta.example.com/");
}
