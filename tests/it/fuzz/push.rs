//! Whole pushes of a hostile device, altered and signed again, against one head office that honest branches use meanwhile.

use rand::RngExt as _;
use serde_json::Value;
use shared::doc::{DocumentName, KeyOwner, Month};
use shared::domain::{FactId, FileId, Incarnation, LineKind};
use shared::hex::to_hex;
use shared::sync::{
    Acknowledged, PushReply, PushRequest, Standing, body_digest, from_cbor, leaves_of, pack, push_statement,
    sign, to_cbor, unpack,
};
use tests::branch::Branch;
use tests::builders::Register;
use tests::forger::Forger;
use tests::model::Model;
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::{dice, seeds};

use super::alter::{self, World};
use super::line::Line;
use super::mutate::scramble;
use super::{WHOLE, mutated, quietly};

/// Mutated pushes after which head office is looked through, and a new one is made.
const ROUND: u64 = 500;

/// Mutated pushes that go on from one honest push.
const OF_ONE_LINE: u64 = 10;

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
        world.owners = ["k", "hriyadh", ""].map(|owner| owner.as_bytes().to_vec()).into();
        world.owners.push(KeyOwner::Device(device).to_bytes());
        let files = |line: shared::domain::Line| {
            let file = FileId::parse(serde_json::json!(line)["id"].as_str().unwrap()).unwrap();
            world.ids.push(*file.as_bytes());
            world.documents.push(format!("f/{file}"));
            world.owners.push(KeyOwner::File(file).to_bytes());
            Ok(())
        };
        self.office.replica.export::<shared::store::StoreError>(LineKind::Beneficiary, files).unwrap();
        world
    }

    /// Sends a body that the hostile device signed. An answer is `Some`, a refusal of the whole `None`.
    fn send(&mut self, body: &[u8], leaves: &[[u8; 32]]) -> Result<Option<PushReply>, String> {
        let (office, forger) = (&mut self.office, &self.forger);
        let signature = to_hex(&sign(&forger.signing, &push_statement(&body_digest(body), leaves)));
        let mut act = office.act();
        let push = || office.replica.push(&mut act, &forger.token, &signature, body);
        match quietly(push).ok_or("head office panicked")? {
            Ok(reply) => {
                let reply: PushReply = from_cbor(&unpack(&reply.bytes).unwrap()).unwrap();
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
        for push in [line.push(&mut self.forger), line.ratings(&mut self.forger)] {
            let reply = self.send_request(&push)?.ok_or("an honest push was refused")?;
            for state in reply.documents {
                let received = state.standing == Standing::Received;
                let (Some(hash), Some(receipt), true) = (state.hash, state.receipt, received) else {
                    return Err(format!("an honest journal stands as {:?}", state.standing));
                };
                let (document, seq) = (state.document, state.seq);
                line.acknowledged.push(Acknowledged { document, seq, hash, receipt });
            }
            if reply.files.iter().any(|file| file.standing != Standing::Received) {
                return Err("an honest change of a file was refused".to_owned());
            }
        }
        Ok(line)
    }

    /// Returns how many mutated pushes were answered, or the first fault.
    fn fuzz(&mut self, count: u64) -> Result<u64, String> {
        let (mut answered, mut line) = (0, self.begin_line()?);
        for n in 1..=count {
            if n.is_multiple_of(OF_ONE_LINE) {
                line = self.begin_line()?;
            }
            let honest = match self.chance.random_range(0..4) {
                0 => line.clone().ratings(&mut self.forger),
                _ => line.clone().push(&mut self.forger),
            };
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
    // what the index would hold of such a number is beyond all numbers
    let planted = "CREATE INDEX planted ON device ((abs(-9223372036854775807 - CASE WHEN waiting > 1000 THEN 1 ELSE 0 END)))";
    stage.office.rows().run(planted, &[]);
    let fault = stage.fuzz(ROUND).unwrap_err();
    assert!(fault.contains("overflow") || fault.contains("out of range"), "{fault}");
}
