//! What versions 1 and 2 stored in documents and sent, kept as files: it is read and written as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use automerge::{Automerge, ReadDoc as _, ScalarValue};
use minicbor::bytes::ByteArray;
use serde_json::{Value, json};
use shared::domain::RecordLine;
use shared::hex::to_hex;
use shared::sync::{EnrolReply, EnrolRequest, PullReply, PushReply, PushRequest, from_cbor, to_cbor, unpack};
use tests::branch::Branch;
use tests::model::{Model, assert_same};
use tests::office::HeadOffice;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

fn listed<T: for<'a> serde::Deserialize<'a>>(name: &str) -> T {
    serde_json::from_slice(&file(name)).unwrap()
}

fn document(version: &str, name: &str) -> Automerge {
    let saved = file(&format!("{version}/documents/{}.automerge", name.replace('/', "_")));
    Automerge::load(&saved).unwrap()
}

/// Everything that an automerge document says, two levels deep: bytes as hexadecimal digits.
fn contents(document: &Automerge) -> Value {
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

#[test]
fn documents_of_both_versions_load_and_say_what_they_said() {
    let mut said = String::new();
    for version in ["v1", "v2"] {
        let expected: BTreeMap<String, Value> = listed(&format!("{version}/documents.json"));
        for (name, expected) in &expected {
            assert_eq!(contents(&document(version, name)), *expected, "{name}");
        }
        said.push_str(&serde_json::to_string(&expected).unwrap());
    }
    for kind in ["j/", "r/", "f/", "k/"] {
        assert!(said.contains(&format!("\"{kind}")), "{kind}");
    }
    for field in ["suggestion", "acting", "asks_for_woman", "place", "report", "led_to", "planned", "birth"] {
        assert!(said.contains(&format!("\"{field}\"")), "the documents hold {field}");
    }
}

#[test]
fn lines_of_version_2_are_read_and_exported_as_they_were() {
    let mut device = Branch::enrolled("riyadh", &mut HeadOffice::new(2), 2);
    let text = String::from_utf8(file("v2/lines.ndjson")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut model = Model::default();
    for line in &lines {
        assert!(RecordLine::parse(line.to_string().as_bytes()).is_ok(), "{line}");
        model.recorded("riyadh", line);
    }
    device.record(&lines);
    assert_same(&model.records, &listed("v2/expected.json"));
    assert_same(&device.export(), &model.records);
}

/// Tells whether a message is read and written back as the same bytes.
fn is_same<T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> bool {
    from_cbor::<T>(bytes).is_some_and(|message| to_cbor(&message) == bytes)
}

#[test]
fn messages_of_both_versions_are_read_and_written_as_they_were() {
    assert!(is_same::<EnrolRequest>(&file("v1/enrol_request.cbor")));
    assert!(is_same::<EnrolReply>(&file("v1/enrol_reply.cbor")));
    assert!(is_same::<PushRequest>(&unpack(&file("v1/push.zst")).unwrap()));
    assert!(is_same::<PushReply>(&unpack(&file("v1/push_reply.zst")).unwrap()));
    assert!(is_same::<PullReply>(&unpack(&file("v1/pull_reply.zst")).unwrap()));
    assert!(is_same::<PushRequest>(&unpack(&file("v2/push.zst")).unwrap()));
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
    assert!(!is_same::<Forgetful>(&file("v1/enrol_request.cbor")));
    assert!(!is_same::<Renumbered>(&file("v1/enrol_request.cbor")));
    let mut documents: BTreeMap<String, Value> = listed("v1/documents.json");
    let (name, said) = documents.pop_first().unwrap();
    let mut altered = said;
    altered["heads"] = json!([]);
    assert_ne!(contents(&document("v1", &name)), altered);
}
