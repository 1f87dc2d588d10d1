//! The bar beneath every visitor's screen: larger text, high contrast, simpler words, listening.

use egui::{Ui, Vec2, vec2};

use super::view::View;
use crate::access::AccessAction;
use crate::action::Action;
use crate::route::Route;
use crate::theme::{Look, TextKind};
use crate::widgets::{Picture, cell_width, grid, row_start_to_end, toggle, toggle_height, toggle_width};

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

/// How the switches stand.
enum Lines {
    /// In a line, each as wide as its words need, with what is left shared out.
    One(Vec<f32>),
    /// In equal columns of so high rows, where their words take two lines.
    Equal(usize, f32),
}

impl Lines {
    /// A line in which no words wrap, else one or two in which they do.
    fn of(ui: &Ui, look: &Look, data: &AccessBarData) -> Self {
        let count = data.switches.len().max(1);
        let equal = cell_width(ui, look, count);
        let needed: Vec<f32> =
            data.switches.iter().map(|switch| toggle_width(ui.ctx(), look, &switch.words)).collect();
        let gaps = (count - 1) as f32 * look.sizes.gap;
        if needed.iter().all(|width| *width <= equal) {
            return Self::One(vec![(ui.available_width() - gaps) / count as f32; count]);
        }
        let spare = ui.available_width() - gaps - needed.iter().sum::<f32>();
        if spare >= 0.0 {
            let share = spare / count as f32;
            return Self::One(needed.into_iter().map(|width| width + share).collect());
        }
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
        Self::Equal(columns, height_in(columns).unwrap_or(look.sizes.touch))
    }
}

/// Returns the height of the bar.
pub fn access_bar_height(ui: &Ui, look: &Look, data: &AccessBarData) -> f32 {
    match Lines::of(ui, look, data) {
        Lines::One(_) => look.sizes.touch,
        Lines::Equal(columns, height) => {
            let rows = data.switches.len().div_ceil(columns) as f32;
            rows * height + (rows - 1.0).max(0.0) * look.sizes.gap
        }
    }
}

/// Adds the bar.
pub fn access_bar_ui(ui: &mut Ui, look: &Look, data: &AccessBarData) -> Option<Action> {
    let mut pressed = None;
    let mut add = |ui: &mut Ui, switch: &Switch, size: Vec2| {
        if toggle(ui, look, switch.picture, &switch.words, switch.on, size).clicked() {
            pressed = Some(switch.action.clone());
        }
    };
    match Lines::of(ui, look, data) {
        Lines::One(widths) => row_start_to_end(ui, look.direction, look.sizes.touch, |ui| {
            ui.spacing_mut().item_spacing.x = look.sizes.gap;
            for (switch, width) in data.switches.iter().zip(widths) {
                add(ui, switch, vec2(width, look.sizes.touch));
            }
        }),
        Lines::Equal(columns, height) => {
            grid(ui, look, columns, height, data.switches.len(), |ui, index| {
                add(ui, &data.switches[index], vec2(ui.available_width(), height));
            });
        }
    }
    pressed
}
