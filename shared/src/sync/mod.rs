//! The exchange between kiosks and head office: messages in, messages out. No sockets, no clock, no store.
//!
//! A push carries raw changes, keys and index rows and is idempotent; a pull is a cursor into the server's log.

mod code;
mod envelope;
pub mod evidence;
mod signing;
mod wire;

pub use code::{EnrolmentCode, InvalidCode};
pub use envelope::{EnvelopeError, INFLATED_BYTES_MAX, PUSH_BYTES_MAX, pack, unpack};
pub use signing::{
    file_change_statement, journal_statement, push_statement, receipt_statement, sign, verify,
    written_statement,
};
pub use wire::{
    Acknowledged, ChangeWriter, DocumentState, EnrolReply, EnrolRequest, FileChange, FileState, Held,
    IndexRow, JournalBatch, KeyRow, PROTOCOL, PullReply, PulledChange, PushReply, PushRequest, Standing,
    from_cbor, to_cbor,
};
