//! Code and message of an error answer, in every form that AWS sends.

use tinsmith::protocol::{AWS_JSON_1_1, Protocol};

use crate::shapes::answer;

#[test]
fn the_code_is_found_wherever_it_stands() {
    let suffix = "http://internal.amazon.com/coral/com.amazon.coral.validate/";
    for (header, body, code) in [
        (None, r#"{"__type":"FooError"}"#.to_owned(), Some("FooError")),
        (None, r#"{"__type":"aws.protocoltests.json#FooError"}"#.to_owned(), Some("FooError")),
        (None, format!(r#"{{"__type":"ns#FooError:{suffix}"}}"#), Some("FooError")),
        (None, r#"{"code":"FooError"}"#.to_owned(), Some("FooError")),
        (None, format!(r#"{{"code":"ns#FooError:{suffix}"}}"#), Some("FooError")),
        (None, r#"{"code":404,"__type":"FooError"}"#.to_owned(), Some("FooError")),
        (Some("FooError".to_owned()), String::new(), Some("FooError")),
        (Some(format!("FooError:{suffix}")), String::new(), Some("FooError")),
        (Some(format!("ns#FooError:{suffix}")), "<html>".to_owned(), Some("FooError")),
        (None, r#"{"__type":"FooError","Details":[{"__type":"Other"}]}"#.to_owned(), Some("FooError")),
        (None, r#"{"__type":""}"#.to_owned(), None),
        (None, "<html>".to_owned(), None),
        (None, "[]".to_owned(), None),
    ] {
        let mut answer = answer(body);
        if let Some(header) = header {
            answer.headers_mut().insert("x-amzn-errortype", header.parse().unwrap());
        }
        assert_eq!(AWS_JSON_1_1.error_summary(&answer).code.as_deref(), code, "{answer:?}");
    }
}

#[test]
fn the_message_is_found_in_either_case() {
    for body in [r#"{"message":"no"}"#, r#"{"Message":"no"}"#, r#"{"errorMessage":"no"}"#] {
        assert_eq!(AWS_JSON_1_1.error_summary(&answer(body)).message.as_deref(), Some("no"));
    }
}
