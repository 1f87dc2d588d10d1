//! Enrolling this device: the same steps for the command line and the window.

use shared::doc::Dice;
use shared::replica::{Kiosk, KioskError};
use shared::sync::{EnrolmentCode, InvalidCode};

use crate::exchange::{Address, AddressFault, Exchange, Fault, HttpRequest, connector};
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

/// Sets the staff PIN and enrols with a code. Without a PIN, any that was set is forgotten: the first start, which the
/// device is then in until it has one, asks for it.
///
/// # Errors
/// [`EnrolError`].
pub async fn enrol(
    kiosk: &mut Kiosk,
    dice: &mut Dice,
    server: &str,
    code: &str,
    staff_pin: Option<&str>,
) -> Result<(), EnrolError> {
    if staff_pin.is_some_and(|pin| !pin::is_pin(pin)) {
        return Err(EnrolError::Pin);
    }
    let address = Address::parse(server)?;
    let code = EnrolmentCode::parse(code)?;
    let enrolment = kiosk.begin_enrolment(address.as_str(), &code, crate::exchange::PROGRAM)?;
    let exchange = Exchange::new(connector(&address, code.tls_pin)?, address);
    // written before whatever a power cut may part it from, so that a full disk is noticed before the code is used up; a
    // PIN without an identity harms nobody, an identity without a PIN is in its first start
    match staff_pin {
        Some(pin) => pin::set(kiosk, dice, pin)?,
        None => pin::forget(kiosk)?,
    }
    let request = HttpRequest::enrolment(enrolment.body.clone());
    let reply = exchange.send(request).await?;
    Ok(kiosk.finish_enrolment(dice, enrolment, &reply)?)
}
