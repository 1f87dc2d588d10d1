//! The calendar of Umm al-Qura (تقويم أم القرى) as it was in force: for the years 1343 to 1419 the months as they were
//! printed, outside them the rule that has held since 1420.
//!
//! Before 1420 the months were found by other rules than today's, so that today's rule, reckoned backwards, misses every
//! other one by a day. People's papers are dated by the printed calendar, and so are their birthdays.

use icu_calendar::cal::Hijri;
use icu_calendar::{Date as CalendarDate, Iso};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, ToSpan as _};

use super::dates::HijriDate;

/// The first year of [`PRINTED`].
const FIRST_YEAR: i32 = 1343;

/// The day on which that year began.
const FIRST_DAY: Date = date(1924, 8, 1);

/// The day after the last of [`PRINTED`]: 1 Muharram 1420.
const END: Date = date(1999, 4, 17);

/// A year each: two bits a month, Muharram lowest, which hold the month's days less 28. When the calendar had run away
/// from the moon it was put right by a month of 28 or 31 days; 1364 was the last such year.
///
/// Source: the tables of R. H. van Gent, as the program library hijridate 2.6 (MIT) has them.
#[rustfmt::skip]
const PRINTED: [u32; 77] = [
    0xa8a9a6, 0x666665, 0x9a2766, 0x6969a5, 0x5a69a5, 0x35a666, 0xb2a666, 0x9a6599, 0x9a5666,
    0x666666, 0x9699a6, 0x666999, 0x9a6666, 0x65a665, 0xa66666, 0x69659a, 0x65966a, 0xa66666,
    0x666666, 0x666666, 0xa66666, 0x6a2666, 0xa66666, 0x666666, 0x666666, 0xa66666, 0x69a666,
    0x666666, 0xa99966, 0xa65999, 0x999999, 0xa5a666, 0x696666, 0x666a59, 0xa69996, 0x666666,
    0x999999, 0x666666, 0x6659a6, 0x9969a6, 0x666699, 0x666666, 0x6a65a6, 0xa6665a, 0xa66665,
    0x666669, 0xa66666, 0x59a666, 0xa66666, 0xa66665, 0xa66566, 0x696666, 0x6659a6, 0x9966a6,
    0x666699, 0x99a666, 0x699999, 0xa6659a, 0x665999, 0x99666a, 0x6599a9, 0x966a69, 0x6669a5,
    0x9a6666, 0x999999, 0x996666, 0x6599a6, 0x9666a6, 0x59a699, 0x66a696, 0xa69a59, 0x9a9965,
    0x9a6599, 0x996666, 0x599a66, 0x666a66, 0x9a6999,
];

const MONTHS: u8 = 12;

/// Returns the date of the calendar on a Gregorian day.
pub(super) fn from_gregorian(day: Date) -> HijriDate {
    if !(FIRST_DAY..END).contains(&day) {
        return by_rule(day);
    }
    let mut left = days_between(FIRST_DAY, day);
    for (year, months) in (FIRST_YEAR..).zip(PRINTED) {
        for month in 1..=MONTHS {
            let length = i64::from(length(months, month));
            if left < length {
                return HijriDate { year, month, day: u8::try_from(left + 1).unwrap_or(1) };
            }
            left -= length;
        }
    }
    by_rule(day)
}

/// Returns the Gregorian day of a date; `None` where the calendar never had it.
pub(super) fn to_gregorian(hijri: HijriDate) -> Option<Date> {
    let index = usize::try_from(hijri.year - FIRST_YEAR).ok();
    let Some(months) = index.and_then(|index| PRINTED.get(index)) else {
        // the last days before the printed years would stand twice
        return to_gregorian_by_rule(hijri).filter(|day| !(FIRST_DAY..END).contains(day));
    };
    if !(1..=MONTHS).contains(&hijri.month) || !(1..=length(*months, hijri.month)).contains(&hijri.day) {
        return None;
    }
    let year_days = |months: u32| (1..=MONTHS).map(|month| i64::from(length(months, month))).sum::<i64>();
    let before: i64 = PRINTED.iter().take(index?).map(|months| year_days(*months)).sum();
    let within: i64 = (1..hijri.month).map(|month| i64::from(length(*months, month))).sum();
    FIRST_DAY.checked_add((before + within + i64::from(hijri.day) - 1).days()).ok()
}

fn length(months: u32, month: u8) -> u8 {
    28 + ((months >> (2 * (month - 1))) & 3) as u8
}

fn days_between(first: Date, day: Date) -> i64 {
    day.duration_since(first).as_hours() / SignedDuration::from_hours(24).as_hours()
}

fn by_rule(day: Date) -> HijriDate {
    let iso: CalendarDate<Iso> = CalendarDate::try_new_iso(
        i32::from(day.year()),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    )
    .expect("a civil date is a date of the ISO calendar");
    let hijri = iso.to_calendar(Hijri::new_umm_al_qura());
    HijriDate {
        year: hijri.year().extended_year(),
        month: hijri.month().ordinal,
        day: hijri.day_of_month().0,
    }
}

fn to_gregorian_by_rule(hijri: HijriDate) -> Option<Date> {
    let calendar = Hijri::new_umm_al_qura();
    let date = CalendarDate::try_new_hijri_with_calendar(hijri.year, hijri.month, hijri.day, calendar);
    let iso = date.ok()?.to_calendar(Iso);
    let year = i16::try_from(iso.year().extended_year()).ok()?;
    let month = i8::try_from(iso.month().ordinal).ok()?;
    Date::new(year, month, i8::try_from(iso.day_of_month().0).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_years_end_where_the_rule_begins() {
        let days = PRINTED.iter().flat_map(|year| (1..=MONTHS).map(|m| i64::from(length(*year, m))));
        assert_eq!(FIRST_DAY.checked_add(days.sum::<i64>().days()).unwrap(), END);
        assert_eq!(by_rule(END), HijriDate { year: 1420, month: 1, day: 1 });
    }

    #[test]
    fn days_that_history_remembers_fall_where_the_printed_calendar_had_them() {
        for (gregorian, (year, month, day)) in [
            (date(1979, 11, 20), (1400, 1, 1)),
            (date(1982, 12, 2), (1403, 2, 17)),
            (date(1985, 5, 20), (1405, 9, 1)),
            (date(1970, 3, 9), (1390, 1, 1)),
        ] {
            let hijri = HijriDate { year, month, day };
            assert_eq!((from_gregorian(gregorian), to_gregorian(hijri)), (hijri, Some(gregorian)));
        }
    }

    #[test]
    fn no_day_stands_twice_or_nowhere_where_rule_and_print_meet() {
        for middle in [FIRST_DAY, END] {
            for offset in -40..40 {
                let day = middle.checked_add(offset.days()).unwrap();
                assert_eq!(to_gregorian(from_gregorian(day)), Some(day));
            }
        }
        assert_eq!(to_gregorian(HijriDate { year: 1343, month: 9, day: 29 }), None);
    }
}
