//! The bar beneath every visitor's screen: larger text, high contrast, simpler words, listening.

use egui::{Ui, vec2};

use super::view::View;
use crate::access::AccessAction;
use crate::action::Action;
use crate::route::Route;
use crate::theme::Look;
use crate::widgets::{Picture, grid, toggle};

/// One of the bar's switches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// What it looks like.
    pub picture: Picture,
    /// What it says.
    pub words: String,
    /// Whether it is on.
    pub on: bool,
    /// What it asks for.
    pub action: AccessAction,
}

/// The bar's switches, from the start side on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessBarData {
    /// The switches.
    pub switches: Vec<Switch>,
}

impl AccessBarData {
    /// Reads the bar; `None` where no visitor stands before the screen.
    pub fn new(view: &View<'_>, route: &Route) -> Option<Self> {
        if !route.is_for_visitors() {
            return None;
        }
        let access = view.access;
        let switch = |picture, words, on, action| Switch { picture, words, on, action };
        let mut switches = vec![
            switch(
                Picture::TextSize,
                view.tr("common-larger-text"),
                access.larger_text,
                AccessAction::ToggleLargerText,
            ),
            switch(
                Picture::Contrast,
                view.tr("common-high-contrast"),
                access.high_contrast,
                AccessAction::ToggleHighContrast,
            ),
            switch(
                Picture::Pictures,
                view.tr("common-simple-words"),
                access.simple_words,
                AccessAction::ToggleSimpleWords,
            ),
        ];
        if let Some(listening) = view.listening {
            switches.push(switch(
                Picture::Sound,
                view.tr("common-listen"),
                listening,
                AccessAction::ToggleListen,
            ));
            if listening {
                let words = view.tr("common-curtain");
                switches.push(switch(Picture::Lock, words, false, AccessAction::DrawCurtain));
            }
        }
        Some(Self { switches })
    }
}

/// Returns the height of the bar.
pub fn access_bar_height(look: &Look) -> f32 {
    look.sizes.touch
}

/// Adds the bar.
pub fn access_bar_ui(ui: &mut Ui, look: &Look, data: &AccessBarData) -> Option<Action> {
    let height = access_bar_height(look);
    let count = data.switches.len();
    let mut pressed = None;
    grid(ui, look, count, height, count, |ui, index| {
        let switch = &data.switches[index];
        let size = vec2(ui.available_width(), height);
        if toggle(ui, look, switch.picture, &switch.words, switch.on, size).clicked() {
            pressed = Some(Action::Access(switch.action));
        }
    });
    pressed
}
