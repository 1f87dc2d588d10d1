//! Whoever brings the code of a request is told where it is, at head office and at its branch's kiosks; nobody else is told anything.

use jiff::ToSpan as _;
use serde_json::json;
use shared::domain::request::{Missing, StepKind, day_of};
use shared::domain::{DeviceMode, FollowCode, FollowUp, Role, Stage as Told, read_catalog_line};
use shared::sync::http::PullQuery;
use shared::sync::{PullReply, from_cbor, unpack};
use tests::branch::Branch;
use tests::casework::{id, request, saved, step, usual_fields};
use tests::network::Network;
use tests::office::HeadOffice;

use crate::requests::{Stage, noura, usual};

fn code(office: &HeadOffice) -> FollowCode {
    office.replica.open_request(id(1)).unwrap().unwrap().follow_code()
}

fn at_head_office(office: &mut HeadOffice) -> Option<FollowUp> {
    let (today, code) = (day_of(&office.act().now.moment()), code(office));
    office.replica.follow_up(today, &code).unwrap()
}

fn at(kiosk: &Branch, office: &HeadOffice) -> Option<FollowUp> {
    kiosk.kiosk.follow_up(&kiosk.clock.reading(), &code(office)).unwrap()
}

/// A self-service kiosk of a branch: nobody has ever signed in there.
fn kiosk_of(branch: &str, office: &mut HeadOffice, seed: u64) -> Branch {
    Branch::as_shipped(branch, &DeviceMode::SelfService, office, seed)
}

#[test]
fn the_same_is_told_on_the_page_and_at_a_kiosk_of_the_branch_to_whoever_brings_the_code() {
    let mut stage = Stage::submitted(21);
    let mut kiosk = kiosk_of("riyadh", &mut stage.office, 22);
    let mut elsewhere = kiosk_of("jeddah", &mut stage.office, 23);
    for kiosk in [&mut kiosk, &mut elsewhere] {
        stage.network.sync(kiosk, &mut stage.office).unwrap();
    }
    let told = at_head_office(&mut stage.office).unwrap();
    let day = |text: &str| text.parse().unwrap();
    assert_eq!((told.stage, told.earliest), (Told::Studying, Some(day("2026-05-26"))));
    assert_eq!((told.changed, told.until), (day("2026-05-12"), None));
    assert_eq!(at(&kiosk, &stage.office), Some(told));
    assert_eq!(at(&elsewhere, &stage.office), None, "it is another branch's");
    let by_the_desk = stage.desk.kiosk.open_request(id(1)).unwrap().unwrap().follow_code();
    assert_eq!(by_the_desk, code(&stage.office), "the receipt is made without a network");
    assert!(kiosk.kiosk.follow_ups_as_of().unwrap().is_some());
    assert_eq!(elsewhere.kiosk.follow_ups_as_of().unwrap(), None);
}

#[test]
fn what_a_kiosk_holds_of_requests_opens_with_none_of_what_stands_on_it() {
    let mut stage = Stage::submitted(24);
    let mut kiosk = kiosk_of("riyadh", &mut stage.office, 25);
    stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
    let (code, file) =
        (code(&stage.office), stage.desk.kiosk.open_request(id(1)).unwrap().unwrap().fact.file);
    let found = |bytes: &[u8]| {
        let files = std::fs::read_dir(kiosk.dir())
            .unwrap()
            .map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        files.filter(|file| file.windows(bytes.len()).any(|window| window == bytes)).count()
    };
    assert!(found(&shared::doc::follow_address(&code)) > 0, "the record is there");
    assert_eq!(found(code.as_bytes()), 0);
    assert_eq!(found(id(1).as_bytes()), 0, "of what the code is made of, nothing is");
    assert_eq!(found(file.unwrap().as_bytes()), 0);
    assert_eq!(found(b"studying"), 0);
    let guess = FollowCode::of(id(1), None);
    assert_eq!(kiosk.kiosk.follow_up(&kiosk.clock.reading(), &guess).unwrap(), None);
}

#[test]
fn each_step_is_told_with_the_next_exchange_and_what_was_decided_only_once_it_was_heard() {
    let mut stage = Stage::submitted(26);
    let mut kiosk = kiosk_of("riyadh", &mut stage.office, 27);
    let mut told = |stage: &mut Stage| {
        stage.sync();
        stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
        let told = at(&kiosk, &stage.office).unwrap();
        assert_eq!(at_head_office(&mut stage.office).as_ref(), Some(&told));
        told.stage
    };
    saved(&stage.desk.record_as("salma", &[usual(6, 1, StepKind::Studied)]));
    assert_eq!(told(&mut stage), Told::Studying);
    for (n, member) in [(7, "omar"), (8, "huda")] {
        saved(&stage.office.record_as(member, &Role::Committee, &[usual(n, 1, StepKind::Decided)]));
    }
    assert_eq!(told(&mut stage), Told::AnswerReady);
    saved(&stage.desk.record_as("sara", &[usual(9, 1, StepKind::AnswerAttempted)]));
    assert_eq!(told(&mut stage), Told::Answered);
}

#[test]
fn the_papers_that_are_missing_are_told_and_nothing_that_only_staff_can_do() {
    let mut stage = Stage::submitted(28);
    saved(&stage.desk.record_as("salma", &[usual(6, 1, StepKind::Studied)]));
    stage.sync();
    let complete = json!({"outcome": "complete", "reason": "تنقص وثيقة"});
    saved(&stage.office.record_as("omar", &Role::Committee, &[step(7, 1, "decided", &complete)]));
    saved(&stage.office.record_as("huda", &Role::Committee, &[step(8, 1, "decided", &complete)]));
    stage.sync();
    saved(&stage.desk.record_as("sara", &[step(9, 1, "not_valid", &usual_fields(StepKind::NotValid))]));
    stage.sync();
    let told = at_head_office(&mut stage.office).unwrap();
    assert_eq!(told.stage, Told::Completing);
    let missing: Vec<String> = told.missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing[0], "paper:id_card");
    assert!(told.missing[1..].iter().all(|missing| *missing == Missing::Attestation), "{missing:?}");
}

#[test]
fn a_request_that_has_ended_is_told_of_for_a_while_and_then_nowhere() {
    let mut stage = Stage::submitted(29);
    let mut kiosk = kiosk_of("riyadh", &mut stage.office, 30);
    let line = r#"{"kind":"association","code":"association","name_ar":"صلة","name_en":"Sila","position":0,"active":true,"follow_address":"https://requests.example.org","follow_days":10}"#;
    let mut act = stage.office.act();
    stage.office.replica.publish(&mut act, &[read_catalog_line(line.as_bytes()).unwrap()]).unwrap();
    saved(&stage.desk.record_as("sara", &[usual(6, 1, StepKind::Withdrawn)]));
    stage.sync();
    stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
    let catalog = kiosk.kiosk.catalog().unwrap();
    let address = catalog.branding().unwrap().follow_address.as_ref().unwrap().to_string();
    assert_eq!(address, "https://requests.example.org", "the receipt says where the public page is");
    let told = at(&kiosk, &stage.office).unwrap();
    assert_eq!((told.stage, told.until), (Told::Withdrawn, Some("2026-05-22".parse().unwrap())));
    for clock in [&mut stage.office.clock, &mut kiosk.clock, &mut stage.desk.clock] {
        clock.advance(11.days());
    }
    assert_eq!(at_head_office(&mut stage.office), None);
    assert_eq!(at(&kiosk, &stage.office), None);
    let held = |kiosk: &Branch| {
        let database = rusqlite::Connection::open(kiosk.dir().join("kiosk.db")).unwrap();
        database.query_row("SELECT count(*) FROM follow_up", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(held(&kiosk), 1);
    // with the next step of any request of the branch, the record goes from head office and from its kiosks
    saved(&stage.desk.record_as("sara", &[request(20, &noura())]));
    stage.sync();
    stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
    assert_eq!(held(&kiosk), 1, "of the second request alone");
    let (reading, other) =
        (kiosk.clock.reading(), stage.office.replica.open_request(id(20)).unwrap().unwrap());
    let told = kiosk.kiosk.follow_up(&reading, &other.follow_code()).unwrap();
    assert_eq!(told.map(|told| told.stage), Some(Told::Receiving));
}

#[test]
fn a_kiosk_begins_again_after_head_office_was_put_back_and_is_else_told_what_is_new_alone() {
    let mut stage = Stage::submitted(31);
    let mut kiosk = kiosk_of("riyadh", &mut stage.office, 32);
    stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
    let asked = |kiosk: &Branch| {
        let done = PullQuery::from_start("catalog");
        kiosk.kiosk.pull_query_after(&done).unwrap().unwrap()
    };
    let query = asked(&kiosk);
    assert_eq!(query.scope, "follow/riyadh");
    let answer = |stage: &mut Stage, kiosk: &Branch, query: &PullQuery| -> PullReply {
        let mut act = stage.office.act();
        let answer = stage.office.replica.pull(&mut act, kiosk.kiosk.token().unwrap(), query).unwrap().bytes;
        from_cbor(&unpack(&answer[64..]).unwrap()).unwrap()
    };
    let nothing_new = answer(&mut stage, &kiosk, &query);
    assert_eq!((nothing_new.reset, nothing_new.follow_ups), (false, Some(Vec::new())));
    let backup = stage.office.backup();
    saved(&stage.desk.record_as("salma", &[usual(6, 1, StepKind::Studied)]));
    saved(&stage.desk.record_as("sara", &[usual(7, 1, StepKind::Withdrawn)]));
    stage.sync();
    stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
    assert_eq!(at(&kiosk, &stage.office).unwrap().stage, Told::Withdrawn);
    stage.office.restore(backup);
    stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
    assert_eq!(at(&kiosk, &stage.office).unwrap().stage, Told::Studying, "as head office knows it now");
    stage.sync();
    stage.sync();
    stage.network.sync(&mut kiosk, &mut stage.office).unwrap();
    assert_eq!(at(&kiosk, &stage.office).unwrap().stage, Told::Withdrawn);
}

#[test]
fn no_device_pulls_what_is_told_of_another_branchs_requests() {
    let mut stage = Stage::submitted(33);
    let kiosk = kiosk_of("jeddah", &mut stage.office, 34);
    let mut act = stage.office.act();
    let asked = PullQuery::from_start("follow/riyadh");
    assert!(stage.office.replica.pull(&mut act, kiosk.kiosk.token().unwrap(), &asked).is_err());
    assert!(stage.office.replica.pull(&mut act, stage.desk.kiosk.token().unwrap(), &asked).is_ok());
}

#[test]
fn six_hundred_requests_reach_a_kiosk_over_several_answers() {
    let mut stage = Stage::new(35);
    let lines: Vec<_> = (1..=600).map(|n| request(n, &noura())).collect();
    saved(&stage.desk.record_as("sara", &lines));
    stage.sync();
    let mut kiosk = kiosk_of("riyadh", &mut stage.office, 36);
    Network::default().sync(&mut kiosk, &mut stage.office).unwrap();
    let last = stage.office.replica.open_request(id(600)).unwrap().unwrap().follow_code();
    for code in [code(&stage.office), last] {
        assert!(kiosk.kiosk.follow_up(&kiosk.clock.reading(), &code).unwrap().is_some());
    }
}
