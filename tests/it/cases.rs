//! Real cases, each a file of lines as people recorded them at two branches and at head office, and the line of the request that
//! must follow. `{"type":"sync"}` has everybody sync; what stands between two of them is done apart.
//!
//! `SILA_WRITE_CASES=1` writes the last line anew, to be looked at.

use std::path::{Path, PathBuf};

use serde_json::Value;
use shared::domain::{LineKind, Record, Role};
use shared::replica::{Act, RecordOutcome};
use shared::store::StoreError;
use tests::branch::{Branch, parse};
use tests::casework::{person, saved};
use tests::network::Network;
use tests::office::HeadOffice;

/// The day on which the cases are looked at: all that is done in them is done by then.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 7, 1);

struct Stage {
    office: HeadOffice,
    network: Network,
    riyadh: Branch,
    jeddah: Branch,
}

impl Stage {
    fn new() -> Self {
        let mut office = HeadOffice::new(1);
        let mut network = Network::default();
        let mut riyadh = Branch::enrolled("riyadh", &mut office, 1);
        let mut jeddah = Branch::enrolled("jeddah", &mut office, 2);
        riyadh.take_pass(&mut office, &mut network, "sara", &Role::Relations);
        riyadh.take_pass(&mut office, &mut network, "salma", &Role::SocialResearch);
        jeddah.take_pass(&mut office, &mut network, "rana", &Role::Relations);
        Self { office, network, riyadh, jeddah }
    }

    /// Records a line where whoever it names works.
    fn record(&mut self, line: &Value) -> Vec<RecordOutcome> {
        let by = line["by"].as_str().expect("every line says by whom");
        let lines = std::slice::from_ref(line);
        if let Record::Session(step) = parse(line) {
            let mut act = Act { by: Some(person(by)), ..self.office.act() };
            let written = self.office.replica.record_session_step(&mut act, &Role::Committee, &step);
            return vec![written.unwrap().unwrap_or_else(RecordOutcome::from)];
        }
        match by {
            "sara" | "salma" => self.riyadh.record_as(by, lines),
            "rana" => self.jeddah.record_as(by, lines),
            "noura" => self.office.record_as(by, &Role::SocialResearch, lines),
            "maha" => self.office.record_as(by, &Role::Relations, lines),
            "amal" => self.office.record_as(by, &Role::Administrator, lines),
            member => self.office.record_as(member, &Role::Committee, lines),
        }
    }

    fn sync(&mut self) {
        self.network.sync(&mut self.riyadh, &mut self.office).unwrap();
        self.network.sync(&mut self.jeddah, &mut self.office).unwrap();
        self.office.match_files();
    }

    /// The last request, as head office exports it.
    fn case(&self) -> Value {
        let mut last = Value::Null;
        let each = |line: shared::domain::Line| {
            last = serde_json::from_str(&line.to_string()).unwrap();
            Ok::<_, StoreError>(())
        };
        self.office.replica.export(LineKind::Case(TODAY), each).unwrap();
        last
    }
}

fn files() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn each_case_ends_as_it_must_and_every_branch_that_has_it_knows_so() {
    let is_written = std::env::var_os("SILA_WRITE_CASES").is_some();
    for file in files() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let mut stage = Stage::new();
        let (mut expected, mut of, mut kept) = (Value::Null, Value::Null, Vec::new());
        for line in text.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            if value["type"] == "case" {
                expected = value;
                continue;
            }
            kept.push(line);
            match value["type"].as_str() {
                Some("sync") => stage.sync(),
                Some(kind) => {
                    if kind == "request" {
                        of = value["id"].clone();
                    }
                    let outcomes = stage.record(&value);
                    assert!(
                        outcomes.iter().all(|o| !matches!(o, RecordOutcome::Refused { .. })),
                        "{name}: {line}: {outcomes:?}"
                    );
                    saved(&outcomes);
                }
                None => panic!("{name}: a line without a type"),
            }
        }
        stage.sync();
        stage.sync();
        let case = stage.case();
        if is_written {
            std::fs::write(&file, format!("{}\n{case}\n", kept.join("\n"))).unwrap();
            continue;
        }
        assert_eq!(case, expected, "{name}");
        let id = shared::domain::FactId::parse(of.as_str().unwrap()).unwrap();
        let office = stage.office.replica.open_request(id).unwrap().unwrap().case;
        for branch in [&stage.riyadh, &stage.jeddah] {
            if let Some(known) = branch.kiosk.open_request(id).unwrap() {
                assert_eq!(known.case, office, "{name}: {}", branch.name);
            }
        }
        stage.office.assert_whole();
    }
}

#[test]
fn a_case_with_another_ending_would_be_noticed() {
    let file = &files()[0];
    let text = std::fs::read_to_string(file).unwrap();
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!((&last["type"], &last["state"]), (&Value::from("case"), &Value::from("delivered")));
}
