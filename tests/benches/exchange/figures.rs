//! The table and the file of figures. Holds no measurement of its own.

use crate::phases::{Figures, NEW, PAGE_READS, Phase};
use tests::workload::Workload;

/// Cores that two servers, PostgreSQL and the devices need so that none waits for another.
const CORES_FOR_TWO: usize = 6;

/// Finds a phase among a side's figures.
type PhaseOf = fn(&Figures) -> &Phase;

/// Writes a row a figure: Sila, the floor, and how many times the floor Sila takes.
pub fn table(workload: &Workload, sila: &Figures, floor: &Figures) -> String {
    let visits = f64::from(workload.branches) * f64::from(workload.visits);
    let micros = |visits: f64| 1_000_000.0 / visits;
    let mut text = "| figure | Sila | floor | ratio |\n|---|---|---|---|\n".to_owned();
    let mut row = |name: &str, times: f64, of: &dyn Fn(&Figures) -> f64| {
        let [sila, floor] = [sila, floor].map(|figures| of(figures) * times);
        let ratio = if floor > 0.0 { format!("{:.1}", sila / floor) } else { "–".to_owned() };
        text.push_str(&format!("| {name} | {} | {} | {ratio} |\n", shown(sila), shown(floor)));
    };
    row("recording, one a commit: kiosk CPU, µs a visit", micros(f64::from(sila.alone_visits)), &|figures| {
        figures.record_alone.device_cpu
    });
    row("recording, 500 a commit: kiosk CPU, µs a visit", micros(visits), &|figures| {
        figures.record.device_cpu
    });
    for (name, pieces, each, phase) in phases_of(workload) {
        row(&format!("{name}: server CPU, µs {each}"), micros(pieces), &|f| phase(f).server_cpu);
        row(&format!("{name}: kiosk CPU, µs {each}"), micros(pieces), &|f| phase(f).device_cpu);
        row(&format!("{name}: on the wire, B {each}"), 1.0 / pieces, &|f| float(phase(f).wire_bytes));
        row(&format!("{name}: requests"), 1.0, &|f| float(phase(f).requests));
        row(&format!("{name}: wall, s"), 1.0, &|f| phase(f).wall);
        row(&format!("{name}: server's peak, MiB"), 1.0 / 1_024.0, &|f| float(phase(f).server_peak_kib));
    }
    row("at rest, server, B a visit", 1.0 / visits, &|figures| float(figures.server_rest_bytes));
    row("at rest, kiosk, B a visit", 1.0 / visits, &|figures| float(figures.device_rest_bytes));
    text
}

/// Returns the phases of exchanging: name, pieces of work, what one of them is, and where its figures are.
fn phases_of(workload: &Workload) -> [(String, f64, &'static str, PhaseOf); 4] {
    let branches = f64::from(workload.branches);
    let visits = branches * f64::from(workload.visits);
    [
        ("push of everything".to_owned(), visits, "a visit", |figures| &figures.push),
        ("nothing new".to_owned(), branches, "a branch", |figures| &figures.nothing_new),
        (format!("{NEW} new each"), branches * f64::from(NEW), "a visit", |figures| &figures.new_each),
        ("a fresh device".to_owned(), 1.0, "in all", |figures| &figures.fresh),
    ]
}

/// Writes a row a figure of the servers: files, PostgreSQL, and two servers over one database. In brackets is how many times the
/// floor each takes.
pub fn servers_table(workload: &Workload, floor: &Figures, [file, shared, two]: [&Figures; 3]) -> String {
    let visits = f64::from(workload.branches) * f64::from(workload.visits);
    let reads = f64::from(PAGE_READS);
    let mut text = "| figure | floor | SQLite | PostgreSQL | of SQLite | two servers | of one |\n\
        |---|---|---|---|---|---|---|\n"
        .to_owned();
    let mut row = |name: &str, times: f64, of: &dyn Fn(&Figures) -> f64| {
        let floor = of(floor) * times;
        let [file, shared, two] = [file, shared, two].map(|figures| of(figures) * times);
        let beside = |value| {
            if floor > 0.0 { format!("{} ({:.1})", shown(value), value / floor) } else { shown(value) }
        };
        let ratio =
            |value: f64, to: f64| if to > 0.0 { format!("{:.2}", value / to) } else { "–".to_owned() };
        let cells = [
            shown(floor),
            beside(file),
            beside(shared),
            ratio(shared, file),
            beside(two),
            ratio(two, shared),
        ];
        text.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
    };
    for (name, pieces, each, phase) in phases_of(workload) {
        let micros = 1_000_000.0 / pieces;
        row(&format!("{name}: server CPU, µs {each}"), micros, &|f| phase(f).server_cpu);
        row(&format!("{name}: PostgreSQL's CPU, µs {each}"), micros, &|f| phase(f).database_cpu);
        row(&format!("{name}: wall, s"), 1.0, &|f| phase(f).wall);
        row(&format!("{name}: lock waits, %"), 100.0, &|f| phase(f).lock_waits);
        row(&format!("{name}: a server's peak, MiB"), 1.0 / 1_024.0, &|f| float(phase(f).server_peak_kib));
    }
    let none = Phase::default();
    for (at, name) in ["page of visits", "page of ratings"].into_iter().enumerate() {
        let page = |figures: &Figures| {
            figures.pages.as_ref().map_or([0.0; 3], |pages| {
                let Phase { server_cpu, database_cpu, wall, .. } = pages.get(at).unwrap_or(&none);
                [*server_cpu, *database_cpu, *wall]
            })
        };
        let millis = 1_000.0 / reads;
        row(&format!("{name}: server CPU, ms"), millis, &|f| page(f)[0]);
        row(&format!("{name}: PostgreSQL's CPU, ms"), millis, &|f| page(f)[1]);
        row(&format!("{name}: time, ms"), millis, &|f| page(f)[2]);
    }
    row("at rest, server, B a visit", 1.0 / visits, &|figures| float(figures.server_rest_bytes));
    text
}

/// Says how many times as much two servers take in as one does, where there are cores for both and for what drives them.
pub fn throughput(one: &Figures, two: &Figures, cores: usize) -> String {
    if cores < CORES_FOR_TWO {
        return format!("throughput of two servers: not run: {cores} cores");
    }
    format!("throughput of two servers: {:.2} of one", one.push.wall / two.push.wall)
}

/// Shows three digits or all before the point.
fn shown(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "some gigabytes are exact")]
fn float(value: u64) -> f64 {
    value as f64
}

/// Writes everything that was measured, as totals of each phase: seconds, KiB, bytes.
pub fn json(workload: &Workload, sides: &[(&str, Figures)]) -> anyhow::Result<String> {
    let mut all = serde_json::Map::from_iter([("workload".to_owned(), serde_json::to_value(workload)?)]);
    for (name, figures) in sides {
        all.insert((*name).to_owned(), serde_json::to_value(figures)?);
    }
    Ok(serde_json::to_string_pretty(&all)?)
}
