//! What the app does when a screen asks for it: its own part, and what the open flow then asks for.

use egui::Context;
use shared::domain::{Code, Score};

use super::KioskApp;
use crate::action::Action;
use crate::flow::{Ask, CallingFlow, GuideFlow, Here, Paper, Press, StaffFlow, VisitFlow, WayIn};
use crate::link::Command;
use crate::printing::PrintState;
use crate::route::{Route, Trouble};
use crate::screens::{entry_page, follow_receipt_page, receipt_page};

impl KioskApp {
    /// Does what a screen asks for.
    pub fn apply(&mut self, action: Action, ctx: &Context) {
        match action {
            Action::ChooseLanguage(language) => self.language = language,
            Action::Access(action) => self.apply_access(action),
            Action::CallStaff => self.call_staff(),
            Action::AnswerCall => self.staff_call = None,
            Action::StartVisit => self.enter(Route::Visit(Box::default())),
            Action::StartVisitFor(service) => self.begin_visit(vec![service], WayIn::Welcome, ctx),
            Action::StartRating => self.enter(Route::Rating(Box::default())),
            Action::RateAtExit(score) => self.rate_at_exit(score, ctx),
            Action::StartSuggestion => self.enter(Route::Suggestion(Box::default())),
            Action::StartFollow => self.route = Route::Follow(Box::default()),
            Action::OpenGuide => self.route = Route::Guide(Box::default()),
            Action::OpenStaff => {
                let freely = self.calls_freely().filter(|_| !matches!(self.route, Route::Calling(_)));
                let setting = self.setting.clone();
                self.in_route(ctx, |route, here| {
                    *route = match freely {
                        Some(until) => Route::Calling(Box::new(CallingFlow::new(until, here))),
                        None => Route::Staff(Box::new(StaffFlow::new(setting.as_deref()))),
                    };
                });
            }
            Action::ShowVisitors => {
                self.wipe(ctx);
                self.route = Route::Welcome;
            }
            Action::MoreTime => {
                self.idle.touch(self.since_start);
                self.asking = None;
            }
            Action::Leave => self.leave_route(ctx),
            Action::Stay => self.is_leaving_asked = false,
            Action::Finish => self.wipe(ctx),
            Action::EndTrial => self.end_trial(ctx),
            Action::Scanned(scan) => {
                // whoever lays a card on the reader is there
                self.idle.touch(self.since_start);
                self.asking = None;
                self.in_route(ctx, |route, here| route.act(Action::Scanned(scan), here));
            }
            action => self.in_route(ctx, |route, here| route.act(action, here)),
        }
    }

    /// Has the open flow do something, and does what it asks for.
    pub(super) fn in_route<R>(
        &mut self,
        ctx: &Context,
        part: impl FnOnce(&mut Route, &mut Here<'_>) -> R,
    ) -> R {
        let Self { route, now, since_start, setting, settings, rng, .. } = self;
        let mut here = Here::new(now, *since_start, setting.as_deref(), &settings.config, rng);
        let done = part(route, &mut here);
        for ask in here.into_asks() {
            self.answer(ask, ctx);
        }
        done
    }

    fn answer(&mut self, ask: Ask, ctx: &Context) {
        match ask {
            Ask::Worker(command) => self.send(command),
            Ask::ClearFields => self.inputs.wipe(),
            Ask::Leave => self.wipe(ctx),
            Ask::Speak(language) => self.language = language,
            Ask::BeginVisit(services, way_in) => self.begin_visit(services, way_in, ctx),
            Ask::BackTo(WayIn::Welcome) => self.wipe(ctx),
            Ask::BackTo(WayIn::Guide(flow)) => self.go_back(Route::Guide(flow)),
            Ask::BackTo(WayIn::Returned(flow)) => self.go_back(Route::Returned(flow)),
            Ask::BeginVisitOf(card) => self.enter(Route::Visit(Box::new(VisitFlow::of_card(card)))),
            Ask::BeginRating => {
                // whoever is signed in is not left signed in to somebody who rates them
                if self.route.is_for_staff() {
                    self.wipe(ctx);
                }
                self.enter(Route::Rating(Box::default()));
            }
            Ask::ShowToVisitor(page) => {
                self.wipe(ctx);
                self.route = Route::Guide(Box::new(GuideFlow::opened_at(page)));
            }
            Ask::KeepStep(step) => {
                self.setup = step;
                self.printing = PrintState::Idle;
                if let Some(step) = step {
                    self.send(Command::KeepSetup(step));
                }
            }
            Ask::Print(paper) => self.print(&paper),
            Ask::EndProgram => self.leave(ctx),
        }
    }

    /// Begins something that will have to be saved, unless the last record did not fit on the disk.
    fn enter(&mut self, route: Route) {
        self.visitor_begins();
        self.route = if self.disk_full { Route::Trouble(Trouble::DiskFull) } else { route };
    }

    fn begin_visit(&mut self, services: Vec<Code>, way_in: WayIn, ctx: &Context) {
        self.inputs.wipe();
        let flow = self.in_route(ctx, |_, here| VisitFlow::asking_for(services, way_in, here));
        self.enter(Route::Visit(Box::new(flow)));
    }

    fn go_back(&mut self, route: Route) {
        self.inputs.wipe();
        self.route = route;
    }

    /// Begins a rating with its score, unless the same person pressed again, or more pressed than can be leaving.
    fn rate_at_exit(&mut self, score: Score, ctx: &Context) {
        let settings = &self.settings.config.rating;
        if self.route != Route::Welcome || !settings.exit {
            return;
        }
        match self.play.press(self.since_start, self.now.date(), settings.plays_a_minute.get()) {
            Press::Again | Press::Play => {}
            Press::Score => {
                let service = settings.service.clone();
                self.idle.touch(self.since_start);
                self.enter(Route::Rating(Box::default()));
                self.in_route(ctx, |route, here| {
                    if let Route::Rating(flow) = route {
                        flow.rate_at_exit(service, score, here);
                    }
                });
            }
        }
    }

    pub(super) fn send(&mut self, command: Command) {
        self.pins_asked += u32::from(matches!(command, Command::CheckPin { .. }));
        if self.link.commands.send(command).is_err() {
            tracing::error!("the thread that saves records is gone; start the kiosk again");
            self.route = Route::Trouble(Trouble::CallStaff);
        }
    }

    /// Hands a page to the printer, unless the last one is still on its way.
    fn print(&mut self, paper: &Paper) {
        if self.printing == PrintState::Printing {
            return;
        }
        let view = self.view();
        let page = match paper {
            Paper::Receipt(receipt) => receipt_page(&view, receipt),
            Paper::FollowUp(receipt) => follow_receipt_page(&view, receipt),
            Paper::Entry(kind, code, reader) => entry_page(&view, kind, code, *reader),
            Paper::TestPage => super::printing::test_page(&view),
        };
        self.printing = PrintState::Printing;
        self.send(Command::Print(Box::new(page)));
    }
}
