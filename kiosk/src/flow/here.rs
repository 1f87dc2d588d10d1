//! What a flow is told of the moment and the device in which it acts, and what it asks for there. It asks nothing else of
//! the world: no clock, no dice of its own.

use std::time::Duration;

use jiff::Zoned;
use rand::Rng as _;
use rand::rngs::StdRng;
use shared::domain::{CatalogKind, Code, DraftId, FactId, Moment};
use shared::locale::Language;

use super::{FollowReceipt, GuidePage, Scan, WayIn};
use crate::config::Config;
use crate::guide::Reader;
use crate::link::{Command, Receipt, Setting, SetupStep};

/// What a flow asks of the app.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Something of the worker.
    Worker(Command),
    /// That every field on the screen begins empty.
    ClearFields,
    /// To leave: everything entered is dropped, and the welcome is shown.
    Leave,
    /// A page on paper.
    Print(Paper),
    /// To speak another language.
    Speak(Language),
    /// Notes at which step of the first start a restart goes on; `None`: at the first.
    KeepStep(Option<SetupStep>),
    /// To begin a visit with services chosen, and where it begins.
    BeginVisit(Vec<Code>, WayIn),
    /// To go back to where a visit began.
    BackTo(WayIn),
    /// To begin a visit with the number of a card that was read.
    BeginVisitOf(Scan),
    /// To begin a rating.
    BeginRating,
    /// To leave staff mode with a page of the guide before the visitor.
    ShowToVisitor(GuidePage),
    /// To end the program.
    EndProgram,
}

/// A page on paper.
#[derive(Clone, Debug)]
pub enum Paper {
    /// What a visitor takes along.
    Receipt(Box<Receipt>),
    /// What an applicant takes along of a request.
    FollowUp(Box<FollowReceipt>),
    /// An entry of the service guide, as much of it as the reader may see.
    Entry(CatalogKind, Code, Reader),
    /// Whether the printer works.
    TestPage,
}

impl From<Command> for Ask {
    fn from(command: Command) -> Self {
        Self::Worker(command)
    }
}

/// The moment and the device in which a flow acts.
#[derive(Debug)]
pub struct Here<'a> {
    /// Date and time in the zone that people read.
    pub now: &'a Zoned,
    /// Since the program started.
    pub since_start: Duration,
    /// Who this device is; `None` before it is enrolled.
    pub setting: Option<&'a Setting>,
    /// The settings in force.
    pub config: &'a Config,
    dice: &'a mut StdRng,
    asks: Vec<Ask>,
}

impl<'a> Here<'a> {
    /// Tells of a moment; `dice` are for the random part of ids.
    pub fn new(
        now: &'a Zoned,
        since_start: Duration,
        setting: Option<&'a Setting>,
        config: &'a Config,
        dice: &'a mut StdRng,
    ) -> Self {
        Self { now, since_start, setting, config, dice, asks: Vec::new() }
    }

    /// Asks for something.
    pub fn ask(&mut self, ask: impl Into<Ask>) {
        self.asks.push(ask.into());
    }

    /// Returns what was asked for, in order.
    pub fn into_asks(self) -> Vec<Ask> {
        self.asks
    }

    /// Returns the moment as records keep it.
    pub fn moment(&self) -> Moment {
        Moment::from_zoned(self.now)
    }

    /// Makes the id of a record whose time is no secret.
    pub fn timed_id(&mut self) -> FactId {
        let millis = u64::try_from(self.now.timestamp().as_millisecond()).unwrap_or_default();
        FactId::from_time(millis, self.random())
    }

    /// Makes the id of a rating: it tells no time.
    pub fn random_id(&mut self) -> FactId {
        FactId::from_random(self.random())
    }

    /// Makes the id of a draft.
    pub fn draft_id(&mut self) -> DraftId {
        DraftId::from_random(self.random())
    }

    /// Returns the department that all of the services belong to, if it is one.
    pub fn department_of(&self, services: &[Code]) -> Option<Code> {
        self.setting?.department_of(services)
    }

    fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut random = [0; N];
        self.dice.fill_bytes(&mut random);
        random
    }
}

/// A moment for tests of flows.
#[cfg(test)]
pub(super) struct Stand {
    now: Zoned,
    setting: Option<Setting>,
    config: Config,
    dice: StdRng,
}

#[cfg(test)]
impl Stand {
    pub fn new() -> Self {
        use rand::SeedableRng as _;
        let now = "2026-11-22T10:31:07+03:00[+03:00]".parse().unwrap();
        Self { now, setting: None, config: Config::default(), dice: StdRng::seed_from_u64(1) }
    }

    /// A kiosk that stands alone, and has a catalog in which nothing is.
    pub fn alone() -> Self {
        let setting = crate::gallery::sample_setting();
        let setting = Setting {
            mode: shared::domain::DeviceMode::SelfService,
            catalog: shared::domain::Catalog::default(),
            ..setting
        };
        Self { setting: Some(setting), ..Self::new() }
    }

    pub fn moment(&self) -> Moment {
        Moment::from_zoned(&self.now)
    }

    /// Has a flow do something; returns what it asked for.
    pub fn asks(&mut self, part: impl FnOnce(&mut Here<'_>)) -> Vec<Ask> {
        let mut here =
            Here::new(&self.now, Duration::ZERO, self.setting.as_ref(), &self.config, &mut self.dice);
        part(&mut here);
        here.into_asks()
    }

    /// Has a flow do something so long after the program started.
    pub fn after<R>(&mut self, since_start: Duration, part: impl FnOnce(&mut Here<'_>) -> R) -> R {
        part(&mut Here::new(&self.now, since_start, self.setting.as_ref(), &self.config, &mut self.dice))
    }

    /// Has a flow save something; `None` where it asked for nothing.
    pub fn saves(&mut self, part: impl FnOnce(&mut Here<'_>)) -> Option<crate::link::Save> {
        match self.asks(part).pop() {
            Some(Ask::Worker(Command::Save(save))) => Some(save),
            None => None,
            Some(other) => panic!("{other:?}"),
        }
    }
}
