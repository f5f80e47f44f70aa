//! The tags of one server or backup, in the order they were first set.

use crate::error::ServiceError;

/// Tags with the sequence number that orders them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags(Vec<(u64, String, String)>);

impl Tags {
    /// Sets tags: a key that is there gets the new value. All or nothing.
    pub fn set(
        &mut self,
        given: &[(String, String)],
        limit: usize,
        mut number: impl FnMut() -> u64,
    ) -> Result<(), ServiceError> {
        let mut changed = self.0.clone();
        let mut seen: Vec<&str> = Vec::new();
        for (key, value) in given {
            let (key, value) = (key.trim(), value.trim());
            if key.is_empty() {
                return Err(ServiceError::validation("A tag key cannot be empty or consist of white space."));
            }
            refuse_reserved(key)?;
            if seen.contains(&key) {
                return Err(ServiceError::validation(format!("The tag key '{key}' is given twice.")));
            }
            seen.push(key);
            match changed.iter_mut().find(|(_, known, _)| known == key) {
                Some(tag) => tag.2 = value.to_owned(),
                None => changed.push((number(), key.to_owned(), value.to_owned())),
            }
        }
        if changed.len() > limit {
            return Err(ServiceError::validation(format!(
                "A resource can have at most {limit} tags; this request would leave it with {}.",
                changed.len()
            )));
        }
        self.0 = changed;
        Ok(())
    }

    /// Removes tags; a key that is not there does no harm.
    pub fn remove(&mut self, keys: &[String]) -> Result<(), ServiceError> {
        for key in keys {
            refuse_reserved(key.trim())?;
        }
        self.0.retain(|(_, key, _)| !keys.iter().any(|gone| gone.trim() == key));
        Ok(())
    }

    /// Sequence number, key and value of each.
    pub fn iter(&self) -> impl Iterator<Item = &(u64, String, String)> {
        self.0.iter()
    }
}

fn refuse_reserved(key: &str) -> Result<(), ServiceError> {
    // AWS reserves the prefix in any case: "AWS:" too.
    let reserved = key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    if reserved {
        return Err(ServiceError::validation(format!("The tag key '{key}' is not allowed: 'aws:' is reserved.")));
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Tags;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn shown(tags: &Tags) -> Vec<(&str, &str)> {
        tags.iter().map(|(_, key, value)| (key.as_str(), value.as_str())).collect()
    }

    #[test]
    fn tags_are_trimmed_replaced_and_removed() {
        let mut tags = Tags::default();
        tags.set(&pairs(&[(" Stage ", " Test "), ("Name", "")]), 2, || 0).unwrap();
        tags.set(&pairs(&[("Stage", "Live")]), 2, || 0).unwrap();
        assert_eq!(shown(&tags), [("Stage", "Live"), ("Name", "")]);
        tags.remove(&["Stage".to_owned(), "Unknown".to_owned()]).unwrap();
        assert_eq!(shown(&tags), [("Name", "")]);
    }

    #[test]
    fn what_is_refused_changes_nothing() {
        let mut tags = Tags::default();
        for refused in [
            &[("a", "1"), ("b", "2"), ("c", "3")][..],
            &[("a", "1"), ("aws:b", "2")],
            &[("a", "1"), ("AWS:b", "2")],
            &[("a", "1"), ("a ", "2")],
            &[("a", "1"), ("  ", "2")],
        ] {
            let error = tags.set(&pairs(refused), 2, || 0).unwrap_err();
            assert_eq!(error.code, "ValidationException");
            assert!(shown(&tags).is_empty());
        }
        assert!(tags.remove(&["aws:b".to_owned()]).is_err());
    }
}
