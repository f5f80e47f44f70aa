//! The lock as text: one line a fact, sorted, so that a review sees what changed.
//!
//! A line is words with a space between them. A word that is not made of letters, digits and a few signs is a JSON
//! string.

use std::collections::btree_map::Entry;

use super::{Bound, Lock, Member, Operation, Type, UnreadableLock};
use crate::diagnostic::shortened;

/// The version of this format. A reader knows no other.
const FORMAT: &str = "format 1";

/// What stands before a member's default.
const DEFAULT: &str = "default";

impl Lock {
    /// The text, with the notice at its head.
    pub(crate) fn text(&self, notice: &str) -> String {
        let mut lines = Vec::new();
        for (name, operation) in &self.operations {
            operation.write(name, &mut lines);
        }
        for (name, one) in &self.types {
            one.write(name, &mut lines);
        }
        lines.sort_unstable();
        let about = "# What callers can notice of the model. `--check` tells from it what changed.";
        format!("# {notice}\n{about}\n{FORMAT}\n{}", lines.concat())
    }

    /// Reads a text.
    pub(crate) fn parse(text: &str) -> Result<Self, UnreadableLock> {
        let mut lock = Self::default();
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        match lines.next() {
            Some((_, FORMAT)) => {}
            Some((line, other)) => {
                let there = shortened(other);
                let problem = format!("wanted {FORMAT:?}; there is {there:?}");
                return Err(UnreadableLock { line: line + 1, problem });
            }
            None => return Err(UnreadableLock { line: 1, problem: format!("wanted {FORMAT:?}; the file ends") }),
        }
        for (line, text) in lines {
            let problem = |problem| UnreadableLock { line: line + 1, problem };
            let words = words(text).map_err(problem)?;
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            lock.read(&words).map_err(problem)?;
        }
        lock.check().map_err(|problem| UnreadableLock { line: text.lines().count(), problem })?;
        Ok(lock)
    }

    /// Refuses facts of what is not there itself.
    fn check(&self) -> Result<(), String> {
        let operations = self.operations.iter().filter(|(_, operation)| operation.input.is_empty());
        let types = self.types.iter().filter(|(_, one)| one.kind.is_empty());
        match operations.map(|(name, _)| name).chain(types.map(|(name, _)| name)).next() {
            Some(name) => Err(format!("there are facts of {}, and not what it is", shortened(name))),
            None => Ok(()),
        }
    }

    fn read(&mut self, words: &[&str]) -> Result<(), String> {
        match words {
            ["operation", name, "is", input, output, auth, flags @ ..] => {
                let operation = self.operations.entry((*name).to_owned()).or_default();
                let known = !operation.input.is_empty();
                operation.input = (*input).to_owned();
                operation.output = (*output).to_owned();
                operation.auth = (*auth).to_owned();
                operation.deprecated = flag("deprecated", flags)?;
                once(known, name)
            }
            ["operation", name, fact @ ..] => self.operations.entry((*name).to_owned()).or_default().read(fact),
            ["type", name, "is", kind, flags @ ..] => {
                let one = self.types.entry((*name).to_owned()).or_default();
                let known = !one.kind.is_empty();
                one.kind = (*kind).to_owned();
                one.deprecated = flag("deprecated", flags)?;
                once(known, name)
            }
            ["type", name, "member", member, type_name, facts @ ..] => {
                let facts = Member::read(type_name, facts)?;
                match self.types.entry((*name).to_owned()).or_default().members.entry((*member).to_owned()) {
                    Entry::Vacant(place) => drop(place.insert(facts)),
                    Entry::Occupied(_) => return once(true, member),
                }
                Ok(())
            }
            ["type", name, "value", variant, value] => {
                let values = &mut self.types.entry((*name).to_owned()).or_default().values;
                once(values.insert((*variant).to_owned(), (*value).to_owned()).is_some(), variant)
            }
            _ => Err("wanted a fact of an operation or a type; there is another".to_owned()),
        }
    }
}

impl Operation {
    fn write(&self, name: &str, lines: &mut Vec<String>) {
        let deprecated = self.deprecated.then_some("deprecated");
        let head = ["operation", name, "is", &self.input, &self.output, &self.auth];
        lines.push(line(head.into_iter().chain(deprecated)));
        lines.extend(self.errors.iter().map(|error| line(["operation", name, "error", error])));
        lines.extend(self.pages.iter().map(|(input, output)| line(["operation", name, "pages", input, output])));
        lines.extend(self.items.iter().map(|item| line(["operation", name, "items", item])));
        lines.extend(self.waiters.iter().map(|(waiter, without_output)| {
            let flag = without_output.then_some("without-output");
            line(["operation", name, "waiter", waiter].into_iter().chain(flag))
        }));
    }

    fn read(&mut self, fact: &[&str]) -> Result<(), String> {
        match fact {
            ["error", error] => once(!self.errors.insert((*error).to_owned()), error),
            ["pages", input, output] => {
                once(self.pages.replace(((*input).to_owned(), (*output).to_owned())).is_some(), "pages")
            }
            ["items", item] => once(self.items.replace((*item).to_owned()).is_some(), "items"),
            ["waiter", waiter, flags @ ..] => {
                let without_output = flag("without-output", flags)?;
                once(self.waiters.insert((*waiter).to_owned(), without_output).is_some(), waiter)
            }
            _ => Err("wanted a fact of an operation; there is another".to_owned()),
        }
    }
}

impl Type {
    fn write(&self, name: &str, lines: &mut Vec<String>) {
        let deprecated = self.deprecated.then_some("deprecated");
        lines.push(line(["type", name, "is", &self.kind].into_iter().chain(deprecated)));
        for (member, facts) in &self.members {
            let facts = facts.words();
            let head = ["type", name, "member", member];
            lines.push(line(head.into_iter().chain(facts.iter().map(String::as_str))));
        }
        lines.extend(self.values.iter().map(|(variant, value)| line(["type", name, "value", variant, value])));
    }
}

impl Member {
    fn words(&self) -> Vec<String> {
        let flags = [
            (self.optional, "optional"),
            (self.required, "required"),
            (self.sensitive, "sensitive"),
            (self.idempotency_token, "idempotency-token"),
            (self.deprecated, "deprecated"),
        ];
        let flags = flags.into_iter().filter(|(is, _)| *is).map(|(_, flag)| flag.to_owned());
        let bounds = self.bounds.iter().map(|(name, bound)| format!("{name}={bound}"));
        let default = self.default.iter().map(|value| format!("{DEFAULT}={value}"));
        std::iter::once(self.type_name.clone()).chain(flags).chain(default).chain(bounds).collect()
    }

    fn read(type_name: &str, facts: &[&str]) -> Result<Self, String> {
        let mut member = Self { type_name: type_name.to_owned(), ..Self::default() };
        for fact in facts {
            let flag = match *fact {
                "optional" => &mut member.optional,
                "required" => &mut member.required,
                "sensitive" => &mut member.sensitive,
                "idempotency-token" => &mut member.idempotency_token,
                "deprecated" => &mut member.deprecated,
                other => {
                    let (name, bound) =
                        other.split_once('=').ok_or_else(|| format!("{:?} is no fact", shortened(other)))?;
                    let known = match name {
                        DEFAULT => member.default.replace(bound.to_owned()).is_some(),
                        _ => member.bounds.insert(name.to_owned(), Bound::read(bound)?).is_some(),
                    };
                    once(known, name)?;
                    continue;
                }
            };
            once(std::mem::replace(flag, true), fact)?;
        }
        Ok(member)
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        write!(f, "{}..{}", part(&self.min), part(&self.max))
    }
}

impl Bound {
    fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("{:?} is no range of numbers", shortened(text));
        let (min, max) = text.split_once("..").ok_or_else(wrong)?;
        let part = |part: &str| match part.parse::<f64>() {
            _ if part.is_empty() => Ok(None),
            Ok(number) if number.is_finite() => Ok(Some(part.to_owned())),
            _ => Err(wrong()),
        };
        Ok(Self { min: part(min)?, max: part(max)? })
    }
}

/// One line of words.
fn line<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(word).collect();
    format!("{}\n", words.join(" "))
}

fn word(text: &str) -> String {
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        // What hides or turns text on a screen is no ASCII, and neither is what a reviewer could take for it.
        let mut word = String::new();
        for character in serde_json::Value::from(text).to_string().chars() {
            if character.is_ascii() && !character.is_ascii_control() {
                word.push(character);
            } else {
                let mut units = [0; 2];
                word.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
        word
    }
}

fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_.,<>=:/-".contains(character)
}

/// The words of a line.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        if rest.starts_with('"') {
            let mut strings = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            let string = strings.next().and_then(Result::ok).ok_or("a string is not closed")?;
            rest = rest.get(strings.byte_offset()..).unwrap_or_default();
            found.push(string);
        } else {
            let (plain, after) = rest.split_at(rest.find(' ').unwrap_or(rest.len()));
            if plain.is_empty() || !plain.chars().all(is_plain) {
                return Err(format!("{:?} is no word", shortened(plain)));
            }
            found.push(plain.to_owned());
            rest = after;
        }
        rest = match rest.strip_prefix(' ') {
            Some("") => return Err("wanted a word after the last space".to_owned()),
            Some(after) => after,
            None if rest.is_empty() => rest,
            None => return Err("wanted a space between two words".to_owned()),
        };
    }
    Ok(found)
}

/// The one flag that a fact may have.
fn flag(wanted: &str, there: &[&str]) -> Result<bool, String> {
    match there {
        [] => Ok(false),
        [flag] if *flag == wanted => Ok(true),
        _ => Err(format!("wanted nothing more or {wanted}; there is {:?}", shortened(&there.join(" ")))),
    }
}

fn once(twice: bool, what: &str) -> Result<(), String> {
    if twice { Err(format!("{} stands twice", shortened(what))) } else { Ok(()) }
}
