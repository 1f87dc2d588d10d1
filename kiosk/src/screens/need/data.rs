//! What the choice of services shows.

use shared::domain::Code;

use crate::flow::VisitFlow;
use crate::screens::view::{Choice, View};

/// The words of the choice of services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedData {
    /// The question.
    pub title: String,
    /// That more than one may be chosen.
    pub hint: String,
    /// The services.
    pub services: Vec<Choice<Code>>,
    /// The way back.
    pub back: String,
    /// The way on.
    pub next: String,
    /// Whether the way on is open.
    pub can_go_on: bool,
}

impl NeedData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, flow: &VisitFlow) -> Self {
        Self {
            title: view.tr("need-title"),
            hint: view.tr("need-more-than-one"),
            services: view.service_choices(flow.services()),
            back: view.tr("common-back"),
            next: view.tr("common-next"),
            can_go_on: flow.can_go_on(),
        }
    }
}
