//! "You said, we did" (P-10): what changed because of ratings and suggestions.

use egui::Ui;
use shared::domain::{CatalogEntry, CatalogKind, Described};
use shared::locale::dates;

use super::back;
use super::text::paragraphs;
use crate::action::Action;
use crate::guide::Reader;
use crate::screens::layout::{lead, title};
use crate::screens::page::{Foot, page};
use crate::screens::spoken::buttons;
use crate::screens::view::View;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::card;

/// The words of all improvements.
#[derive(Clone, Debug, PartialEq)]
pub struct ImprovementsData {
    title: String,
    hint: String,
    improvements: Vec<ImprovementData>,
    empty: String,
    foot: Foot,
}

/// What was said, and what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImprovementData {
    /// "You said" and "we did".
    pub headings: [String; 2],
    /// What was said.
    pub said: String,
    /// What was done.
    pub did: String,
    /// Since when.
    pub since: Option<String>,
}

impl ImprovementData {
    /// Reads an improvement.
    pub fn new(view: &View<'_>, entry: &CatalogEntry) -> Self {
        let since = |date| view.format("guide-since", &[("date", dates::both(view.words, date).into())]);
        Self {
            headings: [view.tr("guide-you-said"), view.tr("guide-we-did")],
            said: view.name_of(entry),
            did: view.guide_body(entry).unwrap_or_default(),
            since: match entry.what {
                Described::Improvement { since: day, .. } => day.map(since),
                _ => None,
            },
        }
    }

    /// Adds it.
    pub fn show(&self, ui: &mut Ui, look: &Look) {
        let soft = look.palette.ink_soft;
        let [said, did] = &self.headings;
        look.label_colored(ui, TextKind::Small, soft, said);
        look.label(ui, TextKind::Strong, &self.said);
        look.label_colored(ui, TextKind::Small, look.palette.primary, did);
        paragraphs(ui, look, &self.did);
        if let Some(since) = &self.since {
            look.label_colored(ui, TextKind::Small, soft, since);
        }
    }
}

impl ImprovementsData {
    /// Reads the improvements.
    pub(super) fn new(view: &View<'_>) -> Self {
        let entries = view.guide_entries(&CatalogKind::Improvement, Reader::Visitor);
        Self {
            title: view.tr("guide-you-said-we-did"),
            hint: view.tr("guide-you-said-we-did-hint"),
            improvements: entries.into_iter().map(|entry| ImprovementData::new(view, entry)).collect(),
            empty: view.tr("guide-empty"),
            foot: back(view),
        }
    }

    pub(super) fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.hint);
        let script = self.improvements.iter().fold(script, |script, improvement| {
            let [said, did] = &improvement.headings;
            let script = script.say(said).say(&improvement.said);
            script.say(did).say(&improvement.did).say_if(improvement.since.as_ref())
        });
        buttons(view, script, self.foot.words())
    }
}

/// Adds the improvements.
pub(super) fn improvements_ui(ui: &mut Ui, look: &Look, data: &ImprovementsData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        title(ui, look, &data.title, Some(&data.hint));
        if data.improvements.is_empty() {
            lead(ui, look, &data.empty);
        }
        for improvement in &data.improvements {
            card(ui, look, |ui| improvement.show(ui, look));
            ui.add_space(look.sizes.gap);
        }
        None
    })
}
