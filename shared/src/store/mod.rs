//! One SQLite file: raw changes, keys, the outbox, and read tables. No automerge; sealed values pass through as bytes.
//!
//! # Durability
//! The journal mode is WAL with `synchronous=FULL`: when a write returns, its transaction survives a power
//! cut. A new database is first switched to `synchronous=EXTRA`, so that the switch to WAL itself is durable. One
//! connection writes and checkpoints; there is no memory mapping. Deleted rows are overwritten (`secure_delete`).

pub(crate) mod catalog_rows;
pub(crate) mod changes;
pub(crate) mod drafts;
mod error;
pub(crate) mod keys;
pub(crate) mod meta;
pub mod office;
mod open;
pub(crate) mod pending;
pub(crate) mod people;
pub(crate) mod plans;
pub(crate) mod ratings;
pub(crate) mod representatives;
pub(crate) mod scope;
pub(crate) mod suggestions;
pub(crate) mod visits;
pub(crate) mod waiting;

pub use changes::{ChangeRow, DocumentRow, QuarantineRow};
pub use drafts::DraftRow;
pub use error::StoreError;
pub use keys::{IndexKind, KeyRecord};
pub(crate) use open::make_private_dir;
pub use open::{FORMAT, OPENABLE_SQLITE, Part, Store};
pub use pending::PendingRow;
pub use ratings::RatingRow;
pub use suggestions::SuggestionRow;
pub use visits::VisitRow;
