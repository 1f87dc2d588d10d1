//! What records of version 2 stored and sent is read for ever: the new fields of a visit and a person, and suggestions.
//!
//! `fixtures/v2` was written once, by the ignored test at the end, which refuses to write it again, on the device and at
//! the head office of `fixtures/v1`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use automerge::Automerge;
use serde_json::Value;
use shared::domain::RecordLine;
use tests::branch::PROGRAM;
use tests::builders::Register;
use tests::model::{Exported, Model, assert_same};
use tests::seed::dice;

use crate::old_format::{
    contents, documents_of, kiosk_of_version_1, listed as listed_of_version_1, office_of_version_1,
};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/v2")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

fn listed<T: for<'a> serde::Deserialize<'a>>(name: &str) -> T {
    serde_json::from_slice(&file(name)).unwrap()
}

fn lines() -> Vec<Value> {
    let text = String::from_utf8(file("lines.ndjson")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What head office has once it has taken in both versions' records.
fn expected() -> Exported {
    let mut expected: Exported = listed_of_version_1("expected.json");
    expected.extend(listed::<Exported>("expected.json"));
    expected
}

#[test]
fn lines_of_version_2_are_read_and_exported_as_they_were() {
    let mut model = Model::default();
    for line in lines() {
        assert!(RecordLine::parse(line.to_string().as_bytes()).is_ok(), "{line}");
        model.recorded("riyadh", &line);
    }
    assert_same(&model.records, &listed("expected.json"));
    let mut device = kiosk_of_version_1();
    device.record(&lines());
    assert_same(&device.export(), &expected());
}

#[test]
fn documents_of_version_2_load_and_say_what_they_said() {
    let expected: BTreeMap<String, Value> = listed("documents.json");
    for (name, expected) in &expected {
        let saved = file(&format!("documents/{}.automerge", name.replace('/', "_")));
        assert_eq!(contents(&Automerge::load(&saved).unwrap()), *expected, "{name}");
    }
    let said = serde_json::to_string(&expected).unwrap();
    for field in ["suggestion", "acting", "asks_for_woman", "place", "report", "led_to", "planned", "birth"] {
        assert!(said.contains(&format!("\"{field}\"")), "the documents hold {field}");
    }
}

#[test]
fn a_push_of_version_2_is_taken_in() {
    let mut office = office_of_version_1();
    let device = kiosk_of_version_1();
    let signature = String::from_utf8(file("push.signature")).unwrap();
    let now = office.clock.unix_millis();
    let token = device.kiosk.token().unwrap();
    office.replica.push(now, &mut office.dice, token, &signature, &file("push.zst")).unwrap();
    assert_same(&office.export(), &expected());
    office.assert_whole();
}

#[test]
#[ignore = "writes the fixtures of version 2, once and never again"]
fn write_the_fixtures_of_version_2() {
    let to = fixtures();
    assert!(!to.exists(), "fixtures/v2 is frozen");
    std::fs::create_dir_all(to.join("documents")).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(to.join(name), bytes).unwrap();

    let mut device = kiosk_of_version_1();
    let earlier: BTreeMap<String, Vec<u8>> = documents_of(&device).into_iter().collect();
    let (mut model, mut register) = (Model::default(), Register::new(dice(2, "fixtures")));
    let stated = device.clock.stated();
    let lines: Vec<Value> = (0..12)
        .map(|n| if n % 3 == 2 { register.suggestion(&stated) } else { register.visit(&stated) })
        .collect();
    lines.iter().for_each(|line| model.recorded("riyadh", line));
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    write("lines.ndjson", text.as_bytes());
    write("expected.json", serde_json::to_string_pretty(&model.records).unwrap().as_bytes());
    device.record(&lines);

    let reading = device.clock.reading();
    let (push, signature, _) = device.kiosk.next_push(&reading, &mut device.dice, PROGRAM).unwrap();
    write("push.zst", &push);
    write("push.signature", signature.as_bytes());
    let mut listed = BTreeMap::new();
    for (name, saved) in documents_of(&device) {
        if earlier.get(&name) != Some(&saved) {
            write(&format!("documents/{}.automerge", name.replace('/', "_")), &saved);
            listed.insert(name, contents(&Automerge::load(&saved).unwrap()));
        }
    }
    write("documents.json", serde_json::to_string_pretty(&listed).unwrap().as_bytes());
}
