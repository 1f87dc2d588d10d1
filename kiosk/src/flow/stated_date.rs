//! Dates of someone's papers between their form in a file and how people type them.

use shared::domain::{StatedCalendar, StatedDate};
use shared::locale::{Calendar, TypedDate};

/// Returns a typed date as it is kept; `None` for a year beyond the papers of living people.
pub fn stated_of(typed: &TypedDate) -> Option<StatedDate> {
    let calendar = match typed.calendar() {
        Calendar::Gregorian => StatedCalendar::Gregorian,
        Calendar::Hijri => StatedCalendar::Hijri,
    };
    StatedDate::new(calendar, typed.year(), typed.month(), typed.day()).ok()
}

/// Returns a kept date as a person would type it, day first; empty for none.
pub fn typed_form(stated: &str) -> String {
    StatedDate::parse(stated).map(|date| date.day_first()).unwrap_or_default()
}

/// Returns a kept date as one that can be told in both calendars; `None` for one that no table has.
pub fn typed_of(date: &StatedDate) -> Option<TypedDate> {
    let calendar = match date.calendar() {
        StatedCalendar::Gregorian => Calendar::Gregorian,
        StatedCalendar::Hijri => Calendar::Hijri,
    };
    TypedDate::new(calendar, date.year(), date.month(), date.day()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_comes_back_as_it_was_typed() {
        for (typed, kept) in [
            ("01/09/1405", "h1405-09-01"),
            ("09/1405", "h1405-09"),
            ("1405", "h1405"),
            ("22/11/2026", "g2026-11-22"),
        ] {
            let date = TypedDate::read(typed).unwrap();
            let stated = stated_of(&date).unwrap();
            assert_eq!((stated.to_string().as_str(), typed_form(kept).as_str()), (kept, typed));
            assert_eq!(typed_of(&stated), Some(date));
        }
        assert_eq!(typed_form(""), "");
    }
}
