//! The idle guard's question.

use egui::{Context, Ui};

use super::view::View;
use crate::action::Action;
use crate::route::Held;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{TouchButton, announce_at_once, dialog};

/// The words of the idle guard's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleData {
    /// The question.
    pub title: String,
    /// What happens, and when.
    pub body: String,
    /// Yes: the one large button.
    pub more_time: String,
    /// No.
    pub finish: String,
}

impl IdleData {
    /// Reads the words.
    pub fn new(view: &View<'_>, seconds_left: u64, held: Held) -> Self {
        let saved = match held {
            Held::Entered => None,
            Held::Registered => Some(view.tr("held-registered")),
            Held::Rated => Some(view.tr("held-rated")),
            Held::RatedUnsent => Some(view.tr("held-rated-unsent")),
        };
        let seconds = [("n", seconds_left.into())];
        let (body, finish) = match saved {
            None => (view.format("idle-body", &seconds), view.tr("idle-finish")),
            Some(saved) => {
                (format!("{saved} {}", view.format("page-closes", &seconds)), view.tr("common-finish"))
            }
        };
        Self { title: view.tr("idle-title"), body, more_time: view.tr("idle-more-time"), finish }
    }

    /// Returns what it says to a person who listened to the screen beneath.
    pub fn script(&self) -> Script {
        Script::new().say(&self.title).say(&self.body).say(&self.more_time).say(&self.finish)
    }
}

/// Adds the question. A touch or key anywhere else says as well that somebody is there.
pub fn idle_ui(ctx: &Context, look: &Look, data: &IdleData) -> Option<Action> {
    let (answer, _) = dialog(ctx, look, "idle", &data.title, |ui| question(ui, look, data));
    let touched = ctx.input(|input| {
        input.pointer.any_released() || input.events.iter().any(|event| matches!(event, egui::Event::Text(_)))
    });
    answer.or(touched.then_some(Action::MoreTime))
}

fn question(ui: &mut Ui, look: &Look, data: &IdleData) -> Option<Action> {
    announce_at_once(&look.label_centered(ui, TextKind::Title, &data.title));
    look.label_centered(ui, TextKind::Body, &data.body);
    ui.add_space(look.sizes.section);
    let width = ui.available_width();
    let more = TouchButton::primary(&data.more_time).width(width).height(look.sizes.button * 1.8);
    let more = more.text(TextKind::Title).show(ui, look).clicked();
    ui.add_space(look.sizes.gap);
    let finish = TouchButton::quiet(&data.finish).width(width).height(look.sizes.touch);
    let finish = finish.show(ui, look).clicked();
    more.then_some(Action::MoreTime).or(finish.then_some(Action::Finish))
}
