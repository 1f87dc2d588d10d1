//! Calling the next number without the PIN: one large button, and nothing of anybody.

use egui::Ui;
use shared::locale::ltr;

use super::fault::not_saved_words;
use super::layout::sink;
use super::page::{Foot, page};
use super::view::View;
use crate::action::{Action, WaitingAction};
use crate::flow::CallingFlow;
use crate::link::Call;
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, TouchButton, notice};

/// The words of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct CallingData {
    /// What is done here.
    pub title: String,
    /// How many wait, or that nobody does.
    pub waiting: String,
    /// Calls the next, by their number; `None` where nobody waits.
    pub call: Option<String>,
    /// Why the last call was not saved.
    pub fault: Option<String>,
    /// The way back, and that to the PIN.
    pub foot: Foot,
}

impl CallingData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &CallingFlow) -> Self {
        let queue = flow.queue();
        let next = queue.and_then(|queue| queue.next);
        let sign_in = view.tr("staff-sign-in");
        Self {
            title: view.tr("waiting-next-title"),
            waiting: queue
                .map(|queue| view.format("waiting-count", &[("n", queue.waiting.into())]))
                .unwrap_or_default(),
            call: next.map(|next| {
                view.format("waiting-call-and-back-number", &[("number", ltr(&next.to_string()).into())])
            }),
            fault: flow.fault().map(|why| not_saved_words(view, why)),
            foot: view.foot(Action::Finish).end(ButtonKind::Secondary, sign_in, Action::OpenStaff),
        }
    }
}

/// Adds the page.
pub fn calling_ui(ui: &mut Ui, look: &Look, data: &CallingData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        look.label(ui, TextKind::Title, &data.title);
        look.label(ui, TextKind::Heading, &data.waiting);
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let call = data.call.as_ref()?;
        let height = look.sizes.button * 2.0;
        sink(ui, height);
        let button = TouchButton::primary(call).width(ui.available_width()).height(height);
        let pressed = button.text(TextKind::Title).show(ui, look).clicked();
        pressed.then_some(Action::Waiting(WaitingAction::CallAndLeave(Call::Next)))
    })
}
