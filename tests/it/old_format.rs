//! What version 1 stored and sent is read for ever: directories, documents and messages that it wrote, kept as files.
//!
//! `fixtures/v1` was written once, by the ignored test at the end, which refuses to write it again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use automerge::{Automerge, ReadDoc as _, ScalarValue};
use jiff::ToSpan as _;
use minicbor::bytes::ByteArray;
use serde_json::{Value, json};
use shared::hex::to_hex;
use shared::replica::KioskError;
use shared::sync::{
    EnrolReply, EnrolRequest, PullReply, PushReply, PushRequest, from_cbor, pack, to_cbor, unpack,
};
use tests::branch::{Branch, PROGRAM, copy_of_closed};
use tests::builders::Register;
use tests::clock::TestClock;
use tests::model::{Exported, Model, assert_same};
use tests::network::Network;
use tests::office::{HeadOffice, copy_of};
use tests::seed::dice;

/// The day on which the fixtures were written, by their own clock.
const NEXT_DAY: &str = "2026-05-13T08:10:00+03:00[Asia/Riyadh]";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/v1")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

pub(crate) fn listed<T: for<'a> serde::Deserialize<'a>>(name: &str) -> T {
    serde_json::from_slice(&file(name)).unwrap()
}

pub(crate) fn kiosk_of_version_1() -> Branch {
    let mut device = Branch::in_dir("riyadh", copy_of(&fixtures().join("kiosk")), 1);
    device.clock = TestClock::at(NEXT_DAY);
    device
}

pub(crate) fn office_of_version_1() -> HeadOffice {
    let mut office = HeadOffice::in_dir(copy_of(&fixtures().join("office")), 1);
    office.clock = TestClock::at(NEXT_DAY);
    office
}

/// Everything that an automerge document says, two levels deep: bytes as hexadecimal digits.
pub(crate) fn contents(document: &Automerge) -> Value {
    let scalar = |value: &ScalarValue| match value {
        ScalarValue::Str(text) => json!(text.as_str()),
        ScalarValue::Int(number) => json!(number),
        ScalarValue::Boolean(yes) => json!(yes),
        ScalarValue::Bytes(bytes) => json!(to_hex(bytes)),
        other => panic!("no document of ours holds {other:?}"),
    };
    let mut facts = BTreeMap::new();
    for key in document.keys(automerge::ROOT) {
        let (value, object) = document.get(automerge::ROOT, &key).unwrap().unwrap();
        let fact = match value.as_scalar() {
            Some(value) => scalar(value),
            None => {
                let fields = document.keys(&object).map(|field| {
                    let (value, _) = document.get(&object, &field).unwrap().unwrap();
                    (field, scalar(value.as_scalar().unwrap()))
                });
                json!(fields.collect::<BTreeMap<String, Value>>())
            }
        };
        facts.insert(key, fact);
    }
    json!({ "facts": facts, "heads": document.get_heads().iter().map(ToString::to_string).collect::<Vec<_>>() })
}

pub(crate) fn documents_of(device: &Branch) -> Vec<(String, Vec<u8>)> {
    let mut documents = Vec::new();
    device
        .kiosk
        .export_documents::<KioskError>(|name, saved| {
            documents.push((name.to_string(), saved.to_vec()));
            Ok(())
        })
        .unwrap();
    documents
}

#[test]
fn a_device_of_version_1_opens_goes_on_and_delivers_everything() {
    let (mut device, mut office) = (kiosk_of_version_1(), office_of_version_1());
    let expected: Exported = listed("expected.json");
    assert_same(&device.export(), &expected);
    let mut model = Model { records: expected };
    let line = Register::new(dice(2, "register")).visit("2026-05-13T08:00:00+03:00");
    device.record(std::slice::from_ref(&line));
    model.recorded("riyadh", &line);
    Network::default().sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &model.records);
    office.assert_whole();
    office.replica.rebuild().unwrap();
    assert_same(&office.export(), &model.records);
}

#[test]
fn documents_of_version_1_load_and_say_what_they_said() {
    let expected: BTreeMap<String, Value> = listed("documents.json");
    let kinds: Vec<&str> = expected.keys().map(|name| &name[..2]).collect();
    for kind in ["j/", "r/", "f/", "k/"] {
        assert!(kinds.contains(&kind), "{kind}");
    }
    for (name, expected) in &expected {
        let saved = file(&format!("documents/{}.automerge", name.replace('/', "_")));
        assert_eq!(contents(&Automerge::load(&saved).unwrap()), *expected, "{name}");
    }
    let now: BTreeMap<String, Value> = documents_of(&kiosk_of_version_1())
        .into_iter()
        .map(|(name, saved)| (name, contents(&Automerge::load(&saved).unwrap())))
        .collect();
    assert_eq!(now, expected, "this version makes the same documents of the same database");
}

#[test]
fn a_push_of_version_1_is_taken_in_and_answered() {
    let mut office = office_of_version_1();
    let device = kiosk_of_version_1();
    let signature = String::from_utf8(file("push.signature")).unwrap();
    let now = office.clock.unix_millis();
    let token = device.kiosk.token().unwrap();
    let reply = office.replica.push(now, &mut office.dice, token, &signature, &file("push.zst")).unwrap();
    let reply: PushReply = from_cbor(&unpack(&reply).unwrap()).unwrap();
    assert!(reply.held.is_empty());
    assert_same(&office.export(), &listed("expected.json"));
    office.assert_whole();
}

/// Tells whether a message is read and written back as the same bytes.
fn is_same<T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> bool {
    from_cbor::<T>(bytes).is_some_and(|message| to_cbor(&message) == bytes)
}

#[test]
fn messages_of_version_1_are_read_and_written_as_they_were() {
    assert!(is_same::<EnrolRequest>(&file("enrol_request.cbor")));
    assert!(is_same::<EnrolReply>(&file("enrol_reply.cbor")));
    assert!(is_same::<PushRequest>(&unpack(&file("push.zst")).unwrap()));
    assert!(is_same::<PushReply>(&unpack(&file("push_reply.zst")).unwrap()));
    assert!(is_same::<PullReply>(&unpack(&file("pull_reply.zst")).unwrap()));
}

#[test]
fn a_message_that_lost_a_field_or_took_its_number_for_another_is_told_apart() {
    /// An enrolment that forgot the program's version.
    #[derive(minicbor::Encode, minicbor::Decode)]
    #[cbor(map)]
    struct Forgetful {
        #[n(0)]
        protocol: u32,
        #[n(1)]
        secret: String,
        #[n(2)]
        signing_key: ByteArray<32>,
        #[n(3)]
        sealing_key: ByteArray<32>,
    }
    /// An enrolment that gave the secret's number to something else.
    #[derive(minicbor::Encode, minicbor::Decode)]
    #[cbor(map)]
    struct Renumbered {
        #[n(1)]
        protocol: u32,
    }
    assert!(!is_same::<Forgetful>(&file("enrol_request.cbor")));
    assert!(!is_same::<Renumbered>(&file("enrol_request.cbor")));
    let mut documents: BTreeMap<String, Value> = listed("documents.json");
    let (name, said) = documents.pop_first().unwrap();
    let saved = file(&format!("documents/{}.automerge", name.replace('/', "_")));
    let mut altered = said;
    altered["heads"] = json!([]);
    assert_ne!(contents(&Automerge::load(&saved).unwrap()), altered);
}

#[test]
#[ignore = "writes the fixtures of version 1, once and never again"]
fn write_the_fixtures_of_version_1() {
    let to = fixtures();
    assert!(!to.exists(), "fixtures/v1 is frozen");
    std::fs::create_dir_all(to.join("documents")).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(to.join(name), bytes).unwrap();
    let keep = |name: &str, dir: &Path| {
        std::fs::create_dir(to.join(name)).unwrap();
        for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
            let is_log = entry.path().to_str().unwrap().ends_with("-wal")
                || entry.path().to_str().unwrap().ends_with("-shm");
            if !is_log {
                std::fs::copy(entry.path(), to.join(name).join(entry.file_name())).unwrap();
            }
        }
    };

    let mut office = HeadOffice::new(1);
    let mut device = Branch::not_enrolled("riyadh", 1);
    let code = office.code("riyadh", &shared::domain::DeviceMode::Branch);
    let enrolment = device.kiosk.begin_enrolment("http://127.0.0.1", &code, PROGRAM).unwrap();
    write("enrol_request.cbor", &enrolment.body);
    let now = office.clock.unix_millis();
    let enrolled = office.replica.enrol(now, &mut office.dice, &enrolment.body).unwrap();
    write("enrol_reply.cbor", &enrolled.reply);
    device.kiosk.finish_enrolment(&mut device.dice, enrolment, &enrolled.reply).unwrap();

    let query = device.kiosk.pull_query().unwrap();
    let token = device.kiosk.token().unwrap().to_owned();
    let pulled = office.replica.pull(now, &mut office.dice, &token, &query.scope, 0, "").unwrap();
    write("pull_reply.zst", &pulled);
    device.kiosk.take_pull_reply(&device.clock.reading(), &mut device.dice, &query, &pulled).unwrap();

    let (mut model, mut register) = (Model::default(), Register::new(dice(1, "fixtures")));
    let stated = device.clock.stated();
    let lines: Vec<Value> = (0..12)
        .map(|n| if n % 3 == 2 { register.rating(&stated) } else { register.visit(&stated) })
        .collect();
    device.record(&lines);
    lines.iter().for_each(|line| model.recorded("riyadh", line));
    device.clock.advance(1.day());
    office.clock.advance(1.day());
    let reading = device.clock.reading();
    assert_eq!(device.kiosk.move_due_ratings(&reading, &mut device.dice).unwrap(), 4);
    write("expected.json", serde_json::to_string_pretty(&model.records).unwrap().as_bytes());

    let (push, signature, _) = device.kiosk.next_push(&reading, &mut device.dice, PROGRAM).unwrap();
    write("push.zst", &push);
    write("push.signature", signature.as_bytes());
    keep("kiosk", copy_of_closed(&device).path());
    keep("office", office.backup().path());
    let mut listed = BTreeMap::new();
    for (name, saved) in documents_of(&device) {
        write(&format!("documents/{}.automerge", name.replace('/', "_")), &saved);
        listed.insert(name, contents(&Automerge::load(&saved).unwrap()));
    }
    write("documents.json", serde_json::to_string_pretty(&listed).unwrap().as_bytes());
    let now = office.clock.unix_millis();
    let reply = office.replica.push(now, &mut office.dice, &token, &signature, &push).unwrap();
    write("push_reply.zst", &reply);
    assert_eq!(pack(&unpack(&push).unwrap()), push);
}
