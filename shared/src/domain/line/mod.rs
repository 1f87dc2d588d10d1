//! A line of JSON: a visit, a rating, a suggestion, a request and its steps, a visit to be made, a catalog entry. Each kind is declared once, in the
//! file of its name; reading it, writing it and the columns of a table follow from that. What a line may hold is part of the
//! stable command line.

mod account;
mod case;
mod catalog;
mod fields;
mod file;
mod json;
mod lines;
mod person;
mod place;
mod plan;
mod rating;
mod request;
mod session;
mod suggestion;
#[cfg(test)]
pub(super) mod tests;
mod values;
mod visit;

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use self::fields::{Beside, FieldValue as _, Fields, LineObject};
use self::json::Object;
use super::request::{Request, RequestStep};
use super::session::SessionStep;
use super::{BranchId, Code, FactId, Moment, Rating, Suggestion, Visit};
use crate::locale::{is_space, is_unseen};

pub use catalog::{CATALOG_LINE_BYTES_MAX, read_catalog_line, write_catalog_line};
pub use lines::{FileFault, LineRead, Lines};
pub use plan::PlanLine;
pub use request::Told;

/// Longest line in bytes, its newline not counted: three texts of 4,000 four-byte characters (48 KB), the
/// names and a list of services fit. A longer one is skipped to its newline.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// A visit, a rating, a suggestion, or something of a support request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    /// A visit.
    Visit(Box<Visit>),
    /// A rating; its `at` is still the minute that was given, until it is stored.
    Rating(Box<Rating>),
    /// A suggestion.
    Suggestion(Box<Suggestion>),
    /// Somebody asks for support.
    Request(Box<Request>),
    /// Something was done about a support request.
    Step(Box<RequestStep>),
    /// Something happened in a session of the committee.
    Session(Box<SessionStep>),
}

impl Record {
    /// Returns the record's id.
    pub fn id(&self) -> FactId {
        match self {
            Self::Visit(visit) => visit.id,
            Self::Rating(rating) => rating.id,
            Self::Suggestion(suggestion) => suggestion.id,
            Self::Request(request) => request.id,
            Self::Step(step) => step.id,
            Self::Session(step) => step.id,
        }
    }

    /// Returns when it happened.
    pub fn at(&self) -> &Moment {
        match self {
            Self::Visit(visit) => &visit.at,
            Self::Rating(rating) => &rating.at,
            Self::Suggestion(suggestion) => &suggestion.at,
            Self::Request(request) => &request.at,
            Self::Step(step) => &step.at,
            Self::Session(step) => &step.at,
        }
    }
}

/// A line that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordLine {
    /// What it records.
    pub record: Record,
    /// The branch that it was recorded at, where the line was exported.
    pub branch: Option<BranchId>,
    /// Who had signed in when it was recorded, where an exported visit names somebody: the line's own word.
    pub by: Option<Code>,
}

/// Why a line was refused: the field and the reason, without the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct LineFault {
    /// The field, or `line` where the line as a whole is at fault.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

impl LineFault {
    fn new(field: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self { field: field.into(), reason: reason.to_string() }
    }

    /// A fault of a value whose name is given by what holds it.
    fn of_value(reason: impl fmt::Display) -> Self {
        Self::new("", reason)
    }

    fn of_line(reason: impl fmt::Display) -> Self {
        Self::new("line", reason)
    }

    /// Puts the name of what holds the value in front.
    fn within(self, name: &str) -> Self {
        let field = if self.field.is_empty() { name.to_owned() } else { format!("{name}.{}", self.field) };
        Self { field, ..self }
    }
}

impl RecordLine {
    /// Reads one line.
    ///
    /// # Errors
    /// [`LineFault`] with the first field that is at fault. Nothing of a refused line is kept.
    pub fn parse(line: &[u8]) -> Result<Self, LineFault> {
        let mut fields = fields_of_line(line, LINE_BYTES_MAX)?;
        let kind: String = fields.required("type")?;
        let record = match kind.as_str() {
            "visit" => Record::Visit(Box::new(visit::read(&mut fields)?)),
            "rating" => Record::Rating(Box::new(Rating::read_fields(&mut fields)?)),
            "suggestion" => Record::Suggestion(Box::new(Suggestion::read_fields(&mut fields)?)),
            "request" => Record::Request(Box::new(request::read_request(&mut fields)?)),
            "request_step" => Record::Step(Box::new(request::read_step(&mut fields)?)),
            "session_step" => Record::Session(Box::new(session::read(&mut fields)?)),
            _ => {
                let reason = "is none of visit, rating, suggestion, request, request_step, session_step";
                return Err(LineFault::new("type", reason));
            }
        };
        let branch = fields.optional("branch")?;
        let by = match &record {
            Record::Visit(_) | Record::Request(_) | Record::Step(_) | Record::Session(_) => {
                fields.optional("by")?
            }
            // what a visitor does alone names nobody (P-11)
            Record::Rating(_) | Record::Suggestion(_) => None,
        };
        if matches!(record, Record::Request(_) | Record::Step(_)) {
            // head office's copy says which device recorded it
            fields.optional::<String>("device")?;
        }
        fields.refuse_unknown()?;
        Ok(Self { record, branch, by })
    }
}

/// Reads the fields of a line, within its limit.
fn fields_of_line(line: &[u8], bytes_max: usize) -> Result<Fields, LineFault> {
    if line.len() > bytes_max {
        return Err(too_long(bytes_max));
    }
    let text = std::str::from_utf8(line).map_err(|_| LineFault::of_line("is not UTF-8"))?;
    let object: Object = serde_json::from_str(text).map_err(|e| LineFault::of_line(json_fault(text, &e)))?;
    Fields::new(object)
}

fn too_long(bytes_max: usize) -> LineFault {
    LineFault::of_line(format!("is longer than {bytes_max} bytes"))
}

/// Says what is wrong with the JSON and what to do, without quoting it: the line may hold personal data.
fn json_fault(text: &str, error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        serde_json::error::Category::Eof => {
            "ends in the middle of a JSON object: write each object on one line, to its closing brace"
                .to_owned()
        }
        serde_json::error::Category::Data => {
            "is not a JSON object: write one in braces on each line".to_owned()
        }
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
            // serde counts bytes from 1, and stands on the one that it could not take, or behind it
            let at = |byte: usize| text.get(byte..).and_then(|rest| rest.chars().next());
            let found = column.checked_sub(1).and_then(at).and_then(sign_in_words);
            let found = found.or_else(|| column.checked_sub(2).and_then(at).and_then(sign_in_words));
            match found {
                Some(found) => format!("is not valid JSON at column {column}: {found}"),
                None => {
                    format!("is not valid JSON at column {column}: compare it with a line that was exported")
                }
            }
        }
    }
}

/// What a sign is that makes JSON invalid though it looks as if it did not.
fn sign_in_words(c: char) -> Option<&'static str> {
    match c {
        '\0' => Some(
            "the file holds zero bytes there, so something of it was lost: copy it again from where it came from",
        ),
        '\r' => Some("the file ends its lines with CR alone: save it with LF or CR LF"),
        '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '＂' => {
            Some("write straight quotation marks (\")")
        }
        '،' | '；' | '؛' | '，' | ';' => Some("part the fields by a plain comma (,)"),
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' => {
            Some("there is another line break than LF or CR LF: save the file with one of these")
        }
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Some("write numbers in the digits 0 to 9"),
        c if is_space(c) && !c.is_ascii_whitespace() => {
            Some("there is another space than the plain one: take it out")
        }
        c if is_unseen(c) => Some("there is a mark that nobody sees: take it out"),
        _ => None,
    }
}

/// What an exported line tells of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// A visit.
    Visit,
    /// A rating.
    Rating,
    /// A suggestion.
    Suggestion,
    /// A support request, as it was asked.
    Request,
    /// A step of a support request.
    RequestStep,
    /// A support request, as it stands on a day.
    Case(Date),
    /// A step of a session of the committee.
    SessionStep,
    /// The minutes of a session, as they stand.
    Minutes,
    /// A row of the account of who opened people's values.
    Audit,
    /// A series of numbers in a year.
    Series,
    /// A beneficiary file.
    Beneficiary,
}

impl LineKind {
    /// Returns the word that stands as `type`.
    fn code(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Rating => "rating",
            Self::Suggestion => "suggestion",
            Self::Request => "request",
            Self::RequestStep => "request_step",
            Self::Case(_) => "case",
            Self::SessionStep => "session_step",
            Self::Minutes => "minutes",
            Self::Audit => "audit",
            Self::Series => "series",
            Self::Beneficiary => "beneficiary",
        }
    }

    /// Returns the columns of a table of such lines: the paths of all values that a line may hold, in its order.
    pub fn columns(self) -> Vec<String> {
        let own = match self {
            Self::Visit => Visit::columns_after("", &["branch", "by"]),
            Self::Rating => Rating::columns_after("", &["branch"]),
            Self::Suggestion => Suggestion::columns_after("", &["branch"]),
            Self::Request => request::request_columns(),
            Self::RequestStep => request::step_columns(),
            Self::Case(_) => case::columns(),
            Self::SessionStep => session::step_columns(),
            Self::Minutes => session::minutes_columns(),
            Self::Audit => account::audit_columns(),
            Self::Series => account::series_columns(),
            Self::Beneficiary => file::columns(),
        };
        std::iter::once("type".to_owned()).chain(own).collect()
    }
}

/// A record or file as it leaves: the fields of its line in their order, `branch` and `by` among them. A record's line is read
/// back to the same record ([`RecordLine`]).
#[derive(Clone, PartialEq)]
pub struct Line(Object);

impl Line {
    fn of(kind: LineKind, record: &impl LineObject, beside: &[Beside<'_>]) -> Self {
        let mut object = Self::begin(kind);
        record.write_fields(beside, &mut object);
        Self(object)
    }

    fn begin(kind: LineKind) -> Object {
        let mut object = Object::default();
        object.put("type", kind.code().to_owned().write());
        object
    }

    /// Returns the texts at a path such as `beneficiary.name`: none where it says nothing, several of a list.
    pub fn texts_at(&self, path: &str) -> Vec<Cow<'_, str>> {
        match self.0.at(path) {
            None | Some(Value::Null | Value::Object(_)) => Vec::new(),
            Some(Value::Array(items)) => items.iter().map(text_of).collect(),
            Some(value @ (Value::String(_) | Value::Bool(_) | Value::Number(_))) => vec![text_of(value)],
        }
    }
}

fn text_of(value: &Value) -> Cow<'_, str> {
    value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed)
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl fmt::Display for Line {
    /// Writes the line as JSON, without its line break.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Line {
    /// Shows nothing of the record: it is a person's, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} fields)", self.0.0.len())
    }
}
