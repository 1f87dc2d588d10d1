//! Mutated entries of a journal: one writer, append-only.

use std::collections::BTreeSet;

use automerge::{Automerge, Change, ObjType, ROOT, ReadDoc as _, ScalarValue, Value};
use shared::doc::{Actor, Entry, Scalar, Tip, Written, append};
use shared::domain::FactId;
use tests::forger::{fact, visit_fields};
use tests::seed::{dice, seeds};

use super::mutate::{Raw, scramble};
use super::survive::{Fault, survives};
use super::{OF_ONE_DOCUMENT, SCRAMBLED_ONE_IN, mutated, quietly};

/// Of so many admitted entries, automerge is shown one.
const SHOWN_ONE_IN: u64 = 4;

struct Journal {
    tip: Tip,
    known: BTreeSet<FactId>,
    untouched: Automerge,
    honest: Vec<Vec<u8>>,
}

/// An entry that was admitted, and the change made of it.
type Admitted = (Entry, Written);

impl Journal {
    fn new() -> Self {
        let mut tip = Tip::empty(Actor([1; 16]));
        let (mut untouched, mut known) = (Automerge::new(), BTreeSet::new());
        for n in 1..=6 {
            let entry = fact(n, visit_fields("riyadh"));
            let written = append(&tip, &entry);
            untouched.apply_changes([Change::try_from(&written.bytes[..]).unwrap()]).unwrap();
            known.insert(entry.id);
            tip = written.tip;
        }
        let honest = (100..110).map(|n| {
            let mut fields = visit_fields("riyadh");
            fields.insert("sealed", Scalar::Bytes(vec![n; usize::from(n)]));
            fields.insert("late", Scalar::Bool(true));
            fact(n, fields).to_bytes().unwrap()
        });
        Self { tip, known, untouched, honest: honest.collect() }
    }

    /// Returns how many mutated entries were admitted, or the first fault among them.
    fn fuzz(
        &self,
        seed: u64,
        count: u64,
        admit: impl Fn(&Self, &[u8]) -> Option<Admitted>,
    ) -> Result<u64, Fault> {
        let mut dice = dice(seed, "journal");
        let mut admitted = 0;
        for (n, honest) in (0..count).zip(self.honest.iter().cycle()) {
            let mut bytes = honest.clone();
            if n % SCRAMBLED_ONE_IN == 0 {
                scramble(&mut dice, &mut bytes);
            } else {
                let mut raw = Raw::read(honest).unwrap();
                raw.tamper(&mut dice);
                bytes = raw.write();
            }
            let Some((entry, written)) = quietly(|| admit(self, &bytes)).ok_or(Fault::Panics)? else {
                continue;
            };
            admitted += 1;
            if entry.to_bytes().as_deref() != Ok(&bytes) {
                return Err(Fault::WrittenOtherwise);
            }
            if admitted % SHOWN_ONE_IN == 1 {
                self.show(&entry, &written)?;
            }
        }
        Ok(admitted)
    }

    /// Shows automerge the change, and the honest one after it.
    fn show(&self, entry: &Entry, written: &Written) -> Result<(), Fault> {
        let next = append(&written.tip, &fact(0xEE, visit_fields("riyadh")));
        let loaded = survives(&self.untouched, &written.bytes, &next.bytes)?;
        let heads: Vec<[u8; 32]> = loaded.get_heads().iter().map(|hash| hash.0).collect();
        let is_head = written.tip.hash.is_some_and(|hash| heads == [hash.0]);
        (is_head && reads_the_same(&loaded, entry)).then_some(()).ok_or(Fault::ReadsOtherwise)
    }

    fn admit(&self, bytes: &[u8]) -> Option<Admitted> {
        let entry = Entry::from_bytes(bytes).filter(|entry| !self.known.contains(&entry.id))?;
        let written = append(&self.tip, &entry);
        Some((entry, written))
    }

    /// Admission with a hole: fields are put in order, whatever order they came in.
    fn admit_in_any_order(&self, bytes: &[u8]) -> Option<Admitted> {
        let mut raw = Raw::read(bytes)?;
        raw.sort();
        self.admit(&raw.write())
    }

    /// Admission with a hole: the change is put beside the last one instead of after it.
    fn admit_beside_the_last(&self, bytes: &[u8]) -> Option<Admitted> {
        let (entry, _) = self.admit(bytes)?;
        let written = append(&Tip { seq: self.tip.seq - 1, ..self.tip }, &entry);
        Some((entry, written))
    }
}

/// Tells whether automerge has the entry's fields, each with its value, and no other.
fn reads_the_same(document: &Automerge, entry: &Entry) -> bool {
    let Ok(Some((Value::Object(ObjType::Map), map))) = document.get(ROOT, entry.id.to_string()) else {
        return false;
    };
    let is_there = |(name, value): (&str, &Scalar)| {
        let wanted = match value {
            Scalar::Text(text) => ScalarValue::Str(text.as_str().into()),
            Scalar::Int(number) => ScalarValue::Int(*number),
            Scalar::Bool(yes) => ScalarValue::Boolean(*yes),
            Scalar::Bytes(bytes) => ScalarValue::Bytes(bytes.clone()),
        };
        matches!(document.get(&map, name), Ok(Some((Value::Scalar(held), _))) if *held == wanted)
    };
    document.keys(&map).count() == entry.fields.len() && entry.fields.iter().all(is_there)
}

#[test]
fn no_mutated_entry_is_admitted_that_a_replica_would_not_survive() {
    let journal = Journal::new();
    for honest in &journal.honest {
        let (entry, written) = journal.admit(honest).expect("an honest entry is admitted");
        journal.show(&entry, &written).unwrap();
    }
    let count = mutated(OF_ONE_DOCUMENT);
    for seed in seeds(1) {
        let admitted = journal.fuzz(seed, count, Journal::admit).expect("every admitted entry is survived");
        println!("{admitted} of {count} mutated entries were admitted");
        assert!(admitted > count / 20, "only {admitted} of {count} were admitted: the test shows little");
    }
}

#[test]
fn an_entry_that_is_taken_in_any_order_of_its_fields_is_caught() {
    let outcome = Journal::new().fuzz(1, 500, Journal::admit_in_any_order);
    assert_eq!(outcome, Err(Fault::WrittenOtherwise));
}

#[test]
fn an_entry_that_is_put_beside_the_chain_is_caught() {
    let outcome = Journal::new().fuzz(1, 500, Journal::admit_beside_the_last);
    assert_eq!(outcome, Err(Fault::DoesNotApply));
}
