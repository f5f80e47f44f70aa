//! Suites of rule sets that a generator must refuse: no models, but lists of rule sets with the error that is expected.

use serde::Deserialize;
use serde_json::Value;

use crate::endpoint_rules::parse;

/// A rule set of a suite, and what is wrong with how it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleSetCase {
    /// The name that the suite gives it.
    pub id: String,
    /// Empty where the generator refused the rule set, as it should.
    pub problems: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Entry {
    file: String,
    expected_error: String,
    rule_set: Value,
}

/// Reads a suite of rule sets that must be refused, a list of objects with `file`, `expectedError` and `ruleSet`, and
/// tries each. It is `None` where the text is something else.
#[must_use]
pub fn rule_set_cases(text: &str) -> Option<Vec<RuleSetCase>> {
    let entries: Vec<Entry> = serde_json::from_str(text).ok()?;
    Some(entries.into_iter().map(try_one).collect())
}

fn try_one(entry: Entry) -> RuleSetCase {
    let wanted = entry.expected_error.lines().last().unwrap_or_default();
    let problems = match parse(&entry.rule_set) {
        Ok(_) => vec![format!("wanted the rule set to be refused: {wanted}; it was taken")],
        Err(_) => Vec::new(),
    };
    RuleSetCase { id: entry.file, problems }
}

#[cfg(test)]
mod tests {
    use super::rule_set_cases;

    fn suite(url: &str) -> String {
        format!(
            r#"[{{"file": "a", "expectedError": "first\nlast", "ruleSet": {{"version": "1.0", "parameters": {{}},
                "rules": [{{"type": "endpoint", "conditions": [], "endpoint": {{"url": {url:?}}}}}]}}}}]"#
        )
    }

    #[test]
    fn a_rule_set_that_is_taken_is_told() {
        let cases = |url| rule_set_cases(&suite(url)).expect("it is a suite");
        assert_eq!(cases("https://{None}")[0].problems, Vec::<String>::new());
        assert_eq!(cases("https://a")[0].problems, ["wanted the rule set to be refused: last; it was taken"]);
    }

    #[test]
    fn anything_else_is_no_suite() {
        for text in ["", "{}", "[5]", r#"[{"given": {}, "cases": []}]"#] {
            assert_eq!(rule_set_cases(text), None, "{text}");
        }
    }
}
