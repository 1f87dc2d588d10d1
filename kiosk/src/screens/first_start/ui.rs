//! Paints the first start: two fields above the keyboard.

use egui::{Ui, vec2};

use super::data::FirstStartData;
use crate::action::{Action, FirstStartAction};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::layout::{field_height, push_down, title};
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::{Keyboard, card, grid, notice};

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
        let mut written = [None, None];
        let fields = [&data.server, &data.code];
        let width = (ui.available_width() - look.sizes.gap) / 2.0;
        let height = fields.iter().map(|data| height_of(ui, look, data, width)).fold(0.0, f32::max);
        grid(ui, look, 2, height, 2, |ui, index| written[index] = field(ui, look, fields[index], inputs));
        push_down(ui, Keyboard::height(look));
        let pressed = inputs.keyboard(ui, look, &data.keyboard);
        let [server, code] = written;
        let server = server.map(FirstStartAction::WriteServer);
        let code = code.map(FirstStartAction::WriteCode);
        let pressed = pressed.map(|(input, text)| match input {
            Input::Code => FirstStartAction::WriteCode(text),
            Input::Server
            | Input::PrinterPath
            | Input::Comment
            | Input::Suggestion
            | Input::Form(_)
            | Input::People
            | Input::Query
            | Input::Profile(_)
            | Input::PlanDate
            | Input::PlanReason
            | Input::PlanDropReason => FirstStartAction::WriteServer(text),
        });
        server.or(code).or(pressed).map(Action::FirstStart)
    };
    let act = Action::FirstStart;
    let foot = Foot::new()
        .back(&data.back, act(FirstStartAction::Back))
        .next(&data.next, act(FirstStartAction::Next))
        .enabled(data.can_go_on);
    page(ui, look, foot, body)
}

fn field(ui: &mut Ui, look: &Look, data: &FieldData, inputs: &mut Inputs) -> Option<String> {
    ui.spacing_mut().item_spacing.y = look.sizes.gap / 2.0;
    look.label(ui, TextKind::Strong, &data.name);
    let size = vec2(ui.available_width(), field_height(look, 1.0));
    let changed = inputs.field(ui, look, &FieldData { hint: String::new(), ..data.clone() }, size);
    look.label(ui, TextKind::Small, &data.hint);
    changed
}

/// The height of a field with its name above and its hint beneath it, in a cell of `width` points.
fn height_of(ui: &Ui, look: &Look, data: &FieldData, width: f32) -> f32 {
    let of = |kind, words: &str| look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y;
    of(TextKind::Strong, &data.name)
        + field_height(look, 1.0)
        + of(TextKind::Small, &data.hint)
        + look.sizes.gap
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
