//! Domain values to and from documents: names, actors, entries, sealing, changes. No SQL, no files, no clock: randomness
//! and time come in as arguments.
//!
//! A change is made from the end of its chain and an entry alone, by this program's own encoder; no foreign change is ever
//! parsed.

mod actor;
mod admission;
mod change;
mod compression;
mod entry;
mod fields;
mod file;
mod follow;
mod kinds;
mod leb;
mod materialise;
mod name;
mod owner;
mod pen;
mod sealed_fact;
mod sealing;
mod wrapping;

pub use actor::actor_of;
pub use admission::Refusal;
pub use change::{Actor, ChangeHash, ChangeHead, Tip, Written, append, put_new};
pub use entry::{ENTRY_BYTES_MAX, Entry, EntryTooLarge, FIELDS_MAX, Fields};
pub use fields::{Meaning, Scalar};
pub use file::{
    DEPS_MAX, FILE_CHANGE_BYTES_MAX, FILE_CHANGES_MAX, FileEntry, FileHistory, NextChange, VisibleValue,
    may_replace,
};
pub use follow::{FOLLOW_ADDRESS_BYTES, follow_address, open_follow_up, seal_follow_up};
pub use kinds::{FactKind, without_kind, without_listed_kinds};
pub(crate) use kinds::{SEALED, surely_fits, version as kinds_version};
pub use materialise::{MaterialiseError, materialise};
pub use name::{DocumentName, Month, OFFICE_ALONE, PART_CHANGES_MAX};
pub use owner::KeyOwner;
pub(crate) use pen::file_in;
pub(crate) use sealed_fact::{Opened, clear_fact, is_fact, is_same, open_fact, seal_fact, sealed_in};
pub use sealing::{
    ChangePlace, KeyRef, OpenError, SEALED_BYTES_MAX, SealedFact, SealedTooLarge, SealedValues, SealingKey,
};
pub(crate) use wrapping::seal_bytes;
pub use wrapping::{Receiving, STEPS_MAX, Sending, Wrapped, WrappedKey, open_bytes};

/// The source of randomness: a cryptographic generator, seeded by the operating system at the edge and by a printed
/// seed in tests.
pub type Dice = rand::rngs::StdRng;

/// Returns `N` random bytes.
pub fn random<const N: usize>(dice: &mut Dice) -> [u8; N] {
    use rand::Rng as _;
    let mut bytes = [0; N];
    dice.fill_bytes(&mut bytes);
    bytes
}
