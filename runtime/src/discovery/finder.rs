//! Asks for endpoints and remembers them: each is asked for by one call at a time, held as long as the answer says, and
//! used longer where nothing better can be had.
//!
//! This is botocore's behaviour, but that calls at the same time share one question.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::uri::Authority;
use tracing::warn;

use super::answer::{Answer, Question};
use super::{Asker, Discover, Discovery, Key};
use crate::error::{Error, ErrorKind};
use crate::operation::Discovered;
use crate::service_error::Failure;
use crate::time::BoxFuture;
use crate::value::{Structure, View, member_by_name};

/// Identifiers come from inputs, and must not make the memory grow.
const MAXIMUM_ENTRIES: usize = 1000;

/// After a failure nobody asks again for that long, where there is another way.
const REST: Duration = Duration::from_secs(60);

/// What one client was told.
#[derive(Debug, Default)]
pub(super) struct Finder(Mutex<BTreeMap<Key, Arc<Entry>>>);

/// One endpoint.
#[derive(Debug, Default)]
struct Entry {
    known: Mutex<Known>,
    /// Who holds this asks.
    turn: tokio::sync::Mutex<()>,
}

/// What is known of it.
#[derive(Clone, Debug, Default)]
struct Known {
    /// The endpoint, and until when it is good. Past that it is better than nothing.
    held: Option<(Authority, SystemTime)>,
    /// The last failure, where no success came after it.
    failed: Option<Failed>,
    /// How many there were.
    failures: u64,
}

/// A failure, for those who waited for the answer too.
#[derive(Clone, Debug)]
struct Failed {
    rests_until: Option<SystemTime>,
    kind: ErrorKind,
    message: String,
}

impl Known {
    fn fresh(&self, now: SystemTime) -> Option<&Authority> {
        self.held.as_ref().filter(|(_, until)| now < *until).map(|(authority, _)| authority)
    }

    fn any(&self) -> Option<Authority> {
        self.held.as_ref().map(|(authority, _)| authority.clone())
    }

    fn rests(&self, now: SystemTime) -> bool {
        self.failed.as_ref().and_then(|failed| failed.rests_until).is_some_and(|until| now < until)
    }
}

impl Entry {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Each change is made in one step, so that a poisoned lock holds what is sound.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Finder {
    fn entry(&self, key: &Key) -> Arc<Entry> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get(key) {
            return Arc::clone(entry);
        }
        if entries.len() >= MAXIMUM_ENTRIES {
            entries.clear();
        }
        Arc::clone(entries.entry(key.clone()).or_default())
    }
}

impl Discover for Finder {
    fn key(&self, operation: &'static str, discovered: &Discovered, input: &dyn Structure) -> Key {
        let by = discovered.by;
        if discovered.identifiers.is_empty() || !(by.takes_operation || by.takes_identifiers) {
            return Key::default();
        }
        let identifier = |name: &&'static str| match member_by_name(input, name)?.view() {
            View::String(value) => Some((*name, value.to_owned())),
            _ => None,
        };
        let identifiers: Vec<_> = discovered.identifiers.iter().filter_map(identifier).collect();
        Key { operation: if identifiers.is_empty() { "" } else { operation }, identifiers }
    }

    fn find<'a>(
        &'a self,
        asker: &'a dyn Asker,
        discovered: &'a Discovered,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Authority>, Error>> {
        let entry = self.entry(key);
        Box::pin(async move { find(&entry, asker, discovered, key).await })
    }

    fn forget(&self, key: &Key, invalid: &Authority) {
        let entry = self.entry(key);
        let mut known = entry.known();
        // Another call may have found a better one since.
        if known.held.as_ref().is_some_and(|(authority, _)| authority == invalid) {
            known.held = None;
        }
    }
}

async fn find(
    entry: &Entry,
    asker: &dyn Asker,
    discovered: &Discovered,
    key: &Key,
) -> Result<Option<Authority>, Error> {
    let before = entry.known().clone();
    let now = asker.now();
    if let Some(authority) = before.fresh(now) {
        return Ok(Some(authority.clone()));
    }
    let old = before.any();
    let can_wait = old.is_some() || !discovered.required;
    if before.rests(now) && can_wait {
        return Ok(old);
    }
    let _turn = match entry.turn.try_lock() {
        Ok(turn) => turn,
        // Another call asks already.
        Err(_) if can_wait => return Ok(old),
        Err(_) => entry.turn.lock().await,
    };
    // What was found out while this call waited counts for it too.
    let since = entry.known().clone();
    if let Some(authority) = since.fresh(asker.now()) {
        return Ok(Some(authority.clone()));
    }
    if let Some(failed) = since.failed.filter(|_| since.failures != before.failures) {
        return otherwise(old, discovered, Error::new(failed.kind, failed.message));
    }
    match ask(asker, discovered.by, key).await {
        Ok((authority, period)) => {
            let until = asker.now().checked_add(period).unwrap_or(now);
            let mut known = entry.known();
            known.held = Some((authority.clone(), until));
            known.failed = None;
            Ok(Some(authority))
        }
        Err(error) => {
            let rests_until = asker.now().checked_add(REST);
            let mut known = entry.known();
            known.failures = known.failures.wrapping_add(1);
            known.failed = Some(Failed { rests_until, kind: error.kind(), message: error.message().to_owned() });
            drop(known);
            otherwise(old, discovered, error)
        }
    }
}

/// What is left when nothing was told: the old endpoint, else the regular one where it can serve.
fn otherwise(old: Option<Authority>, discovered: &Discovered, error: Error) -> Result<Option<Authority>, Error> {
    if old.is_none() && discovered.required {
        return Err(error);
    }
    let goes_on_with = if old.is_some() { "the endpoint of before" } else { "the regular endpoint" };
    warn!(%error, goes_on_with, "endpoint discovery failed");
    Ok(old)
}

async fn ask(asker: &dyn Asker, discovery: &Discovery, key: &Key) -> Result<(Authority, Duration), Error> {
    let (mut question, mut answer) = (Question::new(discovery, key), Answer::default());
    let asked = discovery.operation.name;
    let failed = "the service's endpoint could not be discovered, and the operation cannot do without";
    asker.ask(discovery.operation, &mut question, &mut answer).await.map_err(|failure| match failure {
        Failure::Call(error) => Error::new(error.kind(), format!("{failed}: {error}")).with_source(error),
        Failure::Answer(answer) => Error::new(ErrorKind::Endpoint, format!("{failed}: {}", answer.meta)),
    })?;
    answer.first().map_err(|problem| Error::new(ErrorKind::Endpoint, format!("{failed}: {asked}: {problem}")))
}
