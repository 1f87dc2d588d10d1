//! Admission: the only way from foreign bytes to automerge.
//!
//! A structural fault ([`Refusal`]) stops the journal it is in; a fault of meaning ([`super::Meaning`]) is found later,
//! from the decoded fields, and holds back read rows only. Every step is cheap before the next: size and run lengths
//! before parsing, the chain before the shape.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::Change;

use super::chunk::frame_is_sound;
use super::journal::{Entry, Tip, entry_of};

/// Something from another machine that nobody has checked yet.
pub struct Unverified<T>(pub T);

/// A change that passed admission: only this reaches automerge or a store.
#[derive(Clone, Debug)]
pub struct Admitted {
    pub(crate) change: Change,
}

impl Admitted {
    /// Returns the raw bytes, as they came.
    pub fn bytes(&self) -> &[u8] {
        self.change.raw_bytes()
    }

    /// Returns the change's hash.
    pub fn hash(&self) -> automerge::ChangeHash {
        self.change.hash()
    }

    /// Returns the change's sequence number within its actor.
    pub fn seq(&self) -> u64 {
        self.change.seq()
    }

    /// Returns the writer.
    pub fn actor(&self) -> &automerge::ActorId {
        self.change.actor_id()
    }

    /// Tells whether the change builds on exactly this hash; `None` for the first change of a journal.
    pub fn builds_on(&self, previous: Option<&[u8]>) -> bool {
        match (self.change.deps(), previous) {
            ([], None) => true,
            ([dep], Some(hash)) => dep.0.as_slice() == hash,
            _ => false,
        }
    }

    /// Takes a change out of this replica's own store, where only admitted ones are kept; `None` where the store is
    /// damaged.
    pub fn from_store(bytes: &[u8]) -> Option<Self> {
        if !frame_is_sound(bytes) {
            return None;
        }
        parse(bytes).ok().map(|change| Self { change })
    }
}

/// Why a change was refused for its structure. The journal stops there; its device starts a new incarnation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not one whole uncompressed change within the limits, encoded as automerge itself encodes it.
    #[error("frame")]
    Frame,
    /// Another writer than the document's.
    #[error("actor")]
    Actor,
    /// The number does not follow.
    #[error("sequence")]
    Sequence,
    /// It does not build on the last change.
    #[error("chain")]
    Chain,
    /// Its operations' counters do not follow.
    #[error("operations")]
    Operations,
    /// Its operations are not those of a fact.
    #[error("shape")]
    Shape,
    /// Its fact's id stands in this document already.
    #[error("repeated")]
    Repeated,
    /// A rating with a commit time.
    #[error("time")]
    Time,
}

/// Returns the hash of a change nobody has checked yet: SHA-256 over its chunk from the type byte on. Admission compares
/// it with automerge's own.
pub fn hash_of_chunk(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes.get(8..).unwrap_or_default()).into()
}

/// Admits the next change of a single-writer journal.
///
/// `timeless` is set for ratings journals, whose changes may not tell when they were made; `is_known` tells whether
/// a fact id stands in this document already.
///
/// # Errors
/// [`Refusal`] with the first rule that the change breaks.
pub fn admit_entry(
    bytes: Unverified<&[u8]>,
    tip: &Tip,
    timeless: bool,
    is_known: impl FnOnce(&Entry) -> bool,
) -> Result<(Admitted, Entry, Tip), Refusal> {
    let change = parse_foreign(bytes)?;
    if change.actor_id() != &tip.actor || !change.other_actor_ids().is_empty() {
        return Err(Refusal::Actor);
    }
    if change.seq() != tip.seq + 1 {
        return Err(Refusal::Sequence);
    }
    if change.deps() != tip.hash.as_slice() {
        return Err(Refusal::Chain);
    }
    if change.start_op().get() != tip.max_op + 1 || change.is_empty() {
        return Err(Refusal::Operations);
    }
    if timeless && change.timestamp() != 0 {
        return Err(Refusal::Time);
    }
    let entry = shape_of(&change, entry_of)?;
    if is_known(&entry) {
        return Err(Refusal::Repeated);
    }
    let next = tip.after(&change);
    Ok((Admitted { change }, entry, next))
}

/// Frame, parser, and what no document of ours has: a message, an author, extra bytes.
pub(crate) fn parse_foreign(bytes: Unverified<&[u8]>) -> Result<Change, Refusal> {
    if !frame_is_sound(bytes.0) {
        return Err(Refusal::Frame);
    }
    let change = parse(bytes.0)?;
    if change.message().is_some() || !change.extra_bytes().is_empty() || !is_canonical(&change, bytes.0) {
        return Err(Refusal::Frame);
    }
    Ok(change)
}

/// Tells whether a change's bytes are the ones that automerge would write for what they say. A saved document holds
/// what its changes say and works their hashes out again when it is loaded: a change in other bytes, such as a run
/// that claims more rows than there are, would get another hash there, and the document would never load again.
fn is_canonical(change: &Change, bytes: &[u8]) -> bool {
    let encoded_again = catch_unwind(AssertUnwindSafe(|| Change::from(change.decode()).raw_bytes() == bytes));
    change.raw_bytes() == bytes && encoded_again.unwrap_or(false)
}

/// Reads a shape out of a change's operations; a panic in automerge's decoder counts as no shape.
pub(crate) fn shape_of<T>(change: &Change, read: impl FnOnce(&Change) -> Option<T>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(|| read(change))).ok().flatten().ok_or(Refusal::Shape)
}

fn parse(bytes: &[u8]) -> Result<Change, Refusal> {
    match catch_unwind(|| Change::try_from(bytes)) {
        Ok(Ok(change)) => Ok(change),
        Ok(Err(_)) | Err(_) => Err(Refusal::Frame),
    }
}
