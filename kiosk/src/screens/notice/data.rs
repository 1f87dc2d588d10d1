//! What the notice says.

use crate::screens::view::View;

/// The notice's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeData {
    /// Its title.
    pub title: String,
    /// Its statements.
    pub statements: Vec<String>,
    /// The way back.
    pub back: String,
    /// The way on.
    pub next: String,
}

impl NoticeData {
    /// Reads the words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            title: view.tr("notice-title"),
            statements: vec![
                view.tr("notice-kept"),
                view.tr("notice-why"),
                view.tr("notice-who"),
                view.tr("notice-sealed"),
                view.tr("notice-optional"),
            ],
            back: view.tr("common-back"),
            next: view.tr("notice-continue"),
        }
    }
}
