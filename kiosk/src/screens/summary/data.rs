//! What the summary shows.

use shared::locale::{key, ltr};

use crate::flow::{NumberKind, VisitFlow, VisitStep};
use crate::screens::fault::not_saved_words;
use crate::screens::view::{Choice, View};
use crate::widgets::Picture;

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
