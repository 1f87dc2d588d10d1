//! Paints the frame and gives the space within it to a screen.

use egui::{Frame, Margin, Ui, vec2};

use super::access::{AccessBarData, access_bar_height, access_bar_ui};
use super::data::FrameData;
use super::trial::trial_ui;
use crate::action::Action;
use crate::screens::layout::in_rect;
use crate::text::Direction;
use crate::theme::{Look, TextKind};
use crate::widgets::{TouchButton, column_start, in_language, row_at_end, row_start_to_end, step_progress};

/// Adds the ground alone.
pub fn blank_frame<R>(ui: &mut Ui, look: &Look, add: impl FnOnce(&mut Ui) -> R) -> R {
    let margin = Margin::symmetric(look.sizes.margin as i8, (look.sizes.margin * 0.6) as i8);
    let frame = Frame::new().fill(look.palette.ground).inner_margin(margin);
    frame
        .show(ui, |ui| {
            ui.set_min_size(ui.available_size().max(egui::Vec2::ZERO));
            let rect = ui.available_rect_before_wrap();
            in_rect(ui, look, "screen", rect, add)
        })
        .inner
}

/// Adds the frame around `screen`.
pub fn frame_ui(
    ui: &mut Ui,
    look: &Look,
    data: &FrameData,
    screen: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    blank_frame(ui, look, |ui| {
        let first = header(ui, look, data);
        if let Some((step, total, words)) = &data.progress {
            step_progress(ui, look, *step, *total, words);
        } else {
            let line = vec2(ui.available_width(), look.sizes.border);
            let (rect, _) = ui.allocate_exact_size(line, egui::Sense::hover());
            ui.painter().rect_filled(rect, 0.0, look.palette.line);
        }
        ui.add_space(look.sizes.gap);
        let first = match &data.trial {
            Some(words) => first.or(trial_ui(ui, look, words)),
            None => first,
        };
        let second = match &data.access {
            Some(bar) => above_bar(ui, look, bar, screen),
            None => {
                let rect = ui.available_rect_before_wrap();
                in_rect(ui, look, "content", rect, screen)
            }
        };
        first.or(second)
    })
}

/// Adds a screen and the bar beneath it.
fn above_bar(
    ui: &mut Ui,
    look: &Look,
    bar: &AccessBarData,
    screen: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    let space = ui.available_rect_before_wrap();
    let bar_top = space.bottom() - access_bar_height(look);
    let content = space.with_max_y(bar_top - look.sizes.gap);
    let first = in_rect(ui, look, "content", content, screen);
    first.or(in_rect(ui, look, "access", space.with_min_y(bar_top), |ui| access_bar_ui(ui, look, bar)))
}

fn header(ui: &mut Ui, look: &Look, data: &FrameData) -> Option<Action> {
    let height = look.sizes.button;
    row_start_to_end(ui, look.direction, height, |ui| {
        if let Some(logo) = &data.logo {
            logo.show(ui, height);
        }
        ui.scope(|ui| {
            let width = (ui.available_width() * 0.55).round();
            ui.set_max_width(width);
            ui.set_min_size(vec2(width, height).max(egui::Vec2::ZERO));
            column_start(ui, look.direction, |ui| names(ui, look, data, height));
        });
        let (language, name) = &data.other_language;
        let direction = if language.is_rtl() { Direction::Rtl } else { Direction::Ltr };
        let switch = || TouchButton::secondary(name).direction(direction).text(TextKind::Heading);
        let finish = data.finish.as_deref().map(TouchButton::quiet);
        let finish_width =
            finish.as_ref().map_or(0.0, |finish| finish.size(ui.ctx(), look).x + ui.spacing().item_spacing.x);
        let width = finish_width + switch().size(ui.ctx(), look).x;
        row_at_end(ui, look.direction, height, width, |ui| {
            let finished = finish.is_some_and(|finish| finish.show(ui, look).clicked());
            let switch = switch().show(ui, look);
            in_language(&switch, language.code());
            let switched = switch.clicked().then_some(Action::ChooseLanguage(*language));
            switched.or(finished.then_some(Action::Finish))
        })
    })
}

fn names(ui: &mut Ui, look: &Look, data: &FrameData, height: f32) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut name = look.style(TextKind::Strong).color(look.palette.primary);
    name.line_height = (name.size * 1.5).round();
    let mut place = look.style(TextKind::Small);
    place.line_height = (place.size * 1.5).round();
    let lines = name.line_height + if data.place.is_some() { place.line_height } else { 0.0 };
    ui.add_space(((height - lines) / 2.0).max(0.0).round());
    let width = ui.available_width();
    look.text.label(ui, &name, Some(width), &data.association);
    if let Some(words) = &data.place {
        look.text.label(ui, &place, Some(width), words);
    }
}
