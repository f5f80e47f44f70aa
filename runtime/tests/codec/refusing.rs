//! What is no answer: an error that says where and why and shows the start of the body, and never a panic.

use tinsmith::ErrorKind;
use tinsmith::protocol::{AWS_JSON_1_1, Protocol};

use crate::shapes::{Output, SENSITIVE, Sink, answer, decode};

fn refusal(body: &str) -> String {
    let error = decode::<Sink>(body.to_owned()).expect_err(body);
    assert_eq!(error.kind(), ErrorKind::Decoding);
    error.to_string()
}

#[test]
fn the_wrong_type_is_told_with_its_place() {
    for (body, wanted) in [
        (r#"{"String":5}"#, "String: invalid type: an integer, expected a string"),
        (r#"{"Integer":"5"}"#, "Integer: invalid type: text, expected an integer of 32 bits"),
        (r#"{"Byte":200}"#, "Byte: invalid value: an integer, expected an integer of 8 bits"),
        (r#"{"Integer":1.5}"#, "Integer: invalid type: a number, expected an integer of 32 bits"),
        (r#"{"Long":18446744073709551615}"#, "Long: invalid value: an integer"),
        (r#"{"List":{"a":1}}"#, "List: invalid type: map, expected a list"),
        (r#"{"List":["a",["b"]]}"#, "List[1]: invalid type: sequence, expected a string"),
        (r#"{"Inner":{"Map":{"a":true}}}"#, "Inner.Map[\"a\"]: invalid type: a boolean"),
        (r#"{"Inner":[]}"#, "Inner: invalid type: sequence, expected a structure"),
        (r#"{"Blob":"%%%"}"#, "Blob: invalid value: text, expected base64 text"),
        (r#"{"Epoch":1e300}"#, "Epoch: invalid value: a number"),
        (r#"{"Iso":"yesterday"}"#, "Iso: invalid value: text, expected a timestamp"),
        (r#"{"Double":"many"}"#, "Double: invalid value: text, expected a number"),
        (
            r#"{"Choice":{"text":"a","secret":"b"}}"#,
            "Choice: the union Choice has more than one member set, secret too",
        ),
        ("[]", "invalid type: sequence, expected a structure"),
        ("\"text\"", "invalid type: text, expected a structure"),
    ] {
        let told = refusal(body);
        assert!(told.contains(wanted), "{body}: {told}");
    }
}

#[test]
fn what_is_no_json_is_shown() {
    assert!(refusal("<html>\n<h1>502</h1>").contains(r#"the body begins "<html>\n<h1>502</h1>""#));
    assert!(refusal(r#"{"String":"a"#).contains("EOF while parsing a string"));
    assert!(refusal(r#"{"String":"a"} trailing"#).contains("trailing characters"));
    let deep = "[".repeat(100_000);
    assert!(refusal(&format!(r#"{{"Document":{deep}"#)).contains("recursion limit exceeded"));
    assert!(refusal(&format!(r#"{{"Unheard":{deep}"#)).contains("and 99811 bytes more"));
    let inner = r#"{"Inner":"#.repeat(100_000);
    assert!(refusal(&inner).contains("recursion limit exceeded"));
    let error = decode::<Sink>(b"{\"String\":\"\xff\"}".to_vec()).expect_err("not UTF-8");
    assert!(error.to_string().contains("invalid unicode"), "{error}");
}

#[test]
fn a_body_with_secrets_is_not_shown() {
    let mut output = Output::default();
    let secret = answer(r#"{"Name":["hunter2"]}"#);
    let error = AWS_JSON_1_1.decode(&SENSITIVE, &secret, &mut output).unwrap_err().to_string();
    assert!(error.contains("the body of 20 bytes is not shown") && !error.contains("hunter2"), "{error}");
    let cut_off = AWS_JSON_1_1.decode(&SENSITIVE, &answer(r#"{"Name":"hunter2"#), &mut output);
    assert!(!cut_off.unwrap_err().to_string().contains("hunter2"));
    let proxy = AWS_JSON_1_1.decode(&SENSITIVE, &answer("<html>proxy"), &mut output);
    assert!(proxy.unwrap_err().to_string().contains("<html>proxy"));
}
