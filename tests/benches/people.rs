//! How long staff wait for a person to be found among 20,000, beside a floor measured in the same run: the same names in
//! a plain list, looked through for the typed letters as they are. Run it with `cargo bench -p tests --bench people`.
//! Nothing is asserted: the numbers are for people.

use std::time::{Duration, Instant};

use rand::seq::IndexedRandom as _;
use serde_json::{Value, json};
use shared::replica::People;
use tests::branch::Branch;
use tests::office::HeadOffice;
use tests::seed::dice;

/// People whose files are on the device.
const PEOPLE: usize = 20_000;

/// How often each query is asked.
const TIMES: usize = 50;

const FIRST: [&str; 12] = [
    "محمد",
    "أحمد",
    "عبد الله",
    "عبدالرحمن",
    "خالد",
    "فاطمة",
    "نورة",
    "سارة",
    "هدى",
    "إبراهيم",
    "يوسف",
    "مريم",
];
const FAMILY: [&str; 10] = [
    "الحربي",
    "القحطاني",
    "آل سعود",
    "الغامدي",
    "الشهري",
    "العتيبي",
    "الدوسري",
    "الزهراني",
    "المطيري",
    "السبيعي",
];

/// What is typed: whole and begun names, a common letter, numbers, and what nobody has.
const QUERIES: [&str; 8] = [
    "محمد بن عبد الله الحربي",
    "عبدالله قحطاني",
    "الح",
    "م",
    "1000012345",
    "05000",
    "+966 50 001 2345",
    "لا أحد",
];

fn main() {
    let mut dice = dice(1, "names");
    let mut pick = |names: &[&'static str]| *names.choose(&mut dice).expect("there are names");
    let names: Vec<String> = (0..PEOPLE)
        .map(|_| format!("{} بن {} {} {}", pick(&FIRST), pick(&FIRST), pick(&FIRST), pick(&FAMILY)))
        .collect();
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let lines: Vec<Value> = names.iter().enumerate().map(|(n, name)| line(n, name)).collect();
    let ((), recorded) = timed(|| lines.chunks(1_000).for_each(|lines| branch.record(lines)));

    let before = resident_kib();
    let (mut people, built) = timed(|| branch.kiosk.people().expect("an index"));
    let bytes = (resident_kib().saturating_sub(before)) * 1_024 / PEOPLE as u64;
    let ((), refreshed) = timed(|| branch.kiosk.refresh_people(&mut people).expect("an index"));

    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!("{} people, {cores} cores", people.len());
    println!(
        "recorded in {recorded:.2?}, index built in {built:.2?} ({bytes} bytes a person), nothing new: {refreshed:.2?}"
    );
    println!("| typed | found | p50 | worst of {TIMES} | floor p50 |\n|---|---|---|---|---|");
    for typed in QUERIES {
        let (found, times) = asked(&people, typed);
        let floor = floor(&names, typed);
        println!("| {typed} | {found} | {:.2?} | {:.2?} | {floor:.2?} |", times[TIMES / 2], times[TIMES - 1]);
    }
}

fn line(n: usize, name: &str) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-{n:012}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"],
        "beneficiary": {"national_id": format!("1{n:09}"), "name": name, "mobile": format!("05{n:08}")},
    })
}

fn asked(people: &People, typed: &str) -> (usize, Vec<Duration>) {
    let found = people.search(typed).len();
    let mut times: Vec<Duration> = (0..TIMES).map(|_| timed(|| people.search(typed)).1).collect();
    times.sort_unstable();
    (found, times)
}

fn floor(names: &[String], typed: &str) -> Duration {
    let look = || names.iter().filter(|name| name.contains(typed)).take(50).count();
    let mut times: Vec<Duration> = (0..TIMES).map(|_| timed(look).1).collect();
    times.sort_unstable();
    times[TIMES / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = std::hint::black_box(work());
    (done, begun.elapsed())
}

/// The resident memory of this process; zero where the kernel does not tell.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
