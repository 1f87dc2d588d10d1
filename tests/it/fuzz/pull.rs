//! Whole answers to a pull, altered and signed again with head office's own key, against a device of a branch.

use std::collections::BTreeMap;

use rand::RngExt as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use shared::doc::{DocumentName, Entry, FileEntry, FileHistory, Tip, actor_of, append};
use shared::domain::{DeviceMode, FileId, Incarnation, Line, LineKind, PlanLine, ProfileField};
use shared::replica::{Act, KioskError};
use shared::store::StoreError;
use shared::sync::http::PullQuery;
use shared::sync::{PullReply, PulledChange, answer_statement, from_cbor, pack, sign, to_cbor, unpack};
use tests::branch::Branch;
use tests::builders::Register;
use tests::network::{Fault, Network, signing_key_in};
use tests::office::HeadOffice;
use tests::seed::{dice, seeds};

use super::alter::{self, World};
use super::mutate::scramble;
use super::{WHOLE, mutated, quietly};

/// Mutated answers after which a device exchanges honestly, and new ones are made.
const ROUND: u64 = 250;

const SCOPES: [&str; 2] = ["catalog", "people/riyadh"];

struct Stage {
    office: HeadOffice,
    network: Network,
    riyadh: Branch,
    world: World,
    chance: shared::doc::Dice,
}

impl Stage {
    fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let mut network = Network::default();
        let mut riyadh = Branch::enrolled("riyadh", &mut office, seed);
        let mut register = Register::new(dice(seed, "register"));
        let stated = riyadh.clock.stated();
        riyadh.record(&(0..6).map(|_| register.visit(&stated)).collect::<Vec<_>>());
        let plan = json!({
            "id": "00000000-0000-4000-8000-000000000001", "branch": "riyadh", "date": "2026-05-12",
            "beneficiary": {"name": "سارة", "mobile": "0556880046"},
        });
        let plan = PlanLine::parse(plan.to_string().as_bytes()).unwrap();
        let mut act = office.act();
        office.replica.plan_visits(&mut act, &[plan]).unwrap();
        network.sync(&mut riyadh, &mut office).unwrap();
        let honest = SCOPES.map(|scope| told(&riyadh, &mut office, scope));
        let changes = || honest.iter().flat_map(|reply| &reply.changes);
        let owners = ["k", "hriyadh", "", "x1", "f0123456789abcdef"];
        let world = World {
            documents: changes().map(|change| change.document.clone()).collect(),
            ids: changes().filter_map(|change| change.bytes.first_chunk().copied()).collect(),
            owners: owners.map(|owner| owner.as_bytes().to_vec()).into(),
        };
        Self { office, network, riyadh, world, chance: dice(seed, "mutated answers") }
    }

    fn new_reader(&mut self, seed: u64) -> Reader {
        let branch = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut self.office, seed);
        // what was pulled is sealed for the device that pulled it
        let honest = SCOPES.map(|scope| told(&branch, &mut self.office, scope));
        Reader { branch, honest }
    }

    /// Returns how many mutated answers were taken in, or the first fault. `fits`: whether the hashes and the checksum are
    /// made to fit what was altered.
    fn fuzz(&mut self, reader: &mut Reader, count: u64, fits: bool) -> Result<u64, String> {
        let mut taken = 0;
        for n in 0..count {
            let at = self.chance.random_range(0..2);
            let answer = self.mutated(n, SCOPES[at], reader.honest[at].clone(), fits);
            match reader.take(SCOPES[at], &answer)? {
                Ok(()) => taken += 1,
                // also that writing its own values again and again comes to nothing
                Err(KioskError::BadReply(_) | KioskError::Refused) => {}
                Err(error) => return Err(format!("mutated answer {n}: the device says {error:?}")),
            }
        }
        Ok(taken)
    }

    fn mutated(&mut self, n: u64, scope: &str, mut reply: PullReply, fits: bool) -> Vec<u8> {
        let key = signing_key_in(self.office.dir());
        let mut body = match n % 10 {
            0..=2 => to_cbor(&reply),
            _ => {
                for _ in 0..self.chance.random_range(1..=3) {
                    alter::reply(&mut self.chance, &self.world, &mut reply);
                }
                if fits {
                    fit(&key.verifying_key().to_bytes(), scope, &mut reply);
                }
                to_cbor(&reply)
            }
        };
        if matches!(n % 10, 1 | 2) {
            scramble(&mut self.chance, &mut body);
        }
        let mut body = pack(&body);
        if n.is_multiple_of(10) {
            scramble(&mut self.chance, &mut body);
        }
        let mut answer = [&sign(&key, &answer_statement(&body))[..], &body].concat();
        if n % 50 == 3 {
            scramble(&mut self.chance, &mut answer);
        }
        answer
    }

    fn exchange_honestly(&mut self, reader: &mut Reader) -> Result<usize, Fault> {
        self.network.sync(&mut reader.branch, &mut self.office)
    }

    /// The device shows the catalog and everybody of its branch.
    fn assert_healed(&self, reader: &Reader) {
        assert_eq!(reader.branch.kiosk.catalog().unwrap(), *self.office.replica.catalog().unwrap());
        let texts = |branch: &Branch, file: FileId| {
            let view = branch.kiosk.person(file).unwrap().expect("the file is here");
            let of = |field| {
                let mut texts: Vec<String> = view.field(field).map_or(vec![], |field| {
                    field.values.iter().map(|value| value.text.as_str().to_owned()).collect()
                });
                texts.sort();
                texts
            };
            ProfileField::ALL.map(of)
        };
        let same = |line: Line| {
            let file = FileId::parse(json!(line)["id"].as_str().unwrap()).unwrap();
            assert_eq!(texts(&reader.branch, file), texts(&self.riyadh, file));
            Ok(())
        };
        self.office.replica.export::<StoreError>(LineKind::Beneficiary, same).unwrap();
    }
}

struct Reader {
    branch: Branch,
    honest: [PullReply; 2],
}

impl Reader {
    fn take(&mut self, scope: &str, answer: &[u8]) -> Result<Result<(), KioskError>, String> {
        let Branch { kiosk, clock, dice, .. } = &mut self.branch;
        let query = PullQuery::from_start(scope);
        let query = kiosk.pull_query_again(&query).unwrap();
        let take = || kiosk.take_pull_reply(&mut Act::new(clock.reading(), dice), &query, answer).map(drop);
        quietly(take).ok_or_else(|| "the device panicked".to_owned())
    }
}

/// What a device is told of a scope, from the beginning.
fn told(branch: &Branch, office: &mut HeadOffice, scope: &str) -> PullReply {
    let query = PullQuery::from_start(scope);
    let mut act = office.act();
    let answer = office.replica.pull(&mut act, branch.kiosk.token().unwrap(), &query).unwrap().bytes;
    from_cbor(&unpack(&answer[64..]).unwrap()).unwrap()
}

/// Makes the hashes and the checksum of an answer fit its changes, as a head office would that had written them.
fn fit(server: &[u8; 32], scope: &str, reply: &mut PullReply) {
    let mut chains = Chains { server, tips: BTreeMap::new(), files: BTreeMap::new() };
    let start = match scope.strip_prefix("people/") {
        Some(branch) => format!("sila/1 people\0{branch}"),
        None => format!("sila/1 scope\0{scope}\0{}", Incarnation(*reply.epoch)),
    };
    let mut checksum: [u8; 32] = Sha256::digest(start).into();
    let writers = reply.writers.clone();
    for change in &mut reply.changes {
        let Some(hash) = chains.hash_of(change, &writers) else { continue };
        if change.hash.is_some() {
            change.hash = Some(hash.into());
        }
        checksum = Sha256::new().chain_update(checksum).chain_update(hash).finalize().into();
    }
    reply.checksum = checksum.into();
}

struct Chains<'a> {
    server: &'a [u8; 32],
    tips: BTreeMap<String, Tip>,
    files: BTreeMap<String, FileHistory>,
}

impl Chains<'_> {
    fn hash_of(&mut self, change: &PulledChange, writers: &[shared::sync::ChangeWriter]) -> Option<[u8; 32]> {
        let name = DocumentName::parse(&change.document)?;
        if name.is_file() {
            let writer = writers.get(usize::try_from(change.writer?).ok()?)?;
            let actor = actor_of(&writer.signing_key, Incarnation(*writer.incarnation), &name);
            let history = self.files.entry(change.document.clone()).or_default();
            return Some(history.add(FileEntry::from_bytes(&change.bytes)?, actor).ok()?.0);
        }
        let start = Tip::empty(actor_of(self.server, name.incarnation()?, &name));
        let tip = self.tips.entry(change.document.clone()).or_insert(start);
        *tip = append(tip, &Entry::from_bytes(&change.bytes)?).tip;
        Some(tip.hash?.0)
    }
}

#[test]
fn no_mutated_answer_to_a_pull_panics_or_harms_a_device_and_the_next_exchange_heals_it() {
    let count = mutated(WHOLE) / 2;
    for seed in seeds(1) {
        let mut taken = [0, 0];
        for round in 0..count.div_ceil(ROUND) {
            let n = ROUND.min(count - round * ROUND);
            let mut stage = Stage::new(seed + round);
            let [mut reader, mut other] = [11, 12].map(|seed| stage.new_reader(seed));
            taken[0] += stage.fuzz(&mut reader, n, false).unwrap();
            stage.exchange_honestly(&mut reader).unwrap();
            stage.assert_healed(&reader);
            // one that signs another log than it has: what it refuses later is for a person to settle
            taken[1] += stage.fuzz(&mut other, n, true).unwrap();
            let outcome = stage.exchange_honestly(&mut other);
            assert!(matches!(outcome, Ok(_) | Err(Fault::Kiosk(KioskError::Refused))), "{outcome:?}");
            stage.office.assert_whole();
        }
        println!("{taken:?} of {count} and {count} mutated answers were taken in");
        assert!(taken.iter().all(|taken| *taken > count / 50), "{taken:?}: the test shows little");
    }
}

#[test]
fn a_device_that_fails_at_an_answer_is_caught() {
    let mut stage = Stage::new(1);
    let mut reader = stage.new_reader(11);
    let planted = "CREATE TRIGGER planted BEFORE INSERT ON writer WHEN length(NEW.device) = 16
                   BEGIN SELECT RAISE(ABORT, 'planted'); END";
    let database = rusqlite::Connection::open(reader.branch.dir().join("kiosk.db")).unwrap();
    database.execute(planted, []).unwrap();
    let fault = stage.fuzz(&mut reader, ROUND, false).unwrap_err();
    assert!(fault.contains("planted"), "{fault}");
}
