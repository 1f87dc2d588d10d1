//! Paints the list of the current day's visits.

use egui::Ui;

use super::data::TodayData;
use super::tabs::tabs_ui;
use crate::action::{Action, StaffAction};
use crate::theme::{Look, TextKind};
use crate::widgets::{Column, StatusKind, announce, scroll, status, table_header, table_row};

/// Shares of the row's width, in the order of the headings.
pub const SHARES: [f32; 5] = [1.2, 1.7, 1.6, 2.5, 2.0];

/// Adds the list.
pub fn today_ui(ui: &mut Ui, look: &Look, data: &TodayData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    if let Some(words) = &data.notice {
        announce(&status(ui, look, StatusKind::Good, words));
    }
    look.label(ui, TextKind::Body, &data.hint);
    let rows = data.rows.as_deref().unwrap_or_default();
    if rows.is_empty() {
        return tab;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let chosen = scroll(ui, look, "visits", |ui| {
        table_header(ui, look, &columns(&data.headings));
        let mut chosen = None;
        for row in rows {
            let shown = ui.push_id(row.id, |ui| table_row(ui, look, &columns(&row.cells)));
            if shown.inner.clicked() {
                chosen = Some(Action::Staff(StaffAction::Correct(row.id)));
            }
        }
        chosen
    });
    tab.or(chosen)
}

fn columns(cells: &[String; 5]) -> [Column<'_>; 5] {
    std::array::from_fn(|index| Column::new(&cells[index], SHARES[index]))
}
