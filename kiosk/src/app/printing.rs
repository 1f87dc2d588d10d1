//! The app's side of printing and of the settings file: what was asked for, what became of it.

use super::KioskApp;
use crate::link::Command;
use crate::printing::{Page, PrintOutcome, PrintState};
use crate::screens::{PrinterView, receipt_page};

impl KioskApp {
    /// Hands a page to the printer, unless the last one is still on its way.
    pub(super) fn print(&mut self, page: Page) {
        if self.printing != PrintState::Printing {
            self.printing = PrintState::Printing;
            self.send(Command::Print(Box::new(page)));
        }
    }

    /// Prints the receipt that is shown.
    pub(super) fn print_receipt(&mut self) {
        let crate::route::Route::Visit(flow) = &self.route else { return };
        if let Some(page) = flow.receipt().map(|receipt| receipt_page(&self.view(), receipt)) {
            self.print(page);
        }
    }

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
