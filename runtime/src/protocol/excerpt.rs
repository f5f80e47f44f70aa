//! The first bytes of a body, for an error that has to show what came.

/// How many bytes of a body an error shows.
const SHOWN: usize = 200;

/// The start of a body as one line of text: what is not printable is escaped, what is cut off is counted.
pub(crate) fn excerpt(body: &[u8]) -> String {
    if body.is_empty() {
        return "the body is empty".to_owned();
    }
    let start = body.get(..SHOWN).unwrap_or(body);
    let text = String::from_utf8_lossy(start);
    let more = body.len() - start.len();
    let tail = if more == 0 { String::new() } else { format!(" and {more} bytes more") };
    format!("the body begins \"{}\"{tail}", text.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn shows_the_start_and_counts_the_rest() {
        assert_eq!(excerpt(b""), "the body is empty");
        assert_eq!(excerpt(b"<html>\n\x07"), r#"the body begins "<html>\n\u{7}""#);
        assert!(excerpt(&[b'a'; 1000]).ends_with("and 800 bytes more"));
        assert!(excerpt(&[0xff; 10]).contains('\u{fffd}'));
    }
}
