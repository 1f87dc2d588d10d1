//! A pass: head office lets a person work on a device under their own name, and ends that. Its person sets a PIN with a code that is
//! used once.

use sha2::{Digest as _, Sha256};

use super::{Code, DeviceId, FactId, Role, UnixMillis};

/// Days after its last exchange during which a device lets people work under their own names, if head office did not end them.
pub const PASS_DAYS: i64 = 45;

/// Milliseconds in which a code must be used: fourteen days, since the device may be in the field.
pub const PASS_CODE_MILLIS: i64 = 14 * 24 * 60 * 60 * 1_000;

/// Head office lets a person work on a device under their own name (P-1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PassIssued {
    /// The device.
    pub device: DeviceId,
    /// The person, by the code that they have in the catalog's staff and as a sign-in name at head office.
    pub staff: Code,
    /// What they may do.
    pub role: Role,
    /// What the code is known by.
    pub proof: [u8; 32],
    /// Until when it can be used.
    pub code_until: UnixMillis,
}

/// Head office ended a pass. What was done under it stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PassEnded {
    /// The fact that issued it.
    pub issued: FactId,
}

/// Returns what a one-time code is known by: only for that pass. `secret` is the code's own, with neither hyphens nor check
/// characters.
pub fn pass_proof(issued: FactId, secret: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"sila/1 pass code\0");
    hash.update(issued.as_bytes());
    hash.update(secret.as_bytes());
    hash.finalize().into()
}
