//! Which branch holds which beneficiary file, and the logs out of which its devices pull them: `people/<branch>`.
//!
//! A file is a branch's where one of its devices wrote to it or recorded a visit with it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::budget::HEAD_OFFICE;
use super::plans::{PlanNews, news_of};
use super::{Office, OfficeError};
use crate::doc::{DocumentName, Entry, SEALED};
use crate::domain::{DeviceMode, Fact, FileId, Incarnation, ProfileField, SureId, UnixMillis};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::sure_ids;
use crate::replica::log::{rolled, start_of};
use crate::replica::people::OpenedFile;
use crate::store::index::Digest;
use crate::store::matching::{self, Waits};
use crate::store::office::{self, CrossedBy, DeviceRow, NewCrossing};
use crate::store::scope::{self, ScopeEnd, ScopeRow, people_of};
use crate::store::{StoreError, Tx, changes};

/// The scopes besides the catalog that a device may pull. A self-service kiosk looks nobody up, and nobody is handed to a device
/// that waits to be confirmed.
pub(super) fn scopes_of(device: &DeviceRow) -> Vec<String> {
    match device.mode {
        DeviceMode::Branch | DeviceMode::Field if device.unconfirmed.is_none() => {
            vec![people_of(&device.branch)]
        }
        DeviceMode::Branch | DeviceMode::Field | DeviceMode::SelfService | DeviceMode::Other(_) => Vec::new(),
    }
}

/// When, why and by whom files cross to other branches.
pub(super) struct Crosses<'a> {
    pub at: UnixMillis,
    pub why: CrossedBy,
    /// The row of the device whose push it was, or head office.
    pub device: i64,
    /// Who at head office did it.
    pub by: Option<&'a str>,
}

/// The logs that a transaction appends to. Their ends and who holds which file are looked up once, and what is new is
/// written together.
pub(super) struct Logs<'a> {
    tx: &'a Tx<'a>,
    epoch: Incarnation,
    ends: RefCell<BTreeMap<String, ScopeEnd>>,
    holders: RefCell<BTreeMap<i64, BTreeSet<String>>>,
    rows: RefCell<Vec<ScopeRow>>,
    joined: RefCell<Vec<Joined>>,
}

/// A file that became a branch's.
pub(super) struct Joined {
    pub branch: String,
    pub document: i64,
}

impl<'a> Logs<'a> {
    pub fn new(tx: &'a Tx<'a>, epoch: Incarnation) -> Self {
        let (ends, holders, rows) = (RefCell::default(), RefCell::default(), RefCell::default());
        Self { tx, epoch, ends, holders, rows, joined: RefCell::default() }
    }

    /// Adds a change to a scope's log.
    pub fn add(&self, scope: &str, change: i64, hash: &[u8; 32]) -> Result<(), StoreError> {
        self.at_end(scope, |end| {
            let (position, checksum) = (end.position + 1, rolled(&end.checksum, hash));
            self.rows.borrow_mut().push(ScopeRow { scope: end.id, position, change, checksum });
            *end = ScopeEnd { position, checksum, ..*end };
        })
    }

    /// Runs work at the end of a scope's log, which begins where there is none.
    fn at_end<T>(&self, scope: &str, work: impl FnOnce(&mut ScopeEnd) -> T) -> Result<T, StoreError> {
        let mut ends = self.ends.borrow_mut();
        if let Some(end) = ends.get_mut(scope) {
            return Ok(work(end));
        }
        let end = match scope::end(self.tx, scope)? {
            Some(end) => end,
            None => scope::begin(self.tx, scope, &start_of(scope, self.epoch))?,
        };
        Ok(work(ends.entry(scope.to_owned()).or_insert(end)))
    }

    /// Looks up together which branches hold files.
    pub fn look_up_holders(&self, documents: impl IntoIterator<Item = i64>) -> Result<(), StoreError> {
        let mut holders = self.holders.borrow_mut();
        let documents: BTreeSet<i64> =
            documents.into_iter().filter(|one| !holders.contains_key(one)).collect();
        holders.extend(documents.iter().map(|document| (*document, BTreeSet::new())));
        for (document, branch) in scope::holders(self.tx, documents)? {
            holders.entry(document).or_default().insert(branch);
        }
        Ok(())
    }

    /// Returns the branches that hold a file.
    pub fn holders_of(&self, document: i64) -> Result<BTreeSet<String>, StoreError> {
        self.look_up_holders([document])?;
        Ok(self.holders.borrow().get(&document).cloned().unwrap_or_default())
    }

    /// Makes a file a branch's; its log gets the whole file then, but for what is withheld of it. Returns false where it was the
    /// branch's before. Where another branch held it, that is accounted for.
    pub fn join(&self, branch: &str, document: i64, crosses: &Crosses<'_>) -> Result<bool, StoreError> {
        self.look_up_holders([document])?;
        let mut holders = self.holders.borrow_mut();
        let holders = holders.entry(document).or_default();
        let crosses = Some(crosses).filter(|_| !holders.is_empty());
        if !holders.insert(branch.to_owned()) {
            return Ok(false);
        }
        let scope = people_of(branch);
        scope::join(self.tx, self.at_end(&scope, |end| end.id)?, document)?;
        let withheld = office::withheld_of(self.tx, document)?;
        for (change, hash) in changes::changes_of(self.tx, document)? {
            if withheld.iter().all(|row| row.change != change) {
                self.add(&scope, change, &hash)?;
            }
        }
        self.joined.borrow_mut().push(Joined { branch: branch.to_owned(), document });
        if let Some(Crosses { at, why, device, by }) = crosses {
            let (at, why, device, by) = (*at, *why, *device, *by);
            office::add_crossing(self.tx, &NewCrossing { at, document, branch, why, device, by })?;
        }
        Ok(true)
    }

    /// Puts what is withheld of a file into the logs of the branches that hold it. Returns how many changes that were.
    pub fn let_through(&self, document: i64) -> Result<u64, StoreError> {
        let withheld = office::withheld_of(self.tx, document)?;
        for holder in self.holders_of(document)? {
            let scope = people_of(&holder);
            withheld.iter().try_for_each(|row| self.add(&scope, row.change, &row.hash))?;
        }
        office::let_through(self.tx, document)?;
        matching::add(self.tx, HEAD_OFFICE, [(document, None, None)])?;
        Ok(withheld.len() as u64)
    }

    /// Counts what was added.
    pub fn rows(&self) -> u64 {
        self.rows.borrow().len() as u64
    }

    /// Writes what was added. Returns which files became whose.
    pub fn finish(self) -> Result<Vec<Joined>, StoreError> {
        scope::add(self.tx, &self.rows.into_inner(), self.ends.into_inner().values())?;
        Ok(self.joined.into_inner())
    }
}

/// What a push touched of people.
#[derive(Default)]
pub(super) struct Touched {
    changed: BTreeMap<i64, Vec<(i64, [u8; 32])>>,
    /// The files that were changed, in the order in which they came.
    order: Vec<i64>,
    writers: BTreeSet<(String, i64)>,
    /// Files of which others build on what head office took out of the logs.
    told_again: BTreeSet<i64>,
    /// What is to be compared with files of other branches: the national ids that came, or all that a file holds.
    to_match: BTreeMap<(i64, Option<Digest>), Option<Waits>>,
    visited: BTreeSet<FileId>,
    plans: Vec<PlanNews>,
}

impl Touched {
    /// A change of a file was received, to be put into the logs of the branches that hold it: its row and hash.
    pub fn changed(&mut self, document: i64, change: (i64, [u8; 32]), branch: &str) {
        let changes = self.changed.entry(document).or_default();
        if changes.is_empty() {
            self.order.push(document);
        }
        changes.push(change);
        self.writers.insert((branch.to_owned(), document));
    }

    /// Others build on what head office took out of the logs of a file.
    pub fn tell_again(&mut self, document: i64) {
        self.told_again.insert(document);
    }

    /// A file came to hold national ids; without one given all that it holds are looked at, since another value came, which
    /// may agree with that of another file. It waits where its device made too many.
    pub fn compare(&mut self, document: i64, id: Option<Digest>, waits: Option<Waits>) {
        self.to_match.insert((document, id), waits);
    }

    /// Tells whether a change of a file was received.
    pub fn is_changed(&self, document: i64) -> bool {
        self.changed.contains_key(&document)
    }

    /// A fact was received that may be about a file or a planned visit.
    pub fn fact(&mut self, document: &DocumentName, entry: &Entry, fact: &Fact) {
        self.plans.extend(news_of(document, entry, fact));
        // what was sealed of it opened with a key of the file: a device that knows the file's id alone gets nobody's file
        if entry.fields.get(SEALED).is_some() {
            self.visited.extend(fact.file);
        }
    }
}

impl Office {
    /// Puts what a push of a branch's device touched into the logs of the branches that hold it. What is to be compared with
    /// other files is noted, and done once the push is answered.
    pub(super) fn share(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        from: (&str, i64),
        touched: &Touched,
    ) -> Result<(), OfficeError> {
        let ((branch, device), epoch) = (from, Self::epoch(facts.tx)?);
        let crosses = Crosses { at: act.now.unix_millis(), why: CrossedBy::Key, device, by: None };
        let logs = Logs::new(facts.tx, epoch);
        let visited = changes::file_documents(facts.tx, touched.visited.iter().copied())?;
        logs.look_up_holders(touched.changed.keys().chain(visited.values()).copied())?;
        for document in &touched.told_again {
            logs.let_through(*document)?;
        }
        for document in &touched.order {
            for holder in logs.holders_of(*document)? {
                let scope = people_of(&holder);
                let received = touched.changed.get(document).into_iter().flatten();
                received.into_iter().try_for_each(|(change, hash)| logs.add(&scope, *change, hash))?;
            }
            logs.join(branch, *document, &crosses)?;
        }
        for (writers_branch, document) in &touched.writers {
            if !writers_branch.is_empty() {
                logs.join(writers_branch, *document, &crosses)?;
            }
        }
        let mut to_match = touched.to_match.clone();
        for document in visited.into_values() {
            // devices record of files that their branch holds: one that is left comes with the next record of its person
            if logs.rows() > 0 && logs.rows() >= self.loads_most.changes {
                break;
            }
            if logs.join(branch, document, &crosses)? && !touched.changed.contains_key(&document) {
                to_match.insert((document, None), None);
            }
        }
        let joined = logs.finish()?;
        self.tell_rejected(facts, act, &joined)?;
        let to_match = to_match.into_iter().map(|((document, id), waits)| (document, id, waits));
        matching::add(facts.tx, device, to_match)?;
        // after the files: a device that pulls a plan has its person then
        self.copy_plans(facts, act, branch, &touched.plans)
    }

    /// Returns the digests of the national ids that a file holds today, as far as they look like one: neither the «none» of a
    /// paper register nor an id that was corrected since joins anybody.
    pub(super) fn ids_in(&self, facts: &Facts<'_>, opened: &OpenedFile) -> BTreeSet<Digest> {
        let digest = |id: &SureId| facts.digest_of(ProfileField::NationalId, id.as_str());
        sure_ids(opened).iter().filter_map(digest).collect()
    }
}
