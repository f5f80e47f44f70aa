//! Endpoints that were resolved before, remembered per client.

use std::sync::{Arc, PoisonError, RwLock};

use crate::error::Error;

use super::parameters::Parameters;
use super::resolve::resolve;
use super::resolved::ResolvedEndpoint;
use super::rules::RuleSet;

/// A client has one or a handful of parameter sets. Parameters that come from inputs can make many more, and must not
/// make the cache grow.
const MAXIMUM_ENTRIES: usize = 64;

/// Parameters with more bytes of text than this are resolved each time.
const MAXIMUM_WEIGHT: usize = 4096;

/// What a rule set gave for the parameters that were asked for.
#[derive(Debug)]
pub(crate) struct EndpointCache {
    rules: &'static RuleSet,
    /// Few, so that looking at each is as good as a map.
    entries: RwLock<Vec<(Parameters, Arc<ResolvedEndpoint>)>>,
}

impl EndpointCache {
    /// Remembers nothing yet.
    pub(crate) const fn new(rules: &'static RuleSet) -> Self {
        Self { rules, entries: RwLock::new(Vec::new()) }
    }

    /// The endpoint for these parameters, as [`resolve`] gives it; failures are not remembered.
    pub(crate) fn resolve(&self, parameters: &Parameters) -> Result<Arc<ResolvedEndpoint>, Error> {
        // A poisoned lock is as good as any: an entry is either there or not.
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, endpoint)) = entries.iter().find(|(known, _)| known == parameters) {
            return Ok(Arc::clone(endpoint));
        }
        drop(entries);
        let endpoint = Arc::new(resolve(self.rules, parameters)?);
        if parameters.weight() <= MAXIMUM_WEIGHT {
            let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
            if entries.len() >= MAXIMUM_ENTRIES {
                entries.clear();
            }
            entries.push((parameters.clone(), Arc::clone(&endpoint)));
        }
        Ok(endpoint)
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use std::sync::Arc;

    use super::super::rules::{Expression, Outcome, Parameter, ParameterKind, Rule, RuleSet};
    use super::{EndpointCache, MAXIMUM_ENTRIES, MAXIMUM_WEIGHT, Parameters};

    static RULES: RuleSet = RuleSet {
        parameters: &[Parameter {
            name: "Name",
            kind: ParameterKind::String,
            built_in: None,
            required: true,
            default: None,
        }],
        rules: &[Rule {
            conditions: &[],
            outcome: Outcome::Endpoint { url: Expression::Text("https://example.com"), properties: &[], headers: &[] },
        }],
    };

    fn named(name: &str) -> Parameters {
        let mut parameters = Parameters::new();
        parameters.set("Name", name);
        parameters
    }

    #[test]
    fn remembers_what_it_resolved() {
        let cache = EndpointCache::new(&RULES);
        let first = cache.resolve(&named("a")).expect("it resolves");
        let second = cache.resolve(&named("a")).expect("it resolves");
        assert!(Arc::ptr_eq(&first, &second));
        assert!(cache.resolve(&Parameters::new()).is_err());
        assert_eq!(cache.entries.read().map(|entries| entries.len()).ok(), Some(1));
    }

    #[test]
    fn stays_small() {
        let cache = EndpointCache::new(&RULES);
        for number in 0..1000 {
            assert!(cache.resolve(&named(&number.to_string())).is_ok());
            assert!(cache.entries.read().is_ok_and(|entries| entries.len() <= MAXIMUM_ENTRIES));
        }
        let before = cache.entries.read().map(|entries| entries.len()).ok();
        assert!(cache.resolve(&named(&"x".repeat(MAXIMUM_WEIGHT + 1))).is_ok());
        assert_eq!(cache.entries.read().map(|entries| entries.len()).ok(), before);
    }

    #[test]
    fn survives_a_poisoned_lock() {
        let cache = Arc::new(EndpointCache::new(&RULES));
        let poisoning = Arc::clone(&cache);
        let thread = std::thread::spawn(move || {
            let _guard = poisoning.entries.write();
            std::panic::resume_unwind(Box::new("poison"));
        });
        assert!(thread.join().is_err() && cache.entries.is_poisoned());
        assert!(cache.resolve(&named("a")).is_ok());
    }
}
