//! A device that a stranger programmed: enrolled like any other, it signs whatever it likes.

use ed25519_dalek::SigningKey;
use minicbor::bytes::{ByteArray, ByteVec};
use shared::doc::{
    ChangeHash, Dice, DocumentName, Entry, Fields, Month, Scalar, SealingKey, Tip, actor_of, append_entry,
    random, wrap_key,
};
use shared::domain::{DeviceId, DeviceMode, FactId, FileId, Incarnation};
use shared::replica::ExchangeError;
use shared::sync::{
    EnrolReply, EnrolRequest, FileChange, JournalBatch, KeyRow, PROTOCOL, PushReply, PushRequest,
    file_change_statement, from_cbor, journal_statement, pack, push_statement, sign, to_cbor, unpack,
};

use crate::office::HeadOffice;
use crate::seed;
use shared::hex::to_hex;

/// A device of which the test holds the keys.
pub struct Forger {
    /// Its signing key.
    pub signing: SigningKey,
    /// Its id.
    pub device: DeviceId,
    /// Its token.
    pub token: String,
    /// Its journal of this month.
    pub journal: DocumentName,
    /// Its ratings journal of this month.
    pub ratings: DocumentName,
    /// Its incarnation.
    pub incarnation: Incarnation,
    /// The server's incarnation.
    pub epoch: [u8; 16],
    /// The server's public key for sealing.
    pub server_sealing: [u8; 32],
    /// Its dice.
    pub dice: Dice,
}

impl Forger {
    /// Enrols a device of a branch.
    ///
    /// # Panics
    /// Where head office refuses.
    pub fn enrolled(office: &mut HeadOffice, branch: &str, seed: u64) -> Self {
        let mut dice = seed::dice(seed, "forger");
        let signing = SigningKey::from_bytes(&random(&mut dice));
        let code = office.code(branch, &DeviceMode::Branch);
        let request = EnrolRequest {
            protocol: PROTOCOL,
            secret: code.secret,
            signing_key: ByteArray::from(signing.verifying_key().to_bytes()),
            sealing_key: ByteArray::from(random::<32>(&mut dice)),
            program: "forger".to_owned(),
        };
        let now = office.clock.unix_millis();
        let enrolled =
            office.replica.enrol(now, &mut office.dice, &to_cbor(&request)).expect("the forger is enrolled");
        let reply: EnrolReply = from_cbor(&enrolled.reply).expect("an enrolment is answered");
        let (device, incarnation) = (enrolled.device, Incarnation(random(&mut dice)));
        let month = Month { yyyymm: 202_605, part: 1 };
        Self {
            signing,
            device,
            token: reply.token,
            journal: DocumentName::Journal { device, incarnation, month },
            ratings: DocumentName::Ratings { device, incarnation, month },
            incarnation,
            epoch: *reply.epoch,
            server_sealing: *reply.sealing_key,
            dice,
        }
    }

    /// Returns the empty chain of one of its documents.
    pub fn tip(&self, document: &DocumentName) -> Tip {
        Tip::empty(actor_of(&self.signing.verifying_key().to_bytes(), self.incarnation, document))
    }

    /// Writes facts as a chain from the beginning of a document.
    ///
    /// # Panics
    /// For a fact that is too large.
    pub fn chain(&self, document: &DocumentName, entries: &[Entry]) -> Vec<Vec<u8>> {
        let mut tip = self.tip(document);
        let time = if document.is_ratings() { 0 } else { 1_778_000_000 };
        entries
            .iter()
            .map(|entry| {
                let written = append_entry(&tip, time, entry).expect("the fact is small");
                tip = written.tip;
                written.bytes
            })
            .collect()
    }

    /// Returns a push with nothing in it.
    pub fn empty_push(&self) -> PushRequest {
        PushRequest {
            protocol: PROTOCOL,
            epoch: ByteArray::from(self.epoch),
            acknowledged: Vec::new(),
            journals: Vec::new(),
            files: Vec::new(),
            keys: Vec::new(),
            index: Vec::new(),
            waiting: 0,
            waiting_hour: 0,
            wall_millis: 0,
            program: "forger".to_owned(),
        }
    }

    /// Signs changes of a journal; the head's hash is the last change's own.
    pub fn batch(&self, document: &DocumentName, first_seq: u64, changes: &[Vec<u8>]) -> JournalBatch {
        let head = changes.last().map_or([0; 32], |last| hash_of(last));
        let last_seq = first_seq + changes.len() as u64 - 1;
        let statement = journal_statement(&document.to_string(), first_seq, last_seq, &head);
        JournalBatch {
            document: document.to_string(),
            first_seq,
            changes: changes.iter().map(|bytes| ByteVec::from(bytes.clone())).collect(),
            head_hash: ByteArray::from(head),
            signature: ByteArray::from(sign(&self.signing, &statement)),
        }
    }

    /// Signs one change of a beneficiary file.
    pub fn file_change(&self, file: FileId, bytes: &[u8]) -> FileChange {
        let document = DocumentName::File(file).to_string();
        FileChange {
            incarnation: ByteArray::from(self.incarnation.0),
            bytes: ByteVec::from(bytes.to_vec()),
            signature: ByteArray::from(sign(
                &self.signing,
                &file_change_statement(&document, &hash_of(bytes)),
            )),
            document,
            writer: None,
        }
    }

    /// Wraps a key of a document for the server.
    pub fn key_row(&mut self, document: &DocumentName, key: &SealingKey) -> KeyRow {
        let name = document.to_string();
        let wrapped = wrap_key(&mut self.dice, key, &name, &self.server_sealing);
        KeyRow { key: ByteArray::from(*key.id.as_bytes()), document: name, wrapped: ByteVec::from(wrapped.0) }
    }

    /// Pushes.
    ///
    /// # Errors
    /// What head office refuses the push with as a whole.
    ///
    /// # Panics
    /// Where the answer can't be read.
    pub fn push(&self, office: &mut HeadOffice, request: &PushRequest) -> Result<PushReply, ExchangeError> {
        let body = pack(&to_cbor(request));
        let signature = to_hex(&sign(&self.signing, &push_statement(&body)));
        let now = office.clock.unix_millis();
        let reply = office.replica.push(now, &mut office.dice, &self.token, &signature, &body)?;
        let inflated = unpack(&reply).expect("an answer inflates");
        Ok(from_cbor(&inflated).expect("an answer is a message"))
    }

    /// Pushes changes of one journal from its beginning.
    ///
    /// # Errors
    /// What head office refuses the push with as a whole.
    pub fn push_journal(
        &self,
        office: &mut HeadOffice,
        document: &DocumentName,
        changes: &[Vec<u8>],
    ) -> Result<PushReply, ExchangeError> {
        let request = PushRequest { journals: vec![self.batch(document, 1, changes)], ..self.empty_push() };
        self.push(office, &request)
    }
}

/// Returns the smallest fields of a visit of a branch.
pub fn visit_fields(branch: &str) -> Fields {
    let text = |value: &str| Scalar::Text(value.to_owned());
    [
        ("kind", text("visit")),
        ("branch", text(branch)),
        ("at", text("2026-05-12T08:30:00+03:00")),
        ("party", text("beneficiary")),
        ("channel", text("interview")),
        ("direction", text("in")),
        ("services", text("support")),
        ("origin", text("record")),
        ("wall", Scalar::Int(1_778_000_000_000)),
        ("mono", Scalar::Int(5)),
        ("boot", text("00000000-0000-0000-0000-000000000007")),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// Returns the smallest fields of a rating of a branch.
pub fn rating_fields(branch: &str) -> Fields {
    let text = |value: &str| Scalar::Text(value.to_owned());
    [
        ("kind", text("rating")),
        ("branch", text(branch)),
        ("at", text("2026-05-12T08:00:00+03:00")),
        ("service", text("support")),
        ("channel", text("interview")),
        ("score", text("good")),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// Returns a fact with an id made of one number.
pub fn fact(n: u8, fields: Fields) -> Entry {
    Entry { id: FactId::from_random([n; 16]), fields }
}

/// Returns a change's hash as automerge works it out; zeros for bytes that are no change.
pub fn hash_of(change: &[u8]) -> [u8; 32] {
    let admitted = shared::doc::Admitted::from_store(change);
    admitted.map_or([0; 32], |a| {
        let ChangeHash(hash) = a.hash();
        hash
    })
}
