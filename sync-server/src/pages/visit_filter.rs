//! The filter of the list of contacts: read from the address, shown in the form, kept in the links to other pages.

use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;
use shared::domain::Channel;
use shared::locale::{Messages, TypedDate};
use shared::store::office::VisitFilter;

use super::PageError;
use super::input::{Asked, stated};
use super::names::Names;

/// Most services to choose from that the catalog does not know: a device may name any.
const OTHER_SERVICES_MAX: usize = 100;

/// Longest value that a filter takes, in characters: codes have at most 120.
const VALUE_CHARS_MAX: usize = 120;

/// Longest date that the form repeats, in characters: more than the longest that is read.
const DATE_CHARS_MAX: usize = 40;

/// The contacts that an address asks for, and its dates as they were typed.
pub(super) struct AskedVisits {
    /// What the store is asked.
    pub(super) filter: VisitFilter,
    /// The first day.
    pub(super) from: AskedDate,
    /// The last day.
    pub(super) to: AskedDate,
}

/// A date of the filter: a day, a month or a year in either calendar.
#[derive(Default)]
pub(super) struct AskedDate {
    /// As it was typed: the form repeats it, so that one that is wrong can be mended.
    pub(super) typed: String,
    /// What was read; `None` for what is no date, or nothing.
    pub(super) read: Option<TypedDate>,
}

/// A choice of a list in the form.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Values {
    branch: String,
    channel: String,
    service: String,
    from: String,
    to: String,
}

impl<S: Send + Sync> FromRequestParts<S> for AskedVisits {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Asked(values) = Asked::from_request_parts(parts, state).await?;
        Self::read(&values)
    }
}

impl AskedVisits {
    fn read(values: &Values) -> Result<Self, PageError> {
        let (from, to) = (AskedDate::read(&values.from), AskedDate::read(&values.to));
        let filter = VisitFilter {
            branch: read_code(&values.branch)?,
            channel: read_code(&values.channel)?,
            service: read_code(&values.service)?,
            from: from.read.and_then(|date| date.first_day()),
            to: to.read.and_then(|date| date.last_day()),
        };
        Ok(Self { filter, from, to })
    }

    /// Tells whether anything is filtered.
    pub(super) fn is_active(&self) -> bool {
        self.filter != VisitFilter::default()
    }

    /// Says what is wrong with the filter, in words.
    pub(super) fn notices(&self, words: &Messages) -> Vec<String> {
        let wrong = |date: &AskedDate| {
            let typed = ("date", date.typed.clone().into());
            date.is_wrong().then(|| words.format("filter-wrong-date", &[typed]))
        };
        let mut notices: Vec<_> = [&self.from, &self.to].into_iter().filter_map(wrong).collect();
        if self.filter.from.zip(self.filter.to).is_some_and(|(from, to)| from > to) {
            notices.push(words.text("filter-dates-swapped").into_owned());
        }
        notices
    }

    /// Returns the address of a page of the filtered list.
    pub(super) fn address(&self, path: &str, page: u64) -> String {
        let VisitFilter { branch, channel, service, from, to } = &self.filter;
        let pairs = [
            ("branch", branch.clone()),
            ("channel", channel.clone()),
            ("service", service.clone()),
            ("from", from.map(|date| date.to_string())),
            ("to", to.map(|date| date.to_string())),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.into_iter().filter_map(|(name, value)| Some((name, value?))));
        query.append_pair("page", &page.to_string());
        format!("{path}?{}", query.finish())
    }

    /// Lists the branches to choose from.
    pub(super) fn branches(&self, names: &Names) -> Vec<Choice> {
        choices(names.branch_ids(), self.filter.branch.as_deref(), |id| names.branch(id))
    }

    /// Lists the services to choose from: the catalog's, then those that records name and the catalog doesn't know.
    pub(super) fn services(&self, names: &Names, named: Vec<String>) -> Vec<Choice> {
        let mut codes = names.service_codes();
        let known: BTreeSet<String> = codes.iter().cloned().collect();
        codes.extend(named.into_iter().filter(|code| !known.contains(code)).take(OTHER_SERVICES_MAX));
        choices(codes, self.filter.service.as_deref(), |code| names.service(code))
    }

    /// Lists the policy's eight channels to choose from.
    pub(super) fn channels(&self, words: &Messages) -> Vec<Choice> {
        let codes = Channel::KNOWN.iter().map(|channel| channel.code().to_owned()).collect();
        choices(codes, self.filter.channel.as_deref(), |code| words.word("channel", code))
    }
}

impl AskedDate {
    fn read(typed: &str) -> Self {
        let typed = stated(typed).unwrap_or_default();
        Self { typed: typed.chars().take(DATE_CHARS_MAX).collect(), read: TypedDate::read(typed).ok() }
    }

    fn is_wrong(&self) -> bool {
        self.read.is_none() && !self.typed.is_empty()
    }

    /// Says the date in both calendars; `None` where none was read.
    pub(super) fn in_both_calendars(&self, words: &Messages) -> Option<String> {
        Some(self.read?.in_both_calendars(words))
    }
}

/// Makes choices of codes; one that was asked for and is not among them stands last, so that the form says it.
fn choices(mut codes: Vec<String>, chosen: Option<&str>, label: impl Fn(&str) -> String) -> Vec<Choice> {
    if let Some(asked) = chosen.filter(|asked| !codes.iter().any(|code| code == asked)) {
        codes.push(asked.to_owned());
    }
    let choice =
        |value: String| Choice { label: label(&value), chosen: chosen == Some(value.as_str()), value };
    codes.into_iter().map(choice).collect()
}

/// Reads a code; `None` for an empty one, which filters nothing.
fn read_code(typed: &str) -> Result<Option<String>, PageError> {
    match stated(typed) {
        Some(code) if code.chars().count() > VALUE_CHARS_MAX => Err(PageError::LongFilter),
        code => Ok(code.map(str::to_owned)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_either_calendar_and_any_digits() {
        let days = |typed: &str| {
            let values = Values { from: typed.to_owned(), to: typed.to_owned(), ..Values::default() };
            let filter = AskedVisits::read(&values).unwrap().filter;
            filter.from.zip(filter.to).map(|(from, to)| (from.to_string(), to.to_string()))
        };
        let day = Some(("2026-05-12".to_owned(), "2026-05-12".to_owned()));
        for typed in [
            "2026-05-12",
            "12/05/2026",
            "12/5/2026",
            "12-5-2026",
            "12.5.2026",
            "2026/5/12",
            "12/5/2026 م",
            "٢٠٢٦-٠٥-١٢",
            "١٢/٥/٢٠٢٦",
            "۱۲/۵/۲۰۲۶",
            "1447-11-25",
            "25/11/1447",
            "٢٥/١١/١٤٤٧",
            "٢٥ / ١١ / ١٤٤٧ هـ",
            "25-11-1447 AH",
            "h1447-11-25",
            "\u{200F}١٤٤٧\u{2011}١١\u{2011}٢٥",
            " ۱۴۴۷-۱۱-۲۵",
            "١٢؍٥؍٢٠٢٦",
        ] {
            assert_eq!(days(typed), day, "{typed}");
        }
        for (typed, from, to) in [
            ("2026", "2026-01-01", "2026-12-31"),
            ("5/2026", "2026-05-01", "2026-05-31"),
            ("١٤٤٧", "2025-06-26", "2026-06-15"),
            ("11/1447", "2026-04-18", "2026-05-17"),
        ] {
            assert_eq!(days(typed), Some((from.to_owned(), to.to_owned())), "{typed}");
        }
        for typed in [
            "2026-02-30",
            "29/2/2026",
            "1447-13-01",
            "30/2/1447",
            "12/5/26",
            "5/1447 م",
            "25/11/1447 AD",
            "2026-05-12T00:00",
            "x",
            "20260512",
            "0",
            "0000-01-01",
            "9999-12-31",
            "1447-11-25-1",
            "+2026-05-12",
        ] {
            let asked = AskedDate::read(typed);
            assert!(asked.is_wrong() && asked.typed == typed, "{typed}");
            assert_eq!(days(typed), None, "{typed}");
        }
        assert!(!AskedDate::read(" \u{A0}").is_wrong());
    }

    #[test]
    fn a_code_that_nobody_knows_stays_in_the_form() {
        let made = choices(vec!["a".to_owned()], Some("<b>"), str::to_uppercase);
        assert_eq!(made.len(), 2);
        assert!(made[1].chosen && made[1].value == "<b>" && !made[0].chosen);
    }
}
