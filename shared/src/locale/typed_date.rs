//! Dates as people type them, in either calendar and in digits of either kind: a day, a month or a year alone.
//!
//! The year tells the calendar: the years of the Hijra that occur on papers lie below 1600, Gregorian ones above it.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::dates::{self, HijriDate};
use super::{Messages, fold_signs, without_marks};

/// Years of the Hijra that are taken: those for which the tables of Umm al-Qura stand.
const HIJRI_YEARS: RangeInclusive<i16> = 1300..=1590;

/// Gregorian years that are taken: they lie within the same tables.
const GREGORIAN_YEARS: RangeInclusive<i16> = 1900..=2160;

/// The calendar that a date was typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// التقويم الميلادي
    Gregorian,
    /// تقويم أم القرى
    Hijri,
}

/// A date as it was typed: it exists in its calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedDate {
    calendar: Calendar,
    year: i16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedDateFault {
    /// Something other than one to three numbers and the mark of an era.
    Unreadable,
    /// The year has fewer than four digits, so that its century is unknown.
    ShortYear,
    /// No year of a living person's papers.
    NoSuchYear,
    /// A month above 12, or none.
    NoSuchMonth,
    /// The month has fewer days, or the day is none.
    NoSuchDay {
        /// The days that the month has: 28 to 31, or 29 and 30 in the calendar of Umm al-Qura.
        days: u8,
    },
    /// The year is of one calendar and the mark beside it of the other.
    OtherEra,
}

impl TypedDate {
    /// Reads `12/5/1447`, `1447-05-12`, `5/1447` or `1447`, with or without the mark of the era (هـ, م, AH, AD).
    ///
    /// # Errors
    /// [`TypedDateFault`], told apart so that a person sees what to mend.
    pub fn read(text: &str) -> Result<Self, TypedDateFault> {
        let folded = fold_signs(text);
        let marked = era(&folded)?;
        let numbers = numbers(&folded)?;
        let (year, month, day) = match numbers.as_slice() {
            [year] => (year, None, None),
            [month, year] if year.len() > 2 => (year, Some(month), None),
            [year, month] => (year, Some(month), None),
            [day, month, year] if year.len() > 2 => (year, Some(month), Some(day)),
            [year, month, day] => (year, Some(month), Some(day)),
            _ => return Err(TypedDateFault::Unreadable),
        };
        if year.len() != 4 {
            return Err(if year.len() < 4 { TypedDateFault::ShortYear } else { TypedDateFault::NoSuchYear });
        }
        let year: i16 = year.parse().map_err(|_| TypedDateFault::NoSuchYear)?;
        let calendar = calendar_of(year).ok_or(TypedDateFault::NoSuchYear)?;
        if marked.is_some_and(|marked| marked != calendar) {
            return Err(TypedDateFault::OtherEra);
        }
        let small = |text: &String| text.parse::<u8>().unwrap_or(u8::MAX);
        Self::exists(calendar, year, month.map(small), day.map(small))
    }

    fn exists(
        calendar: Calendar,
        year: i16,
        month: Option<u8>,
        day: Option<u8>,
    ) -> Result<Self, TypedDateFault> {
        let date = Self { calendar, year, month, day };
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(TypedDateFault::NoSuchMonth);
        }
        if let (Some(month), Some(day)) = (month, day) {
            let days = days_of(calendar, year, month);
            if !(1..=days).contains(&day) {
                return Err(TypedDateFault::NoSuchDay { days });
            }
        }
        Ok(date)
    }

    /// Returns the date in the calendar's own numbers; a part that was stated makes those above it stated as well.
    ///
    /// # Errors
    /// [`TypedDateFault`] for what does not exist.
    pub fn new(
        calendar: Calendar,
        year: i16,
        month: Option<u8>,
        day: Option<u8>,
    ) -> Result<Self, TypedDateFault> {
        if calendar_of(year) != Some(calendar) {
            return Err(TypedDateFault::NoSuchYear);
        }
        if month.is_none() && day.is_some() {
            return Err(TypedDateFault::NoSuchMonth);
        }
        Self::exists(calendar, year, month, day)
    }

    /// Returns the calendar.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// Returns the year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Returns the month, 1 to 12, where it was stated.
    pub fn month(&self) -> Option<u8> {
        self.month
    }

    /// Returns the day of the month where it was stated.
    pub fn day(&self) -> Option<u8> {
        self.day
    }

    /// Returns the day that was meant; `None` where a month or a year alone was stated.
    pub fn date(&self) -> Option<Date> {
        self.day.and_then(|_| self.first_day())
    }

    /// Returns the first day that was meant.
    pub fn first_day(&self) -> Option<Date> {
        gregorian(self.calendar, self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Returns the last day that was meant.
    pub fn last_day(&self) -> Option<Date> {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_of(self.calendar, self.year, month));
        gregorian(self.calendar, self.year, month, day)
    }

    /// Returns the date in words in both calendars, the one that it was typed in first:
    /// «1405 هـ، الموافق 1984–1985 م».
    pub fn in_both_calendars(&self, messages: &Messages) -> String {
        let (Some(first), Some(last)) = (self.first_day(), self.last_day()) else { return String::new() };
        let (stated, other) = match self.calendar {
            Calendar::Hijri => (hijri_words(messages, self, first), gregorian_span(messages, first, last)),
            Calendar::Gregorian => {
                (gregorian_words(messages, self, first), hijri_span(messages, first, last))
            }
        };
        let values = [("stated", stated.into()), ("other", other.into())];
        without_marks(&messages.format("date-corresponding", &values))
    }
}

fn calendar_of(year: i16) -> Option<Calendar> {
    if HIJRI_YEARS.contains(&year) {
        Some(Calendar::Hijri)
    } else {
        GREGORIAN_YEARS.contains(&year).then_some(Calendar::Gregorian)
    }
}

/// The mark of an era, if one stands there. Letters that are none make the text unreadable.
fn era(folded: &str) -> Result<Option<Calendar>, TypedDateFault> {
    let letters: String = folded.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    match letters.as_str() {
        "" => Ok(None),
        "ه" | "ھ" | "ah" | "h" | "هجري" | "هجرية" => Ok(Some(Calendar::Hijri)),
        "م" | "ad" | "ce" | "g" | "ميلادي" | "ميلادية" => Ok(Some(Calendar::Gregorian)),
        _ => Err(TypedDateFault::Unreadable),
    }
}

fn numbers(folded: &str) -> Result<Vec<String>, TypedDateFault> {
    let is_between = |c: char| {
        c.is_alphabetic() || matches!(c, ' ' | '/' | '\\' | '-' | '.' | '،' | ',' | '\u{60D}' | '\u{66B}')
    };
    if folded.chars().any(|c| !c.is_ascii_digit() && !is_between(c)) {
        return Err(TypedDateFault::Unreadable);
    }
    let parts = folded.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    Ok(parts.map(str::to_owned).collect())
}

fn gregorian(calendar: Calendar, year: i16, month: u8, day: u8) -> Option<Date> {
    match calendar {
        Calendar::Gregorian => Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok(),
        Calendar::Hijri => HijriDate { year: i32::from(year), month, day }.to_gregorian(),
    }
}

/// The days that a month has: the last of 31 that exists.
fn days_of(calendar: Calendar, year: i16, month: u8) -> u8 {
    (28..=31).rev().find(|day| gregorian(calendar, year, month, *day).is_some()).unwrap_or(28)
}

fn gregorian_words(messages: &Messages, date: &TypedDate, first: Date) -> String {
    match (date.month, date.day) {
        (_, Some(_)) => dates::long(messages, first),
        (Some(_), None) => gregorian_month(messages, first),
        (None, None) => gregorian_year(messages, &date.year.to_string()),
    }
}

fn hijri_words(messages: &Messages, date: &TypedDate, first: Date) -> String {
    match (date.month, date.day) {
        (_, Some(_)) => dates::hijri_long(messages, first),
        (Some(_), None) => hijri_month(messages, first),
        (None, None) => hijri_year(messages, &date.year.to_string()),
    }
}

/// The Gregorian days from `first` to `last`: the day, or the months or years that they lie in.
fn gregorian_span(messages: &Messages, first: Date, last: Date) -> String {
    if first == last {
        return dates::long(messages, first);
    }
    if is_year(first, last) {
        let (a, b) = (first.year().to_string(), last.year().to_string());
        return gregorian_year(messages, &if a == b { a } else { span(messages, a, b) });
    }
    let (a, b) = (gregorian_month(messages, first), gregorian_month(messages, last));
    if a == b { a } else { span(messages, a, b) }
}

fn hijri_span(messages: &Messages, first: Date, last: Date) -> String {
    if first == last {
        return dates::hijri_long(messages, first);
    }
    if is_year(first, last) {
        let (a, b) = (HijriDate::from(first).year.to_string(), HijriDate::from(last).year.to_string());
        return hijri_year(messages, &if a == b { a } else { span(messages, a, b) });
    }
    let (a, b) = (hijri_month(messages, first), hijri_month(messages, last));
    if a == b { a } else { span(messages, a, b) }
}

/// A year of either calendar has more than 350 days, a month fewer than 32.
fn is_year(first: Date, last: Date) -> bool {
    first.until(last).is_ok_and(|span| span.get_days() > 31 || span.get_months() > 1)
}

fn gregorian_month(messages: &Messages, day: Date) -> String {
    let month = messages.word("month", &day.month().to_string());
    let values = [("month", month.into()), ("year", day.year().to_string().into())];
    without_marks(&messages.format("date-month-gregorian", &values))
}

fn hijri_month(messages: &Messages, day: Date) -> String {
    let hijri = HijriDate::from(day);
    let month = messages.word("hijri-month", &hijri.month.to_string());
    let values = [("month", month.into()), ("year", hijri.year.to_string().into())];
    without_marks(&messages.format("date-month-hijri", &values))
}

fn gregorian_year(messages: &Messages, year: &str) -> String {
    without_marks(&messages.format("date-year-gregorian", &[("year", year.into())]))
}

fn hijri_year(messages: &Messages, year: &str) -> String {
    without_marks(&messages.format("date-year-hijri", &[("year", year.into())]))
}

fn span(messages: &Messages, first: String, last: String) -> String {
    without_marks(&messages.format("date-span", &[("first", first.into()), ("last", last.into())]))
}

#[cfg(test)]
mod tests;
