//! What staff mode asks about people.

use shared::domain::{FileId, Text};
use shared::replica::Seen;

/// A request about people. A self-service kiosk finds nobody.
#[derive(Clone)]
pub enum PeopleCommand {
    /// Looks people up by parts of a name, a number or a receipt's reference code; answered by `PeopleEvent::Found`.
    Search(String),
    /// Opens a person's page; answered by `PeopleEvent::Opened`.
    Open(FileId),
    /// Replaces what was seen of a field by a value; answered by `PeopleEvent::Corrected` and `Opened`.
    Correct {
        /// The person whose page is open.
        file: FileId,
        /// What was seen.
        seen: Seen,
        /// The value that replaces it.
        value: Text,
    },
    /// Drops the index: nobody is signed in any more.
    Forget,
}

impl std::fmt::Debug for PeopleCommand {
    /// Shows nothing of a person: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Search(_) => "Search",
            Self::Open(_) => "Open",
            Self::Correct { .. } => "Correct",
            Self::Forget => "Forget",
        })
    }
}
