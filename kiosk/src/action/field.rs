//! What the screens of field mode ask for.

use shared::domain::{Code, DraftId};

use super::DigitKey;
use crate::flow::Who;

/// What field mode asks for: who signs in, the home page, drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldAction {
    /// Chooses who signs in, or goes back to choosing.
    SignInAs(Option<Who>),
    /// Opens the home page of field mode.
    ShowHome,
    /// Opens the drafts.
    ShowDrafts,
    /// Opens a draft.
    OpenDraft(DraftId),
    /// Asks whether a draft is to be deleted, or asks no more.
    AskToDrop(Option<DraftId>),
    /// Deletes a draft.
    DropDraft(DraftId),
    /// Leaves the form and keeps it as a draft.
    KeepForm,
    /// Leaves the form and drops what was entered.
    DiscardForm,
}

/// What the page of the representatives asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepresentativesAction {
    /// Opens the page, or goes back to its list.
    Show,
    /// Lets somebody choose a PIN.
    ChoosePin(Code),
    /// A key of the PIN pad.
    Key(DigitKey),
    /// The PIN is typed.
    SubmitPin,
    /// Asks whether somebody is to be removed.
    AskToRemove(Code),
    /// Removes somebody.
    Remove(Code),
}
