//! What planning a visit, and the page of a planned one, ask for.

use shared::domain::{Code, FactId};

/// A request about a visit that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanAction {
    /// Begins to plan a visit to the person whose page is open.
    Begin,
    /// The day as it stands.
    WriteDate(String),
    /// Why, as it stands.
    WriteReason(String),
    /// Opens the choice of who is to make it.
    AskWhom,
    /// Chooses who is to make it; `None` for anybody.
    Choose(Option<Code>),
    /// Saves the plan.
    Save,
    /// Opens a planned visit.
    Open(FactId),
    /// Opens a form: the planned visit is made now.
    CarryOut,
    /// Asks why it is not to be made any more.
    AskWhy,
    /// Why it is not to be made any more, as it stands.
    WriteWhy(String),
    /// Drops it.
    Drop,
    /// Goes one step back.
    Back,
}
