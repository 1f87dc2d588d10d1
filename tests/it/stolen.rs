//! Whoever has a copy of a device's disk, in each mode: what it opens without the PIN and with it, before and after the days
//! that head office's share holds; and that none of it keeps anybody from recording.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::domain::{Code, DeviceMode, DraftId};
use shared::replica::{
    Kiosk, Locked, NewDraft, NewPin, PinBefore, PinOutcome, ShareKept, WRONG_PINS_MAX, Whose,
};
use tests::branch::{Branch, CHEAP, PIN};
use tests::model::{Model, assert_same};
use tests::network::{Fate, Fault, Network};
use tests::office::HeadOffice;
use tests::thief::Thief;

use crate::people::{found, opened};

/// A word that stands in everything that is planted.
const PLANTED: &str = "Planted";

const NATIONAL_ID: &str = "1000000008";

fn visit(n: u32) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-0000{n:08}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"],
        "beneficiary": {"name": format!("{PLANTED} name"), "national_id": NATIONAL_ID},
        "purpose": format!("{PLANTED} purpose {n}"),
    })
}

struct Stage {
    office: HeadOffice,
    device: Branch,
    network: Network,
    model: Model,
    recorded: u32,
}

impl Stage {
    /// A device as it comes, with a visit that head office has and one that waits.
    fn new(mode: &DeviceMode, seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let device = Branch::as_shipped("riyadh", mode, &mut office, seed);
        let mut stage =
            Self { office, device, network: Network::default(), model: Model::default(), recorded: 0 };
        stage.record();
        stage.sync();
        stage.record();
        stage
    }

    fn record(&mut self) {
        self.recorded += 1;
        let line = visit(self.recorded);
        self.device.record(std::slice::from_ref(&line));
        self.model.recorded("riyadh", &line);
    }

    fn sync(&mut self) {
        self.network.sync(&mut self.device, &mut self.office).unwrap();
    }

    fn locked(&self, device: &Branch) -> Option<Locked> {
        device.kiosk.locked(device.clock.reading().unix_millis()).unwrap()
    }

    /// A copy of the disk in the hands of somebody who has our program.
    fn stolen(&self, seed: u64) -> Branch {
        let dir = tests::branch::copy_of_closed(&self.device);
        let mut copy = Branch::in_dir("riyadh", dir, seed);
        (copy.clock, copy.share) = (self.device.clock.clone(), self.device.share);
        copy.start();
        copy
    }

    /// Everything recorded so far reaches head office once.
    fn arrives(&mut self) {
        self.sync();
        assert_same(&self.office.export(), &self.model.records);
        self.office.assert_whole();
    }
}

fn check(device: &mut Branch, pin: &str) -> PinOutcome {
    let now = device.clock.reading().unix_millis();
    device.kiosk.check_pin(now, Whose::Device, pin).unwrap()
}

fn holds(dir: &Path, bytes: &[u8]) -> bool {
    let files = std::fs::read_dir(dir).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    files.into_iter().any(|file| file.windows(bytes.len()).any(|window| window == bytes))
}

#[test]
fn no_device_has_a_name_or_what_reads_on_its_disk_in_clear_and_nothing_there_opens_anything() {
    for (seed, mode) in [DeviceMode::Field, DeviceMode::Branch, DeviceMode::SelfService].iter().enumerate() {
        let stage = Stage::new(mode, seed as u64);
        let (dir, read) = (stage.device.dir(), stage.device.read_key.clone());
        let read_bytes = shared::hex::from_hex(&read).unwrap();
        for secret in
            [PLANTED.as_bytes(), NATIONAL_ID.as_bytes(), read.as_bytes(), &read_bytes, PIN.as_bytes()]
        {
            assert!(!holds(dir, secret), "{mode:?}");
        }
        let thief = Thief::in_dir(dir);
        assert!(thief.sealed() > 0);
        assert_eq!(thief.opened(), 0, "{mode:?}");
        // the control: with what reads, all of it opens; but where nobody ever reads, nothing is wrapped for it
        let with_reader = thief.with(&read).opened();
        assert_eq!(with_reader > 0, *mode != DeviceMode::SelfService, "{mode:?}");
    }
}

#[test]
fn a_copy_of_a_field_devices_disk_opens_for_whoever_has_the_pin_until_the_days_are_over() {
    let mut stage = Stage::new(&DeviceMode::Field, 11);
    let mut thief = stage.stolen(12);
    assert_eq!(stage.locked(&thief), Some(Locked::Pin));
    assert_eq!(check(&mut thief, "000000"), PinOutcome::Wrong);
    assert!(thief.kiosk.is_locked());
    assert_eq!(check(&mut thief, PIN), PinOutcome::Right);
    assert_eq!(opened(&thief, NATIONAL_ID).visits.len(), 2, "which is what a thief with the PIN gets");

    let mut thief = stage.stolen(13);
    thief.clock.advance(46.days());
    assert_eq!(check(&mut thief, PIN), PinOutcome::Right, "staff go on recording");
    assert_eq!(stage.locked(&thief), Some(Locked::Share));
    assert!(thief.kiosk.people().is_err() && !thief.kiosk.has_share());
    thief.clock.advance(-45.days());
    thief.start();
    assert_eq!(check(&mut thief, PIN), PinOutcome::Right);
    assert!(thief.kiosk.is_locked(), "what our program dropped no clock brings back");

    // the same for its owner, who was away for longer: nothing is lost, and the next exchange brings reading back
    stage.device.clock.advance(46.days());
    stage.device.start();
    stage.device.sign_in();
    assert_eq!(stage.locked(&stage.device), Some(Locked::Share));
    stage.record();
    stage.arrives();
    stage.device.open_reading();
    assert_eq!(opened(&stage.device, NATIONAL_ID).visits.len(), 3);
}

#[test]
fn a_copy_of_a_branch_devices_disk_opens_for_nobody_whatever_pin_and_clock_they_have() {
    let mut stage = Stage::new(&DeviceMode::Branch, 21);
    assert!(!stage.device.kiosk.is_locked(), "the device itself is open");
    for days in [0, 46] {
        let mut thief = stage.stolen(22);
        thief.clock.advance(days.days());
        assert_eq!(check(&mut thief, PIN), PinOutcome::Right);
        assert_eq!(stage.locked(&thief), Some(Locked::Share));
        assert_eq!(Thief::in_dir(thief.dir()).opened(), 0);
    }
    // with the device's own token head office hands the share out, until the device is revoked
    let mut thief = stage.stolen(23);
    stage.network.sync(&mut thief, &mut stage.office).unwrap();
    assert_eq!(check(&mut thief, PIN), PinOutcome::Right);
    assert!(!thief.kiosk.is_locked());
    let device = stage.device.kiosk.device().unwrap();
    let mut thief = stage.stolen(24);
    let now = stage.office.clock.unix_millis();
    assert!(stage.office.replica.revoke_device(device, now).unwrap());
    assert!(matches!(stage.network.sync(&mut thief, &mut stage.office), Err(Fault::Refused(_))));
    assert_eq!(check(&mut thief, PIN), PinOutcome::Right);
    assert_eq!(stage.locked(&thief), Some(Locked::Revoked));
}

#[test]
fn a_branch_device_records_after_a_power_cut_without_a_network_and_reads_after_the_next_exchange() {
    let mut stage = Stage::new(&DeviceMode::Branch, 31);
    stage.network.cut("riyadh");
    stage.device.start();
    stage.record();
    let thief = Thief::in_dir(stage.device.dir());
    assert_eq!(thief.opened(), 0);
    stage.device.sign_in();
    assert_eq!(stage.locked(&stage.device), Some(Locked::Share));
    stage.record();
    stage.network.heal();
    stage.arrives();
    assert_eq!(stage.locked(&stage.device), Some(Locked::Pin));
    stage.record();
    assert_eq!(Thief::in_dir(stage.device.dir()).opened(), 0, "until staff have opened it");
    stage.device.open_reading();
    stage.record();
    assert_eq!(opened(&stage.device, NATIONAL_ID).visits.len(), 6, "and then everybody is known");
    stage.arrives();
}

#[test]
fn ten_wrong_pins_end_reading_and_head_office_hands_it_back_under_another_pin() {
    let mut stage = Stage::new(&DeviceMode::Field, 41);
    for _ in 0..WRONG_PINS_MAX {
        stage.device.clock.advance(2.hours());
        assert_ne!(check(&mut stage.device, "000000"), PinOutcome::Right);
    }
    stage.device.clock.advance(2.hours());
    stage.device.start();
    stage.device.sign_in();
    assert_eq!(stage.locked(&stage.device), Some(Locked::Pin), "the right PIN lets staff record alone");
    stage.record();
    stage.arrives();
    stage.device.sign_in();
    assert!(stage.device.kiosk.is_locked(), "an exchange alone opens nothing");

    let device = stage.device.kiosk.device().unwrap();
    let mut act = stage.office.act();
    let pin = stage.office.replica.open_device(&mut act, device).unwrap().unwrap();
    // the answer is lost once
    let lost = stage.network.push(&mut stage.device, &mut stage.office, Fate::ReplyLost);
    assert!(matches!(lost, Err(Fault::Lost)));
    stage.sync();
    assert_eq!(opened(&stage.device, NATIONAL_ID).visits.len(), 3);
    stage.device.start();
    assert_eq!(check(&mut stage.device, PIN), PinOutcome::Wrong, "the PIN before is none any more");
    assert_eq!(check(&mut stage.device, &pin), PinOutcome::Right);
    assert!(!stage.device.kiosk.is_locked());
    // it is handed back once
    stage.sync();
    let new = NewPin::new(&mut stage.device.dice, PIN, CHEAP);
    stage.device.kiosk.set_pin(Whose::Device, new, PinBefore::GivenUp).unwrap();
    stage.sync();
    stage.device.start();
    stage.device.open_reading();
    stage.record();
    stage.arrives();
}

#[test]
fn what_head_office_allowed_ends_after_a_day() {
    let mut stage = Stage::new(&DeviceMode::Field, 42);
    let device = stage.device.kiosk.device().unwrap();
    let mut act = stage.office.act();
    let pin = stage.office.replica.open_device(&mut act, device).unwrap().unwrap();
    stage.office.clock.advance(25.hours());
    stage.sync();
    assert_eq!(check(&mut stage.device, &pin), PinOutcome::Wrong);
    assert_eq!(check(&mut stage.device, PIN), PinOutcome::Right);
}

#[test]
fn a_clock_that_jumps_locks_reading_and_destroys_nothing() {
    let mut stage = Stage::new(&DeviceMode::Field, 51);
    for (there, back) in [(-3.days(), 3.days()), (30_000.days(), -30_000.days())] {
        stage.device.clock.advance(there);
        stage.device.start();
        stage.device.sign_in();
        assert_eq!(stage.locked(&stage.device), Some(Locked::Clock));
        stage.record();
        stage.device.clock.advance(back);
        stage.device.start();
        stage.device.open_reading();
    }
    assert_eq!(opened(&stage.device, NATIONAL_ID).visits.len(), 4);
    // a zone that was set wrongly is no jump
    stage.device.clock.advance(-10.hours());
    stage.device.start();
    stage.device.open_reading();
    stage.arrives();
}

#[test]
fn a_device_that_is_told_that_it_is_revoked_destroys_what_opens_anything_and_keeps_what_waits() {
    let mut stage = Stage::new(&DeviceMode::Field, 61);
    let device = stage.device.kiosk.device().unwrap();
    let now = stage.office.clock.unix_millis();
    assert!(stage.office.replica.revoke_device(device, now).unwrap());
    assert!(stage.network.sync(&mut stage.device, &mut stage.office).is_err());
    assert_eq!(stage.locked(&stage.device), Some(Locked::Revoked));
    stage.device.sign_in();
    assert!(stage.device.kiosk.is_locked(), "no PIN opens anything");
    stage.record();
    let waiting = stage.device.kiosk.counts().unwrap().waiting;
    assert!(waiting > 0);
    let thief = Thief::in_dir(stage.device.dir());
    assert_eq!(thief.opened(), 0);
    let sealed = thief.sealed();
    let with_reader = thief.with(&stage.device.read_key).opened();
    assert!(with_reader < sealed, "keys that head office has are gone, whoever has what reads");
    // what waits is sealed for head office still
    let office = std::fs::read_to_string(stage.office.dir().join("read.key")).unwrap();
    assert!(Thief::in_dir(stage.device.dir()).with(&office).opened() > 0);
    stage.device.start();
    stage.device.sign_in();
    assert_eq!(stage.locked(&stage.device), Some(Locked::Revoked));
}

#[test]
fn a_device_that_was_shut_out_and_let_in_again_is_opened_by_head_office_alone() {
    for mode in [DeviceMode::Branch, DeviceMode::Field] {
        let mut stage = Stage::new(&mode, 65);
        let mut thief = stage.stolen(66);
        let device = stage.device.kiosk.device().unwrap();
        let now = stage.office.clock.unix_millis();
        assert!(stage.office.replica.revoke_device(device, now).unwrap());
        assert!(stage.office.replica.restore_device(device, now).unwrap());
        // neither of the two was told of it: each gets another share with its next exchange
        stage.network.sync(&mut thief, &mut stage.office).unwrap();
        assert_eq!(check(&mut thief, PIN), PinOutcome::Right, "staff go on recording");
        assert_eq!(stage.locked(&thief), Some(Locked::Pin), "and open nothing: {mode:?}");
        stage.sync();
        stage.device.start();
        stage.sync();
        stage.device.sign_in();
        assert_eq!(stage.locked(&stage.device), Some(Locked::Pin), "{mode:?}");
        let mut act = stage.office.act();
        let pin = stage.office.replica.open_device(&mut act, device).unwrap().unwrap();
        stage.sync();
        stage.device.start();
        stage.sync();
        assert_eq!(check(&mut stage.device, &pin), PinOutcome::Right);
        assert_eq!(opened(&stage.device, NATIONAL_ID).visits.len(), 2);
        // the same share after a start, after an exchange, and from a head office that was put back
        let backup = stage.office.backup();
        stage.office.restore(backup);
        // nor where somebody lets in what was never shut out
        assert!(!stage.office.replica.restore_device(device, now).unwrap());
        stage.office.reopen();
        stage.device.start();
        stage.sync();
        assert_eq!(check(&mut stage.device, &pin), PinOutcome::Right);
        assert!(!stage.device.kiosk.is_locked());
    }
}

#[test]
fn what_head_office_hands_back_goes_to_the_copy_that_asked_first() {
    let mut stage = Stage::new(&DeviceMode::Field, 67);
    let mut thief = stage.stolen(68);
    // a copy that lives a life of its own
    std::fs::remove_file(thief.dir().join("incarnation")).unwrap();
    thief.start();
    let device = stage.device.kiosk.device().unwrap();
    let mut act = stage.office.act();
    let pin = stage.office.replica.open_device(&mut act, device).unwrap().unwrap();
    let lost = stage.network.push(&mut stage.device, &mut stage.office, Fate::ReplyLost);
    assert!(matches!(lost, Err(Fault::Lost)), "the device asked first, and did not hear the answer");
    stage.network.sync(&mut thief, &mut stage.office).unwrap();
    assert_eq!(check(&mut thief, &pin), PinOutcome::Wrong);
    stage.network.push(&mut stage.device, &mut stage.office, Fate::Arrives).unwrap();
    assert_eq!(check(&mut stage.device, &pin), PinOutcome::Right);
    assert!(!stage.device.kiosk.is_locked());
}

#[test]
fn a_device_whose_first_start_was_cut_off_records_and_is_opened_by_head_office() {
    let mut office = HeadOffice::new(71);
    let mut device = Branch::not_enrolled("riyadh", 71);
    device.kiosk.keep_share(ShareKept::Disk).unwrap();
    let code = office.code("riyadh", &DeviceMode::Field);
    device.enrol_with(&mut office, &code, None);
    assert!(!device.kiosk.is_locked(), "a PIN that is chosen now opens reading");
    device.start();
    assert!(!device.kiosk.has_pin().unwrap());
    let pin = NewPin::new(&mut device.dice, PIN, CHEAP);
    device.kiosk.set_pin(Whose::Device, pin, PinBefore::None).unwrap();
    device.sign_in();
    assert!(device.kiosk.is_locked(), "what reads was in memory alone");
    device.record(&[visit(1)]);
    let mut act = office.act();
    let id = device.kiosk.device().unwrap();
    let pin = office.replica.open_device(&mut act, id).unwrap().unwrap();
    Network::default().sync(&mut device, &mut office).unwrap();
    device.start();
    assert_eq!(check(&mut device, &pin), PinOutcome::Right);
    assert_eq!(found(&device, NATIONAL_ID).national_id.unwrap().as_str(), NATIONAL_ID);
}

#[test]
fn a_self_service_kiosk_opens_nothing_and_gives_a_restored_head_office_what_it_lost() {
    let mut stage = Stage::new(&DeviceMode::SelfService, 81);
    assert_eq!(stage.locked(&stage.device), Some(Locked::WriteOnly));
    let backup = stage.office.backup();
    stage.record();
    stage.sync();
    stage.office.restore(backup);
    stage.record();
    stage.arrives();
    stage.device.sign_in();
    assert_eq!(stage.locked(&stage.device), Some(Locked::WriteOnly));
    assert_eq!(Thief::in_dir(stage.device.dir()).with(&stage.device.read_key).opened(), 0);
}

#[test]
fn two_copies_of_a_self_service_kiosk_write_anew_what_clashes_without_opening_any_of_it() {
    let mut stage = Stage::new(&DeviceMode::SelfService, 91);
    let mut copy = stage.device.clone_disk(92);
    stage.record();
    let line = visit(77);
    copy.record(std::slice::from_ref(&line));
    stage.model.recorded("riyadh", &line);
    stage.sync();
    stage.network.sync(&mut copy, &mut stage.office).unwrap();
    stage.record();
    stage.arrives();
    stage.network.sync(&mut copy, &mut stage.office).unwrap();
    stage.arrives();
}

pub fn run(device: &Branch, words: &[&str], stdin: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_test-kiosk"));
    command.args(words).arg("--data").arg(device.dir());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut program = command.spawn().unwrap();
    program.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    program.wait_with_output().unwrap()
}

#[test]
fn the_command_line_exports_and_knows_people_with_the_pin_alone() {
    let mut office = HeadOffice::new(101);
    let mut device = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, 101);
    device.record(&[visit(1)]);
    device.clock.set(&jiff::Zoned::now().to_string());
    Network::default().sync(&mut device, &mut office).unwrap();
    let lines = visit(2).to_string();
    let recorded = run(&device, &["record", "-", "--pin-stdin"], &format!("{PIN}\n{lines}\n"));
    assert!(recorded.status.success(), "{}", String::from_utf8_lossy(&recorded.stderr));
    let export = |stdin: &str| run(&device, &["export", "--format", "ndjson", "--pin-stdin"], stdin);
    let exported = export(&format!("{PIN}\n"));
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let exported = String::from_utf8(exported.stdout).unwrap();
    assert!(exported.contains("purpose 1") && exported.contains("purpose 2"), "{exported}");
    let refused = export("000000\n");
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the PIN is not right"));
    device.start();
    device.open_reading();
    assert_eq!(opened(&device, NATIONAL_ID).visits.len(), 2, "the person was known by their number");
}

#[cfg(target_os = "linux")]
#[test]
fn no_core_is_dumped_of_a_program_that_holds_keys() {
    let mut office = HeadOffice::new(111);
    let device = Branch::enrolled("riyadh", &mut office, 111);
    let mut program = Command::new(env!("CARGO_BIN_EXE_test-kiosk"))
        .args(["record", "-", "--data"])
        .arg(device.dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    writeln!(stdin, "{}", visit(1)).unwrap();
    let mut id = String::new();
    BufReader::new(program.stdout.take().unwrap()).read_line(&mut id).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", program.id())).unwrap();
    drop(stdin);
    assert!(program.wait().unwrap().success());
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
}

fn begin(device: &mut Branch, n: u8, owner: Option<&Code>) {
    let mut act = device.act();
    let id = DraftId::from_random([n; 16]);
    let draft = NewDraft { id, owner, kind: "visit", content: PLANTED.as_bytes() };
    device.kiosk.keep_draft(&mut act, &draft).unwrap();
}

/// The ids of the drafts that open for somebody, by the first byte.
fn drafts_of(device: &Branch, reader: Option<&Code>) -> Vec<u8> {
    let drafts = device.kiosk.drafts(reader).unwrap().into_iter();
    let mut ids: Vec<u8> =
        drafts.filter(|draft| draft.content.is_some()).map(|draft| draft.id.as_bytes()[0]).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn with_one_persons_pin_a_thief_opens_no_draft_of_anybody_else() {
    let mut stage = Stage::new(&DeviceMode::Field, 121);
    let (sara, khalid) = (Code::new("staff-01").unwrap(), Code::new("staff-03").unwrap());
    for (code, pin) in [(&sara, "1357"), (&khalid, "2468")] {
        let pin = NewPin::new(&mut stage.device.dice, pin, CHEAP);
        stage.device.kiosk.set_pin(Whose::Representative(code), pin, PinBefore::None).unwrap();
    }
    begin(&mut stage.device, 1, Some(&sara));
    begin(&mut stage.device, 2, Some(&khalid));
    // nothing of a person is needed to keep a draft of theirs
    stage.device.start();
    begin(&mut stage.device, 3, Some(&khalid));
    let read = stage.device.read_key.clone();
    assert_eq!(
        Thief::in_dir(stage.device.dir()).with(&read).drafts_opened(),
        0,
        "with what reads none opens"
    );
    begin(&mut stage.device, 4, None);
    let disk = Thief::in_dir(stage.device.dir());
    assert_eq!(disk.drafts_opened(), 0);
    assert_eq!(disk.with(&read).drafts_opened(), 1, "the control: that of nobody does");

    for (whose, pin, hers, his) in [
        (Whose::Device, PIN, vec![4], vec![4]),
        (Whose::Representative(&sara), "1357", vec![1, 4], vec![4]),
        (Whose::Representative(&khalid), "2468", vec![4], vec![2, 3, 4]),
    ] {
        let mut thief = stage.stolen(122);
        let now = thief.clock.reading().unix_millis();
        assert_eq!(thief.kiosk.check_pin(now, whose, pin).unwrap(), PinOutcome::Right);
        assert!(!thief.kiosk.is_locked());
        assert_eq!(
            (drafts_of(&thief, Some(&sara)), drafts_of(&thief, Some(&khalid))),
            (hers, his),
            "{whose:?}"
        );
    }
    // what head office hands back reads, and opens nobody's drafts
    let device = stage.device.kiosk.device().unwrap();
    let mut act = stage.office.act();
    stage.office.replica.open_device(&mut act, device).unwrap().unwrap();
    stage.sync();
    assert!(!stage.device.kiosk.is_locked());
    assert_eq!(
        (drafts_of(&stage.device, Some(&sara)), drafts_of(&stage.device, Some(&khalid))),
        (vec![4], vec![4])
    );
    assert!(!holds(stage.device.dir(), PLANTED.as_bytes()));
}

/// Settings of a device's database that say who it is and whom it belongs to.
fn settings_of(dir: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let database = rusqlite::Connection::open(dir.join("kiosk.db")).unwrap();
    let mut rows = database.prepare("SELECT name, value FROM meta ORDER BY name").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn alter(dir: &std::path::Path, name: &str, value: &[u8]) {
    let database = rusqlite::Connection::open(dir.join("kiosk.db")).unwrap();
    assert_eq!(database.execute("UPDATE meta SET value = ?2 WHERE name = ?1", (name, value)).unwrap(), 1);
}

#[test]
fn whoever_writes_to_a_devices_database_sends_it_nowhere_else_and_recording_goes_on() {
    let mut office = HeadOffice::new(91);
    let mut network = Network::default();
    let mut device = Branch::enrolled("riyadh", &mut office, 91);
    network.sync(&mut device, &mut office).unwrap();
    let mut elsewhere = HeadOffice::new(92);
    let thiefs = Branch::enrolled("jeddah", &mut elsewhere, 92);
    let of = |device: &Branch| {
        let kiosk = &device.kiosk;
        let (server, pin) = kiosk.server().unwrap();
        let said = (server.to_owned(), pin, kiosk.branch().unwrap().clone(), kiosk.device().unwrap());
        (said, kiosk.seals_to().unwrap(), kiosk.token().unwrap().to_owned())
    };
    let (before, clear) = (of(&device), settings_of(device.dir()));
    let names: Vec<&String> = clear.iter().map(|(name, _)| name).collect();
    for plain in [b"http://127.0.0.1".as_slice(), b"riyadh", &before.1] {
        let tells = |value: &Vec<u8>| value.windows(plain.len()).any(|part| part == plain);
        let in_clear = clear.iter().filter(|(_, value)| tells(value)).map(|(name, _)| name.as_str());
        let in_clear: Vec<&str> = in_clear.collect();
        assert!(
            in_clear.iter().all(|name| *name == "office_keys" || name.starts_with("pull_")),
            "{in_clear:?}"
        );
    }
    let kept: Vec<&str> = names
        .iter()
        .map(|name| name.as_str())
        .filter(|name| name.starts_with("identity") || *name == "device")
        .collect();
    assert_eq!(kept, ["device", "identity", "identity_again"]);
    for name in kept {
        let foreign = settings_of(thiefs.dir()).into_iter().find(|(known, _)| known == name).unwrap().1;
        for value in [foreign, vec![0; 9]] {
            alter(device.dir(), name, &value);
            device.reopen();
            assert_eq!(of(&device), before, "{name}");
            let aside = device.kiosk.set_aside().unwrap();
            let told: Vec<_> = aside.iter().map(|row| (row.document.as_str(), row.reason.as_str())).collect();
            assert_eq!(told, [("identity", "damaged")], "{name}: it is told");
            assert!(device.kiosk.note_seen(aside[0].id).unwrap());
            device.reopen();
            assert!(device.kiosk.set_aside().unwrap().is_empty(), "and put right");
        }
    }
    device.record(&[visit(1)]);
    network.sync(&mut device, &mut office).unwrap();
    assert_eq!(office.export().len(), 1);
    // both at once: it stands still, with a word, and goes to nobody
    for name in ["identity", "identity_again"] {
        let foreign = settings_of(thiefs.dir()).into_iter().find(|(known, _)| known == name).unwrap().1;
        alter(device.dir(), name, &foreign);
    }
    let dir = device.dir().to_owned();
    let error = Kiosk::open(&dir, &mut device.dice).err().unwrap().to_string();
    assert!(error.contains("the identity of the device") && error.contains("restore"), "{error}");
}
