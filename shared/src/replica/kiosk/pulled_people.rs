//! Taking what the server says of the branch's people: changes of beneficiary files with who wrote each, admitted here
//! like any foreign change, with the keys that open them.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use super::pulled::{Answer, SINCE, TakeError, file_named, forget_cursors, keep_pulled_keys};
use super::{Kiosk, KioskError};
use crate::doc::{ChangeHash, DocumentName, FileEntry, FileHistory, KeyOwner, actor_of};
use crate::domain::{BranchId, FileId, Incarnation, UnixMillis};
use crate::replica::Act;
use crate::replica::people::{HISTORIES_BYTES_MAX, history_of};
use crate::store::people::Writer;
use crate::store::{StoreError, changes, facts, leaving, meta, people};
use crate::sync::{ChangeWriter, PulledChange, left_name};

/// The row id up to which every change of a file was seen at the server.
const CONFIRMED: &str = "people_confirmed";

impl Kiosk {
    /// Takes in changes of people's files. What stands here already is no news; a change of this device's own is then
    /// known to be received.
    ///
    /// Returns how many files were let go of that this device is to hold no longer.
    pub(super) fn take_people(&self, answer: &mut Answer<'_>, now: UnixMillis) -> Result<u64, TakeError> {
        if !self.looks_people_up()? {
            return Err(KioskError::BadReply("scope").into());
        }
        let (tx, reply) = (answer.facts.tx, answer.reply);
        if reply.reset {
            // the log is read again from its start, perhaps of a restored server: what it does not hold goes out again
            people::requeue_all(tx)?;
        }
        keep_pulled_keys(answer)?;
        let mut histories: BTreeMap<i64, FileHistory> = BTreeMap::new();
        for (at, change) in reply.changes.iter().enumerate() {
            answer.pass_over(at);
            match DocumentName::parse(&change.document) {
                Some(DocumentName::File(file)) => {
                    self.take_file_change(answer, &mut histories, file, (change, now))?
                }
                Some(name @ DocumentName::HeadOffice { .. }) => self.take_plan(answer, &name, change)?,
                Some(_) | None => return Err(KioskError::BadReply("document").into()),
            }
        }
        if !reply.left.is_empty() {
            let left: BTreeSet<[u8; 16]> = reply.left.iter().map(|name| **name).collect();
            for (document, file) in people::files(tx)? {
                if left.contains(&left_name(file.as_bytes())) {
                    leaving::add(tx, document, now)?;
                }
            }
        }
        if let Some(since) = reply.since {
            meta::set(tx, SINCE, since.to_string())?;
        }
        let mut let_go = 0;
        if !reply.more {
            let_go = leaving::let_go(tx, &self.identity()?.ids(), now)?;
            if !self.keys_wait_for_reader() {
                // the key goes out with its file, and the file goes after that
                leaving::lacking_keys(tx)?
                    .into_iter()
                    .try_for_each(|document| changes::requeue_file(tx, document))?;
            }
            // what was acknowledged and is not in the whole log was lost since: it goes out again
            let after = meta::get_number(tx, CONFIRMED)?.unwrap_or(0);
            people::requeue_unconfirmed(tx, after)?;
            meta::set(tx, CONFIRMED, people::none_waits_up_to(tx)?.to_string())?;
        }
        Ok(let_go)
    }

    /// Takes a fact about planned visits out of head office's journal for this branch.
    fn take_plan(
        &self,
        answer: &mut Answer<'_>,
        name: &DocumentName,
        pulled: &PulledChange,
    ) -> Result<(), TakeError> {
        let DocumentName::HeadOffice { scope, .. } = name else { return Ok(()) };
        if scope != self.branch()?.as_str() {
            return Err(KioskError::BadReply("branch").into());
        }
        let tx = answer.facts.tx;
        let document = changes::document(tx, &pulled.document)?.filter(|row| row.last_seq > 0);
        if let (Some(row), Some(hash)) = (&document, &pulled.hash)
            && people::change_with(tx, row.id, hash)?.is_some()
        {
            answer.roll(hash);
            return Ok(());
        }
        match (self.take_servers_entry(answer, name, pulled), document) {
            // a head office that was restored without noticing went on otherwise
            (Err(KioskError::BadReply(_)), Some(row)) => Err(TakeError::Contradicts(row.id)),
            (taken, _) => Ok(taken?),
        }
    }

    fn take_file_change(
        &self,
        answer: &mut Answer<'_>,
        histories: &mut BTreeMap<i64, FileHistory>,
        file: FileId,
        (pulled, now): (&PulledChange, UnixMillis),
    ) -> Result<(), TakeError> {
        let (tx, bad) = (answer.facts.tx, KioskError::BadReply("file"));
        let place = pulled.writer.and_then(|at| usize::try_from(at).ok());
        let writer =
            place.and_then(|at| answer.reply.writers.get(at)).ok_or(KioskError::BadReply("writer"))?;
        if let Some(seq) = pulled.own {
            if i64::try_from(seq).is_err() {
                return Err(bad.into());
            }
            return self.take_own_change(answer, file, (writer, seq), (pulled.hash.as_deref(), now));
        }
        let receipt = pulled.receipt.as_ref().ok_or(KioskError::BadReply("receipt"))?;
        let entry = FileEntry::from_bytes(&pulled.bytes).ok_or(bad)?;
        let name = DocumentName::File(file);
        let row = answer.facts.rows.of(file)?;
        leaving::remove(tx, row)?;
        let ChangeWriter { signing_key, incarnation, branch, .. } = writer;
        if !branch.is_empty() && BranchId::parse(branch).is_err() {
            return Err(KioskError::BadReply("writer").into());
        }
        let actor = actor_of(signing_key, Incarnation(**incarnation), &name);
        let weight: usize = histories.values().map(FileHistory::weight).sum();
        if weight > HISTORIES_BYTES_MAX && !histories.contains_key(&row) {
            histories.clear();
        }
        let history = match histories.entry(row) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(unknown) => unknown.insert(history_of(&people::file_changes(tx, row)?, file)?),
        };
        if let Some(ChangeHash(hash)) = history.same_change(&entry, actor) {
            answer.roll(&hash);
            if answer.new_keys.contains(&KeyOwner::File(file)) {
                answer.facts.index_change(file, row, actor, &entry)?;
            }
            // whatever became of the answer to the push that brought it: head office has it
            let known = match people::change_with(tx, row, &hash)? {
                Some(known) => Some(known),
                // it is kept under another hash than it has
                None => {
                    let writer = answer.facts.writer_id(&writer.clone().into())?;
                    people::mend_hash(tx, row, writer, entry.seq, &hash)?
                }
            };
            let known = known.ok_or_else(|| changes::damaged(&name.to_string()))?;
            return Ok(people::confirm(tx, known, Some(receipt))?);
        }
        let ChangeHash(hash) = match history.add(entry.clone(), actor) {
            Ok(hash) => hash,
            // only what stands here and not there can be in the way of what the server has in order
            Err(_) if !history.is_empty() => return Err(TakeError::Contradicts(row)),
            Err(_) => return Err(KioskError::BadReply("file").into()),
        };
        answer.roll(&hash);
        let writer = answer.facts.writer_id(&writer.clone().into())?;
        changes::add_change(tx, row, writer, entry.seq, &hash, &pulled.bytes, Some(receipt))?;
        answer.facts.index_change(file, row, actor, &entry)?;
        Ok(())
    }

    /// Takes in that the server has a change which this device wrote and holds; of a file that it is not to hold, the hash is told.
    fn take_own_change(
        &self,
        answer: &mut Answer<'_>,
        file: FileId,
        (writer, seq): (&ChangeWriter, u64),
        (told, now): (Option<&[u8; 32]>, UnixMillis),
    ) -> Result<(), TakeError> {
        let (tx, writer) = (answer.facts.tx, Writer::from(writer.clone()));
        if writer.signing_key != self.secrets.signing_public() || !answer.in_short {
            return Err(KioskError::BadReply("writer").into());
        }
        let writer = answer.facts.writer_id(&writer)?;
        let here = people::change_of(tx, file, writer, seq)?;
        if let Some(told) = told {
            answer.roll(told);
            if let Some(document) = answer.facts.rows.find(file)?.filter(|_| here.is_some()) {
                leaving::add(tx, document, now)?;
            }
            let same = here.filter(|(_, hash)| hash == told);
            return Ok(same.map_or(Ok(()), |(change, _)| people::confirm(tx, change, None))?);
        }
        let (change, hash) = here.ok_or(TakeError::Lacks)?;
        answer.roll(&hash);
        Ok(people::confirm(tx, change, None)?)
    }

    /// Makes way for what the server has of a document where it contradicts what stands here. A journal of head office's is
    /// fetched again. Of a file, what waits here, or where nothing waits all of it, is taken out; this device's own values are
    /// written again by a new incarnation.
    pub(super) fn give_way(&mut self, act: &mut Act, document: i64) -> Result<(), KioskError> {
        let in_the_way = self.db.write::<_, StoreError>(|tx| {
            if file_named(&changes::document_by_id(tx, document)?.name).is_none() {
                facts::clear_of(tx, document)?;
                changes::remove_document(tx, document)?;
                forget_cursors(tx)?;
                return Ok(None);
            }
            let rows = people::file_changes(tx, document)?;
            let waits = rows.iter().any(|row| row.waits);
            Ok(Some(rows.iter().filter(|row| row.waits || !waits).map(|row| row.id).collect()))
        })?;
        match in_the_way {
            Some(rows) => self.reissue_unless_in_vain(act, &rows),
            None => Ok(()),
        }
    }
}
