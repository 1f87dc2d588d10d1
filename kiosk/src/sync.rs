//! One exchange with head office, from its first request to its last answer, for whoever can wait for it. The window's
//! worker, which can't, goes step by step.

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

/// Pushes until nothing is left and pulls. `told` is told how many records wait and how far a long pull is, after each
/// answer but the last.
///
/// # Errors
/// [`SyncError`].
pub async fn sync(
    kiosk: &mut Kiosk,
    dice: &mut Dice,
    told: impl FnMut(u64, Option<Pulled>),
) -> Result<(), SyncError> {
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
    mut told: impl FnMut(u64, Option<Pulled>),
) -> Result<(), SyncError> {
    let token = kiosk.token()?.to_owned();
    let (mut session, mut request) = Session::begin(kiosk, &mut Act::new(clock::reading(), dice), PROGRAM)?;
    let mut last_fault = Fault::Unreachable;
    loop {
        let answer = client.send(request.to_http(&token)).await;
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
        told(kiosk.counts()?.waiting, session.pulled());
    }
}
