//! Drafts and representatives across programs that end as a power cut ends them.

use std::path::Path;
use std::sync::Arc;

use rand::SeedableRng as _;
use shared::doc::Dice;
use shared::domain::{Code, DeviceMode, DraftId, UnixMillis};
use shared::replica::{Act, NewPin, PinBefore, PinCost, Reading, Whose};

use crate::link::{Command, Event, Hidden, KeptDraft, PinOutcome, WorkerLink, link};
use crate::worker::trial::{TRIAL_PIN, enrolled, made_up_office};
use crate::worker::{WorkerSettings, start};

fn reading() -> Reading {
    let wall = "2026-11-22T10:30:00+03:00[+03:00]".parse().unwrap();
    Reading { wall, monotonic_millis: 0, boot: uuid::Uuid::nil() }
}

fn worker(dir: &Path) -> WorkerLink {
    let (window, worker) = link();
    let dir = dir.to_owned();
    start(
        WorkerSettings {
            dir,
            seed: [3; 32],
            clock: reading,
            config: crate::config::Config::default(),
            wake: Arc::new(|| ()),
        },
        worker,
    )
    .unwrap();
    window
}

fn ask(link: &WorkerLink, command: Command) {
    link.commands.send(command).unwrap();
}

fn drafts(link: &WorkerLink, reader: Option<&Code>) -> Vec<KeptDraft> {
    ask(link, Command::LoadDrafts { reader: reader.cloned() });
    loop {
        if let Event::Drafts(drafts) = link.events.recv().unwrap() {
            return drafts;
        }
    }
}

/// Makes a field device on which a representative signs in, as staff who are let in with the device's PIN do it.
fn device_of(code: &Code) -> tempfile::TempDir {
    let (dir, office) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut act = Act::new(reading(), &mut Dice::from_seed([5; 32]));
    let (office, branch) = made_up_office(office.path(), &mut act).unwrap();
    let mut kiosk = enrolled(dir.path(), &office, &branch, &DeviceMode::Field, &mut act).unwrap();
    let opened = kiosk.check_pin(act.now.unix_millis(), Whose::Device, TRIAL_PIN).unwrap();
    assert_eq!(opened, PinOutcome::Right);
    let pin = NewPin::new(&mut act.dice, "1357", PinCost::STAFF);
    kiosk.set_pin(Whose::Representative(code), pin, PinBefore::None).unwrap();
    dir
}

fn check(link: &WorkerLink, code: Option<&Code>, pin: &str) -> PinOutcome {
    ask(link, Command::CheckPin { whose: code.cloned(), pin: Hidden(pin.to_owned()) });
    loop {
        if let Event::PinChecked(outcome) = link.events.recv().unwrap() {
            return outcome;
        }
    }
}

/// What a disk holds while the program still runs: what is left when it is killed.
fn copy_of(dir: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

#[test]
fn a_draft_survives_a_killed_program_and_is_still_its_owners_alone() {
    let (sara, khalid) = (Code::new("staff-01").unwrap(), Code::new("staff-03").unwrap());
    let dir = device_of(&sara);
    let running = worker(dir.path());
    assert_eq!(check(&running, Some(&sara), "1357"), PinOutcome::Right);
    let id = DraftId::from_random([1; 16]);
    let content = br#"{"version":1}"#.to_vec();
    ask(&running, Command::KeepDraft { id, owner: Some(sara.clone()), content: Hidden(content.clone()) });
    let kept =
        KeptDraft { id, updated: UnixMillis(reading().unix_millis().0), content: Some(Hidden(content)) };
    assert_eq!(drafts(&running, Some(&sara)), std::slice::from_ref(&kept));
    let copy = copy_of(dir.path());
    let again = worker(copy.path());
    assert_eq!(check(&again, Some(&sara), "1357"), PinOutcome::Right);
    assert_eq!(drafts(&again, Some(&sara)), [kept]);
    assert_eq!(drafts(&again, Some(&khalid)), []);
    assert_eq!(drafts(&again, None), []);
}

#[test]
fn wrong_pins_of_a_representative_still_count_after_a_kill() {
    let sara = Code::new("staff-01").unwrap();
    let dir = device_of(&sara);
    let running = worker(dir.path());
    assert_eq!(check(&running, Some(&sara), "1357"), PinOutcome::Right);
    for _ in 0..4 {
        assert_eq!(check(&running, Some(&sara), "0000"), PinOutcome::Wrong);
    }
    assert_eq!(check(&running, Some(&sara), "0000"), PinOutcome::Wait { seconds: 30 });
    let copy = copy_of(dir.path());
    assert!(matches!(check(&worker(copy.path()), Some(&sara), "1357"), PinOutcome::Wait { .. }));
}
