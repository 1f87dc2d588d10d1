//! One database a replica: raw changes, keys, the outbox, and read tables. No automerge; sealed values pass through as
//! bytes. [`Db`] is the only door to it; what durability rests on stands in `db/sqlite.rs`.

pub(crate) mod carried;
pub(crate) mod changes;
pub(crate) mod codes;
pub(crate) mod db;
pub mod door;
pub(crate) mod drafts;
mod error;
pub(crate) mod facts;
pub(crate) mod follow;
pub(crate) mod held;
pub(crate) mod index;
pub(crate) mod keys;
pub(crate) mod leaving;
pub(crate) mod looked_for;
pub(crate) mod matching;
pub(crate) mod meta;
pub(crate) mod moving;
pub(crate) mod no_order;
pub mod office;
pub(crate) mod outbox;
pub(crate) mod pending;
pub(crate) mod people;
pub(crate) mod pins;
pub(crate) mod ratings;
pub(crate) mod requests;
pub(crate) mod rescue;
mod run;
pub(crate) mod scope;
pub(crate) mod set_aside;
pub(crate) mod waiting;

pub use carried::CarriedCount;
#[cfg(feature = "postgres")]
pub use db::Address;
#[cfg(all(feature = "postgres", feature = "checks"))]
pub use db::Asker;
pub use db::{Db, FORMAT, FromValue, OPENABLE_SQLITE, Part, Row, Tx, Value};
pub(crate) use db::{PAGE_ROWS, Turn, make_private_dir, values};
pub use drafts::DraftRow;
pub use error::{Damage, ServerFault, StoreError};
pub use pending::PendingRow;
pub use set_aside::{SetAsideRow, Way};
