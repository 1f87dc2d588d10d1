//! A device is enrolled anew and keeps what it recorded: for a head office that lost its keys, after it was shut out, or for another
//! branch.

use jiff::{Span, ToSpan as _};
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::domain::{Code, DeviceMode, ProfileField};
use shared::replica::{
    Budgets, Copies, CopyError, Correction, EnrolledAgain, ExchangeError, Kiosk, KioskError, Rows, Undo,
    restore,
};
use shared::store::{Part, StoreError};
use shared::sync::{EnrolRequest, PushRequest, from_cbor, to_cbor, unpack};
use tests::branch::{Branch, PROGRAM, copy_of_closed};
use tests::builders::Register;
use tests::forger::signed_enrolment;
use tests::model::{Exported, Model, assert_same};
use tests::network::{Fault, Network, signing_key_in};
use tests::office::HeadOffice;
use tests::seed::dice;

use crate::people::{correct, found, opened, values, visit};

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
    assert!(refused.to_string().contains("sync first"), "{refused}");
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
    let cut = copy_of_closed(&story.device);
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
    let forged = EnrolRequest { signing_key: key.verifying_key().to_bytes().into(), ..genuine };
    let forged = signed_enrolment(forged, &key);
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

/// How many changes of people's files head office has.
fn changes_of_files(rows: &Rows) -> i64 {
    let sql =
        "SELECT count(*) FROM change JOIN document ON document.id = change.document WHERE file IS NOT NULL";
    rows.one(sql, &[])
}

impl Story {
    fn go_by(&mut self, span: Span) {
        self.office.clock.advance(span);
        self.device.clock.advance(span);
    }

    fn name(&mut self, name: &str) {
        let view = opened(&self.device, NOURA);
        assert_eq!(correct(&mut self.device, &view, ProfileField::Name, name), Correction::Saved);
    }

    /// Enrols the device anew: everything leaves it, and head office gets no change of a file twice.
    fn again_and_nothing_twice(&mut self) {
        let before = changes_of_files(&self.office.rows());
        self.again();
        for _ in 0..2 {
            self.sync();
            assert!(!self.device.kiosk.has_something_to_push().unwrap());
        }
        assert_eq!(changes_of_files(&self.office.rows()), before);
        self.visit(9, &json!({"name": "هند", "mobile": "0556880046"}));
        self.sync();
        self.assert_all_there(None);
    }

    fn name_told_to_others(&mut self) -> String {
        let mut fresh = Branch::enrolled("riyadh", &mut self.office, 110);
        fresh.clock = self.office.clock.clone();
        self.network.sync(&mut fresh, &mut self.office).unwrap();
        values(&opened(&fresh, NOURA), ProfileField::Name).join(" ")
    }
}

#[test]
fn files_that_left_the_branchs_devices_keep_nothing_of_a_device_enrolled_anew_from_leaving() {
    let mut story = Story::new(12, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.sync();
    // head office gives no receipt for what it does not tell
    story.name("نورة الجديدة");
    story.sync();
    story.go_by(25.months());
    story.sync();
    story.again_and_nothing_twice();
    // what it wrote itself, under its former id too, it keeps for a month
    assert_eq!(changes_of_files(&Rows::of(story.device.dir(), Part::Kiosk)), 3);
    story.go_by(32.days());
    story.sync();
    assert_eq!(changes_of_files(&Rows::of(story.device.dir(), Part::Kiosk)), 1);
}

#[test]
fn a_withheld_correction_keeps_nothing_of_a_device_enrolled_anew_from_leaving() {
    let mut story = Story::new(13, &DeviceMode::Branch);
    story.office.replica.set_budgets(Budgets { corrections: 1, ..Budgets::default() }).unwrap();
    story.visit(1, &noura());
    story.sync();
    for name in ["نورة الأولى", "نورة الثانية", "نورة الثالثة"] {
        story.name(name);
    }
    story.sync();
    let told = story.name_told_to_others();
    assert_eq!(told, "نورة الأولى", "the others wait at head office");
    story.again_and_nothing_twice();
    assert_eq!(values(&opened(&story.device, NOURA), ProfileField::Name), ["نورة الثالثة"]);
}

#[test]
fn what_was_taken_back_of_a_device_stays_so_when_it_is_enrolled_anew_and_all_else_leaves_it() {
    let mut story = Story::new(14, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.sync();
    story.go_by(24.hours());
    let since = story.office.clock.unix_millis();
    story.name("شخص آخر");
    story.sync();
    let (device, by) = (story.device.kiosk.device().unwrap(), Code::new("staff-03").unwrap());
    let mut act = story.office.act();
    let undone = story.office.replica.undo_device(&mut act, device, since, Undo::LeaveLogs, &by).unwrap();
    assert_eq!(undone.changes, 1);
    story.again_and_nothing_twice();
    assert_eq!(story.name_told_to_others(), "نورة");
    assert_eq!(values(&opened(&story.device, NOURA), ProfileField::Name), ["نورة"]);
}

#[test]
fn a_head_office_that_lost_a_change_without_noticing_gets_it_under_the_new_id() {
    let mut story = Story::new(15, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.sync();
    let backup = story.office.backup();
    story.name("نورة الجديدة");
    story.sync();
    story.office.restore(backup);
    assert_eq!(changes_of_files(&story.office.rows()), 1);
    story.again();
    story.sync();
    assert!(!story.device.kiosk.has_something_to_push().unwrap());
    assert_eq!(changes_of_files(&story.office.rows()), 2, "written again");
    assert_eq!(story.name_told_to_others(), "نورة الجديدة");
    story.assert_all_there(None);
}

#[test]
fn a_program_that_stayed_open_while_another_enrolled_the_device_anew_writes_nothing_and_says_so() {
    let mut story = Story::new(16, &DeviceMode::Branch);
    let set = |story: &Story, key: &[u8]| {
        let database = Connection::open(story.device.dir().join("kiosk.db")).unwrap();
        let sql = "UPDATE meta SET value = ?1 WHERE name = 'signing_public'";
        assert_eq!(database.execute(sql, [key]).unwrap(), 1);
    };
    let own = signing_key_in(story.device.dir()).verifying_key().to_bytes();
    set(&story, &[7; 32]);
    let refused = story.device.try_record(&[visit(1, &noura())]).unwrap_err();
    assert!(matches!(refused, KioskError::Store(StoreError::Overtaken)), "{refused:?}");
    assert!(refused.to_string().contains("start it again"), "{refused}");
    set(&story, &own);
    assert!(story.device.export().is_empty(), "nothing of it is there");
    story.visit(1, &noura());
    // a bad byte in the note is put right when the device is opened
    set(&story, &[8; 32]);
    story.device.reopen();
    story.visit(2, &noura());
    story.sync();
    story.assert_all_there(None);
    // it goes on by itself where it did it itself
    story.again();
    story.visit(3, &noura());
    story.sync();
    story.assert_all_there(None);
}

#[test]
fn a_copy_made_before_is_put_back_with_the_secrets_that_it_was_made_beside_and_not_without() {
    let mut story = Story::new(17, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.sync();
    let second = tempfile::tempdir().unwrap();
    let copies = Copies::new(story.device.dir(), Part::Kiosk, Some(second.path().to_owned()));
    let copy = copies.keep(&story.device.clock.reading()).unwrap().unwrap();
    let before = story.device.kiosk.device().unwrap();
    story.again();
    let dir = copy_of_closed(&story.device);
    let own = std::fs::read(dir.path().join("secret.key")).unwrap();
    let database = std::fs::read(dir.path().join("kiosk.db")).unwrap();
    let refused = restore(dir.path(), Part::Kiosk, &copy).unwrap_err();
    let CopyError::Former { former, here, .. } = &refused else { panic!("{refused}") };
    assert!(refused.to_string().contains(former.as_str()), "{refused}");
    assert_eq!(std::fs::read(dir.path().join("kiosk.db")).unwrap(), database, "nothing was moved");
    std::fs::copy(former, here).unwrap();
    restore(dir.path(), Part::Kiosk, &copy).unwrap();
    let (kiosk, _) = Kiosk::open(dir.path(), &mut story.device.dice).unwrap();
    assert_eq!(kiosk.device().unwrap(), before);
    drop(kiosk);
    // with secrets that nobody knows here nothing is moved either
    let foreign = Branch::enrolled("riyadh", &mut story.office, 117);
    std::fs::copy(foreign.dir().join("secret.key"), here).unwrap();
    std::fs::remove_file(former).unwrap();
    let refused = restore(dir.path(), Part::Kiosk, &copy).unwrap_err();
    assert!(matches!(refused, CopyError::Foreign { .. }), "{refused}");
    assert_ne!(own, std::fs::read(here).unwrap());
}

#[test]
fn what_a_kill_left_of_an_enrolment_anew_is_rescued_as_the_new_device() {
    let mut story = Story::new(18, &DeviceMode::Branch);
    story.visit(1, &noura());
    let secret = story.device.dir().join("secret.key");
    let old = std::fs::read(&secret).unwrap();
    story.again();
    let (after, new) = (story.device.kiosk.device().unwrap(), std::fs::read(&secret).unwrap());
    let cut = copy_of_closed(&story.device);
    std::fs::write(cut.path().join("secret.key"), &old).unwrap();
    std::fs::write(cut.path().join("secret.key.again"), &new).unwrap();
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("rescued");
    let mut act = story.device.act();
    let (kiosk, report) = Kiosk::rescue(cut.path(), &out, &mut act).unwrap();
    assert_eq!((report.is_nobody, kiosk.device().unwrap()), (false, after));
    assert_eq!(std::fs::read(out.join("secret.key")).unwrap(), new);
    assert_eq!(report.records, 1);
}

#[test]
fn a_bad_byte_in_who_the_device_is_costs_it_neither_its_former_ids_nor_its_certificate() {
    let mut story = Story::new(19, &DeviceMode::Branch);
    story.visit(1, &noura());
    story.sync();
    let before = story.device.kiosk.device().unwrap();
    story.again();
    story.visit(2, &noura());
    let dir = story.device.dir().to_owned();
    for name in ["identity", "identity_again"] {
        let database = Connection::open(dir.join("kiosk.db")).unwrap();
        let sql = "SELECT value FROM meta WHERE name = ?1";
        let kept: Vec<u8> = database.query_row(sql, [name], |row| row.get(0)).unwrap();
        for at in (0..kept.len()).step_by(kept.len() / 7) {
            let mut flipped = kept.clone();
            flipped[at] ^= 4;
            database.execute("UPDATE meta SET value = ?2 WHERE name = ?1", (name, flipped)).unwrap();
            story.device.reopen();
            assert!(story.device.kiosk.certificate_shown(PROGRAM).unwrap().is_some(), "{name} {at}");
            story.device.assert_whole();
        }
    }
    for row in story.device.kiosk.set_aside().unwrap() {
        assert!(story.device.kiosk.note_seen(row.id).unwrap());
    }
    let mut lines = 0;
    let mut act = story.device.act();
    let each = |_| {
        lines += 1;
        Ok::<(), KioskError>(())
    };
    story.device.kiosk.sealed_lines(&mut act, each).unwrap();
    assert!(lines > 0);
    story.sync();
    story.assert_all_there(None);
    let rows = story.office.replica.devices().unwrap();
    assert!(rows.iter().any(|row| row.formers == [before]));
}

#[test]
fn an_address_that_another_program_moved_to_stays_when_this_one_takes_other_keys_of_head_office() {
    let mut story = Story::new(20, &DeviceMode::Branch);
    story.sync();
    let dir = story.device.dir().to_owned();
    let (mut other, _) = Kiosk::open(&dir, &mut story.device.dice).unwrap();
    let query = other.pull_query().unwrap();
    let mut act = story.office.act();
    let token = other.token().unwrap().to_owned();
    let answer = story.office.replica.pull(&mut act, &token, &query).unwrap();
    other.move_to(&mut story.device.dice, "https://new.example:8443", &answer.bytes).unwrap();
    drop(other);
    let before = story.device.kiosk.seals_to().unwrap();
    let mut act = story.office.act();
    story.office.replica.rotate_key(&mut act).unwrap();
    story.visit(1, &noura());
    story.sync();
    let after = story.device.kiosk.seals_to().unwrap();
    assert_ne!(after, before, "the keys came");
    story.device.reopen();
    assert_eq!(story.device.kiosk.server().unwrap().0, "https://new.example:8443");
    assert_eq!(story.device.kiosk.seals_to().unwrap(), after);
}
