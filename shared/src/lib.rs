//! What the kiosk and the server have in common: the policy in types, its documents, their exchange, their store.
//!
//! Arrows point down only: `domain <- doc <- sync`, `domain <- store`, `{doc, sync, store} <- replica`.

pub mod doc;
pub mod domain;
pub mod hex;
pub mod io_words;
pub mod locale;
pub mod memory;
pub mod out_file;
pub mod replica;
pub mod store;
pub mod sync;
