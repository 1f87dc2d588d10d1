//! Record lines as they were written before are read and exported as they were.

use std::path::Path;

use serde_json::Value;
use shared::domain::RecordLine;
use tests::branch::Branch;
use tests::model::{Model, assert_same};
use tests::office::HeadOffice;

fn file(name: &str) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    std::fs::read_to_string(fixtures.join(name)).unwrap()
}

#[test]
fn lines_that_were_kept_are_read_and_exported_as_they_were() {
    let mut device = Branch::enrolled("riyadh", &mut HeadOffice::new(2), 2);
    let text = file("lines.ndjson");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut model = Model::default();
    for line in &lines {
        assert!(RecordLine::parse(line.to_string().as_bytes()).is_ok(), "{line}");
        model.recorded("riyadh", line);
    }
    device.record(&lines);
    assert_same(&model.records, &serde_json::from_str(&file("lines.json")).unwrap());
    assert_same(&device.export(), &model.records);
}
