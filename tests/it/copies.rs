//! Daily copies in a second place, the way back from one, and what is told where a database or its secrets are gone.

use std::path::Path;

use jiff::{Timestamp, ToSpan as _};
use shared::domain::DeviceMode;
use shared::replica::{
    Act, Copies, CopyError, Kiosk, KioskError, NewIncarnation, Office, OfficeError, restore,
};
use shared::store::{Part, StoreError};
use tempfile::TempDir;
use tests::branch::{Branch, copy_of_closed};
use tests::model::assert_same;
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::dice;

use crate::society::Society;

fn names_in(dir: &Path) -> Vec<String> {
    let names = dir.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_database_is_copied_once_a_day_and_the_last_seven_stay() {
    let mut society = Society::new(70);
    society.record(0, 10);
    let device = &mut society.branches[0];
    let second = tempfile::tempdir().unwrap();
    // another device's, and what is none
    for other in ["kiosk-ffffffff-2026-01-01.db", "notes.txt", "kiosk-x.db.part"] {
        std::fs::write(second.path().join(other), "other").unwrap();
    }
    let copies = Copies::new(device.dir(), Part::Kiosk, Some(second.path().to_owned()));
    for day in 0..9 {
        let made = copies.keep(&device.clock.reading()).unwrap();
        assert!(made.is_some(), "day {day}");
        assert_eq!(copies.keep(&device.clock.reading()).unwrap(), None, "one a day");
        device.clock.advance(1.days());
    }
    let names = names_in(second.path());
    assert_eq!(
        names.iter().filter(|name| name.starts_with("kiosk-") && !name.contains("ffffffff")).count(),
        7 + 1
    );
    assert!(
        names.contains(&"kiosk-ffffffff-2026-01-01.db".to_owned()) && names.contains(&"notes.txt".to_owned())
    );
    assert!(device.kiosk.last_copy().unwrap().is_some());
    // a copy holds what was recorded, and none of the secrets that open it
    let newest = names.iter().rfind(|name| name.contains("2026-05")).unwrap();
    let copy = std::fs::read(second.path().join(newest)).unwrap();
    assert!(copy.len() > 50_000);
    let identity = std::fs::read_to_string(device.dir().join("secret.key")).unwrap();
    for (secret, digits) in [("secret.key", &identity), ("what reads", &device.read_key)] {
        let raw: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).unwrap()).collect();
        assert!(!copy.windows(32).any(|bytes| bytes == raw), "{secret}");
    }
}

#[test]
fn a_second_place_that_is_not_there_or_is_the_first_gets_nothing() {
    let mut office = HeadOffice::new(71);
    let device = Branch::enrolled("riyadh", &mut office, 71);
    let gone = device.dir().join("not there");
    let copies = Copies::new(device.dir(), Part::Kiosk, Some(gone.clone()));
    assert!(matches!(copies.keep(&device.clock.reading()), Err(CopyError::NoDirectory { .. })));
    assert!(!gone.exists(), "its disk is not connected: nothing is made in its place");
    let copies = Copies::new(device.dir(), Part::Kiosk, Some(device.dir().to_owned()));
    assert!(matches!(copies.keep(&device.clock.reading()), Err(CopyError::SamePlace { .. })));
    let copies = Copies::new(device.dir(), Part::Kiosk, None);
    assert_eq!(copies.keep(&device.clock.reading()).unwrap(), None);
}

#[test]
fn a_copy_made_before_an_upgrade_is_forgotten_after_thirty_days() {
    let mut office = HeadOffice::new(72);
    let device = Branch::enrolled("riyadh", &mut office, 72);
    let copy = device.dir().join("kiosk.db.format-6");
    std::fs::write(&copy, "earlier").unwrap();
    let copies = Copies::new(device.dir(), Part::Kiosk, None);
    // the files' own times are those of the machine
    let now = Timestamp::now();
    for (days, stays) in [(29, true), (31, false)] {
        let later = now.checked_add((days * 24).hours()).unwrap().as_millisecond();
        copies.keep(&shared::domain::UnixMillis(later).into()).unwrap();
        assert_eq!(copy.exists(), stays, "after {days} days");
    }
}

/// Loses a device's database, or damages it; head office's likewise.
fn lose(dir: &Path, part: Part) {
    for ending in ["", "-wal", "-shm"] {
        let path = dir.join(format!("{}{ending}", part.file_name()));
        if path.exists() {
            std::fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn a_device_that_lost_its_database_is_told_so_and_goes_on_from_its_last_copy() {
    let mut society = Society::new(73);
    society.record(0, 20);
    let second = tempfile::tempdir().unwrap();
    let device = &mut society.branches[0];
    let copies = Copies::new(device.dir(), Part::Kiosk, Some(second.path().to_owned()));
    let copy = copies.keep(&device.clock.reading()).unwrap().unwrap();
    // what was sent since comes to no harm, and numbers given since are not given again
    society.record(0, 5);
    society.settle();
    let left = copy_of_closed(&society.branches[0]);
    lose(left.path(), Part::Kiosk);
    let mut dice = dice(73, "opening");
    for opened in [Kiosk::open(left.path(), &mut dice), Kiosk::open_or_create(left.path(), &mut dice)] {
        let lost = opened.err().unwrap().to_string();
        assert!(lost.contains("kiosk restore COPY") && !lost.contains("enrol this device first"), "{lost}");
    }
    assert_eq!(
        names_in(left.path()),
        ["incarnation", "kiosk.toml", "lock", "secret.key"],
        "nothing was made anew"
    );
    restore(left.path(), Part::Kiosk, &copy).unwrap();
    assert_eq!(society.branches[0].restore(left), Some(NewIncarnation));
    society.record(0, 5);
    society.settle();
    assert_same(&society.office.export(), &society.model.records);
    society.office.assert_whole();
    society.branches[0].assert_whole();
}

#[test]
fn head_office_that_lost_its_database_is_told_so_and_gets_the_rest_from_its_kiosks() {
    let mut society = Society::in_a_file(74);
    society.record(0, 20);
    society.settle();
    let second = tempfile::tempdir().unwrap();
    let copies = Copies::new(society.office.dir(), Part::Office, Some(second.path().to_owned()));
    let copy = copies.keep(&society.office.clock.reading()).unwrap().unwrap();
    society.record(1, 20);
    society.settle();
    let left = society.office.backup();
    lose(left.path(), Part::Office);
    let mut dice = dice(74, "opening");
    let mut act = Act::new(society.office.clock.unix_millis(), &mut dice);
    for opened in [
        Office::open(left.path(), &mut act),
        Office::open_or_create(left.path(), &mut act),
        Office::look(left.path()),
    ] {
        let lost = opened.err().unwrap().to_string();
        assert!(lost.contains("sync-server restore COPY") && !lost.contains("branch add"), "{lost}");
    }
    restore(left.path(), Part::Office, &copy).unwrap();
    society.office.restore(left);
    society.settle();
    society.settle();
    assert_same(&society.office.export(), &society.model.records);
    society.office.assert_whole();
}

#[test]
fn what_is_no_copy_or_another_parts_is_not_put_back_and_what_was_there_stays() {
    let mut office = HeadOffice::new(75);
    let device = Branch::enrolled("riyadh", &mut office, 75);
    let closed = copy_of_closed(&device);
    let before = std::fs::read(closed.path().join("kiosk.db")).unwrap();
    let wrong = closed.path().join("wrong.db");
    std::fs::write(&wrong, vec![7; 9_000]).unwrap();
    for copy in [wrong, closed.path().join("none.db")] {
        let refused = restore(closed.path(), Part::Kiosk, &copy);
        let said = refused.unwrap_err();
        assert!(matches!(said, CopyError::NoCopy { .. } | CopyError::Missing { .. }), "{said:?}");
        assert!(!said.to_string().contains("out of memory"), "{said}");
        assert_eq!(std::fs::read(closed.path().join("kiosk.db")).unwrap(), before);
        assert!(closed.path().join("incarnation").exists());
    }
}

#[test]
fn a_database_that_a_program_has_open_is_not_replaced_under_it() {
    let mut office = HeadOffice::new(76);
    let device = Branch::enrolled("riyadh", &mut office, 76);
    let copy = copy_of_closed(&device);
    let refused = restore(device.dir(), Part::Kiosk, &copy.path().join("kiosk.db"));
    assert!(matches!(refused, Err(CopyError::Store(StoreError::Busy))), "{refused:?}");
    device.assert_whole();
}

fn with_secret_of(device: &TempDir, other: &Branch) {
    std::fs::copy(other.dir().join("secret.key"), device.path().join("secret.key")).unwrap();
}

#[test]
fn foreign_secrets_are_told_as_foreign_and_a_damaged_row_is_not() {
    let mut office = HeadOffice::new(77);
    let (device, other) =
        (Branch::enrolled("riyadh", &mut office, 77), Branch::enrolled("jeddah", &mut office, 78));
    let mut dice = dice(77, "opening");
    let foreign = copy_of_closed(&device);
    with_secret_of(&foreign, &other);
    assert!(matches!(Kiosk::open(foreign.path(), &mut dice).err(), Some(KioskError::ForeignSecret)));
    for (sql, told) in [
        (
            "UPDATE meta SET value = zeroblob(90) WHERE name GLOB 'identity*'",
            Some("the identity of the device"),
        ),
        ("UPDATE meta SET value = zeroblob(90) WHERE name = 'identity'", None),
        ("UPDATE meta SET value = zeroblob(32) WHERE name = 'signing_public'", None),
    ] {
        let damaged = copy_of_closed(&device);
        let database = rusqlite::Connection::open(damaged.path().join("kiosk.db")).unwrap();
        assert!(database.execute(sql, []).unwrap() > 0);
        drop(database);
        let error = Kiosk::open(damaged.path(), &mut dice).err().map(|error| error.to_string());
        assert_eq!(error.is_some(), told.is_some(), "{error:?}");
        assert!(error.is_none_or(|error| told.is_some_and(|told| error.contains(told))));
    }
    let foreign = office.backup();
    with_secret_of(&foreign, &other);
    let opened = Office::open(foreign.path(), &mut Act::new(office.clock.unix_millis(), &mut dice)).err();
    assert!(matches!(opened, Some(OfficeError::ForeignSecret)), "{opened:?}");
}

#[test]
fn a_device_whose_enrolment_was_cut_off_is_the_same_device_when_it_is_enrolled_again() {
    let mut office = HeadOffice::new(79);
    let mut device = Branch::not_enrolled("riyadh", 79);
    let (first, second) =
        (office.code("riyadh", &DeviceMode::Branch), office.code("riyadh", &DeviceMode::Field));
    // head office has it, and the device was killed before it had the answer
    let begun =
        device.kiosk.begin_enrolment(&mut device.dice, "http://127.0.0.1", &first, "tests/1").unwrap();
    let mut act = office.act();
    office.replica.enrol(&mut act, &begun.body).unwrap();
    device.reopen_or_create();
    device.enrol(&mut office, &second);
    let devices = office.replica.devices().unwrap();
    assert_eq!(devices.len(), 1, "nobody is left behind");
    assert_eq!((devices[0].device, &devices[0].mode), (device.kiosk.device().unwrap(), &DeviceMode::Field));
    Network::default().sync(&mut device, &mut office).unwrap();
    // once it was heard of it is taken for itself alone
    let third = office.code("riyadh", &DeviceMode::Branch);
    let mut once_more = Branch::not_enrolled("riyadh", 79);
    let begun = once_more.kiosk.begin_enrolment(&mut once_more.dice, "http://127.0.0.1", &third, "tests/1");
    let begun = begun.unwrap();
    let mut act = office.act();
    office.replica.enrol(&mut act, &begun.body).unwrap();
    assert_eq!(office.replica.devices().unwrap().len(), 2);
}
