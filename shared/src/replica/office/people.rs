//! Which branch holds which beneficiary file, and the logs out of which its devices pull them: `people/<branch>`.
//!
//! A file is a branch's where one of its devices wrote to it or recorded a visit with it. Where branches made files of
//! one national id without knowing of each other, each of them gets the others' too.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::plans::{PlanNews, concerns_a_plan};
use super::publish::log;
use super::{Office, OfficeError};
use crate::doc::{Dice, DocumentName, Entry, Scalar};
use crate::domain::{DeviceMode, FileId, ProfileField, UnixMillis, national_id_doubt};
use crate::replica::apply::key_of;
use crate::replica::files::{history_of, national_id_form};
use crate::store::keys::IndexKind;
use crate::store::office::DeviceRow;
use crate::store::{StoreError, Tx, changes, keys, people, scope};

/// What the name of a branch's scope begins with.
const PEOPLE: &str = "people/";

/// Most files of one national id that are joined: more than branches ever make of one person.
const TWINS_MAX: usize = 32;

/// The scope of a branch's people.
pub(super) fn people_scope(branch: &str) -> String {
    format!("{PEOPLE}{branch}")
}

/// The checksum of a branch's empty log. It names no epoch: the rolling checksum alone tells whether a device's cursor
/// fits, and a restored server's log goes on.
pub(super) fn start_of_people(branch: &str) -> [u8; 32] {
    Sha256::digest(format!("sila/1 people\0{branch}").as_bytes()).into()
}

/// The scopes besides the catalog that a device may pull. A self-service kiosk looks nobody up.
pub(super) fn scopes_of(device: &DeviceRow) -> Vec<String> {
    match device.mode {
        DeviceMode::Branch | DeviceMode::Field => vec![people_scope(&device.branch)],
        DeviceMode::SelfService | DeviceMode::Other(_) => Vec::new(),
    }
}

/// What a push touched of people.
#[derive(Default)]
pub(super) struct Touched {
    changed: BTreeMap<i64, Vec<(i64, [u8; 32])>>,
    writers: BTreeSet<(String, i64)>,
    named: BTreeSet<FileId>,
    visited: BTreeSet<FileId>,
    plans: Vec<PlanNews>,
}

impl Touched {
    /// A change of a file was received.
    pub fn changed(&mut self, document: i64, change: i64, hash: [u8; 32], branch: &str) {
        self.changed.entry(document).or_default().push((change, hash));
        self.writers.insert((branch.to_owned(), document));
    }

    /// An index row of a file was received.
    pub fn named(&mut self, file: FileId) {
        self.named.insert(file);
    }

    /// A fact was received that may name a file or concern a planned visit.
    pub fn fact(&mut self, document: &DocumentName, entry: &Entry) {
        if concerns_a_plan(entry) {
            self.plans.push((document.clone(), entry.clone()));
        }
        if let Some(Scalar::Text(file)) = entry.fields.get("file") {
            self.visited.extend(FileId::parse(file));
        }
    }
}

impl Office {
    /// Puts what a push of a branch's device touched into the logs of the branches that hold it.
    pub(super) fn share(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        now: UnixMillis,
        branch: &str,
        touched: &Touched,
    ) -> Result<(), OfficeError> {
        let mut files: BTreeMap<i64, FileId> = BTreeMap::new();
        for (document, received) in &touched.changed {
            for holder in scope::branches_of(tx, *document)? {
                for (change, hash) in received {
                    log(tx, &people_scope(&holder), &start_of_people(&holder), *change, hash)?;
                }
            }
            let name = changes::document_by_id(tx, *document)?.name;
            if let Some(DocumentName::File(file)) = DocumentName::parse(&name) {
                files.insert(*document, file);
            }
            join(tx, branch, *document)?;
        }
        for (writers_branch, document) in &touched.writers {
            if !writers_branch.is_empty() {
                join(tx, writers_branch, *document)?;
            }
        }
        for file in touched.visited.iter().chain(&touched.named) {
            if let Some(row) = changes::document(tx, &DocumentName::File(*file).to_string())? {
                if touched.visited.contains(file) {
                    join(tx, branch, row.id)?;
                }
                files.insert(row.id, *file);
            }
        }
        files.into_iter().try_for_each(|(document, file)| self.join_twins(tx, document, file))?;
        // after the files: a device that pulls a plan has its person then
        self.copy_plans(tx, dice, now, branch, &touched.plans)
    }

    /// Gives every branch that holds a file of a person the person's other files.
    fn join_twins(&self, tx: &Tx<'_>, document: i64, file: FileId) -> Result<(), StoreError> {
        for digest in people::national_ids_of(tx, file.as_bytes())? {
            let files = keys::files_of(tx, IndexKind::NationalId, &digest)?;
            if files.len() < 2 || files.len() > TWINS_MAX {
                continue;
            }
            let mut documents = Vec::new();
            for twin in files.iter().filter_map(|twin| FileId::from_slice(twin)) {
                let Some(row) = changes::document(tx, &DocumentName::File(twin).to_string())? else {
                    continue;
                };
                documents.extend(self.holds(tx, row.id, twin, &digest)?.then_some(row.id));
            }
            if !documents.contains(&document) {
                continue;
            }
            let mut branches = BTreeSet::new();
            for document in &documents {
                branches.extend(scope::branches_of(tx, *document)?);
            }
            for branch in &branches {
                documents.iter().try_for_each(|document| join(tx, branch, *document))?;
            }
        }
        Ok(())
    }

    /// Tells whether a file itself holds the national id behind a digest today, and it looks like one: neither the «none» of
    /// a paper register nor an id that was corrected since joins anybody.
    fn holds(&self, tx: &Tx<'_>, document: i64, file: FileId, digest: &[u8]) -> Result<bool, StoreError> {
        let name = DocumentName::File(file);
        let field = ProfileField::NationalId.code();
        for value in history_of(tx, document)?.visible().into_iter().filter(|value| value.field == field) {
            let Some(key) = key_of(tx, &self.secrets, &name, None, &value.value) else { continue };
            let Ok(opened) = key.open(&name, &file.to_string(), field, &value.value) else { continue };
            let Ok(id) = std::str::from_utf8(&opened) else { continue };
            let form = national_id_form(self.index_key.secret(), id);
            if national_id_doubt(id).is_none() && form.is_some_and(|form| form.as_slice() == digest) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Makes a file a branch's; its log gets the whole file then.
pub(super) fn join(tx: &Tx<'_>, branch: &str, document: i64) -> Result<(), StoreError> {
    if scope::join(tx, branch, document)? {
        for row in changes::changes_of(tx, document)? {
            log(tx, &people_scope(branch), &start_of_people(branch), row.id, &row.hash)?;
        }
    }
    Ok(())
}
