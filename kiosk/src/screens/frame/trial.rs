//! The band on every screen of a trial on sample data.

use egui::{Frame, Margin, Ui, vec2};

use crate::action::Action;
use crate::theme::{Look, TextKind};
use crate::widgets::{TouchButton, column_start, row_end_to_start, row_start_to_end};

/// The share of the band that its words take; the rest is the way out.
const WORDS_SHARE: f32 = 0.68;

/// Adds the band.
pub fn trial_ui(ui: &mut Ui, look: &Look, [words, leave]: &[String; 2]) -> Option<Action> {
    let margin = look.sizes.gap;
    let room = ui.available_width() - 2.0 * margin;
    let words_width = (room * WORDS_SHARE).round();
    let style = look.style(TextKind::Strong);
    let words_height = look.text.galley(ui.ctx(), &style, Some(words_width), words).size().y;
    let height = words_height.max(look.sizes.touch);
    let band = Frame::new()
        .fill(look.palette.band)
        .corner_radius(look.sizes.radius)
        .inner_margin(Margin::symmetric(margin as i8, (margin / 2.0) as i8));
    let shown = band.show(ui, |ui| {
        ui.set_width(room.max(0.0));
        row_start_to_end(ui, look.direction, height, |ui| {
            ui.scope(|ui| {
                ui.set_max_width(words_width);
                ui.set_min_size(vec2(words_width, height));
                column_start(ui, look.direction, |ui| {
                    ui.add_space(((height - words_height) / 2.0).max(0.0).round());
                    look.text.label(ui, &style, Some(words_width), words);
                });
            });
            row_end_to_start(ui, look.direction, height, |ui| {
                let button = TouchButton::secondary(leave).height(height).text(TextKind::Strong);
                button.show(ui, look).clicked().then_some(Action::EndTrial)
            })
        })
    });
    ui.add_space(look.sizes.gap);
    shown.inner
}
