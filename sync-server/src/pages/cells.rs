//! Small pieces of table cells: moments in both calendars, ages, short ids. Plain text without direction marks, which
//! the templates put in `<bdi>`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use shared::domain::{DeviceId, Moment, UnixMillis};
use shared::locale::{Messages, dates, without_marks};

/// A moment as a cell shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct When {
    /// For the `datetime` attribute.
    pub(super) machine: String,
    /// The Gregorian date.
    pub(super) date: String,
    /// The Umm al-Qura date with its era.
    pub(super) hijri: String,
    /// The time of day.
    pub(super) time: String,
}

impl When {
    /// Shows a moment in the association's time zone; one that was stated at another offset says so beside the time.
    pub(super) fn stated(words: &Messages, moment: &Moment) -> Self {
        let (here, stated) = dates::of_stated(words, moment.timestamp(), moment.offset());
        let shown = Self::local(words, here, moment.as_str().to_owned());
        match stated {
            Some(stated) => Self { time: format!("{} ({})", shown.time, without_marks(&stated)), ..shown },
            None => shown,
        }
    }

    /// Shows an instant in the association's time zone; `None` for one that no calendar holds.
    pub(super) fn at(words: &Messages, instant: UnixMillis) -> Option<Self> {
        let zoned = timestamp(instant)?.to_zoned(dates::riyadh());
        Some(Self::local(words, zoned.datetime(), zoned.timestamp().to_string()))
    }

    fn local(words: &Messages, local: DateTime, machine: String) -> Self {
        Self {
            machine,
            date: without_marks(&dates::short(local.date())),
            hijri: hijri_of(words, local.date()),
            time: without_marks(&dates::time(local.time())),
        }
    }
}

/// A short remark in a cell, such as the state of a device.
pub(super) struct Mark {
    /// What it says.
    pub(super) text: String,
    /// Its colour: `good`, `warn`, `bad` or `quiet`.
    pub(super) tone: &'static str,
}

impl Mark {
    /// Makes a remark of a message's text or a word.
    pub(super) fn new(text: impl Into<String>, tone: &'static str) -> Self {
        Self { text: text.into(), tone }
    }
}

/// Returns the Umm al-Qura date of a Gregorian one, with its era.
pub(super) fn hijri_of(words: &Messages, date: Date) -> String {
    without_marks(&words.format("date-hijri-long", &[("date", dates::hijri_short(date).into())]))
}

/// Returns how long ago an instant was, in words.
pub(super) fn age(words: &Messages, then: UnixMillis, now: UnixMillis) -> String {
    let (Some(then), Some(now)) = (timestamp(then), timestamp(now)) else { return String::new() };
    dates::age(words, then, now)
}

/// Returns the first eight digits of a device's id: enough to name it on the command line.
pub(super) fn short_id(device: DeviceId) -> String {
    device.to_string().chars().take(8).collect()
}

fn timestamp(instant: UnixMillis) -> Option<Timestamp> {
    Timestamp::from_millisecond(instant.0).ok()
}
