//! Pulling: where each scope goes on, and taking the answers: publications of the catalog, each signed by the server and
//! admitted; people stand in `pulled_people`.

use std::collections::BTreeSet;

use super::{Kiosk, KioskError, PullQuery};
use crate::doc::{ChangeHash, Dice, DocumentName, Unverified, actor_of, admit_entry};
use crate::hex::to_hex;
use crate::replica::apply::{Arrived, apply};
use crate::replica::journals::{add_document, tip_of};
use crate::replica::kiosk::SyncStep;
use crate::replica::{ApplyError, Reading};
use crate::store::{StoreError, Tx, catalog_rows, changes, keys, meta};
use crate::sync::{KeyRow, PullReply, PulledChange, file_change_statement, from_cbor, unpack, verify};

/// The scope of what every kiosk shows.
const CATALOG: &str = "catalog";

/// The scopes that the server told with the catalog, one a line.
const SCOPES: &str = "pull_scopes";

/// Most scopes that are followed: a server of today tells one.
const SCOPES_MAX: usize = 8;

/// What taking an answer came to.
pub(super) enum Taken {
    /// Another program has moved the cursor since.
    Stale,
    /// It is taken in.
    Fresh,
    /// A change contradicts what waits here in this document: this device was copied, or the server restored.
    Contradicts(i64),
}

impl Kiosk {
    /// Returns where the next pull of the catalog goes on: a session's first pull.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn pull_query(&self) -> Result<PullQuery, KioskError> {
        self.query_of(CATALOG)
    }

    /// Returns where a scope that is not done yet goes on.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn pull_query_again(&self, asked: &PullQuery) -> Result<PullQuery, KioskError> {
        self.query_of(&asked.scope)
    }

    /// Returns what is pulled once a scope is done; `None` where that was the last one.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn pull_query_after(&self, done: &PullQuery) -> Result<Option<PullQuery>, KioskError> {
        let told = self.db.read(|tx| meta::get_text(tx, SCOPES))?.unwrap_or_default();
        let is_known = |scope: &&str| scope.starts_with(super::pulled_people::PEOPLE);
        let known: Vec<&str> = match self.looks_people_up()? {
            true => told.lines().filter(is_known).take(SCOPES_MAX).collect(),
            false => Vec::new(),
        };
        let mut scopes =
            std::iter::once(CATALOG).chain(known).skip_while(|scope| *scope != done.scope).skip(1);
        scopes.next().map(|scope| self.query_of(scope)).transpose()
    }

    /// Tells whether something waits to be pushed: what a pull showed to be lost at head office goes out in the same
    /// session.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn has_something_to_push(&self) -> Result<bool, KioskError> {
        Ok(self.db.read(changes::count_waiting)? > 0)
    }

    fn query_of(&self, scope: &str) -> Result<PullQuery, KioskError> {
        Ok(self.db.read(|tx| query_of(tx, scope))?)
    }

    /// Takes the answer to a pull: publications of the catalog or changes of people's files, each admitted and signed
    /// by the server. `asked` is the query that it answers; where another program has moved the cursor since, the answer
    /// is left and asked for anew.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where a change is not the server's own or does not fit; what was pulled stays as it was,
    /// and the next pull fetches the scope from the beginning.
    pub fn take_pull_reply(
        &mut self,
        reading: &Reading,
        dice: &mut Dice,
        asked: &PullQuery,
        reply: &[u8],
    ) -> Result<SyncStep, KioskError> {
        let taken = unpack(reply)
            .ok()
            .and_then(|b| from_cbor::<PullReply>(&b))
            .ok_or(KioskError::BadReply("pull reply"))
            .and_then(|reply| Ok((self.take(dice, asked, &reply)?, reply.more)));
        match taken {
            Ok((Taken::Fresh, false)) => Ok(SyncStep::Done),
            Ok((Taken::Fresh, true) | (Taken::Stale, _)) => Ok(SyncStep::Again),
            Ok((Taken::Contradicts(document), _)) => {
                self.give_way(reading, dice, document)?;
                Ok(SyncStep::Again)
            }
            Err(error) => {
                if matches!(error, KioskError::BadReply(_)) {
                    self.db.write::<_, StoreError>(|tx| forget_cursor(tx, &asked.scope))?;
                }
                Err(error)
            }
        }
    }

    fn take(&self, dice: &mut Dice, asked: &PullQuery, reply: &PullReply) -> Result<Taken, KioskError> {
        // a contradiction takes back what was taken in before it
        let outcome = self.db.write::<_, TakeError>(|tx| {
            if query_of(tx, &asked.scope)? != *asked {
                return Ok(Taken::Stale);
            }
            match asked.scope.as_str() {
                CATALOG => self.take_catalog(tx, dice, reply)?,
                _ => self.take_people(tx, dice, reply)?,
            }
            let (position, checksum) = cursor_of(&asked.scope);
            meta::set(tx, &position, reply.position.to_string())?;
            meta::set(tx, &checksum, reply.checksum.as_slice())?;
            Ok(Taken::Fresh)
        });
        match outcome {
            Ok(taken) => Ok(taken),
            Err(TakeError::Contradicts(document)) => Ok(Taken::Contradicts(document)),
            Err(TakeError::Kiosk(error)) => Err(error),
        }
    }

    fn take_catalog(&self, tx: &Tx<'_>, dice: &mut Dice, reply: &PullReply) -> Result<(), KioskError> {
        if reply.reset {
            forget_catalogs(tx)?;
        }
        for change in &reply.changes {
            self.take_publication(tx, change)?;
        }
        self.keep_pulled_keys(tx, dice, reply)?;
        match &reply.scopes {
            Some(scopes) => Ok(meta::set(tx, SCOPES, scopes.join("\n"))?),
            None => Ok(meta::remove(tx, SCOPES)?),
        }
    }

    fn take_publication(&self, tx: &Tx<'_>, pulled: &PulledChange) -> Result<(), KioskError> {
        let name = DocumentName::parse(&pulled.document).ok_or(KioskError::BadReply("document"))?;
        match name {
            DocumentName::Catalog { .. } => self.take_servers_entry(tx, &name, pulled),
            DocumentName::Journal { .. }
            | DocumentName::Ratings { .. }
            | DocumentName::HeadOffice { .. }
            | DocumentName::File(_) => Err(KioskError::BadReply("document")),
        }
    }

    /// Takes the next fact of a journal of head office's.
    pub(super) fn take_servers_entry(
        &self,
        tx: &Tx<'_>,
        name: &DocumentName,
        pulled: &PulledChange,
    ) -> Result<(), KioskError> {
        let epoch = name.incarnation().ok_or(KioskError::BadReply("document"))?;
        let server = self.identity()?.server_signing;
        let row = match changes::document(tx, &pulled.document)? {
            Some(row) => row,
            None => {
                let actor = actor_of(&server, epoch, name);
                add_document(tx, name, actor.to_bytes())?
            }
        };
        let (admitted, entry, tip) = admit_entry(Unverified(&pulled.bytes), &tip_of(&row), false, |_| false)
            .map_err(|_| KioskError::BadReply("publication"))?;
        let hash: ChangeHash = admitted.hash();
        if !verify(&server, &file_change_statement(&pulled.document, &hash.0), &pulled.signature) {
            return Err(KioskError::BadReply("signature"));
        }
        changes::append(
            tx,
            &row,
            tip.seq,
            &hash.0,
            tip.max_op,
            admitted.bytes(),
            Some(pulled.signature.as_slice()),
        )?;
        let arrived = Arrived {
            document: name,
            document_row: row.id,
            seq: tip.seq,
            entry: &entry,
            branch: None,
            keys_must_be_here: false,
        };
        match apply(tx, &self.secrets, &arrived) {
            // a kind of a newer server: kept, shown once this program knows it
            Ok(()) | Err(ApplyError::Meaning(_)) => Ok(()),
            Err(ApplyError::Store(e)) => Err(e.into()),
        }
    }

    /// Keeps the keys of an answer; one of a document that the answer says nothing of is refused.
    pub(super) fn keep_pulled_keys(
        &self,
        tx: &Tx<'_>,
        dice: &mut Dice,
        reply: &PullReply,
    ) -> Result<(), KioskError> {
        let told: BTreeSet<&str> = reply.changes.iter().map(|change| change.document.as_str()).collect();
        if reply.keys.iter().any(|row| !told.contains(row.document.as_str())) {
            return Err(KioskError::BadReply("key"));
        }
        reply.keys.iter().try_for_each(|row| self.keep_pulled_key(tx, dice, row))
    }

    fn keep_pulled_key(&self, tx: &Tx<'_>, dice: &mut Dice, row: &KeyRow) -> Result<(), KioskError> {
        let key = self.unwrap(row)?;
        let document = changes::document(tx, &row.document)?.ok_or(KioskError::BadReply("key"))?;
        keys::add_key(tx, key.id.as_bytes(), document.id, &self.secrets.lock_key(dice, &key))?;
        keys::mark_key_sent(tx, &row.document, key.id.as_bytes())?;
        Ok(())
    }
}

/// Why an answer was not taken in.
pub(super) enum TakeError {
    /// The replica refused it.
    Kiosk(KioskError),
    /// It contradicts what waits here in this document.
    Contradicts(i64),
}

impl From<StoreError> for TakeError {
    fn from(error: StoreError) -> Self {
        Self::Kiosk(error.into())
    }
}

impl From<KioskError> for TakeError {
    fn from(error: KioskError) -> Self {
        Self::Kiosk(error)
    }
}

/// The names under which a scope's cursor is kept: position and checksum.
fn cursor_of(scope: &str) -> (String, String) {
    match scope {
        CATALOG => ("pull_position".to_owned(), "pull_checksum".to_owned()),
        other => (format!("pull_position/{other}"), format!("pull_checksum/{other}")),
    }
}

/// Returns where the next pull of a scope goes on.
fn query_of(tx: &Tx<'_>, scope: &str) -> Result<PullQuery, StoreError> {
    let (position, checksum) = cursor_of(scope);
    let position = meta::get_number(tx, &position)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let checksum = meta::get(tx, &checksum)?.map(|b| to_hex(&b)).unwrap_or_default();
    Ok(PullQuery { scope: scope.to_owned(), position, checksum })
}

/// Has the next pull begin at the start of a scope.
fn forget_cursor(tx: &Tx<'_>, scope: &str) -> Result<(), StoreError> {
    let (position, checksum) = cursor_of(scope);
    meta::remove(tx, &position)?;
    meta::remove(tx, &checksum)
}

/// Has the next pull begin at the start of every scope.
pub(super) fn forget_cursors(tx: &Tx<'_>) -> Result<(), StoreError> {
    let told = meta::get_text(tx, SCOPES)?.unwrap_or_default();
    std::iter::once(CATALOG).chain(told.lines()).try_for_each(|scope| forget_cursor(tx, scope))
}

/// Forgets the catalogs of earlier epochs before the current one comes anew.
fn forget_catalogs(tx: &Tx<'_>) -> Result<(), StoreError> {
    catalog_rows::clear(tx)?;
    for row in changes::documents(tx)? {
        if matches!(DocumentName::parse(&row.name), Some(DocumentName::Catalog { .. })) {
            changes::remove_document(tx, row.id)?;
        }
    }
    Ok(())
}
