//! Opening hours as lines of text, the form in which head office keeps and edits them.
//!
//! Frozen: publications hold these lines. A form that they do not have needs a field of its own.

use std::fmt;

use super::hours::{DAY_MINUTES, DaySpan, Week};

const DAYS: [&str; 7] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/// Most spans of a day, many times what a day needs.
const SPANS_MAX: usize = 8;

/// Why lines are no opening hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHours {
    /// Neither a day nor days from one to another.
    #[error("{0:?} is no day such as sunday, and no days such as sunday-thursday")]
    Day(String),
    /// A day that two lines name.
    #[error("{0} is on two lines")]
    Twice(&'static str),
    /// Not a span.
    #[error("{0:?} is no span such as 08:00-14:00")]
    Span(String),
    /// Spans that overlap, are out of order or too many.
    #[error("the spans of {0} overlap, are out of order, or are more than {SPANS_MAX}")]
    Order(&'static str),
    /// Not a date and no dates from one to another.
    #[error("{0:?} is no date such as 2026-09-23, and no dates such as 2026-05-26/2026-05-30")]
    Date(String),
}

pub(super) fn parse_week(text: &str) -> Result<Week, InvalidHours> {
    let mut week = Week::default();
    let mut named = [false; 7];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut words = line.split_whitespace();
        let days = parse_days(words.next().unwrap_or_default())?;
        let spans = words.map(parse_span).collect::<Result<Vec<_>, _>>()?;
        for day in days {
            if std::mem::replace(&mut named[day], true) {
                return Err(InvalidHours::Twice(DAYS[day]));
            }
            if !are_in_order(&spans) {
                return Err(InvalidHours::Order(DAYS[day]));
            }
            week.0[day].clone_from(&spans);
        }
    }
    Ok(week)
}

/// The days that a word names; from one to another the week goes round: `saturday-wednesday`.
fn parse_days(word: &str) -> Result<Vec<usize>, InvalidHours> {
    let no_day = || InvalidHours::Day(word.to_owned());
    let day = |name: &str| DAYS.iter().position(|day| *day == name).ok_or_else(no_day);
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    let (first, last) = (day(first)?, day(last)?);
    Ok((0..=(last + 7 - first) % 7).map(|offset| (first + offset) % 7).collect())
}

/// Each begins after the one before it ended; the last may run into the next day.
fn are_in_order(spans: &[DaySpan]) -> bool {
    let overnight_before_last =
        spans.iter().rev().skip(1).any(|span| span.until_minutes <= span.from_minutes);
    let ordered = spans.windows(2).all(|pair| pair[0].until_minutes <= pair[1].from_minutes);
    spans.len() <= SPANS_MAX && ordered && !overnight_before_last
}

pub(super) fn parse_span(text: &str) -> Result<DaySpan, InvalidHours> {
    let no_span = || InvalidHours::Span(text.to_owned());
    let (from, until) = text.split_once('-').ok_or_else(no_span)?;
    let minutes = |time: &str| {
        let (hour, minute) = time.split_once(':')?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts =
            (digits(hour) && digits(minute)).then(|| Some((hour.parse().ok()?, minute.parse().ok()?)));
        let (hour, minute): (u16, u16) = parts??;
        let total = hour * 60 + minute;
        (minute < 60 && total <= DAY_MINUTES).then_some(total)
    };
    let from_minutes = minutes(from).filter(|minutes| *minutes < DAY_MINUTES).ok_or_else(no_span)?;
    let until_minutes = minutes(until).ok_or_else(no_span)?;
    // the same time twice would be all day or nothing: 00:00-24:00 says the one
    if from_minutes == until_minutes { Err(no_span()) } else { Ok(DaySpan { from_minutes, until_minutes }) }
}

/// Writes a line for each run of days with the same spans.
pub(super) fn write_week(week: &Week, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut day = 0;
    let mut is_first = true;
    while day < DAYS.len() {
        let spans = &week.0[day];
        let last = (day..DAYS.len()).take_while(|other| week.0[*other] == *spans).last().unwrap_or(day);
        if !spans.is_empty() {
            f.write_str(if is_first { "" } else { "\n" })?;
            is_first = false;
            f.write_str(DAYS[day])?;
            if last > day {
                write!(f, "-{}", DAYS[last])?;
            }
            spans.iter().try_for_each(|span| write!(f, " {span}"))?;
        }
        day = last + 1;
    }
    Ok(())
}
