//! Paths: where a folder really is, the way from one folder to another, what lies in one, and the text of a file.

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

/// Every `.json` file below a folder, sorted. Links to folders are not followed: they may lead around in circles.
///
/// # Errors
///
/// When a folder cannot be read, for a person.
pub(crate) fn json_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |path: &Path, error: io::Error| format!("error: {}: {error}", path.display());
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| told(&folder, error))? {
            let entry = entry.map_err(|error| told(&folder, error))?;
            let path = entry.path();
            if entry.file_type().map_err(|error| told(&path, error))?.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The folder for what is built, as cargo chose it for these commands.
///
/// # Errors
///
/// When it cannot be told, for a person.
pub(crate) fn target(root: &Path) -> Result<PathBuf, String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    resolved(&target).map_err(|error| format!("error: {}: {error}", target.display()))
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
