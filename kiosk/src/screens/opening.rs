//! The line that says whether the branch is open, from the catalog's opening hours.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use shared::domain::{OpenState, open_state};
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

    fn opens_line(&self, opens: DateTime) -> String {
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
