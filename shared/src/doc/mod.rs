//! Domain values to and from automerge documents: names, actors, sealing, writing, admission of foreign changes.
//! No SQL, no files, no clock: randomness and time come in as arguments.
//!
//! A change is written from the end of its chain alone, so that recording never loads a document; a foreign change
//! reaches automerge only as [`Admitted`].

mod actor;
mod admission;
mod catalog;
mod catalog_guide;
pub mod change;
mod chunk;
pub mod compression;
pub mod entry;
mod fields;
mod file;
pub mod file_entry;
pub mod file_history;
mod journal;
mod leb;
mod materialise;
mod name;
mod plan;
mod rating;
mod seal;
pub mod sealing;
mod suggestion;
mod visit;
mod visit_parts;

pub use actor::actor_of;
pub use admission::{Admitted, Refusal, Unverified, admit_entry, hash_of_chunk};
pub use automerge::{ActorId, ChangeHash};
pub use catalog::{catalog_fields, read_catalog_entry};
pub use chunk::{CHANGE_BYTES_MAX, OPERATIONS_MAX};
pub use fields::{Fields, Meaning, Scalar};
pub use file::{FILE_CHANGES_MAX, FILE_FIELDS, FileHistory, FileWrite, VisibleValue};
pub use journal::{Entry, Tip, TooLarge, Written, append_entry, decode_entry};
pub use materialise::{MaterialiseError, materialise};
pub use name::{DocumentName, Month, PART_CHANGES_MAX};
pub use plan::{
    PLAN_DONE, PLAN_DROPPED, PLANNED, PlanEndFact, PlanFact, plan_end_fields, plan_fields, read_plan,
    read_plan_end,
};
pub use rating::{RatingFact, RatingSealing, rating_fields, read_rating};
pub use seal::{OpenError, Sealed, SealingKey, Wrapped, unwrap_key, wrap_key};
pub use suggestion::{SuggestionFact, open_suggestion, read_suggestion, suggestion_fields};
pub use visit::{VisitFact, open_visit, read_visit, visit_fields};
pub(crate) use visit_parts::{given_to_bytes, place_from_bytes, place_to_bytes};

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
