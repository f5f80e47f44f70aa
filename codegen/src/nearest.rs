//! The names nearest to one that is not there, for messages.

use crate::name::local_name;

/// How many names a message offers.
const OFFERED: usize = 3;

/// `; did you mean X, Y or Z?`, or nothing when no name is near. Shape ids are compared without their namespaces,
/// which are mostly the same.
#[must_use]
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    const NEAR: f64 = 0.75;
    let local = |name: &str| local_name(name).to_lowercase();
    let sought = local(wanted);
    let mut near: Vec<(f64, &str)> = names
        .map(|name| (similarity(&sought, &local(name)), name))
        .filter(|(similarity, _)| *similarity >= NEAR)
        .collect();
    near.sort_by(|(one, one_name), (other, other_name)| other.total_cmp(one).then_with(|| one_name.cmp(other_name)));
    let names: Vec<&str> = near.into_iter().take(OFFERED).map(|(_, name)| name).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!("; did you mean {last}?"),
        Some((last, rest)) => format!("; did you mean {} or {last}?", rest.join(", ")),
    }
}

/// From 0 to 1. A name that is a part of the other, such as `Backups` of `DescribeBackups`, is near as well.
fn similarity(wanted: &str, name: &str) -> f64 {
    const A_PART: f64 = 0.8;
    let similarity = strsim::jaro_winkler(wanted, name);
    let is_part = wanted.len() > 3 && name.len() > 3 && (name.contains(wanted) || wanted.contains(name));
    if is_part { similarity.max(A_PART) } else { similarity }
}
