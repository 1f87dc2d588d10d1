//! Files of one person: what head office joins by itself, what waits for somebody, and how it is undone.

use jiff::ToSpan as _;
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::doc::{KeyOwner, SealingKey};
use shared::domain::{Code, DeviceMode, FileId, FilePair, ProfileField};
use shared::replica::{Correction, FilesState, OfficeError};
use tests::branch::Branch;
use tests::forger::Forger;
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::{correct, found, opened, visit};

const ID: &str = "1000000008";

struct Story {
    office: HeadOffice,
    network: Network,
    branches: Vec<Branch>,
}

impl Story {
    /// Devices of these branches, each of which met somebody on its own; all of it exchanged.
    fn of(met: &[(&str, Value)]) -> Self {
        let mut office = HeadOffice::new(1);
        let mut branches = Vec::new();
        for (n, (branch, person)) in (1..).zip(met) {
            let mut device = Branch::enrolled_as(branch, &DeviceMode::Branch, &mut office, u64::from(n));
            device.record(&[visit(n, person)]);
            branches.push(device);
        }
        let mut story = Self { office, network: Network::default(), branches };
        story.settle();
        story
    }

    fn settle(&mut self) {
        for _ in 0..2 {
            for branch in &mut self.branches {
                self.network.sync(branch, &mut self.office).unwrap();
            }
        }
        self.office.assert_whole();
    }

    /// How the only two files that have to do with each other stand, who decided it, and which branches hold both.
    fn stand(&self) -> (FilesState, Option<String>, Vec<String>) {
        let mut listed = self.office.replica.files_of_one_person().unwrap();
        assert_eq!(listed.len(), 1);
        let two = listed.remove(0);
        (two.state, two.by.map(|by| by.as_str().to_owned()), two.branches)
    }

    fn pair(&self) -> FilePair {
        let listed = self.office.replica.files_of_one_person().unwrap();
        FilePair::new(listed[0].files[0], listed[0].files[1]).unwrap()
    }

    fn decide(&mut self, files: FilePair, joined: bool) -> Result<bool, OfficeError> {
        let (mut act, by) = (self.office.act(), Code::new("staff-03").unwrap());
        match joined {
            true => self.office.replica.join_files(&mut act, files, &by),
            false => self.office.replica.part_files(&mut act, files, &by),
        }
    }

    /// How many people each device shows for a name or number.
    fn shown(&self, typed: &str) -> Vec<usize> {
        self.branches.iter().map(|branch| branch.kiosk.people().unwrap().search(typed).len()).collect()
    }
}

fn words(device: &Branch, kind: &str) -> i64 {
    let database = Connection::open(device.dir().join("kiosk.db")).unwrap();
    let sql = "SELECT count(*) FROM fact JOIN code ON code.id = fact.kind WHERE code.code = ?1";
    database.query_row(sql, [kind], |row| row.get(0)).unwrap()
}

#[test]
fn two_files_of_one_id_at_one_branch_are_joined_by_themselves_until_somebody_parts_them() {
    // a mother, and her child registered with the mother's id
    let mut story = Story::of(&[
        ("riyadh", json!({"national_id": ID, "name": "نورة", "mobile": "0556880045"})),
        ("riyadh", json!({"national_id": ID, "name": "سعد", "mobile": "0556880046"})),
    ]);
    assert_eq!(story.stand(), (FilesState::Joined, None, vec!["riyadh".to_owned()]));
    assert_eq!(story.shown(ID), [1, 1]);
    assert!(story.branches.iter().all(|device| words(device, "files_joined") == 1));
    let pair = story.pair();
    assert!(story.decide(pair, false).unwrap());
    assert!(!story.decide(pair, false).unwrap(), "it is said once");
    story.settle();
    assert_eq!(story.shown(ID), [2, 2], "two people at every desk");
    for branch in &story.branches {
        for name in ["نورة", "سعد"] {
            let hit = found(branch, name);
            assert_eq!((hit.files.len(), hit.differs), (1, false));
            assert_eq!(branch.kiosk.person(hit.file).unwrap().unwrap().files, [hit.file]);
        }
    }
    // whatever is written of them afterwards, nothing joins them again by itself
    for n in 0..2 {
        let view = opened(&story.branches[0], "سعد");
        let mobile = format!("055688004{}", 5 + n);
        assert_eq!(correct(&mut story.branches[0], &view, ProfileField::Mobile, &mobile), Correction::Saved);
        story.branches[1].record(&[visit(10 + n, &json!({"national_id": ID}))]);
        story.office.clock.advance(1.day());
        story.settle();
    }
    story.office.replica.rebuild().unwrap();
    story.office.reopen();
    story.settle();
    assert_eq!(story.stand(), (FilesState::Parted, Some("staff-03".to_owned()), vec!["riyadh".to_owned()]));
    assert_eq!(story.shown(ID), [2, 2]);
    let pair = story.pair();
    assert!(story.decide(pair, true).unwrap(), "somebody may");
    story.settle();
    assert_eq!(story.shown(ID), [1, 1]);
}

#[test]
fn a_head_office_that_was_put_back_undoes_no_parting_at_the_desks() {
    let mut story = Story::of(&[
        ("riyadh", json!({"national_id": ID, "name": "نورة"})),
        ("riyadh", json!({"national_id": ID, "name": "سعد"})),
    ]);
    let backup = story.office.backup();
    let pair = story.pair();
    assert!(story.decide(pair, false).unwrap());
    story.settle();
    story.office.restore(backup);
    story.branches[0].record(&[visit(9, &json!({"national_id": ID, "group": "elderly"}))]);
    story.settle();
    assert_eq!(story.stand().0, FilesState::Joined, "it has forgotten");
    assert_eq!(story.shown(ID), [2, 2]);
    for branch in &story.branches {
        assert_eq!(branch.kiosk.person(found(branch, "سعد").file).unwrap().unwrap().files.len(), 1);
    }
}

#[test]
fn an_id_that_was_typed_wrong_joins_no_longer_than_it_stands() {
    let mut story = Story::of(&[
        ("riyadh", json!({"national_id": ID, "name": "نورة"})),
        ("riyadh", json!({"national_id": ID, "name": "سعد"})),
    ]);
    assert_eq!(story.shown("سعد"), [1, 1]);
    let view = story.branches[1].kiosk.people().unwrap().search("سعد").remove(0);
    let view = story.branches[1].kiosk.person(view.file).unwrap().unwrap();
    let written = |view: &shared::replica::PersonView| -> FileId {
        let names = &view.field(ProfileField::Name).unwrap().values;
        names.iter().find(|value| value.text.as_str() == "سعد").unwrap().written[0].file
    };
    let view = story.branches[1].kiosk.person(written(&view)).unwrap().unwrap();
    let outcome = correct(&mut story.branches[1], &view, ProfileField::NationalId, "1000000016");
    assert_eq!(outcome, Correction::Saved);
    story.settle();
    assert_eq!(story.shown("سعد"), [1, 1]);
    assert_eq!(found(&story.branches[0], "سعد").files.len(), 1, "the mistake is out of the way");
}

#[test]
fn files_of_two_branches_wait_for_somebody_where_nothing_but_the_id_agrees() {
    let mut story = Story::of(&[
        ("riyadh", json!({"national_id": ID, "name": "نورة", "mobile": "0556880045"})),
        ("jeddah", json!({"national_id": ID, "name": "نوره"})),
    ]);
    // a first name is no second value: whoever guesses ids guesses those too
    assert_eq!(story.stand(), (FilesState::SameId, None, vec![]));
    assert!(found(&story.branches[1], ID).mobile.is_none(), "jeddah is told nothing of riyadh's person");
    let pair = story.pair();
    assert!(matches!(story.decide(pair, false), Err(OfficeError::HeldApart)));
    let nobody = FilePair::new(pair.first(), FileId::from_random([9; 16])).unwrap();
    assert!(matches!(story.decide(nobody, true), Err(OfficeError::UnknownFile { .. })));
    assert!(story.decide(pair, true).unwrap());
    story.settle();
    for branch in &story.branches {
        assert_eq!(opened(branch, ID).files.len(), 2);
    }
    // what somebody decided stands, whatever becomes of the ids
    let view = opened(&story.branches[1], ID);
    let outcome = correct(&mut story.branches[1], &view, ProfileField::NationalId, "1000000016");
    assert_eq!(outcome, Correction::Saved);
    story.settle();
    assert_eq!(found(&story.branches[0], "نوره").files.len(), 2);
}

#[test]
fn files_of_many_branches_wait_as_one_person_the_likest_first() {
    let mut met = Vec::new();
    for branch in ["riyadh", "jeddah", "tabuk"] {
        met.push((branch, json!({"national_id": ID, "name": "نورة"})));
        met.push((branch, json!({"national_id": "1000000016", "name": format!("{branch} 1")})));
    }
    let mut story = Story::of(&met);
    let listed = story.office.replica.files_of_one_person().unwrap();
    let told: Vec<(usize, usize, FilesState)> =
        listed.iter().map(|one| (one.files.len(), one.alike, one.state)).collect();
    assert_eq!(told, [(3, 1, FilesState::SameId), (3, 1, FilesState::SameId)]);
    // one word decides of two; the third waits on
    let pair = FilePair::new(listed[0].files[0], listed[0].files[1]).unwrap();
    story.decide(pair, true).unwrap();
    let listed = story.office.replica.files_of_one_person().unwrap();
    let to_decide = listed.iter().filter(|one| one.state == FilesState::SameId);
    assert_eq!(to_decide.map(|one| one.files.len()).sum::<usize>(), 5);
}

#[test]
fn one_name_in_two_spellings_is_a_second_value() {
    let story = Story::of(&[
        ("riyadh", json!({"national_id": ID, "name": "نورة بنت عبد الله"})),
        ("jeddah", json!({"national_id": ID, "name": "نوره بنت عبدالله"})),
    ]);
    assert_eq!(story.stand().0, FilesState::Joined);
}

#[test]
fn files_of_two_branches_are_joined_by_themselves_once_a_second_value_agrees() {
    let mut story = Story::of(&[
        ("riyadh", json!({"national_id": ID, "name": "نورة", "mobile": "0556880045"})),
        ("jeddah", json!({"national_id": ID})),
    ]);
    assert_eq!(story.stand().0, FilesState::SameId);
    let view = opened(&story.branches[1], ID);
    // as another hand writes it
    assert_eq!(
        correct(&mut story.branches[1], &view, ProfileField::Mobile, "+966 55 688 0045"),
        Correction::Saved
    );
    story.settle();
    let both = vec!["jeddah".to_owned(), "riyadh".to_owned()];
    assert_eq!(story.stand(), (FilesState::Joined, None, both));
    assert_eq!(found(&story.branches[1], "نورة").files.len(), 2);
}

#[test]
fn whoever_guesses_an_id_is_not_handed_its_person() {
    let mut story =
        Story::of(&[("riyadh", json!({"national_id": ID, "name": "نورة", "mobile": "0556880045"}))]);
    let mut forger = Forger::enrolled(&mut story.office, "jeddah", 9);
    let (file, key) = (FileId::from_random([9; 16]), SealingKey::generate(&mut forger.dice));
    let mut push = forger.empty_push();
    push.files.push(forger.first_change(file, &key, &[("national_id", ID.as_bytes()), ("name", b"x")]));
    forger.add_key(&mut push, &KeyOwner::File(file), &key);
    forger.push(&mut story.office, &push).unwrap();
    assert_eq!(story.stand(), (FilesState::SameId, None, vec![]));
    story.settle();
    assert_eq!(found(&story.branches[0], ID).files.len(), 1, "nor does riyadh get the guesser's");
}
