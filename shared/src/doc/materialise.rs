//! Building an automerge document out of admitted changes: for an export that any automerge can open, and for
//! nothing that a replica leans on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, ChangeHash};

use super::Admitted;

/// Why admitted changes could not be made into a document: damage in the store, or a fault of automerge's.
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
/// [`MaterialiseError`]; the raw changes are untouched then and remain the truth.
pub fn materialise(changes: Vec<Admitted>) -> Result<(Vec<u8>, Vec<ChangeHash>), MaterialiseError> {
    let made = catch_unwind(AssertUnwindSafe(|| {
        let mut document = Automerge::new();
        document.apply_changes(changes.into_iter().map(|c| c.change)).ok()?;
        Some((document.save(), document.get_heads()))
    }));
    let (saved, heads) = made.ok().flatten().ok_or(MaterialiseError::Refused)?;
    let loaded = catch_unwind(AssertUnwindSafe(|| Automerge::load(&saved).ok().map(|d| d.get_heads())));
    match loaded {
        Ok(Some(same)) if same == heads => Ok((saved, heads)),
        Ok(_) | Err(_) => Err(MaterialiseError::Different),
    }
}
