//! Suggestions for head office's page: opened here, because their words are sealed. Whom they are shown is decided
//! where they are shown.

use super::{Office, OfficeError};
use crate::domain::Suggestion;
use crate::replica::apply::open_suggestion_row;
use crate::store::suggestions;

/// A suggestion as the page lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedSuggestion {
    /// The branch it was recorded for.
    pub branch: String,
    /// The suggestion.
    pub suggestion: Suggestion,
}

impl Office {
    /// Counts the suggestions.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn count_suggestions(&self) -> Result<u64, OfficeError> {
        Ok(self.db.read(suggestions::count)?)
    }

    /// Returns a page of suggestions, newest first, after skipping some. One whose key is gone has nothing to show and
    /// stays out.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn list_suggestions(&self, skip: u64, at_most: u32) -> Result<Vec<ListedSuggestion>, OfficeError> {
        self.db.read(|tx| {
            let mut listed = Vec::new();
            for row in suggestions::page(tx, skip, at_most)? {
                let opened = open_suggestion_row(tx, &self.secrets, &row)?;
                listed.extend(opened.map(|suggestion| ListedSuggestion { branch: row.branch, suggestion }));
            }
            Ok(listed)
        })
    }
}
