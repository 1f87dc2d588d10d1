//! What the idle guard asks.

use crate::screens::view::View;

/// The words of the idle guard's question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleData {
    /// The question.
    pub title: String,
    /// What happens, and when.
    pub body: String,
    /// Yes: the one large button.
    pub more_time: String,
    /// No.
    pub finish: String,
}

impl IdleData {
    /// Reads the words.
    pub fn new(view: &View<'_>, seconds_left: u64) -> Self {
        Self {
            title: view.tr("idle-title"),
            body: view.format("idle-body", &[("n", seconds_left.into())]),
            more_time: view.tr("idle-more-time"),
            finish: view.tr("idle-finish"),
        }
    }
}
