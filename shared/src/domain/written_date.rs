//! Dates and times as files and commands give them: Gregorian ones, in one form. What a person reads as that form is read as it, in
//! whatever digits and marks; a year of the Hijra is refused with a word, never taken for one six centuries ago.

use jiff::civil::Date;

use super::{HIJRI_YEARS, Moment};
use crate::locale::fold_signs;

/// Why a date or a time was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrittenDateFault {
    /// A year that is one of the Hijra.
    #[error(
        "names the year {year}, which is one of the Hijra: write the Gregorian date here, such as 2026-05-12; birth and id_expiry \
         take Hijri dates, as h{year}-09-30"
    )]
    Hijri {
        /// The year.
        year: i16,
    },
    /// A day that no month has.
    #[error("names a day that does not exist: compare the day and the month with the calendar")]
    NoSuchDay,
    /// Not in the form of a date.
    #[error("is not a date such as 2026-05-12")]
    NoDate,
    /// A day that no month has, an hour that no day has, or a time that no clock here shows.
    #[error(
        "names a day or a time that does not exist, or one beyond the year 9999: compare it with the calendar; a day ends at 23:59:59"
    )]
    NoSuchTime,
    /// The right form, in signs that are not kept as a time.
    #[error(
        "is written in other digits or hyphens, or holds a space or a mark that nobody sees: type it anew, as 2026-05-12T08:30:00+03:00"
    )]
    Dressed,
    /// Not in the form of a date and time.
    #[error("is not a date and time with an offset, such as 2026-05-12T08:30:00+03:00")]
    NoMoment,
}

/// Reads a day, `2026-05-12`, however it is dressed.
///
/// # Errors
/// [`WrittenDateFault`] for anything else.
pub fn written_day(text: &str) -> Result<Date, WrittenDateFault> {
    refuse_hijri(text)?;
    let folded = fold_signs(text);
    let folded = folded.trim();
    let form = b"dddd-dd-dd";
    let is_day = folded.len() == form.len()
        && folded
            .bytes()
            .zip(form)
            .all(|(b, form)| if *form == b'd' { b.is_ascii_digit() } else { b == *form });
    if !is_day {
        return Err(WrittenDateFault::NoDate);
    }
    folded.parse().map_err(|_: jiff::Error| WrittenDateFault::NoSuchDay)
}

/// Reads a moment whose text is kept: in plain signs alone.
///
/// # Errors
/// [`WrittenDateFault`] for anything else.
pub fn written_moment(text: &str) -> Result<Moment, WrittenDateFault> {
    refuse_hijri(text)?;
    Moment::parse(text).map_err(|_| {
        if Moment::has_form(text) {
            WrittenDateFault::NoSuchTime
        } else if Moment::has_form(fold_signs(text).trim()) {
            WrittenDateFault::Dressed
        } else {
            WrittenDateFault::NoMoment
        }
    })
}

/// Refuses a text that names a year of the Hijra, wherever in its date it stands: `1447-11-25`, `25/11/1447`, `h1447`.
fn refuse_hijri(text: &str) -> Result<(), WrittenDateFault> {
    let folded = fold_signs(text);
    let numbers = folded.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    // day, month and year; what follows is the time
    let year = numbers.take(3).find(|number| number.len() == 4).and_then(|year| year.parse().ok());
    year.filter(|year| HIJRI_YEARS.contains(year))
        .map_or(Ok(()), |year| Err(WrittenDateFault::Hijri { year }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_any_digits_and_hyphens() {
        let day = jiff::civil::date(2026, 5, 12);
        for text in [
            "2026-05-12",
            "٢٠٢٦-٠٥-١٢",
            "۲۰۲۶-۰۵-۱۲",
            "\u{200F}2026\u{2011}05\u{2212}12\u{A0}",
            "２０２６－０５－１２",
            "\u{FEFF}2026-05-12 ",
        ] {
            assert_eq!(written_day(text), Ok(day), "{text:?}");
        }
    }

    #[test]
    fn a_year_of_the_hijra_is_named_wherever_it_stands_and_in_any_digits() {
        for text in [
            "1447-11-25",
            "1447/11/25",
            "25/11/1447",
            "25-11-1447",
            "h1447-11-25",
            "H1447",
            "1447",
            "1447-11-25 هـ",
            "25/11/1447 AH",
            "١٤٤٧-١١-٢٥",
            "\u{200F}۲۵/۱۱/۱۴۴۷",
            "9 ذو الحجة 1447",
            "1447-02-30",
            "1447-11-25T08:30:00+03:00",
            "25.11.1447 08:30",
            "١٤٤٧-١١-٢٥T08:30:00Z",
        ] {
            assert_eq!(written_day(text), Err(WrittenDateFault::Hijri { year: 1447 }), "{text:?}");
            assert_eq!(written_moment(text), Err(WrittenDateFault::Hijri { year: 1447 }), "{text:?}");
        }
        for year in [1300, 1500] {
            assert_eq!(written_day(&format!("{year}-01-01")), Err(WrittenDateFault::Hijri { year }));
        }
    }

    #[test]
    fn other_days_are_refused_with_what_is_wrong() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2100-02-29"] {
            assert_eq!(written_day(text), Err(WrittenDateFault::NoSuchDay), "{text}");
        }
        for text in [
            "",
            " ",
            "2026",
            "2026-05",
            "2026-5-1",
            "12/05/2026",
            "2026/05/12",
            "26-05-12",
            "20260512",
            "2026-05-12T00:00",
            "2026-W20-2",
            "+2026-05-12",
            "-2026-05-12",
            "2026-05-12 م",
            "14 مايو 2026",
            "2026-05-12/2026-05-13",
        ] {
            assert_eq!(written_day(text), Err(WrittenDateFault::NoDate), "{text}");
        }
    }

    #[test]
    fn a_moment_is_kept_as_text_and_so_taken_in_plain_signs_alone() {
        for text in [
            "2026-05-12T08:30:00+03:00",
            "2026-05-12T08:30:00Z",
            "2026-05-12t08:30:00.5z",
            "2026-05-12T23:30:00+01:00",
        ] {
            assert_eq!(written_moment(text).unwrap().as_str(), text);
        }
        for text in [
            "٢٠٢٦-٠٥-١٢T٠٨:٣٠:٠٠+٠٣:٠٠",
            "\u{200F}2026-05-12T08:30:00+03:00",
            " 2026-05-12T08:30:00+03:00",
            "2026\u{2011}05-12T08:30:00Z",
            "2026-05-12T08:30:00\u{2212}03:00",
            "2026-05-12T08:30:00+03:00\u{202C}",
        ] {
            assert_eq!(written_moment(text), Err(WrittenDateFault::Dressed), "{text:?}");
        }
        for text in [
            "2026-02-29T08:30:00+03:00",
            "2026-05-12T24:00:00+03:00",
            "2026-05-12T12:60:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(written_moment(text), Err(WrittenDateFault::NoSuchTime), "{text}");
        }
        for text in [
            "",
            "2026-05-12",
            "2026-05-12T08:30+03:00",
            "2026-05-12T08:30:00",
            "2026-05-12T08:30:00+03",
            "2026-05-12 08:30:00+03:00",
            "2026-05-12T08:30:00 ص",
            "2026-05-12T08:30:00+24:00",
            "26-05-12T08:30:00Z",
            "-001-01-01T00:00:00Z",
        ] {
            assert_eq!(written_moment(text), Err(WrittenDateFault::NoMoment), "{text}");
        }
    }
}
