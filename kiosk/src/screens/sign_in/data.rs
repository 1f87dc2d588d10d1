//! What is shown to whoever signs in: the names of those who have a PIN of their own, and the branch's staff.

use crate::action::{Action, FieldAction};
use crate::flow::Who;
use crate::screens::view::{Choice, View};

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
