//! Paints field mode's home.

use egui::{Ui, vec2};

use super::data::FieldData;
use crate::action::{Action, PlanAction, StaffAction};
use crate::screens::layout::tile_columns;
use crate::screens::today::{TODAY_SHARES, tabs_ui};
use crate::screens::view::Choice;
use crate::theme::{Look, TextKind};
use crate::widgets::{Column, StatusKind, TouchButton, announce, card, grid, scroll, status, table_row};

/// Shares of a planned visit's width: when, who, where, why.
const PLANNED_SHARES: [f32; 4] = [1.2, 2.0, 2.2, 2.6];

/// Adds field mode's home.
pub fn field_ui(ui: &mut Ui, look: &Look, data: &FieldData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    if let Some(words) = &data.notice {
        announce(&status(ui, look, StatusKind::Good, words));
    }
    let chosen = scroll(ui, look, "field", |ui| {
        let way = ways_ui(ui, look, &data.ways);
        if !data.records.is_empty() {
            card(ui, look, |ui| records_ui(ui, look, &data.records));
        }
        look.label(ui, TextKind::Heading, &data.planned_title);
        let planned = planned_ui(ui, look, data);
        let (title, hint) = &data.today;
        look.label(ui, TextKind::Heading, title);
        look.label(ui, TextKind::Body, hint);
        way.or(planned).or(rows_ui(ui, look, data))
    });
    tab.or(chosen)
}

fn ways_ui(ui: &mut Ui, look: &Look, ways: &[Choice<Action>]) -> Option<Action> {
    let words: Vec<String> = ways.iter().map(words_of).collect();
    let columns = tile_columns(ui, 4);
    let cell = (ui.available_width() - (columns - 1) as f32 * look.sizes.gap) / columns as f32;
    let style = look.style(TextKind::Strong);
    let style = style.line_height((style.size * 1.4).round());
    let height_of = |words: &String| {
        look.text.galley(ui.ctx(), &style, Some(cell - look.sizes.gap * 3.0), words).size().y + look.sizes.gap
    };
    let height = words.iter().map(height_of).fold(look.sizes.touch, f32::max);
    let mut pressed = None;
    grid(ui, look, columns, height, ways.len(), |ui, index| {
        let words = &words[index];
        let button = if index == 0 { TouchButton::primary(words) } else { TouchButton::secondary(words) };
        let size = vec2(ui.available_width(), height);
        if button.width(size.x).height(size.y).text(TextKind::Strong).show(ui, look).clicked() {
            pressed = Some(ways[index].value.clone());
        }
    });
    pressed
}

fn words_of(way: &Choice<Action>) -> String {
    match &way.about {
        Some(about) => format!("{}\n{about}", way.name),
        None => way.name.clone(),
    }
}

fn records_ui(ui: &mut Ui, look: &Look, records: &[(String, String)]) {
    let line = |kind| look.style(kind).line_height;
    let height = line(TextKind::Small) + line(TextKind::Strong);
    grid(ui, look, tile_columns(ui, 4), height, records.len(), |ui, index| {
        let (name, value) = &records[index];
        ui.spacing_mut().item_spacing.y = 0.0;
        look.label(ui, TextKind::Small, name);
        look.label(ui, TextKind::Strong, value);
    });
}

fn planned_ui(ui: &mut Ui, look: &Look, data: &FieldData) -> Option<Action> {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut chosen = None;
        for (plan, cells) in &data.planned {
            let cells: [Column<'_>; 4] =
                std::array::from_fn(|index| Column::new(&cells[index], PLANNED_SHARES[index]));
            if ui.push_id(plan, |ui| table_row(ui, look, &cells)).inner.clicked() {
                chosen = Some(Action::Plan(PlanAction::Open(*plan)));
            }
        }
        chosen
    })
    .inner
}

fn rows_ui(ui: &mut Ui, look: &Look, data: &FieldData) -> Option<Action> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut chosen = None;
    for row in &data.rows {
        let cells: Vec<Column<'_>> =
            row.cells.iter().zip(TODAY_SHARES).map(|(words, share)| Column::new(words, share)).collect();
        if ui.push_id(row.id, |ui| table_row(ui, look, &cells)).inner.clicked() {
            chosen = Some(Action::Staff(StaffAction::Correct(row.id)));
        }
    }
    chosen
}
