//! Work cannot go on without a member of staff.

use egui::Ui;

use super::layout::sink;
use super::page::{Foot, page};
use super::view::View;
use crate::action::Action;
use crate::route::Trouble;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Quiet;
use crate::widgets::card;

/// The words of an error screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubleData {
    /// The title.
    pub title: String,
    /// One sentence, with the way forward.
    pub body: String,
    /// The way out; `None` where there is none but starting anew.
    pub finish: Option<String>,
    /// The staff's door; `None` where nothing behind it would work.
    pub staff: Option<String>,
}

impl TroubleData {
    /// Reads the words.
    pub fn new(view: &View<'_>, trouble: Trouble) -> Self {
        let (body, is_staffs, has_way_out) = match trouble {
            Trouble::CallStaff => (view.tr("error-call-staff"), false, false),
            Trouble::DiskFull => (view.tr("error-disk-full"), true, true),
            Trouble::Crashed { .. } => (view.tr("error-call-staff"), true, false),
            Trouble::Settings { line } => {
                (view.format("error-settings", &[("line", line.into())]), true, false)
            }
        };
        Self {
            title: view.tr("error-title"),
            body,
            finish: has_way_out.then(|| view.tr("common-finish")),
            staff: is_staffs.then(|| view.tr("staff-sign-in")),
        }
    }
}

/// Adds an error screen.
pub fn trouble_ui(ui: &mut Ui, look: &Look, data: &TroubleData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        sink(ui, look.sizes.button * 4.0);
        card(ui, look, |ui| {
            look.label(ui, TextKind::Title, &data.title);
            look.label(ui, TextKind::Heading, &data.body);
        });
        None
    };
    let mut foot = Foot::new();
    if let Some(words) = &data.staff {
        foot = foot.start(Quiet, words, Action::OpenStaff);
    }
    if let Some(words) = &data.finish {
        foot = foot.next(words, Action::Finish);
    }
    page(ui, look, foot, body)
}
