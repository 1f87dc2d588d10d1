//! Damage, a newer format, a missing secret, a full disk: each is told apart, and what was acknowledged stays.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use shared::replica::{Act, Kiosk, KioskError, Office, OfficeError, RecordOutcome};
use shared::store::StoreError;
use tests::branch::{Branch, PIN};
use tests::builders::Register;
use tests::model::{Model, assert_same};
use tests::network::{Fault, Network};
use tests::office::{HeadOffice, copy_of};
use tests::seed::dice;

#[test]
fn a_damaged_database_is_told_as_damaged_on_both_sides() {
    let mut office = HeadOffice::in_a_file(10);
    let device = Branch::enrolled("riyadh", &mut office, 10);
    let device = tests::branch::copy_of_closed(&device);
    let backup = office.backup();
    for (dir, file) in [(device.path(), "kiosk.db"), (backup.path(), "office.db")] {
        let path = dir.join(file);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2 / 4_096 * 4_096;
        bytes[middle..middle + 4_096].fill(0xA5);
        std::fs::write(&path, bytes).unwrap();
    }
    let mut dice = dice(10, "opening");
    let kiosk = Kiosk::open(device.path(), &mut dice).err();
    assert!(matches!(kiosk, Some(KioskError::Store(StoreError::Damaged { .. }))), "{kiosk:?}");
    let office = Office::open(backup.path(), &mut Act::new(office.clock.unix_millis(), &mut dice)).err();
    assert!(matches!(office, Some(OfficeError::Store(StoreError::Damaged { .. }))), "{office:?}");
}

#[test]
fn a_database_of_a_newer_program_is_left_as_it_is() {
    let mut office = HeadOffice::new(11);
    let device = Branch::enrolled("riyadh", &mut office, 11);
    let dir = tests::branch::copy_of_closed(&device);
    let path = dir.path().join("kiosk.db");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    let newer = Kiosk::open(dir.path(), &mut dice(11, "opening")).err();
    assert!(matches!(newer, Some(KioskError::Store(StoreError::NewerFormat { found: 99, .. }))), "{newer:?}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_of_a_trial_version_is_refused_and_left_as_it_is() {
    let mut office = HeadOffice::new(14);
    let device = Branch::enrolled("riyadh", &mut office, 14);
    let dir = tests::branch::copy_of_closed(&device);
    let path = dir.path().join("kiosk.db");
    for format in 1..=4 {
        Connection::open(&path).unwrap().pragma_update(None, "user_version", format).unwrap();
        let before = std::fs::read(&path).unwrap();
        let old = Kiosk::open(dir.path(), &mut dice(14, "opening")).err();
        let is_told = |found| found == i64::from(format);
        assert!(
            matches!(old, Some(KioskError::Store(StoreError::OldFormat { found, .. })) if is_told(found)),
            "{old:?}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_database_without_its_secret_file_says_what_is_missing() {
    let mut office = HeadOffice::new(12);
    let device = Branch::enrolled("riyadh", &mut office, 12);
    let dir = tests::branch::copy_of_closed(&device);
    std::fs::remove_file(dir.path().join("secret.key")).unwrap();
    let missing = Kiosk::open(dir.path(), &mut dice(12, "opening")).err().unwrap().to_string();
    assert!(missing.contains("secret.key"), "{missing}");
}

fn page_count(dir: &Path, file: &str) -> u32 {
    let database = Connection::open(dir.join(file)).unwrap();
    database.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap()
}

#[test]
fn what_was_acknowledged_before_the_disk_was_full_is_there_and_recording_goes_on_after() {
    // PostgreSQL says the same of its disk
    let mut office = HeadOffice::in_a_file(13);
    let mut device = Branch::enrolled("riyadh", &mut office, 13);
    let mut register = Register::new(dice(13, "register"));
    let mut model = Model::default();
    let stated = device.clock.stated();
    device.kiosk.db().limit_pages(page_count(device.dir(), "kiosk.db") + 12).unwrap();
    let refused = loop {
        let line = register.visit(&stated);
        match device.try_record(std::slice::from_ref(&line)) {
            Ok(outcomes) => {
                assert!(matches!(outcomes[..], [RecordOutcome::Saved(_)]));
                model.recorded("riyadh", &line);
            }
            Err(error) => {
                assert!(matches!(error, KioskError::Store(StoreError::Full)), "{error:?}");
                break line;
            }
        }
    };
    assert!(model.records.len() > 5);
    assert_same(&device.export(), &model.records);
    device.kiosk.db().limit_pages(100_000).unwrap();
    device.record(std::slice::from_ref(&refused));
    model.recorded("riyadh", &refused);
    device.reopen();
    assert_same(&device.export(), &model.records);

    let mut network = Network::default();
    office.replica.db().limit_pages(page_count(office.dir(), "office.db") + 2).unwrap();
    let full = network.sync(&mut device, &mut office);
    assert!(
        matches!(&full, Err(Fault::Refused(error)) if error.status() == 507),
        "head office says that its disk is full: {full:?}"
    );
    assert!(office.export().is_empty());
    office.replica.db().limit_pages(100_000).unwrap();
    network.sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &model.records);
}

/// Makes a directory one in which nobody, not even root, can open anything to write.
#[cfg(unix)]
fn only_to_be_read(dir: &Path, database: &str) {
    let shared_memory = dir.join(format!("{database}-shm"));
    std::fs::remove_file(&shared_memory).unwrap();
    std::os::unix::fs::symlink("nowhere", &shared_memory).unwrap();
    std::fs::remove_file(dir.join("lock")).unwrap();
    std::fs::create_dir(dir.join("lock")).unwrap();
}

#[cfg(unix)]
fn state_of(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let files = dir.read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let mut state: Vec<(String, Vec<u8>)> =
        files.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect();
    state.sort();
    state
}

#[cfg(unix)]
#[test]
fn a_device_on_which_nothing_can_be_written_tells_how_it_stands_and_gives_all_its_records() {
    let mut office = HeadOffice::new(15);
    let mut device = Branch::enrolled("riyadh", &mut office, 15);
    // the share that opens reading came a moment ago
    device.clock.set(&jiff::Zoned::now().to_string());
    Network::default().sync(&mut device, &mut office).unwrap();
    device.kiosk.db().checkpoint().unwrap();
    let mut register = Register::new(dice(15, "register"));
    let lines: Vec<_> = (0..9).map(|_| register.visit(&device.clock.stated())).collect();
    device.record(&lines);
    let disk = copy_of(device.dir());
    only_to_be_read(disk.path(), "kiosk.db");
    let before = state_of(disk.path());
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_test-kiosk"))
            .args(arguments)
            .arg("--data")
            .arg(disk.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // a program that asks for no PIN may be gone already
        writeln!(program.stdin.take().unwrap(), "{PIN}").unwrap_or_default();
        let program = program.wait_with_output().unwrap();
        assert!(program.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&program.stderr));
        String::from_utf8(program.stdout).unwrap()
    };
    assert!(run(&["status", "--json"]).contains("\"saved\":9"));
    assert_eq!(run(&["export", "--format", "ndjson", "--pin-stdin"]).lines().count(), 9);
    assert!(run(&["verify"]).contains("looked through"));
    assert_eq!(state_of(disk.path()), before, "nothing was written");
}

#[cfg(unix)]
#[test]
fn head_office_on_a_disk_that_can_only_be_read_is_read_and_refuses_what_writes() {
    let mut office = HeadOffice::in_a_file(16);
    let mut device = Branch::enrolled("riyadh", &mut office, 16);
    let mut register = Register::new(dice(16, "register"));
    let lines: Vec<_> = (0..9).map(|_| register.visit(&device.clock.stated())).collect();
    device.record(&lines);
    Network::default().sync(&mut device, &mut office).unwrap();
    let disk = copy_of(office.dir());
    only_to_be_read(disk.path(), "office.db");
    let before = state_of(disk.path());
    let looks = Office::look(disk.path()).unwrap();
    let report = looks.verify().unwrap();
    assert_eq!((report.faults, report.read_tables_agree), (Vec::new(), Some(true)));
    assert_same(&tests::office::export_of(&looks), &office.export());
    assert_eq!(looks.devices().unwrap().len(), 1);
    let refused = looks.rebuild();
    assert!(matches!(refused, Err(OfficeError::Store(StoreError::ReadOnly))), "{refused:?}");
    assert_eq!(state_of(disk.path()), before, "nothing was written");
}
