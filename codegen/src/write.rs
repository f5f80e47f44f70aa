//! Stage 6, write: puts the files of a crate into a folder, or checks that they are there already.
//!
//! Writing is all or nothing. A file without our notice is a person's: it is neither overwritten nor deleted. Links
//! below the folder are not followed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::emit::policy;
use crate::{Crate, NOTICE_END, NOTICE_START};

/// What a run of [`write()`] did, or what a run of [`check`] found; paths are relative to the folder.
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
/// As [`write_all`].
pub fn write(generated: &Crate, folder: &Path) -> io::Result<Changes> {
    write_all(&[(generated, folder)]).map(|changes| changes.into_iter().next().unwrap_or_default())
}

/// Writes several crates, each into its folder: all of them, or none.
///
/// # Errors
///
/// When a file of a person's stands where a generated one belongs, and when a file cannot be read or written. The
/// folders are then as they were.
pub fn write_all(crates: &[(&Crate, &Path)]) -> io::Result<Vec<Changes>> {
    let mut all = Vec::with_capacity(crates.len());
    for (generated, folder) in crates {
        let changes = check(generated, folder)?;
        for path in &changes.stale {
            refuse_links(folder, path)?;
            refuse_foreign(folder, path)?;
        }
        all.push(changes);
    }
    let mut undo = Undo::default();
    for ((generated, folder), changes) in crates.iter().zip(&all) {
        if let Err(error) = replace(generated, folder, changes, &mut undo) {
            undo.run();
            return Err(error);
        }
    }
    Ok(all)
}

fn replace(generated: &Crate, folder: &Path, changes: &Changes, undo: &mut Undo) -> io::Result<()> {
    for path in &changes.stale {
        let Some(text) = generated.files.get(path) else { continue };
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            undo.remember_missing_folders(parent);
            fs::create_dir_all(parent).map_err(|error| at(parent, &error))?;
        }
        undo.remember_file(&target)?;
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
        undo.remember_file(&target)?;
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
struct Undo(Vec<Before>);

/// One thing as it was.
enum Before {
    /// The file, and what it held.
    File(PathBuf, Vec<u8>),
    /// There was no such file.
    NoFile(PathBuf),
    /// There was no such folder.
    NoFolder(PathBuf),
}

impl Undo {
    fn remember_file(&mut self, path: &Path) -> io::Result<()> {
        self.0.push(match fs::read(path) {
            Ok(bytes) => Before::File(path.to_owned(), bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Before::NoFile(path.to_owned()),
            Err(error) => return Err(at(path, &error)),
        });
        Ok(())
    }

    fn remember_missing_folders(&mut self, folder: &Path) {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
        self.0.extend(missing.into_iter().rev().map(|path| Before::NoFolder(path.to_owned())));
    }

    fn run(self) {
        for before in self.0.into_iter().rev() {
            // The first error is the one to tell; a second one here would hide it.
            let _ = match before {
                Before::File(path, bytes) => put_back(&path, &bytes),
                Before::NoFile(path) => fs::remove_file(&path),
                Before::NoFolder(path) => fs::remove_dir(&path),
            };
        }
    }
}

fn put_back(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}

/// A link below the folder leads to what is perhaps somebody else's. The folder itself may be one: it was asked for.
fn refuse_links(folder: &Path, path: &str) -> io::Result<()> {
    let mut place = folder.to_owned();
    for part in path.split('/') {
        place.push(part);
        if is_link(&place) {
            let message = "a symbolic link; nothing is written through it: remove it, or generate into another folder";
            return Err(at(&place, &io::Error::new(io::ErrorKind::AlreadyExists, message)));
        }
    }
    Ok(())
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|facts| facts.file_type().is_symlink())
}

fn refuse_foreign(folder: &Path, path: &str) -> io::Result<()> {
    let target = folder.join(path);
    match read(&target)? {
        Some(text) if !is_generated(path, &text) => {
            let message = "the file is not one that was generated; move it away, or generate into another folder";
            Err(at(&target, &io::Error::new(io::ErrorKind::AlreadyExists, message)))
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
        if !start.is_empty() && is_link(&folder.join(start)) {
            continue;
        }
        let entries = match fs::read_dir(folder.join(start)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&folder.join(start), &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| at(folder, &error))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_file = entry.file_type().map_err(|error| at(&entry.path(), &error))?.is_file();
            let path = if start.is_empty() { name } else { format!("{start}/{name}") };
            if is_file && read(&entry.path())?.is_some_and(|text| is_generated(&path, &text)) {
                found.insert(path);
            }
        }
    }
    Ok(found)
}

/// Whether a text carries our notice in its first line. Other generators' notices read differently. A policy, which has
/// no room for a comment, carries it in another form.
fn is_generated(path: &str, text: &str) -> bool {
    if path == policy::FILE {
        return policy::is_generated(text);
    }
    let first = text.lines().next().unwrap_or_default();
    first.split_once(NOTICE_START).is_some_and(|(_, rest)| rest.contains(NOTICE_END))
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
