//! What the choice of reasons shows. The words are neutral nouns; only the title follows the scores.

use shared::domain::{CatalogKind, Code};
use shared::locale::key;

use crate::flow::RatingFlow;
use crate::screens::view::{Choice, View};

/// The words of the choice of reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonsData {
    /// The question: what was liked, or what should improve.
    pub title: String,
    /// That it is optional.
    pub hint: String,
    /// The reasons.
    pub reasons: Vec<Choice<Code>>,
    /// The way back.
    pub back: String,
    /// The way on, with or without a reason.
    pub next: String,
}

impl ReasonsData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        let title = if flow.is_low() { view.tr("reasons-title-low") } else { view.tr("reasons-title-high") };
        let next = if flow.reasons().is_empty() { key("common-skip-step") } else { key("common-next") };
        Self {
            title,
            hint: view.tr("reasons-hint"),
            reasons: view.choices(&CatalogKind::Reason, flow.reasons()),
            back: view.tr("common-back"),
            next: view.tr(next),
        }
    }
}
