//! Paints the screen's size and the printer: parts of the settings, and pages of the first start.

use egui::epaint::StrokeKind;
use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::data::{Group, PrinterData, ScreenData};
use crate::flow::SettingsChange;
use crate::screens::inputs::{Input, Inputs};
use crate::screens::printing::print_state;
use crate::screens::tiles::compact_tiles;
use crate::theme::{Look, TextKind};
use crate::widgets::{TileKind, TouchButton, answers, grid};

/// A bank card is 85.60 mm × 53.98 mm (ISO/IEC 7810, ID-1).
const CARD_INCHES: egui::Vec2 = vec2(85.60 / 25.4, 53.98 / 25.4);

/// Adds the frame that a bank card is held against, and the buttons that fit it.
pub fn screen_part(ui: &mut Ui, look: &Look, data: &ScreenData) -> Option<SettingsChange> {
    look.label(ui, TextKind::Body, &data.hint);
    let size = CARD_INCHES * (ui.ctx().content_rect().size().length() / data.diagonal_inches);
    let size = size * (ui.available_width() / size.x).min(1.0);
    let (space, response) = ui.allocate_exact_size(vec2(ui.available_width(), size.y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &data.card));
    let card = Rect::from_center_size(space.center(), size);
    let line = Stroke::new(look.sizes.border, look.palette.primary);
    ui.painter().rect(card, size.y * 0.06, look.palette.surface, line, StrokeKind::Inside);
    let chip = Rect::from_min_size(card.min + size * vec2(0.1, 0.38), size * vec2(0.14, 0.2));
    ui.painter().rect_filled(chip, look.sizes.border * 2.0, look.palette.band);
    look.label_centered(ui, TextKind::Heading, &data.inches);
    let mut asked = None;
    grid(ui, look, data.steps.len(), look.sizes.touch, data.steps.len(), |ui, index| {
        let (words, change) = &data.steps[index];
        let button = TouchButton::secondary(words).width(ui.available_width()).height(look.sizes.touch);
        if button.text(TextKind::Small).show(ui, look).clicked() {
            asked = Some(change.clone());
        }
    });
    asked
}

/// Adds where receipts are printed; with a printer, its path and paper.
pub fn printer_part(
    ui: &mut Ui,
    look: &Look,
    data: &PrinterData,
    inputs: &mut Inputs,
) -> Option<SettingsChange> {
    let mut asked = groups(ui, look, std::slice::from_ref(&data.kind), 3);
    if let Some(path) = &data.path {
        inputs.show_only(look, &[Input::PrinterPath]);
        look.label(ui, TextKind::Strong, &path.name);
        let size = vec2(ui.available_width(), look.sizes.touch);
        let changed = inputs.field(ui, look, path, size);
        asked = asked.or(changed.map(SettingsChange::Path));
    }
    if let Some(paper) = &data.paper {
        asked = asked.or(groups(ui, look, paper, 4));
    }
    if let Some(test) = &data.test {
        print_state(ui, look, test);
    }
    if data.path.is_some() {
        let typed = inputs.keyboard(ui, look, &data.keyboard);
        asked = asked.or(typed.map(|(_, text)| SettingsChange::Path(text)));
    }
    asked
}

/// Adds groups of choices.
pub fn groups(ui: &mut Ui, look: &Look, groups: &[Group], columns: usize) -> Option<SettingsChange> {
    let mut asked = None;
    for (name, choices) in groups {
        look.label(ui, TextKind::Strong, name);
        let chosen = answers(ui, name, |ui| compact_tiles(ui, look, TileKind::Single, columns, choices));
        asked = asked.take().or(chosen);
    }
    asked
}
