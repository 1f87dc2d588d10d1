//! What was entered, before it is saved.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};
use shared::locale::{key, ltr};

use super::fault::not_saved_words;
use super::layout::title;
use super::page::{Foot, page};
use super::view::{Choice, View};
use crate::action::{Action, VisitAction};
use crate::flow::{NumberKind, VisitFlow, VisitStep};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    ChoiceTile, Picture, TouchButton, announce, card, column_start, notice, row_end_to_start,
    row_start_to_end,
};

/// One answer of the summary; `S` names the step at which it is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow<S = VisitStep> {
    /// What was asked.
    pub name: String,
    /// What was answered.
    pub value: String,
    /// Whether it is for the eyes of one person: never read aloud.
    pub is_private: bool,
    /// A warning about it.
    pub warning: Option<String>,
    /// Where it is changed.
    pub step: S,
    /// The accessible name of its button: which answer it changes.
    pub edit_name: String,
}

/// The summary's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryData {
    /// The title.
    pub title: String,
    /// The answers.
    pub rows: Vec<SummaryRow>,
    /// To be served by a woman; `None` where nobody serves.
    pub asks_for_woman: Option<Choice<()>>,
    /// The word on every row's button.
    pub edit: String,
    /// Why nothing was saved.
    pub fault: Option<String>,
    /// The way back.
    pub back: String,
    /// Confirm and save, or "saving" for an instant.
    pub confirm: String,
    /// Whether it can be pressed.
    pub can_confirm: bool,
}

impl SummaryData {
    /// Reads the words and what was entered.
    pub fn new(view: &View<'_>, flow: &VisitFlow) -> Self {
        let several = flow.services().len() > 1;
        let services = if several { view.tr("summary-services") } else { view.tr("summary-service") };
        let confirm = match (flow.is_saving(), flow.fault()) {
            (true, _) => view.tr("summary-saving"),
            (false, Some(_)) => view.tr("error-try-again"),
            (false, None) => view.tr("summary-confirm"),
        };
        let row = |name: String, value: String, step: VisitStep| {
            let edit_name = format!("{}: {name}", view.tr("common-edit"));
            SummaryRow { name, value, is_private: false, warning: None, step, edit_name }
        };
        let for_whom = if flow.for_other() { key("summary-for-other") } else { key("summary-for-self") };
        Self {
            title: view.tr("summary-title"),
            rows: vec![
                row(services, view.services(flow.services()), VisitStep::Need),
                row(view.tr("summary-party"), view.party(flow.party()), VisitStep::Party),
                SummaryRow {
                    is_private: !flow.number().1.is_empty(),
                    warning: flow.doubt().map(|_| view.tr("who-warn")),
                    ..row(number_name(view, flow), number_words(view, flow), VisitStep::Who)
                },
                row(view.tr("summary-for"), view.tr(for_whom), VisitStep::Who),
            ],
            asks_for_woman: view
                .has_staff()
                .then(|| Choice {
                    value: (),
                    name: view.tr("visit-asks-for-woman"),
                    about: Some(view.tr("visit-asks-for-woman-hint")),
                    picture: None,
                    chosen: flow.asks_for_woman(),
                })
                .map(|choice: Choice<()>| choice.with_picture(view, Some(Picture::Woman))),
            edit: view.tr("common-edit"),
            fault: flow.fault().map(|fault| not_saved_words(view, fault)),
            back: view.tr("common-back"),
            confirm,
            can_confirm: !flow.is_saving(),
        }
    }
}

fn number_name(view: &View<'_>, flow: &VisitFlow) -> String {
    match flow.number() {
        (_, "") => view.tr("summary-number"),
        (NumberKind::NationalId, _) => view.tr("who-national-id"),
        (NumberKind::Mobile, _) => view.tr("who-mobile"),
    }
}

fn number_words(view: &View<'_>, flow: &VisitFlow) -> String {
    match flow.number() {
        (_, "") => view.tr("summary-no-number"),
        (_, digits) => ltr(digits),
    }
}

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
