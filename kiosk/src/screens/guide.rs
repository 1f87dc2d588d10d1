//! The service guide, before visitors and in staff mode: everything of it comes from the catalog on this device.

mod entry;
mod home;
mod improvements;
mod list;
mod notion;
mod search;
mod text;

use egui::Ui;
use shared::domain::{Article, Bilingual, CatalogEntry, CatalogKind, Code};

use super::inputs::Inputs;
use super::page::Foot;
use super::pictures::picture_of;
use super::view::View;
use crate::action::{Action, GuideAction};
use crate::flow::{GuideFlow, GuidePage};
use crate::guide::Reader;
use crate::speech::Script;
use crate::theme::Look;
use crate::widgets::Picture;
use entry::{EntryData, entry_ui};
use home::{HomeData, home_ui};
use improvements::{ImprovementsData, improvements_ui};
use list::{ListData, list_ui};
use notion::{NotionData, notion_ui};
use search::{SearchData, search_ui};

pub use entry::entry_page;
pub use improvements::ImprovementData;

/// A page of the guide.
#[derive(Clone, Debug, PartialEq)]
pub enum GuideData {
    /// The ways in.
    Home(HomeData),
    /// Entries to choose from.
    List(ListData),
    /// One entry.
    Entry(Box<EntryData>),
    /// One notion.
    Notion(NotionData),
    /// You said, we did.
    Improvements(ImprovementsData),
    /// The search.
    Search(Box<SearchData>),
}

/// A row that leads to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideRow {
    /// Where it leads.
    pub page: GuidePage,
    /// Its words.
    pub name: String,
    /// A line beneath them.
    pub about: Option<String>,
    /// A picture before them, with simple words.
    pub picture: Option<Picture>,
}

impl GuideData {
    /// Reads the page that is open.
    pub fn new(view: &View<'_>, flow: &GuideFlow, reader: Reader) -> Self {
        match flow.page() {
            GuidePage::Home => Self::Home(HomeData::new(view)),
            GuidePage::Services => Self::List(ListData::services(view)),
            GuidePage::Questions => Self::List(ListData::questions(view)),
            GuidePage::Notions => Self::List(ListData::notions(view)),
            GuidePage::Tools => Self::List(ListData::tools(view, reader)),
            GuidePage::Improvements => Self::Improvements(ImprovementsData::new(view)),
            GuidePage::Search => Self::Search(Box::new(SearchData::new(view, flow, reader))),
            GuidePage::Entry(kind, code) => Self::Entry(Box::new(EntryData::new(view, kind, code, reader))),
            GuidePage::Notion(code, guess) => Self::Notion(NotionData::new(view, code, *guess)),
        }
    }

    /// Returns what the page says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        match self {
            Self::Home(data) => data.script(view),
            Self::List(data) => data.script(view),
            Self::Entry(data) => data.script(view),
            Self::Notion(data) => data.script(view),
            Self::Improvements(data) => data.script(view),
            Self::Search(data) => data.script(view),
        }
    }
}

impl View<'_> {
    /// Returns the entries of a kind that a reader may see, in their order.
    pub(super) fn guide_entries(&self, kind: &CatalogKind, reader: Reader) -> Vec<&CatalogEntry> {
        let mut offered = self.catalog().map(|catalog| catalog.offered(kind)).unwrap_or_default();
        offered.retain(|entry| reader == Reader::Staff || entry.is_for_everybody());
        offered
    }

    /// Returns those of them that belong to another entry.
    pub(super) fn guide_entries_of(
        &self,
        kind: &CatalogKind,
        of: &Code,
        reader: Reader,
    ) -> Vec<&CatalogEntry> {
        let mut entries = self.guide_entries(kind, reader);
        entries.retain(|entry| entry.belongs_to() == Some(of));
        entries
    }

    /// Returns a text of the guide in the language being shown, else in the other one.
    pub(super) fn guide_text(&self, text: &Bilingual) -> Option<String> {
        text.get(self.language()).map(|text| text.as_str().to_owned())
    }

    /// Returns the long text of an entry, in simple words where these are wanted and written.
    pub(super) fn guide_body(&self, entry: &CatalogEntry) -> Option<String> {
        let Article { body, simple } = entry.article()?;
        let simple = Some(simple).filter(|text| self.access.simple_words && !text.is_empty());
        self.guide_text(simple.unwrap_or(body))
    }

    /// Returns the row that leads to an entry.
    pub(super) fn guide_row(&self, entry: &CatalogEntry) -> GuideRow {
        let code = entry.code.clone();
        let page = match entry.kind() {
            CatalogKind::Notion => GuidePage::Notion(code, None),
            kind => GuidePage::Entry(kind, code),
        };
        let picture = self.guide_picture(entry);
        GuideRow { page, name: self.name_of(entry), about: self.about(entry), picture }
    }

    /// Returns an entry's picture where pictures are wanted; a question or notion without one has its service's.
    pub(super) fn guide_picture(&self, entry: &CatalogEntry) -> Option<Picture> {
        let of_service = || {
            let service = self.catalog()?.find(&CatalogKind::Service, entry.belongs_to()?.as_str())?;
            picture_of(service)
        };
        picture_of(entry).or_else(of_service).filter(|_| self.access.simple_words)
    }
}

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

/// Says rows that lead on, each with its number.
fn say_rows(script: Script, rows: &[GuideRow]) -> Script {
    rows.iter().fold(script, |script, row| script.choice().say(&row.name).say_if(row.about.as_ref()))
}

/// A foot with the way back.
fn back(view: &View<'_>) -> Foot {
    view.foot(Action::Guide(GuideAction::Back))
}
