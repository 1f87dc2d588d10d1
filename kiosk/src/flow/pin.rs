//! The PIN pad: digits typed, the answer awaited, the wait after too many wrong ones. It never knows the right PIN.

use std::time::Duration;

use super::DigitKey;
use crate::link::{Hidden, PinOutcome};

/// Fewest digits of a staff PIN.
pub const PIN_DIGITS_MIN: usize = 4;

/// Most digits of a staff PIN.
pub const PIN_DIGITS_MAX: usize = 8;

/// Where a PIN stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PinState {
    /// Digits are typed.
    #[default]
    Entering,
    /// The PIN was handed over to be checked.
    Checking,
    /// The last one was wrong.
    Wrong,
    /// Too many were wrong: nothing is taken before the given time.
    Waiting {
        /// When digits are taken again, since the program started.
        until: Duration,
    },
}

/// A PIN being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PinPad {
    digits: Hidden<String>,
    state: PinState,
}

impl PinPad {
    /// Takes a key, unless a PIN is being checked or a wait is on.
    pub fn key(&mut self, key: &DigitKey, now: Duration) {
        if self.is_open(now) {
            key.type_into(&mut self.digits.0, PIN_DIGITS_MAX);
            if matches!(key, DigitKey::Digits(_)) {
                self.state = PinState::Entering;
            }
        }
    }

    /// Tells how many digits stand there.
    pub fn len(&self) -> usize {
        self.digits.len()
    }

    /// Tells whether no digit stands there.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// Tells whether the PIN is long enough to be handed over now.
    pub fn is_complete(&self, now: Duration) -> bool {
        self.is_open(now) && self.digits.len() >= PIN_DIGITS_MIN
    }

    /// Hands the PIN over to be checked and forgets it; `None` where it is not complete.
    pub fn submit(&mut self, now: Duration) -> Option<Hidden<String>> {
        let complete = self.is_complete(now);
        complete.then(|| {
            self.state = PinState::Checking;
            std::mem::take(&mut self.digits)
        })
    }

    /// Takes in the answer; true where staff may come in. An answer where none is awaited changes nothing.
    pub fn checked(&mut self, outcome: PinOutcome, now: Duration) -> bool {
        if self.state != PinState::Checking {
            return false;
        }
        self.digits.0.clear();
        self.state = match outcome {
            PinOutcome::Right => PinState::Entering,
            PinOutcome::Wrong => PinState::Wrong,
            PinOutcome::Wait { seconds } => PinState::Waiting { until: now + Duration::from_secs(seconds) },
        };
        outcome == PinOutcome::Right
    }

    /// Returns the state.
    pub fn state(&self) -> PinState {
        self.state
    }

    /// Tells how many seconds digits are still refused for; `None` where they are taken.
    pub fn seconds_to_wait(&self, now: Duration) -> Option<u64> {
        match self.state {
            PinState::Waiting { until } if now < until => {
                Some((until - now).as_millis().div_ceil(1_000) as u64)
            }
            PinState::Waiting { .. } | PinState::Entering | PinState::Checking | PinState::Wrong => None,
        }
    }

    fn is_open(&self, now: Duration) -> bool {
        self.state != PinState::Checking && self.seconds_to_wait(now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits_of(digits: &str) -> DigitKey {
        DigitKey::Digits(digits.to_owned())
    }

    fn typed(digits: &str, now: Duration) -> PinPad {
        let mut pad = PinPad::default();
        pad.key(&digits_of(digits), now);
        pad
    }

    #[test]
    fn a_pin_of_four_to_eight_digits_is_handed_over_once_and_forgotten() {
        let now = Duration::ZERO;
        assert_eq!(typed("123", now).submit(now), None);
        let mut pad = typed("123456789", now);
        assert_eq!(pad.submit(now), Some(Hidden("12345678".to_owned())));
        assert_eq!((pad.len(), pad.submit(now)), (0, None));
        pad.key(&digits_of("1"), now);
        assert!(pad.is_empty(), "nothing is typed while a PIN is checked");
    }

    #[test]
    fn a_right_answer_that_nothing_was_asked_for_lets_nobody_in() {
        let mut pad = typed("1357", Duration::ZERO);
        assert!(!pad.checked(PinOutcome::Right, Duration::ZERO));
        assert_eq!((pad.len(), pad.state()), (4, PinState::Entering));
    }

    #[test]
    fn a_wrong_pin_may_be_tried_again_and_too_many_have_to_wait() {
        let now = Duration::from_secs(100);
        let mut pad = typed("0000", now);
        pad.submit(now);
        assert!(!pad.checked(PinOutcome::Wrong, now));
        assert_eq!(pad.state(), PinState::Wrong);
        pad.key(&digits_of("0000"), now);
        pad.submit(now);
        assert!(!pad.checked(PinOutcome::Wait { seconds: 30 }, now));
        pad.key(&digits_of("1"), now);
        assert!(pad.is_empty());
        assert_eq!(pad.seconds_to_wait(now + Duration::from_millis(500)), Some(30));
        let later = now + Duration::from_secs(30);
        assert_eq!(pad.seconds_to_wait(later), None);
        pad.key(&digits_of("1"), later);
        assert_eq!(pad.len(), 1);
    }
}
