//! Code and message of an error answer, in every form that AWS sends.

use tinsmith::protocol::{AWS_JSON_1_0_QUERY_COMPATIBLE, AWS_JSON_1_1, ErrorSummary, Protocol};

use crate::shapes::{OPERATION, Sink, answer};

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

/// awsQueryCompatible: the code of awsQuery's time stands in a header, and the shape's name in the body as ever.
#[test]
fn a_service_of_awsquerys_time_keeps_its_codes() {
    let told = |header: &str| {
        let mut answer = answer(r#"{"__type":"ns#QueueDoesNotExist","message":"no"}"#);
        answer.headers_mut().insert("x-amzn-query-error", header.parse().unwrap());
        assert_eq!(AWS_JSON_1_1.error_summary(&answer).code.as_deref(), Some("QueueDoesNotExist"));
        AWS_JSON_1_0_QUERY_COMPATIBLE.error_summary(&answer)
    };
    let summary = |code: &str, shape: Option<&str>, fault: Option<&str>| ErrorSummary {
        code: Some(code.to_owned()),
        shape: shape.map(str::to_owned),
        fault: fault.map(str::to_owned),
        message: Some("no".to_owned()),
    };
    let shape = Some("QueueDoesNotExist");
    assert_eq!(told("AWS.NonExistentQueue;Sender"), summary("AWS.NonExistentQueue", shape, Some("Sender")));
    assert_eq!(told(" AWS.NonExistentQueue ; "), summary("AWS.NonExistentQueue", shape, None));
    assert_eq!(told("AWS.NonExistentQueue"), summary("AWS.NonExistentQueue", shape, None));
    for nothing in ["", ";Sender", " ; "] {
        assert_eq!(told(nothing), summary("QueueDoesNotExist", None, None), "{nothing:?}");
    }
}

#[test]
fn a_service_of_awsquerys_time_is_asked_for_its_codes() {
    let mode = |protocol: &dyn Protocol| {
        let request = protocol.encode(&OPERATION, &Sink::default()).unwrap();
        request.headers().get("x-amzn-query-mode").cloned()
    };
    assert_eq!(mode(&AWS_JSON_1_0_QUERY_COMPATIBLE).unwrap(), "true");
    assert_eq!(mode(&AWS_JSON_1_1), None);
}
