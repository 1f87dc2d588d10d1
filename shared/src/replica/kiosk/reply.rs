//! Taking the answer to a push: acknowledgements, holds, forks, a server that was restored.

use std::collections::BTreeSet;

use super::pulled::forget_cursors;
use super::reissue::FORKED;
use super::{Kiosk, KioskError};
use crate::doc::{Dice, DocumentName, Meaning, Refusal, Scalar, decode_entry};
use crate::domain::FileId;
use crate::replica::Reading;
use crate::store::changes::Acknowledgement;
use crate::store::{StoreError, Tx, changes, keys, meta, people};
use crate::sync::{DocumentState, FileState, Held, PushReply, PushRequest, Standing, from_cbor, unpack};

/// How often facts were written again since anything was received.
const REISSUES: &str = "reissues";

/// Most times that facts are written again in vain: once for a fork, once for what a fork left behind.
const REISSUES_MAX: i64 = 2;

/// What to do after an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncStep {
    /// More waits: push (or pull) again.
    Again,
    /// Nothing is left to do.
    Done,
}

impl Kiosk {
    /// Takes the answer to a push. Everything it acknowledges leaves the outbox, durably.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where it is no answer; nothing changed then.
    pub fn take_push_reply(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        push: &[u8],
        reply: &[u8],
    ) -> Result<SyncStep, KioskError> {
        let sent: PushRequest =
            unpack(push).ok().and_then(|b| from_cbor(&b)).ok_or(KioskError::BadReply("push"))?;
        let reply: PushReply =
            unpack(reply).ok().and_then(|b| from_cbor(&b)).ok_or(KioskError::BadReply("push reply"))?;
        let is_restored = reply.epoch != sent.epoch;
        let (must_reissue, refused) = self.db.write::<_, KioskError>(|tx| {
            if is_restored {
                take_new_epoch(tx, &reply)?;
                return Ok((false, BTreeSet::new()));
            }
            let journals = take_states(tx, &reply.documents)?;
            let files = take_file_states(tx, &reply.files)?;
            mark_sent(tx, &sent, &reply)?;
            if journals.progressed || files.progressed {
                meta::set(tx, REISSUES, "0")?;
            }
            let forked = journals.must_reissue || files.must_reissue;
            take_held(tx, &reply.held)?;
            meta::set(tx, "last_exchange", reading.unix_millis().0.to_string())?;
            let offset = reading.unix_millis().0.saturating_sub(reply.server_millis);
            meta::set(tx, "clock_offset", offset.to_string())?;
            Ok((forked, files.refused))
        })?;
        if must_reissue {
            self.reissue_unless_in_vain(reading, dice, &refused)?;
        }
        let left = self.db.read(changes::count_waiting)?;
        Ok(if left > 0 || is_restored { SyncStep::Again } else { SyncStep::Done })
    }

    /// Writes refused facts again, unless that was done before without anything being received since: then the server
    /// refuses what this program writes, and writing it again would only make the replica grow.
    /// `refused` are the rows of file changes that are in the way.
    pub(super) fn reissue_unless_in_vain(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        refused: &BTreeSet<i64>,
    ) -> Result<(), KioskError> {
        let before = self.db.read(|tx| meta::get_number(tx, REISSUES))?.unwrap_or(0);
        if before >= REISSUES_MAX {
            return Err(KioskError::Refused);
        }
        self.db.write::<_, StoreError>(|tx| meta::set(tx, REISSUES, (before + 1).to_string()))?;
        self.begin_incarnation(reading, dice, refused)
    }
}

/// What a reply's states come to.
#[derive(Default)]
struct Taken {
    /// Something was refused for its structure, or forked.
    must_reissue: bool,
    /// Something was received.
    progressed: bool,
    /// The rows of file changes that were refused.
    refused: BTreeSet<i64>,
}

/// Notes which keys and index rows the server has; the others go out again.
fn mark_sent(tx: &Tx<'_>, sent: &PushRequest, reply: &PushReply) -> Result<(), StoreError> {
    let received: BTreeSet<&String> =
        reply.files.iter().filter(|f| f.standing == Standing::Received).map(|f| &f.document).collect();
    let kept: BTreeSet<&[u8]> = reply.keys.iter().map(|key| key.as_slice()).collect();
    for key in sent.keys.iter().filter(|key| kept.contains(key.key.as_slice())) {
        keys::mark_key_sent(tx, &key.document, key.key.as_slice())?;
    }
    for row in &sent.index {
        let file = FileId(uuid::Uuid::from_bytes(*row.file));
        if received.contains(&DocumentName::File(file).to_string()) {
            keys::mark_index_sent(tx, &row.kind, row.digest.as_slice(), row.file.as_slice())?;
        }
    }
    Ok(())
}

/// Notes what is held for review. Where a key is missing there, the file that it belongs to goes out again, once.
fn take_held(tx: &Tx<'_>, told: &[Held]) -> Result<(), StoreError> {
    let known: BTreeSet<(String, u64)> =
        changes::held(tx)?.into_iter().map(|row| (row.document, row.seq)).collect();
    changes::clear_held(tx)?;
    for held in told {
        let Some(document) = changes::document(tx, &held.document)? else { continue };
        changes::hold(tx, document.id, 0, held.seq, None, &held.reason)?;
        let is_news = !known.contains(&(held.document.clone(), held.seq));
        if is_news && held.reason == Meaning::SealedWithoutKey.to_string() {
            send_file_again(tx, document.id, held.seq)?;
        }
    }
    Ok(())
}

/// Queues the file that a fact names, with its keys.
fn send_file_again(tx: &Tx<'_>, document: i64, seq: u64) -> Result<(), StoreError> {
    let entry = changes::change_at(tx, document, seq)?.and_then(|change| decode_entry(&change.bytes));
    let Some(Scalar::Text(file)) = entry.and_then(|mut entry| entry.fields.remove("file")) else {
        return Ok(());
    };
    let Some(file) = FileId::parse(&file) else { return Ok(()) };
    if let Some(row) = changes::document(tx, &DocumentName::File(file).to_string())? {
        changes::requeue_after(tx, row.id, 0, None)?;
        keys::mark_file_unsent(tx, row.id)?;
    }
    Ok(())
}

/// The server lost what it had acknowledged (it was restored): everything it lacks goes out again.
fn take_new_epoch(tx: &Tx<'_>, reply: &PushReply) -> Result<(), StoreError> {
    let held = |name: &str| reply.documents.iter().find(|d| d.document == name);
    for row in changes::documents(tx)? {
        let Some(name) = DocumentName::parse(&row.name) else { continue };
        if matches!(name, DocumentName::Catalog { .. } | DocumentName::HeadOffice { .. }) {
            continue;
        }
        // where it holds other changes under the same numbers (a copy of this device came first), it has none of these
        let state = held(&row.name).and_then(|state| Some((state.seq, state.hash.as_ref()?.as_slice())));
        let (seq, hash) = match state {
            Some((seq, hash)) if changes::hash_at(tx, row.id, seq)?.as_deref() == Some(hash) => {
                (seq, Some(hash))
            }
            Some(_) | None => (0, None),
        };
        changes::requeue_after(tx, row.id, seq, hash)?;
    }
    keys::mark_nothing_sent(tx)?;
    // the new epoch begins its logs anew
    forget_cursors(tx)?;
    meta::set(tx, "epoch", reply.epoch.as_slice())
}

/// Notes acknowledgements.
fn take_states(tx: &Tx<'_>, states: &[DocumentState]) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    for state in states {
        let Some(row) = changes::document(tx, &state.document)? else { continue };
        let mine = changes::hash_at(tx, row.id, state.seq)?;
        let agrees = match (&mine, &state.hash) {
            (Some(mine), Some(theirs)) => mine.as_slice() == theirs.as_slice(),
            (Some(_) | None, None) => true,
            (None, Some(_)) => false,
        };
        if let (true, Some(hash), Some(receipt)) = (agrees, &state.hash, &state.receipt) {
            let (seq, hash, receipt) = (state.seq, hash.as_slice(), receipt.as_slice());
            changes::acknowledge(tx, row.id, &Acknowledgement { seq, hash, receipt })?;
            taken.progressed |= state.seq > row.acked_seq;
        }
        if state.standing != Standing::Received || !agrees {
            let reason = state.reason.as_deref().unwrap_or(FORKED);
            changes::stop(tx, row.id, reason)?;
            taken.must_reissue = true;
        }
    }
    Ok(taken)
}

/// Notes what became of file changes.
fn take_file_states(tx: &Tx<'_>, states: &[FileState]) -> Result<Taken, StoreError> {
    let mut taken = Taken::default();
    for state in states {
        let Some(row) = changes::document(tx, &state.document)? else { continue };
        match state.standing {
            Standing::Received => {
                changes::acknowledge_change(tx, row.id, state.hash.as_slice())?;
                taken.progressed = true;
            }
            Standing::Forked | Standing::Stopped => {
                if state.reason == Some(Refusal::Chain.to_string()) {
                    // it builds on changes that the server once received and lost, or on one that is refused itself:
                    // the whole file goes out again
                    changes::requeue_after(tx, row.id, 0, None)?;
                    keys::mark_file_unsent(tx, row.id)?;
                } else {
                    taken.refused.extend(people::change_with(tx, row.id, state.hash.as_slice())?);
                }
                taken.must_reissue = true;
            }
        }
    }
    Ok(taken)
}
