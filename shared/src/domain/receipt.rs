//! The text in a receipt's QR code: which device gave it out, for which record, on which day, and the device's signature
//! over that. Head office can tell a real one from a made-up one before the record itself has arrived.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::reference::{RecordDigest, base32, from_base32, normal_base32};
use super::{DeviceId, FactId};
use crate::locale::fold_signs;

/// What every receipt's text begins with, so that whoever scans one knows what it is.
const PREFIX: &str = "SILA1:";

/// The version of the bytes behind the prefix.
const VERSION: u8 = 1;

/// Bytes that are signed: version, device, record, day.
pub const RECEIPT_BODY_BYTES: usize = 1 + 16 + 16 + 2;

/// Bytes of a signed receipt: what is signed and the signature.
const RECEIPT_BYTES: usize = RECEIPT_BODY_BYTES + 64;

/// Longest text that is looked at: the 165 characters of a receipt with as many spaces and line ends as a letter adds.
pub const RECEIPT_TEXT_CHARS_MAX: usize = 400;

/// Day 0 of a receipt's date.
const FIRST_DAY: Date = Date::constant(1970, 1, 1);

/// A receipt (إيصال) as its device signed it. Frozen since version 1; `tests/fixtures/v1/receipt` holds one.
///
/// The text is `SILA1:` and the bytes in base 32: one of version (1), the device's id, 16 of a hash of the record's id, days since
/// 1970 (two bytes, the high one first), and the Ed25519 signature over these 35 bytes. Upper-case letters and digits alone
/// keep the QR code small (ISO/IEC 18004, alphanumeric mode). It names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedReceipt {
    /// The device that gave it out.
    pub device: DeviceId,
    /// The record that it is for.
    pub record: RecordDigest,
    days: u16,
    /// The device's signature over [`Self::body`].
    pub signature: [u8; 64],
}

/// A text that is no receipt's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not the text of a receipt: scan the code again, or type the reference number")]
pub struct InvalidReceipt;

impl SignedReceipt {
    /// Makes a receipt; `sign` signs the bytes that it is given. A date before 1970 or after 2149 becomes the nearest day.
    pub fn new(
        device: DeviceId,
        fact: FactId,
        date: Date,
        sign: impl FnOnce(&[u8; RECEIPT_BODY_BYTES]) -> [u8; 64],
    ) -> Self {
        let days = FIRST_DAY.until(date).map_or(0, |span| span.get_days());
        let days = u16::try_from(days.max(0)).unwrap_or(u16::MAX);
        let record = RecordDigest::of(fact);
        let unsigned = Self { device, record, days, signature: [0; 64] };
        Self { signature: sign(&unsigned.body()), ..unsigned }
    }

    /// Reads a text as it was scanned or typed: case, spaces and hyphens don't matter, and O, I, L pass for 0, 1, 1.
    ///
    /// # Errors
    /// [`InvalidReceipt`] for anything else, a longer text and a later version among it.
    pub fn parse(text: &str) -> Result<Self, InvalidReceipt> {
        if text.chars().count() > RECEIPT_TEXT_CHARS_MAX {
            return Err(InvalidReceipt);
        }
        let text = fold_signs(text).trim().to_ascii_uppercase();
        let coded = normal_base32(text.strip_prefix(PREFIX).ok_or(InvalidReceipt)?);
        let bytes = from_base32(&coded).ok_or(InvalidReceipt)?;
        let bytes: [u8; RECEIPT_BYTES] = bytes.try_into().map_err(|_| InvalidReceipt)?;
        let (body, signature) = bytes.split_at(RECEIPT_BODY_BYTES);
        let [VERSION, ids @ .., high, low] = body else { return Err(InvalidReceipt) };
        let (device, record) = ids.split_at(16);
        Ok(Self {
            device: DeviceId::from_slice(device).ok_or(InvalidReceipt)?,
            record: RecordDigest(record.try_into().map_err(|_| InvalidReceipt)?),
            days: u16::from_be_bytes([*high, *low]),
            signature: signature.try_into().map_err(|_| InvalidReceipt)?,
        })
    }

    /// Returns the text for a QR code: 165 characters.
    pub fn to_text(&self) -> String {
        format!("{PREFIX}{}", base32(&[self.body().as_slice(), &self.signature].concat()))
    }

    /// Returns what is signed.
    pub fn body(&self) -> [u8; RECEIPT_BODY_BYTES] {
        let mut body = [VERSION; RECEIPT_BODY_BYTES];
        body[1..17].copy_from_slice(self.device.as_bytes());
        body[17..33].copy_from_slice(&self.record.0);
        body[33..].copy_from_slice(&self.days.to_be_bytes());
        body
    }

    /// Returns the day on which it was given out, by the device's clock.
    pub fn date(&self) -> Date {
        FIRST_DAY.checked_add(i32::from(self.days).days()).unwrap_or(Date::MAX)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn receipt() -> SignedReceipt {
        let (device, fact) = (DeviceId::from_random([3; 16]), FactId::from_random([1; 16]));
        SignedReceipt::new(device, fact, date(2026, 11, 22), |body| {
            let mut signature = [0xA5; 64];
            signature[..35].copy_from_slice(body);
            signature
        })
    }

    #[test]
    fn a_receipt_survives_being_scanned_and_being_typed() {
        let receipt = receipt();
        let text = receipt.to_text();
        assert_eq!(text.len(), 165);
        assert_eq!(SignedReceipt::parse(&text), Ok(receipt));
        assert_eq!(receipt.date(), date(2026, 11, 22));
        let typed = text.to_lowercase().replace('0', "o");
        let typed = format!(" {}\n{} ", &typed[..80], &typed[80..]);
        assert_eq!(SignedReceipt::parse(&typed), Ok(receipt));
    }

    #[test]
    fn a_text_that_is_no_receipt_is_refused() {
        let text = receipt().to_text();
        let later = text.replacen(":04", ":08", 1);
        assert_ne!(text, later);
        let not_canonical = format!("{}Z", &text[..164]);
        for bad in ["", "SILA1:", &text[1..], &text[..164], &later, &not_canonical, &format!("{text}00")] {
            assert_eq!(SignedReceipt::parse(bad), Err(InvalidReceipt), "{bad}");
        }
        assert_eq!(SignedReceipt::parse(&format!("{text}{}", " ".repeat(400))), Err(InvalidReceipt));
    }

    #[test]
    fn a_clock_that_is_far_off_makes_a_receipt_all_the_same() {
        let on = |at: Date| {
            SignedReceipt::new(DeviceId::from_random([3; 16]), FactId::from_random([1; 16]), at, |_| [0; 64])
        };
        assert_eq!(on(date(1902, 1, 1)).date(), date(1970, 1, 1));
        assert_eq!(on(date(9999, 1, 1)).date(), date(2149, 6, 6));
    }
}
