//! When a branch is open: week-ends, Ramadan, midnight, pauses, closed days; and hours as lines.

use jiff::civil::{DateTime, date};

use super::*;

/// Sunday to Thursday, mornings and evenings; in Ramadan, nights.
fn hours() -> Hours {
    Hours {
        week: "sunday-thursday 08:00-12:00 16:00-20:00".parse().unwrap(),
        ramadan: Some("sunday-thursday 10:00-14:00 21:00-01:00".parse().unwrap()),
        closed: vec!["2026-09-23".parse().unwrap(), "2026-03-19/2026-03-24".parse().unwrap()],
        ..Hours::default()
    }
}

fn when(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn open(until: &str) -> OpenState {
    OpenState::Open { until: Some(when(until)) }
}

fn closed(opens: &str) -> OpenState {
    OpenState::Closed { opens: Some(when(opens)) }
}

fn check(hours: &Hours, cases: &[(&str, OpenState)]) {
    for (now, expected) in cases {
        assert_eq!(open_state(when(now), hours), *expected, "{now}");
    }
}

#[test]
fn an_ordinary_week_opens_and_closes_to_the_minute_and_rests_at_its_end() {
    check(
        &hours(),
        &[
            ("2026-11-22T07:59:59", closed("2026-11-22T08:00")),
            ("2026-11-22T08:00:00", open("2026-11-22T12:00")),
            ("2026-11-22T11:59:59", open("2026-11-22T12:00")),
            ("2026-11-22T12:00:00", closed("2026-11-22T16:00")),
            ("2026-11-22T20:00:00", closed("2026-11-23T08:00")),
            // Thursday evening, Friday, Saturday
            ("2026-11-26T20:30:00", closed("2026-11-29T08:00")),
            ("2026-11-27T10:00:00", closed("2026-11-29T08:00")),
            ("2026-11-28T23:59:59", closed("2026-11-29T08:00")),
        ],
    );
}

#[test]
fn ramadan_has_its_own_hours_by_umm_al_qura_and_they_run_past_midnight() {
    // Ramadan 1447 begins on Wednesday 18 February 2026 and is followed by the feast's closed days
    check(
        &hours(),
        &[
            ("2026-02-17T09:00:00", open("2026-02-17T12:00")),
            ("2026-02-17T21:30:00", closed("2026-02-18T10:00")),
            ("2026-02-18T09:00:00", closed("2026-02-18T10:00")),
            ("2026-02-18T22:00:00", open("2026-02-19T01:00")),
            ("2026-02-19T00:59:59", open("2026-02-19T01:00")),
            ("2026-02-19T01:00:00", closed("2026-02-19T10:00")),
            // the night of Thursday to Friday belongs to Thursday
            ("2026-02-20T00:30:00", open("2026-02-20T01:00")),
            ("2026-02-20T12:00:00", closed("2026-02-22T10:00")),
            // the last night before the feast, and the first day after it
            ("2026-03-19T00:30:00", open("2026-03-19T01:00")),
            ("2026-03-19T01:00:00", closed("2026-03-25T08:00")),
        ],
    );
    let same_all_year = Hours { ramadan: None, ..hours() };
    check(&same_all_year, &[("2026-02-18T09:00:00", open("2026-02-18T12:00"))]);
}

#[test]
fn a_closed_day_opens_nothing() {
    check(&hours(), &[("2026-09-23T09:00:00", closed("2026-09-24T08:00"))]);
}

#[test]
fn pauses_are_off_unless_the_catalog_names_them() {
    let pauses: Vec<DaySpan> = ["11:50-12:20", "17:15-17:45"].map(|span| span.parse().unwrap()).to_vec();
    let paused = Hours { pauses, ramadan_pauses: vec!["12:10-12:40".parse().unwrap()], ..hours() };
    check(
        &paused,
        &[
            ("2026-11-22T11:00:00", open("2026-11-22T11:50")),
            ("2026-11-22T11:55:00", closed("2026-11-22T16:00")),
            ("2026-11-22T17:00:00", open("2026-11-22T17:15")),
            ("2026-11-22T17:15:00", closed("2026-11-22T17:45")),
            ("2026-11-22T17:45:00", open("2026-11-22T20:00")),
            ("2026-02-18T12:00:00", open("2026-02-18T12:10")),
            ("2026-02-18T12:20:00", closed("2026-02-18T12:40")),
        ],
    );
    check(&hours(), &[("2026-11-22T17:20:00", open("2026-11-22T20:00"))]);
}

#[test]
fn days_that_meet_at_midnight_are_one_opening() {
    let night = Hours { week: "sunday 18:00-24:00\nmonday 00:00-02:00".parse().unwrap(), ..Hours::default() };
    check(
        &night,
        &[
            ("2026-11-22T23:00:00", open("2026-11-23T02:00")),
            ("2026-11-23T00:00:00", open("2026-11-23T02:00")),
            ("2026-11-23T02:00:00", closed("2026-11-29T18:00")),
        ],
    );
}

#[test]
fn what_never_closes_or_never_opens_names_no_time() {
    let always = Hours { week: "sunday-saturday 00:00-24:00".parse().unwrap(), ..Hours::default() };
    check(&always, &[("2026-11-22T03:00:00", OpenState::Open { until: None })]);
    check(&Hours::default(), &[("2026-11-22T03:00:00", OpenState::Closed { opens: None })]);
}

#[test]
fn a_week_reads_back_from_its_lines() {
    for lines in [
        "sunday-thursday 08:00-12:00 16:00-20:00\nsaturday 09:00-11:00",
        "monday 21:00-01:00",
        "",
        "friday 14:00-24:00",
    ] {
        assert_eq!(lines.parse::<Week>().unwrap().to_string(), lines);
    }
    let round = "saturday-monday 08:00-12:00".parse::<Week>().unwrap();
    assert_eq!(round.to_string(), "sunday-monday 08:00-12:00\nsaturday 08:00-12:00");
}

#[test]
fn lines_that_are_no_hours_are_refused_with_the_word_at_fault() {
    for (lines, word) in [
        ("someday 08:00-12:00", "someday"),
        ("sunday 8:00-12:00", "8:00-12:00"),
        ("sunday 08:00", "08:00"),
        ("sunday 08:00-25:00", "25:00"),
        ("sunday 08:00-08:00", "08:00-08:00"),
        ("sunday 08:60-12:00", "08:60"),
        ("sunday 08:00-12:00 11:00-13:00", "sunday"),
        ("sunday 21:00-01:00 22:00-23:00", "sunday"),
        ("sunday 08:00-12:00\nsunday-monday 13:00-14:00", "sunday"),
    ] {
        let fault = lines.parse::<Week>().unwrap_err().to_string();
        assert!(fault.contains(word), "{lines}: {fault}");
    }
    assert!("2026-02-30".parse::<ClosedDays>().is_err());
    assert!("2026-05-30/2026-05-26".parse::<ClosedDays>().is_err());
    assert_eq!(hours().on(date(2026, 11, 27)), []);
}
