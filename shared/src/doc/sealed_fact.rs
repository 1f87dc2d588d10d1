//! From a fact to its entry and back: what its kind seals is sealed as one value, and opened as one.

use super::kinds::{self, FactKind, SEALED};
use super::{Entry, Fields, Meaning, Scalar, SealedFact, SealedTooLarge, SealingKey};
use crate::domain::Fact;

/// Makes the entry of a fact. `time_seconds` is the commit time, 0 where it must tell nothing.
///
/// # Errors
/// [`SealedTooLarge`] where its texts are longer than an entry holds.
pub(crate) fn seal_fact(fact: &Fact, time_seconds: i64, key: &SealingKey) -> Result<Entry, SealedTooLarge> {
    let mut out = kinds::write(fact);
    if !out.sealed.is_empty() {
        let sealed = key.seal_fact(FactKind::of(&fact.body).code(), fact.id, &out.sealed)?;
        out.clear.insert(SEALED, Scalar::Bytes(sealed.into_bytes()));
    }
    Ok(Entry { id: fact.id, time_seconds, fields: out.clear })
}

/// Makes the entry of a fact of a kind that seals nothing.
pub(crate) fn clear_fact(fact: &Fact, time_seconds: i64) -> Entry {
    let out = kinds::write(fact);
    debug_assert!(out.sealed.is_empty(), "a key is needed");
    Entry { id: fact.id, time_seconds, fields: out.clear }
}

/// Returns what is sealed of an entry; `None` where nothing is.
///
/// # Errors
/// [`Meaning`] where the field holds something else.
pub(crate) fn sealed_in(fields: &Fields) -> Result<Option<SealedFact>, Meaning> {
    match fields.get(SEALED) {
        None => Ok(None),
        Some(Scalar::Bytes(bytes)) => SealedFact::parse(bytes).map(Some).ok_or(Meaning::Invalid(SEALED)),
        Some(Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_)) => Err(Meaning::Invalid(SEALED)),
    }
}

/// What was sealed of an entry, as far as it can be opened.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Opened {
    /// Its values; none where nothing was sealed.
    Values(Fields),
    /// The key is gone: an erased person.
    Erased,
    /// Reading is locked on this device.
    Locked,
}

impl Opened {
    fn values(&self) -> Option<&Fields> {
        match self {
            Self::Values(values) => Some(values),
            Self::Erased | Self::Locked => None,
        }
    }
}

/// Reads the fact of an entry.
///
/// # Errors
/// [`Meaning`] with the first field at fault.
pub(crate) fn open_fact(kind: FactKind, entry: &Entry, opened: &Opened) -> Result<Fact, Meaning> {
    kinds::read(kind, entry.id, &entry.fields, opened.values())
}

/// Tells whether two entries of one id say the same, whoever wrote them down and when. What can be opened on one side alone
/// contradicts nothing.
pub(crate) fn is_same(a: (&Entry, &Opened), b: (&Entry, &Opened)) -> bool {
    kinds::is_same((&a.0.fields, a.1.values()), (&b.0.fields, b.1.values()))
}

/// Tells whether an entry says the same as a fact, likewise.
pub(crate) fn is_fact(entry: &Entry, opened: &Opened, fact: &Fact) -> bool {
    let out = kinds::write(fact);
    kinds::is_same((&entry.fields, opened.values()), (&out.clear, Some(&out.sealed)))
}
