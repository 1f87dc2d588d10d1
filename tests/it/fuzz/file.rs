//! Mutated changes of a beneficiary file: many writers, one over and beside another.

use std::convert::Infallible;

use automerge::{Automerge, Change, ROOT, ReadDoc as _};
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use shared::doc::{
    Actor, ChangeHash, ChangeHead, Dice, Fields, FileEntry, FileHistory, Scalar, SealedValues, SealingKey,
    put_new, random,
};
use shared::domain::FileId;
use tests::seed::{dice, seeds};

use super::mutate::{any_number, scramble};
use super::survive::{Fault, survives};
use super::{OF_ONE_DOCUMENT, SCRAMBLED_ONE_IN, mutated, quietly};

/// Of so many admitted changes, automerge is shown one.
const SHOWN_ONE_IN: u64 = 4;

struct File {
    history: FileHistory,
    untouched: Automerge,
    actors: [Actor; 4],
    deps: Vec<ChangeHash>,
    honest: Vec<FileEntry>,
}

/// A change that was admitted: in bytes, its hash, and the history with it.
struct Admitted {
    entry: FileEntry,
    bytes: Vec<u8>,
    hash: ChangeHash,
    history: FileHistory,
}

fn sealed(dice: &mut Dice) -> SealedValues {
    let key = SealingKey::generate(dice);
    let mut values = Fields::none();
    values.insert("name", Scalar::Text("value".to_owned()));
    key.seal_values(FileId::from_random([4; 16]), (Actor([1; 16]), 1), &values).unwrap()
}

impl File {
    fn new() -> Self {
        let mut chance = dice(1, "file");
        let actors = [1, 2, 3, 9].map(|n| Actor([n; 16]));
        let mut history = FileHistory::default();
        let mut deps = Vec::new();
        let mut beside = FileHistory::default();
        for (seen_all, actor) in [(true, 0), (true, 0), (false, 1), (false, 2), (true, 2)] {
            let seen = if seen_all { history.heads() } else { beside.heads() };
            let entry = history.change_on(&seen, actors[actor], 5, sealed(&mut chance));
            deps.push(history.add(entry, actors[actor]).unwrap());
            if beside.is_empty() {
                beside = history.clone();
            }
        }
        let mut untouched = Automerge::new();
        let changes = history.as_automerge();
        untouched.apply_changes(changes.iter().map(|bytes| Change::try_from(&bytes[..]).unwrap())).unwrap();
        let honest = [6, 7, 8]
            .map(|time| history.change_on(&history.heads(), actors[1], time, sealed(&mut chance)))
            .into();
        Self { history, untouched, actors, deps, honest }
    }

    /// Returns how many mutated changes were admitted, or the first fault among them.
    fn fuzz(
        &self,
        seed: u64,
        count: u64,
        admit: impl Fn(&Self, &[u8], Actor) -> Option<Admitted>,
    ) -> Result<u64, Fault> {
        let mut dice = dice(seed, "changes of a file");
        let mut admitted = 0;
        for (n, honest) in (0..count).zip(self.honest.iter().cycle()) {
            let mut entry = honest.clone();
            let mut bytes = entry.to_bytes();
            if n % SCRAMBLED_ONE_IN == 0 {
                scramble(&mut dice, &mut bytes);
            } else {
                tamper(&mut dice, &self.deps, &mut entry);
                bytes = entry.to_bytes();
            }
            let actor = if dice.random_range(0..4) > 0 {
                self.actors[1]
            } else {
                self.actors[dice.random_range(0..4)]
            };
            let taken = quietly(|| admit(self, &bytes, actor)).ok_or(Fault::Panics)?;
            let Some(taken) = taken else { continue };
            admitted += 1;
            if taken.entry.to_bytes() != bytes {
                return Err(Fault::WrittenOtherwise);
            }
            if admitted % SHOWN_ONE_IN == 1 {
                self.show(&mut dice, &taken)?;
            }
        }
        Ok(admitted)
    }

    /// Shows automerge the change, and an honest one after it.
    fn show(&self, dice: &mut Dice, taken: &Admitted) -> Result<(), Fault> {
        let (actor, mut longer) = (self.actors[2], taken.history.clone());
        let next = longer.change_on(&longer.heads(), actor, 7, sealed(dice));
        let next = longer.add(next, actor).ok().and_then(|hash| change_with(&longer, hash));
        let next = next.ok_or(Fault::NobodyWritesOn)?;
        let loaded = survives(&self.untouched, &taken.bytes, &next)?;
        let mut heads: Vec<[u8; 32]> = loaded.get_heads().iter().map(|hash| hash.0).collect();
        heads.sort_unstable();
        let same_heads = heads.iter().eq(taken.history.heads().iter().map(|hash| &hash.0));
        let same = same_heads && heads.contains(&taken.hash.0) && reads_the_same(&loaded, &taken.history);
        same.then_some(()).ok_or(Fault::ReadsOtherwise)
    }

    fn admit(&self, bytes: &[u8], actor: Actor) -> Option<Admitted> {
        let entry = FileEntry::from_bytes(bytes)?;
        let mut history = self.history.clone();
        let hash = history.add(entry.clone(), actor).ok()?;
        let bytes = change_with(&history, hash).expect("what was added is there");
        Some(Admitted { entry, bytes, hash, history })
    }

    /// Admission with a hole: what a change says that it builds on is believed.
    fn admit_without_looking(&self, bytes: &[u8], actor: Actor) -> Option<Admitted> {
        let entry = FileEntry::from_bytes(bytes)?;
        let FileEntry { seq, time_seconds, deps, sealed } = &entry;
        let (seq, time_seconds) = (*seq, *time_seconds);
        let head = ChangeHead { deps, actor: &actor, seq, start_op: 100, time_seconds };
        let (bytes, hash) = put_new(&head, "name", sealed.as_bytes());
        Some(Admitted { entry, bytes, hash, history: self.history.clone() })
    }
}

/// Tampers with what a change of a file says, once or twice. `deps`: changes that there are.
pub fn tamper(dice: &mut Dice, deps: &[ChangeHash], entry: &mut FileEntry) {
    for _ in 0..dice.random_range(1..=2) {
        match dice.random_range(0..9) {
            0 => entry.seq = any_number(dice),
            1 => entry.seq = dice.random_range(0..4),
            2 | 3 => entry.time_seconds = any_number(dice).cast_signed(),
            4 => entry.deps = deps.iter().filter(|_| dice.random()).copied().collect(),
            5 => entry.deps.extend(deps.choose(dice).copied()),
            6 => {
                let unknown = ChangeHash(random(dice));
                entry.deps.push(unknown);
            }
            7 => {
                let kept = dice.random_range(0..3);
                entry.deps.truncate(kept);
            }
            _ => {
                let length = dice.random_range(33..90);
                let mut bytes = vec![dice.random(); length];
                bytes[0] = 1;
                entry.sealed = SealedValues::parse(&bytes).expect("a form that is known");
            }
        }
        if dice.random() {
            entry.deps.sort_unstable();
        }
    }
}

/// Returns a change of a history as automerge has it.
fn change_with(history: &FileHistory, hash: ChangeHash) -> Option<Vec<u8>> {
    let is_it = |bytes: &Vec<u8>| Change::try_from(&bytes[..]).is_ok_and(|change| change.hash().0 == hash.0);
    history.as_automerge().into_iter().rev().find(is_it)
}

/// Tells whether automerge's document holds what every change put, each under a key of its own.
fn reads_the_same(document: &Automerge, history: &FileHistory) -> bool {
    let mut ours: Vec<Vec<u8>> = Vec::new();
    let open = |_, sealed: &SealedValues| {
        ours.push(sealed.as_bytes().to_vec());
        Ok::<_, Infallible>(None)
    };
    let Ok(_) = history.visible(|_| "", open);
    let held = |key: String| document.get_all(ROOT, key).unwrap_or_default();
    let theirs = document.keys(ROOT).flat_map(held);
    let mut theirs: Vec<Vec<u8>> =
        theirs.map(|(value, _)| value.as_bytes().map_or(vec![], <[u8]>::to_vec)).collect();
    ours.sort();
    theirs.sort();
    ours == theirs && document.keys(ROOT).count() == ours.len()
}

#[test]
fn no_mutated_change_of_a_beneficiary_file_is_admitted_that_a_replica_would_not_survive() {
    let file = File::new();
    for honest in &file.honest {
        let taken = file.admit(&honest.to_bytes(), file.actors[1]).expect("an honest change is admitted");
        file.show(&mut dice(1, "next"), &taken).unwrap();
    }
    let count = mutated(OF_ONE_DOCUMENT);
    for seed in seeds(1) {
        let admitted = file.fuzz(seed, count, File::admit).expect("every admitted change is survived");
        println!("{admitted} of {count} mutated changes of a file were admitted");
        assert!(admitted > count / 20, "only {admitted} of {count} were admitted: the test shows little");
    }
}

#[test]
fn a_file_admission_that_believes_what_a_change_says_is_caught() {
    let outcome = File::new().fuzz(1, 500, File::admit_without_looking);
    assert!(outcome.is_err(), "{outcome:?}");
}
