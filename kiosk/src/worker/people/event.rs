//! What the worker thread tells of people.

use shared::replica::{Correction, PersonHit, PersonView};

use crate::worker::event::NotSaved;

/// Something about people.
#[derive(Clone)]
pub enum PeopleEvent {
    /// Who was found.
    Found {
        /// What was looked for.
        query: String,
        /// Who was found, best first.
        hits: Vec<PersonHit>,
    },
    /// A person's page.
    Opened(Box<PersonView>),
    /// What became of a correction.
    Corrected(Result<Correction, NotSaved>),
}

impl std::fmt::Debug for PeopleEvent {
    /// Shows nothing of a person: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Found { .. } => "Found",
            Self::Opened(_) => "Opened",
            Self::Corrected(_) => "Corrected",
        })
    }
}
