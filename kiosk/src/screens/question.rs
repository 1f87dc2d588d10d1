//! A question over the screen before something is given up; nothing else can be pressed until it is answered.

use egui::Ui;

use super::view::View;
use crate::action::Action;
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, TouchButton, dialog};

/// A question and its answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Tells it apart from others.
    pub id: &'static str,
    /// What is asked.
    pub title: String,
    /// What each answer means.
    pub body: String,
    /// The answers: the first one gives nothing up, the last one most.
    pub answers: Vec<(String, Action)>,
}

/// Asks whether what was entered may be lost.
pub fn leave_question(view: &View<'_>) -> Question {
    Question {
        id: "leave",
        title: view.tr("leave-unsaved-title"),
        body: view.tr("leave-unsaved-body"),
        answers: vec![
            (view.tr("leave-unsaved-stay"), Action::Stay),
            (view.tr("leave-unsaved-go"), Action::Finish),
        ],
    }
}

/// Adds the question. Escape gives the first answer.
pub fn question_ui(ui: &Ui, look: &Look, question: &Question) -> Option<Action> {
    let Question { id, title, body, answers } = question;
    let (answer, escaped) = dialog(ui.ctx(), look, id, title, |ui| {
        look.label(ui, TextKind::Title, title);
        look.label(ui, TextKind::Body, body);
        ui.add_space(look.sizes.gap);
        let width = ui.available_width();
        let mut pressed = None;
        for (index, (words, action)) in answers.iter().enumerate() {
            let kind = match index {
                0 => ButtonKind::Primary,
                last if last + 1 == answers.len() => ButtonKind::Quiet,
                _ => ButtonKind::Secondary,
            };
            if TouchButton::new(kind, words).width(width).show(ui, look).clicked() {
                pressed = Some(action);
            }
        }
        pressed
    });
    answer.or(answers.first().map(|(_, action)| action).filter(|_| escaped)).cloned()
}
