//! The retry quota: a bucket of tokens that all calls of a client share, so that retries dry up in an outage.

use std::sync::atomic::{AtomicU32, Ordering};

use super::Reason;

/// The tokens of a full bucket.
const CAPACITY: u32 = 500;

/// What a call that worked at once puts back.
const REWARD: u32 = 1;

/// The tokens of one client.
#[derive(Debug)]
pub(crate) struct Quota(AtomicU32);

/// Tokens that a retry took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken(u32);

impl Quota {
    /// A full bucket.
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Pays for a retry; `None` when too few tokens are left.
    pub(crate) fn take(&self, reason: Reason) -> Option<Taken> {
        let cost = match reason {
            Reason::Throttling | Reason::Transient => 5,
            // A timeout holds a connection for long, so that it costs twice as much.
            Reason::Timeout => 10,
        };
        let pay = |tokens: u32| tokens.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).ok().map(|_| Taken(cost))
    }

    /// After a call that worked: what its last retry took, or one token where there was none.
    pub(crate) fn give_back(&self, taken: Option<Taken>) {
        let amount = taken.map_or(REWARD, |Taken(cost)| cost);
        let fill = |tokens: u32| (tokens < CAPACITY).then(|| tokens.saturating_add(amount).min(CAPACITY));
        // A full bucket is not written to: calls on many threads then do not fight for the cache line.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fill);
    }

    #[cfg(test)]
    pub(crate) fn available(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Quota, Reason};

    #[test]
    fn takes_and_gives_back() {
        let quota = Quota::new();
        let taken = quota.take(Reason::Timeout);
        assert_eq!((taken.is_some(), quota.available()), (true, 490));
        quota.give_back(taken);
        quota.give_back(None);
        assert_eq!(quota.available(), 500);
        let transient = quota.take(Reason::Transient);
        assert_eq!(quota.available(), 495);
        quota.give_back(None);
        assert_eq!(quota.available(), 496);
        quota.give_back(transient);
        assert_eq!(quota.available(), 500);
    }
}
