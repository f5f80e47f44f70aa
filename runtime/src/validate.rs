//! Checks an input against the model before anything is sent: required members, lengths and ranges.
//!
//! All broken constraints are told at once, each with the path of its member (Smithy, "Constraint traits").
//! Patterns are left to the service, whose regular expressions are Java's.

use std::fmt::Display;

use crate::error::{Error, ErrorKind};
use crate::value::{Fact, Structure, View};

/// How many broken constraints a message lists; the rest is counted.
const LISTED: usize = 20;

/// Checks an input.
///
/// # Errors
///
/// [`ErrorKind::Validation`] with every broken constraint.
pub fn validate(input: &dyn Structure) -> Result<(), Error> {
    let mut findings = Findings { path: String::new(), problems: Vec::new(), count: 0 };
    findings.structure(input);
    if findings.count == 0 {
        return Ok(());
    }
    let mut message = match findings.count {
        1 => "the input breaks a constraint: ".to_owned(),
        count => format!("the input breaks {count} constraints: "),
    };
    message.push_str(&findings.problems.join("; "));
    if findings.count > findings.problems.len() {
        message.push_str("; and more");
    }
    Err(Error::new(ErrorKind::Validation, message))
}

/// What was found so far, and where the walk stands.
struct Findings {
    path: String,
    problems: Vec<String>,
    count: usize,
}

impl Findings {
    fn add(&mut self, problem: impl Display) {
        self.count += 1;
        if self.problems.len() < LISTED {
            self.problems.push(format!("{} {problem}", self.path));
        }
    }

    /// Walks on with a step added to the path.
    fn within(&mut self, step: impl Display, walk: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(&step.to_string());
        walk(self);
        self.path.truncate(length);
    }

    fn structure(&mut self, structure: &dyn Structure) {
        for (index, member) in structure.shape().members.iter().enumerate() {
            let view = structure.member(index).map_or(View::Absent, |value| value.view());
            // Most members are absent scalars without facts: no path is written for them.
            if !needs_a_look(view, member.facts) {
                continue;
            }
            let separator = if self.path.is_empty() { "" } else { "." };
            self.within(format_args!("{separator}{}", member.name), |findings| findings.value(view, member.facts));
        }
    }

    fn value(&mut self, view: View<'_>, facts: &[Fact]) {
        for fact in facts {
            self.fact(view, *fact);
        }
        match view {
            View::Structure(structure) => self.structure(structure),
            View::Union(union) => match union.current() {
                Some((index, value)) => {
                    if let Some(member) = union.shape().members.get(index) {
                        let step = format_args!(".{}", member.name);
                        self.within(step, |findings| findings.value(value.view(), member.facts));
                    }
                }
                None => self.add("is a union without a member that can be sent"),
            },
            View::List(list) => {
                let items = inner(facts, |fact| if let Fact::Items(facts) = fact { Some(facts) } else { None });
                for index in 0..list.len() {
                    let view = list.get(index).map_or(View::Absent, |value| value.view());
                    if needs_a_look(view, items) {
                        self.within(format_args!("[{index}]"), |findings| findings.value(view, items));
                    }
                }
            }
            View::Map(map) => {
                let keys = inner(facts, |fact| if let Fact::Keys(facts) = fact { Some(facts) } else { None });
                let values = inner(facts, |fact| if let Fact::Values(facts) = fact { Some(facts) } else { None });
                for (key, value) in map.entries() {
                    self.within(format_args!("[{key:?}]"), |findings| {
                        keys.iter().for_each(|fact| findings.fact(View::String(key), *fact));
                        findings.value(value.view(), values);
                    });
                }
            }
            _ => {}
        }
    }

    fn fact(&mut self, view: View<'_>, fact: Fact) {
        match fact {
            Fact::Required => {
                if let View::Absent = view {
                    self.add("is required and missing");
                }
            }
            Fact::Length(min, max) => self.length(view, Some(min), Some(max)),
            Fact::MinLength(min) => self.length(view, Some(min), None),
            Fact::MaxLength(max) => self.length(view, None, Some(max)),
            Fact::Range(min, max) => self.range(integer(view), Some(min), Some(max)),
            Fact::Min(min) => self.range(integer(view), Some(min), None),
            Fact::Max(max) => self.range(integer(view), None, Some(max)),
            Fact::MinDecimal(min) => self.range(decimal(view), Some(min), None),
            Fact::MaxDecimal(max) => self.range(decimal(view), None, Some(max)),
            Fact::Sensitive
            | Fact::IdempotencyToken
            | Fact::Timestamp(_)
            | Fact::Items(_)
            | Fact::Keys(_)
            | Fact::Values(_) => {}
        }
    }

    fn length(&mut self, view: View<'_>, min: Option<u64>, max: Option<u64>) {
        let (length, unit) = match view {
            View::String(value) => (value.chars().count(), "characters"),
            View::Blob(value) => (value.len(), "bytes"),
            View::List(list) => (list.len(), "items"),
            View::Map(map) => (map.len(), "entries"),
            _ => return,
        };
        let length = length as u64;
        if let Some(min) = min.filter(|min| length < *min) {
            self.add(format_args!("has {length} {unit} where at least {min} are wanted"));
        }
        if let Some(max) = max.filter(|max| length > *max) {
            self.add(format_args!("has {length} {unit} where at most {max} are allowed"));
        }
    }

    fn range<T: PartialOrd + Display>(&mut self, value: Option<T>, min: Option<T>, max: Option<T>) {
        let Some(value) = value else { return };
        if let Some(min) = min.filter(|min| value < *min) {
            self.add(format_args!("is out of range: at least {min} is wanted"));
        }
        if let Some(max) = max.filter(|max| value > *max) {
            self.add(format_args!("is out of range: at most {max} is allowed"));
        }
    }
}

fn needs_a_look(view: View<'_>, facts: &[Fact]) -> bool {
    match view {
        View::Absent => facts.contains(&Fact::Required),
        View::Structure(_) | View::Union(_) | View::List(_) | View::Map(_) => true,
        _ => !facts.is_empty(),
    }
}

fn inner(facts: &[Fact], select: impl Fn(Fact) -> Option<&'static [Fact]>) -> &'static [Fact] {
    facts.iter().find_map(|fact| select(*fact)).unwrap_or_default()
}

fn integer(view: View<'_>) -> Option<i64> {
    if let View::Integer(value) = view { Some(value) } else { None }
}

fn decimal(view: View<'_>) -> Option<f64> {
    match view {
        View::Float(value) => Some(f64::from(value)),
        View::Double(value) => Some(value),
        View::Integer(value) => Some(value as f64),
        _ => None,
    }
}
