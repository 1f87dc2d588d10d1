//! How the visitor's data are used.

use egui::{Sense, Ui, vec2};

use super::layout::{lead, title};
use super::page::{Foot, page};
use super::spoken::buttons;
use super::view::View;
use crate::action::{Action, VisitAction};
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{card, column_start, row_start_to_end};

/// The notice's words.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeData {
    /// Its title.
    pub title: String,
    /// Its statements.
    pub statements: Vec<String>,
    /// The ways back and on.
    pub foot: Foot,
}

impl NoticeData {
    /// Reads the words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            title: view.tr("notice-title"),
            statements: vec![
                view.tr("notice-kept"),
                view.tr("notice-why"),
                view.tr("notice-who"),
                view.tr("notice-sealed"),
                view.tr("notice-optional"),
            ],
            foot: view
                .foot(Action::Visit(VisitAction::Back))
                .next(view.tr("notice-continue"), Action::Visit(VisitAction::Next)),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        buttons(view, Script::new().say(&self.title).say_all(&self.statements), self.foot.words())
    }
}

/// Adds the notice.
pub fn notice_ui(ui: &mut Ui, look: &Look, data: &NoticeData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        title(ui, look, &data.title, None);
        ui.add_space(look.sizes.gap);
        card(ui, look, |ui| data.statements.iter().for_each(|words| statement(ui, look, words)));
        None
    })
}

fn statement(ui: &mut Ui, look: &Look, words: &str) {
    let mark = look.sizes.text_body * 0.25;
    let line = look.style(TextKind::Heading).line_height;
    row_start_to_end(ui, look.direction, line, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(mark * 2.0, line), Sense::hover());
        ui.painter().circle_filled(rect.center(), mark, look.palette.primary);
        column_start(ui, look.direction, |ui| lead(ui, look, words));
    });
}
