//! From an entry to read rows and back, once for both replicas: what a device records, what head office receives, what a
//! pull brings, and what a rebuild goes through.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::file_rows::FileRows;
use super::keyring::Keyring;
use super::people::{OpenedFile, open_file};
use super::secrets::Secrets;
use crate::doc::{
    DocumentName, Entry, FactKind, Fields, KeyOwner, Meaning, OpenError, Opened, Scalar, file_in, is_fact,
    is_same, kinds_version, open_fact, sealed_in,
};
use crate::domain::request::{Desk, StepKind, roles_for};
use crate::domain::{Body, Code, DeviceId, Fact, FactId, FileId, InvalidMoment, Moment};
use crate::store::changes::EntryRow;
use crate::store::codes::Codes;
use crate::store::facts::{self, FactRow, NewFact, Place};
use crate::store::held::HeldRow;
use crate::store::people::Writer;
use crate::store::{StoreError, Tx, changes, held, meta, people, ratings};

/// Under which name the kinds are noted that the program knew which last looked at what is held.
const KINDS_SEEN: &str = "kinds_version";

/// The table of kinds from which on it is noted when a visitor was given a number.
const TICKETS_SINCE: i64 = 5;

/// The name that a place of something held goes by: what a settlement is about, and what people name it by.
pub(crate) fn settled_place(document: &str, seq: u64) -> FactId {
    let digest: [u8; 32] = Sha256::digest(format!("sila/1 held\0{document}\0{seq}")).into();
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] = digest;
    FactId(Uuid::from_bytes([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]))
}

/// Why a fact has no read rows.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// Its meaning was refused: it is held for review.
    #[error(transparent)]
    Meaning(#[from] Meaning),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An entry, its place, and what to check it against.
pub(crate) struct Arrived<'a> {
    pub document: &'a DocumentName,
    pub document_row: i64,
    pub seq: u64,
    pub entry: &'a Entry,
    /// The branch that the fact must name; `None` where it was checked before.
    pub branch: Option<&'a str>,
    /// What is sealed must open; otherwise a destroyed key is an erased person.
    pub keys_must_be_here: bool,
}

/// What stands under an id.
pub(crate) enum Under {
    /// Nothing.
    Nothing,
    /// A fact of another kind.
    AnotherKind,
    /// A fact of the kind asked for.
    Same(Place),
}

/// The facts of a replica within one transaction.
pub(crate) struct Facts<'a> {
    pub tx: &'a Tx<'a>,
    pub secrets: &'a Secrets,
    pub rows: Rc<FileRows<'a>>,
    pub keys: Keyring<'a>,
    pub(super) codes: Codes,
    files: RefCell<BTreeMap<FileId, Rc<OpenedFile>>>,
    /// Who was found to have had a pass for which device.
    pub(super) passed: RefCell<BTreeSet<(DeviceId, Code, StepKind)>>,
    /// The entries that were read last: mostly the next one stands among them.
    entries: RefCell<Option<EntryRow>>,
    /// Ids of which is known that nothing stands under them.
    free: RefCell<BTreeSet<FactId>>,
    /// Whether head office rejected changes of any file; `None` where nobody looked yet.
    some_are_rejected: Cell<Option<bool>>,
    /// The writer of a file that was looked up last: mostly the next change is of the same.
    writer: RefCell<Option<(Writer, i64)>>,
}

impl<'a> Facts<'a> {
    pub fn new(tx: &'a Tx<'a>, secrets: &'a Secrets) -> Self {
        let rows = Rc::new(FileRows::new(tx));
        Self {
            tx,
            secrets,
            keys: Keyring::new(tx, secrets, Rc::clone(&rows)),
            rows,
            codes: Codes::default(),
            files: RefCell::default(),
            passed: RefCell::default(),
            entries: RefCell::default(),
            free: RefCell::default(),
            writer: RefCell::default(),
            some_are_rejected: Cell::default(),
        }
    }

    /// Returns the changes of a file that count for nothing.
    pub fn rejected_of(&self, file: FileId) -> Result<BTreeSet<[u8; 32]>, StoreError> {
        let Some(Fact { body: Body::Rejected(changes), .. }) = self.rejection_of(file)? else {
            return Ok(BTreeSet::new());
        };
        Ok(changes.into_iter().collect())
    }

    /// Returns head office's last word on which changes of a file count for nothing.
    pub fn rejection_of(&self, file: FileId) -> Result<Option<Fact>, StoreError> {
        if !self.are_some_rejected()? {
            return Ok(None);
        }
        let last = facts::of_file(self.tx, FactKind::Rejected.code(), file, 1)?;
        last.first().map(|row| self.fact_of(row)).transpose()
    }

    /// Tells whether of any file something counts for nothing.
    pub fn are_some_rejected(&self) -> Result<bool, StoreError> {
        let some = match self.some_are_rejected.get() {
            Some(known) => known,
            None => facts::count(self.tx, FactKind::Rejected.code())? > 0,
        };
        self.some_are_rejected.set(Some(some));
        Ok(some)
    }

    /// Opens a beneficiary file once for the whole transaction; `None` where it is unknown here.
    pub fn file(&self, file: FileId) -> Result<Option<Rc<OpenedFile>>, StoreError> {
        if let Some(known) = self.files.borrow().get(&file) {
            return Ok(Some(Rc::clone(known)));
        }
        let opened = open_file(self, file)?.map(Rc::new);
        if let Some(opened) = &opened {
            self.files.borrow_mut().insert(file, Rc::clone(opened));
        }
        Ok(opened)
    }

    /// Opens a file again: it was written to.
    pub fn forget_file(&self, file: FileId) {
        self.files.borrow_mut().remove(&file);
    }

    /// Opens every file again: some were written to.
    pub fn forget_files(&self) {
        self.files.borrow_mut().clear();
    }

    /// Returns the row of who writes a file, making one for a new writer.
    pub fn writer_id(&self, writer: &Writer) -> Result<i64, StoreError> {
        let mut kept = self.writer.borrow_mut();
        match kept.as_ref().filter(|(known, _)| known == writer) {
            Some((_, id)) => Ok(*id),
            None => {
                let id = people::writer_id(self.tx, writer)?;
                *kept = Some((writer.clone(), id));
                Ok(id)
            }
        }
    }

    /// Looks at everything again: what was written since was taken back.
    pub fn forget_all(&self) {
        self.rows.forget_all();
        self.keys.forget_all();
        self.codes.forget_all();
        self.forget_files();
        self.entries.borrow_mut().take();
        self.writer.borrow_mut().take();
        self.free.borrow_mut().clear();
        self.some_are_rejected.set(None);
    }

    /// Writes the read rows of an entry; returns its fact.
    pub fn take_in(&self, arrived: &Arrived<'_>) -> Result<Fact, TakeError> {
        let Arrived { document, entry, branch, keys_must_be_here, .. } = arrived;
        let kind = FactKind::in_document(&entry.fields, document)?;
        let opened = self.opened(kind, document, entry)?;
        let fact = open_fact(kind, entry, &opened)?;
        if branch.is_some_and(|branch| fact.branch.as_ref().is_none_or(|named| named.as_str() != branch)) {
            return Err(Meaning::OtherBranch.into());
        }
        if *keys_must_be_here && opened == Opened::Erased {
            return Err(Meaning::SealedWithoutKey.into());
        }
        if *keys_must_be_here {
            self.check_pass(document, &fact)?;
        }
        self.check_id(kind, entry, &opened)?;
        self.put(arrived, &fact)?;
        Ok(fact)
    }

    /// Writes the read rows of an entry, or holds it for review; returns its fact where it has rows.
    pub fn take_in_or_hold(&self, arrived: &Arrived<'_>) -> Result<Option<Fact>, StoreError> {
        match self.take_in(arrived) {
            Ok(fact) => Ok(Some(fact)),
            Err(TakeError::Meaning(meaning)) => {
                let (row, seq, id) = (arrived.document_row, arrived.seq, arrived.entry.id);
                self.free.borrow_mut().remove(&id);
                if self.is_settled(arrived.document, seq)? {
                    return Ok(None);
                }
                held::hold(self.tx, row, seq, Some(id), &meaning.to_string())?;
                Ok(None)
            }
            Err(TakeError::Store(e)) => Err(e),
        }
    }

    /// Tells whether somebody settled what was held at a place.
    pub fn is_settled(&self, document: &DocumentName, seq: u64) -> Result<bool, StoreError> {
        let place = settled_place(&document.to_string(), seq);
        facts::is_subject_of(self.tx, FactKind::HeldSettled.code(), place)
    }

    /// Looks again at what is held: `is_due` says at which, `branch_of` which branch a document's facts must name. Returns
    /// what has read rows now.
    pub fn release(
        &self,
        rows: Vec<HeldRow>,
        branch_of: impl Fn(&DocumentName) -> Result<Option<String>, StoreError>,
    ) -> Result<Vec<(DocumentName, Entry, Fact)>, StoreError> {
        let mut released = Vec::new();
        for HeldRow { place, .. } in rows {
            let Some(name) = DocumentName::parse(&place.name) else { continue };
            let entry = self.entry_at(&place)?;
            let Place { document: document_row, seq, .. } = place;
            let branch = branch_of(&name)?;
            let arrived = Arrived {
                document: &name,
                document_row,
                seq,
                entry: &entry,
                branch: branch.as_deref(),
                keys_must_be_here: true,
            };
            match self.take_in(&arrived) {
                Ok(fact) => {
                    held::release(self.tx, document_row, seq)?;
                    released.push((name, entry, fact));
                }
                Err(TakeError::Meaning(_)) => {}
                Err(TakeError::Store(e)) => return Err(e),
            }
        }
        Ok(released)
    }

    /// Looks again at what an earlier version of this program could not read, where this one knows more kinds of fact, and makes
    /// the blind index again: numbers may be compared in another way.
    pub fn release_unknown(
        &self,
        branch_of: impl Fn(&DocumentName) -> Result<Option<String>, StoreError>,
    ) -> Result<Vec<(DocumentName, Entry, Fact)>, StoreError> {
        let seen = meta::get_number(self.tx, KINDS_SEEN)?;
        // what can't be opened is looked at once it can
        if seen == Some(kinds_version()) || self.secrets.is_locked() {
            return Ok(Vec::new());
        }
        if seen.is_some_and(|seen| seen < TICKETS_SINCE) {
            self.read_tickets()?;
        }
        meta::set(self.tx, KINDS_SEEN, kinds_version().to_string())?;
        if seen.is_some() {
            self.rebuild_index()?;
        }
        self.release(held::all_for(self.tx, &Meaning::UnknownKind.to_string())?, branch_of)
    }

    /// Notes of each visit when its visitor was given a number: a newer device may have said so while this program had no place
    /// for it.
    fn read_tickets(&self) -> Result<(), StoreError> {
        facts::each(self.tx, FactKind::Visit.code(), |row| {
            let entry = self.entry_at(&row.place)?;
            let Some(Scalar::Text(at)) = entry.fields.get("ticket_at") else { return Ok(()) };
            match Moment::parse(at) {
                Ok(at) => facts::put_ticket(self.tx, row.id, at.whole_seconds()),
                Err(InvalidMoment) => Ok(()),
            }
        })
    }

    /// Returns when the visitor of a visit was first called, as far as is known here.
    pub fn called_at(&self, visit: FactId) -> Result<Option<Moment>, StoreError> {
        let first = facts::about(self.tx, FactKind::Called.code(), visit)?.into_iter().next();
        let fact = first.map(|row| self.fact_of(&row)).transpose()?;
        Ok(fact.and_then(|fact| if let Body::Called(called) = fact.body { Some(called.at) } else { None }))
    }

    /// Reads the bytes of a journal's entry; `None` where there is none of that number.
    pub fn read_entry<T>(
        &self,
        document: i64,
        seq: u64,
        read: impl FnOnce(&[u8]) -> T,
    ) -> Result<Option<T>, StoreError> {
        let mut kept = self.entries.borrow_mut();
        let here = |row: &&EntryRow| row.document == document && row.entry(seq).is_some();
        if kept.as_ref().filter(here).is_none() {
            *kept = changes::entries_at(self.tx, document, seq)?;
        }
        Ok(kept.as_ref().and_then(|row| row.entry(seq)).map(read))
    }

    /// Reads the entry at a place.
    pub fn entry_at(&self, place: &Place) -> Result<Entry, StoreError> {
        let entry = self.read_entry(place.document, place.seq, Entry::from_bytes)?;
        entry.flatten().ok_or_else(|| changes::damaged(&place.name))
    }

    /// Opens the fact of a read row; what an erased person's destroyed key sealed stays out.
    pub fn fact_of(&self, row: &FactRow) -> Result<Fact, StoreError> {
        let kind = FactKind::from_code(&row.kind).ok_or_else(|| changes::damaged(&row.place.name))?;
        self.fact_at(kind, &row.place)
    }

    /// Opens the fact of a kind that stands at a place.
    pub fn fact_at(&self, kind: FactKind, place: &Place) -> Result<Fact, StoreError> {
        let entry = self.entry_at(place)?;
        let name = DocumentName::parse(&place.name).ok_or_else(|| changes::damaged(&place.name))?;
        self.read(kind, &name, &entry)
    }

    fn read(&self, kind: FactKind, name: &DocumentName, entry: &Entry) -> Result<Fact, StoreError> {
        let damaged = || changes::damaged(&name.to_string());
        let fact = match self.opened(kind, name, entry) {
            Ok(opened) => open_fact(kind, entry, &opened),
            Err(TakeError::Meaning(meaning)) => Err(meaning),
            Err(TakeError::Store(e)) => return Err(e),
        };
        fact.map_err(|_| damaged())
    }

    /// Finds a fact of a kind and opens it.
    pub fn find(&self, id: FactId, kind: FactKind) -> Result<Option<(FactRow, Fact)>, StoreError> {
        let Some(row) = facts::find(self.tx, id, kind.code())? else { return Ok(None) };
        let fact = self.fact_of(&row)?;
        Ok(Some((row, fact)))
    }

    /// Calls `each` for every fact of a kind, opened, in the order of arrival.
    pub fn each<E: From<StoreError>>(
        &self,
        kind: FactKind,
        mut each: impl FnMut(Fact) -> Result<(), E>,
    ) -> Result<(), E> {
        facts::each(self.tx, kind.code(), |row| each(self.fact_of(&row)?))
    }

    /// Looks up ids together, before each is asked for.
    pub fn look_ahead(&self, ids: impl IntoIterator<Item = FactId>) -> Result<(), StoreError> {
        let mut free: BTreeSet<FactId> = ids.into_iter().collect();
        for taken in facts::taken(self.tx, free.iter().copied())? {
            free.remove(&taken);
        }
        self.free.borrow_mut().extend(free);
        Ok(())
    }

    /// Tells whether an id was looked up and nothing stands under it.
    pub fn is_free(&self, id: FactId) -> bool {
        self.free.borrow().contains(&id)
    }

    /// Looks for what stands under an id, for a fact of a kind. An end of a plan that head office writes for a visit bears
    /// the visit's id: the two are in nobody's way.
    pub fn under(&self, id: FactId, kind: FactKind) -> Result<Under, StoreError> {
        let done = FactKind::PlanDone;
        if self.is_free(id) {
            return Ok(Under::Nothing);
        }
        if kind != done
            && let Some(place) = ratings::find(self.tx, id)?
        {
            return Ok(if kind == FactKind::Rating { Under::Same(place) } else { Under::AnotherKind });
        }
        let mut is_taken = false;
        for row in facts::of_id(self.tx, id)? {
            if row.kind == kind.code() {
                return Ok(Under::Same(row.place));
            }
            is_taken |= row.kind != done.code() && kind != done;
        }
        Ok(if is_taken { Under::AnotherKind } else { Under::Nothing })
    }

    /// Opens what is sealed of an entry.
    pub fn opened(
        &self,
        kind: FactKind,
        document: &DocumentName,
        entry: &Entry,
    ) -> Result<Opened, TakeError> {
        let Some(sealed) = sealed_in(&entry.fields)? else { return Ok(Opened::Values(Fields::none())) };
        let owner = KeyOwner::of(document, file_in(&entry.fields)?);
        if self.secrets.is_locked() {
            return Ok(Opened::Locked);
        }
        let keys = self.keys.named(&owner, sealed.key_ref())?;
        if keys.is_empty() {
            return Ok(Opened::Erased);
        }
        let opened = keys.iter().find_map(|key| key.open_fact(kind.code(), entry.id, &sealed).ok());
        Ok(Opened::Values(opened.ok_or(OpenError).map_err(|OpenError| Meaning::SealedWithoutKey)?))
    }

    /// Tells whether what stands at a place says the same as a fact, whoever wrote it down and when. What is sealed of it
    /// and can't be opened contradicts nothing.
    pub fn says(&self, place: &Place, fact: &Fact) -> Result<bool, StoreError> {
        let damaged = || changes::damaged(&place.name);
        let entry = self.entry_at(place)?;
        let name = DocumentName::parse(&place.name).ok_or_else(damaged)?;
        match self.opened(FactKind::of(&fact.body), &name, &entry) {
            Ok(opened) => Ok(is_fact(&entry, &opened, fact)),
            Err(TakeError::Meaning(_)) => Err(damaged()),
            Err(TakeError::Store(e)) => Err(e),
        }
    }

    /// Refuses what a device wrote of a request in the name of somebody who was never let do that there, or of nobody where somebody
    /// must have signed in; and what is done only at head office.
    fn check_pass(&self, document: &DocumentName, fact: &Fact) -> Result<(), TakeError> {
        let (kind, alone) = match &fact.body {
            Body::Request(_) => (StepKind::Received, true),
            Body::Step(step) => (step.step.kind(), step.step.kind().is_the_applicants()),
            _ => return Ok(()),
        };
        let Some(device) = document.device() else { return Ok(()) };
        if roles_for(kind).0 == Desk::HeadOffice {
            return Err(Meaning::NotAllowed.into());
        }
        let has_pass = match &fact.by {
            None => alone,
            Some(staff) => self.had_pass(device, staff, kind)?,
        };
        if has_pass { Ok(()) } else { Err(Meaning::NoPass.into()) }
    }

    fn check_id(&self, kind: FactKind, entry: &Entry, opened: &Opened) -> Result<(), TakeError> {
        let place = match self.under(entry.id, kind)? {
            Under::Nothing => return Ok(()),
            Under::AnotherKind => return Err(Meaning::IdTaken.into()),
            Under::Same(place) => place,
        };
        let earlier = self.entry_at(&place)?;
        if earlier.fields == entry.fields {
            return Ok(());
        }
        let document = DocumentName::parse(&place.name).ok_or_else(|| changes::damaged(&place.name))?;
        let theirs = self.opened(kind, &document, &earlier)?;
        if is_same((&earlier, &theirs), (entry, opened)) { Ok(()) } else { Err(Meaning::IdTaken.into()) }
    }

    /// Writes the read rows of a fact whose id is free, or stands for the same fact.
    pub fn put(&self, arrived: &Arrived<'_>, fact: &Fact) -> Result<(), StoreError> {
        let is_free = self.free.borrow_mut().remove(&fact.id);
        let (kind, document, seq) = (FactKind::of(&fact.body), arrived.document_row, arrived.seq);
        let branch = fact.branch.as_ref().map(crate::domain::BranchId::as_str);
        let file = fact.file.map(|file| self.rows.of(file)).transpose()?;
        let new = |subject: Option<FactId>, at| NewFact {
            fact: fact.id,
            kind: kind.code(),
            document,
            seq,
            branch,
            file,
            subject: subject.map(|id| id.0),
            at,
            wall: fact.recorded.map(|recorded| recorded.wall),
            visit: None,
            is_free,
        };
        let put = |new: NewFact<'_>| facts::put(self.tx, &self.codes, &new);
        match &fact.body {
            Body::Rating(rating) => ratings::put(self.tx, document, seq, branch, rating),
            Body::Visit(visit) => {
                put(NewFact { visit: Some(visit), ..new(visit.planned, Some(&visit.at)) }).map(drop)
            }
            Body::Planned(planned) => match put(new(None, None))? {
                Some(id) => facts::put_plan(self.tx, id, planned.visit.date),
                None => Ok(()),
            },
            Body::Called(called) => put(new(Some(called.visit), Some(&called.at))).map(drop),
            Body::Suggestion(suggestion) => put(new(None, Some(&suggestion.at))).map(drop),
            Body::PlanDropped(dropped) => put(new(Some(dropped.plan), None)).map(drop),
            Body::PlanDone(done) => put(new(Some(done.plan), None)).map(drop),
            Body::Joined(files) | Body::Parted(files) => {
                let (file, subject) = (Some(self.rows.of(files.first())?), Some(files.second().0));
                put(NewFact { file, subject, ..new(None, None) }).map(drop)
            }
            Body::Rejected(_) => {
                self.some_are_rejected.set(None);
                put(new(None, None)).map(drop)
            }
            Body::HeldSettled(settled) => {
                put(NewFact {
                    subject: Some(settled_place(&settled.document, settled.seq).0),
                    ..new(None, None)
                })?;
                match changes::document(self.tx, &settled.document)? {
                    Some(row) => held::release(self.tx, row.id, settled.seq),
                    None => Ok(()),
                }
            }
            Body::Request(request) => put(new(None, Some(&request.at))).map(drop),
            Body::Step(step) => put(new(Some(step.request), Some(&step.at))).map(drop),
            Body::Session(step) => put(new(Some(step.session), Some(&step.at))).map(drop),
            Body::PassIssued(_) => put(new(None, None)).map(drop),
            Body::PassEnded(ended) => put(new(Some(ended.issued), None)).map(drop),
            Body::Published(_) => put(new(None, None)).map(drop),
        }
    }
}
