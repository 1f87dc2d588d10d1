//! What every request shares: head office's replica, the door beside it, a clock, and the limits on what is dear.
//!
//! A handler says what it does: [`AppState::read`] or [`AppState::write`] the replica, [`AppState::look_up`] one row of it, note
//! something [`AppState::at_door`]. All run on a blocking thread, each kind with so many at once, so that no request holds up
//! another one's network and nothing short waits for something long; writes wait for each other in the store, reads for nobody.
//! Nothing here is more than this process's own: what several servers of one database must agree on stands in the database.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use rand::Rng as _;
use rand::rngs::StdRng;
use shared::domain::request::day_of;
use shared::domain::{DeviceId, UnixMillis};
use shared::replica::{Act, Door, Office};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tracing::error;

use crate::door::{Lookups, Proxies, Turns};
use crate::transport::Transport;

/// Writes that are worked on at once: the store takes one at a time, and so one push is inflated at a time. It takes up to 20 MiB
/// of memory meanwhile.
const WRITES_AT_ONCE: usize = 1;

/// Reads that are worked on at once: each has a connection and a thread of its own, which keep some 2 MiB each; an answer to a
/// pull takes as much again.
const READS_AT_ONCE: usize = 4;

/// Looks at one row that are made at once: whose a token or a session is. None takes a millisecond.
const LOOK_UPS_AT_ONCE: usize = 2;

/// Writes that are worked on at once where the database takes several, of different branches: 80 MiB of memory, and as many cores
/// as inflate and check what came while others wait for the database's disk.
const WRITES_AT_ONCE_SHARED: usize = 4;

/// Notes that are taken at the door at once: its database takes one at a time.
const NOTES_AT_ONCE: usize = 1;

/// Notes at once where the database takes several: each waits for an answer, and none for a disk.
const NOTES_AT_ONCE_SHARED: usize = 3;

/// Reads for the public page at once: apart from all others, so that a crowd there keeps no kiosk waiting.
const PUBLIC_AT_ONCE: usize = 1;

/// Memory for the bodies of pushes that are being read, in pieces: 16 MiB, so 16 of the largest, or 256 of an ordinary day.
const BODY_PIECES: usize = 256;

/// Bytes of such a piece.
pub const BODY_PIECE_BYTES: usize = 64 * 1024;

/// Bodies that are read at once of those who proved nothing yet: 1 MiB beside that of devices, so that they take none of it.
const STRANGERS_BODIES: usize = 64;

/// Tells the time. The machine's clock while serving, a test's own in a test.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> UnixMillis + Send + Sync>);

impl Clock {
    /// Takes any source of time.
    pub fn new(read: impl Fn() -> UnixMillis + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// Reads the machine's clock.
    pub fn system() -> Self {
        Self::new(|| UnixMillis(Timestamp::now().as_millisecond()))
    }

    /// Returns the time now.
    pub fn now(&self) -> UnixMillis {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now().0)
    }
}

/// A request's work came to no end: it panicked, or the server is stopping. What it had begun to write was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the server failed at this request and kept nothing of it; send it again")]
pub struct Unavailable;

/// Shared by every request; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    office: Office,
    door: Door,
    dice: Mutex<StdRng>,
    clock: Clock,
    transport: Transport,
    proxies: Proxies,
    /// Names this process among those that serve one data directory.
    process: [u8; 16],
    at_work: Mutex<BTreeSet<DeviceId>>,
    sign_ins: Arc<Turns>,
    writes: Arc<Semaphore>,
    reads: Arc<Semaphore>,
    look_ups: Arc<Semaphore>,
    public: Arc<Semaphore>,
    lookups: Lookups,
    notes: Arc<Semaphore>,
    bodies: Arc<Semaphore>,
    strangers_bodies: Arc<Semaphore>,
    match_places: Arc<Semaphore>,
    match_turn: Semaphore,
}

impl Shared {
    fn act(&self) -> Act {
        let mut dice = self.dice.lock().unwrap_or_else(PoisonError::into_inner);
        Act::new(self.clock.now(), &mut dice)
    }
}

impl AppState {
    /// Shares an open replica and the door beside it. `dice` must come from the operating system outside tests.
    pub fn new(office: Office, door: Door, mut dice: StdRng, clock: Clock, transport: Transport) -> Self {
        let mut process = [0; 16];
        dice.fill_bytes(&mut process);
        let at_once = |n| Arc::new(Semaphore::new(n));
        let (writes, notes) = match office.db().is_shared() {
            true => (WRITES_AT_ONCE_SHARED, NOTES_AT_ONCE_SHARED),
            false => (WRITES_AT_ONCE, NOTES_AT_ONCE),
        };
        Self(Arc::new(Shared {
            office,
            door,
            dice: Mutex::new(dice),
            clock,
            transport,
            proxies: Proxies::default(),
            process,
            at_work: Mutex::default(),
            sign_ins: Turns::new(),
            writes: at_once(writes),
            reads: at_once(READS_AT_ONCE),
            look_ups: at_once(LOOK_UPS_AT_ONCE),
            public: at_once(PUBLIC_AT_ONCE),
            lookups: Lookups::default(),
            notes: at_once(notes),
            bodies: at_once(BODY_PIECES),
            strangers_bodies: at_once(STRANGERS_BODIES),
            // beside one that works, one that begins after it and sees whatever came until then
            match_places: at_once(1),
            match_turn: Semaphore::new(1),
        }))
    }

    /// Trusts proxies in front of the server. Before anything is served.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        let shared = Arc::into_inner(self.0).expect("nothing is served yet, so nothing else shares it");
        Self(Arc::new(Shared { proxies, ..shared }))
    }

    /// Reads from the replica on a blocking thread.
    ///
    /// # Errors
    /// [`Unavailable`] if this very work panicked.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: FnOnce(&Office) -> T + Send + 'static,
    {
        self.run(&self.0.reads, |shared| work(&shared.office)).await
    }

    /// Writes to the replica on a blocking thread, in a step of now. A page on which a person writes a fact says by whom: `by`
    /// of the step is the account's name.
    ///
    /// # Errors
    /// [`Unavailable`] if this very work panicked.
    pub async fn write<T, F>(&self, work: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: FnOnce(&Office, &mut Act) -> T + Send + 'static,
    {
        self.run(&self.0.writes, |shared| work(&shared.office, &mut shared.act())).await
    }

    /// Looks at a row of the replica or of the door on a blocking thread: whose a token is, before anything else is done for it.
    ///
    /// # Errors
    /// [`Unavailable`] if this very work panicked.
    pub async fn look_up<T, F>(&self, work: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: FnOnce(&Office, &Door) -> T + Send + 'static,
    {
        self.run(&self.0.look_ups, |shared| work(&shared.office, &shared.door)).await
    }

    /// Reads a row of the replica for the public page on a blocking thread.
    ///
    /// # Errors
    /// [`Unavailable`] if this very work panicked.
    pub async fn for_public<T, F>(&self, work: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: FnOnce(&Office) -> T + Send + 'static,
    {
        self.run(&self.0.public, |shared| work(&shared.office)).await
    }

    /// Notes something at the door on a blocking thread, now.
    ///
    /// # Errors
    /// [`Unavailable`] if this very work panicked.
    pub async fn at_door<T, F>(&self, work: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: FnOnce(&Door, UnixMillis) -> T + Send + 'static,
    {
        self.run(&self.0.notes, |shared| work(&shared.door, shared.clock.now())).await
    }

    /// Compares what came with the files of other branches, in the background: the push that brought it is answered, and
    /// its sender can't tell from any time whether there are such files.
    pub fn match_later(&self) {
        let Ok(place) = Arc::clone(&self.0.match_places).try_acquire_owned() else { return };
        let state = self.clone();
        tokio::spawn(async move {
            let _turn = state.0.match_turn.acquire().await;
            drop(place);
            loop {
                match state.write(Office::match_files).await {
                    Ok(Ok(true)) => {}
                    Ok(Ok(false)) | Err(Unavailable) => return,
                    Ok(Err(fault)) => return error!(%fault, "files were not compared"),
                }
            }
        });
    }

    /// Runs work on a blocking thread.
    ///
    /// Work that panics fails its own request and no other: the replica keeps nothing half-done in memory, and an open
    /// transaction rolls back when it is unwound.
    async fn run<T, F>(&self, permits: &Arc<Semaphore>, work: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: FnOnce(&Shared) -> T + Send + 'static,
    {
        let shared = Arc::clone(&self.0);
        let permit = Arc::clone(permits).acquire_owned().await.map_err(|_closed| Unavailable)?;
        let run = move || {
            // held until the work ends, also where nobody waits for it any more
            let _permit = permit;
            work(&shared)
        };
        spawn_blocking(run).await.map_err(|fault| {
            // not the panic's own words, which may quote what was sent
            let panicked = fault.is_panic();
            error!(panicked, "work on the replica came to no end; what it had begun to write was taken back");
            Unavailable
        })
    }

    /// Returns the time now.
    pub fn now(&self) -> UnixMillis {
        self.0.clock.now()
    }

    /// Returns the day where the association is.
    pub fn today(&self) -> Date {
        day_of(&self.act().now.moment())
    }

    /// Returns a step of now; a page says by whom.
    pub fn act(&self) -> Act {
        self.0.act()
    }

    /// Returns how requests reach this server.
    pub fn transport(&self) -> Transport {
        self.0.transport
    }

    /// Returns the proxies that are trusted.
    pub fn proxies(&self) -> &Proxies {
        &self.0.proxies
    }

    /// Returns how many codes were looked up lately.
    pub(crate) fn lookups(&self) -> &Lookups {
        &self.0.lookups
    }

    /// Returns the turns at judging passwords: one at a time, 46 MiB of memory.
    pub(crate) fn sign_ins(&self) -> &Arc<Turns> {
        &self.0.sign_ins
    }

    /// Returns the name of this process among those that serve one data directory.
    pub(crate) fn process(&self) -> [u8; 16] {
        self.0.process
    }

    /// Returns the devices for which this process is at work.
    pub(crate) fn at_work(&self) -> MutexGuard<'_, BTreeSet<DeviceId>> {
        self.0.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for memory to read a body of so many bytes into; in the order in which it was asked for.
    pub(crate) async fn room_for(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Unavailable> {
        let pieces = bytes.div_ceil(BODY_PIECE_BYTES).clamp(1, BODY_PIECES);
        let pieces = u32::try_from(pieces).unwrap_or(u32::MAX);
        Arc::clone(&self.0.bodies).acquire_many_owned(pieces).await.map_err(|_closed| Unavailable)
    }

    /// Waits for memory to read a body of somebody's who proved nothing yet.
    pub(crate) async fn room_for_a_stranger(&self) -> Result<OwnedSemaphorePermit, Unavailable> {
        Arc::clone(&self.0.strangers_bodies).acquire_owned().await.map_err(|_closed| Unavailable)
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState").field("transport", &self.0.transport).finish_non_exhaustive()
    }
}
