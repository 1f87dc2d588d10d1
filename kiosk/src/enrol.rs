//! Enrolling this device: the same steps for the command line and the window.

use shared::doc::Dice;
use shared::replica::{Kiosk, KioskError};
use shared::sync::{EnrolmentCode, InvalidCode};

use crate::exchange::{Address, AddressFault, Exchange, Fault, Request, connector};
use crate::pin;

/// Why a device could not be enrolled. It has no identity then; the code may have been used, and a PIN may have been
/// set, which the next attempt sets again.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The address.
    #[error("the server address {0}")]
    Address(#[from] AddressFault),
    /// The code was mistyped.
    #[error("the code {0}")]
    Code(#[from] InvalidCode),
    /// The PIN.
    #[error("the staff PIN must be 4 to 8 digits: choose another")]
    Pin,
    /// The server said no, or nothing.
    #[error(transparent)]
    Exchange(#[from] Fault),
    /// The replica.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
}

/// Sets the staff PIN and enrols with a code.
///
/// # Errors
/// [`EnrolError`].
pub async fn enrol(
    kiosk: &mut Kiosk,
    dice: &mut Dice,
    server: &str,
    code: &str,
    staff_pin: &str,
) -> Result<(), EnrolError> {
    if !pin::is_pin(staff_pin) {
        return Err(EnrolError::Pin);
    }
    let address = Address::parse(server)?;
    let code = EnrolmentCode::parse(code)?;
    let enrolment = kiosk.begin_enrolment(address.as_str(), &code, crate::exchange::PROGRAM)?;
    let exchange = Exchange::new(connector(&address, code.tls_pin)?, address);
    // an identity without a PIN would shut staff out for ever, a PIN without an identity harms nobody: so the PIN comes
    // before whatever a power cut may part it from, and a full disk is noticed before the code is used up
    pin::set(kiosk, dice, staff_pin)?;
    let headers = vec![("content-type", "application/cbor".to_owned())];
    let request = Request { path: "/v1/enrol".to_owned(), headers, body: Some(enrolment.body.clone()) };
    let reply = exchange.send(request).await?;
    Ok(kiosk.finish_enrolment(dice, enrolment, &reply)?)
}
