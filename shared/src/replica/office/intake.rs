//! Document by document through admission: journals, beneficiary files, keys, index rows.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::ByteArray;

use super::people::Touched;
use super::{ExchangeError, Office};
use crate::doc::{
    Dice, DocumentName, FileHistory, Meaning, PART_CHANGES_MAX, Refusal, SealingKey, Unverified, Wrapped,
    actor_of, admit_entry, decode_entry, hash_of_chunk, unwrap_key,
};
use crate::domain::{DeviceMode, FileId, Incarnation, KeyId, UnixMillis};
use crate::replica::ApplyError;
use crate::replica::apply::{Arrived, apply};
use crate::replica::files::history_of;
use crate::replica::journals::{add_document, tip_of};
use crate::store::changes::{self, DocumentRow};
use crate::store::office::DeviceRow;
use crate::store::{StoreError, Tx, keys, people};
use crate::sync::{
    ChangeWriter, DocumentState, FileChange, FileState, IndexRow, JournalBatch, KeyRow, Standing,
    file_change_statement, journal_statement, verify, written_statement,
};

/// Most keys that a document has. One of ours has one; each is told with every change that its branch pulls.
const KEYS_OF_DOCUMENT_MAX: usize = 16;

/// The keys of a push, by document, opened for this server.
fn unwrapped(office: &Office, rows: &[KeyRow]) -> BTreeMap<String, Vec<SealingKey>> {
    let mut keys: BTreeMap<String, Vec<SealingKey>> = BTreeMap::new();
    for row in rows {
        let Some(id) = KeyId::from_slice(row.key.as_slice()) else { continue };
        let wrapped = Wrapped(row.wrapped.to_vec());
        if let Ok(key) = unwrap_key(&wrapped, id, &row.document, office.secrets.sealing()) {
            keys.entry(row.document.clone()).or_default().push(key);
        }
    }
    keys
}

/// One push being taken in.
pub(super) struct Intake<'a> {
    office: &'a Office,
    tx: &'a Tx<'a>,
    device: &'a DeviceRow,
    keys: BTreeMap<String, Vec<SealingKey>>,
    kept_keys: Vec<KeyId>,
    histories: BTreeMap<i64, FileHistory>,
    touched: Touched,
}

impl<'a> Intake<'a> {
    pub fn new(office: &'a Office, tx: &'a Tx<'a>, device: &'a DeviceRow, keys: &[KeyRow]) -> Self {
        let keys = unwrapped(office, keys);
        Self {
            office,
            tx,
            device,
            keys,
            kept_keys: Vec::new(),
            histories: BTreeMap::new(),
            touched: Touched::default(),
        }
    }

    /// Returns the keys of this push that stand in the table now.
    pub fn kept_keys(self) -> Vec<KeyId> {
        self.kept_keys
    }

    /// Takes in index rows of files that came with this push. A device that looks nobody up has none to give.
    pub fn index(&mut self, rows: &[IndexRow], files: &[FileState]) -> Result<(), StoreError> {
        if self.device.mode == DeviceMode::SelfService {
            return Ok(());
        }
        let received: BTreeSet<&str> =
            files.iter().filter(|f| f.standing == Standing::Received).map(|f| f.document.as_str()).collect();
        for row in rows {
            let file = FileId(uuid::Uuid::from_bytes(*row.file));
            let is_of_this_push = received.contains(DocumentName::File(file).to_string().as_str());
            if is_of_this_push && matches!(row.kind.as_str(), "national_id" | "mobile") {
                keys::add_index(self.tx, &row.kind, row.digest.as_slice(), row.file.as_slice())?;
                self.touched.named(file);
            }
        }
        Ok(())
    }

    pub fn journal(&mut self, dice: &mut Dice, batch: &JournalBatch) -> Result<DocumentState, ExchangeError> {
        let (office, tx) = (self.office, self.tx);
        let refused = |row: Option<&DocumentRow>, reason: &str| {
            Ok(office.state_of(tx, &batch.document, row, Standing::Stopped, Some(reason.to_owned()))?)
        };
        let Some(name) = DocumentName::parse(&batch.document) else { return refused(None, "name") };
        let (true, Some(incarnation)) = (name.is_journal_of(self.device.device), name.incarnation()) else {
            return refused(None, "owner");
        };
        let last_seq = batch.first_seq.saturating_add(batch.changes.len() as u64).saturating_sub(1);
        let statement = journal_statement(&batch.document, batch.first_seq, last_seq, &batch.head_hash);
        let is_signed = verify(&self.device.signing_key, &statement, &batch.signature);
        let mut row = match changes::document(self.tx, &batch.document)? {
            Some(row) => row,
            None if !is_signed => return refused(None, "signature"),
            None => {
                let actor = actor_of(&self.device.signing_key, incarnation, &name);
                add_document(self.tx, &name, actor.to_bytes())?
            }
        };
        if !is_signed {
            return refused(Some(&row), "signature");
        }
        self.keep_keys(dice, &batch.document, row.id)?;
        let (standing, reason) = self.journal_changes(&name, &mut row, batch)?;
        match standing {
            Standing::Received => {
                changes::keep_signature(
                    self.tx,
                    row.id,
                    batch.first_seq,
                    last_seq,
                    batch.signature.as_slice(),
                )?;
            }
            // the original of a clone goes on in it
            Standing::Forked => {}
            Standing::Stopped => {
                changes::stop(self.tx, row.id, reason.as_deref().unwrap_or("stopped"))?;
            }
        }
        Ok(self.office.state_of(self.tx, &batch.document, Some(&row), standing, reason)?)
    }

    fn journal_changes(
        &mut self,
        name: &DocumentName,
        row: &mut DocumentRow,
        batch: &JournalBatch,
    ) -> Result<(Standing, Option<String>), ExchangeError> {
        if batch.first_seq == 0 || batch.first_seq > row.last_seq + 1 {
            return Ok((Standing::Stopped, Some("gap".to_owned())));
        }
        for (seq, bytes) in (batch.first_seq..).zip(&batch.changes) {
            if seq <= row.last_seq {
                let known = changes::change_at(self.tx, row.id, seq)?;
                if known.is_none_or(|known| known.bytes != bytes.as_slice()) {
                    return Ok((Standing::Forked, Some("forked".to_owned())));
                }
                continue;
            }
            if row.last_seq >= PART_CHANGES_MAX {
                return Ok((Standing::Stopped, Some("full".to_owned())));
            }
            if let Err(refusal) = self.next_change(name, row, bytes)? {
                return Ok((Standing::Stopped, Some(refusal.to_string())));
            }
        }
        let last = batch.first_seq + batch.changes.len() as u64 - 1;
        let ends_as_signed =
            changes::hash_at(self.tx, row.id, last)?.as_deref() == Some(batch.head_hash.as_slice());
        // the signature covers the head alone: a chain that ends elsewhere was never signed
        if !ends_as_signed {
            return Err(ExchangeError::Signature);
        }
        Ok((Standing::Received, None))
    }

    fn next_change(
        &mut self,
        name: &DocumentName,
        row: &mut DocumentRow,
        bytes: &[u8],
    ) -> Result<Result<(), Refusal>, StoreError> {
        let mut failure = None;
        let tx = self.tx;
        let admission = admit_entry(Unverified(bytes), &tip_of(row), name.is_ratings(), |entry| {
            changes::has_fact(tx, row.id, entry.id.as_bytes()).unwrap_or_else(|e| {
                failure = Some(e);
                true
            })
        });
        // a failing database must not read as a fault of the device's
        if let Some(e) = failure {
            return Err(e);
        }
        let (admitted, entry, tip) = match admission {
            Ok(admission) => admission,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let hash = admitted.hash();
        changes::append(self.tx, row, tip.seq, &hash.0, tip.max_op, admitted.bytes(), None)?;
        (row.last_seq, row.last_hash, row.last_max_op) = (tip.seq, Some(hash.0.to_vec()), tip.max_op);
        let arrived = Arrived {
            document: name,
            document_row: row.id,
            seq: tip.seq,
            entry: &entry,
            branch: Some(&self.device.branch),
            keys_must_be_here: true,
        };
        match apply(self.tx, &self.office.secrets, &arrived) {
            Ok(()) => self.touched.fact(name, &entry),
            Err(ApplyError::Meaning(meaning)) => {
                changes::hold(self.tx, row.id, 0, tip.seq, Some(entry.id.as_bytes()), &meaning.to_string())?;
            }
            Err(ApplyError::Store(e)) => return Err(e),
        }
        Ok(Ok(()))
    }

    pub fn file_change(&mut self, dice: &mut Dice, change: &FileChange) -> Result<FileState, ExchangeError> {
        let state = |hash: [u8; 32], standing, reason: Option<&str>| FileState {
            document: change.document.clone(),
            hash: ByteArray::from(hash),
            standing,
            reason: reason.map(str::to_owned),
        };
        let hash = hash_of_chunk(&change.bytes);
        let Some(name) = DocumentName::parse(&change.document).filter(DocumentName::is_file) else {
            return Ok(state(hash, Standing::Stopped, Some("name")));
        };
        let writer = self.writer_of(change);
        let is_signed = match &change.writer {
            None => {
                let statement = file_change_statement(&change.document, &hash);
                verify(&self.device.signing_key, &statement, &change.signature)
            }
            // given back to a server that lost it: believed by the server's own word alone
            Some(_) => {
                let statement = written_statement(&change.document, &hash, &writer);
                verify(&self.office.secrets.signing_public(), &statement, &change.signature)
            }
        };
        if !is_signed {
            return Ok(state(hash, Standing::Stopped, Some("signature")));
        }
        let row = match changes::document(self.tx, &change.document)? {
            Some(row) => row,
            None => add_document(self.tx, &name, &[])?,
        };
        self.keep_keys(dice, &change.document, row.id)?;
        let history = match self.histories.entry(row.id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(history_of(self.tx, row.id)?),
        };
        if history.contains(&crate::doc::ChangeHash(hash)) {
            return Ok(state(hash, Standing::Received, None));
        }
        let actor = actor_of(&writer.signing_key, Incarnation(*writer.incarnation), &name);
        let admitted = match history.admit(Unverified(&change.bytes), &actor) {
            Ok(admitted) => admitted,
            Err(refusal) => return Ok(state(hash, Standing::Forked, Some(&refusal.to_string()))),
        };
        let (device, incarnation) = (writer.device.as_slice(), writer.incarnation.as_slice());
        let number = changes::writer_number(self.tx, row.id, actor.to_bytes(), device, incarnation)?;
        if change.writer.is_some() {
            // its device may not be enrolled here any more
            people::note_writer(self.tx, row.id, number, writer.signing_key.as_slice(), &writer.branch)?;
        }
        let signature = Some(change.signature.as_slice());
        let id =
            changes::add_change(self.tx, row.id, number, admitted.seq(), &hash, admitted.bytes(), signature)?;
        self.touched.changed(row.id, id, hash, &writer.branch);
        Ok(state(hash, Standing::Received, None))
    }

    /// Who wrote a change: whoever it names, or the device that pushes it.
    fn writer_of(&self, change: &FileChange) -> ChangeWriter {
        change.writer.clone().unwrap_or_else(|| ChangeWriter {
            device: ByteArray::from(*self.device.device.as_bytes()),
            signing_key: ByteArray::from(self.device.signing_key),
            incarnation: change.incarnation,
            branch: self.device.branch.clone(),
        })
    }

    /// Puts what this push brought into the logs that branches pull.
    pub fn share_people(&self, now: UnixMillis, dice: &mut Dice) -> Result<(), ExchangeError> {
        Ok(self.office.share(self.tx, dice, now, &self.device.branch, &self.touched)?)
    }

    /// Looks again at what is held for want of a key, which may have come just now, and at kinds of fact that an earlier
    /// version of this program did not know.
    pub fn release_held(&mut self) -> Result<(), StoreError> {
        let reasons = [Meaning::SealedWithoutKey, Meaning::UnknownKind].map(|meaning| meaning.to_string());
        for held in changes::held_of(self.tx, self.device.device)? {
            let (Some(row), Some(name)) =
                (changes::document(self.tx, &held.document)?, DocumentName::parse(&held.document))
            else {
                continue;
            };
            let change =
                changes::change_at(self.tx, row.id, held.seq)?.filter(|_| reasons.contains(&held.reason));
            let Some(entry) = change.and_then(|change| decode_entry(&change.bytes)) else { continue };
            let arrived = Arrived {
                document: &name,
                document_row: row.id,
                seq: held.seq,
                entry: &entry,
                branch: Some(&self.device.branch),
                keys_must_be_here: true,
            };
            match apply(self.tx, &self.office.secrets, &arrived) {
                Ok(()) => {
                    self.touched.fact(&name, &entry);
                    changes::release(self.tx, row.id, held.seq)?;
                }
                Err(ApplyError::Meaning(_)) => {}
                Err(ApplyError::Store(e)) => return Err(e),
            }
        }
        Ok(())
    }

    /// Keeps the keys of a document that came along, so that nothing is acknowledged without what opens it.
    fn keep_keys(&mut self, dice: &mut Dice, document: &str, row: i64) -> Result<(), StoreError> {
        let Some(keys) = self.keys.remove(document) else { return Ok(()) };
        let mut held: BTreeSet<Vec<u8>> =
            keys::keys_of(self.tx, row)?.into_iter().map(|key| key.key).collect();
        for key in keys {
            if held.len() >= KEYS_OF_DOCUMENT_MAX && !held.contains(key.id.as_bytes().as_slice()) {
                continue;
            }
            held.insert(key.id.as_bytes().to_vec());
            keys::add_key(self.tx, key.id.as_bytes(), row, &self.office.secrets.lock_key(dice, &key))?;
            self.kept_keys.push(key.id);
        }
        Ok(())
    }
}
