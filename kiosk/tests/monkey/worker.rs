//! The other end of the channel: it answers late, fails at random, and tells things that nobody asked for.

use std::collections::VecDeque;

use kiosk::gallery::{
    sample_queue, sample_receipt, sample_setting, sample_status, sample_to_contact, sample_today,
    sample_visit,
};
use kiosk::link::{Command, Event, NotSaved, PinOutcome, Save, SyncFailure, SyncState, WindowLink};
use kiosk::printing::PrintOutcome;
use rand::RngExt as _;
use rand::rngs::StdRng;

/// The one right PIN.
pub const PIN: &str = "2468";

/// The worker.
#[derive(Default)]
pub struct Worker {
    link: Option<WindowLink>,
    waiting: VecDeque<Event>,
    /// Whether the last PIN handed over was the right one, and nobody has come in by it yet.
    pub granted: bool,
    /// The planted fault.
    pub any_pin_is_right: bool,
}

impl Worker {
    pub fn new(link: WindowLink) -> Self {
        Self { link: Some(link), ..Self::default() }
    }

    /// Takes commands and tells some of what there is to tell.
    pub fn act(&mut self, rng: &mut StdRng) {
        let commands: Vec<Command> = self.link.iter().flat_map(|link| link.commands.try_iter()).collect();
        for command in commands {
            self.answer(command, rng);
        }
        if rng.random_range(0..60) == 0 {
            self.waiting.push_back(unasked(rng));
        }
        while !self.waiting.is_empty() && rng.random_range(0..3) > 0 {
            let event = self.waiting.pop_front().unwrap();
            if let Some(link) = &self.link {
                link.events.send(event).unwrap();
            }
        }
    }

    fn answer(&mut self, command: Command, rng: &mut StdRng) {
        let fails = rng.random_range(0..5) == 0;
        let failure = if rng.random_range(0..2) == 0 { NotSaved::DiskFull } else { NotSaved::Failed };
        let event = match command {
            Command::Save(_) if fails => Event::NotSaved(failure),
            Command::Save(Save::Visit { visit, .. }) => Event::visit_saved(sample_receipt(visit.id)),
            Command::Save(save) => Event::Saved { id: save.id(), receipt: None },
            Command::LoadToday => Event::Today(sample_today()),
            Command::OpenVisit(_) if fails => Event::VisitOpened(None),
            Command::OpenVisit(_) => Event::VisitOpened(Some(Box::new(sample_visit()))),
            Command::LoadStatus => Event::Status(Box::new(sample_status())),
            Command::SyncNow => Event::Sync(SyncState::Running(None)),
            Command::CheckPin { pin, .. } => self.check(&pin, rng),
            Command::Print(_) if fails => Event::Printed(PrintOutcome::NoAnswer),
            Command::Print(_) => Event::Printed(PrintOutcome::Printed),
            Command::SaveConfig(_) if fails => Event::ConfigNotSaved,
            Command::SaveConfig(config) => Event::ConfigSaved(config),
            Command::LoadQueue => Event::Queue(sample_queue()),
            Command::Call(_) if fails => Event::QueueNotSaved(failure),
            Command::Call(_) => Event::Called(sample_queue()[0].number),
            // drafts and representatives that nobody kept: their lists stay empty
            _ => return,
        };
        self.waiting.push_back(event);
    }

    fn check(&mut self, pin: &str, rng: &mut StdRng) -> Event {
        self.granted = pin == PIN;
        let outcome = match (self.granted || self.any_pin_is_right, rng.random_range(0..4)) {
            (true, _) => PinOutcome::Right,
            (false, 0) => PinOutcome::Wait { seconds: 30 },
            (false, _) => PinOutcome::Wrong,
        };
        Event::PinChecked(outcome)
    }
}

fn unasked(rng: &mut StdRng) -> Event {
    match rng.random_range(0..11) {
        0 => Event::Ready(Some(std::sync::Arc::new(sample_setting()))),
        1 => Event::Enrolled,
        2 => Event::visit_saved(sample_receipt(sample_visit().id)),
        3 => Event::NotSaved(NotSaved::Failed),
        4 => Event::Today(sample_today()),
        5 => Event::VisitOpened(Some(Box::new(sample_visit()))),
        6 => Event::Status(Box::new(sample_status())),
        7 => Event::Sync(SyncState::Failed(SyncFailure::NoNetwork)),
        8 => Event::ToContact(sample_to_contact()),
        9 => Event::PinChecked(PinOutcome::Wrong),
        _ => Event::Printed(PrintOutcome::Busy),
    }
}
