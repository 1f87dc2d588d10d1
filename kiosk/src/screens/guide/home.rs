//! The guide's ways in: the search, services, questions, right or wrong, you said we did.

use egui::Ui;
use shared::locale::key;

use super::{GuideRow, back, say_rows};
use crate::action::{Action, GuideAction};
use crate::flow::GuidePage;
use crate::screens::layout::{sink, tile_columns, title};
use crate::screens::page::{Foot, page};
use crate::screens::spoken::buttons;
use crate::screens::view::View;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{LinkRow, Picture, TouchButton, cell_width, grid};

/// The words of the ways in.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeData {
    title: String,
    hint: String,
    search: String,
    tiles: Vec<GuideRow>,
    foot: Foot,
}

impl HomeData {
    /// Reads the words.
    pub(super) fn new(view: &View<'_>) -> Self {
        let tile = |page, name: &str, about: &str, picture| GuideRow {
            page,
            name: view.tr(name),
            about: Some(view.tr(about)),
            picture: Some(picture).filter(|_| view.access.simple_words),
        };
        Self {
            title: view.tr("guide-title"),
            hint: view.tr("guide-hint"),
            search: view.tr("guide-search"),
            tiles: vec![
                tile(GuidePage::Services, key("guide-services"), key("guide-services-hint"), Picture::Care),
                tile(
                    GuidePage::Questions,
                    key("guide-questions"),
                    key("guide-questions-hint"),
                    Picture::Info,
                ),
                tile(
                    GuidePage::Notions,
                    key("guide-right-or-wrong"),
                    key("guide-right-or-wrong-hint"),
                    Picture::Check,
                ),
                tile(
                    GuidePage::Improvements,
                    key("guide-you-said-we-did"),
                    key("guide-you-said-we-did-hint"),
                    Picture::Lamp,
                ),
            ],
            foot: back(view),
        }
    }

    pub(super) fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.hint).say(&self.search);
        buttons(view, say_rows(script, &self.tiles), self.foot.words())
    }
}

fn tile_of(tile: &GuideRow) -> LinkRow<'_> {
    LinkRow::new(&tile.name).picture(tile.picture)
}

/// Adds the ways in.
pub(super) fn home_ui(ui: &mut Ui, look: &Look, data: &HomeData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        title(ui, look, &data.title, Some(&data.hint));
        let columns = tile_columns(ui, 2);
        let cell = cell_width(ui, look, columns);
        let row = |tile: &'_ GuideRow| tile.about.clone().unwrap_or_default();
        let hints: Vec<String> = data.tiles.iter().map(row).collect();
        let tiles = || data.tiles.iter().zip(&hints).map(|(tile, hint)| tile_of(tile).hint(hint, &[]));
        let least = look.sizes.button * 1.6;
        let height = tiles().map(|tile| tile.height_at(ui, look, cell)).fold(least, f32::max);
        let rows = data.tiles.len().div_ceil(columns) as f32;
        sink(ui, (rows * (height + look.sizes.gap)) + look.sizes.button + look.sizes.gap);
        let search = TouchButton::secondary(&data.search).width(ui.available_width()).text(TextKind::Body);
        let mut opened = search.show(ui, look).clicked().then_some(GuidePage::Search);
        ui.add_space(look.sizes.gap);
        grid(ui, look, columns, height, data.tiles.len(), |ui, index| {
            let tile = tile_of(&data.tiles[index]).hint(&hints[index], &[]).height(height);
            if tile.show(ui, look).clicked() {
                opened = Some(data.tiles[index].page.clone());
            }
        });
        opened.map(|page| Action::Guide(GuideAction::Open(page)))
    })
}
