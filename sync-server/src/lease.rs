//! One request at a time for each device, whichever server process it came to: a set in this process, and a row with an end for the
//! others. A row that cannot be had at once (a full disk) holds nobody up.

use std::sync::Arc;
use std::time::Duration;

use shared::domain::{DeviceId, UnixMillis};
use shared::store::door::Served;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tracing::warn;

use crate::door::Caller;
use crate::state::AppState;

/// How long a lease lasts that is not kept longer: what a device waits at most after the process that worked for it was killed.
const LEASE: Duration = Duration::from_secs(10);

/// How often a lease is kept longer while the work goes on.
const KEPT_EVERY: Duration = Duration::from_secs(3);

/// Longest wait for the row; a test says nothing of how busy its machine is.
const ROW_WITHIN: Duration = Duration::from_secs(if cfg!(test) { 60 } else { 1 });

/// What a device waits that asks while another request of its own is at work here: most take less.
const NEXT_SECS: u64 = 1;

/// The right to work for a device; dropping it lets the next request of the device in.
#[derive(Debug)]
pub struct Lease(Arc<Held>);

#[derive(Debug)]
struct Held {
    state: AppState,
    device: DeviceId,
    /// What was served, told when the work ends.
    told: std::sync::Mutex<(Served, Option<oneshot::Sender<Served>>)>,
}

/// Another request of the device is at work: so many seconds are to be waited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AtWork {
    /// Seconds, at least one.
    pub wait_secs: u64,
}

impl Lease {
    /// Takes the lease of a device, which may cost so many bytes a day.
    ///
    /// # Errors
    /// [`AtWork`] while another request of the device is.
    pub async fn take(
        state: &AppState,
        device: DeviceId,
        caller: &Caller,
        a_day: u64,
    ) -> Result<Self, AtWork> {
        if !state.at_work().insert(device) {
            return Err(AtWork { wait_secs: NEXT_SECS });
        }
        let (told, telling) = oneshot::channel();
        let held = Held { state: state.clone(), device, told: (Served::default(), Some(told)).into() };
        let lease = Self(Arc::new(held));
        let until = row(state, device).await?;
        tokio::spawn(keep(state.clone(), device, (caller.address.to_string(), a_day), until, telling));
        Ok(lease)
    }

    /// Notes what the request was given.
    pub fn served(&self, served: Served) {
        self.0.told().0 = served;
    }
}

impl Held {
    fn told(&self) -> std::sync::MutexGuard<'_, (Served, Option<oneshot::Sender<Served>>)> {
        self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.state.at_work().remove(&self.device);
        let mut told = self.told();
        let (served, teller) = (told.0, told.1.take());
        // nobody listens where the lease was never had
        teller.map(|teller| teller.send(served));
    }
}

/// Takes the row; returns until when it is had.
async fn row(state: &AppState, device: DeviceId) -> Result<UnixMillis, AtWork> {
    let process = state.process();
    let taken = state.at_door(move |door, now| {
        let until = UnixMillis(now.0 + millis(LEASE));
        let other = door.take_lease(device, &process, now, until)?;
        Ok::<_, shared::store::StoreError>((until, other.map(|other| other.0 - now.0)))
    });
    match timeout(ROW_WITHIN, taken).await {
        Ok(Ok(Ok((until, None)))) => Ok(until),
        Ok(Ok(Ok((_, Some(left))))) => {
            let secs = u64::try_from(left).unwrap_or_default().div_ceil(1_000);
            Err(AtWork { wait_secs: secs.clamp(NEXT_SECS, LEASE.as_secs()) })
        }
        Ok(Ok(Err(fault))) => {
            warn!(%fault, "a lease is held in this process alone");
            Ok(state.now())
        }
        Ok(Err(_)) | Err(_) => {
            warn!("a lease is held in this process alone: the door's database takes no notes");
            Ok(state.now())
        }
    }
}

/// Keeps the row while the work goes on, and gives it back with what was served.
async fn keep(
    state: AppState,
    device: DeviceId,
    (address, a_day): (String, u64),
    mut until: UnixMillis,
    mut telling: oneshot::Receiver<Served>,
) {
    let served = loop {
        tokio::select! {
            served = &mut telling => break served.unwrap_or_default(),
            () = sleep(KEPT_EVERY) => {
                if let Ok(longer) = row(&state, device).await {
                    until = longer;
                }
            }
        }
    };
    let process = state.process();
    let ended = state
        .at_door(move |door, now| door.end_lease(device, (&process, until), now, &address, (served, a_day)));
    if let Ok(Err(fault)) = ended.await {
        warn!(%fault, "what a device was given is not in the account");
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
