//! The tables, in Markdown. Holds no measurement of its own.

use crate::frames::{Case, Shown};
use crate::idle::Minute;
use crate::people::{Known, PEOPLE};
use crate::screen::Still;
use crate::start::Start;

/// Tells on what machine and when.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{cores} cores, {}, {}\n", std::env::consts::ARCH, jiff::Zoned::now().date())
}

/// Writes what starting takes, and its ratio to the floor, the first.
pub fn starts(starts: &[Start]) -> String {
    let mut text = String::from(
        "| start to first usable frame | wall ms | CPU ms | ratio of wall | resident MiB |\n|---|---|---|---|---|\n",
    );
    let floor = starts.first().map_or(1.0, |start| start.wall.as_secs_f64());
    for start in starts {
        let (wall, cpu) = (start.wall.as_secs_f64(), start.cpu_seconds * 1e3);
        let ratio = wall / floor;
        text += &format!(
            "| {} | {:.0} | {cpu:.0} | {ratio:.1} | {:.0} |\n",
            start.name,
            wall * 1e3,
            start.resident_mib
        );
    }
    text
}

/// Writes the CPU time of frames, and its ratio to the floor, the first.
pub fn frames(cases: impl IntoIterator<Item = Case>) -> String {
    let mut text = String::from(
        "| frame | p50 ms | p99 ms | longest ms | texts laid out | ratio of p50 |\n|---|---|---|---|---|---|\n",
    );
    let mut floor = None;
    for case in cases {
        let floor = *floor.get_or_insert(case.within(500));
        let [middle, most, longest] = [500, 990, 1_000].map(|thousandths| case.within(thousandths));
        let ratio = middle / floor;
        text += &format!(
            "| {} | {middle:.3} | {most:.3} | {longest:.3} | {} | {ratio:.0} |\n",
            case.name, case.layouts
        );
    }
    text
}

/// Writes with which frame a touched part shows it; the first is the one that holds the touch.
pub fn touches(after: &[usize], never: &[String]) -> String {
    let mut text = String::from("| pressed face shown with frame | parts |\n|---|---|\n");
    for (frame, parts) in after.iter().enumerate().filter(|(_, parts)| **parts > 0) {
        text += &format!("| {} | {parts} |\n", frame + 1);
    }
    text + &format!("| never | {} |\n{}", never.len(), never.join("\n"))
}

/// Writes which screens are heaviest.
pub fn screens(all: &[(Shown, Case)]) -> String {
    let mut text = String::from("| still screen | p50 ms |\n|---|---|\n");
    let middle = all.len() / 2;
    let rows = all.iter().take(5).chain(all.get(middle)).chain(all.last());
    for (shown, case) in rows {
        text += &format!("| {} | {:.3} |\n", shown.name(), case.within(500));
    }
    text
}

/// Writes what a minute without anybody takes.
pub fn minutes(minutes: &[Minute]) -> String {
    let mut text =
        String::from("| a minute without a touch | frames | CPU ms | of a core |\n|---|---|---|---|\n");
    let named = |name| minutes.iter().find(move |minute: &&Minute| minute.name == name);
    let shown =
        minutes.iter().take(6).chain(["welcome", "board", "attract", "exit"].into_iter().filter_map(named));
    for minute in shown {
        let cpu = minute.cpu.as_secs_f64();
        let share = cpu / 60.0 * 100.0;
        text += &format!("| {} | {} | {:.1} | {share:.3} % |\n", minute.name, minute.frames, cpu * 1e3);
    }
    text
}

/// Writes what many people take.
pub fn known(known: &Known) -> String {
    format!(
        "| {PEOPLE} beneficiaries on a field device | |\n|---|---|\n\
         | resident before the index | {:.0} MiB |\n| resident with the index | {:.0} MiB |\n\
         | making the index | {:.0} ms |\n| a search, on average | {:.1} ms |\n| database | {:.0} MiB |\n",
        known.resident_before_mib,
        known.resident_mib,
        known.index.as_secs_f64() * 1e3,
        known.search.as_secs_f64() * 1e3,
        known.database_mib,
    )
}

/// Writes what the real window took, or that there was none.
pub fn window(name: &str, still: Option<&Still>) -> String {
    match still {
        Some(still) => format!(
            "The real window, {name}, one minute: {:.0} ms of CPU ({:.2} % of a core), {:.0} MiB resident.\n",
            still.cpu.as_secs_f64() * 1e3,
            still.cpu.as_secs_f64() / 60.0 * 100.0,
            still.resident_mib
        ),
        None => "There is no display here: the real window was not watched.\n".to_owned(),
    }
}
