//! What a branch records over six weeks: visits, ratings, suggestions, late entries, corrections. Made from dice, so that the same
//! dice on the same day give the same register.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan as _, Zoned};
use rand::RngExt as _;
use shared::doc::Dice;
use shared::domain::{Record, Visit};

use super::clerk::Clerk;
use super::sample::{Sample, SampleBranch};

/// How far back the register goes.
const DAYS: i32 = 42;

/// Visits of the current day at each branch, so that the kiosk's list of today's visits is not empty.
const TODAY: i64 = 5;

/// Corrections at each branch.
const CORRECTIONS: usize = 4;

/// What was recorded in one sitting.
pub(super) struct Sitting {
    /// The device's wall clock.
    pub(super) wall: Zoned,
    /// The records, in the order of their times.
    pub(super) records: Vec<Record>,
}

/// Makes a branch's register up to `now`, sitting by sitting in the order of time.
pub(super) fn register(sample: &Sample, branch: &SampleBranch, now: &Zoned, dice: &mut Dice) -> Vec<Sitting> {
    let mut clerk = Clerk::new(sample, &branch.id, branch.visits * 2 / 5, dice);
    let days = working_days(now);
    let mut sittings: Vec<Sitting> = days
        .iter()
        .map(|day| Sitting { wall: clock(now, *day, 15 * 60 + 20), records: Vec::new() })
        .collect();
    let today = todays_times(now, clerk.dice);
    for _ in 0..branch.visits - CORRECTIONS - today.len() {
        let happened = clerk.dice.random_range(0..days.len());
        let at = clock(now, days[happened], clerk.dice.random_range(8 * 60..14 * 60 + 20));
        let is_late = clerk.dice.random_ratio(1, 25) && happened + 1 < days.len();
        let visit = Visit { late: is_late, ..clerk.visit(&at) };
        sittings[happened + usize::from(is_late)].records.push(Record::Visit(Box::new(visit)));
    }
    for _ in 0..CORRECTIONS {
        correct_one(&mut clerk, &mut sittings);
    }
    for (service, count) in &branch.ratings {
        for _ in 0..*count {
            let day = clerk.dice.random_range(0..days.len());
            let at = clock(now, days[day], clerk.dice.random_range(8 * 60..14 * 60 + 59));
            let rating = clerk.rating(service, &at);
            sittings[day].records.push(Record::Rating(Box::new(rating)));
        }
    }
    let todays = today.iter().map(|at| Record::Visit(Box::new(clerk.visit(at)))).collect();
    sittings.push(Sitting { wall: now.clone(), records: todays });
    for suggestion in sample.suggestions.iter().filter(|suggestion| suggestion.branch == branch.id) {
        let day = clerk.dice.random_range(0..days.len());
        let at = clock(now, days[day], clerk.dice.random_range(8 * 60..14 * 60 + 59));
        let made = clerk.suggestion(suggestion, &at);
        sittings[day].records.push(Record::Suggestion(Box::new(made)));
    }
    for sitting in &mut sittings {
        sitting.records.sort_by_key(time_of);
    }
    sittings.retain(|sitting| !sitting.records.is_empty());
    sittings
}

/// Adds a correction of a visit to the sitting that recorded it.
fn correct_one(clerk: &mut Clerk<'_>, sittings: &mut [Sitting]) {
    loop {
        let sitting = clerk.dice.random_range(0..sittings.len());
        let records = &sittings[sitting].records;
        let corrected =
            |id| records.iter().any(|r| matches!(r, Record::Visit(later) if later.supersedes == Some(id)));
        let mistaken = records.iter().find_map(|record| match record {
            Record::Visit(visit) if visit.supersedes.is_none() && !corrected(visit.id) => {
                Some((**visit).clone())
            }
            _ => None,
        });
        if let Some(mistaken) = mistaken {
            let correction = clerk.correction(&mistaken);
            sittings[sitting].records.push(Record::Visit(Box::new(correction)));
            return;
        }
    }
}

/// A correction comes behind what it corrects.
fn time_of(record: &Record) -> (i64, bool) {
    let corrects = matches!(record, Record::Visit(visit) if visit.supersedes.is_some());
    (record.at().unix_millis().0, corrects)
}

/// Sundays to Thursdays of the last six weeks, without today.
fn working_days(now: &Zoned) -> Vec<Date> {
    let back = (1..=DAYS).rev().filter_map(|n| now.date().checked_sub(n.days()).ok());
    back.filter(|day| !matches!(day.weekday(), Weekday::Friday | Weekday::Saturday)).collect()
}

/// Times of today, some quarter of an hour apart, as far as today goes back.
fn todays_times(now: &Zoned, dice: &mut Dice) -> Vec<Zoned> {
    let ago = (1..=TODAY).rev().map(|n| n * 15 - dice.random_range(0..12));
    let times = ago.filter_map(|minutes| now.checked_sub(minutes.minutes()).ok());
    times.filter(|at| at.date() == now.date()).collect()
}

/// A day's wall clock at a minute of the day.
fn clock(now: &Zoned, day: Date, minute_of_day: i64) -> Zoned {
    let start = day.to_zoned(now.time_zone().clone()).expect("the last six weeks are within every calendar");
    start.checked_add(minute_of_day.minutes()).expect("a minute of a day is within every calendar")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng as _;
    use shared::domain::FactId;

    use super::*;

    fn all(now: &str) -> Vec<Sitting> {
        let sample = Sample::built_in();
        let mut dice = Dice::seed_from_u64(1);
        let now = now.parse().unwrap();
        sample.branches.iter().flat_map(|branch| register(&sample, branch, &now, &mut dice)).collect()
    }

    #[test]
    fn the_register_holds_what_the_sample_promises_whatever_the_hour() {
        for now in ["2026-05-12T10:10:00+03:00[Asia/Riyadh]", "2026-05-12T00:01:00+03:00[Asia/Riyadh]"] {
            let records: Vec<Record> = all(now).into_iter().flat_map(|sitting| sitting.records).collect();
            let visits: Vec<&Visit> = records
                .iter()
                .filter_map(|record| match record {
                    Record::Visit(visit) => Some(&**visit),
                    _ => None,
                })
                .collect();
            let is_suggestion = |record: &&Record| matches!(record, Record::Suggestion(_));
            let suggestions = records.iter().filter(is_suggestion).count();
            let ratings = records.len() - visits.len() - suggestions;
            assert_eq!((visits.len(), ratings, suggestions), (500, 320, 7), "{now}");
            assert_eq!(visits.iter().map(|v| v.channel.code()).collect::<BTreeSet<_>>().len(), 8);
            assert!(visits.iter().any(|v| v.late));
            assert_eq!(visits.iter().filter(|v| v.supersedes.is_some()).count(), 3 * CORRECTIONS);
            let ids: BTreeSet<FactId> = records.iter().map(Record::id).collect();
            assert_eq!(ids.len(), records.len());
        }
    }

    #[test]
    fn nothing_is_recorded_before_it_happened() {
        for sitting in all("2026-05-12T10:10:00+03:00[Asia/Riyadh]") {
            let wall = sitting.wall.timestamp();
            assert!(sitting.records.iter().all(|record| record.at().timestamp() <= wall));
        }
    }
}
