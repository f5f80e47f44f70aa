//! The names nearest to one that is not there, for messages.

/// How many names a message offers.
const OFFERED: usize = 3;

/// `; did you mean X, Y or Z?`, or nothing when no name is near. A near name shares at least half of its letters'
/// order with the wanted one.
pub(crate) fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> String {
    const NEAR: f64 = 0.6;
    let mut near: Vec<(f64, &str)> = names
        .map(|name| (strsim::jaro_winkler(&wanted.to_lowercase(), &name.to_lowercase()), name))
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
