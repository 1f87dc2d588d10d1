//! Entries to choose from: services, questions, notions, tools.

use egui::Ui;
use shared::domain::CatalogKind;
use shared::locale::key;

use super::{GuideRow, back, say_rows};
use crate::action::{Action, GuideAction};
use crate::flow::GuidePage;
use crate::guide::Reader;
use crate::screens::layout::{is_upright, lead, title};
use crate::screens::page::{Foot, page};
use crate::screens::spoken::buttons;
use crate::screens::tabs::{Tab, TabsData, tabs_ui};
use crate::screens::view::View;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, LinkRow, cell_width, grid};

/// The words of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListData {
    tabs: Option<TabsData>,
    title: String,
    hint: String,
    rows: Vec<GuideRow>,
    empty: String,
    foot: Foot,
}

impl ListData {
    /// Reads the services.
    pub(super) fn services(view: &View<'_>) -> Self {
        Self::new(
            view,
            &CatalogKind::Service,
            Reader::Visitor,
            [key("guide-services"), key("guide-services-hint")],
        )
    }

    /// Reads the common questions.
    pub(super) fn questions(view: &View<'_>) -> Self {
        let words = [key("guide-questions"), key("guide-questions-hint")];
        Self::new(view, &CatalogKind::Question, Reader::Visitor, words)
    }

    /// Reads the notions.
    pub(super) fn notions(view: &View<'_>) -> Self {
        let words = [key("guide-right-or-wrong"), key("guide-right-or-wrong-hint")];
        Self::new(view, &CatalogKind::Notion, Reader::Visitor, words)
    }

    /// Reads the tools, with the tabs of staff mode around them.
    pub(super) fn tools(view: &View<'_>, reader: Reader) -> Self {
        let tabs = (reader == Reader::Staff).then(|| TabsData::new(view, Tab::Tools));
        let list = Self::new(view, &CatalogKind::Tool, reader, [key("guide-tools"), key("guide-tools-hint")]);
        if tabs.is_none() {
            return list;
        }
        // the tabs lead away
        Self { tabs, foot: with_search(view, Foot::new()), ..list }
    }

    fn new(view: &View<'_>, kind: &CatalogKind, reader: Reader, [title, hint]: [&'static str; 2]) -> Self {
        let entries = view.guide_entries(kind, reader);
        Self {
            tabs: None,
            title: view.tr(title),
            hint: view.tr(hint),
            rows: entries.into_iter().map(|entry| view.guide_row(entry)).collect(),
            empty: view.tr("guide-empty"),
            foot: with_search(view, back(view)),
        }
    }

    pub(super) fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.hint);
        let script = script.say_if(self.rows.is_empty().then_some(&self.empty));
        buttons(view, say_rows(script, &self.rows), self.foot.words())
    }
}

fn with_search(view: &View<'_>, foot: Foot) -> Foot {
    let open = Action::Guide(GuideAction::Open(GuidePage::Search));
    foot.end(ButtonKind::Secondary, view.tr("guide-search-open"), open)
}

/// Adds a list.
pub(super) fn list_ui(ui: &mut Ui, look: &Look, data: &ListData) -> Option<Action> {
    let tab = data.tabs.as_ref().and_then(|tabs| tabs_ui(ui, look, tabs));
    let chosen = page(ui, look, &data.foot, |ui| {
        if data.tabs.is_some() {
            // the tab says what this is
            look.label(ui, TextKind::Body, &data.hint);
        } else {
            title(ui, look, &data.title, Some(&data.hint));
        }
        if data.rows.is_empty() {
            lead(ui, look, &data.empty);
        }
        rows_ui(ui, look, &data.rows)
    });
    tab.or(chosen)
}

/// Adds rows, one beneath the other, or on a lying screen side by side where they would have to be paged through; returns the
/// page of the one that was pressed.
pub(super) fn rows_ui(ui: &mut Ui, look: &Look, rows: &[GuideRow]) -> Option<Action> {
    let heights = |columns: usize| -> Vec<f32> {
        let width = cell_width(ui, look, columns);
        let height = |row: &GuideRow| link_of(row).height_at(ui, look, width);
        rows.chunks(columns).map(|line| line.iter().map(height).fold(0.0, f32::max)).collect()
    };
    let most = if is_upright(ui) { 1 } else { 3 };
    let total = |columns: &usize| heights(*columns).iter().map(|height| height + look.sizes.gap).sum::<f32>();
    let fits = |columns: &usize| total(columns) - look.sizes.gap <= ui.available_height();
    let columns = (1..=most).find(fits).unwrap_or(most.min(2));
    let mut opened = None;
    for (at, (line, height)) in rows.chunks(columns).zip(heights(columns)).enumerate() {
        let add = |ui: &mut Ui, index: usize| {
            if link_of(&line[index]).height(height).show(ui, look).clicked() {
                opened = Some(Action::Guide(GuideAction::Open(line[index].page.clone())));
            }
        };
        ui.push_id(at, |ui| grid(ui, look, columns, height, line.len(), add));
    }
    opened
}

fn link_of(row: &GuideRow) -> LinkRow<'_> {
    let link = LinkRow::new(&row.name).picture(row.picture);
    match &row.about {
        Some(about) => link.hint(about, &[]),
        None => link,
    }
}
