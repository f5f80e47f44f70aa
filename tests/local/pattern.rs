//! The model's regular expressions. They are written for Java, which AWS's services run on; here they are translated
//! for fancy-regex, which has look-ahead as Java does.

use fancy_regex::Regex;

/// A pattern trait: its text as the model has it, and the translated expression.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The pattern as it stands in the model.
    pub source: String,
    regex: Regex,
}

/// Java's POSIX classes, which only know ASCII. They can stand inside and outside of brackets.
const CLASSES: [(&str, &str); 13] = [
    ("Alnum", "[A-Za-z0-9]"),
    ("Alpha", "[A-Za-z]"),
    ("ASCII", "[\\x00-\\x7F]"),
    ("Blank", "[ \\t]"),
    ("Cntrl", "[\\x00-\\x1F\\x7F]"),
    ("Digit", "[0-9]"),
    ("Graph", "[!-~]"),
    ("Lower", "[a-z]"),
    ("Print", "[ -~]"),
    ("Punct", "[!-/:-@\\[-`{-~]"),
    ("Space", "[ \\t\\n\\x0B\\f\\r]"),
    ("Upper", "[A-Z]"),
    ("XDigit", "[0-9A-Fa-f]"),
];

impl Pattern {
    /// Translates and compiles a pattern.
    pub fn compile(source: &str) -> Result<Pattern, String> {
        let translated = translate(source);
        let regex = Regex::new(&translated).map_err(|error| format!("pattern {source}: {error}"))?;
        Ok(Pattern { source: source.to_owned(), regex })
    }

    /// Whether the pattern is found anywhere in the text, which is what Smithy asks for. A search that backtracks
    /// beyond fancy-regex's bound counts as not found.
    pub fn is_found_in(&self, text: &str) -> bool {
        self.regex.is_match(text).unwrap_or(false)
    }
}

/// Rewrites the POSIX classes, and lets `^` and `$` take CR LF for a line's end as Java does in its `m` mode.
fn translate(source: &str) -> String {
    let mut translated = String::with_capacity(source.len() + 8);
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        translated.push_str(&rest[..at]);
        rest = &rest[at..];
        let class = CLASSES.iter().find(|(name, _)| rest.strip_prefix("\\p{").is_some_and(|r| starts(r, name)));
        if let Some((name, class)) = class {
            translated.push_str(class);
            rest = &rest["\\p{}".len() + name.len()..];
        } else {
            // The backslash and what it escapes stay together, so that `\\p{Alnum}` is not taken for a class.
            let end = rest.char_indices().nth(2).map_or(rest.len(), |(index, _)| index);
            translated.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    translated.push_str(rest);
    translated.replace("(?ms)", "(?msR)").replace("(?m)", "(?mR)")
}

/// Whether `text` begins with `name}`.
fn starts(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| rest.starts_with('}'))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Pattern, translate};

    #[test]
    fn java_classes_are_translated() {
        assert_eq!(translate(r"^[\-\p{Alnum}_:.]+$"), r"^[\-[A-Za-z0-9]_:.]+$");
        assert_eq!(translate(r"\\p{Alnum}\p{L}\"), r"\\p{Alnum}\p{L}\");
        assert_eq!(translate(r"é\é(?ms)"), r"é\é(?msR)");
        let pattern = Pattern::compile(r"^[\-\p{Alnum}_:.]+$").unwrap();
        assert!(pattern.is_found_in("node-1.example:x_y"));
        assert!(!pattern.is_found_in("nödchen"));
        assert!(!pattern.is_found_in("two words"));
    }

    #[test]
    fn every_class_compiles() {
        for (name, _) in super::CLASSES {
            Pattern::compile(&format!("^\\p{{{name}}}[x\\p{{{name}}}]$")).unwrap();
        }
    }

    #[test]
    fn patterns_are_searched_for() {
        let pattern = Pattern::compile("^arn:aws.*:opsworks-cm:.*:[0-9]{12}:").unwrap();
        assert!(pattern.is_found_in("arn:aws:opsworks-cm:us-east-1:123456789012:server/a/b"));
        assert!(!pattern.is_found_in(" arn:aws:opsworks-cm:us-east-1:123456789012:server/a/b"));
        assert!(Pattern::compile("b").unwrap().is_found_in("abc"));
        assert!(Pattern::compile("^(?s)").unwrap().is_found_in(""));
    }

    #[test]
    fn look_ahead_and_inline_flags_work() {
        let domain =
            Pattern::compile("^(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$")
                .unwrap();
        assert!(domain.is_found_in("aws.my-company.com"));
        for refused in ["-aws.example.com", "aws.-example.com", "localhost", "https://aws.example.com", "a.b."] {
            assert!(!domain.is_found_in(refused), "{refused}");
        }
        let key = Pattern::compile(
            "^(?ms)\\s*^-----BEGIN (?-s:.*)PRIVATE KEY-----$.*?^-----END (?-s:.*)PRIVATE KEY-----$\\s*$",
        )
        .unwrap();
        for end in ["\n", "\r\n"] {
            let pem = ["-----BEGIN RSA PRIVATE KEY-----", "AAAA", "-----END RSA PRIVATE KEY-----", ""].join(end);
            assert!(key.is_found_in(&pem), "{pem:?}");
        }
        assert!(!key.is_found_in("-----BEGIN RSA\nPRIVATE KEY-----\n-----END PRIVATE KEY-----"));
    }

    #[test]
    fn a_search_without_end_is_no_match() {
        let pattern = Pattern::compile("^(a|aa)+(?!b)$").unwrap();
        assert!(!pattern.is_found_in(&format!("{}b", "a".repeat(100))));
    }
}
