//! What the screens that find and show people ask for.

use shared::domain::{FileId, ProfileField};

/// What finding people and a person's page ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleAction {
    /// Opens the search.
    Show,
    /// What is looked for, as it stands.
    Write(String),
    /// Opens a person's page.
    Open(FileId),
    /// Goes one step back.
    Back,
    /// Begins to correct a field.
    Edit(ProfileField),
    /// The value as it stands.
    WriteValue(String),
    /// Saves the value.
    Save,
    /// Chooses one of several values that contradict each other.
    Settle(ProfileField, usize),
    /// Opens a form with the person filled in.
    Register,
    /// Opens a visit of the person, to be corrected.
    Correct(shared::domain::FactId),
}
