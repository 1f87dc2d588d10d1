//! What the screens of a suggestion ask for.

use shared::domain::Code;

use super::DigitKey;
use crate::flow::SuggestionStep;

/// A request of a suggestion's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestionAction {
    /// Says which service it is about; `None`: none in particular.
    ChooseAbout(Option<Code>),
    /// The words as they stand.
    Write(String),
    /// A key of the number pad.
    Key(DigitKey),
    /// Goes on without a number: no reply is wanted.
    SkipReply,
    /// Opens an answer to be changed.
    Edit(SuggestionStep),
    /// Goes on.
    Next,
    /// Goes back.
    Back,
    /// Saves the suggestion.
    Save,
}
