//! What programs wrote once they had numbers, calls, groups and outcomes: earlier ones keep it and show it after their update, later
//! ones read it.
//!
//! `tests/fixtures/calls` was written once, by [`write_what_these_programs_write`], and is never written again.

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::doc::{FactKind, without_kind, without_listed_kinds};
use shared::domain::{
    Catalog, CatalogKind, Code, DeviceDigit, DeviceMode, PlanLine, ProfileField, Record, RecordLine,
    read_catalog_line,
};
use shared::replica::{Call, RecordOutcome};
use tests::branch::{Branch, copy_of_closed};
use tests::model::assert_same;
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::{opened, values, visit};
use crate::version_1::{Fixture, exchange};

const CALLS: Fixture = Fixture("calls");

const PERSON: &str = "1000000008";

fn publish(office: &mut HeadOffice, lines: &[&str]) {
    let entries: Vec<_> = lines.iter().map(|line| read_catalog_line(line.as_bytes()).unwrap()).collect();
    let mut act = office.act();
    office.replica.publish(&mut act, &entries).unwrap();
}

const ENTRIES: [&str; 3] = [
    r#"{"kind":"group","code":"single_mothers","name_ar":"أمهات معيلات","name_en":"Mothers on their own"}"#,
    r#"{"kind":"outcome","code":"called-back","name_ar":"عاودنا الاتصال","name_en":"Called back"}"#,
    r#"{"kind":"service","code":"housing","name_ar":"سكن","name_en":"Housing"}"#,
];

/// The codes of a kind.
fn codes(catalog: &Catalog, kind: &CatalogKind) -> Vec<String> {
    catalog.all(kind).map(|entry| entry.code.to_string()).collect()
}

/// A visit with a group and an outcome, as a register writes them.
fn with_codes(n: u32, group: &str, led_to: &str) -> Value {
    let mut line = visit(n, &json!({"national_id": PERSON, "name": "نورة", "group": group}));
    line["led_to"] = json!([led_to]);
    line
}

/// A morning with numbers: 101 is called, 102 goes home.
fn a_morning(branch: &mut Branch) {
    for n in [11, 12] {
        let line = visit(n, &json!({"name": "سارة"}));
        let Record::Visit(visit) = RecordLine::parse(line.to_string().as_bytes()).unwrap().record else {
            panic!("a visit")
        };
        let mut act = branch.act();
        let (outcome, _) = branch.kiosk.record_waiting(&mut act, *visit, DeviceDigit::FIRST).unwrap();
        assert!(matches!(outcome, RecordOutcome::Saved(_)));
    }
    branch.clock.advance(10.minutes());
    let mut act = branch.act();
    assert!(branch.kiosk.call_waiting(&mut act, Call::Next).unwrap().is_some());
}

#[test]
fn a_catalog_of_today_is_kept_by_programs_of_version_1_and_shown_after_their_update() {
    let mut office = HeadOffice::new(1);
    let (kind_of_group, kind_of_outcome) = (CatalogKind::Group, CatalogKind::Outcome);
    publish(&mut office, &ENTRIES);
    let branch = without_listed_kinds(|| {
        let mut branch = Branch::enrolled_as("riyadh", &DeviceMode::Branch, &mut office, 1);
        Network::default().sync(&mut branch, &mut office).unwrap();
        branch.record(&[with_codes(1, "single-mothers", "called-back")]);
        Network::default().sync(&mut branch, &mut office).unwrap();
        branch.assert_whole();
        branch
    });
    let catalog = branch.kiosk.catalog().unwrap();
    assert!(codes(&catalog, &kind_of_group).contains(&"single_mothers".to_owned()));
    assert!(codes(&catalog, &kind_of_outcome).contains(&"called_back".to_owned()));
    assert_eq!(catalog, *office.replica.catalog().unwrap());
    branch.assert_whole();
    office.assert_whole();
    assert_eq!(office.export().len(), 1);
}

#[test]
fn a_program_of_version_1_holds_an_entry_of_another_kind_as_it_is() {
    let mut office = HeadOffice::new(2);
    publish(&mut office, &ENTRIES);
    without_listed_kinds(|| {
        let mut branch = Branch::enrolled("riyadh", &mut office, 2);
        Network::default().sync(&mut branch, &mut office).unwrap();
        let catalog = branch.kiosk.catalog().unwrap();
        let other = |kind: &str| codes(&catalog, &CatalogKind::Other(kind.to_owned()));
        assert!(other("group").contains(&"single_mothers".to_owned()), "{:?}", other("group"));
        assert!(other("outcome").contains(&"called_back".to_owned()), "{:?}", other("outcome"));
        assert!(
            catalog.find(&CatalogKind::Service, "housing").is_some(),
            "what it knows is shown beside them"
        );
    });
}

#[test]
fn visits_with_numbers_groups_and_outcomes_lose_nothing_on_a_server_of_version_1() {
    let mut office = HeadOffice::new(3);
    let mut branch = Branch::enrolled_as("riyadh", &DeviceMode::Branch, &mut office, 3);
    without_kind(FactKind::Called, || {
        without_listed_kinds(|| {
            office.reopen();
            a_morning(&mut branch);
            branch
                .record(&[with_codes(1, "low_income", "referral"), with_codes(2, "Low-Income", "Referral")]);
            Network::default().sync(&mut branch, &mut office).unwrap();
            assert_eq!(office.export().len(), 4, "the visits are there meanwhile");
            let held = office.replica.list_held(0, 10).unwrap();
            assert_eq!(held.len(), 1, "the call is held and counted");
        });
    });
    office.reopen();
    assert!(office.replica.list_held(0, 10).unwrap().is_empty());
    assert_same(&office.export(), &branch.export());
    let called = office.export().values().filter(|line| line.get("called_at").is_some()).count();
    assert_eq!(called, 1);
    office.assert_whole();
}

#[test]
fn lines_of_version_1_with_codes_in_their_old_spelling_are_the_same_records() {
    let mut office = HeadOffice::new(4);
    let mut branch = Branch::enrolled_as("riyadh", &DeviceMode::Branch, &mut office, 4);
    Network::default().sync(&mut branch, &mut office).unwrap();
    let as_written = [with_codes(1, "low-income", "Referral"), with_codes(2, "low_income", "referral")];
    // a program of version 1 wrote them down as they came
    branch.record(&as_written);
    let catalog = branch.kiosk.catalog().unwrap();
    for line in &as_written {
        let mut record = RecordLine::parse(line.to_string().as_bytes()).unwrap().record;
        catalog.write_listed(&mut record);
        let mut act = branch.act();
        let outcome = branch.kiosk.record(&mut act, std::slice::from_ref(&record)).unwrap();
        assert_eq!(outcome, [RecordOutcome::Repeated(record.id())]);
    }
    Network::default().sync(&mut branch, &mut office).unwrap();
    let exported = office.export();
    for line in &as_written {
        let of = &exported[line["id"].as_str().unwrap()];
        assert_eq!(
            (&of["beneficiary"]["group"], &of["led_to"]),
            (&line["beneficiary"]["group"], &line["led_to"])
        );
    }
}

#[test]
fn a_group_in_two_spellings_is_one_value_to_whoever_looks_and_two_in_the_full_copy() {
    let mut office = HeadOffice::new(5);
    let mut riyadh = Branch::enrolled_as("riyadh", &DeviceMode::Branch, &mut office, 5);
    let mut jeddah = Branch::enrolled_as("jeddah", &DeviceMode::Branch, &mut office, 6);
    let person = |n: u32, group: &str| {
        visit(
            n,
            &json!({"national_id": PERSON, "name": "نورة بنت سعد الحربي", "mobile": "0556880045", "group": group}),
        )
    };
    riyadh.record(&[person(1, "low-income")]);
    jeddah.record(&[person(2, "low_income")]);
    let mut network = Network::default();
    for branch in [&mut riyadh, &mut jeddah] {
        network.sync(branch, &mut office).unwrap();
    }
    office.match_files();
    for branch in [&mut riyadh, &mut jeddah] {
        network.sync(branch, &mut office).unwrap();
    }
    let view = opened(&riyadh, PERSON);
    assert_eq!(view.files.len(), 2);
    assert_eq!(values(&view, ProfileField::Group), ["low_income"]);
    assert!(!view.field(ProfileField::Group).unwrap().differs());
    assert_eq!(view.field(ProfileField::Group).unwrap().values[0].written.len(), 2, "both writers are named");
    let shown = office.replica.person(view.files[0]).unwrap().unwrap();
    assert_eq!(values(&shown, ProfileField::Group).len(), 1);
    let groups: Vec<Value> =
        office.export().values().map(|line| line["beneficiary"]["group"].clone()).collect();
    assert!(groups.contains(&json!("low-income")) && groups.contains(&json!("low_income")), "{groups:?}");
    // another group is another value
    jeddah.record(&[person(3, "elderly")]);
    let catalog = jeddah.kiosk.catalog().unwrap();
    let listed = |code: &str| catalog.listed(&CatalogKind::Group, &Code::new(code).unwrap()).to_string();
    assert_eq!(
        (listed("Low Income"), listed("low-income")),
        ("low_income".to_owned(), "low_income".to_owned())
    );
}

#[test]
fn head_office_takes_what_devices_with_calls_sent() {
    let office = CALLS.assert_head_office_takes_it();
    let waits = office.replica.waits(0).unwrap();
    assert_eq!(waits.iter().map(|of| (of.given, of.never_called)).collect::<Vec<_>>(), [(2, 1)]);
    assert!(
        codes(&office.replica.catalog().unwrap(), &CatalogKind::Group).contains(&"single_mothers".to_owned())
    );
}

#[test]
fn a_device_takes_what_head_office_with_calls_answered() {
    let branch = CALLS.assert_device_takes_it(2);
    assert!(
        codes(&branch.kiosk.catalog().unwrap(), &CatalogKind::Outcome).contains(&"called_back".to_owned())
    );
}

#[test]
fn messages_with_calls_say_the_same_when_they_are_written_again() {
    CALLS.assert_messages_stay();
}

#[test]
fn databases_with_calls_are_opened_and_go_on() {
    let (mut office, mut branch) = (CALLS.head_office("after"), CALLS.riyadh("after"));
    assert_same(&office.export(), &CALLS.exported("office.json"));
    assert_same(&branch.export(), &CALLS.exported("riyadh.json"));
    branch.clock.advance(4.hours());
    branch.record(&[visit(77, &json!({"national_id": PERSON}))]);
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert_eq!(office.export().len(), CALLS.exported("office.json").len() + 1);
    office.replica.rebuild().unwrap();
    office.assert_whole();
    branch.assert_whole();
}

#[test]
#[ignore = "writes the fixtures with calls, which was done once"]
fn write_what_these_programs_write() {
    assert!(!CALLS.is_written(), "what was written once is never written again");
    let mut office = HeadOffice::new(1);
    publish(&mut office, &ENTRIES);
    let mut riyadh = Branch::enrolled_as("riyadh", &DeviceMode::Branch, &mut office, 1);
    let mut jeddah = Branch::enrolled_as("jeddah", &DeviceMode::Branch, &mut office, 2);
    a_morning(&mut riyadh);
    riyadh.record(&[with_codes(1, "low-income", "referral"), with_codes(2, "low_income", "called_back")]);
    jeddah.record(&[with_codes(3, "single_mothers", "Called Back")]);
    let plan = json!({
        "id": "00000000-0000-4000-8000-000000000099", "branch": "riyadh", "date": "2026-05-14", "representative": "staff-03",
        "reason": "متابعة", "beneficiary": {"national_id": PERSON, "group": "low_income"},
    });
    let plan = PlanLine::parse(plan.to_string().as_bytes()).unwrap();
    let mut act = office.act();
    assert_eq!(office.replica.plan_visits(&mut act, &[plan]).unwrap(), 1);
    riyadh.clock.advance(3.hours());
    let mut act = riyadh.act();
    riyadh.kiosk.move_due_ratings(&mut act).unwrap();
    CALLS.write_dir("before/office", office.backup().path());
    CALLS.write_dir("before/riyadh", copy_of_closed(&riyadh).path());
    let mut lines = String::new();
    for branch in [&mut riyadh, &mut jeddah] {
        lines += &exchange(branch, &mut office);
    }
    lines += &exchange(&mut riyadh, &mut office);
    CALLS.write("exchange.ndjson", lines);
    CALLS.write_dir("after/office", office.backup().path());
    CALLS.write_dir("after/riyadh", copy_of_closed(&riyadh).path());
    CALLS.write("office.json", serde_json::to_string_pretty(&office.export()).unwrap());
    CALLS.write("riyadh.json", serde_json::to_string_pretty(&riyadh.export()).unwrap());
}
