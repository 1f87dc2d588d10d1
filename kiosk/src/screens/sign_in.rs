//! Who signs in: a name each.

use egui::Ui;

use super::layout::{body_and_foot, foot_button, foot_row, title};
use super::tiles::choice_tiles;
use super::view::{Choice, View};
use crate::action::{Action, FieldAction};
use crate::flow::Who;
use crate::theme::Look;
use crate::widgets::ButtonKind::Secondary;
use crate::widgets::TileKind;

/// The words of the sign-in.
#[derive(Clone, Debug, PartialEq)]
pub struct SignInData {
    /// The title.
    pub title: String,
    /// What to do.
    pub hint: String,
    /// Who may sign in.
    pub names: Vec<Choice<Action>>,
    /// The way back.
    pub back: String,
}

impl SignInData {
    /// Reads the words and the names.
    pub fn new(view: &View<'_>) -> Self {
        let codes = view.setting.map(|setting| setting.signing_in()).unwrap_or_default();
        let people = codes.into_iter().cloned().map(Who::Representative);
        let choice = |who: Who| Choice {
            name: view.who(Some(&who)).unwrap_or_default(),
            about: (who == Who::Staff).then(|| view.tr("sign-in-staff-about")),
            picture: None,
            chosen: false,
            value: Action::Field(FieldAction::SignInAs(Some(who))),
        };
        Self {
            title: view.tr("sign-in-title"),
            hint: view.tr("sign-in-hint"),
            names: people.chain([Who::Staff]).map(choice).collect(),
            back: view.tr("common-back"),
        }
    }
}

/// Adds the names.
pub fn sign_in_ui(ui: &mut Ui, look: &Look, data: &SignInData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.hint));
        choice_tiles(ui, look, TileKind::Single, &data.names)
    };
    let foot = |ui: &mut Ui| {
        let back = |ui: &mut Ui| foot_button(ui, look, Secondary, &data.back, true).then_some(Action::Finish);
        foot_row(ui, look, back, |_| None)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}
