//! A device that a stranger programmed: enrolled like any other, it signs whatever it likes.

use ed25519_dalek::SigningKey;
use minicbor::bytes::{ByteArray, ByteVec};
use shared::doc::{
    Dice, DocumentName, Entry, Fields, FileEntry, FileHistory, KeyOwner, Month, Scalar, SealingKey, Sending,
    Tip, actor_of, append, random,
};
use shared::domain::{DeviceId, DeviceMode, FactId, FileId, Incarnation};
use shared::hex::to_hex;
use shared::replica::{ExchangeError, OfficeKeys, PushAnswer};
use shared::sync::{
    EnrolReply, EnrolRequest, JournalBatch, KeyRow, KeysHeld, PROTOCOL, PushReply, PushRequest,
    PushedFileChange, body_digest, enrol_statement, from_cbor, leaves_of, pack, push_statement, sign,
    to_cbor, unpack_answer,
};

use crate::office::HeadOffice;
use crate::seed;

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
        Self::enrolled_as(office, branch, &DeviceMode::Branch, seed)
    }

    /// Enrols a device of a branch in a mode.
    ///
    /// # Panics
    /// Where head office refuses.
    pub fn enrolled_as(office: &mut HeadOffice, branch: &str, mode: &DeviceMode, seed: u64) -> Self {
        let mut dice = seed::dice(seed, "forger");
        let signing = SigningKey::from_bytes(&random(&mut dice));
        let code = office.code(branch, mode);
        let request = EnrolRequest {
            read_key: [9; 32].into(),
            protocol: PROTOCOL,
            secret: code.secret,
            signing_key: ByteArray::from(signing.verifying_key().to_bytes()),
            sealing_key: ByteArray::from(random::<32>(&mut dice)),
            program: "forger".to_owned(),
            signature: ByteArray::from([0; 64]),
            certificate: None,
            former: None,
        };
        let request = signed_enrolment(request, &signing);
        let mut act = office.act();
        let enrolled = office.replica.enrol(&mut act, &to_cbor(&request)).expect("the forger is enrolled");
        let reply: EnrolReply = from_cbor(&enrolled.reply).expect("an enrolment is answered");
        let keys = OfficeKeys::parse(&reply.office_keys, &reply.signing_key).and_then(|keys| keys.in_use());
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
            server_sealing: keys.expect("an enrolment names a sealing key"),
            dice,
        }
    }

    /// Returns the empty chain of one of its documents.
    pub fn tip(&self, document: &DocumentName) -> Tip {
        Tip::empty(actor_of(&self.signing.verifying_key().to_bytes(), self.incarnation, document))
    }

    /// Returns a push with nothing in it.
    pub fn empty_push(&self) -> PushRequest {
        PushRequest {
            opening_taken: None,
            protocol: PROTOCOL,
            epoch: ByteArray::from(self.epoch),
            acknowledged: Vec::new(),
            journals: Vec::new(),
            files: Vec::new(),
            sessions: Vec::new(),
            keys: Vec::new(),
            waiting: 0,
            wall_millis: 0,
            program: "forger".to_owned(),
            people: None,
            set_aside: 0,
            shut_out_known: None,
            shut_out: None,
            carried: Vec::new(),
            looked_for: Vec::new(),
            incarnation: ByteArray::from([0; 16]),
            office_keys: KeysHeld::default(),
        }
    }

    /// Makes a batch of a journal's entries that follow the end of a chain; the head is the last change's own.
    ///
    /// # Panics
    /// For an entry that is too large.
    pub fn batch(&self, document: &DocumentName, after: &Tip, entries: &[Entry]) -> JournalBatch {
        let end = entries.iter().fold(*after, |tip, entry| append(&tip, entry).tip);
        let bytes = |entry: &Entry| ByteVec::from(entry.to_bytes().expect("the entry is small"));
        JournalBatch {
            document: document.to_string(),
            first_seq: after.seq + 1,
            entries: entries.iter().map(bytes).collect(),
            head_hash: ByteArray::from(end.hash.map_or([0; 32], |hash| hash.0)),
        }
    }

    /// Makes a change of a beneficiary file ready to be pushed.
    pub fn file_change(&self, file: FileId, entry: &FileEntry) -> PushedFileChange {
        PushedFileChange {
            file: ByteArray::from(*file.as_bytes()),
            incarnation: ByteArray::from(self.incarnation.0),
            bytes: ByteVec::from(entry.to_bytes()),
            given_back: None,
        }
    }

    /// Makes its first change of a file, over nothing that others wrote: values, texts where they are such, sealed with a key.
    ///
    /// # Panics
    /// For values that are too long.
    pub fn first_change(&self, file: FileId, key: &SealingKey, values: &[(&str, &[u8])]) -> PushedFileChange {
        self.change_over(&FileHistory::default(), file, key, values)
    }

    /// Makes a change of a file over all that its history holds, like [`Self::first_change`].
    ///
    /// # Panics
    /// For values that are too long.
    pub fn change_over(
        &self,
        history: &FileHistory,
        file: FileId,
        key: &SealingKey,
        values: &[(&str, &[u8])],
    ) -> PushedFileChange {
        let name = DocumentName::File(file);
        let actor = actor_of(&self.signing.verifying_key().to_bytes(), self.incarnation, &name);
        let mut fields = Fields::none();
        for (field, value) in values {
            let text = std::str::from_utf8(value).map(|text| Scalar::Text(text.to_owned()));
            fields.insert(field, text.unwrap_or_else(|_| Scalar::Bytes(value.to_vec())));
        }
        let place = (actor, history.next_seq_of(actor));
        let sealed = key.seal_values(file, place, &fields).expect("the values are short");
        self.file_change(file, &history.change_on(&history.heads(), actor, 0, sealed))
    }

    /// Returns a file's history with a change of its own in it.
    ///
    /// # Panics
    /// Where the change does not fit.
    pub fn history_with(&self, mut history: FileHistory, change: &PushedFileChange) -> FileHistory {
        let name = DocumentName::File(FileId(uuid::Uuid::from_bytes(*change.file)));
        let actor = actor_of(&self.signing.verifying_key().to_bytes(), self.incarnation, &name);
        let entry = FileEntry::from_bytes(&change.bytes).expect("a change of its form");
        history.add(entry, actor).expect("a change in its place");
        history
    }

    /// Returns the name of a journal of its own, by the number of the part.
    pub fn journal_part(&self, part: u16) -> DocumentName {
        let month = Month { yyyymm: 202_605, part: u32::from(part) };
        DocumentName::Journal { device: self.device, incarnation: self.incarnation, month }
    }

    /// Adds an owner's key to a push, wrapped for the server.
    ///
    /// # Panics
    /// Never: a push has few keys.
    pub fn add_key(&mut self, push: &mut PushRequest, owner: &KeyOwner, key: &SealingKey) {
        self.add_keys(push, &[(owner.clone(), key)]);
    }

    /// Adds keys to a push, wrapped for the server under one session.
    ///
    /// # Panics
    /// Never: a push has few keys.
    pub fn add_keys(&mut self, push: &mut PushRequest, keys: &[(KeyOwner, &SealingKey)]) {
        let mut sending = Sending::to(self.server_sealing);
        for (owner, key) in keys {
            let label = owner.to_bytes();
            let wrapped = sending.wrap(&mut self.dice, key, &label);
            let sender = ByteArray::from(wrapped.sender);
            if push.sessions.last() != Some(&sender) {
                push.sessions.push(sender);
            }
            push.keys.push(KeyRow {
                key: ByteArray::from(*key.id.as_bytes()),
                owner: ByteVec::from(label.clone()),
                session: u32::try_from(push.sessions.len() - 1).expect("a push has few sessions"),
                wrapped: ByteVec::from(wrapped.wrapped.0.to_vec()),
                step: wrapped.step,
            });
        }
    }

    /// Pushes.
    ///
    /// # Errors
    /// What head office refuses the push with as a whole.
    ///
    /// # Panics
    /// Where the answer can't be read.
    pub fn push(&self, office: &mut HeadOffice, request: &PushRequest) -> Result<PushReply, ExchangeError> {
        let reply = self.push_alone(office, request);
        office.match_files();
        reply
    }

    /// Pushes as [`Self::push`] does, without what the server does once it has answered.
    ///
    /// # Errors
    /// What head office refuses the push with as a whole.
    ///
    /// # Panics
    /// For an answer that is no message.
    pub fn push_alone(
        &self,
        office: &mut HeadOffice,
        request: &PushRequest,
    ) -> Result<PushReply, ExchangeError> {
        let answer = self.push_weighed(office, request)?;
        let inflated = unpack_answer(&answer.bytes).expect("an answer inflates");
        Ok(from_cbor(&inflated).expect("an answer is a message"))
    }

    /// Pushes as [`Self::push_alone`] does; returns the answer as it comes, with what it took to find it.
    ///
    /// # Errors
    /// What head office refuses the push with as a whole.
    pub fn push_weighed(
        &self,
        office: &mut HeadOffice,
        request: &PushRequest,
    ) -> Result<PushAnswer, ExchangeError> {
        let (body, signature) = self.signed(request);
        let mut act = office.act();
        office.replica.push(&mut act, &self.token, &signature, &body)
    }

    /// Returns a push as it travels, and this device's signature over it, in hexadecimal.
    pub fn signed(&self, request: &PushRequest) -> (Vec<u8>, String) {
        let body = pack(&to_cbor(request));
        let statement = push_statement(&body_digest(&body), &leaves_of(request));
        (body, to_hex(&sign(&self.signing, &statement)))
    }

    /// Pushes entries of one journal from its beginning.
    ///
    /// # Errors
    /// What head office refuses the push with as a whole.
    pub fn push_journal(
        &self,
        office: &mut HeadOffice,
        document: &DocumentName,
        entries: &[Entry],
    ) -> Result<PushReply, ExchangeError> {
        let batch = self.batch(document, &self.tip(document), entries);
        self.push(office, &PushRequest { journals: vec![batch], ..self.empty_push() })
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
        ("boot", Scalar::Bytes(vec![7; 16])),
    ]
    .into_iter()
    .fold(Fields::none(), |mut fields, (name, value)| {
        fields.insert(name, value);
        fields
    })
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
    .fold(Fields::none(), |mut fields, (name, value)| {
        fields.insert(name, value);
        fields
    })
}

/// Returns an entry with an id made of one number.
pub fn fact(n: u8, fields: Fields) -> Entry {
    Entry { id: FactId::from_random([n; 16]), time_seconds: 1_778_000_000, fields }
}

/// Returns an entry of a rating, which tells no time.
pub fn rating(n: u8, fields: Fields) -> Entry {
    Entry { time_seconds: 0, ..fact(n, fields) }
}

/// Returns an enrolment with a key's signature over it.
pub fn signed_enrolment(request: EnrolRequest, key: &SigningKey) -> EnrolRequest {
    let signature = ByteArray::from(sign(key, &enrol_statement(&request)));
    EnrolRequest { signature, ..request }
}
