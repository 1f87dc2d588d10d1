//! What the thanks say.

use crate::screens::view::View;

/// The words of the thanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThanksData {
    /// Thanks.
    pub title: String,
    /// What the opinion does.
    pub body: String,
    /// Farewell.
    pub farewell: String,
    /// The way out.
    pub finish: String,
}

impl ThanksData {
    /// Reads the words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            title: view.tr("thanks-title"),
            body: view.tr("thanks-body"),
            farewell: view.tr("thanks-farewell"),
            finish: view.tr("common-finish"),
        }
    }
}
