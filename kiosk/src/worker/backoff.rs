//! How long to wait before the next exchange: a steady pace while all is well, doubling with jitter while it is not.

use std::time::Duration;

/// The pace while all is well.
pub const STEADY: Duration = Duration::from_secs(60);

/// The first wait after a failure.
const FIRST: Duration = Duration::from_secs(2);

/// The longest wait after failures: a network that comes back is used within a minute and a half.
const LONGEST: Duration = Duration::from_secs(60);

/// Failures in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Notes a success; returns the wait before the next exchange.
    pub fn succeeded(&mut self) -> Duration {
        self.failures = 0;
        STEADY
    }

    /// Notes a failure; returns the wait before the next try, up to half as long again by `jitter` (any number), so
    /// that branches which lost one network don't come back in step.
    pub fn failed(&mut self, jitter: u64) -> Duration {
        let wait = FIRST.saturating_mul(1 << self.failures.min(10)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        let half = u64::try_from(wait.as_millis() / 2).unwrap_or(u64::MAX);
        wait + Duration::from_millis(jitter % (half + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_double_the_wait_up_to_a_minute_and_a_success_forgets_them() {
        let mut backoff = Backoff::default();
        let waits: Vec<u64> = (0..8).map(|_| backoff.failed(0).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
        assert!(backoff.failed(u64::MAX) <= LONGEST + LONGEST / 2);
        assert_eq!(backoff.succeeded(), STEADY);
        assert_eq!(backoff.failed(0), FIRST);
    }
}
