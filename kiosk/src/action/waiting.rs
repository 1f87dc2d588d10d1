//! What the page of those who wait asks for.

use shared::domain::{FactId, WaitingEnd};

/// A request of the page of those who wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingAction {
    /// Opens it.
    Show,
    /// Calls somebody, or calls them again.
    Call(FactId),
    /// Ends somebody's waiting.
    End(FactId, WaitingEnd),
}
