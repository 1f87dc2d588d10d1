//! Sealed lines: what a device without a network wrote, brought to head office by another device, which opens nothing of it, alters
//! nothing and holds nothing up.

use std::collections::BTreeSet;

use jiff::{Span, ToSpan as _};
use minicbor::bytes::ByteVec;
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::doc::Dice;
use shared::domain::{DeviceId, DeviceMode, ProfileField};
use shared::replica::{Budgets, CarryOutcome, Correction, Loaded};
use shared::sync::{PushRequest, Sealed, SealedFault, from_cbor, to_cbor, unpack};
use tests::branch::{Branch, PIN, PROGRAM};
use tests::builders::Register;
use tests::model::{Model, assert_same};
use tests::network::{Fate, Fault, Network};
use tests::office::HeadOffice;
use tests::seed::{dice, seeds};
use tests::thief::Thief;

use crate::budgets::sure_ids;
use crate::people::{correct, opened, visit};
use crate::stolen::run;

/// A device without a network in Riyadh, and one in Jeddah that comes by.
struct Story {
    office: HeadOffice,
    network: Network,
    origin: Branch,
    carrier: Branch,
    model: Model,
    register: Register,
}

impl Story {
    fn new(mode: &DeviceMode, seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let origin = Branch::enrolled_as("riyadh", mode, &mut office, seed);
        let carrier = Branch::enrolled_as("jeddah", &DeviceMode::Field, &mut office, seed + 100);
        let (network, model) = (Network::default(), Model::default());
        let dice: Dice = dice(seed, "register");
        Self { office, network, origin, carrier, model, register: Register::new(dice) }
    }

    fn record(&mut self, n_lines: usize) {
        let stated = self.origin.clock.stated();
        let lines: Vec<Value> = (0..n_lines).map(|_| self.register.line(&stated)).collect();
        self.record_lines(&lines);
    }

    fn record_visits(&mut self, n_lines: usize) {
        let stated = self.origin.clock.stated();
        let lines: Vec<Value> = (0..n_lines).map(|_| self.register.visit(&stated)).collect();
        self.record_lines(&lines);
    }

    fn record_lines(&mut self, lines: &[Value]) {
        self.origin.record(lines);
        lines.iter().for_each(|line| self.model.recorded("riyadh", line));
    }

    fn wait(&mut self, span: Span) {
        self.office.clock.advance(span);
        self.origin.clock.advance(span);
        self.carrier.clock.advance(span);
    }

    /// What the origin writes for others, as `kiosk export --sealed` does.
    fn sealed(&mut self) -> Vec<String> {
        sealed_of(&mut self.origin)
    }

    fn carry(&mut self, lines: &[String]) -> Vec<CarryOutcome> {
        carry(&mut self.carrier, lines)
    }

    fn all_taken(&mut self, lines: &[String]) {
        let outcomes = self.carry(lines);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, CarryOutcome::Taken { .. })), "{outcomes:?}");
    }

    fn carrier_comes(&mut self) {
        self.network.sync(&mut self.carrier, &mut self.office).unwrap();
    }

    fn origin_comes(&mut self) {
        self.network.sync(&mut self.origin, &mut self.office).unwrap();
    }

    /// Everything recorded is at head office once, whoever brought it, and the origin wrote all of it.
    fn assert_arrived(&mut self) {
        assert_same(&self.office.export(), &self.model.records);
        self.office.assert_whole();
        assert_eq!(writers(&self.office), BTreeSet::from([self.origin.kiosk.device().unwrap()]));
    }

    fn set_aside(&self) -> Vec<String> {
        self.carrier.kiosk.counts().unwrap().set_aside
    }
}

fn sealed_of(device: &mut Branch) -> Vec<String> {
    let mut lines = Vec::new();
    let mut act = device.act();
    device.kiosk.move_due_ratings(&mut act).unwrap();
    let before = device.kiosk.counts().unwrap();
    let written = device.kiosk.sealed_lines::<shared::replica::KioskError>(&mut act, |line| {
        lines.push(line);
        Ok(())
    });
    let written = written.unwrap();
    assert_eq!(written.lines, lines.len() as u64);
    assert_eq!(device.kiosk.counts().unwrap(), before, "nothing is marked as sent");
    lines
}

fn read(line: &str) -> Sealed {
    Sealed::from_line(line.as_bytes()).unwrap().unwrap()
}

fn carry(device: &mut Branch, lines: &[String]) -> Vec<CarryOutcome> {
    let lines: Vec<Sealed> = lines.iter().map(|line| read(line)).collect();
    device.kiosk.carry(&lines).unwrap()
}

/// The devices that journals at head office are of.
fn writers(office: &HeadOffice) -> BTreeSet<DeviceId> {
    let devices = "SELECT DISTINCT device FROM document WHERE device IS NOT NULL";
    office.rows().all(devices, &[]).into_iter().collect()
}

#[test]
fn what_a_kiosk_without_a_network_recorded_comes_by_another_branchs_device_once() {
    for seed in seeds(2) {
        for mode in [DeviceMode::SelfService, DeviceMode::Branch] {
            let mut story = Story::new(&mode, seed);
            story.network.cut("riyadh");
            story.record(30);
            story.wait(2.days());
            story.record_visits(3);
            story.origin.start();
            let lines = story.sealed();
            assert_eq!(lines, story.sealed(), "the same things waiting give the same lines");
            story.all_taken(&lines);
            let again = story.carry(&lines);
            assert!(
                again.iter().all(|outcome| matches!(outcome, CarryOutcome::Repeated { .. })),
                "{again:?}"
            );
            assert_eq!(story.carrier.kiosk.carried().unwrap().lines, lines.len() as u64);
            story.carrier_comes();
            assert_eq!(story.carrier.kiosk.carried().unwrap().lines, 0);
            assert_eq!(story.set_aside(), Vec::<String>::new());
            story.assert_arrived();
            // it is known again, and what another one brings is received and changes nothing
            assert!(matches!(story.carry(&lines[..1])[..], [CarryOutcome::Repeated { .. }]));
            let mut other = Branch::enrolled("dammam", &mut story.office, seed + 200);
            carry(&mut other, &lines);
            story.network.sync(&mut other, &mut story.office).unwrap();
            assert_eq!(other.kiosk.counts().unwrap().set_aside, Vec::<String>::new());
            story.assert_arrived();
            // and then the origin itself
            story.network.heal();
            story.record_visits(2);
            story.origin_comes();
            assert_eq!(story.origin.kiosk.counts().unwrap().waiting, 0);
            story.assert_arrived();
            assert_eq!(story.sealed(), Vec::<String>::new());
        }
    }
}

#[test]
fn nobody_who_carries_a_line_opens_any_of_it() {
    let mut story = Story::new(&DeviceMode::SelfService, 1);
    story.record_lines(&[json!({
        "type": "visit", "id": "00000000-0000-4000-8000-000000000001", "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"],
        "beneficiary": {"name": "Planted name", "national_id": "1000000008"}, "purpose": "Planted purpose",
    })]);
    let lines = story.sealed();
    story.all_taken(&lines);
    for line in &lines {
        let push = to_cbor(&read(line).push().unwrap());
        for secret in ["Planted", "1000000008"] {
            assert!(!push.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
    let read_key = story.carrier.read_key.clone();
    assert_eq!(Thief::in_dir(story.carrier.dir()).with(&read_key).opened(), 0);
    assert!(story.carrier.export().is_empty(), "what it carries is none of its records");
}

#[test]
fn a_line_in_which_anything_was_altered_is_taken_neither_by_a_carrier_nor_by_head_office() {
    let mut story = Story::new(&DeviceMode::SelfService, 2);
    story.record_lines(&[visit(1, &Value::Null)]);
    let lines = story.sealed();
    let whole = to_cbor(&read(&lines[0]));
    let hostile = |story: &mut Story, bytes: &[u8]| {
        let carried = vec![ByteVec::from(bytes.to_vec())];
        let sent =
            story.network.push_tampered(&mut story.carrier, &mut story.office, |push| push.carried = carried);
        sent.unwrap();
        story.office.export().len()
    };
    for at in (0..whole.len()).step_by(3) {
        let mut altered = whole.clone();
        altered[at] ^= 1 << (at % 8);
        if let Some(sealed) = from_cbor::<Sealed>(&altered) {
            let outcomes = story.carrier.kiosk.carry(&[sealed]).unwrap();
            assert!(matches!(outcomes[..], [CarryOutcome::Refused(_)]), "byte {at}: {outcomes:?}");
        }
        assert_eq!(hostile(&mut story, &altered), 0, "byte {at}");
        assert_eq!(hostile(&mut story, &whole[..at]), 0, "the first {at} bytes");
    }
    // another device's name in front of it
    let own = Sealed { certificate: read(&sealed_of_new(&mut story)).certificate, ..read(&lines[0]) };
    let outcomes = story.carrier.kiosk.carry(std::slice::from_ref(&own)).unwrap();
    assert_eq!(outcomes, [CarryOutcome::Refused(SealedFault::Signature)]);
    assert_eq!(hostile(&mut story, &to_cbor(&own)), 0);
    // the control: as it was signed, the same way takes it, and a thousand times is once
    for _ in 0..3 {
        assert_eq!(hostile(&mut story, &whole), 1);
    }
    story.assert_arrived();
}

/// A line of another device of the same head office.
fn sealed_of_new(story: &mut Story) -> String {
    let mut other = Branch::enrolled("dammam", &mut story.office, 77);
    other.record(&[visit(9, &Value::Null)]);
    sealed_of(&mut other).remove(0)
}

#[test]
fn a_line_that_was_lost_holds_up_what_builds_on_it_alone_and_the_file_can_be_recorded_again() {
    let mut story = Story::new(&DeviceMode::SelfService, 3);
    story.record_visits(30);
    let mut other = Branch::enrolled("dammam", &mut story.office, 78);
    let line = visit(9, &Value::Null);
    other.record(std::slice::from_ref(&line));
    let lines = story.sealed();
    assert!(lines.len() > 3);
    let mut cut = lines.clone();
    cut.remove(1);
    story.all_taken(&cut);
    story.all_taken(&sealed_of(&mut other));
    story.carrier_comes();
    assert_eq!(story.set_aside(), vec!["gap"; lines.len() - 2], "each is told, and kept as bytes");
    assert!(story.office.export().contains_key("00000000-0000-4000-8000-000000000009"), "another's went on");
    let outcomes = story.carry(&lines);
    assert!(matches!(outcomes[0], CarryOutcome::Repeated { .. }));
    assert!(outcomes[1..].iter().all(|outcome| matches!(outcome, CarryOutcome::Taken { .. })));
    story.carrier_comes();
    story.model.recorded("dammam", &line);
    assert_same(&story.office.export(), &story.model.records);
    story.origin_comes();
    story.network.sync(&mut other, &mut story.office).unwrap();
    assert_same(&story.office.export(), &story.model.records);
    story.office.assert_whole();
}

#[test]
fn lines_in_another_order_harm_nobody() {
    let mut story = Story::new(&DeviceMode::Branch, 4);
    story.record_visits(30);
    let mut lines = story.sealed();
    lines.reverse();
    story.all_taken(&lines);
    story.carrier_comes();
    let device = story.origin.kiosk.device().unwrap();
    assert!(story.office.replica.device(device).unwrap().unwrap().forked.is_none());
    story.origin_comes();
    story.assert_arrived();
    assert_eq!(story.origin.kiosk.counts().unwrap().quarantined, Vec::<String>::new());
    story.origin.assert_whole();
}

#[test]
fn a_stranger_and_whoever_was_shut_out_have_nothing_carried() {
    let mut story = Story::new(&DeviceMode::SelfService, 5);
    let mut elsewhere = Story::new(&DeviceMode::Branch, 6);
    elsewhere.record_visits(1);
    let foreign = elsewhere.sealed();
    assert_eq!(story.carry(&foreign), [CarryOutcome::Refused(SealedFault::Foreign)]);
    story.record_visits(2);
    let lines = story.sealed();
    story.all_taken(&lines);
    let (device, now) = (story.origin.kiosk.device().unwrap(), story.office.clock.unix_millis());
    assert!(story.office.replica.revoke_device(device, now).unwrap());
    story.carrier_comes();
    assert_eq!(story.set_aside(), vec!["revoked_device"; lines.len()]);
    assert!(story.office.export().is_empty());
    // and let in again
    story.office.clock.advance(1.hour());
    assert!(story.office.replica.restore_device(device, story.office.clock.unix_millis()).unwrap());
    story.all_taken(&lines);
    story.carrier_comes();
    story.assert_arrived();
}

#[test]
fn a_carrier_that_is_cut_off_between_taking_and_sending_sends_once_it_can() {
    let mut story = Story::new(&DeviceMode::SelfService, 7);
    story.record_visits(20);
    let lines = story.sealed();
    story.all_taken(&lines);
    story.carrier.start();
    let count = story.carrier.kiosk.carried().unwrap();
    assert_eq!(count.lines, lines.len() as u64);
    for fate in [Fate::RequestLost, Fate::ReplyLost, Fate::ReplyLost] {
        let lost = story.network.push(&mut story.carrier, &mut story.office, fate);
        assert!(matches!(lost, Err(Fault::Lost)));
        story.carrier.start();
    }
    story.carrier_comes();
    assert_eq!((story.carrier.kiosk.carried().unwrap().lines, story.set_aside().len()), (0, 0));
    story.assert_arrived();
}

#[test]
fn a_head_office_that_was_put_back_knows_the_writer_again_by_the_line_itself() {
    let mut office = HeadOffice::new(8);
    let mut carrier = Branch::enrolled_as("jeddah", &DeviceMode::Field, &mut office, 108);
    let mut network = Network::default();
    network.sync(&mut carrier, &mut office).unwrap();
    let backup = office.backup();
    office.clock.advance(1.hour());
    let mut origin = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut office, 8);
    let line = visit(1, &Value::Null);
    origin.record(std::slice::from_ref(&line));
    let lines = sealed_of(&mut origin);
    carry(&mut carrier, &lines);
    office.restore(backup);
    network.sync(&mut carrier, &mut office).unwrap();
    let mut model = Model::default();
    model.recorded("riyadh", &line);
    assert_same(&office.export(), &model.records);
    let row = office.replica.device(origin.kiosk.device().unwrap()).unwrap().unwrap();
    assert!(row.unconfirmed.is_some(), "until somebody has looked");
    network.sync(&mut origin, &mut office).unwrap();
    assert_same(&office.export(), &model.records);
    office.assert_whole();
}

#[test]
fn what_a_head_office_that_was_put_back_lost_is_taken_from_the_same_lines_again() {
    let mut story = Story::new(&DeviceMode::SelfService, 13);
    story.carrier_comes();
    let backup = story.office.backup();
    story.record_visits(3);
    let lines = story.sealed();
    story.all_taken(&lines);
    // by what it acknowledged a server knows that it was put back
    let own = visit(1, &Value::Null);
    story.carrier.record(std::slice::from_ref(&own));
    story.model.recorded("jeddah", &own);
    story.carrier_comes();
    let again = story.carry(&lines);
    assert!(again.iter().all(|outcome| matches!(outcome, CarryOutcome::Repeated { .. })), "{again:?}");
    story.office.restore(backup);
    story.carrier_comes();
    story.all_taken(&lines);
    story.carrier_comes();
    assert_same(&story.office.export(), &story.model.records);
    story.office.assert_whole();
}

#[test]
fn what_is_carried_does_not_wait_for_a_record_of_the_carriers_that_does_not_get_through() {
    let mut story = Story::new(&DeviceMode::SelfService, 14);
    story.record_visits(2);
    let lines = story.sealed();
    story.all_taken(&lines);
    story.carrier.record(&[visit(1, &Value::Null)]);
    let carries = |story: &mut Story| {
        let mut act = story.carrier.act();
        let push = story.carrier.kiosk.next_push(&mut act, PROGRAM).unwrap();
        let request: PushRequest = from_cbor(&unpack(&push.body).unwrap()).unwrap();
        assert_ne!(request.carried.is_empty(), request.journals.is_empty(), "one or the other");
        !request.carried.is_empty()
    };
    assert!((0..32).all(|_| !carries(&mut story)), "its own goes first");
    let database = Connection::open(story.carrier.dir().join("kiosk.db")).unwrap();
    let sql = "INSERT INTO meta VALUES ('reissues', CAST('2' AS BLOB)) ON CONFLICT DO UPDATE SET value = excluded.value";
    database.execute(sql, []).unwrap();
    let carried = (0..32).filter(|_| carries(&mut story)).count();
    assert!((1..32).contains(&carried), "either may go first: {carried}");
}

#[test]
fn a_line_for_which_more_is_to_be_read_than_for_any_push_is_refused_and_holds_up_nothing() {
    let mut story = Story::new(&DeviceMode::Branch, 15);
    story.office.replica.load_at_most(Loaded { changes: 1, bytes: 1 });
    let ids: Vec<String> = sure_ids().take(2).collect();
    let person = |id: &str, name: &str| json!({"national_id": id, "name": name});
    story.record_lines(&[visit(1, &person(&ids[0], "نورة")), visit(2, &person(&ids[1], "سارة"))]);
    story.origin_comes();
    // changes of two files that are there
    for id in &ids {
        let view = opened(&story.origin, id);
        assert_eq!(correct(&mut story.origin, &view, ProfileField::Name, "هدى"), Correction::Saved);
    }
    let lines = story.sealed();
    assert_eq!(lines.len(), 1);
    story.all_taken(&lines);
    story.carrier_comes();
    assert_eq!(story.set_aside(), ["too_large"]);
    assert_eq!(story.carrier.kiosk.carried().unwrap().lines, 0);
}

#[test]
fn a_line_of_another_life_of_head_office_is_received() {
    let mut story = Story::new(&DeviceMode::Branch, 9);
    story.record_visits(4);
    story.origin_comes();
    story.carrier_comes();
    let backup = story.office.backup();
    story.record_visits(6);
    let lines = story.sealed();
    // received, and lost with the machine
    story.origin_comes();
    story.all_taken(&lines);
    story.office.restore(backup);
    story.carrier_comes();
    story.assert_arrived();
    story.origin_comes();
    story.assert_arrived();
}

#[test]
fn whatever_a_copy_of_the_writer_did_meanwhile_each_record_is_there_once() {
    for seed in seeds(2) {
        for carrier_is_first in [true, false] {
            let mut story = Story::new(&DeviceMode::Branch, seed);
            story.record_visits(4);
            story.origin_comes();
            story.record_visits(6);
            let mut copy = story.origin.clone_disk(seed + 300);
            let lines = story.sealed();
            let line = visit(1, &Value::Null);
            copy.record(std::slice::from_ref(&line));
            story.model.recorded("riyadh", &line);
            story.record_visits(3);
            if !carrier_is_first {
                story.network.sync(&mut copy, &mut story.office).unwrap();
                story.origin_comes();
            }
            story.all_taken(&lines);
            let later = sealed_of(&mut copy);
            carry(&mut story.carrier, &later);
            story.carrier_comes();
            story.network.sync(&mut copy, &mut story.office).unwrap();
            story.origin_comes();
            story.network.sync(&mut copy, &mut story.office).unwrap();
            story.assert_arrived();
        }
    }
}

#[test]
fn who_never_comes_but_is_carried_has_no_more_days_than_went_by() {
    let mut story = Story::new(&DeviceMode::Branch, 10);
    story
        .office
        .replica
        .set_budgets(Budgets { files: 1, corrections: 1, joins: 1, ..Budgets::default() })
        .unwrap();
    let device = story.origin.kiosk.device().unwrap();
    let waiting = |story: &Story| {
        story.office.replica.activity(story.office.clock.unix_millis()).unwrap()[&device].waiting
    };
    let (mut n, mut sure_ids) = (0, sure_ids());
    for (days, files, waits) in [(20, 20, 0), (1, 3, 2), (1, 0, 1)] {
        story.wait((24 * days).hours());
        for _ in 0..files {
            n += 1;
            let person = json!({"national_id": sure_ids.next(), "name": "نورة"});
            story.record_lines(&[visit(n, &person)]);
        }
        if files == 0 {
            n += 1;
            story.record_lines(&[visit(n, &Value::Null)]);
        }
        let lines = story.sealed();
        carry(&mut story.carrier, &lines);
        story.carrier_comes();
        assert_eq!(waiting(&story), waits, "after {days} days more");
    }
    story.assert_arrived();
}

#[test]
fn the_command_line_writes_sealed_lines_without_a_pin_and_any_device_carries_them() {
    let mut story = Story::new(&DeviceMode::SelfService, 11);
    story.record_visits(9);
    let said = |output: &std::process::Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let exported = run(&story.origin, &["export", "--format", "ndjson"], "");
    assert!(exported.status.success(), "{}", said(&exported));
    assert!(
        said(&exported).contains("sealed lines") && said(&exported).contains("kiosk record"),
        "{}",
        said(&exported)
    );
    let sealed = run(&story.origin, &["export", "--sealed"], "");
    assert_eq!(exported.stdout, sealed.stdout);
    let with_pin = run(&story.origin, &["export", "--format", "ndjson", "--pin-stdin"], &format!("{PIN}\n"));
    assert!(!with_pin.status.success() && said(&with_pin).contains("--sealed"), "{}", said(&with_pin));

    let file = String::from_utf8(exported.stdout).unwrap();
    let recorded = run(&story.carrier, &["record", "-"], &file);
    assert!(recorded.status.success(), "{}", said(&recorded));
    let ids: BTreeSet<String> =
        String::from_utf8(recorded.stdout.clone()).unwrap().lines().map(str::to_owned).collect();
    assert!(story.model.records.keys().all(|id| ids.contains(id)), "each id is printed once it is durable");
    let n_lines = file.lines().count();
    assert!(said(&recorded).contains(&format!("took {n_lines} sealed lines")), "{}", said(&recorded));
    let again = run(&story.carrier, &["record", "-"], &file);
    assert!(again.status.success() && said(&again).contains("recorded 0, repeated"), "{}", said(&again));
    let damaged = file.replacen("\"sealed\":\"", "\"sealed\":\"AAAA", 1);
    let damaged = run(&story.carrier, &["record", "-"], &damaged);
    assert!(!damaged.status.success() && said(&damaged).contains("line 1: sealed"), "{}", said(&damaged));
    let status = run(&story.carrier, &["status", "--json"], "");
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["carried"], n_lines);

    story.carrier.start();
    story.carrier_comes();
    story.assert_arrived();
}
