//! What a device goes on with from push to push, where it is honest: its journals, a file of a person, its keys.

use std::collections::BTreeMap;

use minicbor::bytes::ByteVec;
use shared::doc::{
    Actor, DocumentName, Entry, Fields, FileHistory, KeyOwner, Month, Scalar, SealingKey, Tip, actor_of,
    append, random,
};
use shared::domain::{FactId, FileId, Incarnation};
use shared::sync::{Acknowledged, JournalBatch, PushRequest};
use tests::forger::{Forger, fact, rating, rating_fields, visit_fields};

/// What head office has of the hostile device, honestly pushed.
#[derive(Clone)]
pub struct Line {
    incarnation: Incarnation,
    journals: [(DocumentName, Tip); 2],
    file: FileId,
    actor: Actor,
    history: FileHistory,
    keys: Vec<(KeyOwner, SealingKey)>,
    /// What it was told to be received.
    pub acknowledged: Vec<Acknowledged>,
}

impl Line {
    /// Begins one, of which nothing is pushed yet.
    pub fn new(forger: &mut Forger) -> Self {
        let (device, incarnation) = (forger.device, Incarnation(random(&mut forger.dice)));
        let month = Month { yyyymm: 202_605, part: 1 };
        let key = forger.signing.verifying_key().to_bytes();
        let names = [
            DocumentName::Journal { device, incarnation, month },
            DocumentName::Ratings { device, incarnation, month },
        ];
        let file = FileId::from_random(random(&mut forger.dice));
        let owners = [KeyOwner::Device(device), KeyOwner::Ratings(device), KeyOwner::File(file)];
        Self {
            incarnation,
            journals: names.map(|name| {
                let tip = Tip::empty(actor_of(&key, incarnation, &name));
                (name, tip)
            }),
            file,
            actor: actor_of(&key, incarnation, &DocumentName::File(file)),
            history: FileHistory::default(),
            keys: owners.map(|owner| (owner, SealingKey::generate(&mut forger.dice))).into(),
            acknowledged: Vec::new(),
        }
    }

    /// Returns the next honest push of a rating, and moves on over it.
    pub fn ratings(&mut self, forger: &mut Forger) -> PushRequest {
        forger.incarnation = self.incarnation;
        let id = FactId::from_random(random(&mut forger.dice));
        self.continued(forger, 1, &[Entry { id, ..rating(1, rating_fields("riyadh")) }])
    }

    /// Returns a push that continues one of the journals.
    fn continued(&mut self, forger: &Forger, journal: usize, entries: &[Entry]) -> PushRequest {
        let (name, tip) = &mut self.journals[journal];
        let batch = forger.batch(name, tip, entries);
        *tip = entries.iter().fold(*tip, |tip, entry| append(&tip, entry).tip);
        let acknowledged = self.acknowledged.clone();
        PushRequest { journals: vec![batch], acknowledged, ..forger.empty_push() }
    }

    /// Returns the next honest push of all else, and moves on over it.
    pub fn push(&mut self, forger: &mut Forger) -> PushRequest {
        forger.incarnation = self.incarnation;
        let visits = [None, Some(self.file)].map(|file| self.visit(forger, file));
        let mut push = self.continued(forger, 0, &visits);
        let (seq, key) = (self.history.next_seq_of(self.actor), &self.keys[2].1);
        let mut values = Fields::none();
        for (field, value) in [("name", "زائر"), ("national_id", "1000000008")] {
            values.insert(field, Scalar::Text(value.to_owned()));
        }
        let sealed = key.seal_values(self.file, (self.actor, seq), &values).unwrap();
        let entry = self.history.change_on(&self.history.heads(), self.actor, 5, sealed);
        self.history.add(entry.clone(), self.actor).unwrap();
        push.files.push(forger.file_change(self.file, &entry));
        for (owner, key) in &self.keys {
            forger.add_key(&mut push, owner, key);
        }
        push
    }

    /// A visit with a sealed note, of a person or of nobody in particular.
    fn visit(&self, forger: &mut Forger, person: Option<FileId>) -> Entry {
        let id = FactId::from_random(random(&mut forger.dice));
        let mut note = Fields::none();
        note.insert("note", Scalar::Text("ملاحظة".to_owned()));
        let key = &self.keys[if person.is_some() { 2 } else { 0 }].1;
        let sealed = key.seal_fact("visit", id, &note).unwrap().into_bytes();
        let mut fields = visit_fields("riyadh");
        fields.insert("sealed", Scalar::Bytes(sealed));
        if let Some(file) = person {
            fields.insert("file", Scalar::Bytes(file.as_bytes().to_vec()));
        }
        Entry { id, ..fact(1, fields) }
    }

    /// Gives the runs of altered journals the head that their chain has now, as far as they go on from here.
    pub fn chain_again(&self, journals: &mut [JournalBatch]) {
        let tips: BTreeMap<String, Tip> =
            self.journals.iter().map(|(name, tip)| (name.to_string(), *tip)).collect();
        for batch in journals {
            let Some(tip) = tips.get(&batch.document) else { continue };
            let entries = batch.entries.iter().filter_map(|bytes: &ByteVec| Entry::from_bytes(bytes));
            let end = entries.fold(*tip, |tip, entry| append(&tip, &entry).tip);
            batch.head_hash = end.hash.map_or([0; 32], |hash| hash.0).into();
        }
    }
}
