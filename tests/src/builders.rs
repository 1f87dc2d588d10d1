//! Record lines as a register would hold them, made from dice: Arabic with diacritics, both kinds of digits, emoji,
//! empty texts, nulls, and people who come back.

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use serde_json::{Map, Value, json};
use shared::doc::{Dice, random};
use shared::domain::{Signature, SignaturePoint};
use uuid::Uuid;

use crate::model::TEXTS_IF_SAID;

/// Texts that must come back byte for byte.
pub const TEXTS: [&str; 12] = [
    "",
    " ",
    "استفسار عن طلب الدعم",
    "الحَمْدُ لِلَّهِ رَبِّ العَالَمِينَ",
    "رقم ١٢٣ و 456 و ۷۸۹",
    "موعد 12/05/2026 الساعة 08:30",
    "\u{200f}نص\u{200e} mixed \u{2067}عربي\u{2069}",
    "أسرة 👨‍👩‍👧‍👦 و🇸🇦",
    "سطر\nثانٍ\tوجدولة",
    "ﻻ لا لـــا",
    "a\u{0301} á «مـحـمـد» \u{0000}",
    "'; DROP TABLE visit; -- \"\\",
];

const NAMES: [&str; 6] = ["محمد بن عبد الله", "فاطمة الزهراء", "عبدالرحمن", " نورة ", "Maria José", "سَلْمَى ٣"];
const CHANNELS: [&str; 8] = [
    "interview",
    "phone_call",
    "social_media",
    "letter",
    "help_request",
    "volunteering",
    "website",
    "branch_representative",
];
const PARTIES: [&str; 4] = ["beneficiary", "supporter", "volunteer", "other"];
const SCORES: [&str; 4] = ["very_bad", "bad", "good", "excellent"];
const SERVICES: [&str; 5] = ["support", "enquiry", "خدمة-غير-معروفة", "شكوى 2", "complaint"];
const CAPACITIES: [&str; 3] = ["ابن", "وكيل شرعي", "neighbour"];
const DATES: [&str; 5] = ["g1985-03-01", "g1985", "h1405", "h1405-09", "h1405-09-30"];
const OFFSETS: [&str; 3] = ["+03:00", "Z", "-05:30"];

/// Makes record lines.
pub struct Register {
    dice: Dice,
}

impl Register {
    /// Makes a register that throws these dice.
    pub fn new(dice: Dice) -> Self {
        Self { dice }
    }

    /// Makes a visit or, now and then, a rating or a suggestion, stated at `at`.
    pub fn line(&mut self, at: &str) -> Value {
        match self.dice.random_range(0..8) {
            0 | 1 => self.rating(at),
            2 => self.suggestion(at),
            _ => self.visit(at),
        }
    }

    /// Makes a visit.
    pub fn visit(&mut self, at: &str) -> Value {
        let mut line = Map::new();
        line.insert("type".to_owned(), json!("visit"));
        line.insert("id".to_owned(), json!(self.id()));
        line.insert("at".to_owned(), json!(at));
        line.insert("party".to_owned(), json!(self.one_of(&PARTIES)));
        line.insert("channel".to_owned(), json!(self.one_of(&CHANNELS)));
        let services: Vec<&str> = (0..self.dice.random_range(1..4)).map(|_| self.one_of(&SERVICES)).collect();
        line.insert("services".to_owned(), json!(services));
        let offset = self.one_of(&OFFSETS);
        self.maybe(&mut line, "ended_at", |_| json!(format!("2026-05-12T09:01:02.250{offset}")));
        self.maybe(&mut line, "direction", |me| json!(me.one_of(&["in", "out"])));
        self.maybe(&mut line, "department", |me| json!(me.one_of(&["relations", "قسم"])));
        self.maybe(&mut line, "received_by", |me| json!(me.one_of(&["staff-03", "موظف ٤"])));
        self.maybe(&mut line, "beneficiary", Self::person);
        for field in ["purpose", "answers", "note"].into_iter().chain(TEXTS_IF_SAID) {
            self.maybe(&mut line, field, |me| json!(me.one_of(&TEXTS)));
        }
        self.maybe(&mut line, "acting", |me| {
            let mut acting = Map::from_iter([("capacity".to_owned(), json!(me.one_of(&CAPACITIES)))]);
            me.maybe(&mut acting, "proof", |me| json!(me.one_of(&TEXTS)));
            Value::Object(acting)
        });
        self.maybe(&mut line, "asks_for_woman", |me| json!(me.dice.random::<bool>()));
        self.maybe(&mut line, "place", Self::place);
        self.maybe(&mut line, "led_to", |me| match me.dice.random_range(0..3) {
            0 => json!([]),
            1 => json!(["referral"]),
            _ => json!(["referral", "زيارة أخرى"]),
        });
        self.maybe(&mut line, "planned", |me| json!(me.id()));
        self.maybe(&mut line, "signature", |me| json!(me.signature()));
        Value::Object(line)
    }

    /// Makes a suggestion.
    pub fn suggestion(&mut self, at: &str) -> Value {
        let words = TEXTS.iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>();
        let mut line = Map::new();
        line.insert("type".to_owned(), json!("suggestion"));
        line.insert("id".to_owned(), json!(self.id()));
        line.insert("at".to_owned(), json!(at));
        line.insert("channel".to_owned(), json!(self.one_of(&CHANNELS)));
        line.insert("text".to_owned(), json!(self.one_of(&words)));
        self.maybe(&mut line, "service", |me| json!(me.one_of(&SERVICES)));
        self.maybe(&mut line, "mobile", |me| json!(me.one_of(&["0556688001", "٠٥٥٦٦٨٨٠٠٢", "12", ""])));
        Value::Object(line)
    }

    fn signature(&mut self) -> String {
        let mut at_millis = 0;
        let mut point = || {
            at_millis += self.dice.random_range(0..700);
            SignaturePoint {
                x: self.dice.random_range(0..=12_000),
                y: self.dice.random_range(0..=5_000),
                at_millis,
            }
        };
        let strokes = vec![vec![point(), point(), point()], vec![point()]];
        let signature =
            Signature::new(12_000, 5_000, strokes).expect("every place lies on the pad, times in order");
        signature.to_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn place(&mut self) -> Value {
        if self.dice.random() {
            return json!({"national_address": self.one_of(&["RRRD2929", "حي النسيم، شارع 12"])});
        }
        let degrees = |me: &mut Self, limit: i32| f64::from(me.dice.random_range(-limit..=limit)) / 100_000.0;
        json!({"latitude": degrees(self, 9_000_000), "longitude": degrees(self, 18_000_000)})
    }

    /// Makes a rating.
    pub fn rating(&mut self, at: &str) -> Value {
        let mut line = Map::new();
        line.insert("type".to_owned(), json!("rating"));
        line.insert("id".to_owned(), json!(Uuid::from_bytes(random(&mut self.dice)).to_string()));
        line.insert("at".to_owned(), json!(at));
        line.insert("service".to_owned(), json!(self.one_of(&SERVICES)));
        line.insert("channel".to_owned(), json!(self.one_of(&CHANNELS)));
        line.insert("score".to_owned(), json!(self.one_of(&SCORES)));
        self.maybe(&mut line, "provider_score", |me| json!(me.one_of(&SCORES)));
        self.maybe(&mut line, "provider", |me| json!(me.one_of(&["staff-03", "موظف ٤"])));
        self.maybe(&mut line, "department", |me| json!(me.one_of(&["relations", "قسم"])));
        self.maybe(&mut line, "reasons", |me| match me.dice.random_range(0..3) {
            0 => json!([]),
            1 => json!(["waiting_time"]),
            _ => json!(["waiting_time", "سبب آخر"]),
        });
        self.maybe(&mut line, "comment", |me| json!(me.one_of(&TEXTS)));
        Value::Object(line)
    }

    /// One of few people, so that some come back: sometimes with less or more than was known of them.
    fn person(&mut self) -> Value {
        let who = self.dice.random_range(0..8_u32);
        let mut person = Map::new();
        self.maybe(&mut person, "national_id", |_| json!(format!("10000000{who:02}")));
        self.maybe(&mut person, "mobile", |_| json!(format!("05566880{who:02}")));
        self.maybe(&mut person, "name", |me| json!(me.one_of(&NAMES)));
        self.maybe(&mut person, "birth", |me| json!(me.one_of(&DATES)));
        self.maybe(&mut person, "id_expiry", |me| json!(me.one_of(&DATES)));
        self.maybe(&mut person, "address", |me| json!(me.one_of(&["RRRD2929", " حي النسيم "])));
        self.maybe(&mut person, "group", |me| json!(me.one_of(&["elderly", "أيتام"])));
        Value::Object(person)
    }

    /// A UUID of one version or another, in either case.
    fn id(&mut self) -> String {
        let bytes = random(&mut self.dice);
        let id = match self.dice.random_range(0..3) {
            0 => Uuid::from_bytes(bytes),
            1 => uuid::Builder::from_random_bytes(bytes).into_uuid(),
            _ => uuid::Builder::from_unix_timestamp_millis(1_778_000_000_000, &random(&mut self.dice))
                .into_uuid(),
        };
        if self.dice.random() { id.to_string() } else { id.to_string().to_uppercase() }
    }

    fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        choices.choose(&mut self.dice).expect("there is a choice")
    }

    /// Gives a field a value, a null, or leaves it out.
    fn maybe(&mut self, line: &mut Map<String, Value>, field: &str, value: impl FnOnce(&mut Self) -> Value) {
        match self.dice.random_range(0..6) {
            0 => {}
            1 => {
                line.insert(field.to_owned(), Value::Null);
            }
            _ => {
                let value = value(self);
                line.insert(field.to_owned(), value);
            }
        }
    }
}
