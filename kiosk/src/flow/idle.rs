//! The idle guard: after a quiet while it asks whether more time is needed, and then has everything wiped (P-41:
//! nothing hurries a visitor, so the question comes first and one touch anywhere answers it).
//!
//! Times are durations since the program started, handed in by the caller.

use std::time::Duration;

/// Remembers when the screen was last used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Idle {
    last_use: Duration,
}

/// What the guard asks for at a given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Somebody is there.
    Present {
        /// The time until the question comes.
        ask_in: Duration,
    },
    /// The question stands.
    Asking {
        /// Whole seconds until the wipe, at least 1.
        seconds_left: u64,
        /// The time until `seconds_left` changes.
        changes_in: Duration,
    },
    /// Nobody answered: everything entered has to go.
    Gone,
}

impl Idle {
    /// Returns how long nobody has used the screen.
    pub fn unused(&self, now: Duration) -> Duration {
        now.saturating_sub(self.last_use)
    }

    /// Notes that the screen was used.
    pub fn touch(&mut self, now: Duration) {
        self.last_use = now;
    }

    /// Tells what the guard asks for; `quiet` is how long nothing may happen before the question, `grace` how
    /// long the question stands before everything entered is gone.
    pub fn look(&self, now: Duration, quiet: Duration, grace: Duration) -> Attention {
        let unused = self.unused(now);
        if unused < quiet {
            return Attention::Present { ask_in: quiet - unused };
        }
        let left = (quiet + grace).saturating_sub(unused);
        if left.is_zero() {
            return Attention::Gone;
        }
        let seconds_left = left.as_millis().div_ceil(1_000) as u64;
        let changes_in = left - Duration::from_secs(seconds_left - 1);
        Attention::Asking { seconds_left, changes_in }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Duration = Duration::from_secs(60);
    const GRACE: Duration = Duration::from_secs(20);

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn the_question_comes_after_60_seconds_and_the_wipe_20_later() {
        let idle = Idle::default();
        assert_eq!(idle.look(at(59_000), QUIET, GRACE), Attention::Present { ask_in: at(1_000) });
        assert_eq!(
            idle.look(at(60_000), QUIET, GRACE),
            Attention::Asking { seconds_left: 20, changes_in: at(1_000) }
        );
        assert_eq!(
            idle.look(at(79_999), QUIET, GRACE),
            Attention::Asking { seconds_left: 1, changes_in: at(1) }
        );
        assert_eq!(idle.look(at(80_000), QUIET, GRACE), Attention::Gone);
    }

    #[test]
    fn a_touch_while_the_question_stands_gives_the_whole_time_again() {
        let mut idle = Idle::default();
        idle.touch(at(70_000));
        assert_eq!(idle.look(at(71_000), QUIET, GRACE), Attention::Present { ask_in: at(59_000) });
    }

    #[test]
    fn every_second_of_the_grace_is_counted_once() {
        let idle = Idle::default();
        let mut now = QUIET;
        let mut seen = Vec::new();
        while let Attention::Asking { seconds_left, changes_in } = idle.look(now, QUIET, GRACE) {
            seen.push(seconds_left);
            now += changes_in;
        }
        assert_eq!(seen, (1..=20).rev().collect::<Vec<_>>());
    }
}
