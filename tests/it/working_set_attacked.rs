//! What one hostile device can do to the people whom its branch's other devices hold, and have them pull.

use jiff::ToSpan as _;
use serde_json::json;
use shared::doc::{Entry, Fields, KeyOwner, Scalar, SealingKey};
use shared::domain::{Code, DeviceMode, FactId, FileId, PlannedFor};
use shared::replica::{Activity, Budgets, Undo, WorkingSet};
use shared::sync::{PushRequest, left_name};
use tests::forger::{Forger, visit_fields};
use tests::office::HeadOffice;

use crate::people::{found, visit};
use crate::working_set::{Story, answer_to, given, held, id_of, look_for, person, planned};

/// New files of a device's own, with their keys.
fn made(
    office: &mut HeadOffice,
    forger: &mut Forger,
    ids: impl Iterator<Item = u8>,
    value: &[u8],
) -> Vec<FileId> {
    let mut push = forger.empty_push();
    let key = SealingKey::generate(&mut forger.dice);
    let files: Vec<FileId> = ids.map(|n| FileId::from_random([n; 16])).collect();
    for file in &files {
        push.files.push(forger.first_change(*file, &key, &[("name", value)]));
        forger.add_key(&mut push, &KeyOwner::File(*file), &key);
    }
    forger.push(office, &push).unwrap();
    files
}

/// A visit with a file's person, or one that is planned for a day, with nothing sealed.
fn naming(file: FileId, day: Option<&str>) -> Fields {
    let mut fields = match day {
        None => visit_fields("riyadh"),
        Some(day) => {
            let mut fields = Fields::none();
            for (name, value) in [("kind", "planned_visit"), ("branch", "riyadh"), ("date", day)] {
                fields.insert(name, Scalar::Text(value.to_owned()));
            }
            fields.insert("wall", Scalar::Int(1));
            fields
        }
    };
    fields.insert("file", Scalar::Bytes(file.as_bytes().to_vec()));
    fields
}

/// Records something of each file in a journal of its own, all of which is received.
fn record(office: &mut HeadOffice, forger: &Forger, part: u16, files: &[FileId], day: Option<&str>) {
    let entry = |(n, file): (u8, &FileId)| {
        let mut id = [n; 16];
        id[..2].copy_from_slice(&part.to_be_bytes());
        Entry { id: FactId::from_random(id), time_seconds: 1_778_000_000, fields: naming(*file, day) }
    };
    let entries: Vec<Entry> = (0..).zip(files).map(entry).collect();
    let document = forger.journal_part(part);
    let batch = forger.batch(&document, &forger.tip(&document), &entries);
    let reply = forger.push(office, &PushRequest { journals: vec![batch], ..forger.empty_push() }).unwrap();
    assert_eq!((reply.documents[0].seq, reply.held.len()), (entries.len() as u64, 0));
}

fn activity(office: &HeadOffice, forger: &Forger) -> Activity {
    office.replica.activity(office.clock.unix_millis()).unwrap()[&forger.device]
}

/// Why files came back to the branch's devices, the last first.
fn crossed(office: &HeadOffice) -> Vec<String> {
    office.replica.crossings(99).unwrap().into_iter().map(|row| row.why).collect()
}

#[test]
fn plans_of_one_device_leave_half_of_the_others_devices_to_whoever_is_served_and_are_taken_back() {
    let mut story = Story::new(WorkingSet { field: 8, ..WorkingSet::default() });
    story.serve(0..8);
    let since = story.office.clock.unix_millis();
    let mut forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    let files = made(&mut story.office, &mut forger, 1..9, b"x");
    record(&mut story.office, &forger, 1, &files, Some("2027-05-10"));
    story.serve(8..16);
    assert_eq!(held(&story.field, 16), [12, 13, 14, 15]);
    assert_eq!(activity(&story.office, &forger).brought, 4, "those that came before all others");
    let (mut act, by) = (story.office.act(), Code::new("staff-03").unwrap());
    story.office.replica.undo_device(&mut act, forger.device, since, Undo::CountNothing, &by).unwrap();
    story.serve(16..20);
    assert_eq!(held(&story.field, 20), [12, 13, 14, 15, 16, 17, 18, 19]);
    story.office.assert_whole();
}

#[test]
fn a_device_puts_no_more_people_before_all_others_than_its_day_allows_it() {
    let mut story = Story::new(WorkingSet { field: 8, ..WorkingSet::default() });
    story.office.replica.set_budgets(Budgets { brought: 1, ..Budgets::default() }).unwrap();
    story.serve(0..8);
    let forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    let files: Vec<FileId> = (0..3).map(|n| found(&story.desk, &id_of(n)).file).collect();
    record(&mut story.office, &forger, 1, &files, Some("2027-05-10"));
    story.serve(8..18);
    assert_eq!(held(&story.field, 3).len(), 1);
    assert_eq!(held(&story.field, 18).len(), 8);
    assert!(activity(&story.office, &forger).is_unusual);
}

#[test]
fn whose_visit_was_made_or_dropped_comes_before_the_others_no_longer() {
    let mut story = Story::new(WorkingSet { field: 4, ..WorkingSet::default() });
    story.serve(0..6);
    let day = story.office.clock.reading().wall.date().saturating_add(200.days());
    for n in 0..3 {
        let (mut act, who) =
            (story.desk.act(), PlannedFor::File(found(&story.desk, &id_of(n as usize)).file));
        story.desk.kiosk.plan_visit(&mut act, &planned(n, day), &who).unwrap();
        story.sync();
    }
    assert_eq!(held(&story.field, 9), [0, 1, 2, 5], "the third counts as served now");
    story.go_by(24.hours());
    let id = FactId::parse("00000000-0000-4000-8000-000200000001").unwrap();
    let mut act = story.desk.act();
    story.desk.kiosk.drop_planned(&mut act, id, planned(0, day).id, None).unwrap();
    story.sync();
    story.serve(6..9);
    assert_eq!(held(&story.field, 9), [1, 6, 7, 8]);
    let mut made = visit(90, &person(1));
    made["planned"] = json!(planned(1, day).id.to_string());
    story.desk.record(&[made]);
    story.sync();
    story.serve(9..13);
    assert_eq!(held(&story.field, 13), [9, 10, 11, 12]);
}

#[test]
fn what_a_device_records_of_people_who_are_away_brings_back_as_many_as_its_day_allows() {
    let mut story = Story::new(WorkingSet::default());
    story.office.replica.set_budgets(Budgets { brought: 3, ..Budgets::default() }).unwrap();
    let mut forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    let files = made(&mut story.office, &mut forger, 1..8, b"x");
    story.go_by(25.months());
    forger.push(&mut story.office, &forger.empty_push()).unwrap();
    story.serve([0]);
    assert_eq!(given(&mut story.office, &forger, None), 1);
    // visits are received, and visits to be made, and write what is copied of them for the others
    record(&mut story.office, &forger, 1, &files[..4], None);
    let before = story.office.replica.device(forger.device).unwrap().unwrap().file_bytes;
    record(&mut story.office, &forger, 2, &files[4..], Some("2028-08-10"));
    assert!(
        story.office.replica.device(forger.device).unwrap().unwrap().file_bytes > before + 3 * 512,
        "plans count with files"
    );
    let of_people = |story: &mut Story| {
        let reply = answer_to(&mut story.office, &forger, None);
        reply.changes.iter().filter(|change| change.document.starts_with("f/")).count()
    };
    assert_eq!(of_people(&mut story), 1 + 3);
    assert_eq!(crossed(&story.office), ["served"; 3]);
    assert!(activity(&story.office, &forger).is_unusual);
    story.go_by(24.hours());
    record(&mut story.office, &forger, 3, &files, None);
    assert_eq!(of_people(&mut story), 1 + 6);
    assert_eq!(crossed(&story.office), ["served"; 6]);
    story.office.assert_whole();
}

#[test]
fn a_file_that_comes_back_counts_for_what_it_costs_the_others() {
    let mut story = Story::new(WorkingSet::default());
    let mut forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    let text: Vec<u8> =
        (0..40_000_u32).map(|n| b'a' + (n.wrapping_mul(2_654_435_761) >> 27) as u8 % 26).collect();
    let files = made(&mut story.office, &mut forger, 1..2, &text);
    story.go_by(25.months());
    record(&mut story.office, &forger, 1, &files, None);
    assert!(activity(&story.office, &forger).brought > 1);
}

#[test]
fn whoever_knows_the_ids_of_files_brings_back_none_but_those_that_it_began() {
    let mut story = Story::new(WorkingSet::default());
    story.serve(0..3);
    let files: Vec<FileId> = (0..3).map(|n| found(&story.desk, &id_of(n)).file).collect();
    let modes = [DeviceMode::SelfService, DeviceMode::Branch, DeviceMode::Other("x".to_owned())];
    let mut forgers: Vec<Forger> = (11..)
        .zip(&modes)
        .map(|(seed, mode)| Forger::enrolled_as(&mut story.office, "riyadh", mode, seed))
        .collect();
    let own = made(&mut story.office, &mut forgers[0], 1..2, b"x");
    story.go_by(25.months());
    story.serve([3]);
    for forger in &forgers {
        record(&mut story.office, forger, 1, &files, Some("2028-08-10"));
        record(&mut story.office, forger, 2, &files, None);
    }
    story.sync();
    assert_eq!(held(&story.field, 4), [3]);
    assert_eq!(crossed(&story.office), Vec::<String>::new());
    record(&mut story.office, &forgers[0], 3, &own, None);
    let last = story.office.replica.crossings(1).unwrap().remove(0);
    assert_eq!((last.file, last.why.as_str(), last.device), (own[0], "served", Some(forgers[0].device)));
}

#[test]
fn who_left_is_named_to_those_alone_who_hold_them() {
    let mut story = Story::new(WorkingSet::default());
    story.serve(0..3);
    let file = found(&story.desk, &id_of(0)).file;
    let forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    story.go_by(25.months());
    story.serve([3]);
    let reply = answer_to(&mut story.office, &forger, Some(0));
    let left: Vec<[u8; 16]> = reply.left.into_iter().map(|name| *name).collect();
    assert_eq!(left.len(), 3);
    assert!(left.contains(&left_name(file.as_bytes())));
    assert!(!left.contains(file.as_bytes()));
}

#[test]
fn numbers_that_waited_count_for_the_day_that_lets_them_through() {
    let mut story = Story::new(WorkingSet::default());
    story.office.replica.set_budgets(Budgets { looked: 2, ..Budgets::default() }).unwrap();
    story.serve(0..6);
    let mut forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    story.go_by(25.months());
    forger.push(&mut story.office, &forger.empty_push()).unwrap();
    story.serve([6]);
    let ids: Vec<String> = (0..6).map(id_of).collect();
    look_for(&mut story.office, &mut forger, &ids[..4]);
    story.office.match_files();
    assert_eq!(given(&mut story.office, &forger, None), 1 + 2);
    story.go_by(24.hours());
    forger.push(&mut story.office, &forger.empty_push()).unwrap();
    assert_eq!(given(&mut story.office, &forger, None), 1 + 4);
    look_for(&mut story.office, &mut forger, &ids[4..]);
    story.office.match_files();
    assert_eq!(given(&mut story.office, &forger, None), 1 + 4, "the day has brought two already");
    story.go_by(24.hours());
    forger.push(&mut story.office, &forger.empty_push()).unwrap();
    assert_eq!(given(&mut story.office, &forger, None), 1 + 6);
}

#[test]
fn each_file_beyond_the_first_that_one_number_brings_back_counts() {
    let mut story = Story::new(WorkingSet::default());
    story.office.replica.set_budgets(Budgets { looked: 2, ..Budgets::default() }).unwrap();
    for n in 0..3 {
        story.desk.record(&[visit(50 + n, &json!({"name": format!("نورة {n}"), "mobile": "0500000099"}))]);
    }
    story.sync();
    let mut forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    story.go_by(25.months());
    forger.push(&mut story.office, &forger.empty_push()).unwrap();
    story.serve([6]);
    let of_one_mobile = given(&mut story.office, &forger, None);
    assert_eq!(of_one_mobile, 1);
    look_for(&mut story.office, &mut forger, &["0500000099".to_owned()]);
    story.office.match_files();
    assert_eq!(given(&mut story.office, &forger, None), 1 + 2);
    story.go_by(24.hours());
    forger.push(&mut story.office, &forger.empty_push()).unwrap();
    assert_eq!(given(&mut story.office, &forger, None), 1 + 3);
}
