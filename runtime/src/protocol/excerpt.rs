//! What came from outside, as an error shows it: the first bytes of a body, and texts as one line.

use std::fmt::{self, Write};

/// How many bytes of a body an error shows.
const SHOWN: usize = 200;

/// The start of a body as one line of text: what is not printable is escaped, what is cut off is counted.
fn excerpt(body: &[u8]) -> String {
    if body.is_empty() {
        return "the body is empty".to_owned();
    }
    let start = body.get(..SHOWN).unwrap_or(body);
    let text = String::from_utf8_lossy(start);
    let more = body.len() - start.len();
    let tail = if more == 0 { String::new() } else { format!(" and {more} bytes more") };
    format!("the body begins \"{}\"{tail}", text.escape_debug())
}

/// The start of a body, unless it may hold sensitive values: of a sensitive operation only HTML or XML is shown, which
/// a proxy sent and not the service.
pub(crate) fn guarded_excerpt(body: &[u8], sensitive: bool) -> String {
    if sensitive && !body.is_empty() && !body.trim_ascii_start().starts_with(b"<") {
        return format!("the body of {} bytes is not shown: it may hold sensitive values", body.len());
    }
    excerpt(body)
}

/// A text of the service as one line: line breaks and other control characters become a space.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        for (index, part) in self.0.split(breaks).filter(|part| !part.is_empty()).enumerate() {
            if index > 0 {
                f.write_char(' ')?;
            }
            f.write_str(part)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{OneLine, excerpt, guarded_excerpt};

    #[test]
    fn sensitive_json_is_not_shown() {
        for body in ["{\"a\":\"hush\"}", "  [\"hush", "hush"] {
            let told = guarded_excerpt(body.as_bytes(), true);
            assert!(told.contains("is not shown") && !told.contains("hush"), "{told}");
            assert!(guarded_excerpt(body.as_bytes(), false).contains("hush"));
        }
        assert!(guarded_excerpt(b"<html>", true).contains("<html>"));
        assert_eq!(guarded_excerpt(b"", true), "the body is empty");
    }

    #[test]
    fn texts_become_one_line() {
        assert_eq!(OneLine("a  b\r\n\r\nc\u{2028}d\0\u{1b}[0m\n").to_string(), "a  b c d [0m");
        assert_eq!(OneLine("\n").to_string(), "");
    }

    #[test]
    fn shows_the_start_and_counts_the_rest() {
        assert_eq!(excerpt(b""), "the body is empty");
        assert_eq!(excerpt(b"<html>\n\x07"), r#"the body begins "<html>\n\u{7}""#);
        assert!(excerpt(&[b'a'; 1000]).ends_with("and 800 bytes more"));
        assert!(excerpt(&[0xff; 10]).contains('\u{fffd}'));
    }
}
