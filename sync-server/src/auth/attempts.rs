//! How long an account waits after wrong passwords: nothing at first, then ever longer, never for good.

/// Attempts that cost no waiting: a person who mistypes a few times is not held up.
pub const ATTEMPTS_FREE: u32 = 5;

/// The first wait; it doubles with each further attempt.
const FIRST_WAIT_MILLIS: i64 = 30_000;

/// The longest wait, 15 minutes: at most 4 guesses an hour, and somebody else's guessing never locks a person out
/// for longer.
const LONGEST_WAIT_MILLIS: i64 = 15 * 60_000;

/// Returns how long an account waits after this many attempts without a right password.
pub fn wait_millis(attempts: u32) -> i64 {
    match attempts.checked_sub(ATTEMPTS_FREE) {
        None => 0,
        Some(doublings) => LONGEST_WAIT_MILLIS.min(FIRST_WAIT_MILLIS << doublings.min(10)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_begin_after_five_attempts_and_end_at_a_quarter_of_an_hour() {
        assert_eq!(wait_millis(4), 0);
        assert_eq!(wait_millis(5), 30_000);
        assert_eq!(wait_millis(6), 60_000);
        assert_eq!(wait_millis(u32::MAX), 900_000);
    }
}
