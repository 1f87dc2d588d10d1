//! Paints the steps of the first start besides enrolling.

use egui::Ui;

use super::setup_data::{SetupBody, SetupData};
use crate::action::{Action, FirstStartAction};
use crate::screens::inputs::Inputs;
use crate::screens::layout::title;
use crate::screens::page::{Foot, page};
use crate::screens::settings::{printer_part, screen_part};
use crate::screens::tiles::choice_tiles;
use crate::theme::Look;
use crate::widgets::{StatusKind, TileKind, card, status};

/// Adds a step.
pub fn setup_ui(ui: &mut Ui, look: &Look, data: &SetupData, inputs: &mut Inputs) -> Option<Action> {
    let act = Action::FirstStart;
    let mut foot = Foot::new();
    if let Some(back) = &data.back {
        foot = foot.back(back, act(FirstStartAction::Back));
    }
    if let SetupBody::Printer(printer) = &data.body
        && let Some(test) = &printer.test
    {
        foot = test.in_foot(foot, act(FirstStartAction::TestPage));
    }
    if let Some(next) = &data.next {
        foot = foot.next(next, act(FirstStartAction::Next));
    }
    page(ui, look, foot, |ui| {
        title(ui, look, &data.title, data.hint.as_deref());
        if let Some(words) = &data.fault {
            status(ui, look, StatusKind::Problem, words);
        }
        let asked = match &data.body {
            SetupBody::Tiles(choices) => choice_tiles(ui, look, TileKind::Single, choices),
            SetupBody::Good(words) => {
                card(ui, look, |ui| status(ui, look, StatusKind::Good, words));
                None
            }
            SetupBody::Screen(screen) => screen_part(ui, look, screen).map(FirstStartAction::Change),
            SetupBody::Printer(printer) => {
                printer_part(ui, look, printer, inputs).map(FirstStartAction::Change)
            }
            SetupBody::Nothing => None,
        };
        asked.map(act)
    })
}
