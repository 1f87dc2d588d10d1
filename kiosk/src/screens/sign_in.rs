//! Who signs in: the names of those who have a PIN of their own, and the branch's staff.

use super::choice::{Choice, ChoiceScreen, Choices};
use super::view::View;
use crate::action::{Action, FieldAction};
use crate::flow::Who;

/// Returns the question who signs in.
pub fn sign_in(view: &View<'_>) -> ChoiceScreen {
    let codes = view.setting.map(|setting| setting.signing_in()).unwrap_or_default();
    let people = codes.into_iter().cloned().map(Who::Representative);
    let choice = |who: Who| {
        let about = (who == Who::Staff).then(|| view.tr("sign-in-staff-about"));
        let name = view.who(Some(&who)).unwrap_or_default();
        Choice { about, ..Choice::new(Action::Field(FieldAction::SignInAs(Some(who))), name, false) }
    };
    ChoiceScreen {
        title: view.tr("sign-in-title"),
        hint: Some(view.tr("sign-in-hint")),
        fault: None,
        choices: Choices::One(people.chain([Who::Staff]).map(choice).collect()),
        foot: view.sign_in_foot(),
    }
}
