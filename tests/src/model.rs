//! What head office's export must be, worked out from the record lines alone: a plain map, by other means than the
//! program's.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use shared::domain::Line;

/// Exported records by id.
pub type Exported = BTreeMap<String, Value>;

const VISIT_FIELDS: [&str; 9] =
    ["ended_at", "party", "channel", "services", "department", "received_by", "purpose", "answers", "note"];

/// Texts of a visit that stand in its line only where they say something.
pub(crate) const TEXTS_IF_SAID: [&str; 2] = ["report", "referral_reason"];

const RATING_FIELDS: [&str; 8] =
    ["service", "department", "channel", "provider", "score", "provider_score", "comment", "at"];
const PERSON_FIELDS: [&str; 4] = ["national_id", "name", "mobile", "group"];

/// Adds an exported line.
///
/// # Panics
/// Where its id comes out twice.
pub fn add_to(exported: &mut Exported, line: &Line) {
    let record = json!(line);
    let id = record["id"].as_str().expect("an exported record has its id").to_owned();
    assert!(exported.insert(id.clone(), record).is_none(), "{id} is exported twice");
}

/// The expected export.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Expected records by id.
    pub records: Exported,
}

impl Model {
    /// Notes that a branch recorded a line.
    ///
    /// # Panics
    /// For a line without an id.
    pub fn recorded(&mut self, branch: &str, line: &Value) {
        let expected = match line["type"].as_str() {
            Some("visit") => visit(branch, line),
            Some("suggestion") => suggestion(branch, line),
            _ => rating(branch, line),
        };
        let id = expected["id"].as_str().expect("a line has its id").to_owned();
        self.records.insert(id, expected);
    }

    /// Returns the records of one branch.
    pub fn of(&self, branch: &str) -> Exported {
        let is_its = |(_, record): &(&String, &Value)| record["branch"] == branch;
        self.records.iter().filter(is_its).map(|(id, record)| (id.clone(), record.clone())).collect()
    }
}

/// Compares two exports and names the first record that differs.
///
/// # Panics
/// Where they differ.
pub fn assert_same(found: &Exported, expected: &Exported) {
    for (id, record) in expected {
        assert_eq!(found.get(id), Some(record), "{id} did not come out as it was recorded");
    }
    let extra: Vec<&String> = found.keys().filter(|id| !expected.contains_key(*id)).collect();
    assert!(extra.is_empty(), "nobody recorded {extra:?}");
}

fn visit(branch: &str, line: &Value) -> Value {
    let mut out = Map::new();
    copy(line, &VISIT_FIELDS, &mut out);
    out.insert("type".to_owned(), json!("visit"));
    out.insert("id".to_owned(), lower_case_id(line));
    out.insert("at".to_owned(), line["at"].clone());
    out.insert("branch".to_owned(), json!(branch));
    let direction = if line["direction"].is_null() { json!("in") } else { line["direction"].clone() };
    out.insert("direction".to_owned(), direction);
    let mut person = Map::new();
    copy(&line["beneficiary"], &PERSON_FIELDS, &mut person);
    copy_what_is_said(&line["beneficiary"], &["birth", "id_expiry", "address"], &mut person);
    let is_nobody = person.values().all(Value::is_null);
    out.insert("beneficiary".to_owned(), if is_nobody { Value::Null } else { Value::Object(person) });
    copy_what_is_said(line, &["place", "signature"], &mut out);
    copy_what_is_said(line, &TEXTS_IF_SAID, &mut out);
    if !line["acting"].is_null() {
        let acting = json!({"capacity": line["acting"]["capacity"], "proof": line["acting"]["proof"]});
        out.insert("acting".to_owned(), acting);
        out.insert("for_other".to_owned(), json!(true));
    }
    if line["asks_for_woman"] == json!(true) {
        out.insert("asks_for_woman".to_owned(), json!(true));
    }
    if line["led_to"].as_array().is_some_and(|codes| !codes.is_empty()) {
        out.insert("led_to".to_owned(), line["led_to"].clone());
    }
    for field in ["ticket", "ticket_at", "called_at"] {
        if let Some(text) = line[field].as_str() {
            out.insert(field.to_owned(), json!(text));
        }
    }
    if let Some(planned) = line["planned"].as_str() {
        out.insert("planned".to_owned(), json!(planned.to_lowercase()));
    }
    Value::Object(out)
}

fn suggestion(branch: &str, line: &Value) -> Value {
    let mut out = Map::new();
    copy(line, &["type", "at", "channel", "service", "text", "mobile"], &mut out);
    out.insert("id".to_owned(), lower_case_id(line));
    out.insert("branch".to_owned(), json!(branch));
    Value::Object(out)
}

fn rating(branch: &str, line: &Value) -> Value {
    let mut out = Map::new();
    copy(line, &RATING_FIELDS, &mut out);
    out.insert("type".to_owned(), json!("rating"));
    out.insert("id".to_owned(), lower_case_id(line));
    out.insert("at".to_owned(), json!(hour_of(line["at"].as_str().unwrap_or_default())));
    out.insert("branch".to_owned(), json!(branch));
    let reasons = if line["reasons"].is_null() { json!([]) } else { line["reasons"].clone() };
    out.insert("reasons".to_owned(), reasons);
    Value::Object(out)
}

fn copy(from: &Value, fields: &[&str], out: &mut Map<String, Value>) {
    for field in fields {
        out.insert((*field).to_owned(), from[*field].clone());
    }
}

fn copy_what_is_said(from: &Value, fields: &[&str], out: &mut Map<String, Value>) {
    for field in fields.iter().filter(|field| !from[**field].is_null()) {
        out.insert((*field).to_owned(), from[*field].clone());
    }
}

fn lower_case_id(line: &Value) -> Value {
    json!(line["id"].as_str().unwrap_or_default().to_lowercase())
}

/// `2026-05-12T08:53:01.5+03:00` is given as `2026-05-12T08:00:00+03:00`.
fn hour_of(at: &str) -> String {
    let offset = at.rfind(['Z', 'z', '+', '-']).unwrap_or(at.len());
    format!("{}:00:00{}", &at[..13], &at[offset..])
}
