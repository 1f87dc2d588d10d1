//! "You said, we did" (P-10): what changed because of ratings and suggestions.

use egui::Ui;
use shared::domain::CatalogKind;
use shared::locale::dates;

use super::text::paragraphs;
use crate::action::{Action, GuideAction};
use crate::guide::Reader;
use crate::screens::layout::{lead, title};
use crate::screens::page::{Foot, page};
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::card;

/// The words of all improvements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImprovementsData {
    pub(super) title: String,
    pub(super) hint: String,
    pub(super) said: String,
    pub(super) did: String,
    pub(super) improvements: Vec<Improvement>,
    pub(super) empty: String,
    pub(super) back: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Improvement {
    pub(super) said: String,
    pub(super) did: String,
    pub(super) since: Option<String>,
}

impl ImprovementsData {
    /// Reads the improvements.
    pub(super) fn new(view: &View<'_>) -> Self {
        let entries = view.guide_entries(&CatalogKind::Improvement, Reader::Visitor);
        let since = |date| view.format("guide-since", &[("date", dates::both(view.words, date).into())]);
        let improvements = entries.into_iter().map(|entry| Improvement {
            said: view.name_of(entry),
            did: view.guide_body(entry).unwrap_or_default(),
            since: entry.guide.since.map(since),
        });
        Self {
            title: view.tr("guide-you-said-we-did"),
            hint: view.tr("guide-you-said-we-did-hint"),
            said: view.tr("guide-you-said"),
            did: view.tr("guide-we-did"),
            improvements: improvements.collect(),
            empty: view.tr("guide-empty"),
            back: view.tr("common-back"),
        }
    }
}

/// Adds the improvements.
pub(super) fn improvements_ui(ui: &mut Ui, look: &Look, data: &ImprovementsData) -> Option<Action> {
    let foot = Foot::new().back(&data.back, Action::Guide(GuideAction::Back));
    page(ui, look, foot, |ui| {
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
