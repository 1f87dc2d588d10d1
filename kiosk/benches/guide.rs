//! How long a search of the service guide takes with 2,000 entries, beside a floor measured in the same run: every
//! folded text of every entry looked through for the same words. Run it with `cargo bench -p kiosk --bench guide`.
//!
//! Nothing here is asserted: the numbers are for people.

use std::hint::black_box;
use std::time::{Duration, Instant};

use kiosk::guide::{GuideIndex, Reader};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;
use shared::domain::{Catalog, CatalogEntry, CatalogKind, read_catalog_line};
use shared::locale::fold_search;

/// Entries of the catalog.
const ENTRIES: usize = 2_000;

/// Words of an entry's name and of its long text, in each language.
const NAME_WORDS: usize = 6;
const BODY_WORDS: usize = 80;

/// How often each query is asked.
const ROUNDS: usize = 200;

/// From one letter, which finds nearly everything, to several words.
const QUERIES: [&str; 9] =
    ["ا", "ال", "دعم", "الهيئه", "أحمد", "123", "طلب الدعم", "مستندات الهوية سجل", "beneficiary"];

/// Words that the texts are made of; with endings glued on there are some thousands.
const STEMS: [&str; 24] = [
    "طلب",
    "دعم",
    "مستفيد",
    "هوية",
    "سجل",
    "أسرة",
    "إيجار",
    "سكن",
    "تدريب",
    "تطوع",
    "لجنة",
    "بحث",
    "جمعية",
    "هيئة",
    "خدمة",
    "موعد",
    "سلة",
    "غذاء",
    "تقييم",
    "مستند",
    "أحمد",
    "شكوى",
    "تحديث",
    "زيارة",
];
const ENDINGS: [&str; 6] = ["", "ات", "ين", "نا", "كم", "ي"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = catalog()?;
    let began = Instant::now();
    let index = GuideIndex::new(&catalog);
    let built = began.elapsed();
    let texts: Vec<String> = catalog.entries().map(folded).collect();
    println!("{} entries, {} cores", index.len(), std::thread::available_parallelism()?);
    println!("index built in {:.1} ms", millis(built));
    println!(
        "{:<24} {:>6} {:>9} {:>9} {:>11} {:>7}",
        "query", "found", "p50 µs", "p99 µs", "floor µs", "ratio"
    );
    for query in QUERIES {
        let found = index.search(query, Reader::Visitor).len();
        let (p50, p99) = percentiles(|| drop(black_box(index.search(black_box(query), Reader::Visitor))));
        let (floor, _) = percentiles(|| drop(black_box(scan(&texts, black_box(query)))));
        let ratio = p50 / floor;
        println!("{query:<24} {found:>6} {p50:>9.0} {p99:>9.0} {floor:>11.0} {ratio:>7.2}");
    }
    Ok(())
}

/// The floor: the entries whose folded texts hold every folded word of the query, in no order.
fn scan(texts: &[String], query: &str) -> Vec<usize> {
    let folded = fold_search(query);
    let words: Vec<&str> = folded.split(' ').collect();
    let holds = |text: &String| words.iter().all(|word| text.contains(word));
    texts.iter().enumerate().filter(|(_, text)| holds(text)).map(|(number, _)| number).collect()
}

fn percentiles(mut run: impl FnMut()) -> (f64, f64) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    let micros = |share: usize| times[ROUNDS * share / 100].as_secs_f64() * 1e6;
    (micros(50), micros(99))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn folded(entry: &CatalogEntry) -> String {
    entry.texts().concat().into_iter().map(|text| fold_search(text.as_str())).collect::<Vec<_>>().join(" ")
}

fn catalog() -> Result<Catalog, Box<dyn std::error::Error>> {
    let mut dice = StdRng::seed_from_u64(7);
    let mut catalog = Catalog::default();
    for number in 0..ENTRIES {
        let kind = if number % 2 == 0 { CatalogKind::Service } else { CatalogKind::Question };
        let english = format!("Beneficiary question {number} about support, papers and visits");
        let line = json!({
            "kind": kind.code(), "code": format!("entry-{number}"), "name_ar": words(&mut dice, NAME_WORDS),
            "name_en": english, "body_ar": words(&mut dice, BODY_WORDS), "body_en": english.repeat(6),
        });
        catalog.publish(read_catalog_line(line.to_string().as_bytes())?);
    }
    Ok(catalog)
}

fn words(dice: &mut StdRng, count: usize) -> String {
    let word = |dice: &mut StdRng| match dice.random_range(0..12) {
        0 => dice.random_range(1..5_000).to_string(),
        roll => {
            let stem = STEMS.choose(dice).copied().unwrap_or_default();
            let ending = ENDINGS.choose(dice).copied().unwrap_or_default();
            format!("{}{stem}{ending}", if roll < 6 { "ال" } else { "" })
        }
    };
    (0..count).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}
