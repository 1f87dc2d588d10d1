//! Dates and times as the screens state them.

use jiff::civil::{Date, DateTime};
use shared::domain::Moment;
use shared::locale::TypedDate;
use shared::locale::dates::riyadh;

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
