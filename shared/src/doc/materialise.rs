//! Building an automerge document out of changes that this program made: for an export that any automerge can open, and
//! for nothing that a replica leans on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change};

use super::ChangeHash;

/// Why changes could not be made into a document: damage in the store, or a fault of automerge's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MaterialiseError {
    /// Automerge refused the changes, or panicked on them.
    #[error("the changes do not make a document")]
    Refused,
    /// The saved document does not load to the same heads.
    #[error("the saved document does not load back to the same state")]
    Different,
}

/// Applies changes in the given order, saves the document, loads it back and compares.
///
/// # Errors
/// [`MaterialiseError`]; what is kept is untouched then and remains the truth.
pub fn materialise(changes: &[Vec<u8>]) -> Result<(Vec<u8>, Vec<ChangeHash>), MaterialiseError> {
    let made = catch_unwind(AssertUnwindSafe(|| {
        let changes: Result<Vec<Change>, _> =
            changes.iter().map(|bytes| Change::try_from(&bytes[..])).collect();
        let mut document = Automerge::new();
        document.apply_changes(changes.ok()?).ok()?;
        Some((document.save(), document.get_heads()))
    }));
    let (saved, heads) = made.ok().flatten().ok_or(MaterialiseError::Refused)?;
    let loaded = catch_unwind(AssertUnwindSafe(|| Automerge::load(&saved).ok().map(|d| d.get_heads())));
    match loaded {
        Ok(Some(same)) if same == heads => {
            Ok((saved, heads.into_iter().map(|hash| ChangeHash(hash.0)).collect()))
        }
        Ok(_) | Err(_) => Err(MaterialiseError::Different),
    }
}
