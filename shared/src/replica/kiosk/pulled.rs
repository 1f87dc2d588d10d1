//! Pulling: where each scope goes on, and taking the answers: publications of the catalog, each from the server and
//! admitted; people stand in `pulled_people`.

use std::collections::BTreeSet;

use super::{Kiosk, KioskError};
use crate::doc::{DocumentName, Entry, KeyOwner, STEPS_MAX, Wrapped, WrappedKey, actor_of};
use crate::domain::{FileId, Incarnation, KeyId};
use crate::replica::facts::{Arrived, Facts};
use crate::replica::journals::{add_document, advance, tip_of};
use crate::replica::keyring::Kept;
use crate::replica::kiosk::SyncStep;
use crate::replica::log::{CATALOG, rolled, start_of};
use crate::replica::{Act, incarnation};
use crate::store::scope::{PEOPLE, people_of};
use crate::store::{StoreError, Tx, changes, facts, meta};
use crate::sync::http::PullQuery;
use crate::sync::{KeyRow, LogEnd, PullReply, PulledChange, answer_statement, from_cbor, unpack, verify};

/// The scopes that the server named with the catalog, one a line.
const SCOPES: &str = "pull_scopes";

/// The life of the database in which something is lacking of what was written in it: from then on everything is told.
const LACKING: &str = "pull_lacking";

/// Most scopes that are followed: a server of today names one.
const SCOPES_MAX: usize = 8;

/// Most entries that are believed to wait behind an answer: ten thousand answers of 500.
const LEFT_MAX: u64 = 5_000_000;

/// How far the pull of a scope is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// Entries that are here.
    pub taken: u64,
    /// Entries in all.
    pub all: u64,
}

impl Pulled {
    /// Reads how far the pull is once an answer is taken in; `None` where what the answer says of it can't be.
    fn after(asked: &PullQuery, reply: &PullReply) -> Option<Self> {
        let from = if reply.reset { 0 } else { asked.position };
        let taken = from.checked_add(reply.changes.len() as u64)?;
        let left = reply.end.checked_sub(taken)?;
        let can_be = taken == reply.position && (left > 0) == reply.more && left <= LEFT_MAX;
        can_be.then_some(Self { taken, all: reply.end })
    }
}

/// What taking an answer came to.
pub(super) enum Taken {
    /// It is to be asked for again: another program has moved the cursor since, or what it leaves out is not here.
    Stale,
    /// It is taken in.
    Fresh,
    /// A change contradicts what waits here in this document: this device was copied, or the server restored.
    Contradicts(i64),
}

/// An answer being taken in.
pub(super) struct Answer<'a> {
    pub facts: &'a Facts<'a>,
    pub reply: &'a PullReply,
    /// What this device wrote may be left out.
    pub in_short: bool,
    /// The checksum after the changes taken so far.
    pub checksum: [u8; 32],
    /// Whose keys came with it and were not here.
    pub new_keys: BTreeSet<KeyOwner>,
}

impl Answer<'_> {
    /// Rolls the checksum on over a change's hash.
    pub fn roll(&mut self, hash: &[u8; 32]) {
        self.checksum = rolled(&self.checksum, hash);
    }
}

impl Kiosk {
    /// Returns where the next pull of the catalog goes on: a session's first pull.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn pull_query(&self) -> Result<PullQuery, KioskError> {
        Ok(self.db.read(|tx| query_of(tx, CATALOG))?)
    }

    /// Returns where a scope that is not done yet goes on.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn pull_query_again(&self, asked: &PullQuery) -> Result<PullQuery, KioskError> {
        Ok(self.db.read(|tx| query_of(tx, &asked.scope))?)
    }

    /// Returns what is pulled once a scope is done; `None` where that was the last one.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn pull_query_after(&self, done: &PullQuery) -> Result<Option<PullQuery>, KioskError> {
        let looks_people_up = self.looks_people_up()?;
        Ok(self.db.read::<_, StoreError>(|tx| {
            let told = meta::get_text(tx, SCOPES)?.unwrap_or_default();
            let is_known = |scope: &&str| looks_people_up && scope.starts_with(PEOPLE);
            let known = told.lines().filter(is_known).take(SCOPES_MAX);
            let mut scopes =
                std::iter::once(CATALOG).chain(known).skip_while(|scope| *scope != done.scope).skip(1);
            scopes.next().map(|scope| query_of(tx, scope)).transpose()
        })?)
    }

    /// Returns how far this device has the log of its branch's people; `None` before its first pull.
    pub(super) fn log_of_people(&self, tx: &Tx<'_>) -> Result<Option<LogEnd>, KioskError> {
        let PullQuery { position, checksum, .. } = query_of(tx, &self.scope_of_people()?)?;
        Ok(checksum.map(|checksum| LogEnd { position, checksum: checksum.into() }))
    }

    /// Notes that this device has the log of its branch's people as far as that.
    pub(super) fn move_log_of_people(&self, tx: &Tx<'_>, end: &LogEnd) -> Result<(), KioskError> {
        Ok(move_cursor(tx, &self.scope_of_people()?, end)?)
    }

    fn scope_of_people(&self) -> Result<String, KioskError> {
        Ok(people_of(self.branch()?.as_str()))
    }

    /// Tells whether something waits to be pushed: what a pull showed to be lost at head office goes out in the same
    /// session.
    ///
    /// # Errors
    /// [`KioskError`].
    pub fn has_something_to_push(&self) -> Result<bool, KioskError> {
        Ok(self.db.read(changes::count_waiting)? > 0)
    }

    /// Takes the answer to a pull: publications of the catalog or changes of people's files, signed by the server and
    /// admitted each. `asked` is the query that it answers; where another program has moved the cursor since, the answer
    /// is left and asked for again. Returns what is to be done next, and how far the scope is where that is known.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where it is not the server's own or a change does not fit; what was pulled stays as it was,
    /// and the next pull fetches the scope from the beginning.
    pub fn take_pull_reply(
        &mut self,
        act: &mut Act,
        asked: &PullQuery,
        answer: &[u8],
    ) -> Result<(SyncStep, Option<Pulled>), KioskError> {
        let taken = self.signed_reply(answer).and_then(|reply| Ok((self.take(asked, &reply)?, reply)));
        match taken {
            Ok((Taken::Fresh, reply)) => {
                let step = if reply.more { SyncStep::Again } else { SyncStep::Done };
                Ok((step, Pulled::after(asked, &reply)))
            }
            Ok((Taken::Stale, _)) => Ok((SyncStep::Again, None)),
            Ok((Taken::Contradicts(document), _)) => {
                self.give_way(act, document)?;
                Ok((SyncStep::Again, None))
            }
            Err(error) => {
                if matches!(error, KioskError::BadReply(_)) {
                    self.db.write::<_, StoreError>(|tx| forget_cursor(tx, &asked.scope))?;
                }
                Err(error)
            }
        }
    }

    /// Reads an answer that the server signed.
    fn signed_reply(&self, answer: &[u8]) -> Result<PullReply, KioskError> {
        let (signature, body) = answer.split_first_chunk::<64>().ok_or(KioskError::BadReply("pull reply"))?;
        if !verify(&self.identity()?.server_signing, &answer_statement(body), signature) {
            return Err(KioskError::BadReply("signature"));
        }
        unpack(body).ok().and_then(|b| from_cbor(&b)).ok_or(KioskError::BadReply("pull reply"))
    }

    fn take(&self, asked: &PullQuery, reply: &PullReply) -> Result<Taken, KioskError> {
        // a contradiction takes back what was taken in before it
        let outcome = self.db.write::<_, TakeError>(|tx| {
            if query_of(tx, &asked.scope)? != *asked {
                return Ok(Taken::Stale);
            }
            let facts = Facts::new(tx, &self.secrets);
            let known = asked.checksum.filter(|_| !reply.reset);
            let checksum = known.unwrap_or_else(|| start_of(&asked.scope, Incarnation(*reply.epoch)));
            self.keep_up(&facts)?;
            let (in_short, new_keys) = (asked.incarnation.is_some(), BTreeSet::new());
            let mut answer = Answer { facts: &facts, reply, in_short, checksum, new_keys };
            match asked.scope.as_str() {
                CATALOG => self.take_catalog(&mut answer)?,
                _ => self.take_people(&mut answer)?,
            }
            // what came is what the server's log holds
            if answer.checksum != *reply.checksum {
                // of what was left out, something else may stand here under the same number
                let leaves_out = reply.changes.iter().any(|change| change.own.is_some());
                let bad = KioskError::BadReply("checksum").into();
                return Err(if leaves_out { TakeError::Lacks } else { bad });
            }
            let end = LogEnd { position: reply.position, checksum: reply.checksum };
            move_cursor(tx, &asked.scope, &end)?;
            Ok(Taken::Fresh)
        });
        match outcome {
            Ok(taken) => Ok(taken),
            Err(TakeError::Contradicts(document)) => {
                match self.db.read(|tx| changes::is_begun(tx, document))? {
                    true => Ok(Taken::Contradicts(document)),
                    // it came with this very answer, which contradicts itself
                    false => Err(KioskError::BadReply("document")),
                }
            }
            Err(TakeError::Lacks) => {
                self.db.write::<_, StoreError>(|tx| match incarnation::current(tx)? {
                    Some(current) => meta::set(tx, LACKING, current.0.as_slice()),
                    None => Ok(()),
                })?;
                Ok(Taken::Stale)
            }
            Err(TakeError::Kiosk(error)) => Err(error),
        }
    }

    fn take_catalog(&self, answer: &mut Answer<'_>) -> Result<(), KioskError> {
        let (tx, reply) = (answer.facts.tx, answer.reply);
        if reply.reset {
            forget_catalogs(tx)?;
        }
        keep_pulled_keys(answer)?;
        for change in &reply.changes {
            match DocumentName::parse(&change.document) {
                Some(name @ DocumentName::Catalog { .. }) => {
                    self.take_servers_entry(answer, &name, change)?
                }
                Some(_) | None => return Err(KioskError::BadReply("document")),
            }
        }
        match &reply.scopes {
            // a line each, and a name that the store takes
            Some(scopes) if scopes.iter().any(|scope| scope.contains(char::is_control)) => {
                Err(KioskError::BadReply("scopes"))
            }
            Some(scopes) => Ok(meta::set(tx, SCOPES, scopes.join("\n"))?),
            None => Ok(meta::remove(tx, SCOPES)?),
        }
    }

    /// Takes the next entry of a journal of head office's. One whose meaning this version does not know is kept and held: a
    /// newer version reads it again.
    pub(super) fn take_servers_entry(
        &self,
        answer: &mut Answer<'_>,
        name: &DocumentName,
        pulled: &PulledChange,
    ) -> Result<(), KioskError> {
        let tx = answer.facts.tx;
        let bad = || KioskError::BadReply("publication");
        let epoch = name.incarnation().ok_or(KioskError::BadReply("document"))?;
        let entry = Entry::from_bytes(&pulled.bytes).ok_or_else(bad)?;
        let mut row = match changes::document(tx, &pulled.document)? {
            Some(row) => row,
            None => add_document(tx, name, Some(actor_of(&self.identity()?.server_signing, epoch, name)))?,
        };
        let tip = tip_of(&row).ok_or_else(|| changes::damaged(&row.name))?;
        let hash = advance(&mut row, &tip, &entry);
        if pulled.hash.as_deref() != Some(&hash) {
            return Err(bad());
        }
        answer.roll(&hash);
        changes::add_change(tx, row.id, 0, row.last_seq, &hash, &pulled.bytes, None)?;
        changes::move_end(tx, &row)?;
        let arrived = Arrived {
            document: name,
            document_row: row.id,
            seq: row.last_seq,
            entry: &entry,
            branch: None,
            keys_must_be_here: false,
        };
        Ok(answer.facts.take_in_or_hold(&arrived).map(drop)?)
    }
}

/// Keeps the keys of an answer as they came: what opens them may be locked. One of an owner of whom the answer says nothing
/// is refused, and one that would have to open and does not.
pub(super) fn keep_pulled_keys(answer: &mut Answer<'_>) -> Result<(), KioskError> {
    let bad = || KioskError::BadReply("key");
    let mut told: BTreeSet<KeyOwner> = BTreeSet::new();
    for change in &answer.reply.changes {
        let name = DocumentName::parse(&change.document).ok_or(KioskError::BadReply("document"))?;
        told.insert(KeyOwner::of(&name, None));
    }
    let files =
        told.iter().filter_map(|owner| if let KeyOwner::File(file) = owner { Some(*file) } else { None });
    answer.facts.rows.look_ahead(files)?;
    for KeyRow { key, owner, session, wrapped, step } in &answer.reply.keys {
        let owner = KeyOwner::from_bytes(owner).filter(|owner| told.contains(owner)).ok_or_else(bad)?;
        let session = usize::try_from(*session).ok().and_then(|at| answer.reply.sessions.get(at));
        let wrapped = Wrapped(wrapped.as_slice().try_into().map_err(|_| bad())?);
        if *step >= STEPS_MAX {
            return Err(bad());
        }
        let wrapped = WrappedKey { sender: **session.ok_or_else(bad)?, step: *step, wrapped };
        match answer.facts.keys.keep_wrapped(&owner, KeyId(uuid::Uuid::from_bytes(**key)), &wrapped)? {
            Kept::New => drop(answer.new_keys.insert(owner)),
            Kept::Before => {}
            Kept::Unfit => return Err(bad()),
        }
    }
    Ok(())
}

/// Returns the beneficiary file that a document's name says.
pub(super) fn file_named(document: &str) -> Option<FileId> {
    DocumentName::parse(document).and_then(|name| name.file())
}

/// Why an answer was not taken in.
pub(super) enum TakeError {
    /// The replica refused it.
    Kiosk(KioskError),
    /// It contradicts what waits here in this document.
    Contradicts(i64),
    /// It leaves out what this device is to hold, and does not, or holds otherwise: a copy of it wrote that in the same life of
    /// the database.
    Lacks,
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

fn query_of(tx: &Tx<'_>, scope: &str) -> Result<PullQuery, StoreError> {
    let (position, checksum) = cursor_of(scope);
    let position = meta::get_number(tx, &position)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let checksum = meta::get(tx, &checksum)?.and_then(|bytes| bytes.try_into().ok());
    let lacking = meta::get(tx, LACKING)?;
    let incarnation = incarnation::current(tx)?.map(|incarnation| incarnation.0);
    let holds_all = |current: &[u8; 16]| lacking.as_deref() != Some(current.as_slice());
    let incarnation = incarnation.filter(|current| scope.starts_with(PEOPLE) && holds_all(current));
    Ok(PullQuery { scope: scope.to_owned(), position, checksum, incarnation })
}

/// The names under which a scope's cursor is kept: position and checksum.
fn cursor_of(scope: &str) -> (String, String) {
    (format!("pull_position/{scope}"), format!("pull_checksum/{scope}"))
}

fn move_cursor(tx: &Tx<'_>, scope: &str, end: &LogEnd) -> Result<(), StoreError> {
    let (position, checksum) = cursor_of(scope);
    meta::set(tx, &position, end.position.to_string())?;
    meta::set(tx, &checksum, end.checksum.as_slice())
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

/// Forgets the catalogs of earlier epochs before the current one comes again.
fn forget_catalogs(tx: &Tx<'_>) -> Result<(), StoreError> {
    for row in changes::documents(tx)? {
        if matches!(DocumentName::parse(&row.name), Some(DocumentName::Catalog { .. })) {
            facts::clear_of(tx, row.id)?;
            changes::remove_document(tx, row.id)?;
        }
    }
    Ok(())
}
