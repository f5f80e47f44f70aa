//! Reads cargo's messages (cargo, "External tools", JSON messages) and keeps whose errors they are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

/// The errors so far, by package.
#[derive(Debug, Default)]
pub(super) struct Messages(BTreeMap<String, Vec<String>>);

/// A line of cargo's, as far as it matters.
#[derive(Deserialize)]
struct Line {
    reason: String,
    manifest_path: Option<PathBuf>,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    rendered: Option<String>,
}

impl Messages {
    /// Reads a line. Gives the package that is done, where the line says so.
    pub(super) fn read(&mut self, line: &str) -> Option<String> {
        // What is no JSON is a build script's or a future cargo's, and none of ours to judge.
        let line: Line = serde_json::from_str(line).ok()?;
        let folder = line.manifest_path.as_deref().and_then(|manifest| manifest.parent());
        let package = folder.and_then(|folder| folder.file_name()).unwrap_or_default().to_string_lossy().into_owned();
        match (&*line.reason, line.message) {
            ("compiler-artifact", _) => return Some(package),
            ("compiler-message", Some(message)) if message.level.starts_with("error") => {
                let text = message.rendered.unwrap_or_default();
                // How many there were says nothing that the errors themselves do not.
                if !text.starts_with("error: aborting due to") {
                    self.0.entry(package).or_default().push(text.trim_end().to_owned());
                }
            }
            _ => {}
        }
        None
    }

    /// Each package that failed, with what was said of it.
    pub(super) fn failures(self) -> Vec<(String, String)> {
        self.0.into_iter().map(|(package, texts)| (package, texts.join("\n\n"))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Messages;

    fn message(package: &str, level: &str, rendered: &str) -> String {
        format!(
            "{{\"reason\": \"compiler-message\", \"manifest_path\": \"/corpus/{package}/Cargo.toml\", \
             \"message\": {{\"level\": {level:?}, \"rendered\": {rendered:?}}}}}"
        )
    }

    #[test]
    fn errors_are_kept_by_package() {
        let mut messages = Messages::default();
        for line in [
            message("two", "error", "error: b\n"),
            message("one", "error", "error: a\n"),
            message("two", "error", "error: c\n"),
            message("two", "error", "error: aborting due to 2 previous errors"),
            message("two", "warning", "warning: d"),
        ] {
            assert_eq!(messages.read(&line), None);
        }
        let artifact = "{\"reason\": \"compiler-artifact\", \"manifest_path\": \"/corpus/one/Cargo.toml\"}";
        assert_eq!(messages.read(artifact).as_deref(), Some("one"));
        let of = |package: &str, text: &str| (package.to_owned(), text.to_owned());
        assert_eq!(messages.failures(), [of("one", "error: a"), of("two", "error: b\n\nerror: c")]);
    }

    #[test]
    fn what_is_no_message_is_passed_over() {
        let mut messages = Messages::default();
        for line in ["", "warning: text", "{}", "[]", "{\"reason\": 1}", "{\"reason\": \"compiler-message\"}"] {
            assert_eq!(messages.read(line), None, "{line}");
        }
        assert!(messages.failures().is_empty());
    }
}
