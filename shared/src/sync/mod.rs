//! The exchange between kiosks and head office: messages in, messages out. No sockets, no clock, no store.
//!
//! A push carries entries, changes of beneficiary files and keys, and is idempotent; a pull is a cursor into the server's log.

mod certificate;
mod code;
mod envelope;
pub mod evidence;
pub mod http;
mod sealed;
mod signing;
mod wire;

pub use certificate::{Certificate, Former, former_statement};
pub use code::{EnrolmentCode, InvalidCode, InvalidRecoveryCode, RecoveryCode};
pub use envelope::{
    ANSWER_BYTES_MAX, EnvelopeError, INFLATED_BYTES_MAX, PUSH_BYTES_MAX, SEALED_BYTES_MAX, pack, pack_tight,
    unpack, unpack_answer, unpack_sealed,
};
pub use sealed::{SEALED_LINE_BYTES_MAX, Sealed, SealedFault};
pub use signing::{
    answer_statement, body_digest, enrol_statement, file_leaf, journal_leaf, leaves_of, left_name,
    office_keys_statement, push_statement, receipt_statement, shut_out_statement, sign, verify,
    written_statement,
};
pub use wire::{
    Acknowledged, ChangeWriter, DocumentState, EnrolReply, EnrolRequest, FileState, FollowRecord, GivenBack,
    Held, JournalBatch, KeyRow, KeysHeld, LogEnd, LookedFor, Opening, PROTOCOL, PassedOver, PullReply,
    PulledChange, PushReply, PushRequest, PushedFileChange, ReadingGrant, Standing, WITHHELD, from_cbor,
    to_cbor,
};
