//! Keeps names apart that would become one in Rust: `PartName` and `part_name` are two members of a model.

use std::collections::{BTreeMap, BTreeSet};

/// Hands out names of which no two are the same: the first keeps its own, and a later one gets a number.
#[derive(Debug, Default)]
pub(crate) struct Distinct {
    taken: BTreeSet<String>,
    /// The last number that a name got, so that many of one name take no longer than as many different ones.
    numbers: BTreeMap<String, u64>,
    /// Whether names that differ in case only are the same, as files are on some systems.
    folds_case: bool,
}

impl Distinct {
    /// For the names of files.
    pub(crate) fn files() -> Self {
        Self { folds_case: true, ..Self::default() }
    }

    /// The name, or the first with a number behind it that is free.
    pub(crate) fn name(&mut self, wanted: String) -> String {
        let mut name = wanted.clone();
        while !self.taken.insert(self.key(&name)) {
            let number = self.numbers.entry(self.key(&wanted)).or_insert(1);
            *number += 1;
            name = numbered(&wanted, *number);
        }
        name
    }

    fn key(&self, name: &str) -> String {
        if self.folds_case { name.to_lowercase() } else { name.to_owned() }
    }
}

/// A number needs no raw identifier before it. After a digit, and in snake case, an underscore keeps it apart.
fn numbered(name: &str, number: u64) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    let is_camel = name.starts_with(char::is_uppercase) && !name.ends_with(|last: char| last.is_ascii_digit());
    if is_camel || name.ends_with('_') { format!("{name}{number}") } else { format!("{name}_{number}") }
}

#[cfg(test)]
mod tests {
    use super::Distinct;

    fn names(mut distinct: Distinct, wanted: &[&str]) -> Vec<String> {
        wanted.iter().map(|name| distinct.name((*name).to_owned())).collect()
    }

    #[test]
    fn the_first_keeps_its_name() {
        let wanted = ["part_name", "part_name", "part_name", "r#type", "r#type", "self_", "self_"];
        let given = ["part_name", "part_name_2", "part_name_3", "r#type", "type_2", "self_", "self_2"];
        assert_eq!(names(Distinct::default(), &wanted), given);
        assert_eq!(names(Distinct::default(), &["Red", "Red", "V1", "V1"]), ["Red", "Red2", "V1", "V1_2"]);
    }

    #[test]
    fn a_number_that_another_name_has_is_left_to_it() {
        assert_eq!(names(Distinct::default(), &["Red2", "Red", "Red", "Red"]), ["Red2", "Red", "Red3", "Red4"]);
        assert_eq!(names(Distinct::default(), &["Red", "Red", "Red2"]), ["Red", "Red2", "Red2_2"]);
    }

    #[test]
    fn files_differ_in_more_than_case() {
        assert_eq!(names(Distinct::files(), &["Part", "PART", "part"]), ["Part", "PART2", "part_3"]);
        assert_eq!(names(Distinct::default(), &["Part", "PART"]), ["Part", "PART"]);
    }

    #[test]
    fn many_of_one_name_take_no_longer_than_others() {
        let given = names(Distinct::default(), &["a"; 100_000]);
        assert_eq!(given.last().map(String::as_str), Some("a_100000"));
    }
}
