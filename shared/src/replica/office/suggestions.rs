//! Suggestions for head office's page: opened here, because their words are sealed. Whom they are shown is decided
//! where they are shown.

use super::{Office, OfficeError};
use crate::doc::FactKind;
use crate::domain::{Body, Suggestion};
use crate::replica::facts::Facts;
use crate::store::facts;

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
        Ok(self.db.read(|tx| facts::count(tx, FactKind::Suggestion.code()))?)
    }

    /// Returns a page of suggestions, newest first, after skipping some. One whose key is gone has nothing to show and
    /// stays out.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn list_suggestions(&self, skip: u64, at_most: u32) -> Result<Vec<ListedSuggestion>, OfficeError> {
        self.db.read(|tx| {
            let replica = Facts::new(tx, &self.secrets);
            let mut listed = Vec::new();
            for row in facts::newest(tx, FactKind::Suggestion.code(), skip, at_most)? {
                let fact = replica.fact_of(&row)?;
                let branch = row.branch.unwrap_or_default();
                if let Body::Suggestion(suggestion) = fact.body
                    && !suggestion.text.as_str().is_empty()
                {
                    listed.push(ListedSuggestion { branch, suggestion: *suggestion });
                }
            }
            Ok(listed)
        })
    }
}
