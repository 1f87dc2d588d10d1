//! The thread that owns the replica and the network. The window never waits for either: commands go in, events come
//! out, and while a request is on its way, commands are carried out all the same.

pub mod backoff;
mod drafts;
mod duties;
mod exchanging;
mod keeping;
mod people;
mod pin_answer;
mod reading;
mod restart;
mod saving;
mod setup;
mod trial;
mod waiting;

use std::path::PathBuf;
use std::time::Duration;

use rand::SeedableRng as _;
use shared::doc::Dice;
use shared::replica::{Act, Kiosk, KioskError, People, Reading};
use tokio::sync::mpsc;
use tracing::{debug, error};

use self::exchanging::Exchanging;
use self::trial::Trial;
use crate::config::Config;
use crate::link::{Command, Event, Waker, WindowLink};
use crate::printing::Spool;

/// Commands that may wait for the worker; a person makes a few a second at most.
const COMMANDS_MAX: usize = 64;

/// What the worker is started with.
pub struct WorkerSettings {
    /// The data directory.
    pub dir: PathBuf,
    /// The seed of its randomness.
    pub seed: [u8; 32],
    /// The clocks.
    pub clock: fn() -> Reading,
    /// The settings as they were read.
    pub config: Config,
    /// Called after each event, so that the window looks.
    pub wake: Waker,
}

/// The worker's state.
struct Worker {
    kiosk: Kiosk,
    dir: PathBuf,
    config: Config,
    spool: Spool,
    dice: Dice,
    clock: fn() -> Reading,
    events: std::sync::mpsc::Sender<Event>,
    wake: Waker,
    exchanging: Exchanging,
    reading: reading::Reading,
    /// People by name and number, while somebody who looks for them is signed in.
    people: Option<People>,
    /// What the trial on sample data replaced; last, for it deletes the directory that the rest may have open.
    trial: Option<Trial>,
}

/// The worker's thread.
#[derive(Debug)]
pub struct Running(std::sync::mpsc::Receiver<()>);

impl Running {
    /// Waits until the thread has ended and cleared up, at most so long; true where it has.
    pub fn wait(&self, at_most: Duration) -> bool {
        self.0.recv_timeout(at_most) == Err(std::sync::mpsc::RecvTimeoutError::Disconnected)
    }
}

/// Starts the thread. The replica is opened before it returns, so that a replica that can't be opened is told at once.
///
/// # Errors
/// [`KioskError`] where the replica can't be opened.
pub fn start(settings: WorkerSettings, link: WindowLink) -> Result<Running, StartError> {
    let WorkerSettings { dir, seed, clock, config, wake } = settings;
    let mut dice = Dice::from_seed(seed);
    let mut kiosk = Kiosk::open_or_create(&dir, &mut dice)?.0;
    config.reading.apply(&mut kiosk)?;
    let WindowLink { commands, events } = link;
    let (spool, exchanging) = (Spool::default(), Exchanging::default());
    let (people, trial) = (None, None);
    let reading = reading::Reading::default();
    let worker =
        Worker { kiosk, dir, config, spool, dice, clock, events, wake, exchanging, reading, people, trial };
    let (forward, incoming) = mpsc::channel(COMMANDS_MAX);
    let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
    thread("commands").spawn(move || {
        while let Ok(command) = commands.recv() {
            if forward.blocking_send(command).is_err() {
                break;
            }
        }
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (ends, ended) = std::sync::mpsc::channel();
    thread("replica").spawn(move || {
        restart::run_on(&runtime, worker, incoming);
        drop(ends);
    })?;
    Ok(Running(ended))
}

/// Why the worker could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The replica can't be opened.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
    /// The machine gives no more threads.
    #[error("start the worker: {0}")]
    Thread(#[from] std::io::Error),
}

impl Worker {
    async fn run(&mut self, commands: &mut mpsc::Receiver<Command>) {
        self.tell_setup();
        self.tell_ready();
        self.move_due_ratings();
        self.exchanging.wait_for(Duration::ZERO);
        loop {
            tokio::select! {
                command = commands.recv() => match command {
                    None | Some(Command::Stop) => return,
                    Some(command) => self.carry_out(command).await,
                },
                happened = self.exchanging.next() => self.exchanged(happened),
            }
            self.mind_reading();
        }
    }

    fn tell(&self, event: Event) {
        // the window is gone: the next command's channel says so too, and the thread ends there
        if self.events.send(event).is_ok() {
            (self.wake)();
        }
    }

    /// A step of now, opened by nobody's own PIN.
    fn act(&mut self) -> Act {
        Act::new((self.clock)(), &mut self.dice)
    }

    fn move_due_ratings(&mut self) {
        if !self.kiosk.is_enrolled() {
            return;
        }
        let mut act = self.act();
        if let Err(e) = self.kiosk.move_due_ratings(&mut act) {
            error!(error = %e, "due ratings stay where they are");
        }
    }
}

/// Notes in the log what could not be read. That reading is locked is no fault: staff's screens say so.
fn note_unread(error: &KioskError, what: &str) {
    match error {
        KioskError::ReadLocked => debug!(what, "reading is locked"),
        error => error!(%error, what, "could not be read"),
    }
}
