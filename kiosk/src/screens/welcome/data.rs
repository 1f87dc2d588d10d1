//! What the welcome shows.

use shared::locale::dates;

use crate::screens::view::View;

/// The welcome's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WelcomeData {
    /// The greeting.
    pub title: String,
    /// A line beneath it.
    pub subtitle: String,
    /// The date in both calendars, and the time.
    pub date: String,
    /// The first way in.
    pub visit: String,
    /// The second way in.
    pub rate: String,
    /// The staff's door.
    pub staff: String,
}

impl WelcomeData {
    /// Reads the welcome's words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            title: view.tr("welcome-title"),
            subtitle: view.tr("welcome-subtitle"),
            date: dates::both(view.words, view.now.date()),
            visit: view.tr("welcome-new-visit"),
            rate: view.tr("welcome-rate"),
            staff: view.tr("staff-sign-in"),
        }
    }
}
