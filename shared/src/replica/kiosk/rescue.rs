//! Getting out of a damaged database whatever can still be read, into a new data directory of the same device (see the design
//! page 0010). What can't be held against a hash, or opened, is not believed; what is, and was never received, goes out from
//! there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::chain::{Chain, FoundChange, follow};
use super::drafts::label;
use super::pulled::forget_cursors;
use super::ratings::open_pending;
use super::record::{Own, Recorder};
use super::unread::all_is_unread;
use super::{Identity, Kiosk, KioskError, again};
use crate::doc::{
    Actor, ChangeHash, DocumentName, Entry, FactKind, FileEntry, FileHistory, KeyOwner, Month, NextChange,
    Opened, PART_CHANGES_MAX, Tip, actor_of, file_in,
};
use crate::domain::{Body, BranchId, DeviceId, DeviceMode, FactId, FileId, Incarnation, KeyId};
use crate::replica::facts::{Facts, TakeError};
use crate::replica::journals::{AppendError, requeue_after};
use crate::replica::people::actor_in;
use crate::replica::secrets::{Secrets, SecretsError, copy_secrets};
use crate::replica::verify::Rebuild;
use crate::replica::{Act, incarnation};
use crate::store::changes::{DocumentRow, NewDocument};
use crate::store::keys::KeyRecord;
use crate::store::people::{FileChangeRow, Writer, writer_id};
use crate::store::rescue::{Found, FoundRow};
use crate::store::{
    Db, Part, StoreError, Tx, Value, changes, drafts, facts, keys, make_private_dir, outbox, pending, people,
    ratings,
};

/// What a rescue came to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RescueReport {
    /// Records in the new directory.
    pub records: u64,
    /// Of these, what waits to be sent from there.
    pub waiting: u64,
    /// Records that are lost.
    pub lost: Vec<LostRecord>,
    /// Rows and pages of which nobody can say what they held.
    pub unreadable: usize,
    /// The device's identity is lost: it can't exchange, and its records are to be recorded again on another one.
    pub is_nobody: bool,
}

/// A record that can't be read any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostRecord {
    /// Its id, where that is known.
    pub id: Option<FactId>,
    /// Head office had received it.
    pub is_received: bool,
}

/// Why nothing was rescued. The damaged directory is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RescueError {
    /// The replica.
    #[error(transparent)]
    Kiosk(#[from] KioskError),
    /// Something stands where the new directory is to be made.
    #[error("{path} holds something already: name a directory that is not there yet")]
    Taken {
        /// The directory.
        path: String,
    },
}

impl From<StoreError> for RescueError {
    fn from(error: StoreError) -> Self {
        Self::Kiosk(error.into())
    }
}

impl From<SecretsError> for RescueError {
    fn from(error: SecretsError) -> Self {
        Self::Kiosk(error.into())
    }
}

impl Kiosk {
    /// Makes a new data directory of whatever can still be read of a damaged one, which stays as it is. The device goes on
    /// there under a new incarnation. Returns it with what it came to.
    ///
    /// # Errors
    /// [`RescueError`] where the files can't be read, their secrets are lost, or the new directory can't be made.
    pub fn rescue(dir: &Path, out: &Path, act: &mut Act) -> Result<(Self, RescueReport), RescueError> {
        let secrets = Secrets::read(dir)?;
        Db::is_there(dir, Part::Kiosk)?;
        if out.read_dir().map_or(out.exists(), |mut names| names.next().is_some()) {
            return Err(RescueError::Taken { path: out.display().to_string() });
        }
        make_private_dir(out)?;
        let _opening = incarnation::Opening::begin(out)?;
        let db = Db::open_or_create(out, Part::Kiosk)?;
        let mut found = Found::read(dir, Part::Kiosk, &db)?;
        let secrets = db.write::<_, KioskError>(|tx| {
            for row in found.take("meta") {
                row.put(tx)?;
            }
            again::secrets_of(tx, dir, secrets, false)
        })?;
        let mut report = RescueReport {
            unreadable: found.pages_lost + found.rows_lost.values().sum::<usize>(),
            ..RescueReport::default()
        };
        let filled = db.write::<_, KioskError>(|tx| {
            let filled = Filling::begin(tx, &secrets, found)?.fill()?;
            if incarnation::current(tx)?.is_none() {
                incarnation::begin(tx, &mut act.dice)?;
            }
            Ok(filled)
        })?;
        copy_secrets(dir, out, &secrets)?;
        let mut kiosk = Self::of(out, db, secrets)?;
        kiosk.write_as_itself();
        kiosk.take_identity(Some(filled.identity.clone()));
        report.is_nobody = filled.is_nobody;
        report.lost = kiosk.go_on(act, filled)?;
        let counts = kiosk.counts()?;
        (report.records, report.waiting) = (counts.saved, counts.waiting + counts.waiting_hour);
        Ok((kiosk, report))
    }

    /// Goes on with what was found: read tables, a new incarnation, and what could not stay where it stood written again.
    fn go_on(&mut self, act: &mut Act, filled: Filled) -> Result<Vec<LostRecord>, KioskError> {
        let Filled { mut again, files_again, mut missing, places, .. } = filled;
        let looks_people_up = self.looks_people_up()? && !self.is_locked();
        let rebuild = Rebuild::of_lost(places);
        self.db.write::<_, StoreError>(|tx| self.rebuild_rows(tx, &rebuild, looks_people_up))?;
        self.begin_incarnation(act, &BTreeSet::new())?;
        again.sort_by_key(|again| again.row);
        self.recording(act, |recorder| {
            for (document, own) in &files_again {
                recorder.rewrite_file(*document, own)?;
                if looks_people_up {
                    let file = changes::file_of(recorder.facts.tx, *document)?;
                    recorder.facts.forget_file(file);
                    recorder.facts.index_file(*document, file)?;
                }
            }
            for Again { name, entry, is_doubtful, is_received, .. } in &again {
                let own = if name.is_ratings() { Own::Ratings } else { Own::Facts };
                if facts::own_place(recorder.facts.tx, entry.id)?.is_some() {
                    continue;
                }
                if *is_doubtful && !opens(&recorder.facts, name, entry)? {
                    missing.push(LostRecord { id: Some(entry.id), is_received: *is_received });
                    continue;
                }
                recorder.append_again(own, entry, false)?;
            }
            if self.is_locked() { Ok(()) } else { fill_empty_files(recorder) }
        })?;
        Ok(self.db.write::<_, StoreError>(|tx| {
            missing.extend(self.clear_kept(tx)?);
            let mut lost = Vec::new();
            for record in missing {
                let stands = match record.id {
                    Some(id) => facts::own_place(tx, id)?.is_some(),
                    None => false,
                };
                if !stands && !lost.contains(&record) || record.id.is_none() {
                    lost.push(record);
                }
            }
            Ok(lost)
        })?)
    }
}

impl Kiosk {
    /// Clears away what waits or was begun here and can't be opened, and ratings that went into their journal before. Returns
    /// the ratings that are lost.
    fn clear_kept(&self, tx: &Tx<'_>) -> Result<Vec<LostRecord>, StoreError> {
        let mut lost = Vec::new();
        for row in pending::all(tx)? {
            let id = FactId::from_slice(&row.fact);
            let is_lost = open_pending(&self.secrets, &row).is_err();
            let stands = match id {
                Some(id) => ratings::find(tx, id)?.is_some(),
                None => false,
            };
            if is_lost || stands {
                pending::remove(tx, &row.fact)?;
            }
            if is_lost && !stands {
                lost.push(LostRecord { id, is_received: false });
            }
        }
        for draft in if self.is_locked() { Vec::new() } else { drafts::all(tx)? } {
            if !draft.own && self.secrets.unseal(&label(&draft.id), &draft.content).is_err() {
                drafts::remove(tx, &draft.id, draft.owner.as_deref())?;
            }
        }
        Ok(lost)
    }
}

/// Puts into files of which everything is lost what was given of their people at visits that wait: the key of a visit goes out
/// with its file.
fn fill_empty_files(recorder: &mut Recorder<'_>) -> Result<(), KioskError> {
    let tx = recorder.facts.tx;
    for change in outbox::waiting(tx)? {
        let Some(entry) = Entry::from_bytes(&change.bytes) else { continue };
        let Ok(Some(file)) = file_in(&entry.fields) else { continue };
        let Some(row) = recorder.facts.rows.find(file)? else { continue };
        if changes::is_begun(tx, row)? {
            continue;
        }
        recorder.begin_file_again(file, &entry)?;
    }
    Ok(())
}

impl Recorder<'_> {
    /// Begins a file again of which everything is lost, with what was given of its person at a visit.
    pub(super) fn begin_file_again(&mut self, file: FileId, entry: &Entry) -> Result<(), KioskError> {
        let Some((_, fact)) = self.facts.find(entry.id, FactKind::Visit)? else { return Ok(()) };
        let Body::Visit(visit) = fact.body else { return Ok(()) };
        let Some(person) = visit.beneficiary else { return Ok(()) };
        match self.with_files(|files, _| files.begin_again(file, &person)) {
            // what can't be opened here goes out as it was sealed
            Ok(()) | Err(AppendError::Key) => Ok(()),
            Err(e) => Err(e.into()),
        }
    }
}

/// Tells whether what is sealed of an entry opens; where nobody can tell, it is believed.
fn opens(facts: &Facts<'_>, name: &DocumentName, entry: &Entry) -> Result<bool, StoreError> {
    let opened = FactKind::in_document(&entry.fields, name)
        .map_err(TakeError::Meaning)
        .and_then(|kind| facts.opened(kind, name, entry));
    match opened {
        Ok(Opened::Values(_) | Opened::Locked | Opened::Erased) => Ok(true),
        Err(TakeError::Meaning(_)) => Ok(false),
        Err(TakeError::Store(e)) => Err(e),
    }
}

/// An entry that could not stay where it stood.
struct Again {
    /// The row that it stood in: entries are written again in the order in which they came.
    row: i64,
    name: DocumentName,
    entry: Entry,
    is_doubtful: bool,
    is_received: bool,
}

/// A new database that was filled with what was found.
struct Filled {
    identity: Identity,
    is_nobody: bool,
    again: Vec<Again>,
    files_again: Vec<(i64, Vec<FileChangeRow>)>,
    missing: Vec<LostRecord>,
    /// Where entries stood that had read rows.
    places: BTreeSet<(i64, u64)>,
}

/// A document as it was found.
struct FoundDocument {
    id: i64,
    /// Its names: that of its row, and that of the index.
    names: Vec<DocumentName>,
    actor: Option<Actor>,
    end: (u64, Option<[u8; 32]>),
    /// What head office had acknowledged; `None` where nobody knows.
    acknowledged: Option<u64>,
    acknowledged_hash: Option<[u8; 32]>,
    row: Option<FoundRow>,
}

impl FoundDocument {
    fn is_stopped(&self) -> bool {
        self.row.as_ref().and_then(|row| row.get::<Option<String>>("stopped")).flatten().is_some()
    }
}

/// A new database while it is filled.
struct Filling<'a> {
    tx: &'a Tx<'a>,
    secrets: &'a Secrets,
    found: Found,
    identity: Identity,
    is_nobody: bool,
    documents: Vec<FoundDocument>,
    writers: BTreeMap<i64, Writer>,
    /// The ids of what stood in journals, as the read rows have them.
    ids: BTreeMap<(i64, u64), FactId>,
    /// Rows of entries that stand in no journal, or don't fit theirs.
    strays: Vec<FoundChange>,
    again: Vec<Again>,
    files_again: Vec<(i64, Vec<FileChangeRow>)>,
    missing: Vec<LostRecord>,
    /// What head office gives again is to be pulled from the beginning.
    pulls_again: bool,
}

impl<'a> Filling<'a> {
    /// Puts in what stands by itself, and finds out whose database it was.
    fn begin(tx: &'a Tx<'a>, secrets: &'a Secrets, mut found: Found) -> Result<Self, KioskError> {
        for table in ["key_session", "key_owner", "pending_rating", "draft", "pin", "waiting", "carried"] {
            for row in found.take(table) {
                row.put(tx)?;
            }
        }
        let writers = put_writers(tx, found.take("writer"))?;
        put_keys(tx, &mut found)?;
        let documents = documents_in(&mut found);
        let mut ids = BTreeMap::new();
        for row in found.take("fact").into_iter().chain(found.take("rating")) {
            if let (Some(document), Some(seq), Some(id)) =
                (row.get("document"), row.get("seq"), row.get("fact"))
            {
                ids.insert((document, seq), id);
            }
        }
        let identity = match Identity::load(tx, secrets) {
            Ok(identity) => identity,
            Err(KioskError::Store(StoreError::Damaged { .. }) | KioskError::ForeignSecret) => None,
            Err(e) => return Err(e),
        };
        let is_nobody = identity.is_none();
        let identity = identity.unwrap_or_else(|| nobody(&documents));
        let mut writers = writers;
        // this device in each life of its database, whether or not its row is there
        let own = documents
            .iter()
            .flat_map(|document| &document.names)
            .filter(|name| name.is_journal_of(identity.device));
        for (at, life) in (1..).zip(own.filter_map(DocumentName::incarnation).collect::<BTreeSet<_>>()) {
            writers.insert(-at, identity.writer(life, secrets));
        }
        Ok(Self {
            tx,
            secrets,
            found,
            identity,
            is_nobody,
            documents,
            writers,
            ids,
            strays: Vec::new(),
            again: Vec::new(),
            files_again: Vec::new(),
            missing: Vec::new(),
            pulls_again: false,
        })
    }

    fn fill(mut self) -> Result<Filled, KioskError> {
        let mut by_document: BTreeMap<i64, Vec<FoundChange>> = BTreeMap::new();
        let waited: BTreeSet<i64> =
            self.found.take("outbox").iter().filter_map(|row| row.get("change")).collect();
        for change in self.found.take("change").into_iter().filter_map(FoundChange::of) {
            by_document.entry(change.document).or_default().push(change);
        }
        let documents = std::mem::take(&mut self.documents);
        let (files, journals): (Vec<_>, Vec<_>) =
            documents.into_iter().partition(|document| document.names.iter().any(DocumentName::is_file));
        for document in files {
            self.put_file(&document, by_document.remove(&document.id).unwrap_or_default())?;
        }
        let mut followed = Vec::new();
        for document in journals {
            let mut rows = by_document.remove(&document.id).unwrap_or_default();
            let (name, actor) = self.writer_of(&document, &rows);
            let chain = follow(actor, document.end, &mut rows);
            self.strays.append(&mut rows);
            followed.push((document, name, actor, chain));
        }
        self.strays.extend(by_document.into_values().flatten());
        for (document, name, actor, mut chain) in followed {
            if chain.end.is_none() && !self.strays.is_empty() {
                // a row whose place is damaged may be what is missing
                let mut rows: Vec<FoundChange> = std::mem::take(&mut self.strays);
                rows.extend(chain.rows.into_iter().chain(chain.damaged));
                chain = follow(actor, document.end, &mut rows);
                self.strays = rows;
            }
            self.put_journal(&document, &name, chain)?;
        }
        self.take_strays();
        self.put_waiting(&waited)?;
        self.give_up_keys()?;
        if self.pulls_again || self.found.may_lack("sealing_key") {
            forget_cursors(self.tx)?;
        }
        if self.secrets.is_locked() {
            all_is_unread(self.tx)?;
        }
        let Self { identity, is_nobody, again, files_again, missing, ids, .. } = self;
        Ok(Filled { identity, is_nobody, again, files_again, missing, places: ids.into_keys().collect() })
    }

    /// Finds out under which of its names, and by whom, a journal was written: by the first that its first row follows from.
    fn writer_of(&self, document: &FoundDocument, rows: &[FoundChange]) -> (DocumentName, Actor) {
        let actors = document.names.iter().map(|name| {
            let key = match name.device() {
                Some(_) => self.secrets.signing_public(),
                None => self.identity.server_signing,
            };
            let life = name.incarnation().unwrap_or(Incarnation([0; 16]));
            (name.clone(), actor_of(&key, life, name))
        });
        let told = document.actor.zip(document.names.first()).map(|(actor, name)| (name.clone(), actor));
        let all: Vec<(DocumentName, Actor)> = actors.chain(told).collect();
        let fits = all.iter().find(|(_, actor)| rows.iter().any(|row| row.begins(*actor)));
        fits.or(all.first()).cloned().expect("a journal has a name, or it is not looked at")
    }

    fn put_journal(
        &mut self,
        document: &FoundDocument,
        name: &DocumentName,
        chain: Chain,
    ) -> Result<(), StoreError> {
        let is_own = name.is_journal_of(self.identity.device);
        let actor = match is_own {
            true => actor_of(
                &self.secrets.signing_public(),
                name.incarnation().unwrap_or(Incarnation([0; 16])),
                name,
            ),
            false => chain.end.map_or(Actor([0; 16]), |end| end.actor),
        };
        match chain.end.filter(|end| end.actor == actor) {
            Some(end) if self.put_whole(document, name, end, &chain.rows)? => {}
            // also of an id that the device had before
            _ if name.device().is_some() => self.write_again(document, name, &chain),
            _ => self.pulls_again = true,
        }
        Ok(())
    }

    /// Keeps a journal of which nothing is missing; false where another one is in its place.
    fn put_whole(
        &mut self,
        document: &FoundDocument,
        name: &DocumentName,
        end: Tip,
        rows: &[FoundChange],
    ) -> Result<bool, StoreError> {
        let Some(mut row) = self.put_document(document, name, Some(end.actor))? else { return Ok(false) };
        (row.last_seq, row.last_hash, row.last_max_op) = (end.seq, end.hash.map(|hash| hash.0), end.max_op);
        changes::move_end(self.tx, &row)?;
        let acknowledged = document.acknowledged.filter(|seq| {
            let hash = rows.iter().find(|change| change.seq == *seq).map(|change| change.hash);
            *seq <= end.seq && (hash.is_none() || hash == document.acknowledged_hash)
        });
        for change in rows {
            let id = change.put(self.tx, row.id, 0)?;
            if acknowledged.is_some_and(|acknowledged| change.seq > acknowledged) && name.device().is_some() {
                outbox::enqueue(self.tx, id, &change.bytes)?;
            }
        }
        if acknowledged.is_none() && name.device().is_some() {
            requeue_after(self.tx, &row, 0, None)?;
        }
        Ok(true)
    }

    /// Makes a document's row again under its old number, which keys and read rows name.
    fn put_document(
        &self,
        document: &FoundDocument,
        name: &DocumentName,
        actor: Option<Actor>,
    ) -> Result<Option<DocumentRow>, StoreError> {
        let made = match &document.row {
            Some(row) => {
                let mut row = row.clone();
                let bytes = |bytes: &[u8]| Value::from(bytes.to_vec());
                row.set("id", document.id.into());
                row.set("name", name.file().is_none().then(|| name.to_string()).into());
                row.set("kind", name.letter().into());
                row.set("file", name.file().map(|file| bytes(file.as_bytes())).unwrap_or(Value::Null));
                row.set(
                    "device",
                    name.device().map(|_| bytes(self.identity.device.as_bytes())).unwrap_or(Value::Null),
                );
                row.set("actor", bytes(actor.as_ref().map_or(&[], |actor| &actor.0)));
                row.put(self.tx)?
            }
            None => {
                let new = NewDocument {
                    name: &name.to_string(),
                    kind: name.letter(),
                    file: name.file(),
                    device: name.device().map(|_| self.identity.device),
                    actor: actor.as_ref().map_or(&[], |actor| &actor.0),
                };
                changes::add_document_at(self.tx, document.id, &new)?
            }
        };
        if made { changes::document_by_id(self.tx, document.id).map(Some) } else { Ok(None) }
    }

    /// Has the entries of a broken journal written again; what is missing of it is lost.
    fn write_again(&mut self, document: &FoundDocument, name: &DocumentName, chain: &Chain) {
        let acknowledged = document.acknowledged.unwrap_or(0);
        let mut there = BTreeSet::new();
        for row in &chain.rows {
            let is_doubtful = row.first().is_some_and(|first| chain.doubtful.contains(&first));
            for (seq, entry) in row.numbered() {
                there.insert(seq);
                let (entry, is_received) = (entry.clone(), seq <= acknowledged);
                self.again.push(Again { row: row.id, name: name.clone(), entry, is_doubtful, is_received });
            }
        }
        let known =
            self.ids.range((document.id, 0)..=(document.id, u64::MAX)).map(|((_, seq), _)| *seq).max();
        let seen = chain.rows.iter().chain(&chain.damaged).map(|row| row.seq).max();
        // a damaged number leads anywhere
        let last = [known, seen].into_iter().flatten().filter(|last| *last <= PART_CHANGES_MAX).max();
        for seq in (1..=last.unwrap_or(0)).filter(|seq| !there.contains(seq)) {
            let id = self.ids.get(&(document.id, seq)).copied();
            // what a journal that takes nothing more was left with was written again into another one
            if id.is_some() || !document.is_stopped() {
                self.missing.push(LostRecord { id, is_received: seq <= acknowledged });
            }
        }
    }

    /// Has rows that stand in no journal written again, where this device may have written what they say.
    fn take_strays(&mut self) {
        let (device, incarnation) = (self.identity.device, Incarnation([0; 16]));
        // any month will do: what they are sealed with is bound to the device
        let month = Month { yyyymm: 197_001, part: 1 };
        let names = [
            DocumentName::Journal { device, incarnation, month },
            DocumentName::Ratings { device, incarnation, month },
        ];
        for stray in std::mem::take(&mut self.strays) {
            for (_, entry) in stray.numbered() {
                let name = names.iter().find(|name| FactKind::in_document(&entry.fields, name).is_ok());
                // head office's own facts tell of no machine
                let is_ours =
                    name.is_some_and(|name| name.is_ratings() || entry.fields.get("boot").is_some());
                if let Some(name) = name.filter(|_| is_ours) {
                    let (name, entry) = (name.clone(), entry.clone());
                    self.again.push(Again {
                        row: stray.id,
                        name,
                        entry,
                        is_doubtful: true,
                        is_received: false,
                    });
                }
            }
        }
    }

    /// Keeps what is whole of a beneficiary file. This device's own changes that are not are written again, as far as they can
    /// be read; others come again from head office.
    fn put_file(&mut self, document: &FoundDocument, mut rows: Vec<FoundChange>) -> Result<(), StoreError> {
        rows.sort_by_key(|row| row.id);
        let files: Vec<FileId> = document.names.iter().filter_map(DocumentName::file).collect();
        let Some(first) = files.first().copied() else { return Ok(()) };
        let is_of = |file: &&FileId| {
            rows.iter().any(|row| self.fitting(&FileHistory::default(), row, **file).is_some())
        };
        let file = files.iter().find(is_of).copied().unwrap_or(first);
        if self.put_document(document, &DocumentName::File(file), None)?.is_none() {
            self.pulls_again = true;
            return Ok(());
        }
        let (mut history, mut is_moving) = (FileHistory::default(), true);
        while is_moving {
            is_moving = false;
            let mut left = Vec::new();
            for row in rows {
                let Some((writer, next)) = self.fitting(&history, &row, file) else {
                    left.push(row);
                    continue;
                };
                history.take(next);
                is_moving = true;
                row.put(self.tx, document.id, writer_id(self.tx, &writer)?)?;
            }
            rows = left;
        }
        let own =
            rows.iter().filter(|row| self.is_own_change(row) && FileEntry::from_bytes(&row.bytes).is_some());
        let own: Vec<FileChangeRow> = own
            .filter_map(|row| {
                let writer = self.writers.get(&row.writer)?.clone();
                Some(FileChangeRow {
                    id: row.id,
                    hash: row.hash,
                    bytes: row.bytes.clone(),
                    writer,
                    waits: true,
                })
            })
            .collect();
        self.pulls_again |= rows.len() > own.len();
        if !own.is_empty() {
            self.files_again.push((document.id, own));
        }
        Ok(())
    }

    fn is_own_change(&self, row: &FoundChange) -> bool {
        self.writers
            .get(&row.writer)
            .is_some_and(|writer| writer.signing_key == self.secrets.signing_public())
    }

    /// Returns a change of a file with who wrote it, where it fits behind what is there.
    fn fitting(
        &self,
        history: &FileHistory,
        row: &FoundChange,
        file: FileId,
    ) -> Option<(Writer, NextChange)> {
        let told = self.writers.get(&row.writer).into_iter();
        // which writer it names may be what is damaged
        told.chain(self.writers.values()).find_map(|writer| {
            let next = history.stored(&row.bytes, actor_in(writer, file), ChangeHash(row.hash))?;
            Some((writer.clone(), next))
        })
    }

    /// Gives up keys that don't open: head office has them, or gets them as they were wrapped for it, and gives them again.
    fn give_up_keys(&mut self) -> Result<(), StoreError> {
        if self.secrets.is_locked() {
            return Ok(());
        }
        let files = people::files(self.tx)?.into_iter().map(|(row, file)| (row, KeyOwner::File(file)));
        let others = keys::owners(self.tx)?.into_iter();
        let others = others.filter_map(|(number, owner)| Some((number, KeyOwner::from_bytes(&owner)?)));
        for (number, owner) in files.chain(others) {
            let name = owner.to_bytes();
            for record in keys::of_owner(self.tx, number)? {
                if self.secrets.open_key(&name, &record).is_ok() {
                    continue;
                }
                let Some(row) = keys::find(self.tx, number, record.key)? else { continue };
                match keys::unsent_in(self.tx, row)? {
                    Some(key) => {
                        // its id may be what is damaged
                        keys::set_key(self.tx, row, key)?;
                        if self.secrets.open_key(&name, &KeyRecord { key, ..record }).is_err() {
                            keys::lose(self.tx, row)?;
                        }
                    }
                    None => keys::remove(self.tx, number, record.key)?,
                }
                self.pulls_again = true;
            }
        }
        Ok(())
    }

    /// Puts into the outbox what waited, and all that may have.
    fn put_waiting(&self, waited: &BTreeSet<i64>) -> Result<(), StoreError> {
        outbox::enqueue_those_there(self.tx, waited.iter().copied())?;
        if self.found.may_lack("outbox") {
            people::requeue_unconfirmed(self.tx, 0)?;
        }
        if self.found.may_lack("unsent_key") {
            for owner in [KeyOwner::Ratings(self.identity.device), KeyOwner::Device(self.identity.device)] {
                if let Some(number) = keys::number_of(self.tx, &owner.to_bytes())? {
                    keys::mark_unsent(self.tx, number)?;
                }
            }
            keys::mark_waiting_unsent(self.tx)?;
        }
        Ok(())
    }
}

/// Puts in who wrote beneficiary files.
fn put_writers(tx: &Tx<'_>, rows: Vec<FoundRow>) -> Result<BTreeMap<i64, Writer>, StoreError> {
    let mut writers = BTreeMap::new();
    for row in rows {
        let read = || {
            Some(Writer {
                device: row.get("device")?,
                incarnation: row.get("incarnation")?,
                signing_key: row.get("signing_key")?,
                branch: row.get("branch")?,
            })
        };
        if let (Some(id), Some(writer)) = (row.get("id"), read()) {
            row.put(tx)?;
            writers.insert(id, writer);
        }
    }
    Ok(writers)
}

/// Puts in the keys. One whose session or own row is lost does not open here, and goes to head office all the same.
fn put_keys(tx: &Tx<'_>, found: &mut Found) -> Result<(), StoreError> {
    let mut kept = BTreeSet::new();
    let sessions = keys::sessions(tx)?;
    for mut row in found.take("sealing_key") {
        let session: Option<Option<i64>> = row.get("session");
        if session.flatten().is_some_and(|session| !sessions.contains(&session)) {
            row.set("session", Value::Null);
        }
        if row.put(tx)? {
            kept.extend(row.get::<i64>("id"));
        }
    }
    for row in found.take("unsent_key") {
        let Some(id) = row.get("id") else { continue };
        let is_kept = kept.contains(&id)
            || match row.get::<Option<KeyId>>("key").flatten() {
                Some(key) => keys::add_lost(tx, id, key)?,
                None => false,
            };
        if is_kept {
            row.put(tx)?;
        }
    }
    Ok(())
}

/// Returns the documents by their numbers, as their rows have them and, where these are damaged, their indexes.
fn documents_in(found: &mut Found) -> Vec<FoundDocument> {
    let named = |id: i64, found: &Found| {
        let name = found.names.get(&id).and_then(|name| DocumentName::parse(name));
        name.or_else(|| found.files.get(&id).map(|file| DocumentName::File(*file)))
    };
    let mut ids: BTreeMap<DocumentName, i64> = BTreeMap::new();
    for id in found.names.keys().chain(found.files.keys()) {
        ids.extend(named(*id, found).map(|name| (name, *id)));
    }
    let mut documents: BTreeMap<i64, FoundDocument> = BTreeMap::new();
    for row in found.take("document") {
        let name = match row.get::<Option<String>>("name").flatten() {
            Some(name) => DocumentName::parse(&name),
            None => row.get("file").map(DocumentName::File),
        };
        // its number may be what is damaged
        let id = name.as_ref().and_then(|name| ids.get(name).copied()).or_else(|| row.get("id"));
        let Some(id) = id else { continue };
        let actor: Option<Vec<u8>> = row.get("actor");
        let document = FoundDocument {
            id,
            names: name.into_iter().collect(),
            actor: actor.and_then(|bytes| bytes.try_into().ok()).map(Actor),
            end: (row.get("last_seq").unwrap_or(0), row.get("last_hash").unwrap_or_default()),
            acknowledged: row.get("acked_seq"),
            acknowledged_hash: row.get("acked_hash").unwrap_or_default(),
            row: Some(row),
        };
        documents.entry(id).or_insert(document);
    }
    for (name, id) in ids {
        let lost = || FoundDocument {
            id,
            names: Vec::new(),
            actor: None,
            end: (0, None),
            acknowledged: None,
            acknowledged_hash: None,
            row: None,
        };
        let names = &mut documents.entry(id).or_insert_with(lost).names;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    documents.into_values().filter(|document| !document.names.is_empty()).collect()
}

/// Stands in for an identity that is lost: who wrote the journals is all that is known of it.
fn nobody(documents: &[FoundDocument]) -> Identity {
    let device = documents.iter().flat_map(|document| &document.names).find_map(DocumentName::device);
    Identity {
        device: device.unwrap_or_else(|| DeviceId::from_random([0; 16])),
        branch: BranchId::parse("unknown").expect("a word is a branch's id"),
        mode: DeviceMode::Branch,
        server: String::new(),
        tls_pin: None,
        token: String::new(),
        server_signing: [0; 32],
        server_sealing: [0; 32],
        reader: None,
        certificate: Vec::new(),
        formers: Vec::new(),
    }
}
