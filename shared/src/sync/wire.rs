//! The messages, as CBOR maps with numbered fields: a newer program may add numbers, an older one skips them.
//!
//! Frozen with protocol 1 (2026-11): numbers are never reused.

use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use super::Former;

/// The protocol's version; a side that can't talk it says so with the code `version`.
pub const PROTOCOL: u32 = 1;

/// Asks for enrolment with a one-time code, or by the certificate of an earlier one.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolRequest {
    /// The protocol's version.
    #[n(0)]
    pub protocol: u32,
    /// The code's secret part.
    #[n(1)]
    pub secret: String,
    /// The device's Ed25519 public key.
    #[n(2)]
    pub signing_key: ByteArray<32>,
    /// The device's X25519 public key.
    #[n(3)]
    pub sealing_key: ByteArray<32>,
    /// The program's version, for head office's list.
    #[n(4)]
    pub program: String,
    /// The secret half of `sealing_key`: head office hands it back where it was lost on the device.
    #[n(5)]
    pub read_key: ByteArray<32>,
    /// The device's signature over all the rest, as [`super::enrol_statement`] has it: nobody enrols with a key that is another's.
    #[n(6)]
    pub signature: ByteArray<64>,
    /// The certificate of an earlier enrolment in place of a code, as the server signed it: from a device that the server does
    /// not know any more.
    #[n(7)]
    pub certificate: Option<ByteVec>,
    /// From a device that was enrolled before: its former identity.
    #[n(8)]
    pub former: Option<Former>,
}

/// Answers an enrolment with a code; one by a certificate is answered with nothing.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolReply {
    /// The device's id.
    #[n(0)]
    pub device: ByteArray<16>,
    /// Its branch.
    #[n(1)]
    pub branch: String,
    /// How it is used.
    #[n(2)]
    pub mode: String,
    /// What it proves itself with when it pulls; the server keeps a hash alone.
    #[n(3)]
    pub token: String,
    /// The server's incarnation.
    #[n(4)]
    pub epoch: ByteArray<16>,
    /// The server's Ed25519 public key.
    #[n(5)]
    pub signing_key: ByteArray<32>,
    /// What opens reading beside a PIN.
    #[n(6)]
    pub reading: ReadingGrant,
    /// The certificate of this enrolment, as the server signed it.
    #[n(7)]
    pub certificate: ByteVec,
    /// The server's sealing keys, as it signed them (`OfficeKeys`).
    #[n(8)]
    pub office_keys: ByteVec,
}

/// What head office gives a device, with the answer to each push, so that it can be read.
#[derive(Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ReadingGrant {
    /// Head office's share of what opens reading.
    #[n(0)]
    pub share: ByteArray<32>,
    /// For how many days it holds without another answer.
    #[n(1)]
    pub days: u32,
    /// What somebody at head office had handed back.
    #[n(2)]
    pub opening: Option<Opening>,
}

/// A new PIN for a device, and what reads there. It is handed out until the device says that it took it.
#[derive(Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Opening {
    /// Its number.
    #[n(0)]
    pub number: i64,
    /// The device's PIN from now on.
    #[n(1)]
    pub pin: String,
    /// The secret that reads; absent for a device that opens nothing.
    #[n(2)]
    pub read_key: Option<ByteArray<32>>,
}

impl std::fmt::Debug for ReadingGrant {
    /// Shows no secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadingGrant").field("days", &self.days).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Opening {
    /// Shows no secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opening").field("number", &self.number).finish_non_exhaustive()
    }
}

/// A document's end as the kiosk knows it to be acknowledged.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Acknowledged {
    /// The document.
    #[n(0)]
    pub document: String,
    /// The last acknowledged sequence number.
    #[n(1)]
    pub seq: u64,
    /// That change's hash.
    #[n(2)]
    pub hash: ByteArray<32>,
    /// The server's own receipt for it: only what a receipt proves makes a server believe that it has lost something.
    #[n(3)]
    pub receipt: ByteArray<16>,
}

/// Entries of one journal, in order.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct JournalBatch {
    /// The journal.
    #[n(0)]
    pub document: String,
    /// The first entry's sequence number.
    #[n(1)]
    pub first_seq: u64,
    /// Entries; the receiver makes the changes of them.
    #[n(2)]
    #[cbor(decode_with = "at_most")]
    pub entries: Vec<ByteVec>,
    /// The last change's hash: the changes before it are chained to it.
    #[n(3)]
    pub head_hash: ByteArray<32>,
}

impl JournalBatch {
    /// Returns the last entry's sequence number.
    pub fn last_seq(&self) -> u64 {
        self.first_seq.saturating_add(self.entries.len() as u64).saturating_sub(1)
    }
}

/// One change of a beneficiary file.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PushedFileChange {
    /// The file.
    #[n(0)]
    pub file: ByteArray<16>,
    /// The writer's incarnation, from which its actor follows.
    #[n(1)]
    pub incarnation: ByteArray<16>,
    /// The change.
    #[n(2)]
    pub bytes: ByteVec,
    /// Who wrote it, where it is not the device that pushes: a change that came by a pull, given back to a server that
    /// lost it.
    #[n(3)]
    pub given_back: Option<GivenBack>,
}

/// What proves that a change came from the server that it is given back to.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct GivenBack {
    /// Who wrote it.
    #[n(0)]
    pub writer: ChangeWriter,
    /// The server's own receipt for document, hash and writer; zero bytes where a device has none of what it wrote itself before it
    /// was enrolled anew. A server that has the change asks for none.
    #[n(1)]
    pub receipt: ByteArray<16>,
}

/// Who wrote a change of a beneficiary file: what its actor follows from, and what people are shown of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct ChangeWriter {
    /// The device; 16 zero bytes for head office.
    #[n(0)]
    pub device: ByteArray<16>,
    /// Its Ed25519 public key.
    #[n(1)]
    pub signing_key: ByteArray<32>,
    /// The life of its database.
    #[n(2)]
    pub incarnation: ByteArray<16>,
    /// The branch that it serves; empty for head office.
    #[n(3)]
    pub branch: String,
}

/// A sealing key, wrapped for the receiver under a session key.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct KeyRow {
    /// The key's id.
    #[n(0)]
    pub key: ByteArray<16>,
    /// Whose values it seals.
    #[n(1)]
    pub owner: ByteVec,
    /// Under which of the message's sessions it is wrapped.
    #[n(2)]
    pub session: u32,
    /// The wrapped secret.
    #[n(3)]
    pub wrapped: ByteVec,
    /// At which step of the session it is wrapped.
    #[n(4)]
    pub step: u32,
}

/// Where a scope's log ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LogEnd {
    /// Entries so far.
    #[n(0)]
    pub position: u64,
    /// The rolling checksum after them.
    #[n(1)]
    pub checksum: ByteArray<32>,
}

/// What a kiosk pushes.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PushRequest {
    /// The protocol's version.
    #[n(0)]
    pub protocol: u32,
    /// The server's incarnation as the kiosk knows it.
    #[n(1)]
    pub epoch: ByteArray<16>,
    /// What the kiosk holds as acknowledged, of the documents in this push and of the newest other ones.
    #[n(2)]
    #[cbor(decode_with = "at_most")]
    pub acknowledged: Vec<Acknowledged>,
    /// Entries of journals; of ratings journals alone, where there is one.
    #[n(3)]
    #[cbor(decode_with = "at_most")]
    pub journals: Vec<JournalBatch>,
    /// Changes of beneficiary files.
    #[n(4)]
    #[cbor(decode_with = "at_most")]
    pub files: Vec<PushedFileChange>,
    /// The sessions under which keys are wrapped: the sender's public half of each.
    #[n(5)]
    #[cbor(decode_with = "at_most")]
    pub sessions: Vec<ByteArray<32>>,
    /// Keys that the server has not got.
    #[n(6)]
    #[cbor(decode_with = "at_most")]
    pub keys: Vec<KeyRow>,
    /// Changes that wait still, ratings left out: how their number grows tells when one was given (P-11).
    #[n(7)]
    pub waiting: u64,
    /// The device's wall clock, milliseconds; data, never a gate.
    #[n(8)]
    pub wall_millis: i64,
    /// The program's version.
    #[n(9)]
    pub program: String,
    /// How far the device has the log of its branch's people.
    #[n(10)]
    pub people: Option<LogEnd>,
    /// What the device has set aside and nobody has looked at there.
    #[n(11)]
    pub set_aside: u64,
    /// The number of the opening that the device took last.
    #[n(12)]
    pub opening_taken: Option<i64>,
    /// The beginning of the hash of the list of who was shut out that the device holds for the server.
    #[n(13)]
    pub shut_out_known: Option<ByteArray<8>>,
    /// That list, for a server that began a new epoch: it may have lost the end of it.
    #[n(14)]
    pub shut_out: Option<ByteVec>,
    /// The life of the device's database.
    #[n(15)]
    pub incarnation: ByteArray<16>,
    /// The server's sealing keys as the device holds them.
    #[n(16)]
    pub office_keys: KeysHeld,
    /// Pushes that other devices signed and this one carries, each a [`super::Sealed`] in bytes.
    #[n(17)]
    #[cbor(decode_with = "at_most")]
    pub carried: Vec<ByteVec>,
    /// Numbers of people whom staff looked for and who are not on the device. No answer says whether anybody has one: who is of the
    /// branch comes with a pull.
    #[n(18)]
    #[cbor(decode_with = "at_most")]
    pub looked_for: Vec<LookedFor>,
}

/// The number of somebody whom staff looked for.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LookedFor {
    /// The id under which it is sealed, drawn for it.
    #[n(0)]
    pub id: ByteArray<16>,
    /// The number, sealed with a key of the device's own.
    #[n(1)]
    pub sealed: ByteVec,
}

/// What a device says of the list of the server's sealing keys that it holds for the server.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct KeysHeld {
    /// The beginning of the list's hash.
    #[n(0)]
    pub known: Option<ByteArray<8>>,
    /// The list, for a server that may have lost some of it.
    #[n(1)]
    pub list: Option<ByteVec>,
}

/// How a document or a change stands with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Standing {
    /// Everything sent was received.
    #[n(0)]
    Received,
    /// The server holds other changes under the same numbers: this replica was cloned.
    #[n(1)]
    Forked,
    /// A change was refused for its structure.
    #[n(2)]
    Stopped,
    /// A file's change was not looked at, because the push concerned more than the server reads for one: it is to be sent again.
    #[n(3)]
    Later,
}

/// What the server holds of a journal.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct DocumentState {
    /// The journal.
    #[n(0)]
    pub document: String,
    /// The last durable sequence number.
    #[n(1)]
    pub seq: u64,
    /// That change's hash; absent where the server holds nothing.
    #[n(2)]
    pub hash: Option<ByteArray<32>>,
    /// How it stands.
    #[n(3)]
    pub standing: Standing,
    /// Why it stopped, for the log.
    #[n(4)]
    pub reason: Option<String>,
    /// The server's receipt for sequence number and hash; absent where it holds nothing.
    #[n(5)]
    pub receipt: Option<ByteArray<16>>,
    /// The number of the entry that was refused, where it was one.
    #[n(6)]
    pub refused: Option<u64>,
}

/// Of a file's change that was received: no log tells of it yet, because the device made more of them than it may in a day.
pub const WITHHELD: &str = "withheld";

/// What became of a file's change.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct FileState {
    /// How it stands.
    #[n(0)]
    pub standing: Standing,
    /// Why it was refused: `chain` where it builds on changes that the server has not got; [`WITHHELD`] of one that was received.
    #[n(1)]
    pub reason: Option<String>,
}

/// A change that is received and held for review.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Held {
    /// The document.
    #[n(0)]
    pub document: String,
    /// The sequence number.
    #[n(1)]
    pub seq: u64,
    /// The reason's code.
    #[n(2)]
    pub reason: String,
}

/// Answers a push. Everything it says is durable.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PushReply {
    /// The server's incarnation; another one than the kiosk's asks it to push again what `documents` lacks.
    #[n(0)]
    pub epoch: ByteArray<16>,
    /// The journals that the push named.
    #[n(1)]
    pub documents: Vec<DocumentState>,
    /// What became of the push's file changes, in its order.
    #[n(2)]
    pub files: Vec<FileState>,
    /// Everything of this device that is held for review.
    #[n(3)]
    pub held: Vec<Held>,
    /// The server's wall clock, milliseconds.
    #[n(4)]
    pub server_millis: i64,
    /// The keys of this push that do not stand in the server's table, by their places in it: they go out again.
    #[n(5)]
    pub keys_left_out: Vec<u32>,
    /// Where the log of the branch's people ends now, if it went on from where the device has it by the file changes of this
    /// push alone, in their order.
    #[n(6)]
    pub people: Option<LogEnd>,
    /// What opens reading beside a PIN.
    #[n(7)]
    pub reading: ReadingGrant,
    /// The list of who was shut out, as the server signed it, where the device does not hold it: it is kept for the server.
    #[n(8)]
    pub shut_out: Option<ByteVec>,
    /// The server's sealing keys, as it signed them, where the device holds another list (`OfficeKeys`).
    #[n(9)]
    pub office_keys: Option<ByteVec>,
    /// What became of what the device carries for others, in the push's order: why it was refused; nothing where it was received.
    #[n(10)]
    pub carried: Vec<Option<String>>,
}

/// One change that the server publishes.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PulledChange {
    /// The document.
    #[n(0)]
    pub document: String,
    /// An entry of a journal, or a change of a beneficiary file; empty where the device wrote it itself and holds it.
    #[n(1)]
    pub bytes: ByteVec,
    /// Who wrote it, for a change of a beneficiary file: a place in the answer's list.
    #[n(2)]
    pub writer: Option<u32>,
    /// The server's receipt for a change of a beneficiary file and its writer: what it believes when it is given back. Of the
    /// device's own there is none: the device signs those.
    #[n(3)]
    pub receipt: Option<ByteArray<16>>,
    /// The hash of an entry's change: its place in the journal.
    #[n(4)]
    pub hash: Option<ByteArray<32>>,
    /// Its number within its writer, where the device wrote it. With its hash, where the device need not hold it any more.
    #[n(5)]
    pub own: Option<u64>,
}

/// Entries of a log that an answer passes over: of files that the device is not to hold, or that are told whole further on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PassedOver {
    /// How many of the answer's changes come before them.
    #[n(0)]
    pub at: u32,
    /// How many they are.
    #[n(1)]
    pub entries: u64,
    /// The rolling checksum after them: the server's word.
    #[n(2)]
    pub checksum: ByteArray<32>,
}

/// Answers a pull. It travels behind the server's signature over it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PullReply {
    /// The server's incarnation.
    #[n(0)]
    pub epoch: ByteArray<16>,
    /// The kiosk's cursor did not fit: these changes begin at the start of the scope.
    #[n(1)]
    pub reset: bool,
    /// Changes in the server's commit order.
    #[n(2)]
    pub changes: Vec<PulledChange>,
    /// Who wrote changes of beneficiary files.
    #[n(3)]
    pub writers: Vec<ChangeWriter>,
    /// The sessions under which keys are wrapped.
    #[n(4)]
    pub sessions: Vec<ByteArray<32>>,
    /// Keys of what the answer brings, wrapped for the device.
    #[n(5)]
    pub keys: Vec<KeyRow>,
    /// The cursor after the changes.
    #[n(6)]
    pub position: u64,
    /// The rolling checksum at that cursor.
    #[n(7)]
    pub checksum: ByteArray<32>,
    /// More waits behind the cursor.
    #[n(8)]
    pub more: bool,
    /// What else this device may pull, named with the catalog: other scopes. A self-service kiosk is named none.
    #[n(9)]
    pub scopes: Option<Vec<String>>,
    /// Entries in the scope's log: where the cursor is at its end. It is shown alone; `more` says whether to go on.
    #[n(10)]
    pub end: u64,
    /// What the answer passes over, in its order.
    #[n(11)]
    pub passed_over: Vec<PassedOver>,
    /// Since when people must have been served for the device to hold them, in milliseconds since 1970, where that is another moment
    /// now.
    #[n(12)]
    pub since: Option<i64>,
    /// The files that the device is to hold no longer, each by its [`left_name`](super::left_name): those served before that moment,
    /// and not before the one it named.
    #[n(13)]
    pub left: Vec<ByteArray<16>>,
    /// What is told of the branch's requests to whoever brings their codes, where that is what was asked for. Its cursor is the place
    /// of the last record, its checksum that of an empty log.
    #[n(14)]
    pub follow_ups: Option<Vec<FollowRecord>>,
}

/// A record that is told to whoever brings a code.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct FollowRecord {
    /// Where it is found.
    #[n(0)]
    pub address: ByteArray<16>,
    /// The record, sealed; empty once it is told no more.
    #[n(1)]
    pub sealed: ByteVec,
}

/// Most pieces in a list of a push: more than any that is taken in. A list that goes on is given up where it is read, before
/// its pieces take memory.
const PIECES_MAX: usize = 2_000;

fn at_most<'b, C, T: Decode<'b, C>>(
    decoder: &mut minicbor::Decoder<'b>,
    context: &mut C,
) -> Result<Vec<T>, minicbor::decode::Error> {
    let mut pieces = Vec::new();
    for piece in decoder.array_iter_with(context)? {
        if pieces.len() == PIECES_MAX {
            return Err(minicbor::decode::Error::message("a list is too long"));
        }
        pieces.push(piece?);
    }
    Ok(pieces)
}

/// Writes a message.
pub fn to_cbor<T: Encode<()>>(message: &T) -> Vec<u8> {
    minicbor::to_vec(message).expect("writing to a vector does not fail")
}

/// Reads a message; `None` where the bytes are no such message or something follows it.
pub fn from_cbor<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let message = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(message)
}
