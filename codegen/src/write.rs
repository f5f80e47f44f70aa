//! Stage 6, write: puts the files of a crate into a folder, or checks that they are there already.
//!
//! Writing is all or nothing. A file without our notice is a person's: it is neither overwritten nor deleted.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Crate;

/// What a run of [`write`] did, or what a run of [`check`] found; paths are relative to the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// Files that are new or differ.
    pub stale: Vec<String>,
    /// Generated files that the model no longer gives.
    pub obsolete: Vec<String>,
}

impl Changes {
    /// Whether the folder is as the model gives it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stale.is_empty() && self.obsolete.is_empty()
    }
}

/// Compares the folder with the crate and writes nothing.
///
/// # Errors
///
/// When a file cannot be read.
pub fn check(generated: &Crate, folder: &Path) -> io::Result<Changes> {
    let mut changes = Changes::default();
    for (path, text) in &generated.files {
        if read(&folder.join(path))?.as_deref() != Some(text.as_str()) {
            changes.stale.push(path.clone());
        }
    }
    for path in generated_files(folder)? {
        if !generated.files.contains_key(&path) {
            changes.obsolete.push(path);
        }
    }
    Ok(changes)
}

/// Writes what differs and deletes generated files that the model no longer gives.
///
/// # Errors
///
/// When a file of a person's stands where a generated one belongs, and when a file cannot be read or written. The
/// folder is then as it was.
pub fn write(generated: &Crate, folder: &Path) -> io::Result<Changes> {
    let changes = check(generated, folder)?;
    for path in &changes.stale {
        refuse_foreign(&folder.join(path))?;
    }
    let mut undo = Undo::default();
    match replace(generated, folder, &changes, &mut undo) {
        Ok(()) => Ok(changes),
        Err(error) => {
            undo.run();
            Err(error)
        }
    }
}

fn replace(generated: &Crate, folder: &Path, changes: &Changes, undo: &mut Undo) -> io::Result<()> {
    for path in &changes.stale {
        let Some(text) = generated.files.get(path) else { continue };
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
        }
        undo.remember(&target)?;
        // A reader, such as a build that runs beside us, sees the old file or the new one.
        let fresh = target.with_extension("tinsmith-new");
        let written = fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, &target));
        if let Err(error) = written {
            // The rename did not happen; what was written aside is of no use.
            let _ = fs::remove_file(&fresh);
            return Err(at(&target, &error));
        }
    }
    for path in &changes.obsolete {
        let target = folder.join(path);
        undo.remember(&target)?;
        fs::remove_file(&target).map_err(|error| at(&target, &error))?;
        if let Some(parent) = target.parent() {
            // It goes only when it is empty, which the system sees to.
            let _ = fs::remove_dir(parent);
        }
    }
    Ok(())
}

/// What was there before, to be put back when a later step fails.
#[derive(Default)]
struct Undo(Vec<(PathBuf, Option<String>)>);

impl Undo {
    fn remember(&mut self, path: &Path) -> io::Result<()> {
        self.0.push((path.to_owned(), read(path)?));
        Ok(())
    }

    fn run(self) {
        for (path, text) in self.0.into_iter().rev() {
            // The first error is the one to tell; a second one here would hide it.
            let _ = match text {
                Some(text) => fs::write(&path, text),
                None => fs::remove_file(&path),
            };
        }
    }
}

fn refuse_foreign(path: &Path) -> io::Result<()> {
    match read(path)? {
        Some(text) if !is_generated(&text) => {
            let message = "the file is not one that was generated; move it away, or generate into another folder";
            Err(at(path, &io::Error::new(io::ErrorKind::AlreadyExists, message)))
        }
        _ => Ok(()),
    }
}

/// The text of a file, or nothing where there is none. What is no text is a person's too.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path, &error)),
    }
}

/// The files below a folder that carry our notice. Folders that no generated file is in are not entered.
fn generated_files(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for start in ["", "src", "src/operations", "src/types"] {
        let entries = match fs::read_dir(folder.join(start)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&folder.join(start), &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| at(folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_file = entry.file_type().map_err(|error| at(&entry.path(), &error))?.is_file();
            if is_file && read(&entry.path())?.is_some_and(|text| is_generated(&text)) {
                found.insert(if start.is_empty() { name } else { format!("{start}/{name}") });
            }
        }
    }
    Ok(found)
}

/// Whether a text carries our notice in its first line.
fn is_generated(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.contains(crate::NOTICE_MARK))
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
