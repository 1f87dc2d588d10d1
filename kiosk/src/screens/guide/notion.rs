//! "Right or wrong?" (P-9): the reader guesses first, then hears how it is, never that they failed.

use egui::Ui;
use shared::domain::{CatalogKind, Code, Described};

use super::back;
use super::text::paragraphs;
use crate::action::{Action, GuideAction};
use crate::flow::GuidePage;
use crate::guide::Reader;
use crate::screens::layout::{sink, tile_columns};
use crate::screens::page::{Foot, page};
use crate::screens::spoken::buttons;
use crate::screens::view::View;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Secondary;
use crate::widgets::{TouchButton, card, grid};

/// The words of a notion.
#[derive(Clone, Debug, PartialEq)]
pub struct NotionData {
    question: String,
    statement: String,
    /// The two answers, before the reader guessed.
    guesses: Option<[String; 2]>,
    /// How it is and why, once they did.
    answer: Option<Answer>,
    foot: Foot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    /// Whether the reader guessed it.
    known: bool,
    verdict: String,
    why: String,
}

impl NotionData {
    /// Reads a notion and what the reader guessed.
    pub(super) fn new(view: &View<'_>, code: &Code, guess: Option<bool>) -> Self {
        let notions = view.guide_entries(&CatalogKind::Notion, Reader::Visitor);
        let at = notions.iter().position(|notion| notion.code == *code);
        let entry = at.and_then(|at| notions.get(at)).copied();
        let answer = entry.zip(guess).map(|(entry, guess)| {
            let is_right = matches!(entry.what, Described::Notion { verdict: true, .. });
            let known = guess == is_right;
            let verdict = match (known, is_right) {
                (true, true) => view.tr("guide-known-right"),
                (true, false) => view.tr("guide-known-wrong"),
                (false, true) => view.tr("guide-is-right"),
                (false, false) => view.tr("guide-is-wrong"),
            };
            Answer { known, verdict, why: view.guide_body(entry).unwrap_or_default() }
        });
        let mut foot = back(view);
        if let Some(next) = at.and_then(|at| notions.get(at + 1)).filter(|_| answer.is_some()) {
            let page = GuidePage::Notion(next.code.clone(), None);
            foot = foot.next(view.tr("guide-notion-next"), Action::Guide(GuideAction::Swap(page)));
        }
        Self {
            question: view.tr("guide-notion-question"),
            statement: entry.map_or_else(|| view.tr("guide-gone"), |entry| view.name_of(entry)),
            guesses: (entry.is_some() && guess.is_none())
                .then(|| [view.tr("guide-right"), view.tr("guide-wrong")]),
            answer,
            foot,
        }
    }

    pub(super) fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.question).say(&self.statement);
        let script = match &self.answer {
            Some(answer) => script.say(&answer.verdict).say(&answer.why),
            None => script,
        };
        buttons(view, script, self.guesses.iter().flatten().chain(self.foot.words()))
    }
}

/// Adds a notion.
pub(super) fn notion_ui(ui: &mut Ui, look: &Look, data: &NotionData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        look.label_colored(ui, TextKind::Body, look.palette.ink_soft, &data.question);
        card(ui, look, |ui| look.label(ui, TextKind::Title, &data.statement));
        if let Some(Answer { known, verdict, why }) = &data.answer {
            ui.add_space(look.sizes.gap);
            let ink = if *known { look.palette.good } else { look.palette.ink };
            look.label_colored(ui, TextKind::Heading, ink, verdict);
            paragraphs(ui, look, why);
        }
        data.guesses.as_ref().and_then(|words| guesses_ui(ui, look, words))
    })
}

fn guesses_ui(ui: &mut Ui, look: &Look, words: &[String; 2]) -> Option<Action> {
    let height = look.sizes.button * 1.8;
    let columns = tile_columns(ui, 2).max(2);
    sink(ui, height);
    let mut guessed = None;
    grid(ui, look, columns, height, 2, |ui, index| {
        let button = TouchButton::new(Secondary, &words[index]).width(ui.available_width()).height(height);
        if button.text(TextKind::Title).show(ui, look).clicked() {
            guessed = Some(Action::Guide(GuideAction::Guess(index == 0)));
        }
    });
    guessed
}
