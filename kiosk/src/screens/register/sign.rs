//! The section of the form that is signed.

use egui::Ui;
use shared::domain::Signature;

use crate::action::{Action, FormAction};
use crate::flow::StaffVisitForm;
use crate::screens::inputs::Inputs;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::SignatureWords;

/// The pad's words, what is signed, and what that stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignData {
    about: Vec<String>,
    name: String,
    hint: String,
    signed: String,
    full: String,
    clear: String,
    lost: Option<String>,
    signature: Option<Signature>,
}

impl SignData {
    /// Reads the words and what is signed.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let mut about = vec![view.tr("register-sign-about")];
        if form.corrects().is_some_and(|original| original.signature.is_some()) {
            about.push(view.tr("register-sign-again"));
        }
        Self {
            about,
            name: view.tr("register-section-signature"),
            hint: view.tr("attest-sign-here"),
            signed: view.tr("register-signed"),
            full: view.tr("register-sign-full"),
            clear: view.tr("attest-clear"),
            lost: lost_words(view, form),
            signature: form.signature().cloned(),
        }
    }
}

/// That what was signed is gone since something was changed.
pub fn lost_words(view: &View<'_>, form: &StaffVisitForm) -> Option<String> {
    form.lost_signature().then(|| view.tr("register-sign-lost"))
}

/// Adds the pad.
pub fn sign_ui(ui: &mut Ui, look: &Look, data: &SignData, inputs: &mut Inputs) -> Option<Action> {
    for words in &data.about {
        look.label(ui, TextKind::Body, words);
    }
    let words = SignatureWords {
        name: &data.name,
        hint: &data.hint,
        signed: &data.signed,
        full: &data.full,
        clear: &data.clear,
        notice: data.lost.as_deref(),
    };
    let size = ui.available_size();
    let changed = inputs.sign(ui, look, &words, data.signature.as_ref(), size)?;
    Some(Action::Form(FormAction::Sign(changed)))
}
