//! Why, in one's own words; may be passed over.

use egui::{Ui, vec2};

use super::fault::not_saved_words;
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::title;
use super::page::{Foot, page};
use super::view::View;
use crate::action::{Action, RatingAction};
use crate::flow::RatingFlow;
use crate::theme::Look;
use crate::widgets::ButtonKind::Primary;
use crate::widgets::{Keyboard, notice};

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

/// Adds the comment's screen.
pub fn comment_ui(ui: &mut Ui, look: &Look, data: &CommentData, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[Input::Comment]);
    let body = |ui: &mut Ui| {
        match &data.fault {
            Some(fault) => notice(ui, look, fault),
            None => title(ui, look, &data.title, Some(&data.hint)),
        }
        let height = ui.available_height() - Keyboard::height(look) - look.sizes.gap * 2.0;
        let size = vec2(ui.available_width(), height.max(look.sizes.touch));
        let typed = inputs.field(ui, look, &data.field, size);
        ui.add_space(look.sizes.gap);
        let pressed = inputs.keyboard(ui, look, &data.keyboard).map(|(_, text)| text);
        typed.or(pressed).map(|text| Action::Rating(RatingAction::WriteComment(text)))
    };
    let foot = Foot::new()
        .back(&data.back, Action::Rating(RatingAction::Back))
        .enabled(data.can_send)
        .end(Primary, &data.send, Action::Rating(RatingAction::Save))
        .enabled(data.can_send);
    page(ui, look, foot, body)
}
