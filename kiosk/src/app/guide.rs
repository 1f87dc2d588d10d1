//! What the app does when the service guide asks for it.

use egui::Context;

use super::KioskApp;
use crate::action::GuideAction;
use crate::flow::{GuideFlow, GuidePage, VisitFlow};
use crate::guide::Reader;
use crate::route::Route;
use crate::screens::entry_page;

impl KioskApp {
    pub(super) fn apply_guide(&mut self, action: GuideAction, ctx: &Context) {
        let Some(flow) = self.guide() else { return };
        match action {
            GuideAction::Open(page) => flow.open(page),
            GuideAction::Swap(page) => flow.swap(page),
            GuideAction::Guess(right) => flow.guess(right),
            GuideAction::Write(query) => flow.write(query),
            GuideAction::Back => {
                if !flow.back() {
                    self.leave_guide(ctx);
                }
            }
            GuideAction::AskFor(code) => {
                let mut visit = VisitFlow::default();
                visit.toggle_service(code);
                visit.next();
                self.inputs.wipe();
                self.enter(Route::Visit(Box::new(visit)));
            }
            GuideAction::Print => self.print_guide_page(),
            GuideAction::Show => self.show_page_to_visitor(ctx),
        }
    }

    /// Prints the entry that is open.
    fn print_guide_page(&mut self) {
        let reader = if self.route.is_for_staff() { Reader::Staff } else { Reader::Visitor };
        let Some(GuidePage::Entry(kind, code)) = self.guide().map(|flow| flow.page().clone()) else { return };
        let page = entry_page(&self.view(), &kind, &code, reader);
        self.print(page);
    }

    /// Leaves staff mode, so that nothing but the page can be reached from it without the PIN.
    fn show_page_to_visitor(&mut self, ctx: &Context) {
        if !self.route.is_for_staff() {
            return;
        }
        let page = self.guide().map(|flow| flow.page().clone());
        if let Some(page @ GuidePage::Entry(..)) = page {
            self.wipe(ctx);
            self.route = Route::Guide(Box::new(GuideFlow::opened_at(page)));
        }
    }

    fn leave_guide(&mut self, ctx: &Context) {
        match &mut self.route {
            Route::Staff(flow) => {
                flow.show_today();
                self.inputs.wipe();
                self.send(crate::link::Command::LoadToday);
            }
            Route::Starting
            | Route::FirstStart(_)
            | Route::Welcome
            | Route::Visit(_)
            | Route::Rating(_)
            | Route::Suggestion(_)
            | Route::Guide(_)
            | Route::Trouble(_) => self.wipe(ctx),
        }
    }

    /// The guide that is open, before a visitor or in staff mode.
    fn guide(&mut self) -> Option<&mut GuideFlow> {
        match &mut self.route {
            Route::Guide(flow) => Some(flow),
            Route::Staff(flow) => flow.tools_mut(),
            Route::Starting
            | Route::FirstStart(_)
            | Route::Welcome
            | Route::Visit(_)
            | Route::Rating(_)
            | Route::Suggestion(_)
            | Route::Trouble(_) => None,
        }
    }
}
