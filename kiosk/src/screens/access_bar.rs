//! The bar beneath every visitor's screen: larger text, high contrast, simpler words, listening.

use egui::{Ui, vec2};

use super::view::View;
use crate::access::AccessAction;
use crate::action::Action;
use crate::route::Route;
use crate::theme::{Look, TextKind};
use crate::widgets::{Picture, cell_width, grid, toggle, toggle_height};

/// One of the bar's switches.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// What it looks like.
    pub picture: Picture,
    /// What it says.
    pub words: String,
    /// Whether it is on.
    pub on: bool,
    /// What it asks for.
    pub action: Action,
}

/// The bar's switches, from the start side on.
#[derive(Clone, Debug, PartialEq)]
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
        let switch =
            |picture, words, on, action| Switch { picture, words, on, action: Action::Access(action) };
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
        let name = if view.has_staff() { view.tr("common-call-staff") } else { view.tr("call-staff-away") };
        let action = Action::CallStaff;
        switches.push(Switch { picture: Picture::Bell, words: name, on: view.call_is_shown, action });
        Some(Self { switches })
    }
}

/// Columns of the bar, and the height of a row: a line of switches, or two where their words would take more than two lines.
fn rows_of(ui: &Ui, look: &Look, data: &AccessBarData) -> (usize, f32) {
    let count = data.switches.len().max(1);
    let most = (look.style(TextKind::Small).size * 1.35).round() * 2.0 + look.sizes.gap + 1.0;
    let height_in = |columns: usize| {
        let width = cell_width(ui, look, columns);
        let mut heights =
            data.switches.iter().map(|switch| toggle_height(ui.ctx(), look, &switch.words, width));
        heights.try_fold(look.sizes.touch, |most, height| height.map(|height| most.max(height)))
    };
    let fits =
        |columns: &usize| height_in(*columns).is_some_and(|height| height <= most.max(look.sizes.touch));
    let columns = [count, count.div_ceil(2)].into_iter().find(fits).unwrap_or(count.div_ceil(2));
    (columns, height_in(columns).unwrap_or(look.sizes.touch))
}

/// Returns the height of the bar.
pub fn access_bar_height(ui: &Ui, look: &Look, data: &AccessBarData) -> f32 {
    let (columns, height) = rows_of(ui, look, data);
    let rows = data.switches.len().div_ceil(columns) as f32;
    rows * height + (rows - 1.0).max(0.0) * look.sizes.gap
}

/// Adds the bar.
pub fn access_bar_ui(ui: &mut Ui, look: &Look, data: &AccessBarData) -> Option<Action> {
    let (columns, height) = rows_of(ui, look, data);
    let count = data.switches.len();
    let mut pressed = None;
    grid(ui, look, columns, height, count, |ui, index| {
        let switch = &data.switches[index];
        let size = vec2(ui.available_width(), height);
        if toggle(ui, look, switch.picture, &switch.words, switch.on, size).clicked() {
            pressed = Some(switch.action.clone());
        }
    });
    pressed
}
