//! What the kiosk's window asks for, carried out by its worker on the device's own data: passes and support requests.

use std::sync::Arc;
use std::time::Duration;

use kiosk::config::Config;
use kiosk::link::{Command, Event, Hidden, NotSaved, OpenedRequest, PinOutcome, Save, WorkerLink, link};
use kiosk::worker::{WorkerSettings, start};
use shared::domain::request::{RequestStep, StepKind};
use shared::domain::{DeviceMode, FileId, FollowCode, Person, Record, Role, Stage};
use shared::replica::Reading;
use tests::branch::{Branch, parse};
use tests::casework::{OWN_PIN, id, person, request, saved, step, usual_fields};
use tests::clock::TestClock;
use tests::network::Network;
use tests::office::HeadOffice;

/// Before a test says that the worker does not answer.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

const LATER_THAT_DAY: &str = "2026-05-12T12:00:00+03:00[Asia/Riyadh]";

fn clock() -> Reading {
    TestClock::at(LATER_THAT_DAY).reading()
}

/// A window that a test plays: it asks the worker, and waits for the answer that it wants.
struct Window(WorkerLink);

impl Window {
    fn over(branch: &Branch) -> Self {
        let (window, worker) = link();
        let (dir, config, wake) = (branch.dir().to_owned(), Config::default(), Arc::new(|| ()));
        start(WorkerSettings { dir, seed: [7; 32], clock, config, wake }, worker).unwrap();
        Self(window)
    }

    fn ask<T>(&self, command: Command, wanted: impl Fn(Event) -> Option<T>) -> T {
        self.0.commands.send(command).unwrap();
        loop {
            let event = self.0.events.recv_timeout(LONGEST_WAIT).expect("the worker answers");
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    }

    fn requests(&self, file: FileId, reader: Option<&str>) -> (Option<Role>, Vec<OpenedRequest>) {
        let command = Command::LoadRequests { files: vec![file], reader: reader.map(person) };
        self.ask(command, |event| match event {
            Event::Requests { role, rows, .. } => Some((role, rows)),
            _ => None,
        })
    }

    fn save(&self, save: Save) -> Result<(), NotSaved> {
        let wanted = save.id();
        self.ask(Command::Save(save), |event| match event {
            Event::Saved { id, .. } if id == wanted => Some(Ok(())),
            Event::NotSaved(why) => Some(Err(why)),
            _ => None,
        })
    }

    fn sign_in(&self, whose: &str, pin: &str) -> PinOutcome {
        let command = Command::CheckPin { whose: Some(person(whose)), pin: Hidden(pin.to_owned()) };
        self.ask(command, |event| match event {
            Event::PinChecked(outcome) => Some(outcome),
            _ => None,
        })
    }

    fn set_pin(&self, whose: &str, pin: &str, pass: &str) -> Result<(), NotSaved> {
        let (code, pass) = (person(whose), Some(pass.to_owned().into()));
        let command = Command::SetRepresentative { code: code.clone(), pin: pin.to_owned().into(), pass };
        self.ask(command, move |event| match event {
            Event::Ready(Some(setting)) if setting.representatives.contains(&code) => Some(Ok(())),
            Event::NotKept(why) => Some(Err(why)),
            _ => None,
        })
    }
}

fn received(n: u32) -> RequestStep {
    match parse(&step(n, 1, StepKind::Received.code(), &usual_fields(StepKind::Received))) {
        Record::Step(step) => *step,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_person_with_a_pass_sets_a_pin_and_records_requests_under_their_own_name() {
    let (mut office, mut network) = (HeadOffice::new(1), Network::default());
    let mut desk = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, 1);
    desk.take_pass(&mut office, &mut network, "sara", &Role::Relations);
    let (device, mut act) = (desk.kiosk.device().unwrap(), office.act());
    let code = office.replica.issue_pass(&mut act, device, &person("salma"), &Role::SocialResearch).unwrap();
    network.sync(&mut desk, &mut office).unwrap();
    let noura = serde_json::json!({"name": "نورة", "national_id": "1000000008", "mobile": "0556880045"});
    saved(&desk.record_as("sara", &[request(1, &noura)]));
    let file = desk.kiosk.open_request(id(1)).unwrap().unwrap().fact.file.unwrap();

    let window = Window::over(&desk);
    assert_eq!(window.sign_in("sara", OWN_PIN), PinOutcome::Right);
    let (role, rows) = window.requests(file, Some("sara"));
    assert_eq!((role, rows.len()), (Some(Role::Relations), 1));
    assert_eq!(window.requests(file, Some("salma")).0, None, "her pass is issued, her PIN is not set");
    assert_eq!(window.requests(file, None).0, None, "the branch's staff have no name of their own");

    // a step, by what was on the screen; what was on it before is told to be old
    let looked = &rows[0];
    let by = person("sara");
    let first = Save::Step { step: Box::new(looked.seen_by(&received(2))), by: by.clone() };
    assert_eq!(window.save(first), Ok(()));
    let late = Save::Step { step: Box::new(looked.seen_by(&received(3))), by: by.clone() };
    assert_eq!(window.save(late), Err(NotSaved::ChangedMeanwhile));

    // another request of the same file; the latest comes first
    let mut again = looked.request.clone();
    (again.id, again.beneficiary) = (id(4), Some(Person::default()));
    again.at = shared::domain::Moment::from_zoned(&clock().wall);
    let again = Save::Request { request: Box::new(again), file, by };
    assert_eq!(window.save(again), Ok(()));
    let (_, rows) = window.requests(file, Some("sara"));
    let ids: Vec<_> = rows.iter().map(|known| known.request.id).collect();
    assert_eq!(ids, [id(4), id(1)]);
    assert!(rows.iter().all(|known| known.fact.by == Some(person("sara"))));
    assert_eq!(rows[1].steps[0].by, Some(person("sara")));

    // nobody's PIN is set by whoever knows another code
    assert_eq!(window.set_pin("salma", "863251", "no code"), Err(NotSaved::NoPass));
    assert_eq!(window.set_pin("rana", "863251", &code.to_text()), Err(NotSaved::NoPass));
    assert_eq!(window.set_pin("salma", "863251", &code.to_text().to_lowercase()), Ok(()));
    assert_eq!(window.sign_in("salma", "863251"), PinOutcome::Right);
    assert_eq!(window.requests(file, Some("salma")).0, Some(Role::SocialResearch));
}

#[test]
fn a_kiosk_on_which_nobody_signed_in_tells_where_a_request_is_to_whoever_brings_its_code() {
    let (mut office, mut network) = (HeadOffice::new(2), Network::default());
    let mut desk = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, 2);
    desk.take_pass(&mut office, &mut network, "sara", &Role::Relations);
    let noura = serde_json::json!({"name": "نورة", "national_id": "1000000008", "mobile": "0556880045"});
    saved(&desk.record_as("sara", &[request(1, &noura)]));
    network.sync(&mut desk, &mut office).unwrap();
    let code = desk.kiosk.open_request(id(1)).unwrap().unwrap().follow_code();
    let mut kiosk = Branch::as_shipped("riyadh", &DeviceMode::SelfService, &mut office, 3);
    network.sync(&mut kiosk, &mut office).unwrap();

    let window = Window::over(&kiosk);
    let told = |code| {
        window.ask(Command::FollowUp(code), |event| match event {
            Event::FollowUpTold(told) => Some(*told),
            _ => None,
        })
    };
    let known = told(code);
    assert_eq!(known.told.map(|told| told.stage), Some(Stage::Receiving));
    assert!(known.as_of.is_some());
    assert_eq!(told(FollowCode::default()).told, None);
}
