//! The retry loop: standard mode, as the AWS SDKs' reference tells it.

mod classify;
mod quota;

use std::future::Future;
use std::time::{Duration, SystemTime};

use tracing::debug;

use crate::time::{Clock, Sleep};

pub(crate) use self::classify::{classify_answer, retry_after};
pub(crate) use self::quota::Quota;

/// The attempts of a call, the first among them, where nothing else is set.
pub(crate) const DEFAULT_MAX_ATTEMPTS: u32 = 3;

/// No pause is longer than this by backoff alone.
const LONGEST_BACKOFF: Duration = Duration::from_secs(20);

/// A service may ask for a longer pause than the backoff, by this much at most.
const LONGEST_EXTENSION: Duration = Duration::from_secs(5);

/// Why a failed attempt may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The service says that the caller is too fast.
    Throttling,
    /// The service or the connection failed in a way that passes.
    Transient,
    /// A time limit passed.
    Timeout,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The service did what was asked.
    Done,
    /// It failed, and would fail again.
    Stop,
    /// It failed, and may work when it is made again.
    Retry {
        /// Why.
        reason: Reason,
        /// The pause that the service asks for (`x-amz-retry-after`).
        after: Option<Duration>,
    },
}

/// Something that can be tried more than once. It keeps its last outcome for itself.
pub(crate) trait Attempt: Send {
    /// Makes one attempt; the first has the number 1.
    fn make(&mut self, number: u32) -> impl Future<Output = Verdict> + Send;
}

/// How long one call is tried.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most attempts, at least 1.
    pub(crate) max_attempts: u32,
    /// No attempt begins after this.
    pub(crate) deadline: Option<SystemTime>,
}

/// Tries until it works, or must not be tried again, or a limit is reached. The attempt's last outcome stands.
///
/// `random` gives numbers from 0 up to 1.
pub(crate) async fn retry(
    limits: Limits,
    quota: &Quota,
    clock: &dyn Clock,
    sleep: &dyn Sleep,
    random: &(dyn Fn() -> f64 + Sync),
    attempt: &mut impl Attempt,
) {
    let mut held = None;
    let mut number = 1;
    loop {
        let (reason, after) = match attempt.make(number).await {
            Verdict::Done => return quota.give_back(held),
            Verdict::Stop => return,
            Verdict::Retry { reason, after } => (reason, after),
        };
        if number >= limits.max_attempts {
            debug!(attempt = number, ?reason, "not tried again: that was the last attempt");
            return;
        }
        let Some(taken) = quota.take(reason) else {
            debug!(attempt = number, ?reason, "not tried again: the client's retry quota is used up");
            return;
        };
        held = Some(taken);
        let pause = pause(number, random(), after);
        if limits.deadline.is_some_and(|deadline| clock.now().checked_add(pause).is_none_or(|then| then >= deadline)) {
            debug!(attempt = number, ?reason, ?pause, "not tried again: the operation timeout would pass first");
            return;
        }
        debug!(attempt = number, ?reason, ?pause, "trying again");
        sleep.sleep(pause).await;
        number += 1;
    }
}

/// Exponential backoff with full jitter: a random part of 1, 2, 4... seconds, up to 20; stretched to what the service
/// asks for, within bounds.
fn pause(failures: u32, random: f64, after: Option<Duration>) -> Duration {
    let doublings = failures.saturating_sub(1).min(31);
    let ceiling = Duration::from_secs(1_u64 << doublings).min(LONGEST_BACKOFF);
    let backoff = ceiling.mul_f64(random.clamp(0.0, 1.0));
    after.map_or(backoff, |after| after.clamp(backoff, backoff + LONGEST_EXTENSION))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Attempt, Limits, Quota, Reason, Verdict, pause, retry};
    use crate::time::Clock;
    use crate::time::fake::{FakeTime, block_on};

    struct Script {
        verdicts: Vec<Verdict>,
        made: u32,
    }

    impl Attempt for Script {
        async fn make(&mut self, number: u32) -> Verdict {
            self.made += 1;
            assert_eq!(number, self.made);
            if self.verdicts.is_empty() { Verdict::Done } else { self.verdicts.remove(0) }
        }
    }

    fn again(reason: Reason) -> Verdict {
        Verdict::Retry { reason, after: None }
    }

    /// Runs a script at most `max` times with the random number 0.5; gives the attempts and the pauses.
    fn run(verdicts: Vec<Verdict>, max: u32, quota: &Quota, limit: Option<u64>) -> (u32, Vec<Duration>) {
        let time = FakeTime::at(1000);
        let mut script = Script { verdicts, made: 0 };
        let deadline = limit.map(|seconds| time.now() + Duration::from_secs(seconds));
        block_on(retry(Limits { max_attempts: max, deadline }, quota, &time, &time, &|| 0.5, &mut script));
        (script.made, time.pauses())
    }

    #[test]
    fn pauses_double_up_to_twenty_seconds() {
        let seconds: Vec<u64> = (1..=8).map(|failures| pause(failures, 1.0, None).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 20, 20, 20]);
        assert_eq!(pause(u32::MAX, 0.5, None), Duration::from_secs(10));
        assert_eq!(pause(1, 0.0, None), Duration::ZERO);
        assert_eq!(pause(1, f64::NAN.max(0.25), None), Duration::from_millis(250));
    }

    #[test]
    fn the_service_may_stretch_a_pause_within_bounds() {
        let after = |milliseconds| pause(1, 0.5, Some(Duration::from_millis(milliseconds)));
        assert_eq!(after(100), Duration::from_millis(500));
        assert_eq!(after(1500), Duration::from_millis(1500));
        assert_eq!(after(3_600_000), Duration::from_millis(5500));
    }

    #[test]
    fn stops_where_it_must() {
        let quota = Quota::new();
        let transient = || again(Reason::Transient);
        assert_eq!(run(vec![], 3, &quota, None).0, 1);
        assert_eq!(run(vec![Verdict::Stop], 3, &quota, None).0, 1);
        assert_eq!(run(vec![transient(), Verdict::Stop], 3, &quota, None).0, 2);
        assert_eq!(run(vec![transient(); 9], 1, &quota, None), (1, vec![]));
        let pauses = vec![Duration::from_millis(500), Duration::from_secs(1)];
        assert_eq!(run(vec![transient(); 9], 3, &quota, None), (3, pauses));
    }

    #[test]
    fn no_pause_goes_past_the_deadline() {
        let quota = Quota::new();
        let verdicts = || vec![again(Reason::Throttling); 9];
        assert_eq!(run(verdicts(), 9, &quota, Some(2)), (3, vec![Duration::from_millis(500), Duration::from_secs(1)]));
        assert_eq!(run(verdicts(), 9, &quota, Some(0)), (1, vec![]));
    }

    #[test]
    fn the_quota_ends_retries_and_recovers() {
        let quota = Quota::new();
        // 500 tokens pay for 50 retries of timeouts.
        assert_eq!(run(vec![again(Reason::Timeout); 99], 99, &quota, None).0, 51);
        assert_eq!(run(vec![again(Reason::Transient)], 3, &quota, None).0, 1);
        for _ in 0..5 {
            run(vec![], 3, &quota, None);
        }
        assert_eq!(quota.available(), 5);
        assert_eq!(run(vec![again(Reason::Transient)], 3, &quota, None).0, 2);
        assert_eq!(quota.available(), 5);
    }
}
