//! The search: what was typed, what was found, the words that matched.

use egui::{Ui, vec2};

use super::{GuideRow, back};
use crate::action::{Action, GuideAction};
use crate::flow::{GuideFlow, GuidePage};
use crate::guide::{Marked, Reader, mark, mark_around};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::field_height;
use crate::screens::page::{Foot, still_page};
use crate::screens::spoken::buttons;
use crate::screens::view::View;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{LinkRow, Picture};
use shared::domain::{CatalogEntry, Described};

/// Most results that are shown; another word narrows them.
const SHOWN_MAX: usize = 30;

/// The words of the search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchData {
    field: FieldData,
    keyboard: KeyboardData,
    /// How many were found, or what to do.
    hint: String,
    results: Vec<Found>,
    foot: Foot,
}

/// A result: its kind, its name and the line that matched, with the words that matched.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    page: GuidePage,
    name: Marked,
    line: Marked,
    picture: Option<Picture>,
}

impl SearchData {
    /// Reads what is searched for and what is found.
    pub(super) fn new(view: &View<'_>, flow: &GuideFlow, reader: Reader) -> Self {
        let query = flow.query();
        let hits = view.setting.map(|setting| setting.guide.search(query, reader)).unwrap_or_default();
        let find = |hit: &crate::guide::Hit| view.catalog()?.find(&hit.kind, hit.code.as_str());
        let shown = hits.iter().filter_map(find).take(SHOWN_MAX);
        let results: Vec<Found> = shown.map(|entry| found(view, entry, query)).collect();
        let hint = match (query.trim().is_empty(), results.len()) {
            (true, _) => view.tr("guide-search-begin"),
            (false, 0) => view.tr("guide-search-nothing"),
            (false, n) => view.format("guide-search-found", &[("n", n.into())]),
        };
        Self {
            field: FieldData {
                input: Input::Query,
                name: view.tr("guide-search-title"),
                hint: view.tr("guide-search"),
                text: query.to_owned(),
            },
            keyboard: KeyboardData::new(view),
            hint,
            results,
            foot: back(view),
        }
    }

    pub(super) fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.field.name).say(&self.hint);
        let found = |script: Script, found: &Found| script.say(&found.name.text).say(&found.line.text);
        let script = self.results.iter().fold(script, found);
        buttons(view, script.say(&view.tr("speech-keyboard")), self.foot.words())
    }
}

fn found(view: &View<'_>, entry: &CatalogEntry, query: &str) -> Found {
    let GuideRow { page, name, about, picture } = view.guide_row(entry);
    let kind = view.words.word("guide-kind", entry.kind().code());
    let (who, papers) = match &entry.what {
        Described::Service { who, papers, .. } => (view.guide_text(who), papers.get(view.language())),
        _ => (None, [].as_slice()),
    };
    let texts = [about.clone(), who, view.guide_body(entry)].into_iter().flatten();
    let matched = texts
        .chain(papers.iter().map(|paper| paper.as_str().to_owned()))
        .find_map(|text| mark_around(&text, query));
    let rest = matched.unwrap_or_else(|| mark(&about.unwrap_or_default(), query));
    // the kind stands in front of the line, and moves its marks
    let lead = if rest.text.is_empty() { kind } else { format!("{kind} · ") };
    let shift = |range: std::ops::Range<usize>| range.start + lead.len()..range.end + lead.len();
    let marks = rest.marks.into_iter().map(shift).collect();
    let line = Marked { text: format!("{lead}{}", rest.text), marks };
    Found { page, name: mark(&name, query), line, picture }
}

/// Adds the search.
pub(super) fn search_ui(ui: &mut Ui, look: &Look, data: &SearchData, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[Input::Query]);
    still_page(ui, look, &data.foot, |ui| {
        let size = vec2(ui.available_width(), field_height(look, 1.0));
        let typed = inputs.write(ui, look, &data.field, size);
        let line = look.style(TextKind::Small).line_height;
        let least = if data.results.is_empty() { line } else { line + 2.0 * size.y };
        let add = |ui: &mut Ui, _: &mut Inputs| results_ui(ui, look, data);
        typed.or(inputs.at_least_above_keys(ui, look, &data.keyboard, least, add))
    })
}

fn results_ui(ui: &mut Ui, look: &Look, data: &SearchData) -> Option<Action> {
    look.label_colored(ui, TextKind::Small, look.palette.ink_soft, &data.hint);
    let mut opened = None;
    for Found { page, name, line, picture } in &data.results {
        let row = LinkRow::new(&name.text).marks(&name.marks).picture(*picture);
        if row.hint(&line.text, &line.marks).show(ui, look).clicked() {
            opened = Some(Action::Guide(GuideAction::Open(page.clone())));
        }
    }
    opened
}
