//! Paints the settings: the parts on top, the open one, back and save beneath.

use egui::Ui;

use super::data::{SettingsBody, SettingsData};
use super::parts::{groups, printer_part, screen_part};
use crate::action::{Action, SettingsAction};
use crate::screens::button_rows::{RowButton, button_rows};
use crate::screens::inputs::Inputs;
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Quiet};
use crate::widgets::{TouchButton, announce, dialog, status};

/// Adds the settings.
pub fn settings_ui(ui: &mut Ui, look: &Look, data: &SettingsData, inputs: &mut Inputs) -> Option<Action> {
    let [back, save, leave] = &data.foot;
    let act = Action::Settings;
    let mut foot = Foot::new()
        .back(back, act(SettingsAction::Back))
        .start(Quiet, leave, act(SettingsAction::AskToLeave))
        .next(save, act(SettingsAction::Save));
    if let SettingsBody::Printer(printer) = &data.body
        && let Some(test) = &printer.test
    {
        foot = test.in_foot(foot, act(SettingsAction::TestPage));
    }
    let shown = page(ui, look, foot, |ui| {
        let opened = parts(ui, look, data);
        if let Some((kind, words)) = &data.outcome {
            announce(&status(ui, look, *kind, words));
        }
        let changed = match &data.body {
            SettingsBody::Screen(screen) => screen_part(ui, look, screen),
            SettingsBody::Visitors(choices) => groups(ui, look, choices, 4),
            SettingsBody::Printer(printer) => printer_part(ui, look, printer, inputs),
        };
        opened.or(changed.map(SettingsAction::Change)).map(Action::Settings)
    });
    let answered = data.leaving.as_ref().and_then(|words| leave_ui(ui, look, words));
    answered.map(Action::Settings).or(shown)
}

fn parts(ui: &mut Ui, look: &Look, data: &SettingsData) -> Option<SettingsAction> {
    let buttons: Vec<RowButton<'_>> = data
        .parts
        .iter()
        .map(|part| RowButton::new(if part.chosen { Primary } else { Quiet }, &part.name))
        .collect();
    let opened = button_rows(ui, look, &buttons, &[]).and_then(|index| data.parts.get(index));
    opened.map(|part| SettingsAction::Open(part.value))
}

/// Adds the question before the program is left.
fn leave_ui(ui: &Ui, look: &Look, [title, body, stay, leave]: &[String; 4]) -> Option<SettingsAction> {
    let (action, escaped) = dialog(ui.ctx(), look, "leave program", title, |ui| {
        look.label(ui, TextKind::Title, title);
        look.label(ui, TextKind::Body, body);
        ui.add_space(look.sizes.gap);
        let width = ui.available_width();
        let stay = TouchButton::primary(stay).width(width).show(ui, look).clicked();
        let leave = TouchButton::quiet(leave).width(width).show(ui, look).clicked();
        stay.then_some(SettingsAction::Stay).or(leave.then_some(SettingsAction::Leave))
    });
    action.or(escaped.then_some(SettingsAction::Stay))
}
