//! Words beneath a field in which a date is typed: what it means in both calendars, or what is wrong with it.

use shared::locale::{TypedDate, TypedDateFault};

use super::view::View;

/// Returns the date in both calendars, or what is wrong with it.
pub fn echo(view: &View<'_>, read: Result<TypedDate, TypedDateFault>) -> Result<String, String> {
    read.map(|date| date.in_both_calendars(view.words)).map_err(|fault| fault_words(view, fault))
}

/// Returns what is wrong with a date, and the next step.
pub fn fault_words(view: &View<'_>, fault: TypedDateFault) -> String {
    match fault {
        TypedDateFault::Unreadable => view.tr("date-fault-unreadable"),
        TypedDateFault::ShortYear => view.tr("date-fault-short-year"),
        TypedDateFault::NoSuchYear => view.tr("date-fault-year"),
        TypedDateFault::NoSuchMonth => view.tr("date-fault-month"),
        TypedDateFault::NoSuchDay { days } => {
            view.format("date-fault-day", &[("days", i64::from(days).into())])
        }
        TypedDateFault::OtherEra => view.tr("date-fault-era"),
    }
}
