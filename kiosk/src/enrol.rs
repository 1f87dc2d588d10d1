//! Enrolling this device: the same steps for the command line and the window.

use shared::doc::Dice;
use shared::domain::{is_pin, is_tried_first};
use shared::replica::{Act, EnrolledAgain, Kiosk, KioskError, NewPin, PinCost, Whose};
use shared::sync::{EnrolmentCode, InvalidCode};

use crate::clock;
use crate::exchange::{Address, AddressFault, Exchange, Fault, HttpRequest, connector};

/// Why a device could not be enrolled. It has no identity then; the code may have been used.
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
    /// A PIN that is tried first.
    #[error("the staff PIN is one of those that people try first (0000, 1234, a year): choose another")]
    PinTriedFirst,
    /// The server said no, or nothing.
    #[error(transparent)]
    Exchange(#[from] Fault),
    /// The replica.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
}

/// Enrols with a code and sets the staff PIN, both or neither. Without a PIN the device is in its first start, which asks for
/// one; what reads on it is in this process alone until then.
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
    if staff_pin.is_some_and(|pin| !is_pin(pin)) {
        return Err(EnrolError::Pin);
    }
    if staff_pin.is_some_and(is_tried_first) {
        return Err(EnrolError::PinTriedFirst);
    }
    let address = Address::parse(server)?;
    let code = EnrolmentCode::parse(code)?;
    let pin = staff_pin.map(|pin| NewPin::new(dice, pin, PinCost::STAFF));
    let enrolment = kiosk.begin_enrolment(dice, address.as_str(), &code, crate::exchange::PROGRAM)?;
    let exchange = Exchange::new(connector(&address, code.tls_pin)?, address);
    // a full disk is noticed before the code is used up
    kiosk.remove_pin(Whose::Device)?;
    let request = HttpRequest::enrolment(enrolment.body.clone());
    let reply = exchange.send(request).await?;
    Ok(kiosk.finish_enrolment(&mut Act::new(clock::reading(), dice), enrolment, &reply, pin)?)
}

/// Enrols anew with a code, and keeps what was recorded: reading is open, or nobody opens it any more. `staff_pin` opens reading from
/// then on; without one the PIN of before stays and opens nothing.
///
/// # Errors
/// [`EnrolError`]; the device is who it was then.
pub async fn enrol_again(
    kiosk: &mut Kiosk,
    dice: &mut Dice,
    (server, code): (&str, &str),
    staff_pin: Option<&str>,
    without_reading: bool,
) -> Result<EnrolledAgain, EnrolError> {
    let address = Address::parse(server)?;
    let code = EnrolmentCode::parse(code)?;
    let pin = staff_pin.map(|pin| NewPin::new(dice, pin, PinCost::STAFF));
    let program = crate::exchange::PROGRAM;
    let again = kiosk.begin_enrolment_again(dice, address.as_str(), &code, without_reading, program)?;
    let exchange = Exchange::new(connector(&address, code.tls_pin)?, address);
    let reply = exchange.send(HttpRequest::enrolment(again.body.clone())).await?;
    Ok(kiosk.finish_enrolment_again(&mut Act::new(clock::reading(), dice), again, &reply, pin)?)
}
