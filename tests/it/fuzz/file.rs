//! Tampered changes of a beneficiary file: many writers, values replaced.

use automerge::{Automerge, Change, ReadDoc as _};
use shared::doc::{ActorId, DocumentName, FILE_FIELDS, FileHistory, Sealed, SealingKey, Unverified};
use shared::domain::FileId;
use tests::seed::{dice, seeds};

use super::mutate::{World, framed, scrambled, tampered};
use super::survive::{Verdict, verdict};
use super::{CHANGES, Outcome, SCRAMBLED_ONE_IN, quietly};

struct File {
    history: FileHistory,
    writer: ActorId,
    untouched: Automerge,
    next: Vec<Change>,
    world: World,
    value: Sealed,
}

impl File {
    fn new() -> Self {
        let mut chance = dice(1, "values");
        let document = DocumentName::File(FileId::from_random([4; 16]));
        let key = SealingKey::generate(&mut chance);
        let values: Vec<Sealed> =
            (0..8_u8).map(|n| key.seal(&mut chance, &document, "f", "name", &[n; 9])).collect();
        let actors: Vec<ActorId> = [1_u8, 2, 3].iter().map(|n| ActorId::from(&[*n; 16][..])).collect();
        let mut history = FileHistory::default();
        let mut written = Vec::new();
        let mut write =
            |history: &mut FileHistory, who: &ActorId, seen: &FileHistory, put: &[(&str, Sealed)]| {
                let admitted = seen.write(who, 5, put).admitted;
                history.admit(Unverified(admitted.bytes()), who).unwrap();
                written.push(Change::try_from(admitted.bytes()).unwrap());
            };
        let seen = history.clone();
        write(&mut history, &actors[0], &seen, &[("name", values[0].clone()), ("mobile", values[1].clone())]);
        let seen = history.clone();
        write(&mut history, &actors[0], &seen, &[("name", values[2].clone())]);
        write(&mut history, &actors[1], &seen, &[("name", values[3].clone()), ("group", values[4].clone())]);
        write(&mut history, &actors[2], &seen, &[("mobile", values[5].clone())]);
        let mut untouched = Automerge::new();
        untouched.apply_changes(written.clone()).unwrap();
        let puts: [&[(&str, Sealed)]; 3] = [
            &[("name", values[6].clone())],
            &[("name", values[6].clone()), ("national_id", values[7].clone())],
            &[("group", values[6].clone()), ("mobile", values[7].clone()), ("name", values[1].clone())],
        ];
        let next = puts
            .iter()
            .map(|put| Change::try_from(history.write(&actors[1], 6, put).admitted.bytes()).unwrap())
            .collect();
        let keys = FILE_FIELDS.iter().map(|f| (*f).to_owned()).chain(["other".to_owned()]).collect();
        let world = World {
            hashes: written.iter().map(Change::hash).collect(),
            actors: [actors.clone(), vec![ActorId::from(&[9_u8; 16][..])]].concat(),
            keys,
            values: values.iter().map(|v| v.as_bytes().to_vec()).collect(),
        };
        Self { history, writer: actors[1].clone(), untouched, next, world, value: values[0].clone() }
    }

    fn fuzz(
        &self,
        seed: u64,
        changes: u64,
        admit: impl Fn(&Self, &[u8]) -> Option<(Change, FileHistory)>,
    ) -> Outcome {
        let mut dice = dice(seed, "file");
        let mut admitted = 0;
        for n in 0..changes {
            let honest = &self.next[usize::try_from(n).unwrap() % self.next.len()];
            let bytes = match n % SCRAMBLED_ONE_IN {
                0 => scrambled(&mut dice, honest.raw_bytes()),
                _ => tampered(&mut dice, &self.world, honest),
            };
            if let Some((change, history)) = admit(self, &bytes) {
                admitted += 1;
                let put = [("mobile", self.value.clone()), ("name", self.value.clone())];
                let next = quietly(|| history.write(&self.world.actors[2], 7, &put).admitted);
                let next = next.and_then(|a| Change::try_from(a.bytes()).ok());
                match verdict(&self.untouched, &change, next.as_ref()) {
                    Verdict::Lives if self.reads_the_same(&change, &history) => {}
                    Verdict::Lives => return Err(Verdict::ReadsOtherwise),
                    fault => return Err(fault),
                }
            }
        }
        Ok(admitted)
    }

    fn admit(&self, bytes: &[u8]) -> Option<(Change, FileHistory)> {
        let mut history = self.history.clone();
        let admitted = history.admit(Unverified(bytes), &self.writer).ok()?;
        Some((Change::try_from(admitted.bytes()).unwrap(), history))
    }

    /// Admission with a hole: what a change says that it builds on is believed.
    fn admit_without_looking_at_operations(&self, bytes: &[u8]) -> Option<(Change, FileHistory)> {
        let change = quietly(|| Change::try_from(bytes).ok()).flatten()?;
        let fits =
            change.actor_id() == &self.writer && change.seq() == self.history.last_seq_of(&self.writer) + 1;
        fits.then(|| (change, self.history.clone()))
    }

    /// The values in view are those that automerge has, each as often.
    fn reads_the_same(&self, change: &Change, history: &FileHistory) -> bool {
        let mut replica = self.untouched.clone();
        replica.apply_changes([change.clone()]).unwrap();
        let visible = history.visible();
        FILE_FIELDS.iter().all(|field| {
            let mut theirs: Vec<Vec<u8>> = replica
                .get_all(automerge::ROOT, *field)
                .unwrap()
                .into_iter()
                .map(|(value, _)| value.as_bytes().unwrap_or_default().to_vec())
                .collect();
            let mut mine: Vec<Vec<u8>> =
                visible.iter().filter(|v| v.field == *field).map(|v| v.value.as_bytes().to_vec()).collect();
            theirs.sort();
            mine.sort();
            mine == theirs
        })
    }
}

#[test]
fn no_tampered_change_of_a_beneficiary_file_is_admitted_that_a_replica_would_not_survive() {
    let file = File::new();
    for honest in &file.next {
        let (change, history) = file.admit(honest.raw_bytes()).expect("an honest change is admitted");
        assert!(file.reads_the_same(&change, &history));
    }
    for seed in seeds(1) {
        let outcome = file.fuzz(seed, CHANGES, |file, bytes| {
            let admission = quietly(|| file.admit(bytes));
            admission.expect("no panic leaves admission")
        });
        let admitted = outcome.expect("every admitted change is survived");
        println!("{admitted} of {CHANGES} tampered changes of a file were harmless and admitted");
        assert!(admitted > 0, "some tampering is harmless");
    }
}

#[test]
fn a_file_admission_with_a_hole_is_caught() {
    let outcome = File::new().fuzz(1, 2_000, File::admit_without_looking_at_operations);
    assert!(outcome.is_err(), "{outcome:?}");
}

#[test]
fn a_change_that_says_the_same_in_other_bytes_is_refused() {
    let file = File::new();
    let honest = file.next[0].raw_bytes();
    // the key column: one row "name", then the same as a run of 45 rows of which only one is ever read
    let at = honest.windows(6).position(|w| w == b"\x7f\x04name").unwrap();
    let forged = framed(honest, |body_and_head| body_and_head[at] = 45);
    let change = Change::try_from(&forged[..]).expect("automerge reads it");
    assert_eq!(change.decode().operations, file.next[0].decode().operations);
    assert_eq!(verdict(&file.untouched, &change, None), Verdict::DoesNotLoad);
    assert!(file.admit(&forged).is_none());
}
