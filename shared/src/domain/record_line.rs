//! One line of a register: a visit or a rating as a JSON object, read field by field, so that a refusal names its
//! field. What a line may hold is part of the stable command line.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{
    Channel, Code, Direction, Doubt, FactId, InvalidText, LIST_ITEMS_MAX, Moment, Origin, Party, Person,
    Rating, Score, Text, Visit, mobile_doubt, national_id_doubt,
};

/// Longest line in bytes, its newline not counted: three texts of 4,000 four-byte characters (48 KB), the
/// names and a list of services fit. A longer one is skipped to its newline.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// A visit or a rating.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    /// A visit.
    Visit(Box<Visit>),
    /// A rating; its `at` is still the minute that was given, until it is stored.
    Rating(Box<Rating>),
}

impl Record {
    /// Returns the record's id.
    pub fn id(&self) -> FactId {
        match self {
            Self::Visit(visit) => visit.id,
            Self::Rating(rating) => rating.id,
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
    fn new(field: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self { field: field.into(), reason: reason.to_string() }
    }
}

impl RecordLine {
    /// Reads one line.
    ///
    /// # Errors
    /// [`LineFault`] with the first field that is at fault. Nothing of a refused line is kept.
    pub fn parse(line: &[u8]) -> Result<Self, LineFault> {
        if line.len() > LINE_BYTES_MAX {
            return Err(LineFault::new("line", format!("is longer than {LINE_BYTES_MAX} bytes")));
        }
        let text = std::str::from_utf8(line).map_err(|_| LineFault::new("line", "is not UTF-8"))?;
        let object: Object =
            serde_json::from_str(text).map_err(|e| LineFault::new("line", json_fault(&e)))?;
        let mut fields = Fields::new("", object)?;
        let kind = fields.required_text("type")?;
        let parsed = match kind.as_str() {
            "visit" => parse_visit(&mut fields)?,
            "rating" => parse_rating(&mut fields)?,
            _ => return Err(LineFault::new("type", "is neither visit nor rating")),
        };
        fields.refuse_unknown()?;
        Ok(parsed)
    }
}

fn parse_visit(fields: &mut Fields) -> Result<RecordLine, LineFault> {
    let id = fields.id()?;
    let at = fields.moment("at")?.ok_or_else(|| missing("at"))?;
    let ended_at = fields.moment("ended_at")?;
    let party =
        fields.known("party", Party::known, Party::KNOWN, Party::code)?.ok_or_else(|| missing("party"))?;
    let channel = fields.channel()?;
    let direction = fields
        .known("direction", Direction::known, Direction::KNOWN, Direction::code)?
        .unwrap_or(Direction::In);
    let services = fields.codes("services")?.ok_or_else(|| missing("services"))?;
    if services.is_empty() {
        return Err(LineFault::new("services", "names no service"));
    }
    let (department, received_by) = (fields.code("department")?, fields.code("received_by")?);
    let (beneficiary, doubts) = parse_person(fields.take("beneficiary"))?;
    let (purpose, answers, note) = (fields.text("purpose")?, fields.text("answers")?, fields.text("note")?);
    let visit = Visit {
        id,
        at,
        ended_at,
        party,
        channel,
        direction,
        services,
        department,
        received_by,
        beneficiary,
        purpose,
        answers,
        note,
        late: false,
        for_other: false,
        supersedes: None,
        origin: Origin::Record,
    };
    Ok(RecordLine { record: Record::Visit(Box::new(visit)), doubts })
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
        reasons: fields.codes("reasons")?.unwrap_or_default(),
        comment: fields.text("comment")?,
    };
    Ok(RecordLine { record: Record::Rating(Box::new(rating)), doubts: Vec::new() })
}

type Doubts = Vec<(&'static str, Doubt)>;

fn parse_person(value: Option<Field>) -> Result<(Option<Person>, Doubts), LineFault> {
    let object = match value {
        None => return Ok((None, Vec::new())),
        Some(Field::Object(object)) => object,
        Some(Field::Value(_)) => return Err(LineFault::new("beneficiary", "is not an object")),
    };
    let mut fields = Fields::new("beneficiary.", object)?;
    let person = Person {
        national_id: fields.text("national_id")?,
        name: fields.text("name")?,
        mobile: fields.text("mobile")?,
        group: fields.code("group")?,
    };
    fields.refuse_unknown()?;
    let id_doubt = person.national_id.as_ref().and_then(|t| national_id_doubt(t.as_str()));
    let mobile = person.mobile.as_ref().and_then(|t| mobile_doubt(t.as_str()));
    let doubts = id_doubt
        .map(|d| ("beneficiary.national_id", d))
        .into_iter()
        .chain(mobile.map(|d| ("beneficiary.mobile", d)))
        .collect();
    Ok(((!person.is_empty()).then_some(person), doubts))
}

fn missing(field: &str) -> LineFault {
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

/// A JSON object that keeps its repeated keys, so that they can be refused instead of the last one winning.
struct Object(Vec<(String, Field)>);

/// A field's value: an object keeps its repeated keys too.
enum Field {
    Object(Object),
    Value(Value),
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor;
        impl<'de> Visitor<'de> for FieldVisitor {
            type Value = Field;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_string<E>(self, value: String) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_unit<E>(self) -> Result<Field, E> {
                Ok(Field::Value(Value::Null))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Field, A::Error> {
                Value::deserialize(SeqAccessDeserializer::new(seq)).map(Field::Value)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field, A::Error> {
                Object::deserialize(MapAccessDeserializer::new(map)).map(Field::Object)
            }
        }
        deserializer.deserialize_any(FieldVisitor)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor;
        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(ObjectVisitor)
    }
}

/// The fields of an object that nobody has taken yet.
struct Fields {
    prefix: &'static str,
    left: Vec<(String, Field)>,
}

impl Fields {
    fn new(prefix: &'static str, Object(entries): Object) -> Result<Self, LineFault> {
        for (i, (key, _)) in entries.iter().enumerate() {
            if entries[..i].iter().any(|(earlier, _)| earlier == key) {
                return Err(LineFault::new(format!("{prefix}{}", shown(key)), "is given twice"));
            }
        }
        Ok(Self { prefix, left: entries })
    }

    fn fault(&self, field: &str, reason: impl fmt::Display) -> LineFault {
        LineFault::new(format!("{}{field}", self.prefix), reason)
    }

    /// Takes a field; null counts as absent.
    fn take(&mut self, field: &str) -> Option<Field> {
        let at = self.left.iter().position(|(key, _)| key == field)?;
        Some(self.left.remove(at).1).filter(|value| !matches!(value, Field::Value(Value::Null)))
    }

    fn string(&mut self, field: &str) -> Result<Option<String>, LineFault> {
        match self.take(field) {
            None => Ok(None),
            Some(Field::Value(Value::String(text))) => Ok(Some(text)),
            Some(_) => Err(self.fault(field, "is not a text")),
        }
    }

    fn required_text(&mut self, field: &str) -> Result<String, LineFault> {
        self.string(field)?.ok_or_else(|| self.fault(field, "is missing"))
    }

    fn id(&mut self) -> Result<FactId, LineFault> {
        let text = self.required_text("id")?;
        FactId::parse(&text).ok_or_else(|| self.fault("id", "is not a UUID in hyphenated form"))
    }

    fn moment(&mut self, field: &str) -> Result<Option<Moment>, LineFault> {
        let text = self.string(field)?;
        text.map(|t| Moment::parse(&t)).transpose().map_err(|e| self.fault(field, e))
    }

    fn text(&mut self, field: &str) -> Result<Option<Text>, LineFault> {
        let text = self.string(field)?;
        text.map(Text::new).transpose().map_err(|e| self.fault(field, e))
    }

    fn code(&mut self, field: &str) -> Result<Option<Code>, LineFault> {
        let text = self.string(field)?;
        text.map(Code::new).transpose().map_err(|e| self.fault(field, e))
    }

    fn channel(&mut self) -> Result<Channel, LineFault> {
        self.known("channel", Channel::known, Channel::KNOWN, Channel::code)?
            .ok_or_else(|| missing("channel"))
    }

    fn known<T>(
        &mut self,
        field: &str,
        read: fn(&str) -> Option<T>,
        known: &[T],
        code: fn(&T) -> &str,
    ) -> Result<Option<T>, LineFault> {
        let Some(text) = self.string(field)? else { return Ok(None) };
        let choices = || known.iter().map(code).collect::<Vec<_>>().join(", ");
        read(&text).map(Some).ok_or_else(|| self.fault(field, format!("is none of {}", choices())))
    }

    fn codes(&mut self, field: &str) -> Result<Option<Vec<Code>>, LineFault> {
        let items = match self.take(field) {
            None => return Ok(None),
            Some(Field::Value(Value::Array(items))) => items,
            Some(_) => return Err(self.fault(field, "is not a list")),
        };
        if items.len() > LIST_ITEMS_MAX {
            return Err(self.fault(field, format!("has more than {LIST_ITEMS_MAX} items")));
        }
        let read = |item: Value| match item {
            Value::String(text) => {
                Code::new(text).map_err(|e: InvalidText| self.fault(field, format!("an item {e}")))
            }
            _ => Err(self.fault(field, "has an item that is not a text")),
        };
        items.into_iter().map(read).collect::<Result<Vec<_>, _>>().map(Some)
    }

    fn refuse_unknown(&self) -> Result<(), LineFault> {
        match self.left.first() {
            None => Ok(()),
            Some((key, _)) => Err(self.fault(&shown(key), "is not a known field")),
        }
    }
}

/// A key as it may be shown on one line of an error: a few plain characters.
fn shown(key: &str) -> String {
    let plain = |c: char| if c.is_control() { '?' } else { c };
    key.chars().take(40).map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VISIT: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00+03:00","ended_at":null,"party":"beneficiary","channel":"interview","services":["support","عام"],"beneficiary":{"national_id":"1000000008","name":" محمد ","mobile":"12","group":"elderly"},"purpose":"\u0627"}"#;
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
    fn each_refusal_names_its_field() {
        assert_eq!(fault("nonsense"), "line: is not valid JSON at column 2");
        assert_eq!(fault("[1]"), "line: is not a JSON object");
        assert_eq!(fault("{\"type\":\"visit\""), "line: ends in the middle of a JSON object");
        assert_eq!(fault(r#"{"type":"memo"}"#), "type: is neither visit nor rating");
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
