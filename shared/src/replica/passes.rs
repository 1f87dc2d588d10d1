//! Who may work on a device under their own name, as far as a replica knows.

use super::facts::Facts;
use crate::doc::FactKind;
use crate::domain::{Body, Code, DeviceId, FactId, Role, UnixMillis};
use crate::store::{StoreError, facts};

/// A pass as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pass {
    /// The fact that issued it.
    pub id: FactId,
    /// The device.
    pub device: DeviceId,
    /// The person.
    pub staff: Code,
    /// What they may do.
    pub role: Role,
    /// What its code is known by.
    pub proof: [u8; 32],
    /// Until when the code can be used.
    pub code_until: UnixMillis,
    /// When it was issued, by head office's clock.
    pub issued: Option<UnixMillis>,
    /// Head office ended it.
    pub has_ended: bool,
}

impl Facts<'_> {
    /// Returns the passes for a device, of one person where one is named, in the order in which they came.
    pub fn passes_for(&self, device: DeviceId, staff: Option<&Code>) -> Result<Vec<Pass>, StoreError> {
        let all = self.passes()?;
        Ok(all
            .into_iter()
            .filter(|pass| pass.device == device && staff.is_none_or(|staff| *staff == pass.staff))
            .collect())
    }

    /// Returns all passes, in the order in which they came.
    pub fn passes(&self) -> Result<Vec<Pass>, StoreError> {
        let mut passes = Vec::new();
        self.each(FactKind::PassIssued, |fact| {
            if let Body::PassIssued(issued) = fact.body {
                let has_ended = facts::is_subject_of(self.tx, FactKind::PassEnded.code(), fact.id)?;
                passes.push(Pass {
                    id: fact.id,
                    device: issued.device,
                    staff: issued.staff,
                    role: issued.role,
                    proof: issued.proof,
                    code_until: issued.code_until,
                    issued: fact.recorded.map(|recorded| recorded.wall),
                    has_ended,
                });
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(passes)
    }
}
