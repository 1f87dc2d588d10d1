//! Work cannot go on without a member of staff.

use egui::Ui;

use super::layout::sink;
use super::page::{Foot, page};
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::route::Trouble;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Quiet;
use crate::widgets::card;

/// The words of an error screen.
#[derive(Clone, Debug, PartialEq)]
pub struct TroubleData {
    /// The title.
    pub title: String,
    /// One sentence, with the way forward.
    pub body: String,
    /// What the catalog says of the branch, its number, and when it is open.
    pub reach: Vec<String>,
    /// The staff's door, where something behind it works; the way out, where there is one but starting again.
    pub foot: Foot,
}

impl TroubleData {
    /// Reads the words.
    pub fn new(view: &View<'_>, trouble: Trouble) -> Self {
        let (body, is_staffs, has_way_out) = match trouble {
            Trouble::CallStaff => (view.tr("error-call-staff"), false, false),
            Trouble::DiskFull => (view.tr("error-disk-full"), true, true),
            Trouble::Crashed { .. } => (view.tr("error-call-staff"), true, false),
            // which line it is, staff are told once they are in
            Trouble::Settings { .. } => (view.tr("error-call-staff"), true, false),
        };
        let mut foot = Foot::new();
        if is_staffs {
            foot = foot.start(Quiet, view.tr("staff-sign-in"), Action::OpenStaff);
        }
        if has_way_out {
            foot = foot.next(view.tr("common-finish"), Action::Finish);
        }
        Self { title: view.tr("error-title"), body, reach: view.reach_words(), foot }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        buttons(view, Script::new().say(&self.title).say(&self.body).say_all(&self.reach), self.foot.words())
    }
}

/// Adds an error screen.
pub fn trouble_ui(ui: &mut Ui, look: &Look, data: &TroubleData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        sink(ui, look.sizes.button * 4.0);
        card(ui, look, |ui| {
            look.label(ui, TextKind::Title, &data.title);
            look.label(ui, TextKind::Heading, &data.body);
            for words in &data.reach {
                look.label(ui, TextKind::Body, words);
            }
        });
        None
    })
}
