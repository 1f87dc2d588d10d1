//! Paints a person's page.

use egui::Ui;

use super::person::{FieldRow, PersonData, ValueData};
use crate::action::PeopleAction;
use crate::screens::layout::{body_and_foot, foot_button, foot_row};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{
    Column, StatusKind, TouchButton, card, column_start, notice, row_start_to_end, scroll, status, table_row,
};

/// Shares of a visit's width: when, channel, services, state.
const SHARES: [f32; 4] = [1.5, 1.5, 2.5, 1.5];

/// Adds a person's page.
pub fn person_ui(ui: &mut Ui, look: &Look, data: &PersonData) -> Option<PeopleAction> {
    let body = |ui: &mut Ui| {
        look.label(ui, TextKind::Title, &data.title);
        if let Some(words) = &data.files {
            look.label(ui, TextKind::Small, words);
        }
        if let Some(words) = &data.notice {
            status(ui, look, StatusKind::Good, words);
        }
        if let Some(words) = &data.fault {
            notice(ui, look, words);
        }
        scroll(ui, look, "person", |ui| {
            let mut action = None;
            for row in &data.fields {
                ui.push_id(row.field, |ui| {
                    action = card(ui, look, |ui| field_ui(ui, look, row)).or(action.take());
                });
            }
            look.label(ui, TextKind::Heading, &data.visits_title);
            action.or(visits_ui(ui, look, data))
        })
    };
    let [back, register] = &data.buttons;
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| foot_button(ui, look, Secondary, back, true).then_some(PeopleAction::Back);
        let register =
            |ui: &mut Ui| foot_button(ui, look, Primary, register, true).then_some(PeopleAction::Register);
        foot_row(ui, look, back, register)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}

fn field_ui(ui: &mut Ui, look: &Look, row: &FieldRow) -> Option<PeopleAction> {
    ui.spacing_mut().item_spacing.y = look.sizes.gap / 2.0;
    let edit = beside_button(ui, look, &row.edit, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        look.label(ui, TextKind::Small, &row.name);
        if let Some(words) = &row.nothing {
            look.label_colored(ui, TextKind::Body, look.palette.ink_soft, words);
        }
        if let [value] = row.values.as_slice() {
            value_ui(ui, look, value);
        }
        if let Some(words) = &row.differs {
            look.label_colored(ui, TextKind::Body, look.palette.warning, words);
        }
    });
    let mut action = edit.then_some(PeopleAction::Edit(row.field));
    if row.differs.is_some() {
        for (index, value) in row.values.iter().enumerate() {
            ui.push_id(index, |ui| {
                if beside_button(ui, look, &row.settle, |ui| value_ui(ui, look, value)) {
                    action = Some(PeopleAction::Settle(row.field, index));
                }
            });
        }
    }
    action
}

fn value_ui(ui: &mut Ui, look: &Look, value: &ValueData) {
    ui.spacing_mut().item_spacing.y = 0.0;
    look.label(ui, TextKind::Strong, &value.text);
    status(ui, look, value.state.0, &value.state.1);
}

/// Lays out words beside a button at the end side; true where it was pressed.
fn beside_button(ui: &mut Ui, look: &Look, words: &str, add: impl FnOnce(&mut Ui)) -> bool {
    let style = look.style(TextKind::Strong);
    let width = look.text.galley(ui.ctx(), &style, None, words).size().x.ceil() + look.sizes.gap * 3.0 + 2.0;
    let width = width.max(look.sizes.touch);
    row_start_to_end(ui, look.direction, look.sizes.touch, |ui| {
        ui.scope(|ui| {
            let room = ui.available_width() - width - look.sizes.gap * 2.0;
            ui.set_max_width(room);
            ui.set_min_width(room);
            column_start(ui, look.direction, add);
        });
        TouchButton::quiet(words)
            .width(width)
            .height(look.sizes.touch)
            .text(TextKind::Strong)
            .show(ui, look)
            .clicked()
    })
}

fn visits_ui(ui: &mut Ui, look: &Look, data: &PersonData) -> Option<PeopleAction> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut opened = None;
    for (visit, cells) in &data.visits {
        let cells: [Column<'_>; 4] = std::array::from_fn(|index| Column::new(&cells[index], SHARES[index]));
        if ui.push_id(visit, |ui| table_row(ui, look, &cells)).inner.clicked() {
            opened = Some(PeopleAction::Correct(*visit));
        }
    }
    opened
}
