//! Going on with head office at another address: it must be the one that this device was enrolled with.

use shared::doc::Dice;
use shared::replica::{Kiosk, KioskError, Request};

use crate::exchange::{Address, AddressFault, Exchange, Failure, Fault, HttpRequest, PROGRAM, connector};

/// Why the address stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address.
    #[error("the server address {0}")]
    Address(#[from] AddressFault),
    /// What answers there has another TLS key, or does not sign as head office does.
    #[error(
        "the server at that address is not this device's head office, or it has lost its keys: the address stays as it was; to move to it, get a code there (sync-server enrol), then run kiosk enrol --again"
    )]
    OtherServer,
    /// The server said no, or nothing.
    #[error("{0}; the address stays as it was")]
    Exchange(Fault),
    /// The replica.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
}

impl From<Fault> for ServerError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::OtherServer => Self::OtherServer,
            other => Self::Exchange(other),
        }
    }
}

/// Asks a new address, and goes on with it where the TLS key and the signature over its answer are those of this device's head
/// office. A window that is open beside goes on with it after a restart.
///
/// # Errors
/// [`ServerError`]; the address is as it was then.
pub async fn move_to(kiosk: &mut Kiosk, dice: &mut Dice, server: &str) -> Result<(), ServerError> {
    let address = Address::parse(server)?;
    let (_, pin) = kiosk.server()?;
    let exchange = Exchange::new(connector(&address, pin)?, address.clone());
    let pull = Request::Pull(kiosk.pull_query()?).to_http(kiosk.token()?);
    let answer = match exchange.send(pull.clone()).await {
        // it was put back from a backup that does not know this device
        Err(fault) if fault.failure() == Failure::Unknown => {
            let shown = kiosk.certificate_shown(PROGRAM)?.ok_or(fault)?;
            exchange.send(HttpRequest::enrolment(shown)).await?;
            exchange.send(pull).await?
        }
        answer => answer?,
    };
    match kiosk.move_to(dice, address.as_str(), &answer) {
        Err(KioskError::BadReply(_)) => Err(ServerError::OtherServer),
        moved => Ok(moved?),
    }
}
