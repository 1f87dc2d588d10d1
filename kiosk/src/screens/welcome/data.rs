//! What the welcome shows.

use shared::locale::dates;

use crate::action::Action;
use crate::screens::view::View;
use crate::widgets::Picture;

/// The welcome's words.
#[derive(Clone, Debug, PartialEq)]
pub struct WelcomeData {
    /// The greeting.
    pub title: String,
    /// A line beneath it.
    pub subtitle: String,
    /// Who is called: the words and the number; in place of the greeting.
    pub called: Option<(String, String)>,
    /// The date in both calendars, and the time.
    pub date: String,
    /// The first way in.
    pub visit: String,
    /// The second way in.
    pub rate: String,
    /// Further ways in, smaller than these two.
    pub more: Vec<Way>,
    /// Whether the branch is open, where the catalog says when it is.
    pub opening: Option<String>,
    /// Whether pictures stand beside the words.
    pub pictures: bool,
    /// The staff's door.
    pub staff: String,
}

/// A further way in.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What it says.
    pub words: String,
    /// What it looks like.
    pub picture: Picture,
    /// Where it leads.
    pub action: Action,
}

impl WelcomeData {
    /// Reads the welcome's words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            title: view.tr("welcome-title"),
            subtitle: view.tr("welcome-subtitle"),
            called: view.called.map(|number| (view.tr("waiting-now"), number.to_string())),
            date: dates::both(view.words, view.now.date()),
            visit: view.tr("welcome-new-visit"),
            rate: view.tr("welcome-rate"),
            opening: view.opening_line(),
            more: vec![
                Way { words: view.tr("welcome-guide"), picture: Picture::Book, action: Action::OpenGuide },
                Way {
                    words: view.tr("welcome-suggest"),
                    picture: Picture::Lamp,
                    action: Action::StartSuggestion,
                },
            ],
            pictures: view.access.simple_words,
            staff: view.tr("staff-sign-in"),
        }
    }
}
