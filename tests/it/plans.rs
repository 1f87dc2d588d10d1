//! Visits to be made: written down at one device, seen on the branch's others, carried out or dropped.

use jiff::civil::{Date, date};
use serde_json::{Value, json};
use shared::doc::{DocumentName, ENTRY_BYTES_MAX, Entry, Fields, Month, Scalar};
use shared::domain::{DeviceMode, FactId, Person, PlanLine, PlannedFor, PlannedVisit, Text};
use shared::replica::{OfficeError, PlannedRow, RecordOutcome};
use shared::sync::Standing;
use tests::branch::Branch;
use tests::forger::{Forger, fact};
use tests::network::Network;
use tests::office::{HeadOffice, without_incarnation};

use crate::people::{found, text, visit};

const TODAY: Date = date(2026, 5, 12);

fn id(n: u32) -> FactId {
    FactId::parse(&format!("00000000-0000-4000-8000-0001{n:08}")).unwrap()
}

fn plan(n: u32, day: Date, reason: &str) -> PlannedVisit {
    PlannedVisit { id: id(n), date: day, representative: None, reason: Some(text(reason)), place: None }
}

fn person(name: &str, national_id: Option<&str>) -> PlannedFor {
    let national_id = national_id.map(text);
    PlannedFor::Person(Person {
        name: Some(text(name)),
        national_id,
        mobile: Some(text("0556880045")),
        ..Person::default()
    })
}

fn write_down(branch: &mut Branch, plan: &PlannedVisit, who: &PlannedFor) {
    let mut act = branch.act();
    let outcome = branch.kiosk.plan_visit(&mut act, plan, who).unwrap();
    assert_eq!(outcome, RecordOutcome::Saved(plan.id));
}

fn drop_it(branch: &mut Branch, n: u32, of: u32) -> RecordOutcome {
    let (mut act, reason) = (branch.act(), text("انتقل إلى مدينة أخرى"));
    branch.kiosk.drop_planned(&mut act, id(n), id(of), Some(&reason)).unwrap()
}

/// The names on the day's list, in its order, each with whether its day is over.
fn listed(branch: &Branch) -> Vec<(String, bool)> {
    let name = |row: &PlannedRow| row.name.as_ref().map(Text::as_str).unwrap_or_default().to_owned();
    branch.kiosk.planned(TODAY).unwrap().iter().map(|row| (name(row), row.overdue)).collect()
}

fn carrying_out(n: u32, plan: u32, beneficiary: &Value) -> Value {
    let mut line = visit(n, beneficiary);
    line["planned"] = json!(id(plan).to_string());
    line
}

fn desk_and_field(office: &mut HeadOffice) -> (Branch, Branch) {
    let desk = Branch::enrolled("riyadh", office, 1);
    let field = Branch::enrolled_as("riyadh", &DeviceMode::Field, office, 2);
    (desk, field)
}

#[test]
fn a_visit_planned_at_the_desk_is_on_the_representatives_list_until_it_is_made_or_dropped() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let (mut desk, mut field) = desk_and_field(&mut office);
    write_down(&mut desk, &plan(1, TODAY, "زيارة منزلية"), &person("نورة", Some("1000000008")));
    write_down(&mut desk, &plan(2, date(2026, 5, 10), "متابعة"), &person("سارة", None));
    write_down(&mut desk, &plan(3, date(2026, 5, 13), "غدًا"), &person("هدى", None));
    assert_eq!(listed(&desk), [("سارة".to_owned(), true), ("نورة".to_owned(), false)], "overdue ones first");
    for branch in [&mut desk, &mut field] {
        network.sync(branch, &mut office).unwrap();
    }
    assert_eq!(listed(&field), listed(&desk));
    let row = field.kiosk.planned(TODAY).unwrap().remove(1);
    assert_eq!(row.plan, plan(1, TODAY, "زيارة منزلية"));
    assert_eq!(
        (row.mobile, row.received, row.file),
        (Some(text("0556880045")), true, Some(found(&field, "نورة").file))
    );
    // the visit gives nothing of the person: the plan says whose file it belongs to
    field.record(&[carrying_out(1, 1, &Value::Null)]);
    assert_eq!(listed(&field).len(), 1, "it is off the list at once, without a network");
    assert_eq!(field.kiosk.person(row.file.unwrap()).unwrap().unwrap().visits.len(), 1);
    assert!(matches!(drop_it(&mut field, 9, 2), RecordOutcome::Saved(_)));
    assert!(listed(&field).is_empty());
    for branch in [&mut field, &mut desk] {
        network.sync(branch, &mut office).unwrap();
    }
    assert!(listed(&desk).is_empty(), "the desk learns of both");
    let counts = field.kiosk.counts().unwrap();
    assert_eq!((counts.saved, counts.received, counts.waiting), (2, 2, 0));
    office.assert_whole();
    office.replica.rebuild().unwrap();
    office.assert_whole();
}

#[test]
fn a_plan_is_one_plan_whatever_is_repeated_and_another_record_never_takes_its_id() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let (mut desk, mut field) = desk_and_field(&mut office);
    let first = plan(1, TODAY, "زيارة");
    write_down(&mut desk, &first, &person("نورة", None));
    let mut act = desk.act();
    let again = desk.kiosk.plan_visit(&mut act, &first, &person("نورة", None)).unwrap();
    assert_eq!(again, RecordOutcome::Repeated(first.id));
    let other = desk.kiosk.plan_visit(&mut act, &plan(1, TODAY, "غيرها"), &person("نورة", None));
    assert!(matches!(other.unwrap(), RecordOutcome::Refused { field: "id", .. }));
    assert!(matches!(drop_it(&mut desk, 5, 4), RecordOutcome::Refused { field: "plan", .. }));
    for _ in 0..2 {
        for branch in [&mut desk, &mut field] {
            network.sync(branch, &mut office).unwrap();
        }
    }
    assert_eq!(listed(&desk).len() + listed(&field).len(), 2);
    assert!(matches!(drop_it(&mut desk, 5, 1), RecordOutcome::Saved(_)));
    assert_eq!(drop_it(&mut desk, 6, 1), RecordOutcome::Repeated(id(5)), "it ended once");
    office.assert_whole();
}

#[test]
fn another_branch_and_a_self_service_kiosk_have_no_list() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let (mut desk, _) = desk_and_field(&mut office);
    write_down(&mut desk, &plan(1, TODAY, "زيارة"), &person("نورة", None));
    network.sync(&mut desk, &mut office).unwrap();
    let mut jeddah = Branch::enrolled("jeddah", &mut office, 3);
    let mut kiosk = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut office, 4);
    for branch in [&mut jeddah, &mut kiosk] {
        network.sync(branch, &mut office).unwrap();
        assert!(listed(branch).is_empty());
    }
}

#[test]
fn plans_of_a_copied_disk_and_its_original_all_arrive_and_so_do_those_a_restored_head_office_lost() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let (mut desk, mut field) = desk_and_field(&mut office);
    let backup = office.backup();
    write_down(&mut desk, &plan(1, TODAY, "أولى"), &person("نورة", Some("1000000008")));
    network.sync(&mut desk, &mut office).unwrap();
    let mut copy = desk.clone_disk(7);
    write_down(&mut desk, &plan(2, TODAY, "ثانية"), &person("سارة", None));
    write_down(&mut copy, &plan(3, TODAY, "ثالثة"), &person("هدى", None));
    for branch in [&mut copy, &mut desk, &mut field] {
        network.sync(branch, &mut office).unwrap();
    }
    assert_eq!(listed(&field).len(), 3);
    office.restore(backup);
    for _ in 0..2 {
        for branch in [&mut copy, &mut desk, &mut field] {
            network.sync(branch, &mut office).unwrap();
        }
    }
    for branch in [&copy, &desk, &field] {
        assert_eq!(listed(branch).len(), 3);
    }
    let mut late = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, 5);
    network.sync(&mut late, &mut office).unwrap();
    assert_eq!(listed(&late).len(), 3);
    office.assert_whole();
}

#[test]
fn what_head_office_plans_reaches_the_branch_with_the_person_and_survives_a_restoration() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let (mut desk, mut field) = desk_and_field(&mut office);
    let mut jeddah = Branch::enrolled("jeddah", &mut office, 3);
    jeddah.record(&[visit(1, &json!({"national_id": "1000000008", "name": "نورة"}))]);
    network.sync(&mut jeddah, &mut office).unwrap();
    let line = |n: u32, beneficiary: Value| {
        let line = json!({
            "id": id(n).to_string(), "branch": "riyadh", "date": "2026-05-12", "reason": "متابعة",
            "beneficiary": beneficiary,
        });
        PlanLine::parse(line.to_string().as_bytes()).unwrap()
    };
    let lines = [
        line(1, json!({"national_id": "1000000008"})),
        line(2, json!({"name": "سارة", "mobile": "0556880046"})),
    ];
    for n_new in [2, 0] {
        let mut act = office.act();
        assert_eq!(office.replica.plan_visits(&mut act, &lines).unwrap(), n_new);
    }
    let moved = PlanLine {
        plan: PlannedVisit { date: date(2026, 5, 13), ..lines[0].plan.clone() },
        ..lines[0].clone()
    };
    let mut act = office.act();
    let refused = office.replica.plan_visits(&mut act, std::slice::from_ref(&moved));
    assert!(
        matches!(refused, Err(OfficeError::Plan { .. })),
        "another day under a known id is not taken for a repetition"
    );
    let another = line(1, json!({"national_id": "2000000006"}));
    let refused_person = office.replica.plan_visits(&mut act, std::slice::from_ref(&another));
    assert!(
        matches!(refused_person, Err(OfficeError::Plan { .. })),
        "another person is not dropped in silence"
    );
    let refused = office.replica.plan_visits(&mut act, &[line(4, json!({"name": "هدى"})), moved]);
    assert!(matches!(refused, Err(OfficeError::Plan { .. })), "{refused:?}");
    for branch in [&mut desk, &mut field] {
        network.sync(branch, &mut office).unwrap();
    }
    let mut names: Vec<String> = listed(&field).into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(names, ["سارة", "نورة"], "a person of another branch, and one whom nobody knew");
    let view = crate::people::opened(&field, "سارة");
    let written = &view.fields[0].values[0].written[0];
    assert_eq!(written.by, shared::replica::ValueWriter::HeadOffice);
    let fill_in = visit(7, &json!({"name": "سارة", "mobile": "0556880046", "group": "elderly"}));
    field.record(&[fill_in]);
    network.sync(&mut field, &mut office).unwrap();
    assert_eq!(field.kiosk.people().unwrap().len(), 2, "the visit went into head office's file");
    office.assert_whole();
    office.replica.rebuild().unwrap();
    office.assert_whole();
    let moved = office.backup();
    without_incarnation(moved.path());
    office.restore(moved);
    for _ in 0..2 {
        for branch in [&mut field, &mut desk, &mut jeddah] {
            network.sync(branch, &mut office).unwrap();
        }
    }
    assert_eq!(listed(&desk).len(), 2);
    office.assert_whole();
}

#[test]
fn the_days_visits_are_listed_however_many_are_overdue() {
    let mut office = HeadOffice::new(1);
    let (mut desk, _) = desk_and_field(&mut office);
    write_down(&mut desk, &plan(1, TODAY, "اليوم"), &person("نورة", None));
    for n in 2..=502 {
        write_down(&mut desk, &plan(n, date(2026, 5, 1), "متأخرة"), &PlannedFor::Person(Person::default()));
    }
    let listed = listed(&desk);
    assert_eq!((listed.len(), listed.last()), (500, Some(&("نورة".to_owned(), false))));
}

#[test]
fn an_id_that_drops_one_visit_never_drops_another() {
    let mut office = HeadOffice::new(1);
    let (mut desk, _) = desk_and_field(&mut office);
    for n in 1..=2 {
        write_down(&mut desk, &plan(n, TODAY, "زيارة"), &person("نورة", None));
    }
    assert!(matches!(drop_it(&mut desk, 5, 1), RecordOutcome::Saved(_)));
    assert!(matches!(drop_it(&mut desk, 5, 2), RecordOutcome::Refused { field: "id", .. }));
    assert_eq!(listed(&desk).len(), 1);
}

#[test]
fn another_plan_or_another_end_under_an_id_that_stands_is_held_for_review() {
    let text = |value: &str| Scalar::Text(value.to_owned());
    let fields = |extra: &[(&str, &str)]| -> Fields {
        let mut fields = Fields::none();
        for (name, value) in extra {
            fields.insert(name, text(value));
        }
        fields.insert("branch", text("riyadh"));
        fields.insert("wall", Scalar::Int(1));
        fields
    };
    let planned =
        |who: &str| fields(&[("kind", "planned_visit"), ("date", "2026-05-12"), ("representative", who)]);
    let dropped = |plan: u32| {
        let mut fields = fields(&[("kind", "planned_visit_dropped")]);
        fields.insert("plan", Scalar::Bytes(id(plan).as_bytes().to_vec()));
        fields
    };
    let mut office = HeadOffice::new(1);
    let forger = Forger::enrolled(&mut office, "riyadh", 1);
    let in_part = |part| DocumentName::Journal {
        device: forger.device,
        incarnation: forger.incarnation,
        month: Month { yyyymm: 202_605, part },
    };
    let first = &[fact(1, planned("staff-01")), fact(2, dropped(7))];
    let held = forger.push_journal(&mut office, &in_part(1), first).unwrap().held;
    assert_eq!(held, []);
    let same = &[fact(1, planned("staff-01")), fact(2, dropped(7))];
    assert_eq!(forger.push_journal(&mut office, &in_part(2), same).unwrap().held, []);
    let other = &[fact(1, planned("staff-02")), fact(2, dropped(8))];
    let held = forger.push_journal(&mut office, &in_part(3), other).unwrap().held;
    assert_eq!(held.iter().map(|held| held.reason.as_str()).collect::<Vec<_>>(), ["id_taken", "id_taken"]);
    office.assert_whole();
}

#[test]
fn a_plan_that_is_too_long_for_its_copy_is_left_out_of_it_and_the_rest_of_the_push_is_taken() {
    let planned = |n: u8, time_seconds: i64| {
        let text = |value: &str| Scalar::Text(value.to_owned());
        let mut fields = Fields::none();
        fields.insert("kind", text("planned_visit"));
        fields.insert("date", text("2026-05-12"));
        fields.insert("branch", text("riyadh"));
        fields.insert("wall", Scalar::Int(1));
        Entry { time_seconds, ..fact(n, fields) }
    };
    // as long as an entry may be, and says no time: the copy of it says one
    let filled = |n: usize| {
        let mut entry = planned(1, 0);
        entry.fields.insert("unknown", Scalar::Text("x".repeat(n)));
        entry
    };
    let short = filled(60_000).to_bytes().unwrap().len() - 60_000;
    let longest = filled(ENTRY_BYTES_MAX - short);
    assert_eq!(longest.to_bytes().unwrap().len(), ENTRY_BYTES_MAX);
    assert!(Entry { time_seconds: 1_778_000_000, ..longest.clone() }.to_bytes().is_err());

    let mut office = HeadOffice::new(1);
    let forger = Forger::enrolled(&mut office, "riyadh", 9);
    let push = [longest, planned(2, 1_778_000_000)];
    let reply = forger.push_journal(&mut office, &forger.journal, &push).unwrap();
    assert_eq!((reply.documents[0].standing, reply.held.len()), (Standing::Received, 0));
    let mut desk = Branch::enrolled("riyadh", &mut office, 1);
    Network::default().sync(&mut desk, &mut office).unwrap();
    assert_eq!(listed(&desk).len(), 1, "the other one is copied");
    office.assert_whole();
}
