//! From an entry to read rows and back, once for both replicas: what a device records, what head office receives, what a
//! pull brings, and what a rebuild goes through.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::keyring::Keyring;
use super::people::{OpenedFile, open_file};
use super::secrets::Secrets;
use crate::doc::{
    DocumentName, Entry, FactKind, Fields, KeyOwner, Meaning, OpenError, Opened, Scalar, is_same,
    kinds_version, open_fact, sealed_in,
};
use crate::domain::{Body, Fact, FactId, FileId, Rating};
use crate::store::facts::{self, FactRow, NewFact};
use crate::store::held::HeldRow;
use crate::store::ratings::{self, RatingPlace};
use crate::store::{StoreError, Tx, changes, held, meta};

/// Under which name the kinds are noted that the program knew which last looked at what is held.
const KINDS_SEEN: &str = "kinds_version";

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

/// The facts of a replica within one transaction.
pub(crate) struct Facts<'a> {
    pub tx: &'a Tx<'a>,
    pub secrets: &'a Secrets,
    pub keys: Keyring<'a>,
    files: RefCell<BTreeMap<FileId, Rc<OpenedFile>>>,
}

impl<'a> Facts<'a> {
    pub fn new(tx: &'a Tx<'a>, secrets: &'a Secrets) -> Self {
        Self { tx, secrets, keys: Keyring::new(tx, secrets), files: RefCell::default() }
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

    /// Looks at everything again: what was written since was taken back.
    pub fn forget_all(&self) {
        self.keys.forget_all();
        self.files.borrow_mut().clear();
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
                held::hold(self.tx, row, seq, Some(id), &meaning.to_string())?;
                Ok(None)
            }
            Err(TakeError::Store(e)) => Err(e),
        }
    }

    /// Looks again at what is held: `is_due` says at which, `branch_of` which branch a document's facts must name. Returns
    /// what has read rows now.
    pub fn release(
        &self,
        rows: Vec<HeldRow>,
        branch_of: impl Fn(&DocumentName) -> Result<Option<String>, StoreError>,
    ) -> Result<Vec<(DocumentName, Entry, Fact)>, StoreError> {
        let mut released = Vec::new();
        for HeldRow { document_row, document, seq, .. } in rows {
            let Some(name) = DocumentName::parse(&document) else { continue };
            let entry = self.entry_at(&document, document_row, seq)?;
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

    /// Tells whether a program that knew other kinds of fact looked last at what is held, and notes that this one does now.
    pub fn knows_other_kinds(&self) -> Result<bool, StoreError> {
        let seen = meta::get_number(self.tx, KINDS_SEEN)?;
        if seen == Some(kinds_version()) {
            return Ok(false);
        }
        meta::set(self.tx, KINDS_SEEN, kinds_version().to_string())?;
        Ok(seen.is_some())
    }

    /// Reads the entry at a place.
    pub fn entry_at(&self, document: &str, document_row: i64, seq: u64) -> Result<Entry, StoreError> {
        let bytes = changes::entry_at(self.tx, document_row, seq)?;
        bytes.and_then(|bytes| Entry::from_bytes(&bytes)).ok_or_else(|| changes::damaged(document))
    }

    /// Opens the fact of a read row; what an erased person's destroyed key sealed stays out.
    pub fn fact_of(&self, row: &FactRow) -> Result<Fact, StoreError> {
        let damaged = || changes::damaged(&row.name);
        let entry = self.entry_at(&row.name, row.document, row.seq)?;
        let name = DocumentName::parse(&row.name).ok_or_else(damaged)?;
        let kind = FactKind::from_code(&row.kind).ok_or_else(damaged)?;
        self.read(kind, &name, &entry)
    }

    /// Opens the fact of a rating.
    pub fn fact_of_rating(&self, place: &RatingPlace) -> Result<Fact, StoreError> {
        let entry = self.entry_at(&place.name, place.document, place.seq)?;
        let name = DocumentName::parse(&place.name).ok_or_else(|| changes::damaged(&place.name))?;
        self.read(FactKind::Rating, &name, &entry)
    }

    /// Opens a rating.
    pub fn rating_of(&self, place: &RatingPlace) -> Result<Rating, StoreError> {
        match self.fact_of_rating(place)?.body {
            Body::Rating(rating) => Ok(*rating),
            _ => Err(changes::damaged(&place.name)),
        }
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

    /// Tells whether an id stands for a record of another kind already. An end of a plan that head office writes for a visit
    /// bears the visit's id.
    pub fn is_other_kind(&self, id: FactId, kind: FactKind) -> Result<bool, StoreError> {
        let done = FactKind::PlanDone;
        if kind != FactKind::Rating && kind != done && ratings::find(self.tx, id)?.is_some() {
            return Ok(true);
        }
        let others = facts::of_id(self.tx, id)?;
        let is_other = |row: &FactRow| row.kind != kind.code() && row.kind != done.code() && kind != done;
        Ok(others.iter().any(is_other))
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
        let keys = self.keys.named(&owner, sealed.key_ref())?;
        if keys.is_empty() {
            return Ok(Opened::Erased);
        }
        let opened = keys.iter().find_map(|key| key.open_fact(kind.code(), entry.id, &sealed).ok());
        Ok(Opened::Values(opened.ok_or(OpenError).map_err(|OpenError| Meaning::SealedWithoutKey)?))
    }

    fn check_id(&self, kind: FactKind, entry: &Entry, opened: &Opened) -> Result<(), TakeError> {
        if self.is_other_kind(entry.id, kind)? {
            return Err(Meaning::IdTaken.into());
        }
        let known = match kind {
            FactKind::Rating => {
                ratings::find(self.tx, entry.id)?.map(|place| (place.name, place.document, place.seq))
            }
            _ => facts::find(self.tx, entry.id, kind.code())?.map(|row| (row.name, row.document, row.seq)),
        };
        let Some((name, document, seq)) = known else { return Ok(()) };
        let earlier = self.entry_at(&name, document, seq)?;
        if earlier.fields == entry.fields {
            return Ok(());
        }
        let document = DocumentName::parse(&name).ok_or_else(|| changes::damaged(&name))?;
        let theirs = self.opened(kind, &document, &earlier)?;
        if is_same((&earlier, &theirs), (entry, opened)) { Ok(()) } else { Err(Meaning::IdTaken.into()) }
    }

    /// Writes the read rows of a fact whose id is free, or stands for the same fact.
    pub fn put(&self, arrived: &Arrived<'_>, fact: &Fact) -> Result<(), StoreError> {
        let (kind, document, seq) = (FactKind::of(&fact.body), arrived.document_row, arrived.seq);
        let branch = fact.branch.as_ref().map(crate::domain::BranchId::as_str);
        let new = |subject, at| NewFact {
            fact: fact.id,
            kind: kind.code(),
            document,
            seq,
            branch,
            file: fact.file,
            subject,
            at,
            wall: fact.recorded.map(|recorded| recorded.wall),
        };
        match &fact.body {
            Body::Rating(rating) => ratings::put(self.tx, document, seq, branch, rating),
            Body::Visit(visit) => match facts::put(self.tx, &new(visit.planned, Some(&visit.at)))? {
                Some(id) => facts::put_visit(self.tx, id, visit),
                None => Ok(()),
            },
            Body::Planned(planned) => match facts::put(self.tx, &new(None, None))? {
                Some(id) => facts::put_plan(self.tx, id, planned.visit.date),
                None => Ok(()),
            },
            Body::Suggestion(suggestion) => facts::put(self.tx, &new(None, Some(&suggestion.at))).map(drop),
            Body::PlanDropped(dropped) => facts::put(self.tx, &new(Some(dropped.plan), None)).map(drop),
            Body::PlanDone(done) => facts::put(self.tx, &new(Some(done.plan), None)).map(drop),
            Body::Published(_) => facts::put(self.tx, &new(None, None)).map(drop),
        }
    }
}

/// Returns the beneficiary file that an entry names.
pub(crate) fn file_in(fields: &Fields) -> Result<Option<FileId>, Meaning> {
    match fields.get("file") {
        None => Ok(None),
        Some(Scalar::Text(file)) => FileId::parse(file).map(Some).ok_or(Meaning::Invalid("file")),
        Some(Scalar::Int(_) | Scalar::Bool(_) | Scalar::Bytes(_)) => Err(Meaning::Invalid("file")),
    }
}
