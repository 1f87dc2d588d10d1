//! The filter of the list of contacts: read from the address, shown in the form, kept in the links to other pages.

use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::civil::Date;
use serde::Deserialize;
use shared::domain::{Channel, HIJRI_YEARS};
use shared::locale::{Messages, TypedDate, fold_signs};
use shared::store::office::VisitFilter;

use super::PageError;
use super::input::{Asked, stated};
use super::names::Names;

/// Most services to choose from that the catalog does not know: a device may name any.
const OTHER_SERVICES_MAX: usize = 100;

/// Longest value that a filter takes, in characters: codes have at most 120.
const VALUE_CHARS_MAX: usize = 120;

/// The contacts that an address asks for, and what is wrong with its dates.
pub(super) struct AskedVisits {
    /// What the store is asked.
    pub(super) filter: VisitFilter,
    /// Dates that are none, as they were typed.
    pub(super) wrong_dates: Vec<String>,
    /// The first date is after the last one.
    pub(super) swapped: bool,
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
        let mut wrong_dates = Vec::new();
        let mut date = |typed: &str| {
            let typed = stated(typed)?;
            let date = read_date(typed);
            if date.is_none() {
                wrong_dates.push(typed.chars().take(40).collect());
            }
            date
        };
        let (from, to) = (date(&values.from), date(&values.to));
        let swapped = from.zip(to).is_some_and(|(from, to)| from > to);
        let filter = VisitFilter {
            branch: read_code(&values.branch)?,
            channel: read_code(&values.channel)?,
            service: read_code(&values.service)?,
            from,
            to,
        };
        Ok(Self { filter, wrong_dates, swapped })
    }

    /// Tells whether anything is filtered.
    pub(super) fn is_active(&self) -> bool {
        self.filter != VisitFilter::default()
    }

    /// Says what is wrong with the filter, in words.
    pub(super) fn notices(&self, words: &Messages) -> Vec<String> {
        let wrong = |typed: &String| words.format("filter-wrong-date", &[("date", typed.clone().into())]);
        let mut notices: Vec<_> = self.wrong_dates.iter().map(wrong).collect();
        if self.swapped {
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

/// Reads `YYYY-MM-DD` in digits of any set. A year from 1300 to 1500 is one of the Hijra: the form shows the day in both calendars.
fn read_date(typed: &str) -> Option<Date> {
    let folded = fold_signs(typed);
    let folded = folded.trim();
    let is_hijri =
        folded.get(..4).and_then(|year| year.parse().ok()).is_some_and(|year| HIJRI_YEARS.contains(&year));
    if is_hijri {
        return TypedDate::read(folded).ok()?.date();
    }
    let date: Date = (folded.len() == 10).then(|| folded.parse().ok()).flatten()?;
    (date.year() > 0).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_either_digits_and_nothing_else_is_one() {
        assert_eq!(read_date("٢٠٢٦-٠٥-١٢"), read_date("2026-05-12"));
        assert!(read_date("2026-05-12").is_some());
        for hijri in ["1447-11-25", "\u{200F}١٤٤٧\u{2011}١١\u{2011}٢٥", " ۱۴۴۷-۱۱-۲۵"] {
            assert_eq!(read_date(hijri), read_date("2026-05-12"), "{hijri}");
        }
        assert_eq!(read_date("1447-13-01"), None);
        for bad in ["2026-02-30", "12/05/2026", "2026-5-1", "2026-05-12T00:00", "x", "20260512"] {
            assert_eq!(read_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_code_that_nobody_knows_stays_in_the_form() {
        let made = choices(vec!["a".to_owned()], Some("<b>"), str::to_uppercase);
        assert_eq!(made.len(), 2);
        assert!(made[1].chosen && made[1].value == "<b>" && !made[0].chosen);
    }
}
