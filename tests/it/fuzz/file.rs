//! Mutated changes of a beneficiary file: many writers, values replaced.

use automerge::{Automerge, Change, ROOT, ReadDoc as _};
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use shared::doc::{
    Actor, ChangeHash, Dice, Fields, FileChange, FileEntry, FileHistory, FilePut, Scalar, SealingKey, random,
};
use shared::domain::FileId;
use tests::seed::{dice, seeds};

use super::mutate::{any_number, any_text, scramble};
use super::survive::{Fault, survives};
use super::{OF_ONE_DOCUMENT, SCRAMBLED_ONE_IN, mutated, quietly};

/// Of so many admitted changes, automerge is shown one.
const SHOWN_ONE_IN: u64 = 4;

const FIELDS: [&str; 4] = ["name", "mobile", "national_id", "group"];

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

fn sealed(dice: &mut Dice, names: &[&str]) -> Fields {
    let key = SealingKey::generate(dice);
    let mut values = Fields::none();
    for name in names {
        let (file, place) = (FileId::from_random([4; 16]), (Actor([1; 16]), dice.random()));
        values.insert(name, Scalar::Bytes(key.seal_value(file, name, place, b"value").unwrap().into_bytes()));
    }
    values
}

impl File {
    fn new() -> Self {
        let mut chance = dice(1, "file");
        let actors = [1, 2, 3, 9].map(|n| Actor([n; 16]));
        let mut history = FileHistory::default();
        let mut deps = Vec::new();
        let beside = FileHistory::default();
        for (seen_all, actor, names) in [
            (true, 0, &["mobile", "name"][..]),
            (true, 0, &["name"]),
            (false, 1, &["group", "name"]),
            (false, 2, &["mobile"]),
            (true, 2, &["mobile"]),
        ] {
            let seen = if seen_all { history.heads() } else { beside.heads() };
            let entry = history.change_on(&seen, actors[actor], 5, sealed(&mut chance, names));
            deps.push(history.add(entry, actors[actor]).unwrap());
        }
        let mut untouched = Automerge::new();
        let changes = history.as_automerge();
        untouched.apply_changes(changes.iter().map(|bytes| Change::try_from(&bytes[..]).unwrap())).unwrap();
        let puts: [&[&str]; 3] = [&["name"], &["name", "national_id"], &["group", "mobile", "name"]];
        let honest = puts
            .iter()
            .map(|names| history.change_on(&history.heads(), actors[1], 6, sealed(&mut chance, names)));
        let honest = honest.collect();
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
        let next = longer.change_on(&longer.heads(), actor, 7, sealed(dice, &["mobile", "name"]));
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
        let put = |(field, value): (&str, shared::doc::SealedValue)| FilePut {
            field: field.to_owned(),
            value: value.into_bytes(),
            replaced: [].into(),
        };
        let change = FileChange {
            actor,
            seq: entry.seq,
            deps: entry.deps.iter().copied().collect(),
            start_op: 100,
            time_seconds: entry.time_seconds,
            puts: entry.sealed().map(put).collect(),
        };
        let (bytes, hash) = change.encode();
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
            _ => tamper_with_values(dice, &mut entry.values),
        }
        if dice.random() {
            entry.deps.sort_unstable();
        }
    }
}

fn tamper_with_values(dice: &mut Dice, values: &mut Fields) {
    let field = [FIELDS[dice.random_range(0..4)], "other", "x", "a_field_of_a_newer_program"];
    let field = field[dice.random_range(0..4)];
    match dice.random_range(0..6) {
        0 => *values = Fields::none(),
        1 => drop(values.insert(field, Scalar::Text(any_text(dice)))),
        2 => {
            let length = dice.random_range(0..60);
            values.insert(field, Scalar::Bytes(vec![1; length]));
        }
        3 => (0..dice.random_range(1..70)).for_each(|n| {
            values.insert(&format!("f_{n}"), Scalar::Bytes(vec![1; 60]));
        }),
        _ => {
            let value = [&[1][..], &random::<50>(dice)].concat();
            values.insert(field, Scalar::Bytes(value));
        }
    }
}

/// Returns a change of a history as automerge has it.
fn change_with(history: &FileHistory, hash: ChangeHash) -> Option<Vec<u8>> {
    let is_it = |bytes: &Vec<u8>| Change::try_from(&bytes[..]).is_ok_and(|change| change.hash().0 == hash.0);
    history.as_automerge().into_iter().rev().find(is_it)
}

/// Tells whether the values in view are those that automerge has, each as often.
fn reads_the_same(document: &Automerge, history: &FileHistory) -> bool {
    let visible = history.visible();
    let mut fields: Vec<&str> = visible.iter().map(|value| value.field.as_str()).collect();
    fields.dedup();
    document.keys(ROOT).count() == fields.len()
        && fields.iter().all(|field| {
            let theirs = document.get_all(ROOT, *field).unwrap_or_default();
            let mut theirs: Vec<Vec<u8>> =
                theirs.iter().map(|(value, _)| value.as_bytes().map_or(vec![], <[u8]>::to_vec)).collect();
            let of_field = visible.iter().filter(|value| value.field == *field);
            let mut ours: Vec<Vec<u8>> = of_field.map(|value| value.value.as_bytes().to_vec()).collect();
            theirs.sort();
            ours.sort();
            theirs == ours
        })
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
