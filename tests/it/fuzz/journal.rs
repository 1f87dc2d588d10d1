//! Tampered changes of a journal: one writer, append-only.

use automerge::{Automerge, Change};
use shared::doc::{ActorId, Admitted, Entry, Fields, Scalar, Tip, Unverified, admit_entry, append_entry};
use shared::domain::FactId;
use tests::forger::{fact, visit_fields};
use tests::seed::{dice, seeds};

use super::mutate::{World, scrambled, tampered};
use super::survive::{Verdict, verdict};
use super::{CHANGES, Outcome, SCRAMBLED_ONE_IN, quietly};

struct Journal {
    tip: Tip,
    known: Vec<FactId>,
    untouched: Automerge,
    next: Vec<Change>,
    world: World,
}

impl Journal {
    fn new() -> Self {
        let mut tip = Tip::empty(ActorId::from(&[1_u8; 16][..]));
        let (mut untouched, mut hashes, mut known) = (Automerge::new(), Vec::new(), Vec::new());
        for n in 1..=20 {
            let entry = fact(n, visit_fields("riyadh"));
            let written = append_entry(&tip, 5, &entry).unwrap();
            untouched.apply_changes([Change::try_from(&written.bytes[..]).unwrap()]).unwrap();
            hashes.push(written.tip.hash.unwrap());
            known.push(entry.id);
            tip = written.tip;
        }
        let next = (100..110)
            .map(|n| {
                let mut fields = visit_fields("riyadh");
                fields.insert("note".to_owned(), Scalar::Bytes(vec![n; usize::from(n)]));
                Change::try_from(&append_entry(&tip, 6, &fact(n, fields)).unwrap().bytes[..]).unwrap()
            })
            .collect();
        let actors = [1_u8, 1, 1, 2, 3].iter().map(|n| ActorId::from(&[*n; 16][..])).collect();
        let keys =
            [known[3].to_string(), "kind".to_owned(), "Kind".to_owned(), String::new(), "x".repeat(41)];
        let world = World { hashes, actors, keys: keys.to_vec(), values: vec![vec![1; 60]] };
        Self { tip, known, untouched, next, world }
    }

    /// The change that honest people write after an admitted one.
    fn write_on(&self, tip: &Tip) -> Option<Change> {
        let entry = Entry { id: FactId::from_random([0xEE; 16]), fields: visit_fields("riyadh") };
        Change::try_from(&append_entry(tip, 7, &entry).ok()?.bytes[..]).ok()
    }

    fn fuzz(
        &self,
        seed: u64,
        changes: u64,
        admit: impl Fn(&Self, &[u8]) -> Option<(Change, Tip)>,
    ) -> Outcome {
        let mut dice = dice(seed, "journal");
        let mut admitted = 0;
        for n in 0..changes {
            let honest = &self.next[usize::try_from(n).unwrap() % self.next.len()];
            let bytes = match n % SCRAMBLED_ONE_IN {
                0 => scrambled(&mut dice, honest.raw_bytes()),
                _ => tampered(&mut dice, &self.world, honest),
            };
            if let Some((change, tip)) = admit(self, &bytes) {
                admitted += 1;
                let next = quietly(|| self.write_on(&tip)).flatten();
                match verdict(&self.untouched, &change, next.as_ref()) {
                    Verdict::Lives => {}
                    fault => return Err(fault),
                }
            }
        }
        Ok(admitted)
    }

    fn admit(&self, bytes: &[u8]) -> Option<(Change, Tip)> {
        let admission =
            admit_entry(Unverified(bytes), &self.tip, false, |entry| self.known.contains(&entry.id));
        let (admitted, _, tip) = admission.ok()?;
        Some((Change::try_from(admitted.bytes()).unwrap(), tip))
    }

    /// Admission with a hole: the chain alone is checked, not the operations.
    fn admit_without_looking_at_operations(&self, bytes: &[u8]) -> Option<(Change, Tip)> {
        let change = quietly(|| Change::try_from(bytes).ok()).flatten()?;
        let fits = change.actor_id() == &self.tip.actor
            && change.seq() == self.tip.seq + 1
            && change.deps() == self.tip.hash.as_slice();
        let tip =
            Tip { seq: change.seq(), max_op: change.max_op(), hash: Some(change.hash()), ..self.tip.clone() };
        fits.then_some((change, tip))
    }
}

#[test]
fn no_tampered_change_of_a_journal_is_admitted_that_a_replica_would_not_survive() {
    let journal = Journal::new();
    for honest in &journal.next {
        assert!(journal.admit(honest.raw_bytes()).is_some(), "an honest change is admitted");
    }
    for seed in seeds(1) {
        let outcome = journal.fuzz(seed, CHANGES, |journal, bytes| {
            let admission = quietly(|| journal.admit(bytes));
            admission.expect("no panic leaves admission")
        });
        let admitted = outcome.expect("every admitted change is survived");
        println!("{admitted} of {CHANGES} tampered changes of a journal were harmless and admitted");
        assert!(admitted > 0, "some tampering is harmless");
    }
}

#[test]
fn a_journal_admission_with_a_hole_is_caught() {
    let outcome = Journal::new().fuzz(1, 2_000, Journal::admit_without_looking_at_operations);
    assert!(outcome.is_err(), "{outcome:?}");
}

#[test]
fn fields_of_a_fact_hold_scalars_only() {
    let mut fields: Fields = visit_fields("riyadh");
    fields.insert("Upper".to_owned(), Scalar::Bool(true));
    let journal = Journal::new();
    let written = append_entry(&journal.tip, 0, &fact(200, fields)).unwrap();
    assert!(journal.admit(&written.bytes).is_none(), "a field's name is lower case");
}

#[test]
fn a_change_store_takes_back_only_whole_changes() {
    let bytes = Journal::new().next[0].raw_bytes().to_vec();
    assert!(Admitted::from_store(&bytes).is_some());
    assert!(Admitted::from_store(&bytes[..bytes.len() - 1]).is_none());
}
