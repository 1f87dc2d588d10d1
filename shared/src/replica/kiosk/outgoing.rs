//! What goes out: a push of the oldest waiting changes with the keys that open them, and the pull's cursor.

use std::collections::BTreeMap;

use minicbor::bytes::{ByteArray, ByteVec};

use super::{Identity, Kiosk, KioskError};
use crate::doc::{Dice, DocumentName, wrap_key};
use crate::domain::FileId;
use crate::hex::to_hex;
use crate::replica::Reading;
use crate::store::changes::{self, ChangeRow, DocumentRow};
use crate::store::people::{self, WriterRow};
use crate::store::{Damage, StoreError, Tx, keys, meta, pending};
use crate::sync::{
    Acknowledged, ChangeWriter, FileChange, IndexRow, JournalBatch, KeyRow, PROTOCOL, PushRequest,
    file_change_statement, journal_statement, pack, push_statement, sign, to_cbor,
};

/// Most changes of one push: at 600 bytes each, 600 KB before compression.
const PUSH_CHANGES_MAX: u64 = 1_000;

/// Most bytes of changes in one push before compression. Sealed bytes don't compress: with keys and index rows this
/// stays below the 1 MiB of a compressed push.
const PUSH_CHANGE_BYTES_MAX: usize = 700 * 1024;

/// Most acknowledged documents that a push names besides its own, newest first: two and a half years of two journals a
/// month. By them a server that was restored from a backup notices what it has lost.
const ACKNOWLEDGED_MAX: u64 = 64;

/// Where the next pull goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PullQuery {
    /// The scope: `catalog`, or one that the server told with it (`people/<branch>`).
    pub scope: String,
    /// Entries taken so far.
    pub position: u64,
    /// The rolling checksum at that position, in hexadecimal; empty before the first pull.
    pub checksum: String,
}

impl Kiosk {
    /// Makes the next push out of what waits; there is always one, so that the server sees the device even where
    /// nothing waits. Returns the body, the signature over it in hexadecimal, and the number of changes in it.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn next_push(
        &self,
        reading: &Reading,
        dice: &mut Dice,
        program: &str,
    ) -> Result<(Vec<u8>, String, usize), KioskError> {
        let identity = self.identity()?;
        let (request, n_changes) = self.db.read(|tx| {
            let taken = take(changes::waiting(tx, PUSH_CHANGES_MAX)?);
            let mut by_document: BTreeMap<i64, Vec<ChangeRow>> = BTreeMap::new();
            let n_changes = taken.len();
            for change in taken {
                by_document.entry(change.document).or_default().push(change);
            }
            let mut request = self.empty_push(tx, reading, program, n_changes)?;
            for (document, rows) in by_document {
                let document = changes::document_by_id(tx, document)?;
                self.add_document(tx, dice, identity, &document, rows, &mut request)?;
            }
            Ok::<_, KioskError>((request, n_changes))
        })?;
        let body = pack(&to_cbor(&request));
        let signature = sign(self.secrets.signing(), &push_statement(&body));
        Ok((body, to_hex(&signature), n_changes))
    }

    fn empty_push(
        &self,
        tx: &Tx<'_>,
        reading: &Reading,
        program: &str,
        n_changes: usize,
    ) -> Result<PushRequest, KioskError> {
        let epoch = meta::get(tx, "epoch")?.and_then(|b| <[u8; 16]>::try_from(b).ok()).unwrap_or_default();
        let acknowledged =
            changes::acknowledged(tx, ACKNOWLEDGED_MAX)?.into_iter().filter_map(named).collect();
        let waiting = changes::count_waiting(tx)?;
        Ok(PushRequest {
            protocol: PROTOCOL,
            epoch: ByteArray::from(epoch),
            acknowledged,
            journals: Vec::new(),
            files: Vec::new(),
            keys: Vec::new(),
            index: Vec::new(),
            waiting: waiting.saturating_sub(n_changes as u64),
            waiting_hour: pending::count(tx)?,
            wall_millis: reading.unix_millis().0,
            program: program.to_owned(),
        })
    }

    fn add_document(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        identity: &Identity,
        document: &DocumentRow,
        rows: Vec<ChangeRow>,
        request: &mut PushRequest,
    ) -> Result<(), KioskError> {
        let damaged = || KioskError::Store(Damage::Document(document.name.clone()).into());
        match DocumentName::parse(&document.name).ok_or_else(damaged)? {
            DocumentName::File(file) => {
                for row in rows {
                    request.files.push(self.file_change(tx, document, &row)?);
                }
                request.index.extend(index_rows(tx, file)?);
            }
            DocumentName::Journal { .. }
            | DocumentName::Ratings { .. }
            | DocumentName::HeadOffice { .. }
            | DocumentName::Catalog { .. } => {
                request.journals.push(self.journal_batch(document, rows).ok_or_else(damaged)?);
            }
        }
        for record in keys::unsent_keys_of(tx, document.id)? {
            let key = self.secrets.unlock_key(&record).map_err(|_| KioskError::ForeignSecret)?;
            let wrapped = wrap_key(dice, &key, &document.name, &identity.server_sealing);
            request.keys.push(KeyRow {
                key: ByteArray::from(*key.id.as_bytes()),
                document: document.name.clone(),
                wrapped: ByteVec::from(wrapped.0),
            });
        }
        Ok(())
    }

    fn journal_batch(&self, document: &DocumentRow, rows: Vec<ChangeRow>) -> Option<JournalBatch> {
        let (first_seq, last) = (rows.first()?.seq, rows.last()?);
        let head: [u8; 32] = last.hash.as_slice().try_into().ok()?;
        let statement = journal_statement(&document.name, first_seq, last.seq, &head);
        Some(JournalBatch {
            document: document.name.clone(),
            first_seq,
            head_hash: ByteArray::from(head),
            signature: ByteArray::from(sign(self.secrets.signing(), &statement)),
            changes: rows.into_iter().map(|row| ByteVec::from(row.bytes)).collect(),
        })
    }

    fn file_change(
        &self,
        tx: &Tx<'_>,
        document: &DocumentRow,
        row: &ChangeRow,
    ) -> Result<FileChange, KioskError> {
        let damaged = || KioskError::Store(Damage::Document(document.name.clone()).into());
        let hash: [u8; 32] = row.hash.as_slice().try_into().map_err(|_| damaged())?;
        let WriterRow { device, incarnation, signing_key, branch } =
            people::writer(tx, document.id, row.writer)?;
        let incarnation = ByteArray::from(<[u8; 16]>::try_from(incarnation).map_err(|_| damaged())?);
        let (signature, writer) = match signing_key {
            None => {
                let statement = file_change_statement(&document.name, &hash);
                (sign(self.secrets.signing(), &statement), None)
            }
            // another device's, given back to a server that lost it, with the server's own word for it
            Some(signing_key) => {
                let signature = row.signature.as_deref().and_then(|s| <[u8; 64]>::try_from(s).ok());
                let writer = ChangeWriter {
                    device: ByteArray::from(<[u8; 16]>::try_from(device).map_err(|_| damaged())?),
                    signing_key: ByteArray::from(<[u8; 32]>::try_from(signing_key).map_err(|_| damaged())?),
                    incarnation,
                    branch: branch.unwrap_or_default(),
                };
                (signature.ok_or_else(damaged)?, Some(writer))
            }
        };
        let (bytes, signature) = (ByteVec::from(row.bytes.clone()), ByteArray::from(signature));
        Ok(FileChange { document: document.name.clone(), incarnation, bytes, signature, writer })
    }
}

/// Names what the server acknowledged of a document, with its receipt.
fn named(row: DocumentRow) -> Option<Acknowledged> {
    let hash = <[u8; 32]>::try_from(row.acked_hash?).ok()?;
    let receipt = <[u8; 16]>::try_from(row.acked_receipt?).ok()?;
    let (hash, receipt) = (ByteArray::from(hash), ByteArray::from(receipt));
    Some(Acknowledged { document: row.name, seq: row.acked_seq, hash, receipt })
}

fn index_rows(tx: &Tx<'_>, file: FileId) -> Result<Vec<IndexRow>, StoreError> {
    let rows = keys::unsent_index_of(tx, file.as_bytes())?;
    let row = |(kind, digest): (String, Vec<u8>)| {
        let digest = <[u8; 32]>::try_from(digest).ok()?;
        Some(IndexRow { kind, digest: ByteArray::from(digest), file: ByteArray::from(*file.as_bytes()) })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Takes as many changes, oldest first, as one push carries; always one.
fn take(waiting: Vec<ChangeRow>) -> Vec<ChangeRow> {
    let mut bytes = 0;
    let mut taken = Vec::new();
    for change in waiting {
        bytes += change.bytes.len();
        if !taken.is_empty() && bytes > PUSH_CHANGE_BYTES_MAX {
            break;
        }
        taken.push(change);
    }
    taken
}
