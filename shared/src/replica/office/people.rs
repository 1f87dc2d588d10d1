//! Which branch holds which beneficiary file, and the logs out of which its devices pull them: `people/<branch>`.
//!
//! A file is a branch's where one of its devices wrote to it or recorded a visit with it. Where branches made files of
//! one person without knowing of each other, each of them gets the others' too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::joining::{agree_in_a_second_value, are_parted};
use super::plans::{PlanNews, news_of};
use super::{Office, OfficeError};
use crate::doc::{DocumentName, Entry, SEALED};
use crate::domain::{DeviceMode, Fact, FileId, FilePair, Incarnation, ProfileField, SureId};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::{TWINS_MAX, sure_ids};
use crate::replica::log::{rolled, start_of};
use crate::replica::people::{OpenedFile, open_file};
use crate::store::index::{self, Digest};
use crate::store::office::DeviceRow;
use crate::store::scope::{self, ScopeEnd, ScopeRow, people_of};
use crate::store::{StoreError, Tx, changes};

/// Most that the files weigh which are opened for one push to see who is whose twin: 1,000 new files with a twin each are
/// at 2 MiB.
const TWINS_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Most files that a file is said to be one person's with: what more there is of one id, devices show by the id.
const SAID_OF_FILE_MAX: usize = 8;

/// The scopes besides the catalog that a device may pull. A self-service kiosk looks nobody up.
pub(super) fn scopes_of(device: &DeviceRow) -> Vec<String> {
    match device.mode {
        DeviceMode::Branch | DeviceMode::Field => vec![people_of(&device.branch)],
        DeviceMode::SelfService | DeviceMode::Other(_) => Vec::new(),
    }
}

/// The logs that a transaction appends to. Their ends and who holds which file are looked up once, and what is new is
/// written together.
pub(super) struct Logs<'a> {
    tx: &'a Tx<'a>,
    epoch: Incarnation,
    ends: RefCell<BTreeMap<String, ScopeEnd>>,
    holders: RefCell<BTreeMap<i64, BTreeSet<String>>>,
    rows: RefCell<Vec<ScopeRow>>,
}

impl<'a> Logs<'a> {
    pub fn new(tx: &'a Tx<'a>, epoch: Incarnation) -> Self {
        let (ends, holders, rows) = (RefCell::default(), RefCell::default(), RefCell::default());
        Self { tx, epoch, ends, holders, rows }
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

    /// Makes a file a branch's; its log gets the whole file then. Returns false where it was the branch's before.
    pub fn join(&self, branch: &str, document: i64) -> Result<bool, StoreError> {
        self.look_up_holders([document])?;
        let is_new = self.holders.borrow_mut().entry(document).or_default().insert(branch.to_owned());
        if is_new {
            let scope = people_of(branch);
            scope::join(self.tx, self.at_end(&scope, |end| end.id)?, document)?;
            for (change, hash) in changes::changes_of(self.tx, document)? {
                self.add(&scope, change, &hash)?;
            }
        }
        Ok(is_new)
    }

    /// Writes what was added.
    pub fn finish(self) -> Result<(), StoreError> {
        scope::add(self.tx, &self.rows.into_inner(), self.ends.into_inner().values())
    }
}

/// What a push touched of people.
#[derive(Default)]
pub(super) struct Touched {
    changed: BTreeMap<i64, Vec<(i64, [u8; 32])>>,
    /// The files that were changed, in the order in which they came.
    order: Vec<i64>,
    writers: BTreeSet<(String, i64)>,
    ids: BTreeSet<(Digest, i64)>,
    corrected: BTreeSet<i64>,
    visited: BTreeSet<FileId>,
    plans: Vec<PlanNews>,
}

impl Touched {
    /// A change of a file was received: its row and hash, and the national ids that it put.
    pub fn changed(&mut self, document: i64, change: (i64, [u8; 32]), branch: &str, ids: Vec<Digest>) {
        let changes = self.changed.entry(document).or_default();
        if changes.is_empty() {
            self.order.push(document);
        }
        changes.push(change);
        self.writers.insert((branch.to_owned(), document));
        self.ids.extend(ids.into_iter().map(|id| (id, document)));
    }

    /// A file that was there before got another value, which may agree with that of another file.
    pub fn corrected(&mut self, document: i64) {
        self.corrected.insert(document);
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
        let visited = changes::file_documents(facts.tx, touched.visited.iter().copied())?;
        logs.look_up_holders(touched.changed.keys().chain(visited.values()).copied())?;
        for document in &touched.order {
            for holder in logs.holders_of(*document)? {
                let scope = people_of(&holder);
                let received = touched.changed.get(document).into_iter().flatten();
                received.into_iter().try_for_each(|(change, hash)| logs.add(&scope, *change, hash))?;
            }
            logs.join(branch, *document)?;
        }
        for (writers_branch, document) in &touched.writers {
            if !writers_branch.is_empty() {
                logs.join(writers_branch, *document)?;
            }
        }
        let mut ids = touched.ids.clone();
        for (file, document) in visited {
            if logs.join(branch, document)? && !touched.changed.contains_key(&document) {
                ids.extend(self.ids_of(facts, file)?.into_iter().map(|id| (id, document)));
            }
        }
        let mut left = TWINS_BYTES_MAX;
        for document in &touched.corrected {
            let Some(opened) = open_file(facts, changes::file_of(facts.tx, *document)?)? else { continue };
            ids.extend(self.ids_in(facts, &opened).into_iter().map(|id| (id, *document)));
            match left.checked_sub(opened.history.weight()) {
                Some(rest) => left = rest,
                None => break,
            }
        }
        // each file is opened once, as it stands after this push
        facts.forget_files();
        let (mut left, mut one_person) = (TWINS_BYTES_MAX, BTreeSet::new());
        for (id, document) in ids {
            self.join_twins(facts, &logs, &id, document, &mut left, &mut one_person)?;
        }
        logs.finish()?;
        self.say_one_person(facts, act, &one_person)?;
        // after the files: a device that pulls a plan has its person then
        self.copy_plans(facts, act, branch, &touched.plans)
    }

    /// Returns the digests of the national ids that a file holds today, as far as they look like one: neither the «none» of a
    /// paper register nor an id that was corrected since joins anybody.
    pub(super) fn ids_of(&self, facts: &Facts<'_>, file: FileId) -> Result<BTreeSet<Digest>, StoreError> {
        let ids = open_file(facts, file)?.map(|opened| self.ids_in(facts, &opened));
        Ok(ids.unwrap_or_default())
    }

    pub(super) fn ids_in(&self, facts: &Facts<'_>, opened: &OpenedFile) -> BTreeSet<Digest> {
        let digest = |id: &SureId| facts.digest_of(ProfileField::NationalId, id.as_str());
        sure_ids(opened).iter().filter_map(digest).collect()
    }

    /// Finds the files that are one person's with a file which holds a national id. At one branch the id is enough; where
    /// branches made files of it without knowing of each other, a second value must agree, and each of them gets the others'
    /// too: whoever guesses an id must not be handed its person.
    fn join_twins(
        &self,
        facts: &Facts<'_>,
        logs: &Logs<'_>,
        id: &Digest,
        document: i64,
        left: &mut usize,
        one_person: &mut BTreeSet<(String, FilePair)>,
    ) -> Result<(), StoreError> {
        let behind = index::files_of(facts.tx, id, TWINS_MAX)?;
        if behind.iter().all(|(twin, _)| *twin == document) {
            return Ok(());
        }
        let mut open = |file| {
            let opened = facts.file(file)?;
            let opened = opened.filter(|opened| {
                let rest = left.checked_sub(opened.history.weight());
                *left = rest.unwrap_or(0);
                rest.is_some() && self.ids_in(facts, opened).contains(id)
            });
            Ok::<_, StoreError>(opened)
        };
        let Some(file) = open(changes::file_of(facts.tx, document)?)? else { return Ok(()) };
        let mut n_said = 0;
        for (twin, other) in behind.into_iter().filter(|(twin, _)| *twin != document) {
            let Some(other) = open(other)? else { continue };
            let Some(files) = FilePair::new(file.file, other.file) else { continue };
            let (mut here, there) = (logs.holders_of(document)?, logs.holders_of(twin)?);
            if agree_in_a_second_value(&file, &other) && !are_parted(facts, files)? {
                here.extend(there);
                for branch in &here {
                    logs.join(branch, twin)?;
                    logs.join(branch, document)?;
                }
            } else {
                here.retain(|branch| there.contains(branch));
            }
            if n_said < SAID_OF_FILE_MAX {
                n_said += usize::from(!here.is_empty());
                one_person.extend(here.into_iter().map(|branch| (branch, files)));
            }
        }
        Ok(())
    }
}
