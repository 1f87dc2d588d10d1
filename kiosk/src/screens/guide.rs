//! The service guide, before visitors and in staff mode: everything of it comes from the catalog on this device.

mod entry;
mod home;
mod improvements;
mod list;
mod notion;
mod search;
mod text;

use egui::Ui;
use shared::domain::{Bilingual, CatalogEntry, CatalogKind, Code};

use super::inputs::Inputs;
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::flow::{GuideFlow, GuidePage};
use crate::guide::Reader;
use crate::speech::Script;
use crate::theme::Look;
use entry::{EntryData, Part, entry_ui};
use home::{HomeData, home_ui};
use improvements::{ImprovementsData, improvements_ui};
use list::{ListData, list_ui};
use notion::{NotionData, notion_ui};
use search::{SearchData, search_ui};

pub use entry::entry_page;

/// A page of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        entries.retain(|entry| entry.guide.belongs_to.as_ref() == Some(of));
        entries
    }

    /// Returns a text of the guide in the language being shown, else in the other one.
    pub(super) fn guide_text(&self, text: &Bilingual) -> Option<String> {
        text.get(self.language()).map(|text| text.as_str().to_owned())
    }

    /// Returns the long text of an entry, in simple words where these are wanted and written.
    pub(super) fn guide_body(&self, entry: &CatalogEntry) -> Option<String> {
        let guide = &entry.guide;
        let simple = Some(&guide.simple).filter(|text| self.access.simple_words && !text.is_empty());
        self.guide_text(simple.unwrap_or(&guide.body))
    }

    /// Returns the row that leads to an entry.
    pub(super) fn guide_row(&self, entry: &CatalogEntry) -> GuideRow {
        let code = entry.code.clone();
        let page = if entry.kind == CatalogKind::Notion {
            GuidePage::Notion(code, None)
        } else {
            GuidePage::Entry(entry.kind.clone(), code)
        };
        GuideRow { page, name: self.name_of(entry), about: self.about(entry) }
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

/// Returns what the open page says to a visitor.
pub fn guide_script(view: &View<'_>, flow: &GuideFlow) -> Script {
    match GuideData::new(view, flow, Reader::Visitor) {
        GuideData::Home(data) => {
            let script = Script::new().say(&data.title).say(&data.hint).say(&data.search);
            buttons(view, rows(script, &data.tiles), [&data.back])
        }
        GuideData::List(data) => {
            let script = Script::new().say(&data.title).say(&data.hint);
            let script = script.say_if(data.rows.is_empty().then_some(&data.empty));
            buttons(view, rows(script, &data.rows), data.back.iter().chain([&data.search]))
        }
        GuideData::Entry(data) => entry(view, &data),
        GuideData::Notion(data) => {
            let script = Script::new().say(&data.question).say(&data.statement);
            let script = match &data.answer {
                Some(answer) => script.say(&answer.verdict).say(&answer.why),
                None => script,
            };
            let words = data.guesses.iter().flatten().chain([&data.back]);
            buttons(view, script, words.chain(data.next.as_ref().map(|(words, _)| words)))
        }
        GuideData::Improvements(data) => {
            let script = Script::new().say(&data.title).say(&data.hint);
            let script = data.improvements.iter().enumerate().fold(script, |script, (index, improvement)| {
                let script = script.position(index + 1).say(&data.said).say(&improvement.said);
                script.say(&data.did).say(&improvement.did).say_if(improvement.since.as_ref())
            });
            buttons(view, script, [&data.back])
        }
        GuideData::Search(data) => {
            let script = Script::new().say(&data.field.name).say(&data.hint);
            let found = data.results.iter().enumerate();
            let script = found.fold(script, |script, (index, found)| {
                script.position(index + 1).say(&found.name.text).say(&found.line.text)
            });
            buttons(view, script.say(&view.tr("speech-keyboard")), [&data.back])
        }
    }
}

fn entry(view: &View<'_>, data: &EntryData) -> Script {
    let script = Script::new().say(&data.title).say_if(data.about.as_ref());
    let script = data.parts.iter().fold(script, |script, part| match part {
        Part::Text(name, text) => script.say_if(name.as_ref()).say(text),
        Part::List(name, lines) => script.say(name).say_all(lines),
        Part::Rows(name, of) => rows(script.say(name), of),
        Part::Note(words) => script.say(words),
    });
    let ways = [data.ask.as_ref().map(|(words, _)| words), data.next.as_ref().map(|(words, _)| words)];
    buttons(view, script, std::iter::once(&data.back).chain(ways.into_iter().flatten()))
}

/// Adds rows that lead on, each with its place.
fn rows(script: Script, rows: &[GuideRow]) -> Script {
    rows.iter().enumerate().fold(script, |script, (index, row)| {
        script.position(index + 1).say(&row.name).say_if(row.about.as_ref())
    })
}
