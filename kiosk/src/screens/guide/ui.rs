//! Paints the page of the guide that is open.

use egui::Ui;

use super::data::GuideData;
use super::entry::entry_ui;
use super::home::home_ui;
use super::improvements::improvements_ui;
use super::list::list_ui;
use super::notion::notion_ui;
use super::search::search_ui;
use crate::action::Action;
use crate::screens::inputs::Inputs;
use crate::theme::Look;

/// Adds the page that is open.
pub fn guide_ui(ui: &mut Ui, look: &Look, data: &GuideData, inputs: &mut Inputs) -> Option<Action> {
    match data {
        GuideData::Home(data) => home_ui(ui, look, data),
        GuideData::List(data) => list_ui(ui, look, data),
        GuideData::Entry(data) => ui.push_id(&data.title, |ui| entry_ui(ui, look, data)).inner,
        GuideData::Notion(data) => notion_ui(ui, look, data),
        GuideData::Improvements(data) => improvements_ui(ui, look, data),
        GuideData::Search(data) => search_ui(ui, look, data, inputs),
    }
}
