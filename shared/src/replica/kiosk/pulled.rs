//! Taking the answer to a pull: publications of the catalog, each signed by the server and admitted.

use rusqlite::Connection;

use super::{Kiosk, KioskError, PullQuery};
use crate::doc::{ChangeHash, Dice, DocumentName, Unverified, actor_of, admit_entry};
use crate::replica::ApplyError;
use crate::replica::apply::{Arrived, apply};
use crate::replica::journals::tip_of;
use crate::replica::kiosk::SyncStep;
use crate::store::{StoreError, catalog_rows, changes, keys, meta};
use crate::sync::{KeyRow, PullReply, PulledChange, file_change_statement, from_cbor, unpack, verify};

impl Kiosk {
    /// Takes the answer to a pull: publications of the catalog, each admitted and signed by the server. `asked` is the
    /// query that it answers; where another program has moved the cursor since, the answer is left and asked for anew.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where a change is not the server's own or does not fit; the catalog stays as it was,
    /// and the next pull fetches it from the beginning.
    pub fn take_pull_reply(
        &mut self,
        dice: &mut Dice,
        asked: &PullQuery,
        reply: &[u8],
    ) -> Result<SyncStep, KioskError> {
        let taken = self.take_publications(dice, asked, reply);
        if matches!(taken, Err(KioskError::BadReply(_))) {
            self.store.write::<_, StoreError>(forget_cursor)?;
        }
        taken
    }

    fn take_publications(
        &mut self,
        dice: &mut Dice,
        asked: &PullQuery,
        reply: &[u8],
    ) -> Result<SyncStep, KioskError> {
        let reply: PullReply =
            unpack(reply).ok().and_then(|b| from_cbor(&b)).ok_or(KioskError::BadReply("pull reply"))?;
        let is_fresh = self.store.write::<_, KioskError>(|c| {
            if self.pull_query()? != *asked {
                return Ok(false);
            }
            if reply.reset {
                forget_catalogs(c)?;
            }
            for change in &reply.changes {
                self.take_publication(c, change)?;
            }
            for row in &reply.keys {
                self.keep_pulled_key(c, dice, row)?;
            }
            meta::set(c, "pull_position", reply.position.to_string())?;
            meta::set(c, "pull_checksum", reply.checksum.as_slice())?;
            Ok(true)
        })?;
        if !is_fresh {
            return Ok(SyncStep::Again);
        }
        Ok(if reply.more { SyncStep::Again } else { SyncStep::Done })
    }

    fn take_publication(&self, c: &Connection, pulled: &PulledChange) -> Result<(), KioskError> {
        let name = DocumentName::parse(&pulled.document).ok_or(KioskError::BadReply("document"))?;
        let DocumentName::Catalog { epoch } = &name else { return Err(KioskError::BadReply("document")) };
        let server = self.identity()?.server_signing;
        let row = match changes::document(c, &pulled.document)? {
            Some(row) => row,
            None => {
                let actor = actor_of(&server, *epoch, &name);
                changes::add_document(c, &pulled.document, None, actor.to_bytes())?
            }
        };
        let (admitted, entry, tip) = admit_entry(Unverified(&pulled.bytes), &tip_of(&row), false, |_| false)
            .map_err(|_| KioskError::BadReply("publication"))?;
        let hash: ChangeHash = admitted.hash();
        if !verify(&server, &file_change_statement(&pulled.document, &hash.0), &pulled.signature) {
            return Err(KioskError::BadReply("signature"));
        }
        changes::append(
            c,
            &row,
            tip.seq,
            &hash.0,
            tip.max_op,
            admitted.bytes(),
            Some(pulled.signature.as_slice()),
        )?;
        let arrived = Arrived {
            document: &name,
            document_row: row.id,
            seq: tip.seq,
            entry: &entry,
            branch: None,
            keys_must_be_here: false,
        };
        match apply(c, &self.secrets, &arrived) {
            // a kind of a newer server: kept, shown once this program knows it
            Ok(()) | Err(ApplyError::Meaning(_)) => Ok(()),
            Err(ApplyError::Store(e)) => Err(e.into()),
        }
    }

    fn keep_pulled_key(&self, c: &Connection, dice: &mut Dice, row: &KeyRow) -> Result<(), KioskError> {
        let key = self.unwrap(row)?;
        let document = changes::document(c, &row.document)?.ok_or(KioskError::BadReply("key"))?;
        keys::add_key(c, key.id.as_bytes(), document.id, &self.secrets.lock_key(dice, &key))?;
        keys::mark_key_sent(c, &row.document, key.id.as_bytes())?;
        Ok(())
    }
}

/// Has the next pull begin at the start of the scope.
pub(super) fn forget_cursor(c: &Connection) -> Result<(), StoreError> {
    meta::remove(c, "pull_position")?;
    meta::remove(c, "pull_checksum")
}

/// Forgets the catalogs of earlier epochs before the current one comes anew.
fn forget_catalogs(c: &Connection) -> Result<(), StoreError> {
    catalog_rows::clear(c)?;
    for row in changes::documents(c)? {
        if matches!(DocumentName::parse(&row.name), Some(DocumentName::Catalog { .. })) {
            changes::remove_document(c, row.id)?;
        }
    }
    Ok(())
}
