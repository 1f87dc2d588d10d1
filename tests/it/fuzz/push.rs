//! Whole pushes of a hostile device, altered and signed again, against one head office that honest branches use meanwhile.

use std::collections::BTreeMap;

use minicbor::bytes::ByteVec;
use rand::RngExt as _;
use serde_json::Value;
use shared::doc::{
    Actor, DocumentName, Entry, FileHistory, KeyOwner, Month, Scalar, SealingKey, Tip, actor_of, append,
    random,
};
use shared::domain::{FactId, FileId, Incarnation};
use shared::hex::to_hex;
use shared::sync::{
    Acknowledged, JournalBatch, PushReply, PushRequest, Standing, body_digest, from_cbor, leaves_of, pack,
    push_statement, sign, to_cbor, unpack,
};
use tests::branch::Branch;
use tests::builders::Register;
use tests::forger::{Forger, fact, rating, rating_fields, visit_fields};
use tests::model::Model;
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::{dice, seeds};

use super::alter::{self, World};
use super::mutate::scramble;
use super::{WHOLE, mutated, quietly};

/// Mutated pushes after which head office is looked through, and a new one is made.
const ROUND: u64 = 500;

/// Mutated pushes that go on from one honest push.
const OF_ONE_LINE: u64 = 10;

/// What head office has of the hostile device, honestly pushed.
#[derive(Clone)]
struct Line {
    incarnation: Incarnation,
    journals: [(DocumentName, Tip); 2],
    file: FileId,
    actor: Actor,
    history: FileHistory,
    keys: Vec<(KeyOwner, SealingKey)>,
    acknowledged: Vec<Acknowledged>,
}

impl Line {
    fn new(forger: &mut Forger) -> Self {
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

    /// Returns the next honest push, and moves on over it.
    fn push(&mut self, forger: &mut Forger) -> PushRequest {
        forger.incarnation = self.incarnation;
        let [visit, of_person] = [None, Some(self.file)].map(|file| self.visit(forger, file));
        let rating = rating(1, rating_fields("riyadh"));
        let rating = Entry { id: FactId::from_random(random(&mut forger.dice)), ..rating };
        let mut push = forger.empty_push();
        for ((name, tip), entries) in self.journals.iter_mut().zip([vec![visit, of_person], vec![rating]]) {
            push.journals.push(forger.batch(name, tip, &entries));
            *tip = entries.iter().fold(*tip, |tip, entry| append(&tip, entry).tip);
        }
        let (seq, key) = (self.history.last_seq_of(self.actor) + 1, &self.keys[2].1);
        let mut values = shared::doc::Fields::none();
        for (field, value) in [("name", "زائر"), ("national_id", "1000000008")] {
            let sealed = key.seal_value(self.file, field, (self.actor, seq), value.as_bytes()).unwrap();
            values.insert(field, Scalar::Bytes(sealed.into_bytes()));
        }
        let entry = self.history.change_on(&self.history.heads(), self.actor, 5, values);
        self.history.add(entry.clone(), self.actor).unwrap();
        push.files.push(forger.file_change(self.file, &entry));
        for (owner, key) in &self.keys {
            forger.add_key(&mut push, owner, key);
        }
        push.acknowledged.clone_from(&self.acknowledged);
        push
    }

    /// A visit with a sealed note, of a person or of nobody in particular.
    fn visit(&self, forger: &mut Forger, person: Option<FileId>) -> Entry {
        let id = FactId::from_random(random(&mut forger.dice));
        let mut note = shared::doc::Fields::none();
        note.insert("note", Scalar::Text("ملاحظة".to_owned()));
        let key = &self.keys[if person.is_some() { 2 } else { 0 }].1;
        let sealed = key.seal_fact("visit", id, &note).unwrap().into_bytes();
        let mut fields = visit_fields("riyadh");
        fields.insert("sealed", Scalar::Bytes(sealed));
        if let Some(file) = person {
            fields.insert("file", Scalar::Text(file.to_string()));
        }
        Entry { id, ..fact(1, fields) }
    }

    /// Gives the runs of altered journals the head that their chain has now, as far as they go on from here.
    fn chain_again(&self, journals: &mut [JournalBatch]) {
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

struct Stage {
    office: HeadOffice,
    network: Network,
    branches: [Branch; 2],
    register: Register,
    model: Model,
    forger: Forger,
    world: World,
    chance: shared::doc::Dice,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let branches = ["riyadh", "jeddah"].map(|name| Branch::enrolled(name, &mut office, seed));
        let forger = Forger::enrolled(&mut office, "riyadh", seed);
        let register = Register::new(dice(seed, "register"));
        let mut stage = Self {
            office,
            network: Network::default(),
            branches,
            register,
            model: Model::default(),
            forger,
            world: World::default(),
            chance: dice(seed, "mutated pushes"),
        };
        stage.honest_work();
        stage.world = stage.world_of_others();
        stage
    }

    fn honest_work(&mut self) {
        for branch in &mut self.branches {
            let stated = branch.clock.stated();
            let lines: Vec<Value> = (0..3).map(|_| self.register.visit(&stated)).collect();
            branch.record(&lines);
            lines.iter().for_each(|line| self.model.recorded(&branch.name, line));
        }
        for _ in 0..2 {
            for branch in &mut self.branches {
                self.network.sync(branch, &mut self.office).unwrap();
            }
        }
    }

    fn world_of_others(&self) -> World {
        let device = self.branches[0].kiosk.device().unwrap();
        let (month, epoch) = (Month { yyyymm: 202_605, part: 1 }, Incarnation(self.forger.epoch));
        let facts = self.model.records.keys().map(|id| *FactId::parse(id).unwrap().as_bytes());
        let mut world = World { ids: facts.chain([*device.as_bytes()]).collect(), ..World::default() };
        let journal = DocumentName::Journal { device, incarnation: Incarnation([7; 16]), month };
        let of_office = DocumentName::HeadOffice { epoch, scope: "riyadh".to_owned(), month };
        world.documents = vec![journal.to_string(), of_office.to_string()];
        world.documents.push(DocumentName::Catalog { epoch }.to_string());
        world.owners = ["k", "h/riyadh", ""].map(str::to_owned).into();
        world.owners.push(KeyOwner::Device(device).to_string());
        let files = |line: shared::domain::Line| {
            let file = FileId::parse(serde_json::json!(line)["id"].as_str().unwrap()).unwrap();
            world.ids.push(*file.as_bytes());
            world.documents.push(format!("f/{file}"));
            world.owners.push(format!("f/{file}"));
            Ok(())
        };
        self.office.replica.export_files::<shared::store::StoreError>(files).unwrap();
        world
    }

    /// Sends a body that the hostile device signed. An answer is `Some`, a refusal of the whole `None`.
    fn send(&mut self, body: &[u8], leaves: &[[u8; 32]]) -> Result<Option<PushReply>, String> {
        let (office, forger) = (&mut self.office, &self.forger);
        let signature = to_hex(&sign(&forger.signing, &push_statement(&body_digest(body), leaves)));
        let now = office.clock.unix_millis();
        let push = || office.replica.push(now, &mut office.dice, &forger.token, &signature, body);
        match quietly(push).ok_or("head office panicked")? {
            Ok(reply) => {
                let reply: PushReply = from_cbor(&unpack(&reply).unwrap()).unwrap();
                let same = *reply.epoch == forger.epoch;
                same.then_some(Some(reply)).ok_or_else(|| "head office began a new epoch".to_owned())
            }
            Err(error) if matches!(error.status(), 400 | 401 | 413 | 426) => Ok(None),
            Err(error) => Err(format!("head office says {error:?}")),
        }
    }

    fn send_request(&mut self, request: &PushRequest) -> Result<Option<PushReply>, String> {
        self.send(&pack(&to_cbor(request)), &leaves_of(request))
    }

    fn begin_line(&mut self) -> Result<Line, String> {
        let mut line = Line::new(&mut self.forger);
        let push = line.push(&mut self.forger);
        let reply = self.send_request(&push)?.ok_or("an honest push was refused")?;
        for state in reply.documents {
            let received = state.standing == Standing::Received;
            let (Some(hash), Some(receipt), true) = (state.hash, state.receipt, received) else {
                return Err(format!("an honest journal stands as {:?}", state.standing));
            };
            line.acknowledged.push(Acknowledged { document: state.document, seq: state.seq, hash, receipt });
        }
        let received = reply.files.iter().all(|file| file.standing == Standing::Received);
        received.then_some(line).ok_or_else(|| "an honest change of a file was refused".to_owned())
    }

    /// Returns how many mutated pushes were answered, or the first fault.
    fn fuzz(&mut self, count: u64) -> Result<u64, String> {
        let (mut answered, mut line) = (0, self.begin_line()?);
        for n in 1..=count {
            if n.is_multiple_of(OF_ONE_LINE) {
                line = self.begin_line()?;
            }
            let honest = line.clone().push(&mut self.forger);
            let answer = self.send_mutated(n, &line, honest);
            answered += u64::from(answer.map_err(|fault| format!("mutated push {n}: {fault}"))?);
        }
        Ok(answered)
    }

    fn send_mutated(&mut self, n: u64, line: &Line, mut push: PushRequest) -> Result<bool, String> {
        if n % 10 < 3 {
            let leaves = leaves_of(&push);
            let mut body = to_cbor(&push);
            if n.is_multiple_of(10) {
                body = pack(&body);
                scramble(&mut self.chance, &mut body);
                return Ok(self.send(&body, &leaves)?.is_some());
            }
            scramble(&mut self.chance, &mut body);
            let leaves = from_cbor::<PushRequest>(&body).map_or(leaves, |push| leaves_of(&push));
            return Ok(self.send(&pack(&body), &leaves)?.is_some());
        }
        for _ in 0..self.chance.random_range(1..=3) {
            alter::push(&mut self.chance, &self.world, &mut push);
        }
        if self.chance.random() {
            line.chain_again(&mut push.journals);
        }
        let (journals, files) = (push.journals.len(), push.files.len());
        let Some(reply) = self.send_request(&push)? else { return Ok(false) };
        let told_of_all = (reply.documents.len(), reply.files.len()) == (journals, files);
        let told_of_all = told_of_all || *push.epoch != self.forger.epoch;
        told_of_all.then_some(true).ok_or_else(|| "head office does not say how everything stands".to_owned())
    }

    /// Honest branches go on, and everything of theirs is there as they recorded it.
    fn assert_unharmed(&mut self) {
        self.honest_work();
        let found = self.office.export();
        for (id, record) in &self.model.records {
            assert_eq!(found.get(id), Some(record), "{id} did not come out as it was recorded");
        }
        self.office.assert_whole();
        let kiosk = &self.branches[0].kiosk;
        for hit in kiosk.people().unwrap().search("زائر") {
            assert!(kiosk.person(hit.file).unwrap().is_some());
        }
    }
}

#[test]
fn no_mutated_push_panics_fails_or_harms_head_office_and_honest_branches() {
    let count = mutated(WHOLE);
    for seed in seeds(1) {
        let mut answered = 0;
        for round in 0..count.div_ceil(ROUND) {
            let mut stage = Stage::new(seed + round);
            answered += stage.fuzz(ROUND.min(count - round * ROUND)).unwrap();
            stage.assert_unharmed();
        }
        println!("{answered} of {count} mutated pushes were answered");
        assert!(answered > count / 4, "only {answered} of {count} were answered: the test shows little");
    }
}

#[test]
fn a_head_office_that_fails_at_a_number_is_caught() {
    let mut stage = Stage::new(1);
    let planted = "CREATE TRIGGER planted BEFORE UPDATE OF waiting ON device WHEN NEW.waiting > 1000
                   BEGIN SELECT RAISE(ABORT, 'planted'); END";
    let database = rusqlite::Connection::open(stage.office.dir().join("office.db")).unwrap();
    database.execute(planted, []).unwrap();
    let fault = stage.fuzz(ROUND).unwrap_err();
    assert!(fault.contains("planted"), "{fault}");
}
