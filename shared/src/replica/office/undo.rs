//! Taking back what one device did to people's files: its changes count for nothing on every device, and head office's journal
//! says so. They stay as evidence and for what others wrote after them; those that nobody wrote after can be taken out of the
//! logs, so that no device is told of them any more.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{HEAD_OFFICE, date_of};
use super::people::{Joined, Logs, planned_at};
use super::{Office, OfficeError};
use crate::doc::ChangeHash;
use crate::domain::{Body, BranchId, Code, DeviceId, Fact, FileId, UnixMillis};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::log::start_of;
use crate::replica::people::history_of;
use crate::store::scope::Stood;
use crate::store::{StoreError, Tx, changes, facts, office, people, scope};

/// What was taken back, or given back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Undone {
    /// Files whose values are others now.
    pub files: u64,
    /// Changes of them.
    pub changes: u64,
}

/// What becomes of a device's changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Undo {
    /// They count for nothing.
    CountNothing,
    /// They count for nothing, and those that nobody wrote after leave the logs.
    LeaveLogs,
    /// They count again.
    CountAgain,
}

/// Withholds changes of a file for good, but for those that others build on. Returns whether any is.
fn hide(
    facts: &Facts<'_>,
    document: i64,
    file: FileId,
    changes: &BTreeSet<[u8; 32]>,
) -> Result<bool, OfficeError> {
    let rows = people::file_changes(facts.tx, document)?;
    let history = history_of(&rows, file)?;
    let others = rows.iter().map(|row| row.hash).filter(|hash| !changes.contains(hash));
    let needed = history.with_what_they_build_on(others.map(ChangeHash));
    let mut any = false;
    for row in rows.iter().filter(|row| !needed.contains(&ChangeHash(row.hash))) {
        office::withhold(facts.tx, row.id, document, HEAD_OFFICE)?;
        any = true;
    }
    Ok(any)
}

/// Has whom a device planned visits to come before others no longer, but for what others planned.
fn end_plans(logs: Logs<'_>, tx: &Tx<'_>, device: DeviceId, now: UnixMillis) -> Result<(), StoreError> {
    for (document, branch) in facts::planned_by(tx, device, date_of(now))? {
        let planned = facts::planned_until(tx, document, &branch, Some(device))?;
        logs.end_plan(&branch, document, now, planned.and_then(planned_at))?;
    }
    logs.finish().map(drop)
}

impl Office {
    /// Has the changes of files count for nothing, or again, that a device sent in the hour of a moment or later. What others wrote over
    /// them stands; where nobody did, what was there before stands again, and a file of which nothing is left is the next that leaves
    /// the branch's devices. Whom the device planned visits to, whenever, come before others no longer, for good; its plans stand.
    ///
    /// # Errors
    /// [`OfficeError::Store`]; nothing was changed then.
    pub fn undo_device(
        &self,
        act: &mut Act,
        device: DeviceId,
        since: UnixMillis,
        how: Undo,
        by: &Code,
    ) -> Result<Undone, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let (epoch, now) = (Self::epoch(tx)?, act.now.unix_millis());
            if how != Undo::CountAgain {
                end_plans(Logs::new(tx, epoch), tx, device, now)?;
            }
            let Some(after) = office::arrived_since(tx, since)? else { return Ok(Undone::default()) };
            let mut written: BTreeMap<(i64, FileId), Vec<[u8; 32]>> = BTreeMap::new();
            for (document, file, hash) in people::written_after(tx, device, after)? {
                written.entry((document, file)).or_default().push(hash);
            }
            let (mut undone, mut last) = (Undone::default(), Vec::new());
            let (mut shorter, mut told_again) = (BTreeSet::new(), BTreeSet::new());
            for ((document, file), changes) in written {
                let mut rejected = facts.rejected_of(file)?;
                let before = rejected.len();
                match how {
                    Undo::CountAgain => {
                        rejected.retain(|hash| !changes.contains(hash));
                        told_again.insert(document);
                    }
                    Undo::CountNothing => rejected.extend(changes),
                    Undo::LeaveLogs => {
                        if hide(&facts, document, file, &changes.iter().copied().collect())? {
                            shorter.extend(scope::branches_of(tx, document)?);
                        }
                        rejected.extend(changes);
                    }
                }
                if rejected.len() == before {
                    continue;
                }
                undone.files += 1;
                undone.changes += rejected.len().abs_diff(before) as u64;
                let mut changes = changes::changes_of(tx, document)?.into_iter();
                last.extend(changes.all(|(_, hash)| rejected.contains(&hash)).then_some(document));
                for branch in scope::branches_of(tx, document)? {
                    let Ok(branch) = BranchId::parse(&branch) else { continue };
                    let body = Body::Rejected(rejected.iter().copied().collect());
                    self.say(&facts, act, &branch, Some(file), body, Some(by.clone()))?;
                }
            }
            let logs = Logs::new(tx, epoch);
            for document in told_again {
                logs.let_through(document)?;
                for branch in logs.holders_of(document)? {
                    logs.serve(&branch, document, now, None, &mut |_| true)?;
                }
            }
            for (before, document) in (0..).zip(last) {
                for branch in logs.holders_of(document)? {
                    logs.put_last(&branch, document, now, before)?;
                }
            }
            logs.finish()?;
            for branch in shorter {
                self.shorten_log(&facts, &branch)?;
            }
            Ok(undone)
        })
    }

    /// Writes the log of a branch's people again without what is withheld or passed over. Devices that were told of that begin at
    /// its start.
    fn shorten_log(&self, facts: &Facts<'_>, branch: &str) -> Result<(), OfficeError> {
        let (tx, name) = (facts.tx, scope::people_of(branch));
        let stood = scope::empty(tx, &name, &start_of(&name, Self::epoch(tx)?))?;
        let logs = Logs::new(tx, Self::epoch(tx)?);
        let mut begun = BTreeSet::new();
        for Stood { change, hash, again, file } in stood {
            let told = logs.put(&name, (change, &hash), again)?;
            if let Some(document) = file.filter(|document| begun.insert(*document)) {
                logs.move_told(branch, document, told)?;
            }
        }
        logs.finish()?;
        Ok(())
    }

    /// Tells branches that were given files which changes of them count for nothing.
    pub(super) fn tell_rejected(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        joined: &[Joined],
    ) -> Result<(), OfficeError> {
        if !facts.are_some_rejected()? {
            return Ok(());
        }
        for Joined { branch, document } in joined {
            let file = changes::file_of(facts.tx, *document)?;
            let (word, branch) = (facts.rejection_of(file)?, BranchId::parse(branch).ok());
            if let (Some(Fact { body, by, .. }), Some(branch)) = (word, branch) {
                self.say(facts, act, &branch, Some(file), body, by)?;
            }
        }
        Ok(())
    }
}
