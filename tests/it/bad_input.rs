//! Wrong codes, strangers, bombs, others' names: each is told apart, and nothing of it is kept.

use jiff::ToSpan as _;
use rusqlite::Connection;
use serde_json::Value;
use shared::doc::{DocumentName, KeyOwner, Month, SealingKey, append};
use shared::domain::{DeviceId, DeviceMode, Incarnation};
use shared::hex::to_hex;
use shared::replica::{ExchangeError, KioskError};
use shared::sync::{
    DocumentState, EnrolmentCode, EnvelopeError, INFLATED_BYTES_MAX, PUSH_BYTES_MAX, PushRequest, Standing,
    body_digest, pack, push_statement, sign,
};
use tests::branch::{Branch, PROGRAM};
use tests::builders::Register;
use tests::forger::{Forger, fact, rating_fields, visit_fields};
use tests::model::{Model, assert_same};
use tests::network::{Fault, Network};
use tests::office::HeadOffice;
use tests::seed::dice;

fn enrol_with(office: &mut HeadOffice, code: &EnrolmentCode) -> Result<(), ExchangeError> {
    let mut device = Branch::not_enrolled("riyadh", 1);
    let enrolment =
        device.kiosk.begin_enrolment(&mut device.dice, "http://127.0.0.1", code, PROGRAM).unwrap();
    let mut act = office.act();
    office.replica.enrol(&mut act, &enrolment.body).map(|_| ())
}

#[test]
fn a_wrong_a_used_and_an_expired_code_are_told_apart() {
    let mut office = HeadOffice::new(1);
    let wrong = EnrolmentCode::new([7; 10], None);
    assert!(matches!(enrol_with(&mut office, &wrong), Err(ExchangeError::UnknownCode)));
    let code = office.code("riyadh", &DeviceMode::Branch);
    enrol_with(&mut office, &code).unwrap();
    assert!(matches!(enrol_with(&mut office, &code), Err(ExchangeError::UsedCode)));
    let code = office.code("riyadh", &DeviceMode::Branch);
    office.clock.advance(11.minutes());
    assert!(matches!(enrol_with(&mut office, &code), Err(ExchangeError::ExpiredCode)));
}

#[test]
fn a_device_is_enrolled_once() {
    let mut office = HeadOffice::new(2);
    let mut device = Branch::enrolled("riyadh", &mut office, 2);
    let code = office.code("riyadh", &DeviceMode::Branch);
    let again = device.kiosk.begin_enrolment(&mut device.dice, "http://127.0.0.1", &code, PROGRAM);
    assert!(matches!(again.err(), Some(KioskError::AlreadyEnrolled { branch }) if branch == "riyadh"));
}

#[test]
fn a_self_service_kiosk_gets_no_key_to_look_people_up_and_still_delivers() {
    let mut office = HeadOffice::new(3);
    let mut device = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut office, 3);
    let mut register = Register::new(dice(3, "register"));
    let (mut model, stated) = (Model::default(), device.clock.stated());
    let lines: Vec<Value> = (0..10).map(|_| register.visit(&stated)).collect();
    device.record(&lines);
    lines.iter().for_each(|line| model.recorded("riyadh", line));
    Network::default().sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &model.records);
    let database = Connection::open(device.dir().join("kiosk.db")).unwrap();
    let rows: i64 = database.query_row("SELECT count(*) FROM blind_index", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0);
}

#[test]
fn an_unknown_device_and_a_revoked_one_are_told_apart_and_keep_their_records() {
    let (mut office, mut elsewhere) = (HeadOffice::new(4), HeadOffice::new(5));
    let mut device = Branch::enrolled("riyadh", &mut office, 4);
    device.record(&[Register::new(dice(4, "register")).visit("2026-05-12T08:10:00+03:00")]);
    let mut network = Network::default();
    let strange = network.sync(&mut device, &mut elsewhere);
    assert!(matches!(strange, Err(Fault::Refused(ExchangeError::UnknownDevice))), "{strange:?}");
    let id = device.kiosk.device().unwrap();
    assert!(office.replica.revoke_device(id, office.clock.unix_millis()).unwrap());
    let revoked = network.sync(&mut device, &mut office);
    assert!(matches!(revoked, Err(Fault::Refused(ExchangeError::RevokedDevice))), "{revoked:?}");
    assert_eq!(device.kiosk.counts().unwrap().waiting, 1);
    assert!(office.export().is_empty());
}

#[test]
fn a_push_that_another_signed_or_nobody_signed_is_refused() {
    let mut office = HeadOffice::new(6);
    let honest = Forger::enrolled(&mut office, "riyadh", 6);
    let other = Forger::enrolled(&mut office, "riyadh", 7);
    let forged = Forger { signing: other.signing.clone(), ..honest };
    let refused = forged.push(&mut office, &forged.empty_push());
    assert!(matches!(refused, Err(ExchangeError::Signature)), "{refused:?}");
    let mut act = office.act();
    let unsigned = office.replica.push(&mut act, &other.token, "", b"body");
    assert!(matches!(unsigned, Err(ExchangeError::Signature)), "{unsigned:?}");
}

fn push_body(office: &mut HeadOffice, forger: &Forger, body: &[u8]) -> Option<ExchangeError> {
    let signature = to_hex(&sign(&forger.signing, &push_statement(&body_digest(body), &[])));
    let mut act = office.act();
    office.replica.push(&mut act, &forger.token, &signature, body).err()
}

#[test]
fn a_body_beyond_its_limits_and_a_bomb_are_stopped() {
    let mut office = HeadOffice::new(8);
    let forger = Forger::enrolled(&mut office, "riyadh", 8);
    let large = push_body(&mut office, &forger, &vec![0; PUSH_BYTES_MAX + 1]).unwrap();
    assert!(matches!(large, ExchangeError::Envelope(EnvelopeError::TooLarge)), "{large}");
    assert_eq!(large.status(), 413);
    let bomb = pack(&vec![0; INFLATED_BYTES_MAX + 1]);
    assert!(bomb.len() < 10_000);
    let bomb = push_body(&mut office, &forger, &bomb).unwrap();
    assert!(matches!(bomb, ExchangeError::Envelope(EnvelopeError::InflatesTooFar)), "{bomb}");
    let noise = push_body(&mut office, &forger, b"no zstd frame").unwrap();
    assert!(matches!(noise, ExchangeError::Envelope(EnvelopeError::Damaged)), "{noise}");
    let other = push_body(&mut office, &forger, &pack(b"no message")).unwrap();
    assert!(matches!(other, ExchangeError::Malformed), "{other}");
    let mut newer = forger.empty_push();
    newer.protocol += 1;
    let newer = forger.push(&mut office, &newer);
    assert!(matches!(newer, Err(ExchangeError::Version { known: 1 })), "{newer:?}");
}

#[test]
fn nobody_writes_in_anothers_name_or_beside_the_chain() {
    let mut office = HeadOffice::new(9);
    let forger = Forger::enrolled(&mut office, "riyadh", 9);
    let month = Month { yyyymm: 202_605, part: 1 };
    let (device, incarnation) = (DeviceId::from_random([3; 16]), Incarnation([3; 16]));
    let foreign = [
        DocumentName::Journal { device, incarnation, month },
        DocumentName::HeadOffice { epoch: incarnation, scope: "all".to_owned(), month },
        DocumentName::Catalog { epoch: Incarnation(forger.epoch) },
    ];
    for document in foreign {
        let reply = forger.push_journal(&mut office, &document, &[fact(1, visit_fields("riyadh"))]).unwrap();
        assert_eq!(reply.documents[0].standing, Standing::Stopped, "{document}");
    }
    let entries = [fact(1, visit_fields("riyadh")), fact(2, visit_fields("riyadh"))];
    let start = forger.tip(&forger.journal);
    let mut gap = forger.empty_push();
    gap.journals = vec![forger.batch(&forger.journal, &append(&start, &entries[0]).tip, &entries[1..])];
    let gap = forger.push(&mut office, &gap).unwrap();
    assert_eq!(gap.documents[0].standing, Standing::Stopped);
    let mut other_head = forger.empty_push();
    other_head.journals = vec![forger.batch(&forger.journal, &start, &entries)];
    other_head.journals[0].entries.pop();
    assert!(
        forger.push(&mut office, &other_head).is_ok_and(|r| r.documents[0].standing == Standing::Stopped)
    );
    assert!(office.export().is_empty());
    let timed = fact(3, rating_fields("riyadh"));
    let reply = forger.push_journal(&mut office, &forger.ratings, &[timed]).unwrap();
    assert_eq!(reply.documents[0].standing, Standing::Stopped, "a rating that tells when it was written");
    office.assert_whole();
}

#[test]
fn numbers_beyond_what_a_database_holds_are_no_fault_of_head_offices() {
    let mut office = HeadOffice::new(11);
    let forger = Forger::enrolled(&mut office, "riyadh", 11);
    let entries = [fact(1, visit_fields("riyadh"))];
    let mut batch = forger.batch(&forger.journal, &forger.tip(&forger.journal), &entries);
    batch.first_seq = u64::MAX;
    let (waiting, wall_millis) = (u64::MAX, i64::MIN);
    let push = PushRequest { journals: vec![batch], waiting, wall_millis, ..forger.empty_push() };
    let reply = forger.push(&mut office, &push).unwrap();
    assert_eq!(reply.documents[0].standing, Standing::Stopped);
    office.assert_whole();
}

#[test]
fn a_device_neither_stops_another_devices_journal_nor_learns_how_it_stands() {
    let mut office = HeadOffice::new(21);
    let victim = Forger::enrolled(&mut office, "riyadh", 21);
    let forger = Forger::enrolled(&mut office, "riyadh", 22);
    let first = [fact(1, visit_fields("riyadh"))];
    victim.push_journal(&mut office, &victim.journal, &first).unwrap();
    let claimed =
        forger.batch(&victim.journal, &forger.tip(&victim.journal), &[fact(2, visit_fields("riyadh"))]);
    for epoch in [forger.epoch, [9; 16]] {
        let mut request = PushRequest { journals: vec![claimed.clone()], ..forger.empty_push() };
        request.epoch = epoch.into();
        let told = forger.push(&mut office, &request).unwrap().documents;
        let is_told = |state: &DocumentState| (state.seq, state.hash.is_some(), state.receipt.is_some());
        assert!(told.iter().all(|state| is_told(state) == (0, false, false)), "{told:?}");
    }
    let both = [fact(1, visit_fields("riyadh")), fact(3, visit_fields("riyadh"))];
    let reply = victim.push_journal(&mut office, &victim.journal, &both).unwrap();
    assert_eq!((reply.documents[0].standing, reply.documents[0].seq), (Standing::Received, 2));
    office.assert_whole();
}

#[test]
fn a_key_under_a_known_id_with_another_secret_is_not_acknowledged() {
    let mut office = HeadOffice::new(23);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 23);
    let owner = KeyOwner::Device(forger.device);
    let key = SealingKey::generate(&mut forger.dice);
    let mut other = SealingKey::generate(&mut forger.dice);
    other.id = key.id;
    for (sent, is_kept) in [(&key, true), (&other, false), (&key, true)] {
        let mut request = forger.empty_push();
        forger.add_key(&mut request, &owner, sent);
        let reply = forger.push(&mut office, &request).unwrap();
        assert_eq!(reply.keys_left_out.is_empty(), is_kept);
    }
}
