//! Paints the summary: a row an answer, each with its own "change".

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use super::data::{SummaryData, SummaryRow};
use crate::action::{Action, VisitAction};
use crate::screens::layout::title;
use crate::screens::page::{Foot, page};
use crate::screens::view::Choice;
use crate::theme::{Look, TextKind};
use crate::widgets::{
    ChoiceTile, Picture, TouchButton, announce, card, column_start, notice, row_end_to_start,
    row_start_to_end,
};

/// Adds the summary.
pub fn summary_ui(ui: &mut Ui, look: &Look, data: &SummaryData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, None);
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let edited = answers(ui, look, &data.rows, &data.edit).filter(|_| data.can_confirm);
        let woman = data.asks_for_woman.as_ref().is_some_and(|choice| woman_ui(ui, look, choice));
        let edited = edited.map(|step| Action::Visit(VisitAction::Edit(step)));
        edited.or(woman.then_some(Action::Visit(VisitAction::ToggleAsksForWoman)))
    };
    let foot = Foot::new()
        .back(&data.back, Action::Visit(VisitAction::Back))
        .enabled(data.can_confirm)
        .next(&data.confirm, Action::Visit(VisitAction::Save))
        .enabled(data.can_confirm);
    page(ui, look, foot, body)
}

fn woman_ui(ui: &mut Ui, look: &Look, choice: &Choice<()>) -> bool {
    let tile = ChoiceTile::multi(&choice.name, choice.chosen).picture(Some(Picture::Woman));
    let tile = match &choice.about {
        Some(about) => tile.hint(about),
        None => tile,
    };
    let width = ui.available_width();
    let height = tile.least_height(ui.ctx(), look, width);
    tile.show(ui, look, vec2(width, height)).clicked()
}

/// Adds the answers; returns the step of the one that is to be changed.
pub fn answers<S: Copy>(ui: &mut Ui, look: &Look, rows: &[SummaryRow<S>], edit: &str) -> Option<S> {
    card(ui, look, |ui| {
        let mut edited = None;
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                let (line, _) = ui
                    .allocate_exact_size(vec2(ui.available_width(), look.sizes.border / 2.0), Sense::hover());
                ui.painter().rect_filled(line, 0.0, look.palette.line);
            }
            if answer(ui, look, row, edit) {
                edited = Some(row.step);
            }
        }
        edited
    })
}

fn answer<S>(ui: &mut Ui, look: &Look, row: &SummaryRow<S>, edit: &str) -> bool {
    let word = look.text.galley(ui.ctx(), &look.style(TextKind::Button), None, edit).size().x;
    let edit_width = (word + look.sizes.gap * 4.0).max(look.sizes.button * 2.0).ceil();
    let width = (ui.available_width() - edit_width - look.sizes.button).max(look.sizes.button);
    let value = look.style(TextKind::Heading);
    let wrapped = look.text.galley(ui.ctx(), &value, Some(width), &row.value).size().y;
    let name_height = look.style(TextKind::Small).line_height;
    let small = look.style(TextKind::Small);
    let warning_height = row
        .warning
        .as_ref()
        .map_or(0.0, |words| look.text.galley(ui.ctx(), &small, Some(width), words).size().y);
    let height = (name_height + wrapped + warning_height).max(look.sizes.button);
    row_start_to_end(ui, look.direction, height, |ui| {
        ui.scope(|ui| {
            ui.set_max_width(width);
            ui.set_min_size(vec2(width, height).max(egui::Vec2::ZERO));
            ui.spacing_mut().item_spacing.y = 0.0;
            column_start(ui, look.direction, |ui| {
                look.label(ui, TextKind::Small, &row.name);
                look.label(ui, TextKind::Heading, &row.value);
                if let Some(warning) = &row.warning {
                    announce(&look.label_colored(ui, TextKind::Small, look.palette.warning, warning));
                }
            });
        });
        row_end_to_start(ui, look.direction, height, |ui| {
            let button = TouchButton::secondary(edit).height(look.sizes.touch).width(edit_width);
            let response = button.show(ui, look);
            // all these buttons show the same word; who listens to the screen hears which answer it is
            response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &row.edit_name));
            response.clicked()
        })
    })
}
