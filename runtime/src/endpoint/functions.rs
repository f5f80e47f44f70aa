//! The functions that rules call: the rules engine's standard library, with those for AWS beside it.

use super::host::{is_host_label, is_host_name};
use super::parameters::Value;
use super::partitions::partition;
use super::resource_names::{is_virtual_hostable_bucket, parse_arn};
use super::rules::Function;
use super::url::parse_url;

/// Calls a function; `None` among the arguments, or as the answer, is an absent value.
///
/// # Errors
///
/// A rule set that the generator has checked causes none: an argument is missing or of the wrong type.
pub(super) fn call(function: Function, arguments: Vec<Option<Value>>) -> Result<Option<Value>, String> {
    match evaluate(&Arguments { function, values: &arguments }) {
        Ok(value) => Ok(value),
        Err(Stop::Absent) => Ok(None),
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Why a function gives no value.
enum Stop {
    /// An argument is absent, and so is the answer.
    Absent,
    /// The rule set is wrong.
    Fault(String),
}

/// The arguments of a call; each is fetched as the type that the function wants.
struct Arguments<'a> {
    function: Function,
    values: &'a [Option<Value>],
}

impl Arguments<'_> {
    fn value(&self, index: usize) -> Result<&Value, Stop> {
        match self.values.get(index) {
            Some(Some(value)) => Ok(value),
            Some(None) => Err(Stop::Absent),
            None => Err(Stop::Fault(format!("{} has no argument {}", self.function.name(), index + 1))),
        }
    }

    fn unwanted(&self, index: usize, wanted: &str, value: &Value) -> Stop {
        let (name, number) = (self.function.name(), index + 1);
        Stop::Fault(format!("{name} wants {wanted} as argument {number}, and it is {}", value.kind()))
    }

    fn text(&self, index: usize) -> Result<&str, Stop> {
        let value = self.value(index)?;
        value.as_str().ok_or_else(|| self.unwanted(index, "a string", value))
    }

    fn boolean(&self, index: usize) -> Result<bool, Stop> {
        let value = self.value(index)?;
        value.as_bool().ok_or_else(|| self.unwanted(index, "a boolean", value))
    }

    fn integer(&self, index: usize) -> Result<i64, Stop> {
        match self.value(index)? {
            Value::Integer(number) => Ok(*number),
            value => Err(self.unwanted(index, "an integer", value)),
        }
    }

    fn allows(&self, index: usize, simple: fn(&str) -> bool, dotted: fn(&str) -> bool) -> Result<bool, Stop> {
        let text = self.text(index)?;
        Ok(if self.boolean(index + 1)? { dotted(text) } else { simple(text) })
    }
}

fn evaluate(given: &Arguments<'_>) -> Result<Option<Value>, Stop> {
    Ok(match given.function {
        Function::IsSet => Some(given.values.first().is_some_and(Option::is_some).into()),
        Function::Coalesce => given.values.iter().flatten().next().cloned(),
        Function::IfThenElse => {
            let branch = if given.boolean(0)? { 1 } else { 2 };
            Some(given.value(branch)?.clone())
        }
        Function::Not => Some((!given.boolean(0)?).into()),
        Function::BooleanEquals => Some((given.boolean(0)? == given.boolean(1)?).into()),
        Function::StringEquals => Some((given.text(0)? == given.text(1)?).into()),
        Function::IsValidHostLabel => Some(given.allows(0, is_host_label, is_host_name)?.into()),
        Function::ParseUrl => parse_url(given.text(0)?),
        Function::Substring => {
            substring(given.text(0)?, given.integer(1)?, given.integer(2)?, given.boolean(3)?).map(Value::from)
        }
        Function::UriEncode => Some(uri_encode(given.text(0)?).into()),
        Function::Split => split(given.text(0)?, given.text(1)?, given.integer(2)?),
        Function::AwsPartition => Some(partition(given.text(0)?)),
        Function::AwsParseArn => parse_arn(given.text(0)?),
        Function::AwsIsVirtualHostableS3Bucket => {
            Some(is_virtual_hostable_bucket(given.text(0)?, given.boolean(1)?).into())
        }
    })
}

/// The characters from `start` up to `end`, both counted from the end of the text when `reverse`; absent when the text
/// is too short or is not ASCII.
fn substring(text: &str, start: i64, end: i64, reverse: bool) -> Option<&str> {
    let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
    if start >= end || !text.is_ascii() {
        return None;
    }
    if reverse { text.get(text.len().checked_sub(end)?..text.len().checked_sub(start)?) } else { text.get(start..end) }
}

/// Percent-encodes all but RFC 3986's unreserved characters, in upper-case hexadecimal.
fn uri_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The text cut at each delimiter, into at most `limit` parts unless it is 0. An empty delimiter cuts nothing, and the
/// specification forbids it: the result is absent.
fn split(text: &str, delimiter: &str, limit: i64) -> Option<Value> {
    let limit = usize::try_from(limit).ok()?;
    if delimiter.is_empty() {
        return None;
    }
    let parts = match limit {
        0 => text.split(delimiter).map(Value::from).collect(),
        _ => text.splitn(limit, delimiter).map(Value::from).collect(),
    };
    Some(Value::List(parts))
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::{Function, Value, call};

    fn strings(items: &[&str]) -> Value {
        Value::List(items.iter().map(|item| Value::from(*item)).collect())
    }

    fn answer(function: Function, arguments: &[Value]) -> Option<Value> {
        call(function, arguments.iter().cloned().map(Some).collect()).expect("the arguments fit")
    }

    #[test]
    fn absent_arguments() {
        assert_eq!(call(Function::IsSet, vec![None]), Ok(Some(false.into())));
        assert_eq!(call(Function::IsSet, vec![Some(false.into())]), Ok(Some(true.into())));
        assert_eq!(call(Function::Not, vec![None]), Ok(None));
        assert_eq!(call(Function::StringEquals, vec![Some("a".into()), None]), Ok(None));
        assert_eq!(call(Function::Coalesce, vec![None, Some(false.into()), Some("b".into())]), Ok(Some(false.into())));
        assert_eq!(call(Function::Coalesce, vec![None, None]), Ok(None));
        assert_eq!(call(Function::IfThenElse, vec![Some(true.into()), None, Some("b".into())]), Ok(None));
        assert_eq!(call(Function::IfThenElse, vec![Some(false.into()), None, Some("b".into())]), Ok(Some("b".into())));
    }

    #[test]
    fn wrong_arguments_are_told() {
        let fault = call(Function::BooleanEquals, vec![Some(true.into()), Some("x".into())]);
        assert_eq!(fault, Err("booleanEquals wants a boolean as argument 2, and it is a string".to_owned()));
        assert_eq!(call(Function::ParseUrl, vec![]), Err("parseURL has no argument 1".to_owned()));
        assert!(call(Function::Substring, vec![Some("x".into()), Some(true.into())]).is_err());
    }

    #[test]
    fn comparisons() {
        assert_eq!(answer(Function::Not, &[true.into()]), Some(false.into()));
        assert_eq!(answer(Function::BooleanEquals, &[true.into(), true.into()]), Some(true.into()));
        assert_eq!(answer(Function::StringEquals, &["a".into(), "A".into()]), Some(false.into()));
        assert_eq!(answer(Function::IsValidHostLabel, &["a.b".into(), false.into()]), Some(false.into()));
        assert_eq!(answer(Function::IsValidHostLabel, &["a.b".into(), true.into()]), Some(true.into()));
    }

    #[test]
    fn substrings() {
        let cases = [
            ("abcdefg", 0, 4, false, Some("abcd")),
            ("abcd", 0, 4, false, Some("abcd")),
            ("abc", 0, 4, false, None),
            ("abcdefg", 0, 4, true, Some("defg")),
            ("defg", 1, 3, true, Some("ef")),
            ("abc", 0, 4, true, None),
            ("abcd", 2, 2, false, None),
            ("abcd", 3, 2, true, None),
            ("abcd", -1, 2, false, None),
            ("\u{7f}abc", 0, 1, false, Some("\u{7f}")),
            ("éabc", 0, 1, false, None),
            ("abcd", 0, i64::MAX, true, None),
        ];
        for (text, start, end, reverse, wanted) in cases {
            let arguments = [text.into(), Value::Integer(start), Value::Integer(end), reverse.into()];
            assert_eq!(answer(Function::Substring, &arguments), wanted.map(Value::from), "{text} {start} {end}");
        }
    }

    #[test]
    fn encoding() {
        let cases = [("", ""), ("aZ09-._~", "aZ09-._~"), ("/:,? ", "%2F%3A%2C%3F%20"), ("😹", "%F0%9F%98%B9")];
        for (text, wanted) in cases {
            assert_eq!(answer(Function::UriEncode, &[text.into()]), Some(wanted.into()), "{text}");
        }
    }

    #[test]
    fn splitting() {
        let cases: [(&str, &str, i64, &[&str]); 8] = [
            ("a--b--c", "--", 0, &["a", "b", "c"]),
            ("a--b--c", "--", 1, &["a--b--c"]),
            ("a--b--c", "--", 2, &["a", "b--c"]),
            ("", "--", 0, &[""]),
            ("----", "--", 0, &["", "", ""]),
            ("aaa", "aa", 0, &["", "a"]),
            ("a.*b", ".*", 0, &["a", "b"]),
            ("ab", "abcd", 3, &["ab"]),
        ];
        for (text, delimiter, limit, wanted) in cases {
            let arguments = [text.into(), delimiter.into(), Value::Integer(limit)];
            assert_eq!(answer(Function::Split, &arguments), Some(strings(wanted)), "{text} {delimiter} {limit}");
        }
        assert_eq!(answer(Function::Split, &["a".into(), "".into(), Value::Integer(0)]), None);
        assert_eq!(answer(Function::Split, &["a".into(), "-".into(), Value::Integer(-1)]), None);
    }
}
