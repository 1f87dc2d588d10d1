//! One exchange with head office, from its first request to its last answer, for whoever can wait for it. The window's
//! worker, which can't, goes step by step.

use std::time::Duration;

use shared::doc::Dice;
use shared::replica::{Act, Kiosk, KioskError, Pulled};

use crate::clock;
use crate::exchange::{
    Address, AddressFault, Exchange, Fault, PROGRAM, Progress, Session, SessionError, connector,
};
use hyper_util::client::legacy::connect::Connect;

/// Why an exchange did not come to its end. What was acknowledged before stays so.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The stored address.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// The server said no, or nothing.
    #[error(transparent)]
    Exchange(#[from] Fault),
    /// The session.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The replica.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
}

/// How long an exchange waits in all for a server that is busy, before it gives up: 10 minutes.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// What is told while an exchange goes on.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// An answer was taken, and others follow.
    Progress {
        /// Records that wait to be sent.
        left: u64,
        /// How far a pull is that takes more than one answer.
        pulled: Option<Pulled>,
    },
    /// Head office asks to wait; the exchange goes on after that.
    Waiting(Duration),
}

/// Pushes until nothing is left and pulls, and waits where head office asks for it.
///
/// # Errors
/// [`SyncError`].
pub async fn sync(kiosk: &mut Kiosk, dice: &mut Dice, told: impl FnMut(Told)) -> Result<(), SyncError> {
    let (server, pin) = kiosk.server()?;
    let address = Address::parse(server)?;
    sync_over(&Exchange::new(connector(&address, pin)?, address), kiosk, dice, told).await
}

/// Pushes and pulls with a client.
///
/// # Errors
/// [`SyncError`].
pub async fn sync_over<C: Connect + Clone + Send + Sync + 'static>(
    client: &Exchange<C>,
    kiosk: &mut Kiosk,
    dice: &mut Dice,
    mut told: impl FnMut(Told),
) -> Result<(), SyncError> {
    let token = kiosk.token()?.to_owned();
    let (mut session, mut request) = Session::begin(kiosk, &mut Act::new(clock::reading(), dice), PROGRAM)?;
    let mut last_fault = Fault::Unreachable;
    loop {
        let waiting = |wait| told(Told::Waiting(wait));
        let answer = client.send_patiently(request.to_http(&token), PATIENCE, waiting).await;
        if answer.as_ref().is_err_and(Fault::is_revoked) {
            kiosk.was_revoked()?;
        }
        let act = &mut Act::new(clock::reading(), dice);
        let progress = match answer {
            Ok(answer) => session.take(kiosk, act, &answer)?,
            Err(fault) => {
                let progress = session.failed(kiosk, act, fault.failure())?;
                last_fault = fault;
                progress
            }
        };
        match progress {
            Progress::Next(next) => request = next,
            Progress::Done => return Ok(()),
            Progress::Undone => return Err(last_fault.into()),
        }
        told(Told::Progress { left: kiosk.counts()?.waiting, pulled: session.pulled() });
    }
}
