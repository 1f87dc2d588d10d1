//! Representatives: members of staff who sign in on this device with a PIN of their own, which works without a network
//! (P-7). Only a hash of the PIN is kept; how it is made is the caller's affair.

use super::{Kiosk, KioskError};
use crate::domain::{Code, UnixMillis};
use crate::store::{StoreError, drafts, representatives};

/// What is kept of a representative's PIN.
#[derive(Clone, PartialEq, Eq)]
pub struct RepresentativePin {
    /// Salt and hash.
    pub kept: Vec<u8>,
    /// Wrong PINs since the last right one.
    pub wrong: u32,
    /// When PINs are checked again.
    pub wait_until: UnixMillis,
}

impl Kiosk {
    /// Adds a representative, or gives them another PIN; earlier wrong ones are forgotten. Durable when it returns.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn set_representative(&mut self, code: &Code, kept: &[u8]) -> Result<(), KioskError> {
        Ok(self.db.write::<_, StoreError>(|tx| representatives::set(tx, code.as_str(), kept))?)
    }

    /// Removes a representative. Their drafts are not lost: every member of staff may open them from then on.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn remove_representative(&mut self, code: &Code) -> Result<(), KioskError> {
        Ok(self.db.write::<_, StoreError>(|tx| {
            drafts::release(tx, code.as_str())?;
            representatives::remove(tx, code.as_str())
        })?)
    }

    /// Returns the representatives' codes, in order.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn representatives(&self) -> Result<Vec<Code>, KioskError> {
        let codes = self.db.read(representatives::codes)?;
        Ok(codes.into_iter().filter_map(|code| Code::new(code).ok()).collect())
    }

    /// Returns what is kept of a representative's PIN; `None` where there is no such representative.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn representative_pin(&self, code: &Code) -> Result<Option<RepresentativePin>, KioskError> {
        let row = self.db.read(|tx| representatives::find(tx, code.as_str()))?;
        Ok(row.map(|row| RepresentativePin {
            kept: row.pin,
            wrong: row.wrong,
            wait_until: UnixMillis(row.wait_until),
        }))
    }

    /// Notes how many wrong PINs a representative typed and how long they have to wait. Durable when it returns.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn count_representative_pin(
        &mut self,
        code: &Code,
        wrong: u32,
        wait_until: UnixMillis,
    ) -> Result<(), KioskError> {
        let code = code.as_str();
        Ok(self.db.write::<_, StoreError>(|tx| representatives::count(tx, code, wrong, wait_until.0))?)
    }
}
