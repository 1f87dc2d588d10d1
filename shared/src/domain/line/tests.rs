//! Lines of records: what is read and refused, what is written byte for byte, and that both are one.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;

use super::*;
use crate::domain::{
    Acting, Channel, Code, Coordinates, DeviceDigit, Direction, LED_TO_MAX, LIST_ITEMS_MAX, Moment, Origin,
    Party, Person, Place, Score, Signature, SignaturePoint, StatedDate, Text, WaitingNumber,
};

const VISIT: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00+03:00","ended_at":null,"party":"beneficiary","channel":"interview","services":["support","عام"],"beneficiary":{"national_id":"1000000008","name":" محمد ","mobile":"12","group":"elderly"},"purpose":"\u0627"}"#;
const SUGGESTION: &str = r#"{"type":"suggestion","id":"0197a1b2-0000-7000-8000-000000000002","at":"2026-05-12T08:40:00+03:00","channel":"interview","service":null,"text":" ماء بارد ","mobile":"12"}"#;
const RATING: &str = r#"{"type":"rating","id":"3f2b8c1e-0000-4000-8000-000000000001","at":"2026-05-12T08:53:00+03:00","service":"support","channel":"interview","score":"good"}"#;

fn fault(line: &str) -> String {
    RecordLine::parse(line.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_visit_is_read_byte_for_byte() {
    let line = RecordLine::parse(VISIT.as_bytes()).unwrap();
    let Record::Visit(visit) = line.record else { panic!("a visit") };
    assert_eq!(visit.beneficiary.as_ref().unwrap().name.as_ref().unwrap().as_str(), " محمد ");
    assert_eq!(visit.direction, Direction::In);
    assert_eq!(visit.purpose.unwrap().as_str(), "ا");
}

#[test]
fn a_year_of_the_hijra_is_refused_at_every_door_of_lines_and_the_way_is_named() {
    for year in (1_300..=1_500).step_by(7).chain([1_447, 1_500]) {
        for line in [VISIT, SUGGESTION, RATING] {
            let fault = fault(&line.replacen("2026-05-12T", &format!("{year}-05-12T"), 1));
            assert!(fault.starts_with(&format!("at: names the year {year}")), "{fault}");
            assert!(fault.contains(&format!("h{year}-09-30")), "{fault}");
        }
        let ended =
            VISIT.replace(r#""ended_at":null"#, &format!(r#""ended_at":"{year}-05-12T08:40:00+03:00""#));
        assert!(fault(&ended).starts_with("ended_at: names the year"), "{ended}");
    }
    for year in ["0000", "0001", "1299", "1501", "2126", "9999"] {
        assert!(
            RecordLine::parse(VISIT.replacen("2026-05-12T", &format!("{year}-05-12T"), 1).as_bytes()).is_ok()
        );
    }
}

#[test]
fn a_rating_needs_only_its_service_and_score() {
    assert!(RecordLine::parse(RATING.as_bytes()).is_ok());
    assert_eq!(fault(&RATING.replace(r#""service":"support","#, "")), "service: is missing");
    assert_eq!(fault(&RATING.replace("good", "superb")), "score: is none of very_bad, bad, good, excellent");
}

#[test]
fn a_suggestion_needs_its_words() {
    let line = RecordLine::parse(SUGGESTION.as_bytes()).unwrap();
    let Record::Suggestion(suggestion) = line.record else { panic!("a suggestion") };
    assert_eq!((suggestion.text.as_str(), suggestion.service), (" ماء بارد ", None));
    assert_eq!(fault(&SUGGESTION.replace(r#""text":" ماء بارد ","#, "")), "text: is missing");
    assert_eq!(fault(&SUGGESTION.replace(" ماء بارد ", "")), "text: is empty");
    assert_eq!(
        fault(&SUGGESTION.replace(r#""service""#, r#""score":"good","service""#)),
        "score: is not a known field"
    );
}

#[test]
fn each_refusal_names_its_field() {
    assert!(fault("nonsense").starts_with("line: is not valid JSON at column 2: compare it"));
    assert!(fault("[1]").starts_with("line: is not a JSON object: "));
    assert!(fault("{\"type\":\"visit\"").starts_with("line: ends in the middle of a JSON object: "));
    assert_eq!(
        fault(r#"{"type":"memo"}"#),
        "type: is none of visit, rating, suggestion, request, request_step, session_step"
    );
    assert_eq!(
        fault(&VISIT.replace("interview", "telegraph")),
        "channel: is none of interview, phone_call, social_media, letter, help_request, volunteering, website, branch_representative"
    );
    assert_eq!(fault(&VISIT.replace(r#"["support","عام"]"#, "[]")), "services: names no service");
    assert_eq!(fault(&VISIT.replace(r#""group""#, r#""grupo""#)), "beneficiary.grupo: is not a known field");
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
fn a_sign_that_makes_a_line_unreadable_is_named_and_never_quoted() {
    for (line, expected) in [
        (VISIT.replace('"', "“"), "straight quotation marks"),
        (VISIT.replace('"', "'"), "straight quotation marks"),
        (VISIT.replacen(',', "،", 1), "a plain comma"),
        (VISIT.replacen(',', ";", 1), "a plain comma"),
        (VISIT.replacen(',', ",\u{A0}", 1), "another space"),
        (VISIT.replacen(',', ",\u{200F}", 1), "a mark that nobody sees"),
        (format!("\u{202B}{VISIT}"), "a mark that nobody sees"),
        (format!("\u{FEFF}{VISIT}"), "a mark that nobody sees"),
        (format!("{VISIT}\r{VISIT}"), "CR alone"),
        (format!("{VISIT}\u{2028}{VISIT}"), "another line break"),
        (format!("{VISIT}\u{85}"), "another line break"),
        (format!("{VISIT}\0\0"), "zero bytes"),
        ("\0\0\0".to_owned(), "zero bytes"),
        ("\u{1A}".to_owned(), "a mark that nobody sees"),
        (VISIT.replacen(r#""ended_at":null"#, r#""ended_at":٣"#, 1), "the digits 0 to 9"),
        (VISIT.replacen('}', ",}", 1), "compare it"),
        (format!("{VISIT}{VISIT}"), "compare it"),
    ] {
        let fault = fault(&line);
        assert!(
            fault.starts_with("line: is not valid JSON at column ") && fault.contains(expected),
            "{fault}: {line}"
        );
        assert!(!fault.contains("1000000008"), "{fault}");
    }
}

#[test]
fn a_call_is_told_of_a_number_alone() {
    let called = |more: &str| VISIT.replace(r#""ended_at":null"#, &format!(r#""ended_at":null,{more}"#));
    let at = r#""called_at":"2026-05-12T08:41:00+03:00""#;
    assert!(fault(&called(at)).starts_with("called_at: stands without a ticket"));
    let whole = format!(r#""ticket":"305","ticket_at":"2026-05-12T08:30:00+03:00",{at}"#);
    assert!(RecordLine::parse(called(&whole).as_bytes()).is_ok());
}

#[test]
fn a_person_of_whom_nothing_was_given_is_no_person() {
    let empty = VISIT
        .replace(r#"{"national_id":"1000000008","name":" محمد ","mobile":"12","group":"elderly"}"#, "{}");
    let Record::Visit(visit) = RecordLine::parse(empty.as_bytes()).unwrap().record else { panic!("a visit") };
    assert_eq!(visit.beneficiary, None);
}

/// Every field of a visit, as exports have written it since version 2.
const FULL: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00.5+03:00","ended_at":"2026-05-12T09:00:00+03:00","party":"beneficiary","channel":"branch_representative","direction":"out","services":["support","عام"],"department":"relations","received_by":"staff-03","beneficiary":{"national_id":"1000000008","name":" محمد \"بن\" علي","mobile":"12","birth":"h1371","id_expiry":"g2027-03-01","address":"RRRD2929","group":"elderly"},"purpose":"سطر\nثانٍ\t\u0000","answers":"","note":"/\\","branch":"riyadh","by":"staff-03","late":true,"for_other":true,"acting":{"capacity":"ابن","proof":null},"asks_for_woman":true,"place":{"latitude":24.71355,"longitude":46.0},"report":"","signature":"0164640101020000","led_to":["referral"],"referral_reason":" الشروط ","planned":"0197a1b2-0000-7000-8000-000000000002","supersedes":"0197a1b2-0000-7000-8000-000000000003","ticket":"305","ticket_at":"2026-05-12T08:30:00+03:00","called_at":"2026-05-12T08:41:00+03:00"}"#;
const BARE: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00Z","ended_at":null,"party":"other","channel":"letter","direction":"in","services":["support"],"department":null,"received_by":null,"beneficiary":null,"purpose":null,"answers":null,"note":null,"branch":"riyadh"}"#;
const KNOWN_LITTLE: &str = r#"{"type":"visit","id":"0197a1b2-0000-7000-8000-000000000001","at":"2026-05-12T08:30:00Z","ended_at":null,"party":"other","channel":"letter","direction":"in","services":["support"],"department":null,"received_by":null,"beneficiary":{"national_id":null,"name":"نورة","mobile":null,"group":null},"purpose":null,"answers":null,"note":null,"branch":"riyadh","place":{"national_address":"RRRD2929"}}"#;
const RATED: &str = r#"{"type":"rating","id":"3f2b8c1e-0000-4000-8000-000000000001","at":"2026-05-12T08:00:00+03:00","service":"support","department":null,"channel":"interview","provider":"staff-03","score":"good","provider_score":null,"reasons":[],"comment":null,"branch":"riyadh"}"#;
const SUGGESTED: &str = r#"{"type":"suggestion","id":"0197a1b2-0000-7000-8000-000000000002","at":"2026-05-12T08:40:00+03:00","channel":"interview","service":null,"text":" ماء بارد ","mobile":null,"branch":"riyadh"}"#;

#[test]
fn the_form_of_exported_lines_is_frozen_and_reads_back_with_what_the_fact_told() {
    for line in [FULL, BARE, KNOWN_LITTLE, RATED, SUGGESTED] {
        let RecordLine { record, branch, by, .. } = RecordLine::parse(line.as_bytes()).unwrap();
        assert_eq!(by.is_some(), line.contains(r#""by":"#));
        let branch = branch.as_ref().map(BranchId::as_str);
        assert_eq!(branch, Some("riyadh"));
        assert_eq!(line_of(&record, branch, by.as_ref().map(Code::as_str)).to_string(), line);
    }
}

#[test]
fn no_line_says_by_whom_a_visitor_recorded_something() {
    for line in [RATING, SUGGESTION] {
        assert_eq!(fault(&line.replacen('{', r#"{"by":"staff-03","#, 1)), "by: is not a known field");
    }
}

#[test]
fn a_rating_leaves_with_its_hour_alone() {
    let Record::Rating(rating) = RecordLine::parse(RATING.as_bytes()).unwrap().record else {
        panic!("a rating")
    };
    assert_eq!(rating.to_line(None).texts_at("at"), ["2026-05-12T08:00:00+03:00"]);
}

#[test]
fn a_line_tells_what_stands_at_a_path_and_never_shows_in_debug_output() {
    let read = RecordLine::parse(FULL.as_bytes()).unwrap();
    let line = line_of(&read.record, Some("riyadh"), Some("staff-03"));
    for (path, texts) in [
        ("branch", vec!["riyadh"]),
        ("beneficiary.birth", vec!["h1371"]),
        ("services", vec!["support", "عام"]),
        ("place.longitude", vec!["46.0"]),
        ("late", vec!["true"]),
        ("acting.proof", vec![]),
        ("beneficiary", vec![]),
        ("id.id", vec![]),
    ] {
        assert_eq!(line.texts_at(path), texts, "{path}");
    }
    assert_eq!(format!("{line:?}"), "Line(30 fields)");
}

#[test]
fn every_record_is_read_back_from_its_line_and_fills_columns_of_its_table_alone() {
    let mut filled: BTreeSet<(&str, String)> = BTreeSet::new();
    for seed in 0..2_000 {
        let record = Dealer(StdRng::seed_from_u64(seed)).record();
        let line = line_of(&record, None, None).to_string();
        let read = RecordLine::parse(line.as_bytes()).map(|read| read.record);
        assert_eq!(read.as_ref(), Ok(&record), "seed {seed}: {line}");

        let exported = line_of(&record, Some("riyadh"), Some("staff-03"));
        let read = RecordLine::parse(exported.to_string().as_bytes()).unwrap();
        assert_eq!(read.record, record, "seed {seed}");
        assert_eq!(read.branch.as_ref().map(BranchId::as_str), Some("riyadh"));
        let kind = kind_of(&record);
        let columns = kind.columns();
        for path in paths("", &serde_json::to_value(&exported).unwrap()) {
            assert!(columns.contains(&path), "seed {seed}: {path} has no column");
            if !exported.texts_at(&path).is_empty() {
                filled.insert((kind.code(), path));
            }
        }
    }
    for kind in [LineKind::Visit, LineKind::Rating, LineKind::Suggestion] {
        for column in kind.columns() {
            assert!(filled.contains(&(kind.code(), column.clone())), "no {} has {column}", kind.code());
        }
    }
}

fn line_of(record: &Record, branch: Option<&str>, by: Option<&str>) -> Line {
    let by = by.map(|code| Code::new(code).unwrap());
    match record {
        Record::Visit(visit) => visit.to_line(branch, by.as_ref()),
        Record::Rating(rating) => rating.to_line(branch),
        Record::Suggestion(suggestion) => suggestion.to_line(branch),
        Record::Request(request) => request.to_line(&Told { branch, device: None, by: by.as_ref() }),
        Record::Step(step) => step.to_line(&Told { branch, device: None, by: by.as_ref() }),
        Record::Session(step) => step.to_line(&Told { branch, device: None, by: by.as_ref() }),
    }
}

fn kind_of(record: &Record) -> LineKind {
    match record {
        Record::Visit(_) => LineKind::Visit,
        Record::Rating(_) => LineKind::Rating,
        Record::Suggestion(_) => LineKind::Suggestion,
        Record::Request(_) => LineKind::Request,
        Record::Step(_) => LineKind::RequestStep,
        Record::Session(_) => LineKind::SessionStep,
    }
}

/// The paths of all values that say something and are no objects.
fn paths(prefix: &str, value: &Value) -> Vec<String> {
    let fields = match value {
        Value::Null => return Vec::new(),
        Value::Object(fields) => fields,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            return vec![prefix.to_owned()];
        }
    };
    let path = |name: &String| if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
    fields.iter().flat_map(|(name, value)| paths(&path(name), value)).collect()
}

/// Deals visits of which each field is stated in some and not in others.
pub(crate) fn dealt_visits(count: u64) -> impl Iterator<Item = Visit> {
    (0..count).map(|seed| Dealer(StdRng::seed_from_u64(seed)).visit())
}

/// Deals records that a line can hold: each optional field there or not.
struct Dealer(StdRng);

impl Dealer {
    fn record(&mut self) -> Record {
        match self.0.random_range(0..4) {
            0 => Record::Rating(Box::new(self.rating())),
            1 => Record::Suggestion(Box::new(self.suggestion())),
            _ => Record::Visit(Box::new(self.visit())),
        }
    }

    fn visit(&mut self) -> Visit {
        let acting = self.maybe(|me| Acting { capacity: me.filled(), proof: me.maybe(Self::text) });
        let mut visit = Visit {
            id: self.id(),
            at: self.moment(),
            ended_at: self.maybe(Self::moment),
            party: self.one_of(Party::KNOWN),
            channel: self.one_of(Channel::KNOWN),
            direction: self.one_of(Direction::KNOWN),
            services: self.codes(1, LIST_ITEMS_MAX),
            department: self.maybe(Self::code),
            received_by: self.maybe(Self::code),
            beneficiary: self.maybe(Self::person).filter(|person| !person.is_empty()),
            purpose: self.maybe(Self::text),
            answers: self.maybe(Self::text),
            note: self.maybe(Self::text),
            late: self.0.random(),
            for_other: acting.is_some() || self.0.random(),
            acting,
            asks_for_woman: self.0.random(),
            place: self.maybe(Self::place),
            report: self.maybe(Self::text),
            signature: self.maybe(Self::signature),
            led_to: self.codes(0, LED_TO_MAX),
            referral_reason: self.maybe(Self::text),
            planned: self.maybe(Self::id),
            supersedes: self.maybe(Self::id),
            ticket: self.maybe(|me| {
                let digit = DeviceDigit::new(me.0.random_range(1..10)).unwrap();
                WaitingNumber::new(digit, me.0.random_range(1..2_000))
            }),
            ticket_at: self.maybe(Self::moment),
            called_at: self.maybe(Self::moment),
            origin: Origin::Record,
        };
        visit.called_at = visit.called_at.filter(|_| visit.ticket.is_some());
        visit
    }

    fn rating(&mut self) -> Rating {
        Rating {
            id: self.id(),
            at: self.moment().cut_to_hour(),
            service: self.code(),
            department: self.maybe(Self::code),
            channel: self.one_of(Channel::KNOWN),
            provider: self.maybe(Self::code),
            score: self.one_of(Score::KNOWN),
            provider_score: self.maybe(|me| me.one_of(Score::KNOWN)),
            reasons: self.codes(0, LIST_ITEMS_MAX),
            comment: self.maybe(Self::text),
        }
    }

    fn suggestion(&mut self) -> Suggestion {
        Suggestion {
            id: self.id(),
            at: self.moment(),
            channel: self.one_of(Channel::KNOWN),
            service: self.maybe(Self::code),
            text: self.filled(),
            mobile: self.maybe(Self::text),
        }
    }

    fn person(&mut self) -> Person {
        Person {
            national_id: self.maybe(Self::text),
            name: self.maybe(Self::text),
            mobile: self.maybe(Self::text),
            birth: self.maybe(Self::date),
            id_expiry: self.maybe(Self::date),
            address: self.maybe(Self::text),
            group: self.maybe(Self::code),
        }
    }

    fn place(&mut self) -> Place {
        if self.0.random() {
            return Place::NationalAddress(self.filled());
        }
        let (latitude, longitude) =
            (self.0.random_range(-9_000_000..=9_000_000), self.0.random_range(-18_000_000..=18_000_000));
        Place::Coordinates(Coordinates::from_steps(latitude, longitude).unwrap())
    }

    fn signature(&mut self) -> Box<Signature> {
        let mut at_millis = 0;
        let mut point = || {
            at_millis += self.0.random_range(0..900);
            SignaturePoint { x: self.0.random_range(0..=900), y: self.0.random_range(0..=700), at_millis }
        };
        let strokes = vec![vec![point(), point()], vec![point()]];
        Box::new(Signature::new(900, 700, strokes).unwrap())
    }

    fn moment(&mut self) -> Moment {
        let (hour, second) = (self.0.random_range(0..24), self.0.random_range(0..60));
        let fraction = self.one_of(&["", ".5", ".123456789"]);
        let offset = self.one_of(&["Z", "z", "+03:00", "-05:30", "+14:00"]);
        Moment::parse(&format!("2026-05-12T{hour:02}:59:{second:02}{fraction}{offset}")).unwrap()
    }

    fn date(&mut self) -> StatedDate {
        StatedDate::parse(self.one_of(&["g1985-03-01", "g1985", "h1405", "h1405-09", "h1405-09-30"])).unwrap()
    }

    fn id(&mut self) -> FactId {
        FactId::from_random(self.0.random())
    }

    fn code(&mut self) -> Code {
        Code::new(self.one_of(&["support", "عام 2", "; =1", "\"\\", "\u{200f}x"])).unwrap()
    }

    fn codes(&mut self, min: usize, max: usize) -> Vec<Code> {
        let count = *[min, min + 1, max].choose(&mut self.0).unwrap();
        (0..count).map(|_| self.code()).collect()
    }

    fn filled(&mut self) -> Text {
        let text = self.text();
        if text.as_str().is_empty() { Text::new(" ").unwrap() } else { text }
    }

    /// Any characters at all.
    fn text(&mut self) -> Text {
        let length = self.0.random_range(0..8);
        let any = |me: &mut Self| match me.0.random_range(0..3) {
            0 => char::from(me.0.random_range(0..128_u8)),
            1 => me.one_of(&['ش', 'ً', '\u{200f}', '\u{feff}', '\u{2028}', '👨', '"', '\\', '٣']),
            _ => me.0.random(),
        };
        Text::new((0..length).map(|_| any(self)).collect::<String>()).unwrap()
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices.choose(&mut self.0).unwrap().clone()
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.0.random::<bool>().then(|| value(self))
    }
}
