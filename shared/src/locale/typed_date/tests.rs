//! Known days, what is no day, and how both calendars are told.

use jiff::civil::date;

use super::*;
use crate::locale::Language;

fn day(text: &str) -> Option<Date> {
    TypedDate::read(text).ok().and_then(|typed| typed.date())
}

#[test]
fn known_days_of_umm_al_qura_are_read_as_their_gregorian_days() {
    for (typed, expected) in [
        ("1/1/1400", date(1979, 11, 20)),
        ("17/2/1403", date(1982, 12, 2)),
        ("1/9/1405", date(1985, 5, 20)),
        ("1/9/1445", date(2024, 3, 11)),
        ("30/9/1445", date(2024, 4, 9)),
        ("1/9/1446 هـ", date(2025, 3, 1)),
        ("29/8/1446", date(2025, 2, 28)),
        ("١/١/١٤٤٧", date(2025, 6, 26)),
        ("١٤٤٧/٩/١ هـ", date(2026, 2, 18)),
        ("12/06/1448 AH", date(2026, 11, 22)),
        ("22/11/2026", date(2026, 11, 22)),
        ("2026-11-22 م", date(2026, 11, 22)),
        ("۲۲.۱۱.۲۰۲۶", date(2026, 11, 22)),
        ("\u{2066}22/11/2026\u{2069}", date(2026, 11, 22)),
    ] {
        assert_eq!(day(typed), Some(expected), "{typed}");
    }
}

#[test]
fn every_day_of_two_centuries_comes_back_from_the_other_calendar() {
    let first = date(1924, 8, 2);
    for gregorian in first.series(jiff::ToSpan::days(17)).take(4_300) {
        let hijri = HijriDate::from(gregorian);
        assert_eq!(hijri.to_gregorian(), Some(gregorian));
        let typed = format!("{}/{}/{}", hijri.day, hijri.month, hijri.year);
        assert_eq!(day(&typed), Some(gregorian), "{typed}");
    }
}

#[test]
fn what_is_no_date_is_refused_with_what_is_wrong_with_it() {
    for (typed, fault) in [
        ("30/8/1446", TypedDateFault::NoSuchDay { days: 29 }),
        ("31/9/1445", TypedDateFault::NoSuchDay { days: 30 }),
        ("0/9/1445", TypedDateFault::NoSuchDay { days: 30 }),
        ("29/2/2026", TypedDateFault::NoSuchDay { days: 28 }),
        ("1/13/1445", TypedDateFault::NoSuchMonth),
        ("999/9/1445", TypedDateFault::NoSuchDay { days: 30 }),
        ("12/5/47", TypedDateFault::ShortYear),
        ("47", TypedDateFault::ShortYear),
        ("1700", TypedDateFault::NoSuchYear),
        ("1/1/12345", TypedDateFault::NoSuchYear),
        ("1/9/1445 م", TypedDateFault::OtherEra),
        ("22/11/2026 هـ", TypedDateFault::OtherEra),
        ("", TypedDateFault::Unreadable),
        ("رمضان 1445", TypedDateFault::Unreadable),
        ("1/2/3/1445", TypedDateFault::Unreadable),
        ("1;9;1445", TypedDateFault::Unreadable),
    ] {
        assert_eq!(TypedDate::read(typed), Err(fault), "{typed}");
    }
}

#[test]
fn a_year_or_a_month_alone_keeps_what_was_not_stated_open() {
    let year = TypedDate::read("1405").unwrap();
    assert_eq!((year.calendar(), year.month(), year.date()), (Calendar::Hijri, None, None));
    assert_eq!(year.last_day().map(|day| HijriDate::from(day).month), Some(12));
    let month = TypedDate::read("9/1445").unwrap();
    assert_eq!((month.month(), month.day()), (Some(9), None));
    assert_eq!((month.first_day(), month.last_day()), (Some(date(2024, 3, 11)), Some(date(2024, 4, 9))));
    assert_eq!(TypedDate::read("1445/9"), Ok(month));
    assert_eq!(TypedDate::new(Calendar::Hijri, 1445, Some(9), None), Ok(month));
    assert!(TypedDate::new(Calendar::Hijri, 1445, None, Some(1)).is_err());
    assert!(TypedDate::new(Calendar::Gregorian, 1445, None, None).is_err());
}

#[test]
fn a_date_is_told_in_the_calendar_it_was_typed_in_and_then_in_the_other() {
    let arabic = Messages::new(Language::Arabic, &[]).unwrap();
    let english = Messages::new(Language::English, &[]).unwrap();
    for (typed, in_arabic, in_english) in [
        (
            "1/9/1446",
            "1 رمضان 1446 هـ، الموافق السبت 1 مارس 2025 م",
            "1 Ramadan 1446 AH (Saturday 1 March 2025)",
        ),
        (
            "22/11/2026",
            "الأحد 22 نوفمبر 2026 م، الموافق 12 جمادى الآخرة 1448 هـ",
            "Sunday 22 November 2026 (12 Jumada II 1448 AH)",
        ),
        ("1405", "1405 هـ، الموافق 1984–1985 م", "1405 AH (1984–1985)"),
        ("1985", "1985 م، الموافق 1405–1406 هـ", "1985 (1405–1406 AH)"),
        (
            "9/1445",
            "رمضان 1445 هـ، الموافق مارس 2024 م–أبريل 2024 م",
            "Ramadan 1445 AH (March 2024–April 2024)",
        ),
    ] {
        let date = TypedDate::read(typed).unwrap();
        assert_eq!(date.in_both_calendars(&arabic), in_arabic);
        assert_eq!(date.in_both_calendars(&english), in_english);
    }
}
