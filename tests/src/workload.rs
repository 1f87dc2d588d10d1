//! The workload: how much of what, and each branch's register, line by line, the same in every run.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use clap::Args;
use jiff::tz::{TimeZone, offset};
use jiff::{Timestamp, ToSpan as _};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Builder;

/// Records of one transaction of a device's, where they are not recorded one by one.
pub const BATCH_RECORDS: usize = 500;

/// Visits of a branch on one day, eight minutes apart.
const VISITS_A_DAY: u32 = 60;

/// Shortest and longest text in characters, a last word not counted.
const TEXT_CHARS: [usize; 2] = [40, 150];

/// People of all branches: as many as there are mobile numbers that begin with the digits known here.
const PEOPLE_MAX: u32 = 70_000_000;

/// When the first branch opens on the first day: 08:00 in Riyadh.
const FIRST_SECOND: i64 = 1_777_784_400;

/// How much of what.
#[derive(Args, Serialize)]
pub struct Workload {
    /// Branches, each with one device
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..70))]
    pub branches: u32,
    /// Visits of each branch
    #[arg(long, default_value_t = 500)]
    pub visits: u32,
    /// People of each branch: every visit is of any of them
    #[arg(long, default_value_t = 3_000, value_parser = clap::value_parser!(u32).range(1..1_000_000))]
    pub people: u32,
    /// Brings a new person to this part of the visits, instead of drawing from --people
    #[arg(long, value_name = "PART", conflicts_with = "people")]
    pub files_per_visit: Option<f64>,
    /// Brings a new person to every visit, recorded by devices whose reading is locked
    #[arg(long, conflicts_with_all = ["people", "files_per_visit"])]
    pub write_only: bool,
    /// Leaves people out
    #[arg(long, conflicts_with_all = ["people", "files_per_visit", "write_only"])]
    pub no_people: bool,
}

impl Workload {
    /// Returns the part of visits that bring a new person; `None` where they are drawn from the branch's people.
    fn new_people(&self) -> Option<f64> {
        if self.write_only { Some(1.0) } else { self.files_per_visit }
    }

    /// Says in words what is measured.
    pub fn described(&self) -> String {
        let mut sample = Register::new(self, 0);
        let bytes: usize = sample.by_ref().take(self.visits as usize).map(|line| line.len() + 1).sum();
        let [visits, files] = [f64::from(self.visits), sample.files() as f64];
        #[expect(clippy::cast_precision_loss, reason = "some megabytes are exact")]
        let bytes = bytes as f64 / visits;
        format!(
            "{} branches × {} visits, {:.2} new files a visit, {bytes:.0} bytes a line",
            self.branches,
            self.visits,
            files / visits
        )
    }
}

/// A branch's register: an endless list of visits.
pub struct Register {
    dice: StdRng,
    branch: u32,
    /// How many people each branch may have.
    span: u32,
    people: u32,
    new_people: Option<f64>,
    no_people: bool,
    visits: u32,
    known: BTreeSet<u32>,
}

impl Register {
    /// Opens a branch's register at its first line.
    pub fn new(workload: &Workload, branch: u32) -> Self {
        Self {
            dice: StdRng::seed_from_u64(u64::from(branch)),
            branch,
            span: PEOPLE_MAX / (workload.branches + 1).max(70),
            people: workload.people,
            new_people: workload.new_people(),
            no_people: workload.no_people,
            visits: 0,
            known: BTreeSet::new(),
        }
    }

    /// Returns how many people have come so far.
    pub fn files(&self) -> usize {
        self.known.len()
    }

    /// Writes a rating of the first day.
    pub fn rating(&mut self) -> String {
        let at = Timestamp::from_second(FIRST_SECOND).map(|at| at.to_string()).unwrap_or_default();
        let id = Builder::from_random_bytes(self.dice.random()).into_uuid();
        let (channel, service) = (self.one_of(&CHANNELS), self.one_of(&SERVICES));
        let score = self.one_of(&SCORES);
        json!({ "type": "rating", "id": id, "at": at, "service": service, "channel": channel, "score": score }).to_string()
    }

    /// Chooses who comes: by chance, or so that new people are spread evenly over the visits.
    fn who(&mut self) -> Option<u32> {
        let known = self.known.len() as u32;
        let who = match self.new_people {
            _ if self.no_people => return None,
            None => self.dice.random_range(0..self.people),
            Some(part) if f64::from(known) < f64::from(self.visits + 1) * part => known,
            Some(_) => self.dice.random_range(0..known.max(1)),
        };
        self.known.insert(who);
        Some(who)
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.choose(&mut self.dice).copied().unwrap_or_default()
    }

    /// Writes a text of words that are hardly ever the same: stems with prefixes and suffixes, now and then a number. Short
    /// texts are more frequent than long ones.
    fn text(&mut self) -> String {
        let [least, most] = TEXT_CHARS;
        let longest = self.dice.random_range(least..=most);
        let until = self.dice.random_range(least..=longest);
        let mut text = String::new();
        let mut chars = 0;
        while chars < until {
            let word = match self.dice.random_range(0..12) {
                0 => self.dice.random_range(2..9_999).to_string(),
                _ => [&PREFIXES, &STEMS[..], &SUFFIXES].map(|of| self.one_of(of)).concat(),
            };
            chars += word.chars().count() + 1;
            text.push_str(&word);
            text.push(' ');
        }
        text.trim_end().to_owned()
    }
}

impl Iterator for Register {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let [day, of_day] = [self.visits / VISITS_A_DAY, self.visits % VISITS_A_DAY].map(i64::from);
        let at = Timestamp::from_second(FIRST_SECOND + day * 86_400 + of_day * 480).ok()?;
        let mut bytes = [0; 10];
        self.dice.fill_bytes(&mut bytes);
        let id = Builder::from_unix_timestamp_millis(at.as_millisecond().cast_unsigned(), &bytes).into_uuid();
        let ended_at = at + self.dice.random_range(60..420).seconds();
        let [at, ended_at] = [at, ended_at]
            .map(|at| at.to_zoned(TimeZone::fixed(offset(3))).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
        let beneficiary = self.who().map(|who| person(self.branch * self.span + who));
        let (channel, service) = (self.one_of(&CHANNELS), self.one_of(&SERVICES));
        let (received_by, purpose, answers) = (self.one_of(&STAFF), self.text(), self.text());
        self.visits += 1;
        let line = json!({
            "type": "visit", "id": id, "at": at, "ended_at": ended_at, "party": "beneficiary", "channel": channel,
            "services": [service], "department": "relations", "received_by": received_by,
            "beneficiary": beneficiary, "purpose": purpose, "answers": answers,
        });
        Some(line.to_string())
    }
}

/// Makes a person, by their number among those of all branches: the same each time they come.
fn person(who: u32) -> Value {
    let mut dice = StdRng::seed_from_u64(u64::from(who));
    let mut one_of = |of: &[&'static str]| of.choose(&mut dice).copied().unwrap_or_default();
    let name = [&FIRST[..], &FIRST, &FIRST, &FAMILIES].map(&mut one_of).join(" ");
    // 4,241 shares no factor with their number: no two numbers are the same, and neighbours look nothing alike
    let number = u64::from(who) * 4_241 % u64::from(PEOPLE_MAX);
    let mobile = format!("05{}{:07}", MOBILE_RANGES[(number / 10_000_000) as usize % 7], number % 10_000_000);
    json!({
        "national_id": national_id(number), "name": name, "mobile": mobile,
        "group": one_of(&GROUPS),
    })
}

/// Puts the check digit behind a number: in an id of ten, each second digit from the first counts twice.
fn national_id(number: u64) -> String {
    let stem = format!("1{number:08}");
    let digits = stem.bytes().map(|digit| u32::from(digit - b'0')).enumerate();
    let sum: u32 = digits.map(|(n, d)| if n % 2 == 0 { d * 2 / 10 + d * 2 % 10 } else { d }).sum();
    format!("{stem}{}", (10 - sum % 10) % 10)
}

/// The digits that follow 05 in a mobile number.
const MOBILE_RANGES: [u32; 7] = [0, 3, 4, 5, 6, 8, 9];

const CHANNELS: [&str; 4] = ["interview", "phone_call", "letter", "help_request"];
const SERVICES: [&str; 4] = ["support", "enquiry", "complaint", "update"];
const SCORES: [&str; 4] = ["very_bad", "bad", "good", "excellent"];
const STAFF: [&str; 4] = ["staff-01", "staff-02", "staff-03", "staff-04"];
const GROUPS: [&str; 4] = ["elderly", "orphans", "widows", "disability"];
const PREFIXES: [&str; 9] = ["", "", "", "ال", "ال", "وال", "لل", "بال", "و"];
const SUFFIXES: [&str; 10] = ["", "", "", "", "ه", "ها", "هم", "ات", "ين", "نا"];

static FIRST: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let names = "محمد أحمد عبدالله عبدالرحمن خالد فهد سلطان تركي ماجد نايف بندر يوسف \
        فاطمة نورة سارة هدى مريم منيرة حصة لطيفة أمل ريم جواهر العنود";
    names.split(' ').collect()
});

static FAMILIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let names = "الحربي القحطاني الغامدي الشهري العتيبي الدوسري الزهراني المطيري السبيعي الشمري العنزي \
        البقمي الأحمدي الجهني البلوي المالكي الثبيتي الرشيدي السلمي اليامي";
    names.split(' ').collect()
});

static STEMS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let stems = "طلب مراجع مستفيد معامل مستند بيان اسر سكن ايجار فاتور كهرباء علاج مستشفى دواء مدرس طالب جامع \
        حقيب سداد دين راتب وظيف عمل تقاعد ضمان حساب بنك تحويل موعد زيار منزل اثاث جهاز مكيف ثلاج غذاء سل كسو شتاء \
        صيف رمضان زكا صدق كفال يتيم ارمل مطلق عجز اعاق كرسي سيار نقل تذكر سفر حال شكوى ملاحظ اقتراح شكر تاخير سرع \
        موظف قسم فرع ادار توقيع صور هوي سجل بطاق عنوان حي شارع مدين قري هاتف جوال رسال رابط موقع تسجيل تحديث تعديل \
        الغاء قبول رفض بحث اجتماعي باحث تقرير لجن قرار اعتماد صرف شيك مبلغ ريال شهر سنوي دفع قسط قرض زواج ترميم \
        بناء ارض صك محكم وكال وكيل ابن بنت زوج والد اخ جار ضيف متطوع تدريب دور";
    stems.split(' ').collect()
});
