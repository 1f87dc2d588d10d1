//! Memory with many beneficiaries: a field device that knows 20,000 people, from the empty index to the search.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::ensure;
use rand::SeedableRng as _;
use serde_json::{Value, json};
use shared::doc::Dice;
use shared::domain::DeviceMode;
use shared::replica::{Kiosk, Whose};
use tests::branch::{Branch, PIN};
use tests::clock::TestClock;
use tests::office::HeadOffice;

use crate::child;
use crate::clock::resident_mib;

/// People that the device knows.
pub const PEOPLE: usize = 20_000;
/// Records of one transaction, as `kiosk record` has them.
const BATCH: usize = 100;
const SEED: u64 = 20_000;

const FIRST: [&str; 8] = ["محمد", "فاطمة", "عبد الله", "نورة", "خالد", "سارة", "أحمد", "هدى"];
const FATHER: [&str; 7] = ["عبد الرحمن", "سعود", "إبراهيم", "ناصر", "علي", "يوسف", "صالح"];
const FAMILY: [&str; 9] =
    ["الغامدي", "آل سعيد", "القحطاني", "الشهري", "الدوسري", "العتيبي", "الزهراني", "المطيري", "الحربي"];

/// What such a device takes.
pub struct Known {
    pub resident_before_mib: f64,
    pub resident_mib: f64,
    pub index: Duration,
    pub search: Duration,
    pub database_mib: f64,
}

/// Records a visit of each person at a new field device, and returns the device.
pub fn record() -> anyhow::Result<Branch> {
    let mut office = HeadOffice::new(SEED);
    let mut branch = Branch::enrolled_as("b07", &DeviceMode::Field, &mut office, SEED);
    for batch in 0..PEOPLE / BATCH {
        let lines: Vec<Value> = (batch * BATCH..(batch + 1) * BATCH).map(visit_of).collect();
        branch.record(&lines);
    }
    branch.kiosk.db().checkpoint()?;
    Ok(branch)
}

fn visit_of(number: usize) -> Value {
    let (first, father) = (FIRST[number % FIRST.len()], FATHER[number / 3 % FATHER.len()]);
    let family = FAMILY[number / 7 % FAMILY.len()];
    json!({
        "type": "visit",
        "id": format!("01890000-0000-7000-8000-{number:012}"),
        "at": "2026-11-22T10:30:00+03:00",
        "party": "beneficiary", "channel": "branch_representative", "direction": "in",
        "services": ["support"],
        "beneficiary": {
            "national_id": format!("1{number:08}0"),
            "name": format!("{first} بن {father} {family}"),
            "mobile": format!("05{:08}", 10_000_000 + number),
        },
        "purpose": "استفسار عن طلب الدعم",
    })
}

/// Opens the device in a process of its own and measures.
pub fn measure(dir: &Path) -> anyhow::Result<Known> {
    let told = child::run(&["people".to_owned(), dir.display().to_string()])?;
    let of = |field: &str| told[field].as_f64().unwrap_or(0.0);
    let database = std::fs::metadata(dir.join("kiosk.db"))?.len();
    #[expect(clippy::cast_precision_loss, reason = "a database of some hundred megabytes")]
    let database_mib = database as f64 / f64::from(1 << 20);
    Ok(Known {
        resident_before_mib: of("before_mib"),
        resident_mib: of("resident_mib"),
        index: Duration::from_secs_f64(of("index_seconds")),
        search: Duration::from_secs_f64(of("search_seconds")),
        database_mib,
    })
}

/// In a child: opens the device, makes the index, searches.
pub fn look(dir: &Path) -> anyhow::Result<Value> {
    let (mut kiosk, _) = Kiosk::open(dir, &mut Dice::from_seed([3; 32]))?;
    kiosk.check_pin(TestClock::morning().reading().unix_millis(), Whose::Device, PIN)?;
    let before_mib = resident_mib("self");
    let began = Instant::now();
    let people = kiosk.people()?;
    let index = began.elapsed();
    ensure!(people.len() == PEOPLE, "{} people are known", people.len());
    let began = Instant::now();
    let typed = ["عبدالله القحطاني", "نوره", "0510012345", "1000123450", "لا احد بهذا الاسم"];
    let found: usize = typed.iter().map(|typed| people.search(typed).len()).sum();
    let search = began.elapsed() / u32::try_from(typed.len())?;
    ensure!(found > 0, "nobody was found");
    Ok(json!({
        "before_mib": before_mib, "resident_mib": resident_mib("self"),
        "index_seconds": index.as_secs_f64(), "search_seconds": search.as_secs_f64(),
    }))
}
