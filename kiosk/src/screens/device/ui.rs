//! Paints the device's status.

use egui::Ui;

use super::data::DeviceData;
use crate::action::{Action, RepresentativesAction, SettingsAction};
use crate::screens::layout::tile_columns;
use crate::screens::today::tabs_ui;
use crate::theme::{Look, TextKind};
use crate::widgets::{TouchButton, card, grid, row_start_to_end, scroll};

/// Adds the device's status.
pub fn device_ui(ui: &mut Ui, look: &Look, data: &DeviceData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    let opened = scroll(ui, look, "status", |ui| {
        let opened = doors(ui, look, data);
        if !data.rows.is_empty() {
            card(ui, look, |ui| rows(ui, look, data));
        }
        if let Some((title, lines)) = &data.held {
            card(ui, look, |ui| {
                look.label_colored(ui, TextKind::Strong, look.palette.problem, title);
                lines.iter().for_each(|line| {
                    look.label(ui, TextKind::Body, line);
                });
            });
        }
        if let Some(words) = &data.ratings_hint {
            look.label(ui, TextKind::Small, words);
        }
        opened
    });
    tab.or(opened)
}

/// What only whoever knows the device's PIN may open.
fn doors(ui: &mut Ui, look: &Look, data: &DeviceData) -> Option<Action> {
    let height = look.sizes.touch;
    row_start_to_end(ui, look.direction, height, |ui| {
        let mut pressed = |words: &Option<String>| {
            let button = |words| TouchButton::secondary(words).height(height).text(TextKind::Strong);
            words.as_ref().is_some_and(|words| button(words).show(ui, look).clicked())
        };
        let representatives = pressed(&data.representatives);
        let settings = pressed(&data.settings);
        let representatives = representatives.then_some(Action::Representatives(RepresentativesAction::Show));
        representatives.or(settings.then_some(Action::Settings(SettingsAction::Show)))
    })
}

fn rows(ui: &mut Ui, look: &Look, data: &DeviceData) {
    let columns = tile_columns(ui, 3);
    let width = (ui.available_width() - (columns - 1) as f32 * look.sizes.gap) / columns as f32;
    let height_of = |kind, words: &str| {
        look.text.galley(ui.ctx(), &look.style(kind), Some(width.floor()), words).size().y
    };
    let height = data
        .rows
        .iter()
        .map(|(name, value)| height_of(TextKind::Small, name) + height_of(TextKind::Strong, value));
    let height = height.fold(0.0, f32::max);
    grid(ui, look, columns, height, data.rows.len(), |ui, index| {
        let (name, value) = &data.rows[index];
        ui.spacing_mut().item_spacing.y = 0.0;
        look.label(ui, TextKind::Small, name);
        look.label(ui, TextKind::Strong, value);
    });
}
