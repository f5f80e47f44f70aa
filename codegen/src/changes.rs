//! What changed in a model since a crate was generated, in words, and which changes break the crate's callers.
//!
//! The rules of what breaks stand here and nowhere else. Structures, unions, enums and the service's error are
//! `#[non_exhaustive]`, so that what is added breaks nobody: but for a member that every input must have from now on.

mod members;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::Crate;
use crate::diagnostic::write_visible;
use crate::lock::{FILE, Lock, Operation, Type, UnreadableLock};

/// One change of a model, as far as the crate's callers can notice it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    words: String,
    breaks_callers: bool,
}

impl Change {
    /// Whether code that was written against the crate as it was may no longer compile, or its calls be refused.
    #[must_use]
    pub fn breaks_callers(&self) -> bool {
        self.breaks_callers
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.breaks_callers {
            f.write_str("breaks callers: ")?;
        }
        write_visible(f, &self.words)
    }
}

/// Tells what changed between the lock of a crate that was generated earlier, its file `model.lock`, and the crate as
/// it is now. Those that break callers come first.
///
/// # Errors
///
/// When the lock is none that this version wrote, or was damaged: what changed can then not be told. It is no reason not
/// to write the crate.
pub fn changes(old_lock: &str, new: &Crate) -> Result<Vec<Change>, UnreadableLock> {
    let old = Lock::parse(old_lock)?;
    let new = Lock::parse(new.files.get(FILE).map_or("", String::as_str))?;
    let mut found = Found::default();
    for (name, sides) in sides(&old.operations, &new.operations) {
        match sides {
            Sides::Gone(_) => found.breaking(format!("operation {name} no longer exists")),
            Sides::New(_) => found.harmless(format!("operation {name} added")),
            Sides::Both(old, new) => operation(name, old, new, &mut found),
        }
    }
    let told = told_with_operations(&old, &new);
    for (name, sides) in sides(&old.types, &new.types) {
        match sides {
            Sides::Gone(_) | Sides::New(_) if told.contains(name) => {}
            Sides::Gone(old) => found.breaking(format!("{} {name} no longer exists", old.kind)),
            Sides::New(new) => found.harmless(format!("{} {name} added", new.kind)),
            Sides::Both(old, new) => of_type(name, old, new, &mut found),
        }
    }
    found.0.sort_by_key(|change| !change.breaks_callers);
    Ok(found.0)
}

/// The changes so far.
#[derive(Debug, Default)]
struct Found(Vec<Change>);

impl Found {
    fn breaking(&mut self, words: String) {
        self.0.push(Change { words, breaks_callers: true });
    }

    fn harmless(&mut self, words: String) {
        self.0.push(Change { words, breaks_callers: false });
    }

    fn tell(&mut self, breaks_callers: bool, words: String) {
        self.0.push(Change { words, breaks_callers });
    }
}

/// What the two locks have under one name.
enum Sides<'a, T> {
    Gone(&'a T),
    New(&'a T),
    Both(&'a T, &'a T),
}

/// What is under each name, where it differs, in the order of the names.
fn sides<'a, T: PartialEq>(
    old: &'a BTreeMap<String, T>,
    new: &'a BTreeMap<String, T>,
) -> impl Iterator<Item = (&'a str, Sides<'a, T>)> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names.into_iter().filter_map(|name| match (old.get(name), new.get(name)) {
        (Some(old), Some(new)) => (old != new).then_some((name.as_str(), Sides::Both(old, new))),
        (Some(old), None) => Some((name.as_str(), Sides::Gone(old))),
        (None, Some(new)) => Some((name.as_str(), Sides::New(new))),
        (None, None) => None,
    })
}

/// The inputs and outputs of operations that came or went: who reads of the operation knows of them.
fn told_with_operations<'a>(old: &'a Lock, new: &'a Lock) -> BTreeSet<&'a str> {
    let of = |one: &'a Lock, other: &'a Lock| {
        one.operations.iter().filter(|(name, _)| !other.operations.contains_key(*name)).map(|(_, operation)| operation)
    };
    of(old, new).chain(of(new, old)).flat_map(|operation| [&*operation.input, &*operation.output]).collect()
}

fn operation(name: &str, old: &Operation, new: &Operation, found: &mut Found) {
    for (role, old, new) in [("input", &old.input, &new.input), ("output", &old.output, &new.output)] {
        if old != new {
            found.breaking(format!("the {role} of operation {name} is now {new} (was {old})"));
        }
    }
    if old.auth != new.auth {
        // Who calls without credentials, because none were needed, is refused from now on.
        let words = format!("the auth of operation {name} is now {} (was {})", new.auth, old.auth);
        found.tell(new.auth == "sigv4", words);
    }
    deprecation(&format!("operation {name}"), old.deprecated, new.deprecated, found);
    // The service has one error, and a variant that is gone is a type that is gone.
    new.errors.difference(&old.errors).for_each(|error| {
        found.harmless(format!("error {error} was added to operation {name}"));
    });
    old.errors.difference(&new.errors).for_each(|error| {
        found.harmless(format!("error {error} was removed from operation {name}"));
    });
    pages(name, old, new, found);
    for (waiter, sides) in sides(&old.waiters, &new.waiters) {
        match sides {
            Sides::Gone(_) => found.breaking(format!("the waiter {waiter} of operation {name} no longer exists")),
            Sides::New(_) => found.harmless(format!("the waiter {waiter} was added to operation {name}")),
            Sides::Both(_, without_output) => {
                let may = if *without_output { "may now end without an output" } else { "now always has an output" };
                found.breaking(format!("the waiter {waiter} of operation {name} {may}"));
            }
        }
    }
}

fn pages(name: &str, old: &Operation, new: &Operation, found: &mut Found) {
    match (&old.pages, &new.pages) {
        (None, Some(_)) => found.harmless(format!("operation {name} has pages now")),
        (Some(_), None) => found.breaking(format!("operation {name} no longer has pages")),
        (Some(old), Some(new)) if old != new => {
            found.harmless(format!("the pages of operation {name} go by {} and {} now", new.0, new.1));
        }
        _ => {}
    }
    match (&old.items, &new.items) {
        (None, Some(item)) => found.harmless(format!("the pages of operation {name} have items now: {item}")),
        (Some(_), None) if new.pages.is_some() => {
            found.breaking(format!("the pages of operation {name} no longer have items"));
        }
        (Some(old), Some(new)) if old != new => {
            found.breaking(format!("the items of operation {name} are now {new} (were {old})"));
        }
        _ => {}
    }
}

fn of_type(name: &str, old: &Type, new: &Type, found: &mut Found) {
    if old.kind != new.kind {
        // Members of the one are none of the other.
        found.breaking(format!("{name} is now {} (was {})", members::article(&new.kind), members::article(&old.kind)));
        return;
    }
    deprecation(&format!("{} {name}", new.kind), old.deprecated, new.deprecated, found);
    for (variant, sides) in sides(&old.values, &new.values) {
        match sides {
            Sides::Gone(value) => found.breaking(format!("value {name}.{variant} ({value}) no longer exists")),
            Sides::New(value) => found.harmless(format!("value {name}.{variant} ({value}) added")),
            Sides::Both(old, new) => found.harmless(format!("value {name}.{variant} is now {new} (was {old})")),
        }
    }
    for (member, sides) in sides(&old.members, &new.members) {
        let member = format!("{name}.{member}");
        match sides {
            Sides::Gone(_) => found.breaking(format!("member {member} no longer exists")),
            Sides::New(new) => members::added(&member, new, found),
            Sides::Both(old, new) => members::changed(&member, old, new, found),
        }
    }
}

fn deprecation(what: &str, old: bool, new: bool, found: &mut Found) {
    match (old, new) {
        (false, true) => found.harmless(format!("{what} is deprecated now")),
        (true, false) => found.harmless(format!("{what} is no longer deprecated")),
        _ => {}
    }
}
