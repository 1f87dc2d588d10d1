//! Who may work on a device under their own name, as far as a replica knows.

use super::facts::Facts;
use crate::doc::FactKind;
use crate::domain::request::{StepKind, roles_for};
use crate::domain::{Body, BranchId, Code, DeviceId, FactId, PassIssued, Role, UnixMillis};
use crate::store::{StoreError, facts};

/// A pass as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pass {
    /// The fact that issued it.
    pub id: FactId,
    /// The device's branch.
    pub branch: Option<BranchId>,
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
    /// Returns the passes of a person for a device, in the order in which they came.
    pub fn passes_for(&self, device: DeviceId, staff: &Code) -> Result<Vec<Pass>, StoreError> {
        self.passes(|issued| issued.device == device && issued.staff == *staff)
    }

    /// Returns the passes that are wanted, in the order in which they came.
    pub fn passes(&self, wanted: impl Fn(&PassIssued) -> bool) -> Result<Vec<Pass>, StoreError> {
        let mut passes = Vec::new();
        self.each(FactKind::PassIssued, |fact| {
            if let Body::PassIssued(issued) = fact.body
                && wanted(&issued)
            {
                let has_ended = facts::is_subject_of(self.tx, FactKind::PassEnded.code(), fact.id)?;
                let PassIssued { device, staff, role, proof, code_until } = *issued;
                let (id, branch, issued) =
                    (fact.id, fact.branch, fact.recorded.map(|recorded| recorded.wall));
                passes.push(Pass { id, branch, device, staff, role, proof, code_until, issued, has_ended });
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(passes)
    }

    /// Tells whether a person ever had a pass for a device, in a role that may do a step. None is taken back, so that one that was found
    /// is not looked for again.
    pub fn had_pass(&self, device: DeviceId, staff: &Code, step: StepKind) -> Result<bool, StoreError> {
        let asked = (device, staff.clone(), step);
        if self.passed.borrow().contains(&asked) {
            return Ok(true);
        }
        let (_, roles) = roles_for(step);
        let found = self.passes_for(device, staff)?.iter().any(|pass| roles.contains(&pass.role));
        if found {
            self.passed.borrow_mut().insert(asked);
        }
        Ok(found)
    }
}
