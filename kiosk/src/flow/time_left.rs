//! How much of a time is left.

use std::time::Duration;

/// Returns how long it is from `now` until something is over; `None` once it is. Both are counted from the same moment.
pub fn time_left(until: Duration, now: Duration) -> Option<Duration> {
    until.checked_sub(now).filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_a_time_from_its_last_moment_on() {
        let [second, two] = [1, 2].map(Duration::from_secs);
        assert_eq!(time_left(two, second), Some(second));
        assert_eq!((time_left(two, two), time_left(second, two)), (None, None));
    }
}
