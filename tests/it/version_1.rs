//! What version 1 wrote is read by every later one: databases, messages, documents, lines, receipts.
//!
//! `tests/fixtures/v1` was written once, by [`write_what_version_1_writes`], and is never written again. `before` are the data
//! directories of head office and of a device on which records wait; `exchange.ndjson` is every request that three devices
//! then sent, and its answer; `after` is how it ended.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::domain::{DeviceMode, FactId, ProfileField, RecordLine, SignedReceipt};
use shared::hex::{from_hex, to_hex};
use shared::replica::{
    CarryOutcome, ExchangeError, Failure, KioskError, Progress, Request, Session, recover_secrets,
};
use shared::sync::http::{PULL_PATH, PUSH_PATH, PullQuery, SIGNATURE_HEADER};
use shared::sync::{
    EnrolReply, EnrolRequest, PullReply, PushReply, PushRequest, RecoveryCode, Sealed, from_cbor, to_cbor,
    unpack,
};
use tempfile::TempDir;
use tests::branch::{Branch, PROGRAM, copy_of_closed};
use tests::builders::Register;
use tests::model::{Exported, Model, assert_same};
use tests::network::Network;
use tests::office::{HeadOffice, copy_of, stay_in_a_file};
use tests::seed::dice;

use crate::keys::without_secrets;
use crate::people::{correct, opened, visit};

const PERSON: &str = "1000000008";

/// The bytes of head office's signature before an answer to a pull.
const SIGNATURE_BYTES: usize = 64;

/// What programs wrote once, in a folder of `tests/fixtures`.
#[derive(Clone, Copy)]
pub struct Fixture(pub &'static str);

const V1: Fixture = Fixture("v1");

fn hex(line: &Value, field: &str) -> Vec<u8> {
    from_hex(line[field].as_str().unwrap()).unwrap()
}

/// A request of version 1, and what came back.
struct Exchanged {
    branch: String,
    token: String,
    request: Request,
    answer: Vec<u8>,
}

fn read_exchanged(line: &Value) -> Exchanged {
    let path = line["path"].as_str().unwrap();
    let request = match path.strip_prefix(PULL_PATH) {
        Some(query) => Request::Pull(read_query(query)),
        None => {
            assert_eq!(path, PUSH_PATH);
            let signature = line[SIGNATURE_HEADER].as_str().unwrap().to_owned();
            Request::Push { body: hex(line, "body"), signature }
        }
    };
    let of = |field: &str| line[field].as_str().unwrap().to_owned();
    Exchanged { branch: of("branch"), token: of("token"), request, answer: hex(line, "answer") }
}

fn read_query(query: &str) -> PullQuery {
    let parts: BTreeMap<&str, &str> =
        query.trim_start_matches('?').split('&').map(|part| part.split_once('=').unwrap()).collect();
    let most = parts.get("most").map(|most| most.parse().unwrap());
    let (scope, position) = (parts["scope"].to_owned(), parts["position"].parse().unwrap());
    let without = parts.contains_key("without");
    let since = parts.get("since").map(|since| since.parse().unwrap());
    PullQuery::from_parts(scope, position, parts["checksum"], parts["incarnation"], most, without, since)
}

impl Fixture {
    fn dir(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(self.0)
    }

    fn text(self, name: &str) -> String {
        fs::read_to_string(self.dir().join(name)).unwrap()
    }

    fn exchanged(self) -> Vec<Exchanged> {
        let exchanged = self.text("exchange.ndjson");
        exchanged.lines().map(|line| read_exchanged(&serde_json::from_str(line).unwrap())).collect()
    }

    pub fn exported(self, name: &str) -> Exported {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    pub fn head_office(self, dir: &str) -> HeadOffice {
        HeadOffice::in_dir(self.office_dir(dir), 1)
    }

    /// A copy of head office's directory: version 1 knew files alone.
    fn office_dir(self, dir: &str) -> TempDir {
        let copy = copy_of(&self.dir().join(dir).join("office"));
        stay_in_a_file(copy.path());
        copy
    }

    pub fn riyadh(self, dir: &str) -> Branch {
        let mut branch = Branch::in_dir("riyadh", copy_of(&self.dir().join(dir).join("riyadh")), 2);
        branch.sign_in();
        branch
    }

    /// Head office takes what devices sent.
    pub fn assert_head_office_takes_it(self) -> HeadOffice {
        let mut office = self.head_office("before");
        for Exchanged { token, request, .. } in self.exchanged() {
            let mut act = office.act();
            office.replica.answer(&mut act, &token, &request).unwrap();
        }
        assert_same(&office.export(), &self.exported("office.json"));
        office.assert_whole();
        office
    }

    /// The device of Riyadh takes what it was answered, in so many exchanges.
    pub fn assert_device_takes_it(self, expected: usize) -> Branch {
        let mut branch = self.riyadh("before");
        assert!(branch.kiosk.counts().unwrap().waiting > 0, "the story begins with records that wait");
        let mut answers = self.exchanged().into_iter().filter(|exchanged| exchanged.branch == "riyadh");
        let mut exchanges = 0;
        while let Some(first) = answers.next() {
            let mut act = branch.act();
            let (mut session, mut request) = Session::begin(&mut branch.kiosk, &mut act, PROGRAM).unwrap();
            let mut exchanged = first;
            loop {
                match (&request, &exchanged.request) {
                    (Request::Pull(query), Request::Pull(of_then)) => assert_eq!(query, of_then),
                    (Request::Push { .. }, Request::Push { .. }) => {}
                    others => panic!("the device goes another way: {others:?}"),
                }
                let mut act = branch.act();
                match session.take(&mut branch.kiosk, &mut act, &exchanged.answer).unwrap() {
                    Progress::Next(next) => request = next,
                    Progress::Done => break,
                    Progress::Undone => panic!("the device could not take what it was answered"),
                }
                exchanged = answers.next().expect("as many answers as the device asks for");
            }
            exchanges += 1;
        }
        assert_eq!(exchanges, expected);
        assert_eq!(branch.kiosk.counts().unwrap().waiting, 0);
        assert_same(&branch.export(), &self.exported("riyadh.json"));
        branch.assert_whole();
        branch
    }

    /// The messages say the same when they are written again.
    pub fn assert_messages_stay(self) {
        for Exchanged { request, answer, .. } in self.exchanged() {
            match request {
                Request::Push { body, .. } => {
                    let (sent, answered) = (unpack(&body).unwrap(), unpack(&answer).unwrap());
                    let message: PushRequest = from_cbor(&sent).unwrap();
                    assert!(message.protocol == 1 && to_cbor(&message) == sent);
                    let reply: PushReply = from_cbor(&answered).unwrap();
                    assert_eq!(to_cbor(&reply), answered);
                }
                Request::Pull(_) => {
                    let answered = unpack(&answer[SIGNATURE_BYTES..]).unwrap();
                    let reply: PullReply = from_cbor(&answered).unwrap();
                    assert_eq!(to_cbor(&reply), answered);
                }
                Request::Enrol { .. } => panic!("nobody's row is lost in this story"),
            }
        }
    }

    /// Whether it is there: what was written once is never written again.
    pub fn is_written(self) -> bool {
        self.dir().join("exchange.ndjson").exists()
    }

    pub fn write(self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.dir().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn write_dir(self, name: &str, dir: &Path) {
        for file in fs::read_dir(dir).unwrap() {
            let file = file.unwrap();
            let name_of_file = file.file_name().into_string().unwrap();
            if !name_of_file.ends_with("-wal") && !name_of_file.ends_with("-shm") && name_of_file != "lock" {
                self.write(&format!("{name}/{name_of_file}"), fs::read(file.path()).unwrap());
            }
        }
    }
}

fn lines() -> Vec<Value> {
    V1.text("lines.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn lines_that_were_kept_are_read_and_exported_as_they_were() {
    let mut device = Branch::enrolled("riyadh", &mut HeadOffice::new(2), 2);
    let mut model = Model::default();
    for line in &lines() {
        assert!(RecordLine::parse(line.to_string().as_bytes()).is_ok(), "{line}");
        model.recorded("riyadh", line);
    }
    device.record(&lines());
    assert_same(&model.records, &V1.exported("lines.json"));
    assert_same(&device.export(), &model.records);
}

#[test]
fn head_office_takes_what_devices_of_version_1_sent() {
    V1.assert_head_office_takes_it();
}

#[test]
fn a_device_takes_what_head_office_of_version_1_answered() {
    let branch = V1.assert_device_takes_it(2);
    assert_eq!(opened(&branch, PERSON).files.len(), 2, "the person's file of the other branch came");
}

#[test]
fn databases_of_version_1_are_opened_and_go_on() {
    let (mut office, mut branch) = (V1.head_office("after"), V1.riyadh("after"));
    assert_same(&office.export(), &V1.exported("office.json"));
    assert_same(&branch.export(), &V1.exported("riyadh.json"));
    office.assert_whole();
    branch.assert_whole();
    assert_eq!(opened(&branch, PERSON).files.len(), 2);
    branch.clock.advance(4.hours());
    branch.record(&[visit(77, &json!({"national_id": PERSON}))]);
    Network::default().sync(&mut branch, &mut office).unwrap();
    let counts = branch.kiosk.counts().unwrap();
    assert_eq!((counts.waiting, counts.received), (0, counts.saved));
    assert_eq!(office.export().len(), V1.exported("office.json").len() + 1);
    office.replica.rebuild().unwrap();
    office.assert_whole();
}

#[test]
fn messages_of_version_1_say_the_same_when_they_are_written_again() {
    V1.assert_messages_stay();
    let enrolment: Value = serde_json::from_str(&V1.text("enrolment.json")).unwrap();
    let (request, reply) = (hex(&enrolment, "request"), hex(&enrolment, "reply"));
    for request in [request, hex(&enrolment, "shown_again")] {
        assert_eq!(to_cbor(&from_cbor::<EnrolRequest>(&request).unwrap()), request);
    }
    assert_eq!(to_cbor(&from_cbor::<EnrolReply>(&reply).unwrap()), reply);
}

#[test]
fn a_device_of_version_1_is_known_again_by_its_certificate() {
    let mut office = V1.head_office("before");
    let database = rusqlite::Connection::open(office.dir().join("office.db")).unwrap();
    database.pragma_update(None, "foreign_keys", "OFF").unwrap();
    assert_eq!(database.execute("DELETE FROM device WHERE branch = 'riyadh'", []).unwrap(), 1);
    let sent = V1.exchanged();
    let of_riyadh = sent.iter().find(|exchanged| exchanged.branch == "riyadh").unwrap();
    let mut act = office.act();
    let refused = office.replica.answer(&mut act, &of_riyadh.token, &of_riyadh.request);
    assert!(matches!(refused, Err(ExchangeError::UnknownDevice)), "{refused:?}");
    let enrolment: Value = serde_json::from_str(&V1.text("enrolment.json")).unwrap();
    office.replica.enrol(&mut act, &hex(&enrolment, "shown_again")).unwrap();
    office.replica.answer(&mut act, &of_riyadh.token, &of_riyadh.request).unwrap();
}

#[test]
fn sealed_lines_of_version_1_are_carried_and_received() {
    let (mut office, mut branch) = (V1.head_office("before"), V1.riyadh("before"));
    let lines: Vec<Sealed> = V1
        .text("sealed.ndjson")
        .lines()
        .map(|line| Sealed::from_line(line.as_bytes()).unwrap().unwrap())
        .collect();
    let outcomes = branch.kiosk.carry(&lines).unwrap();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, CarryOutcome::Taken { .. })), "{outcomes:?}");
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert!(branch.kiosk.counts().unwrap().set_aside.is_empty());
    let of_abha = |exported: Exported| -> Exported {
        exported.into_iter().filter(|(_, record)| record["branch"] == "abha").collect()
    };
    let (found, expected) = (of_abha(office.export()), of_abha(V1.exported("office.json")));
    assert!(!expected.is_empty());
    assert_same(&found, &expected);
}

#[test]
fn the_secrets_of_version_1_are_made_again_from_its_recovery_code() {
    let dir = V1.office_dir("after");
    without_secrets(dir.path());
    let code = RecoveryCode::parse(V1.text("recovery-code").trim_end()).unwrap();
    recover_secrets(&dir.path().into(), None, &code).unwrap();
    let office = HeadOffice::in_dir(dir, 1);
    assert_same(&office.export(), &V1.exported("office.json"));
}

/// The documents of a device, by name: the hash of every change.
fn hashes_of(branch: &Branch) -> BTreeMap<String, Vec<String>> {
    let mut hashes = BTreeMap::new();
    let note = |name: &shared::doc::DocumentName, saved: &[u8]| {
        hashes.insert(name.to_string().replace('/', "_"), changes_of(saved));
        Ok(())
    };
    branch.kiosk.export_documents::<KioskError>(note).unwrap();
    hashes
}

fn changes_of(saved: &[u8]) -> Vec<String> {
    let document = automerge::Automerge::load(saved).unwrap();
    document.get_changes(&[]).iter().map(|change| change.hash().to_string()).collect()
}

#[test]
fn documents_that_version_1_exported_have_the_changes_that_they_have_now() {
    let now = hashes_of(&V1.riyadh("after"));
    let mut documents = 0;
    for file in fs::read_dir(V1.dir().join("documents")).unwrap() {
        let file = file.unwrap();
        let name = file.path().file_stem().unwrap().to_str().unwrap().to_owned();
        assert_eq!(now.get(&name), Some(&changes_of(&fs::read(file.path()).unwrap())), "{name}");
        documents += 1;
    }
    assert_eq!(documents, now.len());
}

#[test]
fn the_receipt_of_version_1_is_genuine() {
    let receipt = V1.text("receipt");
    assert_eq!(SignedReceipt::parse(&receipt).unwrap().to_text(), receipt.trim_end());
    let found = V1.head_office("after").replica.check_receipt(&receipt).unwrap();
    assert!(matches!(found, shared::replica::ReceiptFinding::Genuine(_)), "{found:?}");
}

/// Exchanges, and returns each request and its answer as a line.
pub fn exchange(branch: &mut Branch, office: &mut HeadOffice) -> String {
    let (mut lines, token) = (String::new(), branch.kiosk.token().unwrap().to_owned());
    let mut act = branch.act();
    let (mut session, mut request) = Session::begin(&mut branch.kiosk, &mut act, PROGRAM).unwrap();
    loop {
        let mut act = office.act();
        let answer = office.replica.answer(&mut act, &token, &request).unwrap();
        let http = request.to_http(&token);
        let mut headers = http.headers.iter();
        let signature = headers.find(|(name, _)| *name == SIGNATURE_HEADER).map(|(_, value)| value);
        let line = json!({
            "branch": branch.name, "token": token, "path": http.path, SIGNATURE_HEADER: signature,
            "body": http.body.as_deref().map(to_hex), "answer": to_hex(&answer),
        });
        lines += &format!("{line}\n");
        let mut act = branch.act();
        match session.take(&mut branch.kiosk, &mut act, &answer).unwrap() {
            Progress::Next(next) => request = next,
            Progress::Done => return lines,
            Progress::Undone => panic!("nothing is lost in this story"),
        }
    }
}

fn enrolled_and_written(name: &str, office: &mut HeadOffice) -> Branch {
    let mut branch = Branch::not_enrolled(name, 1);
    let code = office.code(name, &DeviceMode::Branch);
    let (request, reply) = branch.enrol(office, &code);
    let mut act = branch.act();
    let (mut session, _) = Session::begin(&mut branch.kiosk, &mut act, PROGRAM).unwrap();
    let unknown = session.failed(&mut branch.kiosk, &mut act, Failure::Unknown).unwrap();
    let Progress::Next(Request::Enrol { body }) = unknown else { panic!("{unknown:?}") };
    let [request, reply, shown_again] = [request, reply, body].map(|bytes| to_hex(&bytes));
    let lines = json!({"request": request, "reply": reply, "shown_again": shown_again});
    V1.write("enrolment.json", format!("{lines}\n"));
    branch
}

#[test]
#[ignore = "writes the fixtures of version 1, which was done once"]
fn write_what_version_1_writes() {
    assert!(!V1.is_written(), "what version 1 wrote is never written again");
    let mut office = HeadOffice::new(1);
    let mut riyadh = enrolled_and_written("riyadh", &mut office);
    let mut jeddah = Branch::enrolled_as("jeddah", &DeviceMode::Field, &mut office, 2);
    let mut abha = Branch::enrolled_as("abha", &DeviceMode::SelfService, &mut office, 3);
    riyadh.record(&lines());
    let person = |name: &str| json!({"national_id": PERSON, "name": name, "mobile": "0556880045"});
    riyadh.record(&[visit(1, &person("محمد بن عبد الله"))]);
    jeddah.record(&[visit(2, &person("محمد عبدالله"))]);
    let mut register = Register::new(dice(1, "register"));
    for branch in [&mut jeddah, &mut abha] {
        let stated = branch.clock.stated();
        branch.record(&(0..12).map(|_| register.line(&stated)).collect::<Vec<_>>());
    }
    for (branch, hours) in [(&mut riyadh, 3), (&mut jeddah, 4), (&mut abha, 5)] {
        branch.clock.advance(hours.hours());
        let mut act = branch.act();
        branch.kiosk.move_due_ratings(&mut act).unwrap();
    }
    V1.write_dir("before/office", office.backup().path());
    V1.write_dir("before/riyadh", copy_of_closed(&riyadh).path());
    let mut sealed = String::new();
    let mut act = abha.act();
    let line = |line: String| {
        sealed += &format!("{line}\n");
        Ok(())
    };
    abha.kiosk.sealed_lines::<KioskError>(&mut act, line).unwrap();
    V1.write("sealed.ndjson", sealed);
    V1.write("recovery-code", format!("{}\n", office.replica.take_recovery_code().unwrap().to_text()));
    let mut lines = String::new();
    for branch in [&mut riyadh, &mut jeddah, &mut abha] {
        lines += &exchange(branch, &mut office);
    }
    lines += &exchange(&mut riyadh, &mut office);
    let view = opened(&jeddah, PERSON);
    correct(&mut jeddah, &view, ProfileField::Name, "محمد بن عبد الله");
    lines += &exchange(&mut jeddah, &mut office);
    V1.write("exchange.ndjson", lines);
    V1.write_dir("after/office", office.backup().path());
    V1.write_dir("after/riyadh", copy_of_closed(&riyadh).path());
    V1.write("office.json", serde_json::to_string_pretty(&office.export()).unwrap());
    V1.write("riyadh.json", serde_json::to_string_pretty(&riyadh.export()).unwrap());
    let document = |name: &shared::doc::DocumentName, saved: &[u8]| {
        V1.write(&format!("documents/{}.automerge", name.to_string().replace('/', "_")), saved);
        Ok(())
    };
    riyadh.kiosk.export_documents::<KioskError>(document).unwrap();
    let fact = FactId::parse("00000000-0000-4000-8000-000000000001").unwrap();
    let day = riyadh.clock.reading().wall.date();
    V1.write("receipt", format!("{}\n", riyadh.kiosk.receipt(fact, day).unwrap().to_text()));
}
