//! Paints staff mode's form: sections on top, the open one, cancel and save beneath.

use egui::Ui;

use super::choices::{contact_ui, services_ui};
use super::data::{RegisterData, SectionData};
use super::leave::leave_ui;
use super::outcome::outcome_ui;
use super::sign::sign_ui;
use super::words::words_ui;
use crate::action::{Action, FormAction};
use crate::screens::button_rows::{RowButton, button_rows};
use crate::screens::inputs::Inputs;
use crate::screens::layout::{body_and_foot, foot_button, foot_end, foot_row};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Quiet, Secondary};
use crate::widgets::notice;
use crate::widgets::{StatusKind, announce, status};

/// Adds the form.
pub fn register_ui(ui: &mut Ui, look: &Look, data: &RegisterData, inputs: &mut Inputs) -> Option<Action> {
    let body = |ui: &mut Ui| {
        heading(ui, look, data);
        let opened = sections(ui, look, data);
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let entered = match &data.section {
            SectionData::Contact(data) => contact_ui(ui, look, data),
            SectionData::Services(data) => services_ui(ui, look, data),
            SectionData::Outcome(data) => outcome_ui(ui, look, data),
            SectionData::Words(data) => words_ui(ui, look, data, inputs),
            SectionData::Sign(data) => sign_ui(ui, look, data, inputs),
        };
        opened.or(entered)
    };
    let foot = |ui: &mut Ui| {
        let cancel = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.cancel, data.can_save)
                .then_some(Action::Form(FormAction::AskToLeave))
        };
        let save = |ui: &mut Ui| {
            let next = data.save_and_next.as_deref().map(|words| (Secondary, words, FormAction::SaveAndNext));
            let ways = next.into_iter().chain([(Primary, data.save.as_str(), FormAction::Save)]);
            let (buttons, actions): (Vec<_>, Vec<_>) =
                ways.map(|(kind, words, action)| ((kind, words), action)).unzip();
            let pressed = foot_end(ui, look, &buttons, data.can_save);
            pressed.and_then(|index| actions.into_iter().nth(index)).map(Action::Form)
        };
        foot_row(ui, look, cancel, save)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    let left = data.leaving.as_ref().and_then(|words| leave_ui(ui, look, words));
    left.or(first).or(second)
}

fn heading(ui: &mut Ui, look: &Look, data: &RegisterData) {
    if let Some(explain) = &data.explain {
        look.label(ui, TextKind::Small, explain);
    }
    if let Some(words) = &data.follows {
        announce(&status(ui, look, StatusKind::Good, words));
    }
    if let Some(words) = &data.lost_signature {
        status(ui, look, StatusKind::Problem, words);
    }
}

fn sections(ui: &mut Ui, look: &Look, data: &RegisterData) -> Option<Action> {
    let buttons: Vec<RowButton<'_>> = data
        .sections
        .iter()
        .map(|section| RowButton::new(if section.chosen { Primary } else { Quiet }, &section.name))
        .collect();
    let opened = button_rows(ui, look, &buttons, &[]).and_then(|index| data.sections.get(index));
    opened.map(|section| Action::Form(FormAction::Open(section.value)))
}
