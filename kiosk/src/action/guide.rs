//! What the service guide asks for.

use shared::domain::Code;

use crate::flow::GuidePage;

/// A request of a page of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuideAction {
    /// Opens a page.
    Open(GuidePage),
    /// Opens a page in place of the one that is open.
    Swap(GuidePage),
    /// Guesses whether a notion is right.
    Guess(bool),
    /// What is searched for as it stands.
    Write(String),
    /// Goes back.
    Back,
    /// Begins a visit with a service chosen.
    AskFor(Code),
    /// Prints the open page.
    Print,
    /// Leaves staff mode with the open page before the visitor.
    Show,
}
