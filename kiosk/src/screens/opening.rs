//! The line that says whether the branch is open, from the catalog's opening hours.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use shared::domain::{OpenState, Serving, open_state, serving};
use shared::locale::dates;

use super::view::View;

impl View<'_> {
    /// Returns whether the branch is open and until or from when; `None` where the catalog names no hours.
    pub fn opening_line(&self) -> Option<String> {
        let setting = self.setting?;
        let hours = setting.catalog.hours_of(&setting.branch)?;
        Some(match open_state(self.now.datetime(), hours) {
            OpenState::Open { until: Some(until) } => {
                self.format("hours-open-until", &[("time", dates::time(until.time()).into())])
            }
            OpenState::Open { until: None } => self.tr("hours-open"),
            OpenState::Closed { opens: Some(opens) } => self.opens_line(opens),
            OpenState::Closed { opens: None } => self.tr("hours-closed"),
        })
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
