//! "You said, we did" (P-10): what changed because of ratings and suggestions.

use egui::Ui;
use shared::domain::{CatalogKind, Described};
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
    said: String,
    did: String,
    improvements: Vec<Improvement>,
    empty: String,
    foot: Foot,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Improvement {
    said: String,
    did: String,
    since: Option<String>,
}

impl ImprovementsData {
    /// Reads the improvements.
    pub(super) fn new(view: &View<'_>) -> Self {
        let entries = view.guide_entries(&CatalogKind::Improvement, Reader::Visitor);
        let since = |date| view.format("guide-since", &[("date", dates::both(view.words, date).into())]);
        let improvements = entries.into_iter().map(|entry| Improvement {
            said: view.name_of(entry),
            did: view.guide_body(entry).unwrap_or_default(),
            since: match entry.what {
                Described::Improvement { since: day, .. } => day.map(since),
                _ => None,
            },
        });
        Self {
            title: view.tr("guide-you-said-we-did"),
            hint: view.tr("guide-you-said-we-did-hint"),
            said: view.tr("guide-you-said"),
            did: view.tr("guide-we-did"),
            improvements: improvements.collect(),
            empty: view.tr("guide-empty"),
            foot: back(view),
        }
    }

    pub(super) fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.hint);
        let script = self.improvements.iter().enumerate().fold(script, |script, (index, improvement)| {
            let script = script.position(index + 1).say(&self.said).say(&improvement.said);
            script.say(&self.did).say(&improvement.did).say_if(improvement.since.as_ref())
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
            card(ui, look, |ui| improvement_ui(ui, look, data, improvement));
            ui.add_space(look.sizes.gap);
        }
        None
    })
}

fn improvement_ui(ui: &mut Ui, look: &Look, data: &ImprovementsData, improvement: &Improvement) {
    let soft = look.palette.ink_soft;
    look.label_colored(ui, TextKind::Small, soft, &data.said);
    look.label(ui, TextKind::Strong, &improvement.said);
    look.label_colored(ui, TextKind::Small, look.palette.primary, &data.did);
    paragraphs(ui, look, &improvement.did);
    if let Some(since) = &improvement.since {
        look.label_colored(ui, TextKind::Small, soft, since);
    }
}
