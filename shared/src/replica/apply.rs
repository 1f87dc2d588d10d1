//! From the fields of an admitted fact to read rows: the same for what a device writes itself, what the server
//! receives, and what a rebuild goes through.

use super::apply_plans::{apply_carried_out, apply_plan, apply_plan_end};
use super::secrets::Secrets;
use crate::doc::{
    DocumentName, Entry, Meaning, OpenError, PLAN_DONE, PLAN_DROPPED, PLANNED, RatingFact, Scalar, Sealed,
    SealingKey, SuggestionFact, VisitFact, open_suggestion, open_visit, read_rating, read_suggestion,
    read_visit,
};
use crate::domain::{FactId, FileId, Rating, Recorded, Suggestion, Text, UnixMillis, Visit};
use crate::store::{
    Damage, RatingRow, StoreError, SuggestionRow, Tx, VisitRow, catalog_rows, keys, plans, ratings,
    suggestions, visits,
};

/// What a read row leaves out of when a fact was written: nothing that is opened depends on it.
const NEVER: Recorded = Recorded { wall: UnixMillis(0), monotonic_millis: 0, boot: uuid::Uuid::nil() };

/// Why a fact has no read rows.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Its meaning was refused: it is held for review.
    #[error(transparent)]
    Meaning(#[from] Meaning),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A fact, its place, and what to check it against.
pub(crate) struct Arrived<'a> {
    pub document: &'a DocumentName,
    pub document_row: i64,
    pub seq: u64,
    pub entry: &'a Entry,
    /// The branch that the fact must name; `None` where it was checked before.
    pub branch: Option<&'a str>,
    /// Sealed values must open; otherwise a destroyed key is an erased person.
    pub keys_must_be_here: bool,
}

/// Writes the read rows of a fact.
pub(crate) fn apply(tx: &Tx<'_>, secrets: &Secrets, arrived: &Arrived<'_>) -> Result<(), ApplyError> {
    let kind = match arrived.entry.fields.get("kind") {
        Some(Scalar::Text(kind)) => kind.as_str(),
        Some(_) => return Err(Meaning::Invalid("kind").into()),
        None => return Err(Meaning::Missing("kind").into()),
    };
    // no column of clear text holds it, and nobody types it; a publication has its texts in the change alone
    let holds_nul = |value: &Scalar| matches!(value, Scalar::Text(text) if text.contains('\0'));
    if kind != "catalog_entry" && arrived.entry.fields.values().any(holds_nul) {
        return Err(Meaning::Invalid("text").into());
    }
    match (kind, arrived.document) {
        ("visit", DocumentName::Journal { .. }) => apply_visit(tx, secrets, arrived),
        ("rating", DocumentName::Ratings { .. }) => apply_rating(tx, secrets, arrived),
        ("suggestion", DocumentName::Journal { .. }) => apply_suggestion(tx, secrets, arrived),
        (PLANNED, DocumentName::Journal { .. } | DocumentName::HeadOffice { .. }) => {
            apply_plan(tx, secrets, arrived)
        }
        (PLAN_DROPPED, DocumentName::Journal { .. } | DocumentName::HeadOffice { .. }) => {
            apply_plan_end(tx, arrived, false)
        }
        (PLAN_DONE, DocumentName::HeadOffice { .. }) => apply_plan_end(tx, arrived, true),
        ("catalog_entry", DocumentName::Catalog { .. }) => {
            Ok(catalog_rows::put(tx, arrived.document_row, arrived.entry.id, arrived.seq)?)
        }
        ("visit" | "rating" | "suggestion" | "catalog_entry" | PLANNED | PLAN_DROPPED | PLAN_DONE, _) => {
            Err(Meaning::NotAllowed.into())
        }
        _ => Err(Meaning::UnknownKind.into()),
    }
}

fn apply_visit(tx: &Tx<'_>, secrets: &Secrets, arrived: &Arrived<'_>) -> Result<(), ApplyError> {
    let id = arrived.entry.id;
    let fact = read_visit(id, &arrived.entry.fields)?;
    check_branch(arrived, fact.branch.as_str())?;
    let VisitFact { given, purpose, answers, note, acting, place, report, signature, .. } = &fact;
    let sealed = [given, purpose, answers, note, acting, place, report, signature];
    check_keys(tx, arrived, fact.file, sealed)?;
    let opened =
        opened_visit(tx, secrets, arrived.document, &fact).map_err(|OpenError| Meaning::SealedWithoutKey)?;
    if is_other_kind(tx, id, RecordKind::Visit)? {
        return Err(Meaning::IdTaken.into());
    }
    if let Some(row) = visits::find(tx, id)?
        && open_row(tx, secrets, &row)? != opened
    {
        return Err(Meaning::IdTaken.into());
    }
    if let Some(plan) = fact.visit.planned {
        apply_carried_out(tx, arrived, &fact.visit, plan)?;
    }
    let bytes = |sealed: Option<Sealed>| sealed.map(Sealed::into_bytes);
    let row = VisitRow {
        id: 0,
        visit: fact.visit,
        document: arrived.document.to_string(),
        seq: arrived.seq,
        branch: fact.branch.as_str().to_owned(),
        file: fact.file,
        given: bytes(fact.given),
        purpose: bytes(fact.purpose),
        answers: bytes(fact.answers),
        note: bytes(fact.note),
        acting: bytes(fact.acting),
        place: bytes(fact.place),
        report: bytes(fact.report),
        signature: bytes(fact.signature),
        wall: fact.recorded.wall,
    };
    Ok(visits::put(tx, arrived.document_row, &row)?)
}

fn apply_rating(tx: &Tx<'_>, secrets: &Secrets, arrived: &Arrived<'_>) -> Result<(), ApplyError> {
    let id = arrived.entry.id;
    let RatingFact { rating, branch, comment } = read_rating(id, &arrived.entry.fields)?;
    check_branch(arrived, branch.as_str())?;
    check_keys(tx, arrived, None, [&comment])?;
    let row = RatingRow {
        id: 0,
        rating,
        document: arrived.document.to_string(),
        seq: arrived.seq,
        branch: branch.as_str().to_owned(),
        comment: comment.map(Sealed::into_bytes),
    };
    let opened = open_rating(tx, secrets, &row).map_err(|_| Meaning::SealedWithoutKey)?;
    if is_other_kind(tx, id, RecordKind::Rating)? {
        return Err(Meaning::IdTaken.into());
    }
    if let Some(earlier) = ratings::find(tx, id)?
        && open_rating(tx, secrets, &earlier)? != opened
    {
        return Err(Meaning::IdTaken.into());
    }
    Ok(ratings::put(tx, arrived.document_row, &row)?)
}

fn apply_suggestion(tx: &Tx<'_>, secrets: &Secrets, arrived: &Arrived<'_>) -> Result<(), ApplyError> {
    let id = arrived.entry.id;
    let fact = read_suggestion(id, &arrived.entry.fields)?;
    check_branch(arrived, fact.branch.as_str())?;
    let text = Some(fact.text.clone());
    check_keys(tx, arrived, None, [&text, &fact.mobile])?;
    let row = SuggestionRow {
        id: 0,
        fact: id,
        at: fact.at,
        channel: fact.channel,
        service: fact.service,
        document: arrived.document.to_string(),
        seq: arrived.seq,
        branch: fact.branch.as_str().to_owned(),
        text: fact.text.into_bytes(),
        mobile: fact.mobile.map(Sealed::into_bytes),
    };
    let opened = open_suggestion_row(tx, secrets, &row).map_err(|_| Meaning::SealedWithoutKey)?;
    if is_other_kind(tx, id, RecordKind::Suggestion)? {
        return Err(Meaning::IdTaken.into());
    }
    if let Some(earlier) = suggestions::find(tx, id)?
        && open_suggestion_row(tx, secrets, &earlier)? != opened
    {
        return Err(Meaning::IdTaken.into());
    }
    Ok(suggestions::put(tx, arrived.document_row, &row)?)
}

/// The kinds of record that share one space of ids.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RecordKind {
    Visit,
    Rating,
    Suggestion,
    Plan,
    PlanEnd,
}

/// Tells whether an id stands for a record of another kind already.
pub(crate) fn is_other_kind(tx: &Tx<'_>, id: FactId, kind: RecordKind) -> Result<bool, StoreError> {
    // an end that a visit is by itself bears the visit's id
    let is_drop = || -> Result<bool, StoreError> {
        Ok(plans::find_end(tx, id)?.is_some_and(|end| end.visit.is_none()))
    };
    Ok((kind != RecordKind::Visit && visits::find(tx, id)?.is_some())
        || (kind != RecordKind::Rating && ratings::find(tx, id)?.is_some())
        || (kind != RecordKind::Suggestion && suggestions::find(tx, id)?.is_some())
        || (kind != RecordKind::Plan && plans::find(tx, id)?.is_some())
        || (kind != RecordKind::PlanEnd && is_drop()?))
}

pub(super) fn check_branch(arrived: &Arrived<'_>, named: &str) -> Result<(), Meaning> {
    match arrived.branch {
        Some(branch) if branch != named => Err(Meaning::OtherBranch),
        Some(_) | None => Ok(()),
    }
}

pub(super) fn check_keys<const N: usize>(
    tx: &Tx<'_>,
    arrived: &Arrived<'_>,
    file: Option<FileId>,
    sealed: [&Option<Sealed>; N],
) -> Result<(), ApplyError> {
    if arrived.keys_must_be_here {
        for value in sealed.into_iter().flatten() {
            if key_record(tx, arrived.document, file, value)?.is_none() {
                return Err(Meaning::SealedWithoutKey.into());
            }
        }
    }
    Ok(())
}

/// Finds the key that a sealed value names, `None` where it was destroyed: among the keys of the person's file where
/// the value belongs to one, else among those of the document it stands in.
pub(crate) fn key_of(
    tx: &Tx<'_>,
    secrets: &Secrets,
    document: &DocumentName,
    file: Option<FileId>,
    sealed: &Sealed,
) -> Option<SealingKey> {
    let record = key_record(tx, document, file, sealed).ok().flatten()?;
    secrets.unlock_key(&record).ok()
}

/// Opens one sealed value of a row; `None` where there is none, or its key was destroyed.
pub(crate) fn open_sealed(
    tx: &Tx<'_>,
    secrets: &Secrets,
    document: &str,
    file: Option<FileId>,
    fact: FactId,
    field: &str,
    sealed: Option<&[u8]>,
) -> Option<Vec<u8>> {
    let sealed = Sealed::parse(sealed?)?;
    let document = DocumentName::parse(document)?;
    let key = key_of(tx, secrets, &document, file, &sealed)?;
    key.open(&document, &fact.to_string(), field, &sealed).ok()
}

fn key_record(
    tx: &Tx<'_>,
    document: &DocumentName,
    file: Option<FileId>,
    sealed: &Sealed,
) -> Result<Option<keys::KeyRecord>, StoreError> {
    let home = file.map_or_else(|| document.to_string(), |file| DocumentName::File(file).to_string());
    keys::key(tx, &home, sealed.key().as_bytes())
}

fn opened_visit(
    tx: &Tx<'_>,
    secrets: &Secrets,
    document: &DocumentName,
    fact: &VisitFact,
) -> Result<Visit, OpenError> {
    open_visit(fact, document, |sealed| key_of(tx, secrets, document, fact.file, sealed))
}

/// Opens the sealed parts of a visit's row; what an erased person's destroyed key sealed stays out.
pub(crate) fn open_row(tx: &Tx<'_>, secrets: &Secrets, row: &VisitRow) -> Result<Visit, StoreError> {
    let parse = |bytes: &Option<Vec<u8>>| bytes.as_deref().and_then(Sealed::parse);
    let damaged = || StoreError::from(Damage::Row(format!("a fact in {}", row.document)));
    let document = DocumentName::parse(&row.document).ok_or_else(damaged)?;
    let fact = VisitFact {
        visit: row.visit.clone(),
        branch: crate::domain::BranchId::parse(&row.branch).map_err(|_| damaged())?,
        recorded: Recorded { wall: row.wall, ..NEVER },
        file: row.file,
        given: parse(&row.given),
        purpose: parse(&row.purpose),
        answers: parse(&row.answers),
        note: parse(&row.note),
        acting: parse(&row.acting),
        place: parse(&row.place),
        report: parse(&row.report),
        signature: parse(&row.signature),
    };
    opened_visit(tx, secrets, &document, &fact).map_err(|OpenError| damaged())
}

/// Opens the comment of a rating's row.
pub(crate) fn open_rating(tx: &Tx<'_>, secrets: &Secrets, row: &RatingRow) -> Result<Rating, StoreError> {
    let damaged = || StoreError::from(Damage::Row(format!("a fact in {}", row.document)));
    let document = DocumentName::parse(&row.document).ok_or_else(damaged)?;
    let mut rating = row.rating.clone();
    let sealed = row.comment.as_deref().and_then(Sealed::parse);
    if let Some((key, sealed)) = sealed.and_then(|s| Some((key_of(tx, secrets, &document, None, &s)?, s))) {
        rating.comment = Some(open_text(&key, &document, rating.id, "comment", &sealed).ok_or_else(damaged)?);
    }
    Ok(rating)
}

/// Opens a suggestion's row; `None` where the journal's key is gone.
pub(crate) fn open_suggestion_row(
    tx: &Tx<'_>,
    secrets: &Secrets,
    row: &SuggestionRow,
) -> Result<Option<Suggestion>, StoreError> {
    let damaged = || StoreError::from(Damage::Row(format!("a fact in {}", row.document)));
    let document = DocumentName::parse(&row.document).ok_or_else(damaged)?;
    let fact = SuggestionFact {
        id: row.fact,
        at: row.at.clone(),
        channel: row.channel.clone(),
        service: row.service.clone(),
        branch: crate::domain::BranchId::parse(&row.branch).map_err(|_| damaged())?,
        recorded: NEVER,
        text: Sealed::parse(&row.text).ok_or_else(damaged)?,
        mobile: row.mobile.as_deref().and_then(Sealed::parse),
    };
    open_suggestion(&fact, &document, |sealed| key_of(tx, secrets, &document, None, sealed))
        .map_err(|OpenError| damaged())
}

fn open_text(
    key: &SealingKey,
    document: &DocumentName,
    id: FactId,
    field: &str,
    sealed: &Sealed,
) -> Option<Text> {
    let bytes = key.open(document, &id.to_string(), field, sealed).ok()?;
    Text::new(String::from_utf8(bytes).ok()?).ok()
}
