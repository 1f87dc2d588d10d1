//! Telling those who leave and rate from those who play with the faces at the door: rapid presses of one person are one, and
//! more presses in a minute than people leave are no ratings.
//!
//! Pure: the time is handed in.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::civil::Date;

/// How long after a score, and after the faces came back, a press is still the same person's.
pub const SAME_PERSON: Duration = Duration::from_secs(2);

/// How long somebody is told that their press was not counted.
pub const TOLD: Duration = Duration::from_secs(5);

const MINUTE: Duration = Duration::from_secs(60);

/// What a press on a face is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// A score.
    Score,
    /// The same person's again: nothing comes of it.
    Again,
    /// One too many in a minute: it is no rating, and is counted as such.
    Play,
}

/// The presses on the faces of the last minute, and how many of a day were no ratings.
#[derive(Clone, Debug, Default)]
pub struct Play {
    pressed: VecDeque<Duration>,
    rests_until: Duration,
    told_until: Duration,
    not_counted: Option<(Date, u32)>,
}

impl Play {
    /// Tells what a press on a face is, where at most `a_minute` are scores.
    pub fn press(&mut self, now: Duration, today: Date, a_minute: u32) -> Press {
        if now < self.rests_until {
            return Press::Again;
        }
        self.rests_until = now + SAME_PERSON;
        while self.pressed.front().is_some_and(|at| *at + MINUTE <= now) {
            self.pressed.pop_front();
        }
        self.pressed.push_back(now);
        if u32::try_from(self.pressed.len()).is_ok_and(|presses| presses <= a_minute) {
            self.told_until = Duration::ZERO;
            return Press::Score;
        }
        self.told_until = now + TOLD;
        self.not_counted = Some((today, self.not_counted(today) + 1));
        Press::Play
    }

    /// Notes that the faces came back.
    pub fn rest(&mut self, now: Duration) {
        self.rests_until = now + SAME_PERSON;
    }

    /// Returns how long somebody is still told that their press was not counted; `None` where nobody is.
    pub fn told_for(&self, now: Duration) -> Option<Duration> {
        super::time_left(self.told_until, now)
    }

    /// Returns how many presses of a day were no ratings, since the program started.
    pub fn not_counted(&self, today: Date) -> u32 {
        self.not_counted.filter(|(day, _)| *day == today).map_or(0, |(_, presses)| presses)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rand::rngs::StdRng;
    use rand::{RngExt as _, SeedableRng as _};

    use super::*;

    const TODAY: Date = date(2026, 11, 22);

    /// What stands in `docs/kiosk.toml`.
    fn usual() -> u32 {
        crate::config::RatingSettings::default().plays_a_minute.get()
    }

    fn count(presses: &[Press], which: Press) -> usize {
        presses.iter().filter(|press| **press == which).count()
    }

    /// An hour in which so many people leave, each at any time; the faces are away for five seconds after each score.
    fn leaving(people: usize, seed: u64) -> Vec<Press> {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut times: Vec<f64> = (0..people).map(|_| dice.random_range(0.0..3_600.0)).collect();
        times.sort_by(f64::total_cmp);
        let (mut play, mut free) = (Play::default(), Duration::ZERO);
        let press = |time: f64| {
            // whoever finds the faces away waits until a press counts
            let at = Duration::from_secs_f64(time).max(free);
            free = at + Duration::from_secs(5) + SAME_PERSON;
            play.press(at, TODAY, usual())
        };
        times.into_iter().map(press).collect()
    }

    #[test]
    fn of_300_people_who_leave_in_an_hour_at_most_one_in_100_is_taken_for_play() {
        for seed in 0..50 {
            let presses = leaving(300, seed);
            assert!(count(&presses, Press::Play) * 100 <= presses.len(), "seed {seed}");
        }
    }

    #[test]
    fn of_300_people_who_do_not_wait_for_the_screen_at_most_one_in_100_is_taken_for_play() {
        let mut marked = 0;
        for seed in 0..50 {
            let mut dice = StdRng::seed_from_u64(seed);
            let mut times: Vec<f64> = (0..300).map(|_| dice.random_range(0.0..3_600.0)).collect();
            times.sort_by(f64::total_cmp);
            let mut play = Play::default();
            let presses: Vec<_> =
                times.iter().map(|time| play.press(Duration::from_secs_f64(*time), TODAY, usual())).collect();
            marked += count(&presses, Press::Play);
        }
        assert!(marked <= 50 * 300 / 100, "{marked} of {}", 50 * 300);
    }

    #[test]
    fn a_child_who_presses_every_two_seconds_for_a_minute_gives_no_more_than_people_would() {
        let mut play = Play::default();
        let presses: Vec<_> =
            (0..30).map(|n| play.press(Duration::from_secs(n * 2), TODAY, usual())).collect();
        let scores = usize::try_from(usual()).unwrap();
        assert_eq!((count(&presses, Press::Score), count(&presses, Press::Play)), (scores, 30 - scores));
        assert_eq!(play.not_counted(TODAY), 30 - usual());
        assert_eq!(play.not_counted(TODAY.tomorrow().unwrap()), 0, "another day begins anew");
        let later = Duration::from_secs(58 + 60);
        assert_eq!(play.press(later, TODAY, usual()), Press::Score, "a minute later it is over");
    }

    #[test]
    fn rapid_presses_of_one_person_are_one() {
        let mut play = Play::default();
        let at = Duration::from_millis;
        assert_eq!(play.press(at(0), TODAY, 12), Press::Score);
        assert_eq!(play.press(at(1_999), TODAY, 12), Press::Again);
        assert_eq!(play.press(at(2_000), TODAY, 12), Press::Score);
        play.rest(at(9_000));
        assert_eq!(play.press(at(10_999), TODAY, 12), Press::Again);
        assert_eq!(play.press(at(11_000), TODAY, 12), Press::Score);
        assert_eq!(play.not_counted(TODAY), 0);
    }

    #[test]
    fn who_is_told_that_a_press_did_not_count_is_told_for_five_seconds() {
        let mut play = Play::default();
        assert_eq!(play.press(Duration::ZERO, TODAY, 1), Press::Score);
        assert_eq!(play.told_for(Duration::ZERO), None);
        assert_eq!(play.press(SAME_PERSON, TODAY, 1), Press::Play);
        assert_eq!(play.told_for(SAME_PERSON), Some(TOLD));
        assert_eq!(play.told_for(SAME_PERSON + TOLD), None);
    }
}
