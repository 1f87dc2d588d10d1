//! Dates and times as people type them, in digits of either kind.

use jiff::civil::{Date, DateTime, Time};
use shared::domain::Moment;
use shared::locale::dates::riyadh;
use shared::locale::{TypedDate, fold_signs};

/// Cuts to the minute, as people state times.
pub(super) fn to_the_minute(at: DateTime) -> DateTime {
    at.date().at(at.hour(), at.minute(), 0, 0)
}

/// When a moment was where the association is, whatever offset it was stated at.
pub(super) fn in_riyadh(at: &Moment) -> DateTime {
    at.timestamp().to_zoned(riyadh()).datetime()
}

/// Reads a day of either calendar.
pub(super) fn read_date(text: &str) -> Option<Date> {
    TypedDate::read(text).ok()?.date()
}

/// Reads hour and minute of the 24-hour clock.
pub(super) fn read_time(text: &str) -> Option<Time> {
    let [hour, minute] = numbers(text)?;
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

fn numbers<const N: usize>(text: &str) -> Option<[u32; N]> {
    let folded = fold_signs(text);
    let parts = folded.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<u32> = parts.map(str::parse).collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}
