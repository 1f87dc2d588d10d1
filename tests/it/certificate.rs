//! A device that was enrolled after the backup from which head office was put back: it is known by the certificate of its enrolment,
//! received at once, and handed nobody until somebody confirms it.

use jiff::ToSpan as _;
use minicbor::bytes::{ByteArray, ByteVec};
use serde_json::{Value, json};
use shared::doc::KeyOwner;
use shared::domain::{DeviceId, DeviceMode};
use shared::replica::{ExchangeError, Failure, Judged, Progress, Request, Session};
use shared::store::office::DeviceRow;
use shared::sync::{EnrolReply, EnrolRequest, from_cbor, to_cbor};
use tests::branch::{Branch, CHEAP, PIN, PROGRAM};
use tests::forger::signed_enrolment;
use tests::network::{Fault, Network, signing_key_in};
use tests::office::HeadOffice;

use crate::people::{found, visit};

const NOURA: &str = "1000000008";
const SALEH: &str = "1000000016";

fn person(national_id: &str, name: &str) -> Value {
    json!({"national_id": national_id, "name": name, "mobile": "0556880046"})
}

/// A branch's first device, a backup, and a device that is newer; whatever was recorded is received.
struct Story {
    office: HeadOffice,
    network: Network,
    first: Branch,
    newer: Branch,
    backup: Option<tempfile::TempDir>,
}

impl Story {
    fn new(branch: &str, mode: &DeviceMode) -> Self {
        let mut office = HeadOffice::new(1);
        let mut network = Network::default();
        let mut first = Branch::enrolled("riyadh", &mut office, 1);
        network.sync(&mut first, &mut office).unwrap();
        let backup = Some(office.backup());
        office.clock.advance(1.hour());
        let mut newer = Branch::enrolled_as(branch, mode, &mut office, 2);
        newer.record(&[visit(1, &person(NOURA, "نورة"))]);
        network.sync(&mut newer, &mut office).unwrap();
        Self { office, network, first, newer, backup }
    }

    fn restore(&mut self) {
        self.office.restore(self.backup.take().unwrap());
    }

    fn row(&self) -> Option<DeviceRow> {
        let device = self.newer.kiosk.device().unwrap();
        self.office.replica.devices().unwrap().into_iter().find(|row| row.device == device)
    }

    fn sync_newer(&mut self) -> Result<usize, Fault> {
        self.network.sync(&mut self.newer, &mut self.office)
    }

    fn people_wait(&self) -> bool {
        self.newer.kiosk.counts().unwrap().people_wait
    }

    /// What a device shows to a head office that does not know it.
    fn shown_by(device: &mut Branch) -> EnrolRequest {
        let mut act = device.act();
        let (mut session, _) = Session::begin(&mut device.kiosk, &mut act, PROGRAM).unwrap();
        match session.failed(&mut device.kiosk, &mut act, Failure::Unknown).unwrap() {
            Progress::Next(Request::Enrol { body }) => from_cbor(&body).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn judge(&self, request: &EnrolRequest) -> Result<Judged, ExchangeError> {
        self.office.replica.judge_enrolment(self.office.clock.unix_millis(), &to_cbor(request))
    }

    fn show(&mut self, request: &EnrolRequest) -> Result<Vec<u8>, ExchangeError> {
        let mut act = self.office.act();
        self.office.replica.enrol(&mut act, &to_cbor(request)).map(|enrolled| enrolled.reply)
    }
}

#[test]
fn a_device_newer_than_the_backup_is_received_at_once_and_handed_people_once_it_is_confirmed() {
    for branch in ["riyadh", "jeddah"] {
        let mut story = Story::new(branch, &DeviceMode::Branch);
        assert!(!story.people_wait());
        story.restore();
        assert_eq!(story.row(), None, "head office lost the device");
        story.newer.record(&[visit(2, &person(NOURA, "نورة"))]);
        story.sync_newer().unwrap();
        let counts = story.newer.kiosk.counts().unwrap();
        assert_eq!((counts.waiting, counts.received, counts.people_wait), (0, 2, true));
        assert_eq!(story.office.export().len(), 2, "what was lost with the row came back as well");
        assert!(story.row().unwrap().unconfirmed.is_some());

        story.office.clock.advance(1.hour());
        let mut other = Branch::enrolled(branch, &mut story.office, 3);
        other.record(&[visit(3, &person(SALEH, "صالح"))]);
        story.network.sync(&mut other, &mut story.office).unwrap();
        story.newer.record(&[visit(4, &json!({"name": "هند", "mobile": "0556880047"}))]);
        story.sync_newer().unwrap();
        let people = story.newer.kiosk.people().unwrap();
        assert!(people.search(SALEH).is_empty(), "nobody whom others met is handed out");
        assert!(!people.search(NOURA).is_empty(), "whom it met itself it has");
        assert_eq!(story.office.export().len(), 4);

        let device = story.newer.kiosk.device().unwrap();
        assert!(story.office.replica.confirm_device(device).unwrap());
        assert!(!story.office.replica.confirm_device(device).unwrap(), "one word is enough");
        story.sync_newer().unwrap();
        assert!(!story.people_wait());
        assert_eq!(found(&story.newer, SALEH).national_id, Some(crate::people::text(SALEH)));
        story.network.sync(&mut story.first, &mut story.office).unwrap();
        story.office.assert_whole();
        story.newer.assert_whole();
    }
}

#[test]
fn a_self_service_kiosk_newer_than_the_backup_waits_for_nobody_and_is_listed() {
    let mut story = Story::new("riyadh", &DeviceMode::SelfService);
    story.restore();
    story.newer.record(&[visit(2, &person(NOURA, "نورة"))]);
    story.sync_newer().unwrap();
    assert!(!story.people_wait());
    assert_eq!(story.office.export().len(), 2);
    assert!(story.row().unwrap().unconfirmed.is_some());
}

#[test]
fn a_device_that_was_shut_out_stays_out_though_it_shows_its_certificate() {
    let mut story = Story::new("riyadh", &DeviceMode::Branch);
    let device = story.newer.kiosk.device().unwrap();
    story.office.replica.revoke_device(device, story.office.clock.unix_millis()).unwrap();
    let list = std::fs::read(story.office.dir().join("shut_out")).unwrap();
    std::fs::write(story.backup.as_ref().unwrap().path().join("shut_out"), list).unwrap();
    story.restore();
    for _ in 0..2 {
        let refused = story.sync_newer();
        assert!(matches!(refused, Err(Fault::Refused(ExchangeError::RevokedDevice))), "{refused:?}");
    }
    assert!(story.newer.kiosk.is_revoked().unwrap());
    assert!(story.row().unwrap().revoked.is_some(), "it is listed, so that it can be let in");
    let shown = Story::shown_by(&mut story.newer);
    assert!(matches!(story.judge(&shown), Err(ExchangeError::RevokedDevice)), "a look at its row tells it");
    assert!(story.office.export().is_empty());
    assert!(story.office.replica.restore_device(device, story.office.clock.unix_millis()).unwrap());
    story.sync_newer().unwrap();
    assert!(story.people_wait(), "somebody still has to confirm it");
}

#[test]
fn a_certificate_that_is_forged_or_anothers_or_shown_without_its_key_lets_nobody_in() {
    let mut story = Story::new("riyadh", &DeviceMode::Branch);
    let mut elsewhere = HeadOffice::new(9);
    let mut stranger = Branch::enrolled("riyadh", &mut elsewhere, 9);
    let genuine = Story::shown_by(&mut story.newer);
    let (own, strangers) = (signing_key_in(story.newer.dir()), signing_key_in(stranger.dir()));
    let public = ByteArray::from(strangers.verifying_key().to_bytes());
    story.restore();
    let altered = |at: usize| {
        let mut certificate = genuine.certificate.clone().unwrap().to_vec();
        certificate[at] ^= 1;
        signed_enrolment(
            EnrolRequest { certificate: Some(ByteVec::from(certificate)), ..genuine.clone() },
            &own,
        )
    };
    let length = genuine.certificate.as_ref().unwrap().len();
    for at in (0..length).step_by(7) {
        let refused = story.show(&altered(at));
        assert!(matches!(refused, Err(ExchangeError::UnknownDevice)), "{at}: {refused:?}");
    }
    let others = [
        // another device's, with the stranger's own key
        signed_enrolment(EnrolRequest { signing_key: public, ..genuine.clone() }, &strangers),
        // of another head office
        Story::shown_by(&mut stranger),
        // none at all
        signed_enrolment(
            EnrolRequest { certificate: Some(ByteVec::from(Vec::new())), ..genuine.clone() },
            &own,
        ),
    ];
    for other in others {
        let refused = story.show(&other);
        assert!(matches!(refused, Err(ExchangeError::UnknownDevice)), "{refused:?}");
    }
    let unproved = [
        // copied, without the signing key
        signed_enrolment(genuine.clone(), &strangers),
        // a proof that was made for something else
        EnrolRequest { program: "another".to_owned(), ..genuine.clone() },
    ];
    for unproved in unproved {
        let refused = story.show(&unproved);
        assert!(matches!(refused, Err(ExchangeError::Signature)), "{refused:?}");
    }
    assert_eq!(story.row(), None, "nothing of it was kept");
    // the counterpart: what was altered above is taken as it was
    assert_eq!(story.show(&genuine).unwrap(), Vec::<u8>::new());
    assert_eq!(story.show(&genuine).unwrap(), Vec::<u8>::new(), "its answer may be lost");
    assert!(story.row().unwrap().unconfirmed.is_some());
}

#[test]
fn an_earlier_certificate_of_a_device_undoes_no_later_enrolment() {
    let mut office = HeadOffice::new(5);
    let mut device = Branch::not_enrolled("riyadh", 5);
    let codes = [office.code("riyadh", &DeviceMode::Branch), office.code("riyadh", &DeviceMode::Field)];
    // its enrolment is cut off: head office has it, and the device was killed before it had the answer
    let begun =
        device.kiosk.begin_enrolment(&mut device.dice, "http://127.0.0.1", &codes[0], PROGRAM).unwrap();
    let mut act = office.act();
    let earlier = office.replica.enrol(&mut act, &begun.body).unwrap();
    let earlier: EnrolReply = from_cbor(&earlier.reply).unwrap();
    let backup = office.backup();
    device.reopen_or_create();
    office.clock.advance(1.minute());
    device.enrol(&mut office, &codes[1]);
    let shown = Story::shown_by(&mut device);
    let shown_earlier = signed_enrolment(
        EnrolRequest { certificate: Some(earlier.certificate), ..shown.clone() },
        &signing_key_in(device.dir()),
    );
    let mut act = office.act();
    let refused = office.replica.enrol(&mut act, &to_cbor(&shown_earlier)).err();
    assert!(matches!(refused, Some(ExchangeError::UnknownDevice)), "{refused:?}");
    let judged = office.replica.judge_enrolment(office.clock.unix_millis(), &to_cbor(&shown_earlier));
    assert!(matches!(judged, Err(ExchangeError::UnknownDevice)), "a look at its row tells it: {judged:?}");
    // the other way round the backup has the earlier enrolment
    office.restore(backup);
    device.record(&[visit(1, &person(NOURA, "نورة"))]);
    Network::default().sync(&mut device, &mut office).unwrap();
    let rows = office.replica.devices().unwrap();
    assert_eq!((rows.len(), &rows[0].mode, rows[0].unconfirmed.is_some()), (1, &DeviceMode::Field, true));
    assert_eq!(office.export().len(), 1);
}

#[test]
fn what_reads_on_a_device_is_handed_back_after_its_row_was_made_of_its_certificate() {
    let mut story = Story::new("riyadh", &DeviceMode::Branch);
    story.restore();
    story.sync_newer().unwrap();
    let device = story.newer.kiosk.device().unwrap();
    let mut act = story.office.act();
    let pin = story.office.replica.open_device(&mut act, device).unwrap().unwrap();
    story.newer.start();
    story.sync_newer().unwrap();
    assert!(
        !story.newer.kiosk.is_locked(),
        "head office had kept what reads there, locked, in the certificate"
    );
    assert_ne!(pin, PIN);
}

#[test]
fn nobody_enrols_with_a_signing_key_that_is_anothers() {
    let mut office = HeadOffice::new(6);
    let victim = Branch::enrolled("riyadh", &mut office, 6);
    let mut thief = Branch::not_enrolled("riyadh", 7);
    let code = office.code("riyadh", &DeviceMode::Branch);
    let begun = thief.kiosk.begin_enrolment(&mut thief.dice, "http://127.0.0.1", &code, PROGRAM).unwrap();
    let request: EnrolRequest = from_cbor(&begun.body).unwrap();
    let public = ByteArray::from(signing_key_in(victim.dir()).verifying_key().to_bytes());
    let forged =
        signed_enrolment(EnrolRequest { signing_key: public, ..request }, &signing_key_in(thief.dir()));
    let mut act = office.act();
    let refused = office.replica.enrol(&mut act, &to_cbor(&forged)).err();
    assert!(matches!(refused, Some(ExchangeError::Signature)), "{refused:?}");
    // the code is not used up by it
    let pin = shared::replica::NewPin::new(&mut thief.dice, PIN, CHEAP);
    thief.enrol_with(&mut office, &code, Some(pin));
}

#[test]
fn a_certificate_that_is_shown_again_changes_nothing_and_takes_no_key_over_once_more() {
    let mut office = HeadOffice::new(8);
    let mut network = Network::default();
    let mut newer = Branch::enrolled("riyadh", &mut office, 8);
    newer.record(&[visit(1, &Value::Null)]);
    network.sync(&mut newer, &mut office).unwrap();
    let former = newer.kiosk.device().unwrap();
    let backup = Some(office.backup());
    office.clock.advance(1.hour());
    let code = office.code("riyadh", &DeviceMode::Branch);
    newer.enrol_again(&mut office, &code).unwrap();
    let device = newer.kiosk.device().unwrap();
    let mut first = Branch::enrolled("riyadh", &mut office, 9);
    network.sync(&mut first, &mut office).unwrap();
    let mut story = Story { office, network, first, newer, backup };
    story.restore();
    let keys_of = |story: &Story, device: DeviceId| -> i64 {
        let sql = "SELECT count(*) FROM sealing_key JOIN key_owner ON key_owner.id = -(sealing_key.id >> 32)
                   WHERE key_owner.owner = ?1";
        story.office.rows().one(sql, &[KeyOwner::Device(device).to_bytes().into()])
    };
    let had = keys_of(&story, former);
    assert!(had > 0);
    let shown = Story::shown_by(&mut story.newer);
    assert_eq!(story.judge(&shown).unwrap(), Judged::Certificate { device, is_here: false });
    assert_eq!(story.show(&shown).unwrap(), Vec::<u8>::new());
    assert_eq!(keys_of(&story, device), had, "they are its own now");
    assert_eq!(story.judge(&shown).unwrap(), Judged::Certificate { device, is_here: true });
    let rows = story.office.rows();
    let rowid = "SELECT id FROM key_owner WHERE owner = ?1";
    let own: i64 = rows.one(rowid, &[KeyOwner::Device(device).to_bytes().into()]);
    rows.run("DELETE FROM sealing_key WHERE -(id >> 32) = ?1", &[own.into()]);
    assert_eq!(story.show(&shown).unwrap(), Vec::<u8>::new());
    assert_eq!(keys_of(&story, device), 0, "nothing was done for it");
    assert!(story.row().unwrap().unconfirmed.is_some());
}
