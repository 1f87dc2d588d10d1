//! Dates in both calendars, times of day and ages, in words and in Latin digits.
//!
//! The patterns and the names of months and days stand in `dates.ftl`. What comes out has no isolates inside;
//! numeric forms are wrapped left to right as a whole. The time zone is always the caller's: see [`riyadh`].

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::{Messages, ltr, umm_al_qura, without_marks};

/// A date of the Umm al-Qura calendar (تقويم أم القرى): as it was printed for the years 1343 to 1419, from KACST's tables
/// otherwise, which reach from 1300 to 1600.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HijriDate {
    /// The year of the Hijra.
    pub year: i32,
    /// The month, 1 (Muharram) to 12.
    pub month: u8,
    /// The day of the month, 1 to 30; 31 in three months of the 1340s.
    pub day: u8,
}

impl HijriDate {
    /// Returns the Gregorian date; `None` for a date that the calendar never had.
    pub fn to_gregorian(self) -> Option<Date> {
        umm_al_qura::to_gregorian(self)
    }
}

impl From<Date> for HijriDate {
    fn from(date: Date) -> HijriDate {
        umm_al_qura::from_gregorian(date)
    }
}

/// Returns the time zone that the association lives by, also on a machine without a time zone database.
///
/// Saudi Arabia has kept UTC+3 all year since 1947, so the fixed offset says the same.
pub fn riyadh() -> TimeZone {
    TimeZone::get("Asia/Riyadh").unwrap_or_else(|_| TimeZone::fixed(Offset::constant(3)))
}

/// Returns the date and time of an instant where the association is; where it was stated at another offset, also how, in words.
pub fn of_stated(messages: &Messages, at: Timestamp, offset: Offset) -> (DateTime, Option<String>) {
    let here = at.to_zoned(riyadh());
    let stated = (here.offset() != offset).then(|| {
        let local = offset.to_datetime(at);
        let shown = format!("{} {}", without_marks(&short(local.date())), without_marks(&time(local.time())));
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        let values = [
            ("when", ltr(&shown).into()),
            ("offset", ltr(&format!("UTC{sign}{hours:02}:{minutes:02}")).into()),
        ];
        messages.format("date-stated-elsewhere", &values)
    });
    (here.datetime(), stated)
}

/// Returns the Gregorian date in digits, day first: `22/11/2026`, wrapped left to right.
pub fn short(date: Date) -> String {
    ltr(&format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()))
}

/// Returns the Gregorian date in words: «الأحد 22 نوفمبر 2026 م», "Sunday 22 November 2026".
pub fn long(messages: &Messages, date: Date) -> String {
    without_marks(&messages.format("date-long", &[("date", words(messages, date).into())]))
}

/// Returns the Umm al-Qura date in digits: `12/06/1448`, wrapped left to right.
pub fn hijri_short(date: Date) -> String {
    let hijri = HijriDate::from(date);
    ltr(&format!("{:02}/{:02}/{}", hijri.day, hijri.month, hijri.year))
}

/// Returns the Umm al-Qura date in words: «12 جمادى الآخرة 1448 هـ», "12 Jumada II 1448 AH".
pub fn hijri_long(messages: &Messages, date: Date) -> String {
    without_marks(&messages.format("date-hijri-long", &[("date", hijri_words(messages, date).into())]))
}

/// Returns the date in words in both calendars, Gregorian first, through the message `answer-earliest-dates`.
pub fn both(messages: &Messages, date: Date) -> String {
    let gregorian = words(messages, date);
    let hijri = hijri_words(messages, date);
    without_marks(
        &messages
            .format("answer-earliest-dates", &[("gregorian", gregorian.into()), ("hijri", hijri.into())]),
    )
}

/// Returns the date in digits in both calendars, for a table's cell, through the message `date-both-short`.
pub fn both_short(messages: &Messages, date: Date) -> String {
    let values = [("gregorian", short(date).into()), ("hijri", hijri_short(date).into())];
    messages.format("date-both-short", &values)
}

/// Returns the time of day on the 24-hour clock, `14:05`, wrapped left to right.
pub fn time(time: Time) -> String {
    ltr(&format!("{:02}:{:02}", time.hour(), time.minute()))
}

/// Returns an instant as short date and time of day in a time zone, through the message `date-time`.
pub fn date_time(messages: &Messages, instant: Timestamp, zone: &TimeZone) -> String {
    let local = instant.to_zoned(zone.clone());
    let values = [("date", short(local.date()).into()), ("time", time(local.time()).into())];
    messages.format("date-time", &values)
}

/// Returns how long ago an instant was, in words: just now, minutes, hours, days.
///
/// An instant more than a minute ahead of `now` says that the clocks disagree instead of inventing an age.
pub fn age(messages: &Messages, then: Timestamp, now: Timestamp) -> String {
    let elapsed = now.duration_since(then);
    let minutes = elapsed.as_mins();
    let text = if elapsed < SignedDuration::from_mins(-1) {
        messages.text("age-ahead").into_owned()
    } else if minutes < 1 {
        messages.text("age-now").into_owned()
    } else if minutes < 60 {
        messages.format("age-minutes", &[("n", minutes.into())])
    } else if minutes < 24 * 60 {
        messages.format("age-hours", &[("n", (minutes / 60).into())])
    } else {
        messages.format("age-days", &[("n", (minutes / (24 * 60)).into())])
    };
    without_marks(&text)
}

/// Returns day name, day, month name and year, without the era.
fn words(messages: &Messages, date: Date) -> String {
    let weekday = messages.word("weekday", &date.weekday().to_sunday_one_offset().to_string());
    let month = messages.word("month", &date.month().to_string());
    let values = [
        ("weekday", weekday.into()),
        ("day", date.day().to_string().into()),
        ("month", month.into()),
        ("year", date.year().to_string().into()),
    ];
    without_marks(&messages.format("date-words", &values))
}

/// Returns day, month name and year of the Umm al-Qura calendar, without the era.
fn hijri_words(messages: &Messages, date: Date) -> String {
    let hijri = HijriDate::from(date);
    let month = messages.word("hijri-month", &hijri.month.to_string());
    let values = [
        ("day", hijri.day.to_string().into()),
        ("month", month.into()),
        ("year", hijri.year.to_string().into()),
    ];
    without_marks(&messages.format("date-hijri-words", &values))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::locale::Language;

    fn messages(language: Language) -> Messages {
        Messages::new(language, &[]).unwrap()
    }

    #[test]
    fn a_time_of_another_zone_is_shown_in_riyadh_with_how_it_was_stated() {
        let at: Timestamp = "2026-05-11T22:30:00Z".parse().unwrap();
        let english = messages(Language::English);
        let shown = |seconds| of_stated(&english, at, Offset::from_seconds(seconds).unwrap());
        assert_eq!(shown(10_800), (date(2026, 5, 12).at(1, 30, 0, 0), None));
        for (seconds, stated) in [
            (0, "stated as 11/05/2026 22:30, UTC+00:00"),
            (19_800, "stated as 12/05/2026 04:00, UTC+05:30"),
            (-12_600, "stated as 11/05/2026 19:00, UTC-03:30"),
        ] {
            let (here, told) = shown(seconds);
            assert_eq!(here, date(2026, 5, 12).at(1, 30, 0, 0));
            assert_eq!(without_marks(&told.unwrap()), stated);
        }
    }

    #[test]
    fn known_days_of_the_umm_al_qura_calendar_fall_on_their_gregorian_dates() {
        let known = [
            (date(2024, 3, 11), (1445, 9, 1)),
            (date(2025, 3, 1), (1446, 9, 1)),
            (date(2026, 2, 18), (1447, 9, 1)),
            (date(2025, 6, 26), (1447, 1, 1)),
        ];
        for (gregorian, (year, month, day)) in known {
            assert_eq!(HijriDate::from(gregorian), HijriDate { year, month, day }, "{gregorian}");
        }
    }

    #[test]
    fn a_date_reads_the_same_in_both_calendars_and_languages() {
        let day = date(2026, 11, 22);
        let arabic = messages(Language::Arabic);
        assert_eq!(long(&arabic, day), "الأحد 22 نوفمبر 2026 م");
        assert_eq!(hijri_long(&arabic, day), "12 جمادى الآخرة 1448 هـ");
        assert_eq!(both(&arabic, day), "الأحد 22 نوفمبر 2026 م، الموافق 12 جمادى الآخرة 1448 هـ");
        let english = messages(Language::English);
        assert_eq!(long(&english, day), "Sunday 22 November 2026");
        assert_eq!(hijri_long(&english, day), "12 Jumada II 1448 AH");
        assert_eq!(both(&english, day), "Sunday 22 November 2026 (12 Jumada II 1448 AH)");
        assert_eq!(without_marks(&both_short(&english, day)), "22/11/2026 (12/06/1448 AH)");
    }

    #[test]
    fn every_day_of_a_week_and_month_of_a_year_has_a_name() {
        for language in Language::ALL {
            let messages = messages(language);
            for day in date(2025, 6, 20).series(jiff::ToSpan::days(1)).take(400) {
                let text = both(&messages, day);
                assert!(!text.contains(['⟦', '{', '\u{2068}']), "{text}");
                let numbers =
                    text.split(|letter: char| !letter.is_ascii_digit()).filter(|word| !word.is_empty());
                assert_eq!(numbers.count(), 4, "{text}");
            }
        }
    }

    #[test]
    fn an_instant_is_shown_in_the_time_zone_that_is_passed_in() {
        let instant: Timestamp = "2026-05-12T22:05:00Z".parse().unwrap();
        let english = messages(Language::English);
        assert_eq!(without_marks(&date_time(&english, instant, &riyadh())), "13/05/2026, 01:05");
        assert_eq!(without_marks(&date_time(&english, instant, &TimeZone::UTC)), "12/05/2026, 22:05");
        let arabic = date_time(&messages(Language::Arabic), instant, &riyadh());
        assert!(
            arabic.contains("\u{2066}13/05/2026\u{2069}") && arabic.contains("\u{2066}01:05\u{2069}"),
            "{arabic}"
        );
    }

    #[test]
    fn an_age_is_told_in_the_largest_whole_unit() {
        let now: Timestamp = "2026-05-12T08:00:00Z".parse().unwrap();
        let (arabic, english) = (messages(Language::Arabic), messages(Language::English));
        let ages = [
            (0, "الآن", "just now"),
            (59, "الآن", "just now"),
            (60, "قبل دقيقة واحدة", "1 minute ago"),
            (125, "قبل دقيقتين", "2 minutes ago"),
            (11 * 60, "قبل 11 دقيقة", "11 minutes ago"),
            (3 * 3600, "قبل 3 ساعات", "3 hours ago"),
            (2 * 86_400, "قبل يومين", "2 days ago"),
            (1_250 * 86_400, "قبل 1,250 يومًا", "1,250 days ago"),
            (-30, "الآن", "just now"),
            (-120, "متقدم على ساعة هذا الجهاز", "ahead of this device's clock"),
        ];
        for (seconds, in_arabic, in_english) in ages {
            let then = now - SignedDuration::from_secs(seconds);
            assert_eq!(age(&arabic, then, now), in_arabic, "{seconds}");
            assert_eq!(age(&english, then, now), in_english, "{seconds}");
        }
    }
}
