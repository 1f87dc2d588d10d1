//! What the comment's screen shows.

use crate::flow::RatingFlow;
use crate::screens::fault::not_saved_words;
use crate::screens::inputs::{FieldData, Input};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::view::View;

/// The words of the comment's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentData {
    /// The question.
    pub title: String,
    /// That it is optional, and that names and numbers are better left out.
    pub hint: String,
    /// The field.
    pub field: FieldData,
    /// The keyboard.
    pub keyboard: KeyboardData,
    /// Why nothing was saved.
    pub fault: Option<String>,
    /// The way back.
    pub back: String,
    /// Send, or "saving" for an instant.
    pub send: String,
    /// Whether it can be pressed.
    pub can_send: bool,
}

impl CommentData {
    /// Reads the words and the comment.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        let send = match (flow.is_saving(), flow.fault()) {
            (true, _) => view.tr("rating-saving"),
            (false, Some(_)) => view.tr("error-try-again"),
            (false, None) => view.tr("rating-send"),
        };
        Self {
            title: view.tr("comment-title"),
            hint: view.tr("comment-hint"),
            field: FieldData {
                input: Input::Comment,
                name: view.tr("comment-field"),
                hint: view.tr("common-optional"),
                text: flow.comment().to_owned(),
            },
            keyboard: KeyboardData::new(view),
            fault: flow.fault().map(|fault| not_saved_words(view, fault)),
            back: view.tr("common-back"),
            send,
            can_send: !flow.is_saving(),
        }
    }
}
