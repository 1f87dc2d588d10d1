//! One entry: what it is, who may have it, the papers it needs, what is asked about it; a page of a tool. And the same on
//! paper, without what is pressed.

use egui::{Sense, Ui, vec2};
use shared::domain::{CatalogEntry, CatalogKind, Code, Described};
use shared::locale::{dates, key};

use super::list::rows_ui;
use super::text::{dotted, heading, paragraphs};
use super::{GuideRow, back, say_rows};
use crate::action::{Action, GuideAction};
use crate::flow::GuidePage;
use crate::guide::Reader;
use crate::printing::{Block, Page};
use crate::screens::layout::lead;
use crate::screens::page::{Foot, page};
use crate::screens::printing::{PrintData, print_state, with_print};
use crate::screens::spoken::buttons;
use crate::screens::view::View;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Picture, picture, row_start_to_end};

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
#[derive(Clone, Debug, PartialEq)]
pub struct EntryData {
    pub(super) title: String,
    /// A picture before it, with simple words.
    picture: Option<Picture>,
    about: Option<String>,
    parts: Vec<Part>,
    /// Prints the page, where a printer is set.
    print: Option<PrintData>,
    /// Back; asks for the service; the tool's next page; puts the page before the visitor.
    foot: Foot,
}

impl EntryData {
    /// Reads an entry; one that is not offered any more is said to be gone.
    pub(super) fn new(view: &View<'_>, kind: &CatalogKind, code: &Code, reader: Reader) -> Self {
        let entry = view.catalog().and_then(|catalog| catalog.find(kind, code.as_str())).filter(|e| e.active);
        let Some(entry) = entry else {
            let title = view.tr("guide-gone");
            return Self {
                title,
                picture: None,
                about: None,
                parts: Vec::new(),
                print: None,
                foot: back(view),
            };
        };
        Self {
            title: view.name_of(entry),
            picture: view.guide_picture(entry),
            about: view.about(entry),
            parts: parts(view, entry, reader),
            print: PrintData::new(view, "guide-print"),
            foot: foot(view, entry, reader),
        }
    }

    pub(super) fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say_if(self.about.as_ref());
        let script = self.parts.iter().fold(script, |script, part| match part {
            Part::Text(name, text) => script.say_if(name.as_ref()).say(text),
            Part::List(name, lines) => script.say(name).say_all(lines),
            Part::Rows(name, rows) => say_rows(script.say(name), rows),
            Part::Note(words) => script.say(words),
        });
        buttons(view, script, self.foot.words())
    }
}

fn foot(view: &View<'_>, entry: &CatalogEntry, reader: Reader) -> Foot {
    let mut foot = back(view);
    let is_service = matches!(entry.what, Described::Service { .. });
    if is_service && reader == Reader::Visitor {
        foot = foot.next(view.tr("guide-ask"), Action::Guide(GuideAction::AskFor(entry.code.clone())));
    }
    if let Some(page) = next_page(view, entry, reader) {
        foot = foot.end(Primary, view.tr("guide-next-page"), Action::Guide(GuideAction::Swap(page)));
    }
    if reader == Reader::Staff && (is_service || matches!(entry.what, Described::ToolPage { .. })) {
        foot = foot.end(Secondary, view.tr("guide-show"), Action::Guide(GuideAction::Show));
    }
    foot
}

fn parts(view: &View<'_>, entry: &CatalogEntry, reader: Reader) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Described::Service { who, papers, .. } = &entry.what {
        if let Some(who) = view.guide_text(who) {
            parts.push(Part::Text(Some(view.tr("guide-who")), who));
        }
        let papers: Vec<String> =
            papers.get(view.language()).iter().map(|paper| paper.as_str().to_owned()).collect();
        if !papers.is_empty() {
            parts.push(Part::List(view.tr("guide-papers"), papers));
        }
    }
    if let Some(body) = view.guide_body(entry) {
        let has_more = !parts.is_empty();
        parts.push(Part::Text(has_more.then(|| view.tr("guide-details")), body));
    }
    // codes are a kind's own, so a tool and a service may share one
    let belonging = match &entry.what {
        Described::Tool => vec![(CatalogKind::ToolPage, key("guide-pages"))],
        Described::Service { .. } => vec![
            (CatalogKind::Question, key("guide-questions")),
            (CatalogKind::Notion, key("guide-right-or-wrong")),
        ],
        _ => Vec::new(),
    };
    for (kind, name) in belonging {
        let entries = view.guide_entries_of(&kind, &entry.code, reader);
        let rows: Vec<_> = entries.into_iter().map(|entry| view.guide_row(entry)).collect();
        if !rows.is_empty() {
            parts.push(Part::Rows(view.tr(name), rows));
        }
    }
    if let Described::Improvement { since: Some(since), .. } = entry.what {
        let values = [("date", dates::both(view.words, since).into())];
        parts.push(Part::Note(view.format("guide-since", &values)));
    }
    if let Some(approved) = &entry.approved_by {
        let values = [("who", approved.as_str().to_owned().into())];
        parts.push(Part::Note(view.format("guide-approved", &values)));
    }
    parts
}

/// The page behind a tool's page.
fn next_page(view: &View<'_>, entry: &CatalogEntry, reader: Reader) -> Option<GuidePage> {
    let Described::ToolPage { belongs_to, .. } = &entry.what else { return None };
    let pages = view.guide_entries_of(&CatalogKind::ToolPage, belongs_to, reader);
    let at = pages.iter().position(|page| page.code == entry.code)?;
    pages.get(at + 1).map(|page| view.guide_row(page).page)
}

/// Adds an entry's page.
pub(super) fn entry_ui(ui: &mut Ui, look: &Look, data: &EntryData) -> Option<Action> {
    let foot = with_print(&data.foot, data.print.as_ref(), Action::Guide(GuideAction::Print));
    page(ui, look, &foot, |ui| {
        if let Some(print) = &data.print {
            print_state(ui, look, print);
        }
        title_ui(ui, look, data);
        if let Some(about) = &data.about {
            lead(ui, look, about);
        }
        let mut opened = None;
        if let [Part::Text(None, text)] = data.parts.as_slice()
            && fits_large(ui, look, text)
        {
            text.lines().filter(|line| !line.trim().is_empty()).for_each(|line| lead(ui, look, line));
            return None;
        }
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

/// Tells whether a text that stands alone leaves half the page empty even as large as a heading.
fn fits_large(ui: &Ui, look: &Look, text: &str) -> bool {
    let (style, width) = (look.style(TextKind::Heading), ui.available_width());
    let lines = text.lines().map(|line| look.text.galley(ui.ctx(), &style, Some(width), line).size().y);
    lines.map(|height| height + look.sizes.gap).sum::<f32>() <= ui.available_height() / 2.0
}

fn title_ui(ui: &mut Ui, look: &Look, data: &EntryData) {
    let Some(shown) = data.picture else {
        look.label(ui, TextKind::Title, &data.title);
        return;
    };
    let side = look.sizes.touch;
    row_start_to_end(ui, look.direction, side, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
        picture(ui.painter(), rect, shown, look.palette.primary);
        look.label(ui, TextKind::Title, &data.title);
    });
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
