//! The section of the form that tells what a contact led to.

use egui::{Ui, vec2};
use shared::domain::Code;

use crate::action::{Action, FormAction};
use crate::flow::StaffVisitForm;
use crate::screens::tiles::compact_tiles;
use crate::screens::view::{Choice, View};
use crate::theme::{Look, TextKind};
use crate::widgets::{ChoiceTile, TileKind, answers, scroll};

/// The codes that are offered; a contact may lead to anything, so that a code of another program is kept and shown.
const OFFERED: [&str; 8] = [
    "answered",
    "referred",
    "support_request",
    "papers_asked",
    "service_given",
    "visit_to_plan",
    "nobody_home",
    "nothing_needed",
];

/// What it led to, and whether a woman was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeData {
    led_to: (String, Vec<Choice<Code>>),
    asks_for_woman: (String, bool),
}

impl OutcomeData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let offered = OFFERED.iter().filter_map(|code| Code::new(*code).ok());
        let others = form.led_to.iter().filter(|code| !OFFERED.contains(&code.as_str())).cloned();
        let choice = |code: Code| Choice {
            name: view.words.word("led-to", code.as_str()),
            about: None,
            picture: None,
            chosen: form.led_to.contains(&code),
            value: code,
        };
        Self {
            led_to: (view.tr("register-led-to"), offered.chain(others).map(choice).collect()),
            asks_for_woman: (view.tr("register-asks-for-woman"), form.asks_for_woman),
        }
    }
}

/// Adds what it led to.
pub fn outcome_ui(ui: &mut Ui, look: &Look, data: &OutcomeData) -> Option<Action> {
    let (name, choices) = &data.led_to;
    let (woman, asked) = &data.asks_for_woman;
    let action = scroll(ui, look, "outcome", |ui| {
        look.label(ui, TextKind::Strong, name);
        let led_to = answers(ui, name, |ui| compact_tiles(ui, look, TileKind::Multi, 3, choices))
            .map(FormAction::ToggleLedTo);
        ui.add_space(look.sizes.gap);
        let size = vec2(ui.available_width(), look.sizes.touch);
        let toggled = ChoiceTile::multi(woman, *asked).show(ui, look, size).clicked();
        led_to.or(toggled.then_some(FormAction::ToggleAsksForWoman))
    });
    action.map(Action::Form)
}
