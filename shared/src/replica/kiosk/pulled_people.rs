//! Taking what the server tells of the branch's people: changes of beneficiary files with who wrote each, admitted here
//! like any foreign change, with the keys that open them and the index rows that follow from them.

use std::collections::BTreeMap;

use super::pulled::{TakeError, forget_cursors};
use super::{Kiosk, KioskError};
use crate::doc::{Dice, DocumentName, FileHistory, Sealed, SealingKey, Unverified, actor_of, hash_of_chunk};
use crate::domain::{FileId, Incarnation, ProfileField};
use crate::replica::Reading;
use crate::replica::apply::key_of;
use crate::replica::files::{history_of, mobile_form, national_id_form};
use crate::replica::journals::add_document;
use crate::store::keys::{self, IndexKind};
use crate::store::{StoreError, Tx, changes, meta, people, plans};
use crate::sync::{ChangeWriter, PullReply, PulledChange, verify, written_statement};

/// What the name of a branch's scope begins with.
pub(super) const PEOPLE: &str = "people/";

/// The row id up to which every change of a file was seen at the server.
const CONFIRMED: &str = "people_confirmed";

/// An answer being taken in.
#[derive(Default)]
struct Taking {
    histories: BTreeMap<i64, FileHistory>,
    /// Values that came new, by file.
    news: Vec<(FileId, Vec<(String, Sealed)>)>,
}

impl Kiosk {
    /// Takes in changes of people's files. What stands here already is no news; a change of this device's own is then
    /// known to be received.
    pub(super) fn take_people(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        reply: &PullReply,
    ) -> Result<(), TakeError> {
        if !self.looks_people_up()? {
            return Err(KioskError::BadReply("scope").into());
        }
        if reply.reset {
            // the log is told anew from its start, perhaps by a restored server: what it does not tell of goes out again
            people::requeue_all(tx)?;
        }
        let mut taking = Taking::default();
        for change in &reply.changes {
            match DocumentName::parse(&change.document) {
                Some(name @ DocumentName::File(_)) => {
                    self.take_file_change(tx, &mut taking, &name, change)?
                }
                Some(name @ DocumentName::HeadOffice { .. }) => self.take_plan(tx, &name, change)?,
                Some(_) | None => return Err(KioskError::BadReply("document").into()),
            }
        }
        self.keep_pulled_keys(tx, dice, reply)?;
        for (file, values) in taking.news {
            self.index_values(tx, file, &values)?;
        }
        if !reply.more {
            // what was acknowledged and is not in the whole log was lost since: it goes out again
            let after = meta::get_number(tx, CONFIRMED)?.unwrap_or(0);
            people::requeue_unconfirmed(tx, after)?;
            meta::set(tx, CONFIRMED, people::none_waits_up_to(tx)?.to_string())?;
        }
        Ok(())
    }

    /// Takes a fact about planned visits out of head office's journal for this branch.
    fn take_plan(&self, tx: &Tx<'_>, name: &DocumentName, pulled: &PulledChange) -> Result<(), TakeError> {
        let DocumentName::HeadOffice { scope, .. } = name else { return Ok(()) };
        if scope != self.branch()?.as_str() {
            return Err(KioskError::BadReply("branch").into());
        }
        let document = changes::document(tx, &pulled.document)?;
        if let Some(row) = &document
            && people::change_with(tx, row.id, &hash_of_chunk(&pulled.bytes))?.is_some()
        {
            return Ok(());
        }
        match (self.take_servers_entry(tx, name, pulled), document) {
            // a head office that was restored without noticing went on otherwise
            (Err(KioskError::BadReply(_)), Some(row)) => Err(TakeError::Contradicts(row.id)),
            (taken, _) => Ok(taken?),
        }
    }

    fn take_file_change(
        &self,
        tx: &Tx<'_>,
        taking: &mut Taking,
        name: &DocumentName,
        pulled: &PulledChange,
    ) -> Result<(), TakeError> {
        let writer = pulled.writer.as_ref().ok_or(KioskError::BadReply("writer"))?;
        let hash = hash_of_chunk(&pulled.bytes);
        let statement = written_statement(&pulled.document, &hash, writer);
        if !verify(&self.identity()?.server_signing, &statement, &pulled.signature) {
            return Err(KioskError::BadReply("signature").into());
        }
        let row = match changes::document(tx, &pulled.document)? {
            Some(row) => row,
            None => add_document(tx, name, &[])?,
        };
        if let Some(known) = people::change_with(tx, row.id, &hash)? {
            // whatever became of the answer to the push that brought it: head office has it
            return Ok(people::confirm(tx, known, pulled.signature.as_slice())?);
        }
        let history = match taking.histories.entry(row.id) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(unknown) => unknown.insert(history_of(tx, row.id)?),
        };
        let actor = actor_of(&writer.signing_key, Incarnation(*writer.incarnation), name);
        let admitted = match history.admit(Unverified(&pulled.bytes), &actor) {
            Ok(admitted) => admitted,
            // only what stands here and not there can be in the way of what the server has in order
            Err(_) if !history.is_empty() => return Err(TakeError::Contradicts(row.id)),
            Err(_) => return Err(KioskError::BadReply("file").into()),
        };
        let ChangeWriter { device, signing_key, incarnation, branch } = writer;
        let number =
            changes::writer_number(tx, row.id, actor.to_bytes(), device.as_slice(), incarnation.as_slice())?;
        if signing_key.as_slice() != self.secrets.signing_public() {
            people::note_writer(tx, row.id, number, signing_key.as_slice(), branch)?;
        }
        let signature = Some(pulled.signature.as_slice());
        changes::add_change(tx, row.id, number, admitted.seq(), &hash, admitted.bytes(), signature)?;
        if let (DocumentName::File(file), Some(values)) = (name, admitted.file_values()) {
            taking.news.push((*file, values));
        }
        Ok(())
    }

    /// Adds the index rows of numbers that came: head office has them. What does not open leads to nobody.
    fn index_values(&self, tx: &Tx<'_>, file: FileId, values: &[(String, Sealed)]) -> Result<(), KioskError> {
        let identity = self.identity()?;
        let Some(index_key) = identity.index_key.as_ref().map(SealingKey::secret) else { return Ok(()) };
        let name = DocumentName::File(file);
        for (field, sealed) in values {
            let kind = match ProfileField::from_code(field) {
                Some(ProfileField::NationalId) => IndexKind::NationalId,
                Some(ProfileField::Mobile) => IndexKind::Mobile,
                Some(
                    ProfileField::Name
                    | ProfileField::Birth
                    | ProfileField::IdExpiry
                    | ProfileField::Address
                    | ProfileField::Group,
                )
                | None => continue,
            };
            let Some(key) = key_of(tx, &self.secrets, &name, None, sealed) else { continue };
            let Ok(opened) = key.open(&name, &file.to_string(), field, sealed) else { continue };
            let Ok(number) = std::str::from_utf8(&opened) else { continue };
            let digest = match kind {
                IndexKind::NationalId => national_id_form(index_key, number),
                IndexKind::Mobile => mobile_form(index_key, number),
            };
            if let Some(digest) = digest {
                keys::add_index(tx, kind.code(), &digest, file.as_bytes())?;
                keys::mark_index_sent(tx, kind.code(), &digest, file.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Makes way for what the server has of a document where it contradicts what stands here. A journal of head office's is
    /// fetched anew. Of a file, what waits here, or where nothing waits all of it, is taken out; this device's own values are written again by a new incarnation.
    pub(super) fn give_way(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        document: i64,
    ) -> Result<(), KioskError> {
        let name = self.db.read(|tx| changes::document_by_id(tx, document))?.name;
        if !DocumentName::parse(&name).is_some_and(|name| name.is_file()) {
            return Ok(self.db.write::<_, StoreError>(|tx| {
                plans::clear_of(tx, document)?;
                changes::remove_document(tx, document)?;
                forget_cursors(tx)
            })?);
        }
        let rows = self.db.read(|tx| people::file_changes(tx, document))?;
        let waits = rows.iter().any(|row| row.waits);
        let in_the_way = rows.iter().filter(|row| row.waits || !waits).map(|row| row.id).collect();
        self.reissue_unless_in_vain(reading, dice, &in_the_way)
    }
}
