//! Which branch holds which beneficiary file, and the logs out of which its devices pull them: `people/<branch>`.
//!
//! A file is a branch's where one of its devices wrote to it or recorded a visit with it. Where branches made files of
//! one national id without knowing of each other, each of them gets the others' too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::plans::{PlanNews, news_of};
use super::{Office, OfficeError};
use crate::doc::{DocumentName, Entry, SEALED};
use crate::domain::{DeviceMode, Fact, FileId, Incarnation, ProfileField, SureId};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::{TWINS_MAX, sure_ids};
use crate::replica::log::{PEOPLE, rolled, start_of};
use crate::replica::people::OpenedFile;
use crate::store::index::{self, Digest};
use crate::store::office::DeviceRow;
use crate::store::scope::{self, ScopeEnd, ScopeRow};
use crate::store::{StoreError, Tx, changes};

/// Most changes of files that are read for one push to see who is whose twin: 1,000 new files with a twin of ten changes
/// each, and as much again.
const TWIN_CHANGES_MAX: usize = 20_000;

/// The scope of a branch's people.
pub(super) fn people_scope(branch: &str) -> String {
    format!("{PEOPLE}{branch}")
}

/// The scopes besides the catalog that a device may pull. A self-service kiosk looks nobody up.
pub(super) fn scopes_of(device: &DeviceRow) -> Vec<String> {
    match device.mode {
        DeviceMode::Branch | DeviceMode::Field => vec![people_scope(&device.branch)],
        DeviceMode::SelfService | DeviceMode::Other(_) => Vec::new(),
    }
}

/// The logs that a transaction appends to. Their ends are looked up once, and what is new is written together.
pub(super) struct Logs<'a> {
    tx: &'a Tx<'a>,
    epoch: Incarnation,
    ends: RefCell<BTreeMap<String, ScopeEnd>>,
    rows: RefCell<Vec<ScopeRow>>,
}

impl<'a> Logs<'a> {
    pub fn new(tx: &'a Tx<'a>, epoch: Incarnation) -> Self {
        Self { tx, epoch, ends: RefCell::default(), rows: RefCell::default() }
    }

    /// Adds a change to a scope's log.
    pub fn add(&self, scope: &str, change: i64, hash: &[u8; 32]) -> Result<(), StoreError> {
        let mut ends = self.ends.borrow_mut();
        let end = match ends.get_mut(scope) {
            Some(end) => end,
            None => {
                let start = ScopeEnd { position: 0, checksum: start_of(scope, self.epoch) };
                let end = scope::end(self.tx, scope)?.unwrap_or(start);
                ends.entry(scope.to_owned()).or_insert(end)
            }
        };
        *end = ScopeEnd { position: end.position + 1, checksum: rolled(&end.checksum, hash) };
        let (scope, position, checksum) = (scope.to_owned(), end.position, end.checksum);
        self.rows.borrow_mut().push(ScopeRow { scope, position, change, checksum });
        Ok(())
    }

    /// Makes a file a branch's; its log gets the whole file then. Returns false where it was the branch's before.
    pub fn join(&self, branch: &str, document: i64) -> Result<bool, StoreError> {
        let is_new = scope::join(self.tx, branch, document)?;
        if is_new {
            let scope = people_scope(branch);
            for row in changes::changes_of(self.tx, document)? {
                self.add(&scope, row.id, &row.hash)?;
            }
        }
        Ok(is_new)
    }

    /// Writes what was added.
    pub fn finish(self) -> Result<(), StoreError> {
        scope::add(self.tx, &self.rows.into_inner(), &self.ends.into_inner())
    }
}

/// What a push touched of people.
#[derive(Default)]
pub(super) struct Touched {
    changed: BTreeMap<i64, Vec<(i64, [u8; 32])>>,
    writers: BTreeSet<(String, i64)>,
    ids: BTreeSet<(Digest, i64)>,
    visited: BTreeSet<FileId>,
    plans: Vec<PlanNews>,
}

impl Touched {
    /// A change of a file was received: its row and hash, and the national ids that it put.
    pub fn changed(&mut self, document: i64, change: (i64, [u8; 32]), branch: &str, ids: Vec<Digest>) {
        self.changed.entry(document).or_default().push(change);
        self.writers.insert((branch.to_owned(), document));
        self.ids.extend(ids.into_iter().map(|id| (id, document)));
    }

    /// A fact was received that may be about a file or a planned visit.
    pub fn fact(&mut self, document: &DocumentName, entry: &Entry, fact: &Fact) {
        self.plans.extend(news_of(document, entry, fact));
        // what was sealed of it opened with a key of the file: a device that knows the file's id alone gets nobody's file
        if entry.fields.get(SEALED).is_some() {
            self.visited.extend(fact.file);
        }
    }

    /// A file was found or made for somebody: its document, and the national ids that it holds.
    pub fn looked_for(&mut self, document: i64, ids: BTreeSet<Digest>) {
        self.ids.extend(ids.into_iter().map(|id| (id, document)));
    }
}

impl Office {
    /// Puts what a push of a branch's device touched into the logs of the branches that hold it.
    pub(super) fn share(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        branch: &str,
        touched: &Touched,
    ) -> Result<(), OfficeError> {
        let epoch = Self::epoch(facts.tx)?;
        let logs = Logs::new(facts.tx, epoch);
        for (document, received) in &touched.changed {
            for holder in scope::branches_of(facts.tx, *document)? {
                let scope = people_scope(&holder);
                received.iter().try_for_each(|(change, hash)| logs.add(&scope, *change, hash))?;
            }
            logs.join(branch, *document)?;
        }
        for (writers_branch, document) in &touched.writers {
            if !writers_branch.is_empty() {
                logs.join(writers_branch, *document)?;
            }
        }
        let mut ids = touched.ids.clone();
        for file in &touched.visited {
            let Some(document) = changes::file_document(facts.tx, *file)? else { continue };
            if logs.join(branch, document)? && !touched.changed.contains_key(&document) {
                ids.extend(self.ids_of(facts, *file)?.into_iter().map(|id| (id, document)));
            }
        }
        // each file is opened once, as it stands after this push
        facts.forget_files();
        let mut left = TWIN_CHANGES_MAX;
        for (id, document) in ids {
            self.join_twins(facts, &logs, &id, document, &mut left)?;
        }
        logs.finish()?;
        // after the files: a device that pulls a plan has its person then
        self.copy_plans(facts, act, branch, &touched.plans)
    }

    /// Returns the digests of the national ids that a file holds today, as far as they look like one: neither the «none» of a
    /// paper register nor an id that was corrected since joins anybody.
    pub(super) fn ids_of(&self, facts: &Facts<'_>, file: FileId) -> Result<BTreeSet<Digest>, StoreError> {
        Ok(facts.file(file)?.map(|opened| self.ids_in(facts, &opened)).unwrap_or_default())
    }

    fn ids_in(&self, facts: &Facts<'_>, opened: &OpenedFile) -> BTreeSet<Digest> {
        let digest = |id: &SureId| facts.digest_of(ProfileField::NationalId, id.as_str());
        sure_ids(opened).iter().filter_map(digest).collect()
    }

    /// Gives every branch that holds a file of a person the person's other files.
    fn join_twins(
        &self,
        facts: &Facts<'_>,
        logs: &Logs<'_>,
        id: &Digest,
        document: i64,
        left: &mut usize,
    ) -> Result<(), StoreError> {
        let mut behind = index::documents_of(facts.tx, id, TWINS_MAX)?;
        if behind == [document] {
            return Ok(());
        }
        if !behind.contains(&document) {
            behind.push(document);
        }
        let mut documents = Vec::new();
        for twin in behind {
            let Some(opened) = facts.file(changes::file_of(facts.tx, twin)?)? else { continue };
            let Some(rest) = left.checked_sub(opened.history.len()) else { return Ok(()) };
            *left = rest;
            documents.extend(self.ids_in(facts, &opened).contains(id).then_some(twin));
        }
        if !documents.contains(&document) {
            return Ok(());
        }
        let mut branches = BTreeSet::new();
        for document in &documents {
            branches.extend(scope::branches_of(facts.tx, *document)?);
        }
        for branch in &branches {
            for document in &documents {
                logs.join(branch, *document)?;
            }
        }
        Ok(())
    }
}
