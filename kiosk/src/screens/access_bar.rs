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

/// Touch targets that a switch of five or more is wide at least: its words then need no third line.
const SWITCH_TOUCHES: f32 = 3.2;

impl AccessBarData {
    /// How many switches stand side by side: all of them where they fit.
    fn columns(&self, look: &Look, width: f32) -> usize {
        let count = self.switches.len();
        let fits = width / count.max(1) as f32 >= look.sizes.touch * SWITCH_TOUCHES;
        if count <= 4 || fits { count } else { count.div_ceil(2) }
    }

    /// Returns the height of the bar where it is so wide.
    pub fn height(&self, look: &Look, width: f32) -> f32 {
        let rows = self.switches.len().div_ceil(self.columns(look, width).max(1)) as f32;
        look.sizes.touch * rows + look.sizes.gap * (rows - 1.0).max(0.0)
    }
}

/// Adds the bar.
pub fn access_bar_ui(ui: &mut Ui, look: &Look, data: &AccessBarData) -> Option<Action> {
    let height = look.sizes.touch;
    let columns = data.columns(look, ui.available_width());
    let mut pressed = None;
    grid(ui, look, columns, height, data.switches.len(), |ui, index| {
        let switch = &data.switches[index];
        let size = vec2(ui.available_width(), height);
        if toggle(ui, look, switch.picture, &switch.words, switch.on, size).clicked() {
            pressed = Some(Action::Access(switch.action));
        }
    });
    pressed
}
