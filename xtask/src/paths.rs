//! Paths: where a folder really is, the way from one folder to another, and the text of a file.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The absolute path of a folder that may not exist yet. What exists of it is resolved, links too, so that `..` means
/// what the system takes it for.
///
/// # Errors
///
/// When the path is empty or the current folder cannot be told.
pub(crate) fn resolved(path: &Path) -> io::Result<PathBuf> {
    let mut found = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                found.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                found.push(component);
                if let Ok(real) = found.canonicalize() {
                    found = real;
                }
            }
        }
    }
    Ok(found)
}

/// The way from one folder to another, as Cargo.toml takes it: with `/`. Both are absolute and resolved. Where there is
/// none, as between two drives, it is the absolute path; `None` when that is not UTF-8.
pub(crate) fn way(from: &Path, to: &Path) -> Option<String> {
    let (here, there): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = here.iter().zip(&there).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return to.to_str().map(str::to_owned);
    }
    let up = here.iter().skip(shared).map(|_| Some(".."));
    let down = there.iter().skip(shared).map(|component| component.as_os_str().to_str());
    let steps: Vec<&str> = up.chain(down).collect::<Option<_>>()?;
    Some(if steps.is_empty() { ".".to_owned() } else { steps.join("/") })
}

/// The text of a file, which a person named so.
///
/// # Errors
///
/// When it cannot be read or is no text, for a person.
pub(crate) fn read(path: &Path, name: &str) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("error: {name}: {error}"))?;
    String::from_utf8(bytes)
        .map_err(|error| format!("error: {name}: not UTF-8 text: byte {}", error.utf8_error().valid_up_to()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{resolved, way};

    #[test]
    fn ways_go_up_and_down() {
        let way = |from, to| way(Path::new(from), Path::new(to)).expect("it is UTF-8");
        assert_eq!(way("/repo/main/generated", "/repo/main/runtime"), "../runtime");
        assert_eq!(way("/tmp/clients/ssm", "/repo/main/runtime"), "../../../repo/main/runtime");
        assert_eq!(way("/repo", "/repo/main/runtime"), "main/runtime");
        assert_eq!(way("/repo/main/runtime/deep", "/repo/main/runtime"), "..");
        assert_eq!(way("/repo/main/runtime", "/repo/main/runtime"), ".");
        assert_eq!(way("/", "/repo"), "repo");
        // A name that merely begins alike is another folder.
        assert_eq!(way("/repo/main-two", "/repo/main"), "../main");
    }

    #[test]
    fn what_does_not_exist_is_resolved_by_its_text() {
        let resolved = |path: &str| resolved(Path::new(path)).expect("it is resolved");
        assert_eq!(resolved("/no-such-folder/./a/../b"), Path::new("/no-such-folder/b"));
        let here = std::env::current_dir().and_then(|here| here.canonicalize()).expect("there is a current folder");
        assert_eq!(resolved("no-such-folder"), here.join("no-such-folder"));
        assert_eq!(resolved("src/../no-such-folder/"), here.join("no-such-folder"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_before_going_up() {
        let folder = std::env::temp_dir().join(format!("tinsmith-paths-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("a/b")).expect("the folder is made");
        std::os::unix::fs::symlink("a/b", folder.join("link")).expect("the link is made");
        let found = resolved(&folder.join("link/../new"));
        let expected = folder.canonicalize().map(|folder| folder.join("a/new"));
        std::fs::remove_dir_all(&folder).expect("the folder goes");
        assert_eq!(found.expect("it is resolved"), expected.expect("it is there"));
    }
}
