//! One line of a register: a visit, a rating or a suggestion as a JSON object, read field by field, so that a refusal names its
//! field. What a line may hold is part of the stable command line.

use std::fmt;

use super::line_fields::Fields;
use super::line_object::Object;
use super::line_visit::parse_visit;
use super::{Doubt, FactId, LIST_ITEMS_MAX, Rating, Score, Suggestion, Visit, mobile_doubt};

/// Longest line in bytes, its newline not counted: three texts of 4,000 four-byte characters (48 KB), the
/// names and a list of services fit. A longer one is skipped to its newline.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// A visit, a rating or a suggestion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    /// A visit.
    Visit(Box<Visit>),
    /// A rating; its `at` is still the minute that was given, until it is stored.
    Rating(Box<Rating>),
    /// A suggestion.
    Suggestion(Box<Suggestion>),
}

impl Record {
    /// Returns the record's id.
    pub fn id(&self) -> FactId {
        match self {
            Self::Visit(visit) => visit.id,
            Self::Rating(rating) => rating.id,
            Self::Suggestion(suggestion) => suggestion.id,
        }
    }
}

/// A line that was read, and what looks doubtful in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordLine {
    /// What it records.
    pub record: Record,
    /// Field and doubt; the values are kept.
    pub doubts: Vec<(&'static str, Doubt)>,
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
    pub(super) fn new(field: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self { field: field.into(), reason: reason.to_string() }
    }
}

impl RecordLine {
    /// Reads one line.
    ///
    /// # Errors
    /// [`LineFault`] with the first field that is at fault. Nothing of a refused line is kept.
    pub fn parse(line: &[u8]) -> Result<Self, LineFault> {
        let mut fields = fields_of_line(line)?;
        let kind = fields.required_text("type")?;
        let parsed = match kind.as_str() {
            "visit" => parse_visit(&mut fields)?,
            "rating" => parse_rating(&mut fields)?,
            "suggestion" => parse_suggestion(&mut fields)?,
            _ => return Err(LineFault::new("type", "is none of visit, rating, suggestion")),
        };
        fields.refuse_unknown()?;
        Ok(parsed)
    }
}

/// Reads the fields of a line, within its limit.
pub(super) fn fields_of_line(line: &[u8]) -> Result<Fields, LineFault> {
    if line.len() > LINE_BYTES_MAX {
        return Err(LineFault::new("line", format!("is longer than {LINE_BYTES_MAX} bytes")));
    }
    let text = std::str::from_utf8(line).map_err(|_| LineFault::new("line", "is not UTF-8"))?;
    let object: Object = serde_json::from_str(text).map_err(|e| LineFault::new("line", json_fault(&e)))?;
    Fields::new("", object)
}

fn parse_rating(fields: &mut Fields) -> Result<RecordLine, LineFault> {
    let rating = Rating {
        id: fields.id()?,
        at: fields.moment("at")?.ok_or_else(|| missing("at"))?,
        channel: fields.channel()?,
        service: fields.code("service")?.ok_or_else(|| missing("service"))?,
        score: fields
            .known("score", Score::known, Score::KNOWN, Score::code)?
            .ok_or_else(|| missing("score"))?,
        provider_score: fields.known("provider_score", Score::known, Score::KNOWN, Score::code)?,
        department: fields.code("department")?,
        provider: fields.code("provider")?,
        reasons: fields.codes("reasons", LIST_ITEMS_MAX)?.unwrap_or_default(),
        comment: fields.text("comment")?,
    };
    Ok(RecordLine { record: Record::Rating(Box::new(rating)), doubts: Vec::new() })
}

fn parse_suggestion(fields: &mut Fields) -> Result<RecordLine, LineFault> {
    let suggestion = Suggestion {
        id: fields.id()?,
        at: fields.moment("at")?.ok_or_else(|| missing("at"))?,
        channel: fields.channel()?,
        service: fields.code("service")?,
        text: fields.filled("text")?.ok_or_else(|| missing("text"))?,
        mobile: fields.text("mobile")?,
    };
    let doubt = suggestion.mobile.as_ref().and_then(|t| mobile_doubt(t.as_str()));
    let doubts = doubt.map(|d| ("mobile", d)).into_iter().collect();
    Ok(RecordLine { record: Record::Suggestion(Box::new(suggestion)), doubts })
}

pub(super) fn missing(field: &str) -> LineFault {
    LineFault::new(field, "is missing")
}

/// Says what is wrong with the JSON without quoting it: the line may hold personal data.
fn json_fault(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Eof => "ends in the middle of a JSON object".to_owned(),
        serde_json::error::Category::Data => "is not a JSON object".to_owned(),
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
            format!("is not valid JSON at column {}", error.column())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Direction;

    const VISIT: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00+03:00","ended_at":null,"party":"beneficiary","channel":"interview","services":["support","عام"],"beneficiary":{"national_id":"1000000008","name":" محمد ","mobile":"12","group":"elderly"},"purpose":"\u0627"}"#;
    const SUGGESTION: &str = r#"{"type":"suggestion","id":"0197a1b2-0000-7000-8000-000000000002","at":"2026-05-12T08:40:00+03:00","channel":"interview","service":null,"text":" ماء بارد ","mobile":"12"}"#;
    const RATING: &str = r#"{"type":"rating","id":"3f2b8c1e-0000-4000-8000-000000000001","at":"2026-05-12T08:53:00+03:00","service":"support","channel":"interview","score":"good"}"#;

    fn fault(line: &str) -> String {
        RecordLine::parse(line.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_visit_is_read_byte_for_byte_and_doubts_are_told() {
        let line = RecordLine::parse(VISIT.as_bytes()).unwrap();
        let Record::Visit(visit) = line.record else { panic!("a visit") };
        assert_eq!(visit.beneficiary.as_ref().unwrap().name.as_ref().unwrap().as_str(), " محمد ");
        assert_eq!(visit.direction, Direction::In);
        assert_eq!(visit.purpose.unwrap().as_str(), "ا");
        assert_eq!(line.doubts, vec![("beneficiary.mobile", Doubt::Mobile)]);
    }

    #[test]
    fn a_rating_needs_only_its_service_and_score() {
        assert!(RecordLine::parse(RATING.as_bytes()).is_ok());
        assert_eq!(fault(&RATING.replace(r#""service":"support","#, "")), "service: is missing");
        assert_eq!(
            fault(&RATING.replace("good", "superb")),
            "score: is none of very_bad, bad, good, excellent"
        );
    }

    #[test]
    fn a_suggestion_needs_its_words_and_keeps_a_doubtful_number() {
        let line = RecordLine::parse(SUGGESTION.as_bytes()).unwrap();
        let Record::Suggestion(suggestion) = line.record else { panic!("a suggestion") };
        assert_eq!((suggestion.text.as_str(), suggestion.service), (" ماء بارد ", None));
        assert_eq!(line.doubts, vec![("mobile", Doubt::Mobile)]);
        assert_eq!(fault(&SUGGESTION.replace(r#""text":" ماء بارد ","#, "")), "text: is missing");
        assert_eq!(fault(&SUGGESTION.replace(" ماء بارد ", "")), "text: is empty");
        assert_eq!(
            fault(&SUGGESTION.replace(r#""service""#, r#""score":"good","service""#)),
            "score: is not a known field"
        );
    }

    #[test]
    fn each_refusal_names_its_field() {
        assert_eq!(fault("nonsense"), "line: is not valid JSON at column 2");
        assert_eq!(fault("[1]"), "line: is not a JSON object");
        assert_eq!(fault("{\"type\":\"visit\""), "line: ends in the middle of a JSON object");
        assert_eq!(fault(r#"{"type":"memo"}"#), "type: is none of visit, rating, suggestion");
        assert_eq!(
            fault(&VISIT.replace("interview", "telegraph")),
            "channel: is none of interview, phone_call, social_media, letter, help_request, volunteering, website, branch_representative"
        );
        assert_eq!(fault(&VISIT.replace(r#"["support","عام"]"#, "[]")), "services: names no service");
        assert_eq!(
            fault(&VISIT.replace(r#""group""#, r#""grupo""#)),
            "beneficiary.grupo: is not a known field"
        );
        assert_eq!(fault(&VISIT.replace(r#""ended_at":null"#, r#""at":null"#)), "at: is given twice");
        assert_eq!(
            fault(&VISIT.replace(r#""group""#, r#""name":"x","group""#)),
            "beneficiary.name: is given twice"
        );
        assert_eq!(fault(&VISIT.replace("0197a1b2-", "0197a1b2")), "id: is not a UUID in hyphenated form");
        assert_eq!(
            fault(&VISIT.replace("\\u0627", &"x".repeat(4_001))),
            "purpose: is longer than 4000 characters"
        );
    }

    #[test]
    fn a_person_of_whom_nothing_was_given_is_no_person() {
        let empty = VISIT
            .replace(r#"{"national_id":"1000000008","name":" محمد ","mobile":"12","group":"elderly"}"#, "{}");
        let Record::Visit(visit) = RecordLine::parse(empty.as_bytes()).unwrap().record else {
            panic!("a visit")
        };
        assert_eq!(visit.beneficiary, None);
    }
}
