//! The app's side of printing: what became of a page, and the page that tells whether the printer works.

use super::KioskApp;
use crate::printing::{Block, Page, PrintOutcome, PrintState};
use crate::screens::{PrinterView, View};

impl KioskApp {
    pub(super) fn take_printed(&mut self, outcome: PrintOutcome) {
        // an outcome of a page that the last visitor asked for is nothing to this one
        if self.printing == PrintState::Printing {
            self.printing = PrintState::Done(outcome);
        }
    }

    pub(super) fn printer_view(&self) -> PrinterView {
        PrinterView { is_set: self.settings.config.printer.is_set(), state: self.printing }
    }
}

pub(super) fn test_page(view: &View<'_>) -> Page {
    Page::new(view.direction())
        .with(Block::Title(view.association()))
        .with(Block::Rule)
        .with(Block::Centred(view.tr("settings-test-page")))
        .with(Block::Qr("SILA".to_owned()))
        .with(Block::Text(view.tr("settings-test-words")))
}
