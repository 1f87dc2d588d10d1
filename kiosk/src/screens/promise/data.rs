//! What is said before a rating is asked for.

use crate::flow::RatingFlow;
use crate::screens::view::View;

/// The promise's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseData {
    /// The title.
    pub title: String,
    /// The service being rated.
    pub service: String,
    /// The policy's sentence.
    pub right: String,
    /// That rating is optional, not linked to a name and without effect on a request.
    pub assurance: String,
    /// The way back.
    pub back: String,
    /// The way out.
    pub decline: String,
    /// The way on.
    pub begin: String,
}

impl PromiseData {
    /// Reads the words.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        Self {
            title: view.tr("rating-title"),
            service: flow.service().map(|code| view.service(code)).unwrap_or_default(),
            right: view.tr("rating-right"),
            assurance: view.tr("rating-assurance"),
            back: view.tr("common-back"),
            decline: view.tr("rating-decline"),
            begin: view.tr("rating-begin"),
        }
    }
}
