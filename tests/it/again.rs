//! A device is enrolled anew and keeps what it recorded: for a head office that lost its keys, after it was shut out, or for another
//! branch.

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::domain::{DeviceMode, ProfileField};
use shared::replica::{EnrolledAgain, ExchangeError, Kiosk, KioskError};
use shared::sync::{EnrolRequest, PushRequest, enrol_statement, from_cbor, sign, to_cbor, unpack};
use tests::branch::{Branch, PROGRAM};
use tests::builders::Register;
use tests::model::{Exported, Model, assert_same};
use tests::network::{Fault, Network, signing_key_in};
use tests::office::{HeadOffice, copy_of};
use tests::seed::dice;

use crate::people::{found, opened, values, visit};

const NOURA: &str = "1000000008";

fn noura() -> Value {
    json!({"national_id": NOURA, "name": "نورة", "mobile": "0556880045"})
}

/// Head office, and a device of a mode that recorded this and that.
struct Story {
    office: HeadOffice,
    network: Network,
    device: Branch,
    model: Model,
    register: Register,
}

impl Story {
    fn new(seed: u64, mode: &DeviceMode) -> Self {
        let mut office = HeadOffice::new(seed);
        let device = Branch::enrolled_as("riyadh", mode, &mut office, seed);
        let register = Register::new(dice(seed, "register"));
        Self { office, network: Network::default(), device, model: Model::default(), register }
    }

    fn record(&mut self, n: usize) {
        let stated = self.device.clock.stated();
        let lines: Vec<Value> = (0..n).map(|_| self.register.line(&stated)).collect();
        self.device.record(&lines);
        lines.iter().for_each(|line| self.model.recorded("riyadh", line));
    }

    fn visit(&mut self, n: u32, person: &Value) {
        let line = visit(n, person);
        self.device.record(std::slice::from_ref(&line));
        self.model.recorded("riyadh", &line);
    }

    fn sync(&mut self) {
        self.device.clock.advance(1.day());
        self.network.sync(&mut self.device, &mut self.office).unwrap();
    }

    fn again(&mut self) -> EnrolledAgain {
        let mode = self.device.kiosk.mode().unwrap().clone();
        let code = self.office.code("riyadh", &mode);
        self.device.enrol_again(&mut self.office, &code).unwrap()
    }

    /// Head office has each record once, and the device all that it had.
    fn assert_all_there(&mut self, on_the_device: Option<&Exported>) {
        let counts = self.device.kiosk.counts().unwrap();
        assert_same(&self.office.export(), &self.model.records);
        assert_eq!((counts.waiting, counts.waiting_hour), (0, 0));
        assert_eq!((counts.quarantined, counts.set_aside), (Vec::new(), Vec::new()));
        if let Some(exported) = on_the_device {
            assert_same(&self.device.export(), exported);
        }
        self.office.assert_whole();
        self.device.assert_whole();
    }
}

/// The entries that pushes carried.
fn entries_in(pushes: &[Vec<u8>]) -> usize {
    let of = |push: &Vec<u8>| -> PushRequest { from_cbor(&unpack(push).unwrap()).unwrap() };
    pushes.iter().flat_map(|push| of(push).journals).map(|batch| batch.entries.len()).sum()
}

#[test]
fn a_device_enrolled_anew_sends_what_head_office_has_not_got_and_keeps_the_rest() {
    let mut story = Story::new(1, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.record(20);
    story.sync();
    story.visit(2, &json!({"national_id": NOURA, "group": "elderly"}));
    story.record(10);
    let (before, exported) = (story.device.kiosk.device().unwrap(), story.device.export());
    let keys = [story.device.dir().join("secret.key"), story.device.dir().join("incarnation")];
    let old: Vec<_> = keys.iter().map(|file| std::fs::read(file).unwrap()).collect();
    let shut_out = story.office.replica.revoke_device(before, story.office.clock.unix_millis()).unwrap();
    let pushed = story.network.pushes.len();
    let enrolled = story.again();
    assert!(shut_out && enrolled.waiting > 0 && enrolled.set_aside == 0, "{enrolled:?}");
    assert_ne!(story.device.kiosk.device().unwrap(), before);
    assert!(keys.iter().zip(old).all(|(file, old)| std::fs::read(file).unwrap() != old));
    assert!(!story.device.dir().join("secret.key.again").exists());
    story.sync();
    assert!(entries_in(&story.network.pushes[pushed..]) <= 11, "what was received stays where it is");
    story.assert_all_there(Some(&exported));
    assert_eq!(values(&opened(&story.device, NOURA), ProfileField::Group), ["elderly"]);
    story.device.reopen();
    story.visit(3, &noura());
    story.sync();
    story.assert_all_there(None);
    let mut other = Branch::enrolled("riyadh", &mut story.office, 100);
    story.network.sync(&mut other, &mut story.office).unwrap();
    assert_eq!(values(&opened(&other, NOURA), ProfileField::Group), ["elderly"]);
}

#[test]
fn a_head_office_that_lost_its_keys_gets_all_of_it_from_the_devices_once() {
    let mut story = Story::new(2, &DeviceMode::Branch);
    let mut second = Branch::enrolled("riyadh", &mut story.office, 102);
    story.visit(1, &noura());
    story.record(25);
    story.sync();
    story.network.sync(&mut second, &mut story.office).unwrap();
    let theirs = visit(2, &json!({"national_id": NOURA, "group": "elderly"}));
    second.record(std::slice::from_ref(&theirs));
    story.model.recorded("riyadh", &theirs);
    story.network.sync(&mut second, &mut story.office).unwrap();
    story.sync();
    story.visit(3, &json!({"national_id": NOURA}));
    let exported = story.device.export();

    story.office = HeadOffice::new(202);
    let enrolled = story.again();
    assert_eq!(enrolled.set_aside, 0);
    story.sync();
    let mut theirs_alone = story.model.records.clone();
    let theirs_is = theirs["id"].as_str().unwrap();
    let missing = theirs_alone.remove(theirs_is);
    assert_same(&story.office.export(), &theirs_alone);
    let code = story.office.code("riyadh", &DeviceMode::Branch);
    second.enrol_again(&mut story.office, &code).unwrap();
    second.clock.advance(1.day());
    story.network.sync(&mut second, &mut story.office).unwrap();
    assert!(missing.is_some());
    story.sync();
    story.assert_all_there(Some(&exported));
    for device in [&story.device, &second] {
        assert_eq!(found(device, NOURA).files.len(), 1, "the file is one file still");
        assert_eq!(values(&opened(device, NOURA), ProfileField::Group), ["elderly"]);
    }
    assert_eq!(story.device.kiosk.catalog().unwrap(), *story.office.replica.catalog().unwrap());
    second.assert_whole();
}

#[test]
fn a_self_service_kiosk_is_enrolled_anew_without_opening_anything_as_often_as_one_likes() {
    let mut story = Story::new(3, &DeviceMode::SelfService);
    story.record(15);
    for _ in 0..2 {
        story.record(10);
        let enrolled = story.again();
        assert!(enrolled.waiting > 0 && enrolled.set_aside == 0, "{enrolled:?}");
        story.device.start();
    }
    story.sync();
    story.assert_all_there(None);
}

#[test]
fn what_neither_a_kiosk_nor_another_head_office_opens_is_set_aside_and_told() {
    let mut story = Story::new(4, &DeviceMode::SelfService);
    story.visit(1, &noura());
    story.sync();
    story.visit(2, &noura());
    story.office = HeadOffice::new(204);
    let enrolled = story.again();
    assert_eq!((enrolled.waiting, enrolled.set_aside > 0), (0, true));
    let aside = story.device.kiosk.set_aside().unwrap();
    assert!(aside.iter().all(|row| row.reason == "key"), "{}", aside.len());
    story.visit(3, &noura());
    story.sync();
    assert_eq!(story.office.export().len(), 1, "recording goes on");
    story.office.assert_whole();
}

#[test]
fn a_device_that_was_told_it_is_shut_out_sends_what_waits_once_it_is_enrolled_anew() {
    let mut story = Story::new(5, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.sync();
    story.visit(2, &noura());
    story.record(8);
    let before = story.device.kiosk.device().unwrap();
    story.office.replica.revoke_device(before, story.office.clock.unix_millis()).unwrap();
    let refused = story.network.sync(&mut story.device, &mut story.office);
    assert!(matches!(refused, Err(Fault::Refused(ExchangeError::RevokedDevice))), "{refused:?}");
    assert!(story.device.kiosk.is_revoked().unwrap());
    story.again();
    assert!(!story.device.kiosk.is_revoked().unwrap() && !story.device.kiosk.is_locked());
    story.sync();
    story.assert_all_there(None);
    assert_eq!(found(&story.device, NOURA).national_id.unwrap().as_str(), NOURA, "people come again");
}

#[test]
fn a_device_goes_to_another_branch_once_nothing_waits_and_takes_nobody_along() {
    let mut story = Story::new(6, &DeviceMode::Branch);
    story.visit(1, &noura());
    let before = (story.device.kiosk.device().unwrap(), story.device.export());
    let code = story.office.code("jeddah", &DeviceMode::Branch);
    let refused = story.device.enrol_again(&mut story.office, &code).unwrap_err();
    assert!(matches!(&refused, KioskError::Waits { waiting, branch } if *waiting > 0 && branch == "jeddah"));
    assert!(refused.to_string().contains("synchronise first"), "{refused}");
    story.device.reopen();
    assert_eq!((story.device.kiosk.device().unwrap(), story.device.export()), before, "it is who it was");
    story.sync();
    let code = story.office.code("jeddah", &DeviceMode::Branch);
    story.device.enrol_again(&mut story.office, &code).unwrap();
    assert_eq!(story.device.kiosk.branch().unwrap().as_str(), "jeddah");
    let line = visit(2, &json!({"name": "هند", "mobile": "0556880046"}));
    story.device.record(std::slice::from_ref(&line));
    story.model.recorded("jeddah", &line);
    story.sync();
    assert_same(&story.office.export(), &story.model.records);
    assert!(story.device.kiosk.people().unwrap().search(NOURA).is_empty(), "whom the other branch knows");
    story.office.assert_whole();
}

#[test]
fn a_restored_head_office_gets_back_what_a_device_sent_under_its_former_id() {
    for mode in [DeviceMode::Branch, DeviceMode::SelfService] {
        let mut story = Story::new(7, &mode);
        story.network.sync(&mut story.device, &mut story.office).unwrap();
        let backup = story.office.backup();
        story.visit(1, &noura());
        story.record(12);
        story.sync();
        story.again();
        story.record(5);
        story.sync();
        story.sync();
        story.assert_all_there(None);
        story.office.restore(backup);
        story.sync();
        story.sync();
        story.assert_all_there(None);
        let rows = story.office.replica.devices().unwrap();
        assert!(rows.iter().any(|row| row.unconfirmed.is_some()), "it came with its certificate");
    }
}

#[test]
fn a_locked_device_is_not_enrolled_anew_unless_what_opens_is_given_up() {
    let mut story = Story::new(8, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.device.start();
    let code = story.office.code("riyadh", &DeviceMode::Branch);
    let refused = story.device.enrol_again(&mut story.office, &code);
    assert!(matches!(refused, Err(KioskError::ReadLocked)), "{refused:?}");
    let (kiosk, device) = (&mut story.device.kiosk, &mut story.device.dice);
    let begun = kiosk.begin_enrolment_again(device, "http://127.0.0.1", &code, true, PROGRAM).unwrap();
    let mut act = story.office.act();
    let enrolled = story.office.replica.enrol(&mut act, &begun.body).unwrap();
    let mut act = story.device.act();
    story.device.kiosk.finish_enrolment_again(&mut act, begun, &enrolled.reply, None).unwrap();
    story.sync();
    assert_same(&story.office.export(), &story.model.records);
}

#[test]
fn a_kill_leaves_the_old_identity_or_the_new_one_whole() {
    let mut story = Story::new(9, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.record(6);
    let code = story.office.code("riyadh", &DeviceMode::Branch);
    let before = story.device.kiosk.device().unwrap();
    let secret = story.device.dir().join("secret.key");
    let (old, exported) = (std::fs::read(&secret).unwrap(), story.device.export());
    // killed before the answer
    let mut dice = dice(9, "kill");
    let begun =
        story.device.kiosk.begin_enrolment_again(&mut dice, "http://127.0.0.1", &code, false, PROGRAM);
    let mut act = story.office.act();
    story.office.replica.enrol(&mut act, &begun.unwrap().body).unwrap();
    story.device.reopen();
    assert_eq!((story.device.kiosk.device().unwrap(), story.device.export()), (before, exported.clone()));
    // begun again it is the same new device, and nobody is left behind at head office
    let n_devices = story.office.replica.devices().unwrap().len();
    story.again();
    assert_eq!(story.office.replica.devices().unwrap().len(), n_devices);
    let (after, new) = (story.device.kiosk.device().unwrap(), std::fs::read(&secret).unwrap());
    // killed behind the transaction, before the secrets and the incarnation were in their places
    story.device.kiosk.db().checkpoint().unwrap();
    let cut = copy_of(story.device.dir());
    std::fs::write(cut.path().join("secret.key"), &old).unwrap();
    std::fs::write(cut.path().join("secret.key.again"), &new).unwrap();
    let looked = Kiosk::look(cut.path()).unwrap();
    assert_eq!(looked.device().unwrap(), after, "a command that only looks puts nothing in its place");
    assert_eq!(std::fs::read(cut.path().join("secret.key")).unwrap(), old);
    drop(looked);
    let mut cut = Branch::in_dir("riyadh", cut, 10);
    assert_eq!(cut.kiosk.device().unwrap(), after);
    assert_eq!(std::fs::read(cut.dir().join("secret.key")).unwrap(), new);
    assert!(!cut.dir().join("secret.key.again").exists());
    cut.clock = story.device.clock.clone();
    cut.sign_in();
    assert_same(&cut.export(), &exported);
    cut.clock.advance(1.day());
    story.network.sync(&mut cut, &mut story.office).unwrap();
    assert_same(&story.office.export(), &story.model.records);
    story.office.assert_whole();
}

#[test]
fn nobody_takes_over_a_former_id_that_is_anothers() {
    let mut story = Story::new(10, &DeviceMode::Branch);
    let code = story.office.code("riyadh", &DeviceMode::Branch);
    let (kiosk, dice) = (&mut story.device.kiosk, &mut story.device.dice);
    let begun = kiosk.begin_enrolment_again(dice, "http://127.0.0.1", &code, false, PROGRAM).unwrap();
    let genuine: EnrolRequest = from_cbor(&begun.body).unwrap();
    // a thief with a code of their own shows what they saw of the other device
    let thief = Branch::not_enrolled("riyadh", 11);
    let key = signing_key_in(thief.dir());
    let mut forged = EnrolRequest { signing_key: key.verifying_key().to_bytes().into(), ..genuine };
    forged.signature = sign(&key, &enrol_statement(&forged)).into();
    let mut act = story.office.act();
    story.office.replica.enrol(&mut act, &to_cbor(&forged)).unwrap();
    let rows = story.office.replica.devices().unwrap();
    assert!(rows.iter().all(|row| row.formers.is_empty()), "it is a device, and nobody's heir");
    // the counterpart
    let code = story.office.code("riyadh", &DeviceMode::Branch);
    let before = story.device.kiosk.device().unwrap();
    story.device.enrol_again(&mut story.office, &code).unwrap();
    let after = story.device.kiosk.device().unwrap();
    let rows = story.office.replica.devices().unwrap();
    assert_eq!(rows.iter().find(|row| row.device == after).unwrap().formers, [before]);
}
