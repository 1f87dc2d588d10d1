//! Why an exchange is refused as a whole, with the status and the code that say it on the wire.

use super::OfficeError;
use crate::store::StoreError;
use crate::sync::EnvelopeError;

/// Why an exchange was refused as a whole. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// No code like this was handed out.
    #[error("this enrolment code is not known here: ask head office for a new one")]
    UnknownCode,
    /// The code was used.
    #[error("this enrolment code was used before: ask head office for a new one")]
    UsedCode,
    /// The code is older than ten minutes.
    #[error("this enrolment code has ended: ask head office for a new one, and use it within ten minutes")]
    ExpiredCode,
    /// No device has this token.
    #[error(
        "this device is not known here: get a code (sync-server enrol), then run kiosk enrol --again, which keeps its records"
    )]
    UnknownDevice,
    /// Head office shut the device out.
    #[error("this device was revoked at head office: its records are safe on it; ask head office")]
    RevokedDevice,
    /// The signature over the push is not the device's.
    #[error("the signature is not this device's: update the program, or enrol the device again")]
    Signature,
    /// The body is beyond its limits.
    #[error("the push is {0}")]
    Envelope(#[from] EnvelopeError),
    /// More of something than any push of ours carries.
    #[error("the push carries more than a push may: update the program")]
    TooMany,
    /// The body is no such message.
    #[error("the message cannot be read: update the program")]
    Malformed,
    /// The other side speaks another version.
    #[error("this server speaks version {known} of the exchange: update the older of the two programs")]
    Version {
        /// The version spoken here.
        known: u32,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Head office's replica failed.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

impl ExchangeError {
    /// Returns the HTTP status that says it.
    pub fn status(&self) -> u16 {
        match self {
            Self::UnknownCode | Self::UsedCode | Self::ExpiredCode => 403,
            Self::UnknownDevice | Self::Signature => 401,
            Self::RevokedDevice => 403,
            Self::TooMany | Self::Envelope(EnvelopeError::TooLarge | EnvelopeError::InflatesTooFar) => 413,
            Self::Envelope(EnvelopeError::Damaged) | Self::Malformed => 400,
            Self::Version { .. } => 426,
            Self::Store(StoreError::Full) | Self::Office(OfficeError::Store(StoreError::Full)) => 507,
            Self::Store(_) | Self::Office(_) => 500,
        }
    }

    /// Returns the code that kiosks tell people's messages by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown_code",
            Self::UsedCode => "used_code",
            Self::ExpiredCode => "expired_code",
            Self::UnknownDevice => "unknown_device",
            Self::RevokedDevice => "revoked_device",
            Self::Signature => "signature",
            Self::TooMany | Self::Envelope(EnvelopeError::TooLarge | EnvelopeError::InflatesTooFar) => {
                "too_large"
            }
            Self::Envelope(EnvelopeError::Damaged) | Self::Malformed => "malformed",
            Self::Version { .. } => "version",
            Self::Store(StoreError::Full) | Self::Office(OfficeError::Store(StoreError::Full)) => {
                "server_full"
            }
            Self::Store(_) | Self::Office(_) => "server",
        }
    }
}
