//! Passes: head office lets people work on devices under their own names, and ends that.

use super::{Office, OfficeError};
use crate::doc::{Meaning, clear_fact, random};
use crate::domain::{
    Body, BranchId, Code, DeviceId, DeviceMode, Fact, FactId, PASS_CODE_MILLIS, PassEnded, PassIssued, Role,
    UnixMillis, pass_proof,
};
use crate::replica::facts::Facts;
use crate::replica::passes::Pass;
use crate::replica::{Act, journals};
use crate::store::{StoreError, held, office};
use crate::sync::EnrolmentCode;

impl Office {
    /// Lets a person work on a device under their own name; an earlier pass of theirs for it ends. Returns the code with which they set
    /// their PIN there once the device has heard of it. What is held of theirs for want of a pass is taken in.
    ///
    /// # Errors
    /// [`OfficeError::NoPass`] for a device that is unknown, revoked or has no staff; [`OfficeError::Store`].
    pub fn issue_pass(
        &self,
        act: &mut Act,
        device: DeviceId,
        staff: &Code,
        role: &Role,
    ) -> Result<EnrolmentCode, OfficeError> {
        let code = EnrolmentCode::new(random(&mut act.dice), None);
        self.db.write::<_, OfficeError>(|tx| {
            let refused = |why| OfficeError::NoPass { device, why };
            let row = office::device(tx, device)?
                .ok_or_else(|| refused("is not known: see sync-server device list"))?;
            if row.revoked.is_some() {
                return Err(refused("was revoked: enrol it again first"));
            }
            if matches!(row.mode, DeviceMode::SelfService) {
                return Err(refused("is a self-service kiosk: nobody of the staff works on it"));
            }
            let branch = BranchId::parse(&row.branch).map_err(|_| refused("belongs to no branch"))?;
            let facts = Facts::new(tx, &self.secrets);
            for pass in facts.passes_for(device, staff)?.iter().filter(|pass| !pass.has_ended) {
                self.say_of_pass(&facts, act, &branch, Body::PassEnded(PassEnded { issued: pass.id }), None)?;
            }
            let id = FactId::from_random(random(&mut act.dice));
            let code_until = UnixMillis(act.now.unix_millis().0.saturating_add(PASS_CODE_MILLIS));
            let proof = pass_proof(id, &code.secret);
            let issued = PassIssued { device, staff: staff.clone(), role: role.clone(), proof, code_until };
            self.say_of_pass(&facts, act, &branch, Body::PassIssued(Box::new(issued)), Some(id))?;
            let waiting = held::of_device_for(tx, device, &Meaning::NoPass.to_string())?;
            let released = facts.release(waiting, |_| Ok(Some(row.branch.clone())))?;
            self.tell_released(&facts, act, released)
        })?;
        Ok(code)
    }

    /// Ends every pass of a person for a device, or for all devices. Returns how many that were: each device hears of it at its next
    /// exchange, and in any case nobody works under their own name on one that hears nothing for 45 days.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn end_passes(
        &self,
        act: &mut Act,
        staff: &Code,
        device: Option<DeviceId>,
    ) -> Result<usize, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let mut passes = facts.passes(|issued| {
                issued.staff == *staff && device.is_none_or(|device| device == issued.device)
            })?;
            passes.retain(|pass| !pass.has_ended);
            for pass in &passes {
                if let Some(branch) = &pass.branch {
                    let ended = Body::PassEnded(PassEnded { issued: pass.id });
                    self.say_of_pass(&facts, act, branch, ended, None)?;
                }
            }
            Ok(passes.len())
        })
    }

    /// Lists all passes, in the order in which they were issued.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn passes(&self) -> Result<Vec<Pass>, StoreError> {
        self.db.read(|tx| Facts::new(tx, &self.secrets).passes(|_| true))
    }

    fn say_of_pass(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        branch: &BranchId,
        body: Body,
        id: Option<FactId>,
    ) -> Result<(), OfficeError> {
        let id = id.unwrap_or_else(|| FactId::from_random(random(&mut act.dice)));
        let (by, recorded) = (act.by.clone(), Some(act.now.recorded()));
        let fact = Fact { id, branch: Some(branch.clone()), by, recorded, file: None, body };
        let mut journal: journals::OpenJournal = self.branch_journal(facts, act, branch)?;
        self.append_for(facts, act, branch, &mut journal, &clear_fact(&fact, act.now.seconds()))
    }
}
