//! Paints a person's page.

use egui::Ui;

use super::person::{FieldRow, PersonData, ValueData};
use crate::action::{Action, PeopleAction, PlanAction};
use crate::screens::page::{Foot, page};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    ButtonKind, Column, StatusKind, TouchButton, announce, card, column_start, name_with_object, notice,
    row_start_to_end, status, table_row,
};

/// Shares of a visit's width: when, channel, services, state.
const SHARES: [f32; 4] = [1.5, 1.5, 2.5, 1.5];

/// Shares of a planned visit's width: when, who makes it, why.
const PLANNED_SHARES: [f32; 3] = [1.5, 2.0, 3.5];

/// Adds a person's page.
pub fn person_ui(ui: &mut Ui, look: &Look, data: &PersonData) -> Option<Action> {
    let [back, register, plan] = &data.buttons;
    let foot = Foot::new()
        .back(back, Action::People(PeopleAction::Back))
        .next(register, Action::People(PeopleAction::Register))
        .end(ButtonKind::Secondary, plan, Action::Plan(PlanAction::Begin));
    page(ui, look, foot, |ui| {
        look.label(ui, TextKind::Title, &data.title);
        if let Some(words) = &data.files {
            look.label(ui, TextKind::Small, words);
        }
        if let Some(words) = &data.notice {
            announce(&status(ui, look, StatusKind::Good, words));
        }
        if let Some(words) = &data.fault {
            notice(ui, look, words);
        }
        let planned = planned_ui(ui, look, data);
        let mut action = None;
        for row in &data.fields {
            ui.push_id(row.field, |ui| {
                action = card(ui, look, |ui| field_ui(ui, look, row)).or(action.take());
            });
        }
        look.label(ui, TextKind::Heading, &data.visits_title);
        let action = action.or(visits_ui(ui, look, data));
        planned.or(action.map(Action::People))
    })
}

fn planned_ui(ui: &mut Ui, look: &Look, data: &PersonData) -> Option<Action> {
    if data.planned.is_empty() {
        return None;
    }
    look.label(ui, TextKind::Heading, &data.planned_title);
    let rows = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut opened = None;
        for (plan, cells) in &data.planned {
            let cells: [Column<'_>; 3] =
                std::array::from_fn(|index| Column::new(&cells[index], PLANNED_SHARES[index]));
            if ui.push_id(plan, |ui| table_row(ui, look, &cells)).inner.clicked() {
                opened = Some(Action::Plan(PlanAction::Open(*plan)));
            }
        }
        opened
    };
    ui.scope(rows).inner
}

fn field_ui(ui: &mut Ui, look: &Look, row: &FieldRow) -> Option<PeopleAction> {
    ui.spacing_mut().item_spacing.y = look.sizes.gap / 2.0;
    let edit = beside_button(ui, look, &row.edit, &row.name, |ui| {
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
                let about = format!("{} · {}", row.name, value.text);
                if beside_button(ui, look, &row.settle, &about, |ui| value_ui(ui, look, value)) {
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

/// Lays out words beside a button at the end side, which is read out with what it is about; true where it was pressed.
fn beside_button(ui: &mut Ui, look: &Look, words: &str, about: &str, add: impl FnOnce(&mut Ui)) -> bool {
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
            .accessible_name(name_with_object(words, about))
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
