//! What is held for review, as people at head office settle it: listed, read, accepted or dropped. Whatever they decide is a
//! fact of head office's own, and the held entry stays where it stands.

use super::plans::append_error;
use super::{Office, OfficeError};
use crate::doc::{
    DocumentName, Entry, FactKind, KeyOwner, Meaning, Month, OFFICE_ALONE, Opened, Scalar, SealingKey,
    open_fact, random, seal_fact, sealed_in,
};
use crate::domain::{Body, Code, DeviceId, Fact, FactId, HeldSettled, Line, UnixMillis};
use crate::replica::Act;
use crate::replica::facts::{Arrived, Facts, TakeError, Under, settled_place};
use crate::replica::journals::{self, AppendError};
use crate::replica::lines::line_of;
use crate::store::held::{self, HeldRow};
use crate::store::{StoreError, Tx, changes, office};

/// A record that is held for review.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldRecord {
    /// What people name it by.
    pub id: FactId,
    /// The device that recorded it; `None` for head office itself.
    pub device: Option<DeviceId>,
    /// That device's branch.
    pub branch: Option<String>,
    /// The journal.
    pub document: String,
    /// Its number there.
    pub seq: u64,
    /// The record's id, as it was written.
    pub fact: FactId,
    /// When it was written, by the device's clock; `None` for a rating, which tells no time (P-11).
    pub at: Option<UnixMillis>,
    /// The reason, with the field that it is about.
    pub reason: String,
    /// What accepting it does.
    pub accepting: Accepting,
}

/// What accepting a held record does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Accepting {
    /// It is written down at head office as it is.
    AsItIs,
    /// It is written down under a new id: its own stands for another record.
    UnderNewId,
    /// It can't be accepted: why, and what to do.
    Not(&'static str),
}

/// What a held record says.
#[derive(Clone, PartialEq, Debug)]
pub enum HeldContent {
    /// A whole record, opened.
    Record(Box<Line>),
    /// It is none: its fields, as far as they open.
    Fields(Vec<(String, Scalar)>),
}

impl Office {
    /// Counts what is held for review.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn count_held(&self) -> Result<u64, StoreError> {
        self.db.read(held::count)
    }

    /// Lists what is held for review, oldest first, after skipping some.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list_held(&self, skip: u64, at_most: u32) -> Result<Vec<HeldRecord>, StoreError> {
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let rows = held::page(tx, skip, at_most)?;
            rows.into_iter().filter_map(|row| listed(&facts, &row).transpose()).collect()
        })
    }

    /// Opens a held record; `None` where nothing of that name is held.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn held_content(&self, id: FactId) -> Result<Option<(HeldRecord, HeldContent)>, StoreError> {
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let Some((record, name, entry)) = find(&facts, id)? else { return Ok(None) };
            let fact = opened(&facts, &name, &entry)?;
            let content = match fact.as_ref().ok().and_then(line_of) {
                Some(line) => HeldContent::Record(Box::new(line)),
                None => HeldContent::Fields(fields_of(&facts, &name, &entry)?),
            };
            Ok(Some((record, content)))
        })
    }

    /// Accepts a held record: head office writes it down in a journal of its own, under its id or a new one. Returns the id.
    ///
    /// # Errors
    /// [`OfficeError::NotHeld`], [`OfficeError::NotAcceptable`], or the store's; nothing is settled then.
    pub fn accept_held(&self, act: &mut Act, id: FactId, by: &Code) -> Result<FactId, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let (record, name, entry) = find(&facts, id)?.ok_or(OfficeError::NotHeld { id })?;
            let refused = |why| OfficeError::NotAcceptable { id, why };
            if let Accepting::Not(why) = record.accepting {
                return Err(refused(why));
            }
            let mut fact = opened(&facts, &name, &entry)?.map_err(|_| refused(NO_RECORD))?;
            if record.accepting == Accepting::UnderNewId {
                fact.id = FactId::from_random(random(&mut act.dice));
            }
            match &mut fact.body {
                Body::Visit(visit) => visit.id = fact.id,
                Body::Suggestion(suggestion) => suggestion.id = fact.id,
                _ => return Err(refused(OTHER_KIND)),
            }
            self.keep(&facts, act, &fact)?;
            self.settle(&facts, act, &record, Some(fact.id), by)?;
            Ok(fact.id)
        })
    }

    /// Lets a held record go: nothing of it is read, and its bytes stay as evidence.
    ///
    /// # Errors
    /// [`OfficeError::NotHeld`], or the store's.
    pub fn drop_held(&self, act: &mut Act, id: FactId, by: &Code) -> Result<(), OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let (record, ..) = find(&facts, id)?.ok_or(OfficeError::NotHeld { id })?;
            self.settle(&facts, act, &record, None, by)
        })
    }

    fn settle(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        record: &HeldRecord,
        accepted: Option<FactId>,
        by: &Code,
    ) -> Result<(), OfficeError> {
        let id = FactId::from_random(random(&mut act.dice));
        let body =
            Body::HeldSettled(HeldSettled { document: record.document.clone(), seq: record.seq, accepted });
        let (by, recorded) = (Some(by.clone()), Some(act.now.recorded()));
        self.keep(facts, act, &Fact { id, branch: None, by, recorded, file: None, body })
    }

    /// Writes a fact down in the journal that head office keeps to itself.
    pub(super) fn keep(&self, facts: &Facts<'_>, act: &mut Act, fact: &Fact) -> Result<(), OfficeError> {
        let tx = facts.tx;
        let epoch = Self::epoch(tx)?;
        let name_of = |month| DocumentName::HeadOffice { epoch, scope: OFFICE_ALONE.to_owned(), month };
        let month = Month::of(&act.now.moment());
        let mut journal = journals::current(tx, facts.secrets, epoch, month, name_of)?;
        let owner = KeyOwner::of(&journal.name, fact.file);
        let key = match (facts.keys.current(&owner)?, &owner) {
            (Some(key), _) => key,
            // nothing of it is sealed, or its key would be here
            (None, KeyOwner::File(_)) => SealingKey::generate(&mut act.dice),
            (None, _) => facts.keys.make_own(&mut act.dice, &owner)?,
        };
        let entry =
            seal_fact(fact, act.now.seconds(), &key).map_err(AppendError::from).map_err(append_error)?;
        journals::append_entry(tx, &mut journal.row, &entry).map_err(append_error)?;
        changes::move_end(tx, &journal.row)?;
        let (document_row, seq) = (journal.row.id, journal.row.last_seq);
        let arrived = Arrived {
            document: &journal.name,
            document_row,
            seq,
            entry: &entry,
            branch: None,
            keys_must_be_here: true,
        };
        Ok(facts.take_in(&arrived).map(drop)?)
    }
}

const NO_RECORD: &str = "it is no whole record: record again what it says, then drop it";
const OTHER_KIND: &str =
    "only visits and suggestions can be accepted: have its device write it again, or drop it";
const NO_KEY: &str = "its key never came, so nobody can read it: it is accepted automatically if its device sends the key; otherwise drop it";
const UNKNOWN: &str =
    "this program does not know its kind: it is accepted automatically once the program is updated";

fn listed(facts: &Facts<'_>, row: &HeldRow) -> Result<Option<HeldRecord>, StoreError> {
    let HeldRow { place, reason } = row;
    let Some(name) = DocumentName::parse(&place.name) else { return Ok(None) };
    let entry = facts.entry_at(place)?;
    let branch = branch_of(facts.tx, &name)?;
    let at = Some(entry.time_seconds).filter(|seconds| *seconds != 0);
    Ok(Some(HeldRecord {
        id: settled_place(&place.name, place.seq),
        device: name.device(),
        branch,
        document: place.name.clone(),
        seq: place.seq,
        fact: entry.id,
        at: at.map(|seconds| UnixMillis(seconds.saturating_mul(1_000))),
        reason: reason.clone(),
        accepting: accepting(facts, &name, &entry, reason)?,
    }))
}

fn branch_of(tx: &Tx<'_>, name: &DocumentName) -> Result<Option<String>, StoreError> {
    match name.device() {
        Some(device) => Ok(office::device(tx, device)?.map(|device| device.branch)),
        None => Ok(None),
    }
}

/// Says what accepting an entry does, which is held for a reason.
fn accepting(
    facts: &Facts<'_>,
    name: &DocumentName,
    entry: &Entry,
    reason: &str,
) -> Result<Accepting, StoreError> {
    let is = |meaning: Meaning| reason == meaning.to_string();
    if is(Meaning::UnknownKind) {
        return Ok(Accepting::Not(UNKNOWN));
    }
    let is_sealed = sealed_in(&entry.fields).is_ok_and(|sealed| sealed.is_some());
    let fact = match opened(facts, name, entry)? {
        Ok(fact) => fact,
        Err(Meaning::SealedWithoutKey) => return Ok(Accepting::Not(NO_KEY)),
        Err(_) => return Ok(Accepting::Not(NO_RECORD)),
    };
    let kind = FactKind::of(&fact.body);
    if !matches!(fact.body, Body::Visit(_) | Body::Suggestion(_)) {
        return Ok(Accepting::Not(OTHER_KIND));
    }
    if is(Meaning::SealedWithoutKey) && is_sealed {
        return Ok(Accepting::Not(NO_KEY));
    }
    Ok(match facts.under(entry.id, kind)? {
        Under::Nothing => Accepting::AsItIs,
        Under::AnotherKind | Under::Same(_) => Accepting::UnderNewId,
    })
}

/// Opens a held entry, wherever it stands.
fn opened(
    facts: &Facts<'_>,
    name: &DocumentName,
    entry: &Entry,
) -> Result<Result<Fact, Meaning>, StoreError> {
    let Some(kind) = kind_of(entry) else { return Ok(Err(Meaning::UnknownKind)) };
    match facts.opened(kind, name, entry) {
        // a key that was destroyed and one that never came are one here
        Ok(Opened::Erased | Opened::Locked) => Ok(Err(Meaning::SealedWithoutKey)),
        Ok(values) => Ok(open_fact(kind, entry, &values)),
        Err(TakeError::Meaning(meaning)) => Ok(Err(meaning)),
        Err(TakeError::Store(e)) => Err(e),
    }
}

fn kind_of(entry: &Entry) -> Option<FactKind> {
    let Some(Scalar::Text(code)) = entry.fields.get("kind") else { return None };
    FactKind::from_code(code)
}

/// Returns the fields of an entry, and what opens of what is sealed in their place.
fn fields_of(
    facts: &Facts<'_>,
    name: &DocumentName,
    entry: &Entry,
) -> Result<Vec<(String, Scalar)>, StoreError> {
    let values = match kind_of(entry).map(|kind| facts.opened(kind, name, entry)) {
        Some(Ok(Opened::Values(values))) => Some(values),
        Some(Err(TakeError::Store(e))) => return Err(e),
        Some(Ok(Opened::Erased | Opened::Locked) | Err(TakeError::Meaning(_))) | None => None,
    };
    let clear = entry.fields.iter().filter(|(name, _)| values.is_none() || *name != crate::doc::SEALED);
    let sealed = values.iter().flat_map(|values| values.iter());
    Ok(clear.chain(sealed).map(|(name, value)| (name.to_owned(), value.clone())).collect())
}

fn find(facts: &Facts<'_>, id: FactId) -> Result<Option<(HeldRecord, DocumentName, Entry)>, StoreError> {
    for row in held::all(facts.tx)? {
        if settled_place(&row.place.name, row.place.seq) != id {
            continue;
        }
        let (Some(record), Some(name)) = (listed(facts, &row)?, DocumentName::parse(&row.place.name)) else {
            continue;
        };
        return Ok(Some((record, name, facts.entry_at(&row.place)?)));
    }
    Ok(None)
}
