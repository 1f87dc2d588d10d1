//! The door's counts, waits and leases under clocks that jump.

use rand::SeedableRng as _;
use tempfile::TempDir;

use super::*;
use crate::doc::Dice;
use crate::replica::Act;

const HOUR: i64 = 60 * 60_000;

const MIB: u64 = 1024 * 1024;

/// Waits 15 minutes from the third attempt on.
fn wait(wrong: u32) -> i64 {
    if wrong < 3 { 0 } else { HOUR / 4 }
}

fn counted(key: u8) -> Counted {
    Counted { key: [key; 32], name: Some([key; 32]), wait }
}

fn office() -> (TempDir, Office) {
    office_in(TempDir::new().unwrap())
}

fn office_in(dir: TempDir) -> (TempDir, Office) {
    let mut act = Act::new(UnixMillis(0), &mut Dice::seed_from_u64(1));
    let office = Office::open_or_create(dir.path(), &mut act).unwrap();
    (dir, office)
}

#[test]
fn one_wrong_password_under_a_clock_a_year_ahead_holds_nobody_up_for_a_year() {
    let (_dir, office) = office();
    let door = office.door().unwrap();
    let now = UnixMillis(1_000 * HOUR);
    let ahead = UnixMillis(now.0 + 365 * 24 * HOUR);
    let attempt = |now| door.count_attempt(&[counted(1)], now).unwrap();
    assert_eq!([attempt(ahead), attempt(ahead), attempt(ahead)], [0, 0, 0]);
    assert_eq!(attempt(ahead), HOUR / 4);
    assert_eq!(attempt(now), HOUR / 4, "the clock is right again, and the wait is what it was meant to be");
    assert_eq!(attempt(UnixMillis(now.0 + HOUR / 8)), HOUR / 8, "and it ends");
    assert_eq!(attempt(UnixMillis(now.0 + HOUR / 4)), 0);
}

#[test]
fn what_was_counted_of_one_holds_up_that_one_alone_and_is_forgotten_after_a_day() {
    let (_dir, office) = office();
    let door = office.door().unwrap();
    let now = UnixMillis(HOUR);
    for _ in 0..3 {
        assert_eq!(door.count_attempt(&[counted(1)], now).unwrap(), 0);
    }
    assert!(door.count_attempt(&[counted(1), counted(2)], now).unwrap() > 0, "either of them waits");
    for _ in 0..3 {
        assert_eq!(door.count_attempt(&[counted(2)], now).unwrap(), 0, "what waited was not counted");
    }
    let later = UnixMillis(now.0 + 24 * HOUR);
    for _ in 0..3 {
        assert_eq!(door.count_attempt(&[counted(1)], later).unwrap(), 0);
    }
}

#[test]
fn a_device_has_one_lease_among_processes_and_a_clock_set_back_makes_it_no_longer() {
    let (_dir, office) = office();
    let (door, other) = (office.door().unwrap(), office.door().unwrap());
    let device = DeviceId::from_random([1; 16]);
    let now = UnixMillis(HOUR);
    let soon = |from: UnixMillis| UnixMillis(from.0 + 10_000);
    assert_eq!(door.take_lease(device, &[1; 16], now, soon(now)).unwrap(), None);
    assert_eq!(door.take_lease(device, &[1; 16], now, soon(now)).unwrap(), None, "its own, kept longer");
    assert_eq!(other.take_lease(device, &[2; 16], now, soon(now)).unwrap(), Some(soon(now)));
    let back = UnixMillis(now.0 - HOUR);
    assert_eq!(other.take_lease(device, &[2; 16], back, soon(back)).unwrap(), None);
    door.end_lease(device, (&[1; 16], soon(now)), back, "192.0.2.1", (Served::default(), MIB)).unwrap();
    let held = door.take_lease(device, &[1; 16], back, soon(back)).unwrap();
    assert!(held.is_some(), "only one's own is given back");
    assert_eq!(door.take_lease(device, &[1; 16], now, soon(now)).unwrap(), None, "it ended by itself");
}

#[test]
fn a_device_that_cost_more_than_a_days_bytes_waits_until_enough_came_back_and_never_for_long() {
    let (_dir, office) = office();
    let door = office.door().unwrap();
    let (device, other) = (DeviceId::from_random([1; 16]), DeviceId::from_random([2; 16]));
    let start = UnixMillis(100 * 24 * HOUR);
    let later = |secs: u64| UnixMillis(start.0 + i64::try_from(secs).unwrap() * 1_000);
    let cost = |now, mib: u64, a_day| {
        let served = Served { bytes: mib * MIB, ..Served::default() };
        door.end_lease(device, (&[1; 16], now), now, "192.0.2.7", (served, a_day)).unwrap();
    };
    let wait = |device, now, a_day| door.budget_wait_secs(device, now, a_day).unwrap();
    // 864 MiB a day: 1 MiB comes back in 100 seconds
    let a_day = 864 * MIB;
    cost(start, 863, a_day);
    assert_eq!(wait(device, start, a_day), 0);
    cost(start, 2, a_day);
    let asked = wait(device, start, a_day);
    assert!((100..110).contains(&asked), "what is beyond, and two requests' own costs: {asked}");
    assert_eq!(wait(other, start, a_day), 0);
    assert_eq!(wait(device, later(asked), a_day), 0);
    cost(later(asked), 8, a_day);
    assert_eq!(wait(device, later(asked), a_day), 600, "it asks again within ten minutes, whatever it cost");
    assert_eq!(wait(device, later(asked), MIB), 600);
    assert_eq!(wait(device, later(asked), 2 * a_day), 0, "whoever sets another budget is obeyed at once");
    assert_eq!(wait(device, later(24 * 3_600), a_day), 0, "all of it comes back in a day");
    assert_eq!(wait(device, UnixMillis(start.0 - 1), a_day), 0, "a clock set back holds nobody up");
    assert_eq!(wait(device, UnixMillis(start.0 - 40 * HOUR), a_day), 0);
}

#[test]
fn a_device_under_a_budget_that_was_lowered_goes_on_within_ten_minutes() {
    let (_dir, office) = office();
    let door = office.door().unwrap();
    let (device, start) = (DeviceId::from_random([1; 16]), UnixMillis(100 * 24 * HOUR));
    let served = Served { bytes: 1_024 * MIB, ..Served::default() };
    door.end_lease(device, (&[1; 16], start), start, "192.0.2.7", (served, 1_024 * MIB)).unwrap();
    let later = |secs: i64| UnixMillis(start.0 + secs * 1_000);
    let wait = |secs| door.budget_wait_secs(device, later(secs), MIB).unwrap();
    assert_eq!([wait(0), wait(590), wait(600)], [600, 10, 0], "what it used before holds it up no longer");
    // and what it uses now counts from there
    let served = Served { bytes: MIB / 288, ..Served::default() };
    door.end_lease(device, (&[1; 16], later(600)), later(600), "192.0.2.7", (served, MIB)).unwrap();
    assert_eq!([wait(600), wait(1_200)], [600, 0]);
}

#[test]
fn a_device_that_shows_its_certificate_again_and_again_is_one_row_an_hour() {
    let (_dir, office) = office();
    let door = office.door().unwrap();
    let device = DeviceId::from_random([1; 16]);
    for at in [1, 2, HOUR - 1, HOUR] {
        let kind = EventKind::KnownAgain;
        door.note_device(UnixMillis(at), kind, Some(device), Some("192.0.2.1")).unwrap();
    }
    let told = door.events(UnixMillis(0), None, Some(device)).unwrap().into_iter();
    assert_eq!(told.map(|event| (event.at.0, event.n)).collect::<Vec<_>>(), [(HOUR - 1, 3), (HOUR, 1)]);
}

#[test]
fn refusals_are_counted_together_and_the_account_tells_who_was_given_what() {
    let (_dir, office) = office();
    let door = office.door().unwrap();
    let refuse = |at| door.note(UnixMillis(at), EventKind::Refused, None, Some("192.0.2.1")).unwrap();
    [1, 2, HOUR].into_iter().for_each(refuse);
    door.note(UnixMillis(3), EventKind::Added, Some(7), None).unwrap();
    let told: Vec<_> =
        door.events(UnixMillis(0), None, None).unwrap().into_iter().map(|e| (e.kind, e.at.0, e.n)).collect();
    assert_eq!(told, [(EventKind::Refused, 2, 2), (EventKind::Added, 3, 1), (EventKind::Refused, HOUR, 1)]);
    assert_eq!(door.events(UnixMillis(0), Some(7), None).unwrap().len(), 1);
    let (one, other) = (DeviceId::from_random([1; 16]), DeviceId::from_random([2; 16]));
    for device in [Some(one), Some(other), None] {
        door.note_device(UnixMillis(4), EventKind::DeviceRevoked, device, None).unwrap();
    }
    let of_one = door.events(UnixMillis(0), None, Some(one)).unwrap();
    assert_eq!(of_one.iter().map(|event| (event.device, event.n)).collect::<Vec<_>>(), [(Some(one), 1)]);
    door.note(UnixMillis(500 * 24 * HOUR), EventKind::Added, Some(8), None).unwrap();
    assert_eq!(door.events(UnixMillis(0), None, None).unwrap().len(), 1, "the rest is older than is kept");
    let device = DeviceId::from_random([1; 16]);
    let served = Served { entries: 2, keys: 1, bytes: 100, loaded: 10 };
    for _ in 0..2 {
        door.end_lease(device, (&[1; 16], UnixMillis(0)), UnixMillis(HOUR), "192.0.2.7", (served, MIB))
            .unwrap();
    }
    let days = door.traffic(UnixMillis(0), Some(device)).unwrap();
    assert_eq!(
        (days[0].requests, days[0].served),
        (2, Served { entries: 4, keys: 2, bytes: 200, loaded: 20 })
    );
    assert!(door.traffic(UnixMillis(24 * HOUR), None).unwrap().is_empty());
}

#[test]
fn a_damaged_database_of_the_door_is_put_aside_and_begun_again() {
    // of a server's database the server looks after the pages
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("on-sqlite"), "").unwrap();
    let (dir, office) = office_in(dir);
    drop(office.door().unwrap());
    std::fs::write(dir.path().join("door.db"), [7; 4096]).unwrap();
    let door = office.door().unwrap();
    assert_eq!(door.put_aside(), Some(dir.path().join("door.db.damaged").as_path()));
    assert!(door.events(UnixMillis(0), None, None).unwrap().is_empty());
    assert!(office.door().unwrap().put_aside().is_none());
}
