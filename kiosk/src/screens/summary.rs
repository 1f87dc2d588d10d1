//! What was entered, before it is saved: a row an answer, each with its own "change".

use egui::{Sense, Ui, vec2};

use super::layout::title;
use super::page::{Foot, page};
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{
    TouchButton, announce, card, column_start, name_with_object, notice, row_end_to_start, row_start_to_end,
};

/// One answer of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    /// What was asked.
    pub name: String,
    /// What was answered.
    pub value: String,
    /// Whether it is for the eyes of one person: never read aloud.
    pub is_private: bool,
    /// A warning about it.
    pub warning: Option<String>,
    /// Opens it to be changed.
    pub change: Action,
}

impl SummaryRow {
    /// Makes a row that may be read aloud.
    pub fn new(name: String, value: String, change: Action) -> Self {
        Self { name, value, is_private: false, warning: None, change }
    }
}

/// The summary's words.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryScreen {
    /// The title.
    pub title: String,
    /// The answers.
    pub rows: Vec<SummaryRow>,
    /// The word on every row's button.
    pub edit: String,
    /// Why nothing was saved.
    pub fault: Option<String>,
    /// Whether an answer can be changed: not while it is being saved.
    pub is_open: bool,
    /// The ways back and on.
    pub foot: Foot,
}

impl SummaryScreen {
    /// Returns what it says; of a private answer only that it is there.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say_if(self.fault.as_ref());
        let script = self.rows.iter().fold(script, |script, row| {
            let private = view.tr("speech-private");
            let value = if row.is_private { &private } else { &row.value };
            script.say(&row.name).say(value).say_if(row.warning.as_ref())
        });
        buttons(view, script, self.foot.words())
    }
}

/// Adds the summary.
pub fn summary_ui(ui: &mut Ui, look: &Look, data: &SummaryScreen) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        title(ui, look, &data.title, None);
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        rows_ui(ui, look, &data.rows, &data.edit).filter(|_| data.is_open)
    })
}

fn rows_ui(ui: &mut Ui, look: &Look, rows: &[SummaryRow], edit: &str) -> Option<Action> {
    card(ui, look, |ui| {
        let mut edited = None;
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                let size = vec2(ui.available_width(), look.sizes.border / 2.0);
                let (line, _) = ui.allocate_exact_size(size, Sense::hover());
                ui.painter().rect_filled(line, 0.0, look.palette.line);
            }
            if row_ui(ui, look, row, edit) {
                edited = Some(row.change.clone());
            }
        }
        edited
    })
}

fn row_ui(ui: &mut Ui, look: &Look, row: &SummaryRow, edit: &str) -> bool {
    let word = look.text.galley(ui.ctx(), &look.style(TextKind::Button), None, edit).size().x;
    let edit_width = (word + look.sizes.gap * 4.0).max(look.sizes.button * 2.0).ceil();
    let width = (ui.available_width() - edit_width - look.sizes.button).max(look.sizes.button);
    let height_of =
        |kind, words: &String| look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y;
    let warning_height = row.warning.as_ref().map_or(0.0, |words| height_of(TextKind::Small, words));
    let name_height = look.style(TextKind::Small).line_height;
    let height =
        (name_height + height_of(TextKind::Heading, &row.value) + warning_height).max(look.sizes.button);
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
            // all these buttons show the same word; a person who listens to the screen hears which answer it is
            let button = TouchButton::secondary(edit).height(look.sizes.touch).width(edit_width);
            button.show(ui, look).accessible_name(name_with_object(edit, &row.name)).clicked()
        })
    })
}
