//! Reads cargo's messages (cargo, "External tools", JSON messages) and keeps whose errors they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What was told so far, by package.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// The errors of those that failed.
    errors: BTreeMap<String, Vec<String>>,
    /// The programs of those that are one.
    programs: BTreeMap<String, PathBuf>,
}

/// A line of cargo's, as far as it matters.
#[derive(Deserialize)]
struct Line {
    reason: String,
    target: Option<Target>,
    executable: Option<PathBuf>,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    rendered: Option<String>,
}

impl Messages {
    /// Reads a line. Gives the package that is done, where the line says so.
    pub(crate) fn read(&mut self, line: &str) -> Option<String> {
        // What is no JSON is a build script's or a future cargo's, and none of ours to judge.
        let line: Line = serde_json::from_str(line).ok()?;
        // A library's target has underscores where its package has hyphens.
        let package = line.target?.name.replace('_', "-");
        match (&*line.reason, line.message) {
            ("compiler-artifact", _) => {
                if let Some(program) = line.executable {
                    self.programs.insert(package.clone(), program);
                }
                return Some(package);
            }
            ("compiler-message", Some(message)) if message.level.starts_with("error") => {
                let text = message.rendered.unwrap_or_default();
                // How many there were says nothing that the errors themselves do not.
                if !text.starts_with("error: aborting due to") {
                    self.errors.entry(package).or_default().push(text.trim_end().to_owned());
                }
            }
            _ => {}
        }
        None
    }

    /// Each package that failed, with what was said of it.
    pub(crate) fn failures(&self) -> Vec<(String, String)> {
        self.errors.iter().map(|(package, texts)| (package.clone(), texts.join("\n\n"))).collect()
    }

    /// What was said of a package that failed.
    pub(crate) fn errors(&self, package: &str) -> &[String] {
        self.errors.get(package).map(Vec::as_slice).unwrap_or_default()
    }

    /// The program of a package, once it is built.
    pub(crate) fn program(&self, package: &str) -> Option<&Path> {
        self.programs.get(package).map(PathBuf::as_path)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Messages;

    fn message(package: &str, level: &str, rendered: &str) -> String {
        format!(
            "{{\"reason\": \"compiler-message\", \"target\": {{\"name\": {package:?}}}, \
             \"message\": {{\"level\": {level:?}, \"rendered\": {rendered:?}}}}}"
        )
    }

    #[test]
    fn errors_are_kept_by_package() {
        let mut messages = Messages::default();
        for line in [
            message("t_wo", "error", "error: b\n"),
            message("one", "error", "error: a\n"),
            message("t_wo", "error", "error: c\n"),
            message("t_wo", "error", "error: aborting due to 2 previous errors"),
            message("t_wo", "warning", "warning: d"),
        ] {
            assert_eq!(messages.read(&line), None);
        }
        let artifact =
            "{\"reason\": \"compiler-artifact\", \"target\": {\"name\": \"one\"}, \"executable\": \"/a/one\"}";
        assert_eq!(messages.read(artifact).as_deref(), Some("one"));
        assert_eq!(messages.program("one"), Some(Path::new("/a/one")));
        assert_eq!((messages.program("t-wo"), messages.errors("t-wo").len()), (None, 2));
        let of = |package: &str, text: &str| (package.to_owned(), text.to_owned());
        assert_eq!(messages.failures(), [of("one", "error: a"), of("t-wo", "error: b\n\nerror: c")]);
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
