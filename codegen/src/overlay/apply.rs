//! Applies one operation after the other to a model, and tells why one cannot be applied.

use json_patch::jsonptr::{Pointer, PointerBuf};
use json_patch::{AddOperation, PatchErrorKind, PatchOperation};
use serde_json::{Map, Value};

use crate::nearest::nearest;

/// How much of a pointer a message shows, which is about a member's trait in full.
pub(super) const SHOWN: usize = 200;

/// How deep a model may nest: what serde_json reads again, and what no stack has trouble with.
const DEEPEST: usize = 127;

/// How many values may be copied or moved in a run. Copies of copies would double a model with each operation.
const MOST_COPIED: usize = 1_000_000;

/// A model on its way through the operations. One that fails leaves it as it was, so that the next can be tried.
pub(super) struct Patching<'a> {
    model: &'a mut Value,
    copies_left: usize,
}

impl<'a> Patching<'a> {
    pub(super) fn new(model: &'a mut Value) -> Self {
        Self { model, copies_left: MOST_COPIED }
    }

    /// Applies an operation, or tells why not.
    pub(super) fn apply(&mut self, operation: &PatchOperation) -> Result<(), String> {
        match operation {
            PatchOperation::Add(add) => self.add(&add.path, add.value.clone()),
            PatchOperation::Remove(remove) => self.take(&remove.path).map(drop),
            PatchOperation::Replace(replace) => {
                self.find(&replace.path)?;
                self.check_depth(&replace.path, &replace.value)?;
                if self.at(&replace.path) == Some(&replace.value) {
                    return Err(NOTHING.to_owned());
                }
                self.patch(operation)
            }
            PatchOperation::Move(step) => {
                if step.path.starts_with(&step.from) {
                    return Err("moves a value into itself".to_owned());
                }
                let value = self.charged(&step.from)?;
                self.check_depth(&step.path, &value)?;
                self.take(&step.from)?;
                self.add(&step.path, value.clone()).inspect_err(|_| {
                    // Its place was there a moment ago. Should the operations after this one find it elsewhere among its
                    // like, nothing comes of it: the run has failed.
                    let back = AddOperation { path: step.from.clone(), value };
                    let _ = self.patch(&PatchOperation::Add(back));
                })
            }
            PatchOperation::Copy(copy) => {
                let value = self.charged(&copy.from)?;
                self.add(&copy.path, value)
            }
            PatchOperation::Test(test) => {
                let there = self.find(&test.path)?;
                let shown = || crate::diagnostic::shown(there);
                if *there == test.value { Ok(()) } else { Err(format!("the test fails: there is {}", shown())) }
            }
        }
    }

    /// A copy of what a path leads to, as long as all copies together stay small.
    fn charged(&mut self, from: &Pointer) -> Result<Value, String> {
        let value = self.find(from)?;
        let Some((values, _)) = measure(value, self.copies_left) else {
            self.copies_left = 0;
            return Err(format!("all that is copied and moved holds more than {MOST_COPIED} values"));
        };
        let value = value.clone();
        self.copies_left = self.copies_left.saturating_sub(values);
        Ok(value)
    }

    fn add(&mut self, path: &Pointer, value: Value) -> Result<(), String> {
        self.check_depth(path, &value)?;
        if self.at(path) == Some(&value) && !self.is_in_list(path) {
            return Err(NOTHING.to_owned());
        }
        self.refuse_reference_twice(path, &value)?;
        let made = self.make_traits(path);
        if let Some((parent, _)) = path.split_back() {
            self.find(parent)?;
        }
        let add = AddOperation { path: path.to_owned(), value };
        let added = self.patch(&PatchOperation::Add(add));
        if let (Err(_), Some(traits)) = (&added, made) {
            self.take(&traits)?;
        }
        added
    }

    /// Whether a path leads into a list, where an `add` inserts and replaces nothing.
    fn is_in_list(&self, path: &Pointer) -> bool {
        path.split_back().and_then(|(list, _)| self.at(list)).is_some_and(Value::is_array)
    }

    /// Lists of references, such as an operation's errors, are sets: what is in one already is there by itself now.
    fn refuse_reference_twice(&self, path: &Pointer, value: &Value) -> Result<(), String> {
        let list = path.split_back().and_then(|(list, _)| self.at(list)).and_then(Value::as_array);
        let is_reference = value.as_object().is_some_and(|object| object.len() == 1 && object.contains_key("target"));
        match list {
            Some(list) if is_reference && list.contains(value) => Err(NOTHING.to_owned()),
            _ => Ok(()),
        }
    }

    /// Makes the `traits` that a trait is to be added to, where their shape or member has none. Gives their path then.
    fn make_traits(&mut self, path: &Pointer) -> Option<PointerBuf> {
        let (traits, _) = path.split_back()?;
        let tokens: Vec<String> = traits.tokens().map(|token| token.decoded().into_owned()).collect();
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let is_place = matches!(
            tokens.as_slice(),
            ["shapes", _, "traits"]
                | ["shapes", _, "members", _, "traits"]
                | ["shapes", _, "member" | "key" | "value", "traits"]
        );
        let (holder, _) = traits.split_back().filter(|_| is_place)?;
        let holder = self.model.pointer_mut(holder.as_str())?.as_object_mut()?;
        if holder.contains_key("traits") {
            return None;
        }
        holder.insert("traits".to_owned(), Value::Object(Map::new()));
        Some(traits.to_owned())
    }

    /// Takes out what a path leads to. json-patch would put an object's last value in its place, and members out of order.
    fn take(&mut self, path: &Pointer) -> Result<Value, String> {
        self.find(path)?;
        let (parent, last) = path.split_back().ok_or("the model as a whole stays")?;
        let taken = match self.model.pointer_mut(parent.as_str()) {
            Some(Value::Object(object)) => object.shift_remove(last.decoded().as_ref()),
            Some(Value::Array(list)) => {
                let index = last.to_index().ok().and_then(|index| index.for_len(list.len()).ok());
                index.map(|index| list.remove(index))
            }
            _ => None,
        };
        taken.ok_or_else(|| "leads to no value".to_owned())
    }

    fn patch(&mut self, operation: &PatchOperation) -> Result<(), String> {
        json_patch::patch_unsafe(self.model, std::slice::from_ref(operation)).map_err(|error| match error.kind {
            PatchErrorKind::InvalidPointer => "the path is no place for a value: wanted an object's name, a list's \
                                               index, or - for its end"
                .to_owned(),
            other => other.to_string(),
        })
    }

    fn at(&self, path: &Pointer) -> Option<&Value> {
        self.model.pointer(path.as_str())
    }

    /// What a path leads to, or the first step of it that leads nowhere.
    fn find(&self, path: &Pointer) -> Result<&Value, String> {
        let mut value = &*self.model;
        let mut behind = PointerBuf::new();
        for token in path.tokens() {
            let name = token.decoded();
            let next = match value {
                Value::Object(object) => object.get(name.as_ref()),
                Value::Array(list) => token
                    .to_index()
                    .ok()
                    .and_then(|index| index.for_len(list.len()).ok())
                    .and_then(|index| list.get(index)),
                _ => None,
            };
            let Some(next) = next else {
                let place = crate::diagnostic::shortened_to(behind.as_str(), SHOWN);
                let place = if place.is_empty() { "the model".to_owned() } else { place };
                let name = crate::diagnostic::shortened_to(&name, SHOWN);
                return Err(match value {
                    Value::Object(object) => {
                        format!("{place} has no {name}{}", nearest(&name, object.keys().map(String::as_str)))
                    }
                    Value::Array(list) => format!("{place} has {} values, and none at {name}", list.len()),
                    other => format!("{place} is {}, which holds no {name}", crate::diagnostic::shown(other)),
                });
            };
            value = next;
            behind.push_back(token);
        }
        Ok(value)
    }

    fn check_depth(&self, path: &Pointer, value: &Value) -> Result<(), String> {
        let depth = measure(value, usize::MAX).map_or(usize::MAX, |(_, depth)| depth);
        if path.count().saturating_add(depth) > DEEPEST {
            return Err(format!("the model would nest more than {DEEPEST} levels deep"));
        }
        Ok(())
    }
}

/// The fault of an operation that is not needed any more.
const NOTHING: &str = "changes nothing: the model says so by itself; remove the operation";

/// How many values a value holds, itself too, and how deep they nest. `None` when there are more than `most`.
fn measure(value: &Value, most: usize) -> Option<(usize, usize)> {
    let (mut count, mut deepest) = (0_usize, 0);
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        count += 1;
        deepest = deepest.max(depth);
        if count > most {
            return None;
        }
        match value {
            Value::Array(list) => open.extend(list.iter().map(|value| (value, depth + 1))),
            Value::Object(object) => open.extend(object.values().map(|value| (value, depth + 1))),
            _ => {}
        }
    }
    Some((count, deepest))
}

/// The operation's name in RFC 6902.
pub(super) fn name(operation: &PatchOperation) -> &'static str {
    match operation {
        PatchOperation::Add(_) => "add",
        PatchOperation::Remove(_) => "remove",
        PatchOperation::Replace(_) => "replace",
        PatchOperation::Move(_) => "move",
        PatchOperation::Copy(_) => "copy",
        PatchOperation::Test(_) => "test",
    }
}

/// The shape or member that a path leads into.
pub(super) fn place(path: &Pointer) -> Option<String> {
    let tokens: Vec<String> = path.tokens().take(4).map(|token| token.decoded().into_owned()).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match tokens.as_slice() {
        ["shapes", shape, "members", member, ..] => Some(format!("{shape}${member}")),
        ["shapes", shape, member @ ("member" | "key" | "value"), ..] => Some(format!("{shape}${member}")),
        ["shapes", shape, ..] => Some((*shape).to_owned()),
        _ => None,
    }
    .map(|place| crate::diagnostic::shortened_to(&place, SHOWN))
}
