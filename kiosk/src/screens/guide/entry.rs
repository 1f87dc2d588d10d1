//! One entry: what it is, who may have it, the papers it needs, what is asked about it; a page of a tool.

use egui::Ui;
use shared::domain::{CatalogEntry, CatalogKind, Code};
use shared::locale::dates;

use super::GuideRow;
use super::list::rows_ui;
use super::text::{dotted, heading, paragraphs};
use crate::action::{Action, GuideAction};
use crate::flow::GuidePage;
use crate::guide::Reader;
use crate::printing::{Block, Page};
use crate::screens::layout::lead;
use crate::screens::page::{Foot, page};
use crate::screens::printing::{PrintData, print_state};
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};

/// A part of an entry's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Paragraphs, under a heading where they have one.
    Text(Option<String>, String),
    /// A list under a heading.
    List(String, Vec<String>),
    /// Rows that lead on, under a heading.
    Rows(String, Vec<GuideRow>),
    /// A small line.
    Note(String),
}

/// The words of an entry's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryData {
    pub(super) title: String,
    pub(super) about: Option<String>,
    pub(super) parts: Vec<Part>,
    pub(super) back: String,
    /// Asks for the service.
    pub(super) ask: Option<(String, Code)>,
    /// Prints the page, where a printer is set.
    pub(super) print: Option<PrintData>,
    /// Puts the page before the visitor.
    pub(super) show: Option<String>,
    /// The tool's next page.
    pub(super) next: Option<(String, GuidePage)>,
}

impl EntryData {
    /// Reads an entry; one that is not offered any more is said to be gone.
    pub(super) fn new(view: &View<'_>, kind: &CatalogKind, code: &Code, reader: Reader) -> Self {
        let entry = view.catalog().and_then(|catalog| catalog.find(kind, code.as_str())).filter(|e| e.active);
        let Some(entry) = entry else {
            return Self {
                title: view.tr("guide-gone"),
                about: None,
                parts: Vec::new(),
                back: view.tr("common-back"),
                ask: None,
                print: None,
                show: None,
                next: None,
            };
        };
        let may_show =
            reader == Reader::Staff && matches!(kind, CatalogKind::ToolPage | CatalogKind::Service);
        Self {
            title: view.name_of(entry),
            about: view.about(entry),
            parts: parts(view, entry, reader),
            back: view.tr("common-back"),
            ask: (*kind == CatalogKind::Service && reader == Reader::Visitor)
                .then(|| (view.tr("guide-ask"), code.clone())),
            print: PrintData::new(view, "guide-print"),
            show: may_show.then(|| view.tr("guide-show")),
            next: next_page(view, entry, reader).map(|page| (view.tr("guide-next-page"), page)),
        }
    }
}

fn parts(view: &View<'_>, entry: &CatalogEntry, reader: Reader) -> Vec<Part> {
    let guide = &entry.guide;
    let mut parts = Vec::new();
    if let Some(who) = view.guide_text(&guide.who) {
        parts.push(Part::Text(Some(view.tr("guide-who")), who));
    }
    let papers: Vec<String> =
        guide.papers.get(view.language()).iter().map(|paper| paper.as_str().to_owned()).collect();
    if !papers.is_empty() {
        parts.push(Part::List(view.tr("guide-papers"), papers));
    }
    if let Some(body) = view.guide_body(entry) {
        let has_more = !parts.is_empty();
        parts.push(Part::Text(has_more.then(|| view.tr("guide-details")), body));
    }
    let kinds = [
        (CatalogKind::ToolPage, view.tr("guide-pages")),
        (CatalogKind::Question, view.tr("guide-questions")),
        (CatalogKind::Notion, view.tr("guide-right-or-wrong")),
    ];
    for (kind, name) in kinds {
        let entries = view.guide_entries_of(&kind, &entry.code, reader);
        if !entries.is_empty() && belongs(&entry.kind, &kind) {
            parts.push(Part::Rows(name, entries.into_iter().map(|entry| view.guide_row(entry)).collect()));
        }
    }
    if let Some(since) = guide.since {
        let values = [("date", dates::both(view.words, since).into())];
        parts.push(Part::Note(view.format("guide-since", &values)));
    }
    if let Some(approved) = &entry.approved_by {
        let values = [("who", approved.as_str().to_owned().into())];
        parts.push(Part::Note(view.format("guide-approved", &values)));
    }
    parts
}

/// Codes are a kind's own, so a tool and a service may share one: pages belong to tools, the rest to services.
fn belongs(owner: &CatalogKind, kind: &CatalogKind) -> bool {
    if *kind == CatalogKind::ToolPage { *owner == CatalogKind::Tool } else { *owner == CatalogKind::Service }
}

/// The page behind a tool's page.
fn next_page(view: &View<'_>, entry: &CatalogEntry, reader: Reader) -> Option<GuidePage> {
    let tool = entry.guide.belongs_to.as_ref().filter(|_| entry.kind == CatalogKind::ToolPage)?;
    let pages = view.guide_entries_of(&CatalogKind::ToolPage, tool, reader);
    let at = pages.iter().position(|page| page.code == entry.code)?;
    pages.get(at + 1).map(|page| view.guide_row(page).page)
}

/// Adds an entry's page.
pub(super) fn entry_ui(ui: &mut Ui, look: &Look, data: &EntryData) -> Option<Action> {
    let mut foot = Foot::new().back(&data.back, Action::Guide(GuideAction::Back));
    if let Some(print) = &data.print {
        foot = print.in_foot(foot, Action::Guide(GuideAction::Print));
    }
    if let Some((words, code)) = &data.ask {
        foot = foot.next(words, Action::Guide(GuideAction::AskFor(code.clone())));
    }
    if let Some((words, page)) = &data.next {
        foot = foot.end(Primary, words, Action::Guide(GuideAction::Swap(page.clone())));
    }
    if let Some(words) = &data.show {
        foot = foot.end(Secondary, words, Action::Guide(GuideAction::Show));
    }
    page(ui, look, foot, |ui| {
        if let Some(print) = &data.print {
            print_state(ui, look, print);
        }
        look.label(ui, TextKind::Title, &data.title);
        if let Some(about) = &data.about {
            lead(ui, look, about);
        }
        let mut opened = None;
        for part in &data.parts {
            match part {
                Part::Text(name, text) => {
                    if let Some(name) = name {
                        heading(ui, look, name);
                    }
                    paragraphs(ui, look, text);
                }
                Part::List(name, lines) => {
                    heading(ui, look, name);
                    dotted(ui, look, lines);
                }
                Part::Rows(name, rows) => {
                    heading(ui, look, name);
                    opened = rows_ui(ui, look, rows).or(opened.take());
                }
                Part::Note(words) => {
                    ui.add_space(look.sizes.gap);
                    look.label_colored(ui, TextKind::Small, look.palette.ink_soft, words);
                }
            }
        }
        opened
    })
}

/// Returns the page of an entry as it is printed.
pub fn entry_page(view: &View<'_>, kind: &CatalogKind, code: &Code, reader: Reader) -> Page {
    let data = EntryData::new(view, kind, code, reader);
    let page = Page::new(view.direction());
    let page = page.with(Block::Centred(view.association())).with(Block::Rule).with(Block::Title(data.title));
    let page = data.about.into_iter().fold(page, |page, about| page.with(Block::Text(about)));
    let page = data.parts.into_iter().fold(page, with_part);
    page.with(Block::Rule).with(Block::Small(dates::both(view.words, view.now.date())))
}

fn with_part(page: Page, part: Part) -> Page {
    let lines = |page: Page, text: &str| {
        text.lines().fold(page, |page, line| page.with(Block::Text(line.to_owned())))
    };
    match part {
        Part::Text(name, text) => {
            let page = name.into_iter().fold(page, |page, name| page.with(Block::Heading(name)));
            lines(page, &text)
        }
        Part::List(name, items) => {
            let page = page.with(Block::Heading(name));
            items.into_iter().fold(page, |page, item| page.with(Block::Text(format!("• {item}"))))
        }
        // what leads on to other pages leads nowhere on paper
        Part::Rows(..) => page,
        Part::Note(words) => page.with(Block::Small(words)),
    }
}
