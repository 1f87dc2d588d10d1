//! What the choice of the rated service shows.

use shared::domain::Code;

use crate::flow::RatingFlow;
use crate::screens::view::{Choice, View};

/// The words of the choice of the rated service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateServiceData {
    /// The question.
    pub title: String,
    /// That one is chosen.
    pub hint: String,
    /// The services.
    pub services: Vec<Choice<Code>>,
    /// The way back.
    pub back: String,
}

impl RateServiceData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        let chosen: Vec<Code> = flow.service().into_iter().cloned().collect();
        Self {
            title: view.tr("rating-choose-service"),
            hint: view.tr("rating-choose-service-hint"),
            services: view.service_choices(&chosen),
            back: view.tr("common-back"),
        }
    }
}
