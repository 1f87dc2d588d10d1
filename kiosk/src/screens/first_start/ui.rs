//! Paints the first start: two fields above the keyboard.

use egui::{Ui, vec2};

use super::data::FirstStartData;
use crate::action::{Action, FirstStartAction};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::layout::{in_rect, start_and_end, title};
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::{Keyboard, card, notice};

/// Adds the first start.
pub fn first_start_ui(
    ui: &mut Ui,
    look: &Look,
    data: &FirstStartData,
    inputs: &mut Inputs,
) -> Option<Action> {
    if !data.is_open {
        return enrolling(ui, look, data);
    }
    inputs.show_only(look, &[Input::Server, Input::Code]);
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, data.notice.is_none().then_some(&data.hint));
        if let Some(words) = &data.notice {
            notice(ui, look, words);
        }
        let (start, end) = start_and_end(ui, look, 0.6);
        let server = in_rect(ui, look, "server", start, |ui| field(ui, look, &data.server, inputs));
        let code = in_rect(ui, look, "code", end, |ui| field(ui, look, &data.code, inputs));
        let space = ui.max_rect();
        let top = space.bottom() - Keyboard::height(look);
        let rect = egui::Rect::from_min_max(egui::pos2(space.left(), top), space.max);
        let pressed = in_rect(ui, look, "keyboard", rect, |ui| inputs.keyboard(ui, look, &data.keyboard));
        let server = server.map(FirstStartAction::WriteServer);
        let code = code.map(FirstStartAction::WriteCode);
        let pressed = pressed.map(|(input, text)| match input {
            Input::Code => FirstStartAction::WriteCode(text),
            Input::Server | Input::PrinterPath | Input::Comment | Input::Suggestion | Input::Form(_) => {
                FirstStartAction::WriteServer(text)
            }
        });
        server.or(code).or(pressed).map(Action::FirstStart)
    };
    let foot =
        Foot::new().next(&data.next, Action::FirstStart(FirstStartAction::Next)).enabled(data.can_go_on);
    page(ui, look, foot, body)
}

fn field(ui: &mut Ui, look: &Look, data: &FieldData, inputs: &mut Inputs) -> Option<String> {
    look.label(ui, TextKind::Strong, &data.name);
    let size = vec2(ui.available_width(), look.sizes.touch);
    let changed = inputs.field(ui, look, &FieldData { hint: String::new(), ..data.clone() }, size);
    look.label(ui, TextKind::Small, &data.hint);
    changed
}

fn enrolling(ui: &mut Ui, look: &Look, data: &FirstStartData) -> Option<Action> {
    title(ui, look, &data.title, None);
    card(ui, look, |ui| {
        if let Some(words) = &data.notice {
            look.label(ui, TextKind::Heading, words);
        }
    });
    None
}
