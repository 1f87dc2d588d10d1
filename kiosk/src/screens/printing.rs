//! The print button of any screen, and what became of the last page. The button is there only where a printer is set.

use egui::Ui;

use super::page::Foot;
use super::view::View;
use crate::action::Action;
use crate::printing::{PrintOutcome, PrintState};
use crate::theme::Look;
use crate::widgets::{ButtonKind, StatusKind, announce, status};

/// What a screen has to know of the printer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrinterView {
    /// Whether one is set.
    pub is_set: bool,
    /// How the last page stands.
    pub state: PrintState,
}

/// The words of the print button and of what became of the last page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintData {
    /// On the button.
    pub button: String,
    /// Whether the button can be pressed: not while a page is on its way.
    pub is_open: bool,
    /// How the last page stands; a fault names the way forward.
    pub state: Option<(StatusKind, String)>,
}

impl PrintData {
    /// Reads the words; `button` is the key of the button's. `None` where no printer is set.
    pub fn new(view: &View<'_>, button: &str) -> Option<Self> {
        let printer = view.printer;
        printer.is_set.then(|| Self {
            button: view.tr(button),
            is_open: printer.state != PrintState::Printing,
            state: match printer.state {
                PrintState::Idle => None,
                PrintState::Printing => Some((StatusKind::Waiting, view.tr("printing-now"))),
                PrintState::Done(outcome) => Some(outcome_words(view, outcome)),
            },
        })
    }
}

/// Returns a foot with the print button at its start side, where there is one.
pub fn with_print(foot: &Foot, print: Option<&PrintData>, action: Action) -> Foot {
    let foot = foot.clone();
    match print {
        Some(print) => foot.start(ButtonKind::Secondary, print.button.clone(), action).enabled(print.is_open),
        None => foot,
    }
}

fn outcome_words(view: &View<'_>, outcome: PrintOutcome) -> (StatusKind, String) {
    let words = match outcome {
        PrintOutcome::Printed => return (StatusKind::Good, view.tr("printing-done")),
        PrintOutcome::NotSet | PrintOutcome::Absent => view.tr("printing-error-absent"),
        PrintOutcome::NoPaper | PrintOutcome::NoAnswer => view.tr("printing-error-no-answer"),
        PrintOutcome::Busy => view.tr("printing-error-busy"),
        PrintOutcome::TooLong | PrintOutcome::Failed => view.tr("printing-error-other"),
    };
    (StatusKind::Problem, words)
}

/// Adds how the last page stands.
pub fn print_state(ui: &mut Ui, look: &Look, data: &PrintData) {
    if let Some((kind, words)) = &data.state {
        announce(&status(ui, look, *kind, words));
    }
}
