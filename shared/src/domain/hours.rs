//! Opening hours: a week of spans, another for Ramadan (by Umm al-Qura), days that are closed, pauses. Pure: the time
//! comes in, and prayer times come from the catalog, not from the sun.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time};

use super::hours_text::{InvalidHours, parse_span, parse_week, write_week};
use crate::locale::dates::HijriDate;

/// The month of Ramadan.
const RAMADAN: u8 = 9;

/// How far ahead an opening or closing is looked for, in days: longer than Ramadan with the feast behind it.
const HORIZON_DAYS: i64 = 45;

/// Minutes in a day.
pub(super) const DAY_MINUTES: u16 = 24 * 60;

/// A span of a day. Where it ends at or before its start, it ends on the next day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DaySpan {
    /// When it begins, in minutes after midnight: 0 to 1,439.
    pub from_minutes: u16,
    /// When it ends, in minutes after midnight: 0 to 1,440.
    pub until_minutes: u16,
}

/// The spans of each day, Sunday first, each day's in their order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Week(pub [Vec<DaySpan>; 7]);

/// Days on which nothing opens, first and last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ClosedDays {
    /// The first day.
    pub first: Date,
    /// The last day, which may be the first.
    pub last: Date,
}

/// When a branch is open.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hours {
    /// The spans of an ordinary week.
    pub week: Week,
    /// The spans of a week in Ramadan; `None` where they are the ordinary ones.
    pub ramadan: Option<Week>,
    /// Days that are closed.
    pub closed: Vec<ClosedDays>,
    /// Pauses of every day, such as those for prayer; none unless the catalog names them.
    pub pauses: Vec<DaySpan>,
    /// Pauses of the days of Ramadan; where there are none, the ordinary ones hold.
    pub ramadan_pauses: Vec<DaySpan>,
}

/// Whether a branch is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenState {
    /// Open, until it next closes; `None` where that is not within sight.
    Open {
        /// When it closes.
        until: Option<DateTime>,
    },
    /// Closed, until it next opens; `None` where that is not within sight.
    Closed {
        /// When it opens.
        opens: Option<DateTime>,
    },
}

/// When a branch serves whoever comes at a given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serving {
    /// At once.
    Now,
    /// Later on the same day: before it opens, or after a pause.
    Later(DateTime),
    /// Not on that day any more; when next, where the hours say so.
    AnotherDay(Option<DateTime>),
}

/// Tells when a branch serves whoever comes at `now`, its own wall clock's time.
pub fn serving(now: DateTime, hours: &Hours) -> Serving {
    match open_state(now, hours) {
        OpenState::Open { .. } => Serving::Now,
        OpenState::Closed { opens: Some(opens) } if opens.date() == now.date() => Serving::Later(opens),
        OpenState::Closed { opens } => Serving::AnotherDay(opens),
    }
}

/// Tells whether a branch is open at `now`, its own wall clock's time.
pub fn open_state(now: DateTime, hours: &Hours) -> OpenState {
    let openings = hours.openings(now.date());
    let horizon = now.date().saturating_add(HORIZON_DAYS.days()).at(0, 0, 0, 0);
    let next = openings.into_iter().find(|(_, until)| *until > now);
    match next {
        Some((from, until)) if from <= now => {
            OpenState::Open { until: Some(until).filter(|until| *until < horizon) }
        }
        next => OpenState::Closed { opens: next.map(|(from, _)| from) },
    }
}

impl Hours {
    /// Returns the spans of a date, in their order; none where it is closed.
    pub fn on(&self, date: Date) -> &[DaySpan] {
        if self.closed.iter().any(|days| (days.first..=days.last).contains(&date)) {
            return &[];
        }
        let week = self.ramadan.as_ref().filter(|_| is_ramadan(date)).unwrap_or(&self.week);
        let day = usize::try_from(date.weekday().to_sunday_zero_offset()).unwrap_or(0);
        &week.0[day]
    }

    /// The times from `today` on at which it is open, in their order, none touching the next.
    fn openings(&self, today: Date) -> Vec<(DateTime, DateTime)> {
        let yesterday = today.saturating_sub(1.day());
        let days = yesterday.series(1.day()).take(usize::try_from(HORIZON_DAYS + 2).unwrap_or(0));
        let mut spans: Vec<_> =
            days.flat_map(|date| self.on(date).iter().map(move |span| span.of(date))).collect();
        spans.sort();
        let mut joined: Vec<(DateTime, DateTime)> = Vec::new();
        for (from, until) in spans {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                Some(_) | None => joined.push((from, until)),
            }
        }
        joined.into_iter().flat_map(|opening| self.without_pauses(opening)).collect()
    }

    fn without_pauses(&self, (from, until): (DateTime, DateTime)) -> Vec<(DateTime, DateTime)> {
        let mut left = vec![(from, until)];
        let eve = from.date().saturating_sub(1.day());
        for date in eve.series(1.day()).take_while(|date| *date <= until.date()) {
            for pause in self.pauses_on(date) {
                let (pause_from, pause_until) = pause.of(date);
                let parts = left.into_iter().flat_map(|(from, until)| {
                    [(from, until.min(pause_from)), (from.max(pause_until), until)]
                });
                left = parts.filter(|(from, until)| from < until).collect();
            }
        }
        left.sort();
        left.dedup();
        left
    }

    fn pauses_on(&self, date: Date) -> &[DaySpan] {
        if is_ramadan(date) && !self.ramadan_pauses.is_empty() { &self.ramadan_pauses } else { &self.pauses }
    }
}

impl DaySpan {
    /// Returns the span on a date.
    pub fn of(self, date: Date) -> (DateTime, DateTime) {
        let is_overnight = self.until_minutes <= self.from_minutes;
        let end = if is_overnight { date.saturating_add(1.day()) } else { date };
        (at(date, self.from_minutes), at(end, self.until_minutes))
    }

    /// Returns the time of day at which it begins, and the one at which it ends (midnight as 00:00).
    pub fn times(self) -> (Time, Time) {
        let time = |minutes: u16| at(Date::constant(2000, 1, 1), minutes).time();
        (time(self.from_minutes), time(self.until_minutes))
    }
}

fn at(date: Date, minutes: u16) -> DateTime {
    date.at(0, 0, 0, 0).saturating_add(i64::from(minutes).minutes())
}

fn is_ramadan(date: Date) -> bool {
    HijriDate::from(date).month == RAMADAN
}

impl FromStr for Week {
    type Err = InvalidHours;

    /// Reads lines such as `sunday-thursday 08:00-12:00 16:00-20:00`; a day that no line names is closed.
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        parse_week(text)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_week(self, f)
    }
}

impl FromStr for DaySpan {
    type Err = InvalidHours;

    /// Reads `08:00-12:00`; the end may be `24:00`, or on the next day: `21:00-01:00`.
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        parse_span(text)
    }
}

impl fmt::Display for DaySpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [from, until] = [self.from_minutes, self.until_minutes].map(|m| (m / 60, m % 60));
        write!(f, "{:02}:{:02}-{:02}:{:02}", from.0, from.1, until.0, until.1)
    }
}

impl FromStr for ClosedDays {
    type Err = InvalidHours;

    /// Reads a date, `2026-09-23`, or two, `2026-05-26/2026-05-30`.
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        let date = |text: &str| text.parse::<Date>().map_err(|_| InvalidHours::Date(text.to_owned()));
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (first, last) = (date(first)?, date(last)?);
        if first <= last { Ok(Self { first, last }) } else { Err(InvalidHours::Date(text.to_owned())) }
    }
}

impl fmt::Display for ClosedDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests;
