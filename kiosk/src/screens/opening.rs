//! Whether the branch is open, from the catalog's opening hours, and the time.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use shared::domain::{CatalogKind, OpenState, Serving, Telephone, open_state, serving};
use shared::locale::{Messages, dates, ltr};

use super::view::View;
use crate::widgets::StatusKind;

/// What a visitor is told of the opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Whether the branch is open, until or from when.
    pub words: String,
    /// Whether it is open.
    pub is_open: bool,
}

impl Opening {
    /// Returns how it is to be taken.
    pub fn kind(&self) -> StatusKind {
        if self.is_open { StatusKind::Good } else { StatusKind::Closed }
    }
}

/// Returns at which number to call.
pub fn phone_words(words: &Messages, phone: &Telephone) -> String {
    words.format("call-us", &[("number", ltr(&phone.grouped()).into())])
}

impl View<'_> {
    /// Returns whether the branch is open now; `None` where the catalog names no hours.
    pub fn open_state(&self) -> Option<OpenState> {
        let setting = self.setting?;
        let hours = setting.catalog.hours_of(&setting.branch)?;
        Some(open_state(self.now.datetime(), hours))
    }

    /// Returns what a visitor who called staff is told: that they are called, or where none are, how they are reached.
    pub fn call_words(&self) -> Option<String> {
        if !self.call_is_shown {
            return None;
        }
        if self.has_staff() {
            return Some(self.tr("call-staff-done"));
        }
        Some(format!("{} {}", self.tr("call-staff-none"), self.reach_words().join(" · ")))
    }

    /// Returns how staff are reached: what the catalog says of the branch, its number, and when it is open.
    pub fn reach_words(&self) -> Vec<String> {
        let opening = self.opening().map(|opening| opening.words);
        self.branch_about().into_iter().chain(self.phone_words()).chain(opening).collect()
    }

    /// Returns at which number the branch is called, where the catalog has one.
    pub fn phone_words(&self) -> Option<String> {
        let setting = self.setting?;
        setting.catalog.phone_of(&setting.branch).map(|phone| phone_words(self.words, phone))
    }

    /// What the catalog says of the branch, such as where it is.
    fn branch_about(&self) -> Option<String> {
        let setting = self.setting?;
        let entry = setting.catalog.find(&CatalogKind::Branch, &setting.branch)?;
        self.about(entry)
    }

    /// Returns whether the branch is open and until or from when; `None` where the catalog names no hours.
    pub fn opening(&self) -> Option<Opening> {
        let opening = |is_open, words| Some(Opening { words, is_open });
        match self.open_state()? {
            OpenState::Open { until: Some(until) } => {
                let time = ("time", dates::time(until.time()).into());
                opening(true, self.format("hours-open-until", &[time]))
            }
            OpenState::Open { until: None } => opening(true, self.tr("hours-open")),
            OpenState::Closed { opens: Some(opens) } => opening(false, self.opens_line(opens)),
            OpenState::Closed { opens: None } => opening(false, self.tr("hours-closed")),
        }
    }

    /// Returns when whoever comes at `now` is served.
    pub fn serving(&self, now: DateTime) -> Serving {
        let hours = self.setting.and_then(|setting| setting.catalog.hours_of(&setting.branch));
        hours.map_or(Serving::Now, |hours| serving(now, hours))
    }

    /// Returns that the branch is closed and when what is registered now is begun with; `None` while it is open.
    pub fn closed_line(&self) -> Option<String> {
        if !self.has_staff() {
            return None;
        }
        match self.serving(self.now.datetime()) {
            Serving::Now => None,
            Serving::Later(opens) => {
                Some(self.format("closed-register-until", &[("time", dates::time(opens.time()).into())]))
            }
            Serving::AnotherDay(Some(opens)) => {
                let values = [
                    ("date", dates::long(self.words, opens.date()).into()),
                    ("time", dates::time(opens.time()).into()),
                ];
                Some(self.format("closed-register-on", &values))
            }
            Serving::AnotherDay(None) => Some(self.tr("closed-register")),
        }
    }

    pub(super) fn opens_line(&self, opens: DateTime) -> String {
        let (today, day) = (self.now.date(), opens.date());
        let time = ("time", dates::time(opens.time()).into());
        if day == today {
            self.format("hours-opens-today", &[time])
        } else if day == today.saturating_add(1.day()) {
            self.format("hours-opens-tomorrow", &[time])
        } else {
            let date = ("date", dates::long(self.words, day).into());
            self.format("hours-opens-on", &[date, time])
        }
    }
}
