//! What every request shares: head office's replica, a clock, and the limit on password hashing.
//!
//! A handler says whether it reads or writes, [`AppState::read`] or [`AppState::write`]. Both run on a blocking thread, so
//! that no request holds up another one's network; writes wait for each other in the store, reads for nobody.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand::rngs::StdRng;
use shared::domain::UnixMillis;
use shared::replica::{Act, Office};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tracing::error;

use crate::transport::Transport;

/// Passwords that are judged at once: 2 × 46 MiB of memory, and a core is left for everything else.
const PASSWORDS_AT_ONCE: usize = 2;

/// Writes that are worked on at once: one in the store, one being read in. A push takes up to 10 MiB of memory meanwhile.
const WRITES_AT_ONCE: usize = 2;

/// Reads that are worked on at once: each has a connection and a thread of its own, which keep some 2 MiB each; an answer to a
/// pull takes as much again.
const READS_AT_ONCE: usize = 4;

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
    dice: Mutex<StdRng>,
    clock: Clock,
    transport: Transport,
    password_permits: Semaphore,
    write_permits: Arc<Semaphore>,
    read_permits: Arc<Semaphore>,
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
    /// Shares an open replica. `dice` must come from the operating system outside tests.
    pub fn new(office: Office, dice: StdRng, clock: Clock, transport: Transport) -> Self {
        let password_permits = Semaphore::new(PASSWORDS_AT_ONCE);
        let write_permits = Arc::new(Semaphore::new(WRITES_AT_ONCE));
        let read_permits = Arc::new(Semaphore::new(READS_AT_ONCE));
        Self(Arc::new(Shared {
            office,
            dice: Mutex::new(dice),
            clock,
            transport,
            password_permits,
            write_permits,
            read_permits,
            // beside one that works, one that begins after it and sees whatever came until then
            match_places: Arc::new(Semaphore::new(1)),
            match_turn: Semaphore::new(1),
        }))
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
        self.run(Arc::clone(&self.0.read_permits), |shared| work(&shared.office)).await
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
        let permits = Arc::clone(&self.0.write_permits);
        self.run(permits, |shared| work(&shared.office, &mut shared.act())).await
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
    async fn run<T, F>(&self, permits: Arc<Semaphore>, work: F) -> Result<T, Unavailable>
    where
        T: Send + 'static,
        F: FnOnce(&Shared) -> T + Send + 'static,
    {
        let shared = Arc::clone(&self.0);
        let permit = permits.acquire_owned().await.map_err(|_closed| Unavailable)?;
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

    /// Returns a step of now; a page says by whom.
    pub fn act(&self) -> Act {
        self.0.act()
    }

    /// Returns how requests reach this server.
    pub fn transport(&self) -> Transport {
        self.0.transport
    }

    pub(crate) fn password_permits(&self) -> &Semaphore {
        &self.0.password_permits
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState").field("transport", &self.0.transport).finish_non_exhaustive()
    }
}
