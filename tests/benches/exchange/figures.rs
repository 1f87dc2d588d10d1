//! The table and the file of figures. Holds no measurement of its own.

use serde_json::json;

use crate::load::Workload;
use crate::phases::{Figures, NEW, Phase};

/// Finds a phase among a side's figures.
type PhaseOf = fn(&Figures) -> &Phase;

/// Writes a row a figure: Sila, the floor, and how many times the floor Sila takes.
pub fn table(workload: &Workload, sila: &Figures, floor: &Figures) -> String {
    let branches = f64::from(workload.branches);
    let visits = branches * f64::from(workload.visits);
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
    let new = format!("{NEW} new each");
    let phases: [(&str, f64, &str, PhaseOf); 4] = [
        ("push of everything", visits, "a visit", |figures| &figures.push),
        ("nothing new", branches, "a branch", |figures| &figures.nothing_new),
        (&new, branches * f64::from(NEW), "a visit", |figures| &figures.new_each),
        ("a fresh device", 1.0, "in all", |figures| &figures.fresh),
    ];
    for (name, pieces, each, phase) in phases {
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
pub fn json(workload: &Workload, sila: &Figures, floor: &Figures) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&json!({ "workload": workload, "sila": sila, "floor": floor }))?)
}
