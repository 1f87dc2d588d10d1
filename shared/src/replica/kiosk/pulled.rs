//! Pulling: where each scope goes on, and taking the answers: publications of the catalog, each from the server and
//! admitted; people stand in `pulled_people`, what is told to whoever follows a request up in `follow`.

use std::collections::BTreeSet;

use super::set_aside::set_aside_of_pull;
use super::{Kiosk, KioskError};
use crate::doc::{DocumentName, Entry, KeyOwner, STEPS_MAX, Tip, Wrapped, WrappedKey, actor_of};
use crate::domain::{FileId, Incarnation, KeyId, UnixMillis};
use crate::replica::facts::{Arrived, Facts};
use crate::replica::journals::{add_document, advance, tip_of};
use crate::replica::keyring::Kept;
use crate::replica::kiosk::SyncStep;
use crate::replica::log::{CATALOG, rolled, start_of};
use crate::replica::{Act, incarnation};
use crate::store::changes::DocumentRow;
use crate::store::scope::{FOLLOW, PEOPLE, people_of};
use crate::store::{Damage, StoreError, Tx, changes, facts, meta, outbox, people};
use crate::sync::http::PullQuery;
use crate::sync::{
    KeyRow, LogEnd, PullReply, PulledChange, answer_statement, from_cbor, unpack_answer, verify,
};

/// The scopes that the server named with the catalog, one a line; empty where it named none, not there before the first catalog.
const SCOPES: &str = "pull_scopes";

/// The life of the database in which something is lacking of what was written in it: from then on everything is told.
const LACKING: &str = "pull_lacking";

/// Since when people must have been served for this device to hold them, as head office said last, in milliseconds since 1970.
pub(super) const SINCE: &str = "people_since";

/// Most scopes that are followed: a server of today names two.
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
        let taken = told_up_to(asked, reply)?;
        let left = reply.end.checked_sub(taken)?;
        // of what is to be let go of, more may be told once all else is
        let fits = (left > 0) == reply.more || (left == 0 && !reply.left.is_empty());
        (fits && taken == reply.position && left <= LEFT_MAX).then_some(Self { taken, all: reply.end })
    }
}

/// Returns the position that an answer leads to by what it tells and passes over.
fn told_up_to(asked: &PullQuery, reply: &PullReply) -> Option<u64> {
    let from = if reply.reset { 0 } else { asked.position };
    let passed = reply.passed_over.iter().try_fold(0_u64, |sum, passed| sum.checked_add(passed.entries))?;
    from.checked_add(reply.changes.len() as u64)?.checked_add(passed)
}

/// How many changes an answer brings at most, since one did not come or could not be taken.
const MOST: &str = "pull_most";

/// Most changes that head office puts into an answer.
const MOST_MAX: u64 = 500;

/// A change that this device can't take.
pub(super) const UNFIT: &str = "unfit";

/// A change of this device's own that contradicts what head office has, however often it is written again.
const IN_THE_WAY: &str = "in_the_way";

/// A change that never came, however few were asked for.
const TOO_LARGE: &str = "too_large";

/// An entry may move a journal's end by as many operations: those of a change that was left out are found by trying.
const OPERATIONS_MAX: u64 = 80;

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
    /// How many times the answer passed something over so far.
    passed_over: usize,
    /// Whose keys came with it and were not here.
    pub new_keys: BTreeSet<KeyOwner>,
}

impl Answer<'_> {
    /// Rolls the checksum on over a change's hash.
    pub fn roll(&mut self, hash: &[u8; 32]) {
        self.checksum = rolled(&self.checksum, hash);
    }

    /// Takes the server's word for what it passes over before a change, by its place, or after the last one.
    pub fn pass_over(&mut self, before: usize) {
        let next = self.reply.passed_over.get(self.passed_over);
        if let Some(passed) = next.filter(|passed| usize::try_from(passed.at) == Ok(before)) {
            self.checksum = *passed.checksum;
            self.passed_over += 1;
        }
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
            let is_known =
                |scope: &&str| (looks_people_up && scope.starts_with(PEOPLE)) || scope.starts_with(FOLLOW);
            let known = told.lines().filter(is_known).take(SCOPES_MAX);
            let mut scopes =
                std::iter::once(CATALOG).chain(known).skip_while(|scope| *scope != done.scope).skip(1);
            scopes.next().map(|scope| query_of(tx, scope)).transpose()
        })?)
    }

    /// Tells whether head office hands this device nobody until somebody there confirms it: the device came with its certificate.
    pub(super) fn people_wait(&self, tx: &Tx<'_>) -> Result<bool, KioskError> {
        let named_none = meta::get(tx, SCOPES)?.is_some_and(|scopes| scopes.is_empty());
        Ok(named_none && self.looks_people_up()?)
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
        Ok(self.db.read(outbox::count)? > 0)
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
        let taken = self.signed_reply(answer).and_then(|reply| self.taken(act, asked, reply.as_ref()));
        let taken = match taken {
            Err(KioskError::Store(StoreError::Damaged { what: Damage::Document(name) })) => {
                self.let_go_of_damaged(&name)?;
                Err(KioskError::BadReply("document"))
            }
            taken => taken,
        };
        if matches!(taken, Err(KioskError::BadReply(_))) {
            self.db.write::<_, StoreError>(|tx| forget_cursor(tx, &asked.scope))?;
        }
        taken
    }

    /// Takes an answer of a scope that began again in this session, since it did not fit: what does not fit now is looked for, by
    /// asking for less, and left out alone.
    ///
    /// # Errors
    /// [`KioskError`] as for [`Kiosk::take_pull_reply`], where nothing less can be asked for.
    pub fn search_pull_reply(
        &mut self,
        act: &mut Act,
        asked: &PullQuery,
        answer: &[u8],
    ) -> Result<(SyncStep, Option<Pulled>), KioskError> {
        let reply = self.signed_reply(answer)?;
        let brought = reply.as_ref().map(|reply| reply.changes.len() as u64);
        let one = reply.as_ref().filter(|reply| reply.changes.len() == 1);
        match (self.taken(act, asked, reply.as_ref()), one) {
            (Err(KioskError::BadReply(_)), Some(reply)) => {
                let left_out = self.leave_out(act, asked, reply, UNFIT)?;
                let is_over = matches!(left_out, Taken::Fresh) && !reply.more;
                Ok((if is_over { SyncStep::Done } else { SyncStep::Again }, None))
            }
            // what stands here was written again in vain: it makes way at last
            (Err(KioskError::Refused), Some(reply)) => {
                self.make_way_for(act, &reply.changes[0])?;
                Ok((SyncStep::Again, None))
            }
            (Err(error @ (KioskError::BadReply(_) | KioskError::Refused)), None) => {
                if self.ask_for_less(asked, brought)? { Ok((SyncStep::Again, None)) } else { Err(error) }
            }
            (taken, _) => taken,
        }
    }

    fn taken(
        &mut self,
        act: &mut Act,
        asked: &PullQuery,
        reply: Option<&PullReply>,
    ) -> Result<(SyncStep, Option<Pulled>), KioskError> {
        let Some(reply) = reply else { return Err(KioskError::BadReply("pull reply")) };
        if asked.scope.starts_with(FOLLOW) {
            return Ok((self.take_follow_ups(asked, reply, act.now.unix_millis())?, None));
        }
        // where all that is left is passed over, there is nothing to leave out
        let taken = match asked.without && !reply.changes.is_empty() {
            true => self.leave_out(act, asked, reply, TOO_LARGE)?,
            false => self.take(asked, reply, act.now.unix_millis())?,
        };
        match taken {
            Taken::Fresh => {
                self.note_taken(asked, reply)?;
                let step = if reply.more { SyncStep::Again } else { SyncStep::Done };
                return Ok((step, Pulled::after(asked, reply)));
            }
            Taken::Contradicts(document) => self.give_way(act, document)?,
            Taken::Stale => {}
        }
        Ok((SyncStep::Again, None))
    }

    /// Sets aside what waits of a file, and lets go of the rest: all that head office has of it comes again.
    fn make_way_for(&self, act: &mut Act, change: &PulledChange) -> Result<(), KioskError> {
        let Some(file) = file_named(&change.document) else { return Err(KioskError::BadReply("document")) };
        self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            let Some(document) = changes::file_document(tx, file)? else { return Ok(()) };
            let name = DocumentName::File(file);
            for row in people::file_changes(tx, document)?.into_iter().filter(|row| row.waits) {
                recorder.lose(row.id, Some((document, 0)), Some(&name), &row.bytes, IN_THE_WAY)?;
            }
            people::remove_received(tx, document)?;
            recorder.facts.forget_all();
            Ok(note_lacking(tx)?)
        })
    }

    /// Lets go of what head office has of a damaged file: all of it comes again.
    fn let_go_of_damaged(&self, name: &str) -> Result<(), KioskError> {
        Ok(self.db.write::<_, StoreError>(|tx| {
            let file = file_named(name).map(|file| changes::file_document(tx, file)).transpose()?.flatten();
            file.map_or(Ok(()), |document| people::remove_received(tx, document))?;
            note_lacking(tx)
        })?)
    }

    /// Reads an answer that the server signed; `None` where it is too large, does not inflate or is none.
    pub(super) fn signed_reply(&self, answer: &[u8]) -> Result<Option<PullReply>, KioskError> {
        let (signature, body) = answer.split_first_chunk::<64>().ok_or(KioskError::BadReply("pull reply"))?;
        if !verify(&self.identity()?.server_signing, &answer_statement(body), signature) {
            return Err(KioskError::BadReply("signature"));
        }
        Ok(unpack_answer(body).ok().and_then(|b| from_cbor(&b)))
    }

    /// Notes that the answer to a pull did not come: the next one brings half as much. Returns whether it does.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn pull_failed(&mut self, asked: &PullQuery) -> Result<bool, KioskError> {
        let most = asked.most.unwrap_or(MOST_MAX);
        Ok(self.db.write::<_, StoreError>(|tx| halve(tx, most))?)
    }

    /// Asks for half as much as an answer brought that can't be taken, and at last not for the change itself. Returns false where
    /// nothing less can be asked for.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn ask_for_less(&mut self, asked: &PullQuery, brought: Option<u64>) -> Result<bool, KioskError> {
        let most = brought.or(asked.most).unwrap_or(MOST_MAX);
        Ok(self.db.write::<_, StoreError>(|tx| match halve(tx, most)? {
            true => Ok(true),
            false if asked.without => Ok(false),
            false => {
                meta::set(tx, &without_of(&asked.scope), "1")?;
                Ok(true)
            }
        })?)
    }

    /// Notes that an answer was taken: the next one may bring more.
    fn note_taken(&self, asked: &PullQuery, reply: &PullReply) -> Result<(), KioskError> {
        let Some(most) = asked.most.filter(|most| reply.changes.len() as u64 >= *most) else { return Ok(()) };
        Ok(self.db.write::<_, StoreError>(|tx| match most * 2 {
            more if more < MOST_MAX => meta::set(tx, MOST, more.to_string()),
            _ => meta::remove(tx, MOST),
        })?)
    }

    /// Sets aside the one change of an answer, and moves the cursor over it as the server says.
    fn leave_out(
        &self,
        act: &Act,
        asked: &PullQuery,
        reply: &PullReply,
        reason: &str,
    ) -> Result<Taken, KioskError> {
        let [change] = &reply.changes[..] else { return Err(KioskError::BadReply("pull reply")) };
        if told_up_to(asked, reply) != Some(reply.position) {
            return Err(KioskError::BadReply("position"));
        }
        self.db.write::<_, KioskError>(|tx| {
            if query_of(tx, &asked.scope)? != *asked {
                return Ok(Taken::Stale);
            }
            let (document, at) = (change.document.replace('\0', ""), act.now.unix_millis());
            set_aside_of_pull(tx, at, (&document, reply.position), reason, &change.bytes)?;
            self.leave_out_of_journal(tx, change)?;
            let end = LogEnd { position: reply.position, checksum: reply.checksum };
            move_cursor(tx, &asked.scope, &end)?;
            meta::remove(tx, &without_of(&asked.scope))?;
            Ok(Taken::Fresh)
        })
    }

    /// Moves the end of a journal of head office's over an entry that is left out.
    fn leave_out_of_journal(&self, tx: &Tx<'_>, change: &PulledChange) -> Result<(), KioskError> {
        let name = DocumentName::parse(&change.document);
        let (Some(name), Some(hash)) = (name.filter(|name| !name.is_file()), &change.hash) else {
            return Ok(());
        };
        let Some(mut row) = self.servers_journal(tx, &name)? else { return Ok(()) };
        let Some(tip) = tip_of(&row) else { return Ok(()) };
        match Entry::from_bytes(&change.bytes) {
            Some(entry) => drop(advance(&mut row, &tip, &entry)),
            None => row.last_seq += 1,
        }
        row.last_hash = Some(**hash);
        Ok(changes::move_end(tx, &row)?)
    }

    /// Finds or makes the row of a journal of head office's; `None` for a document that is none.
    fn servers_journal(&self, tx: &Tx<'_>, name: &DocumentName) -> Result<Option<DocumentRow>, KioskError> {
        let Some(epoch) = name.incarnation().filter(|_| name.device().is_none()) else { return Ok(None) };
        Ok(Some(match changes::document(tx, &name.to_string())? {
            Some(row) => row,
            None => add_document(tx, name, Some(actor_of(&self.identity()?.server_signing, epoch, name)))?,
        }))
    }

    fn take(&self, asked: &PullQuery, reply: &PullReply, now: UnixMillis) -> Result<Taken, KioskError> {
        let mut let_go = 0;
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
            let mut answer = Answer { facts: &facts, reply, in_short, checksum, passed_over: 0, new_keys };
            match asked.scope.as_str() {
                CATALOG => self.take_catalog(&mut answer)?,
                _ => let_go = self.take_people(&mut answer, now)?,
            }
            answer.pass_over(reply.changes.len());
            // what came is what the server's log holds
            if answer.checksum != *reply.checksum {
                // of what was left out, something else may stand here under the same number
                let leaves_out = reply.changes.iter().any(|change| change.own.is_some());
                let bad = KioskError::BadReply("checksum").into();
                return Err(if leaves_out { TakeError::Lacks } else { bad });
            }
            let is_whole = answer.passed_over == reply.passed_over.len();
            if !is_whole || told_up_to(asked, reply) != Some(reply.position) {
                return Err(KioskError::BadReply("position").into());
            }
            let end = LogEnd { position: reply.position, checksum: reply.checksum };
            move_cursor(tx, &asked.scope, &end)?;
            meta::remove(tx, &without_of(&asked.scope))?;
            Ok(Taken::Fresh)
        });
        if let_go > 0 && outcome.is_ok() {
            self.db.checkpoint()?;
        }
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
                self.db.write(note_lacking)?;
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
        for (at, change) in reply.changes.iter().enumerate() {
            answer.pass_over(at);
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
            None => {
                // people come from the beginning once they are named again
                forget_cursors_of_people(tx)?;
                Ok(meta::set(tx, SCOPES, "")?)
            }
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
        let entry = Entry::from_bytes(&pulled.bytes).ok_or_else(bad)?;
        let mut row = self.servers_journal(tx, name)?.ok_or(KioskError::BadReply("document"))?;
        let tip = tip_of(&row).ok_or_else(|| changes::damaged(&row.name))?;
        // of an entry before it that was left out, nobody knows how many operations it had
        let mut ends = (0..OPERATIONS_MAX).map(|more| Tip { max_op: tip.max_op + more, ..tip });
        let hash = ends.find_map(|tip| {
            let hash = advance(&mut row, &tip, &entry);
            (pulled.hash.as_deref() == Some(&hash)).then_some(hash)
        });
        let hash = hash.ok_or_else(bad)?;
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

/// Notes that something is lacking here of what was written in this life of the database: from now on everything is told.
fn note_lacking(tx: &Tx<'_>) -> Result<(), StoreError> {
    match incarnation::current(tx)? {
        Some(current) => meta::set(tx, LACKING, current.0.as_slice()),
        None => Ok(()),
    }
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

pub(super) fn query_of(tx: &Tx<'_>, scope: &str) -> Result<PullQuery, StoreError> {
    let (position, checksum) = cursor_of(scope);
    let position = meta::get_number(tx, &position)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let checksum = meta::get(tx, &checksum)?.and_then(|bytes| bytes.try_into().ok());
    let lacking = meta::get(tx, LACKING)?;
    let incarnation = incarnation::current(tx)?.map(|incarnation| incarnation.0);
    let holds_all = |current: &[u8; 16]| lacking.as_deref() != Some(current.as_slice());
    let incarnation = incarnation.filter(|current| scope.starts_with(PEOPLE) && holds_all(current));
    let most = meta::get_number(tx, MOST)?.and_then(|most| u64::try_from(most).ok());
    let without = meta::get(tx, &without_of(scope))?.is_some();
    let since = if scope.starts_with(PEOPLE) { meta::get_number(tx, SINCE)? } else { None };
    Ok(PullQuery { scope: scope.to_owned(), position, checksum, incarnation, most, without, since })
}

/// The names under which a scope's cursor is kept: position and checksum.
fn cursor_of(scope: &str) -> (String, String) {
    (format!("pull_position/{scope}"), format!("pull_checksum/{scope}"))
}

/// The name under which it is noted that the next change of a scope is not to be brought.
pub(super) fn without_of(scope: &str) -> String {
    format!("pull_without/{scope}")
}

/// Halves what an answer may bring; returns false where it is one change already.
fn halve(tx: &Tx<'_>, most: u64) -> Result<bool, StoreError> {
    meta::set(tx, MOST, (most / 2).max(1).to_string())?;
    Ok(most > 1)
}

pub(super) fn move_cursor(tx: &Tx<'_>, scope: &str, end: &LogEnd) -> Result<(), StoreError> {
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
    forget_cursor(tx, CATALOG)?;
    forget_cursors_of_people(tx)
}

fn forget_cursors_of_people(tx: &Tx<'_>) -> Result<(), StoreError> {
    let told = meta::get_text(tx, SCOPES)?.unwrap_or_default();
    told.lines().try_for_each(|scope| forget_cursor(tx, scope))
}

/// Has everything be told again from the start of every scope, with its keys, also of what was written here.
pub(super) fn forget_everything_pulled(tx: &Tx<'_>) -> Result<(), StoreError> {
    note_lacking(tx)?;
    forget_cursors(tx)
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
