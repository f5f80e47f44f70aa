//! What time it is and how to wait: two small traits, so that tests need neither a real clock nor real pauses.

use std::fmt::Debug;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// A boxed future, as the traits of the runtime return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tells what time it is: requests are signed with it, and deadlines are held against it.
pub trait Clock: Debug + Send + Sync {
    /// The time now.
    fn now(&self) -> SystemTime;
}

/// Waits: between two attempts, between two calls of a waiter, and for time limits to pass.
pub trait Sleep: Debug + Send + Sync {
    /// A future that is ready when that much time has passed. Dropping it ends the wait.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Waits on tokio's timer. It wants a tokio runtime with its time driver on, as `#[tokio::main]` gives one.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSleep;

impl Sleep for TokioSleep {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A time limit that passed; it is told with the limit's name where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Elapsed(pub(crate) Duration);

/// Drives a future to its end, or drops it when the limit passes first. Without a limit nothing is set up.
pub(crate) async fn within<F: Future>(
    sleep: &dyn Sleep,
    limit: Option<Duration>,
    future: F,
) -> Result<F::Output, Elapsed> {
    let mut future = pin!(future);
    let mut alarm = limit.map(|limit| (limit, sleep.sleep(limit)));
    // One place that polls, with and without a limit: each would be a copy of all that the future holds.
    poll_fn(|context| {
        // The future goes first: what is ready at the last moment still counts.
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(value));
        }
        match &mut alarm {
            Some((limit, alarm)) => alarm.as_mut().poll(context).map(|()| Err(Elapsed(*limit))),
            None => Poll::Pending,
        }
    })
    .await
}

#[cfg(test)]
pub(crate) mod fake {
    //! A clock that only moves when somebody sleeps.

    use std::sync::{Arc, Mutex};
    use std::time::{Duration, SystemTime};

    use super::{BoxFuture, Clock, Sleep};

    #[derive(Clone, Debug)]
    pub(crate) struct FakeTime(Arc<Mutex<(SystemTime, Vec<Duration>)>>);

    impl FakeTime {
        pub(crate) fn at(seconds: u64) -> Self {
            Self(Arc::new(Mutex::new((SystemTime::UNIX_EPOCH + Duration::from_secs(seconds), Vec::new()))))
        }

        /// The pauses so far.
        pub(crate) fn pauses(&self) -> Vec<Duration> {
            self.0.lock().expect("nobody panics with it").1.clone()
        }
    }

    impl Clock for FakeTime {
        fn now(&self) -> SystemTime {
            self.0.lock().expect("nobody panics with it").0
        }
    }

    impl Sleep for FakeTime {
        fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
            let shared = Arc::clone(&self.0);
            Box::pin(async move {
                let mut state = shared.lock().expect("nobody panics with it");
                state.0 += duration;
                state.1.push(duration);
            })
        }
    }

    /// Drives a future that nothing outside the test can wake: what is pending once would be pending forever.
    pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::pin!(future).poll(&mut context) {
            std::task::Poll::Ready(value) => value,
            std::task::Poll::Pending => panic!("the future waits for something that never comes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::time::Duration;

    use super::fake::{FakeTime, block_on};
    use super::{Elapsed, within};

    #[test]
    fn limits() {
        let time = FakeTime::at(0);
        let second = Duration::from_secs(1);
        assert_eq!(block_on(within(&time, None, ready(1))), Ok(1));
        assert_eq!(block_on(within(&time, Some(second), ready(2))), Ok(2));
        assert!(time.pauses().is_empty());
        assert_eq!(block_on(within(&time, Some(second), pending::<()>())), Err(Elapsed(second)));
    }
}
