//! What changed of a member, and when that breaks callers.

use super::{Found, deprecation, sides};
use crate::changes::Sides;
use crate::diagnostic::shortened;
use crate::lock::{Bound, Member};

/// A member that is new. An input that leaves a required one out is refused.
pub(super) fn added(name: &str, new: &Member, found: &mut Found) {
    if is_demanded(new) {
        found.breaking(format!("member {name} added, and required in an input"));
    } else {
        found.harmless(format!("member {name} added"));
    }
}

/// A member that both have and that differs.
pub(super) fn changed(name: &str, old: &Member, new: &Member, found: &mut Found) {
    if old.type_name != new.type_name {
        let (is, was) = (article(&new.type_name), article(&old.type_name));
        found.breaking(format!("member {name} is now {is} (was {was})"));
    }
    presence(name, old, new, found);
    if old.default != new.default {
        let shown = |member: &Member| member.default.as_deref().map_or_else(|| "none".to_owned(), shortened);
        // A field that comes to be an Option, or is none any more, was told already.
        found.harmless(format!("the default of member {name} is now {} (was {})", shown(new), shown(old)));
    }
    match (old.sensitive, new.sensitive) {
        (false, true) => found.harmless(format!("member {name} is sensitive now: it is shown nowhere")),
        (true, false) => found.harmless(format!("member {name} is no longer sensitive: it may be shown in logs")),
        _ => {}
    }
    match (old.idempotency_token, new.idempotency_token) {
        (false, true) => found.harmless(format!("member {name} is an idempotency token now, filled in where absent")),
        // Nobody fills it in any more, and where it is required that was what callers built on.
        (true, false) => found.tell(is_demanded(new), format!("member {name} is no longer an idempotency token")),
        _ => {}
    }
    deprecation(&format!("member {name}"), old.deprecated, new.deprecated, found);
    let nothing = Bound::default();
    for (what, sides) in sides(&old.bounds, &new.bounds) {
        let (old, new) = match &sides {
            Sides::Gone(old) => (*old, &nothing),
            Sides::New(new) => (&nothing, *new),
            Sides::Both(old, new) => (*old, *new),
        };
        let words = format!("the {} of member {name} is now {} (was {})", bounded(what), shown(new), shown(old));
        found.tell(is_tighter(old, new), words);
    }
}

/// Whether a field is an `Option`, and whether an input has to have it.
fn presence(name: &str, old: &Member, new: &Member, found: &mut Found) {
    // The field's own type differs, or inputs that were taken are refused.
    let breaks = old.optional != new.optional || (is_demanded(new) && !is_demanded(old));
    match (old.required, new.required) {
        (false, true) => found.tell(breaks, format!("{name} is required now")),
        (true, false) => found.tell(breaks, format!("{name} is no longer required")),
        _ if old.optional == new.optional => {}
        _ if old.default.is_some() != new.default.is_some() => {
            let is = if new.optional { "an Option now: it has lost" } else { "no Option any more: it has got" };
            found.breaking(format!("{name} is {is} its default"));
        }
        _ if new.optional => {
            found.breaking(format!("{name} is an Option now: its structure became a part of an input"));
        }
        _ => found.breaking(format!("{name} is no Option any more: its structure is no part of an input now")),
    }
}

/// Whether an input without it is refused. Fields that an input reaches are Options, required or not.
fn is_demanded(member: &Member) -> bool {
    member.required && member.optional && !member.idempotency_token
}

/// Whether a value that was taken may be refused now.
fn is_tighter(old: &Bound, new: &Bound) -> bool {
    let number = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
    let tighter = |old: Option<f64>, new: Option<f64>, beyond: fn(f64, f64) -> bool| match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => beyond(new, old),
    };
    tighter(number(&old.min), number(&new.min), |new, old| new > old)
        || tighter(number(&old.max), number(&new.max), |new, old| new < old)
}

/// `items.length` as words: the length of the items.
fn bounded(what: &str) -> String {
    let mut parts = what.rsplit('.');
    let bound = parts.next().unwrap_or_default().to_owned();
    parts.fold(bound, |words, place| format!("{words} of the {place}"))
}

fn shown(bound: &Bound) -> String {
    if *bound == Bound::default() { "free".to_owned() } else { bound.to_string() }
}

/// A type or kind with its article, as far as it is a word of the model's and no name.
pub(super) fn article(word: &str) -> String {
    let is_word = word.starts_with(|first: char| first.is_ascii_lowercase());
    match word.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') if is_word && word != "union" && word != "unit" => format!("an {word}"),
        _ if is_word => format!("a {word}"),
        _ => word.to_owned(),
    }
}
