//! The tables, in Markdown. Holds no measurement of its own.

use std::time::Duration;

use serde_json::Value;

/// What one case took, clients and server apart.
pub struct Case {
    name: String,
    visits: usize,
    /// From the first line to the last acknowledgement.
    pub wall_seconds: f64,
    record_seconds: f64,
    cpu_seconds: [f64; 2],
    peak_mib: [f64; 2],
    up_bytes: f64,
    down_bytes: f64,
    rest_bytes: [f64; 2],
}

impl Case {
    /// Puts together what the clients and the server measured.
    pub fn new(name: &str, visits: usize, clients: &Value, server: &Value) -> Self {
        let of = |value: &Value, field: &str| value[field].as_f64().unwrap_or(0.0);
        let both = |field: &str| [of(clients, field), of(server, field)];
        Self {
            name: name.to_owned(),
            visits,
            wall_seconds: of(clients, "wall_seconds"),
            record_seconds: of(clients, "record_seconds"),
            cpu_seconds: both("cpu_seconds"),
            peak_mib: both("peak_kib").map(|kib| kib / 1_024.0),
            up_bytes: of(clients, "up_bytes"),
            down_bytes: of(clients, "down_bytes"),
            rest_bytes: both("rest_bytes"),
        }
    }

    fn a_visit(&self, total: f64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "some thousands of visits are exact")]
        let visits = self.visits as f64;
        total / visits
    }

    fn cpu(&self) -> f64 {
        self.cpu_seconds.iter().sum()
    }
}

/// Says on what machine and when this ran.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{cores} cores, {}, {}\n", std::env::consts::ARCH, jiff::Zoned::now().date())
}

/// Writes a row a case. Two numbers in a cell are clients' and server's.
pub fn table(cases: &[Case]) -> String {
    let mut text = String::from(
        "| case | wall s | of which record s | CPU s clients + server | peak MiB clients, server | \
         wire B a visit up, down | at rest B a visit kiosk, server |\n|---|---|---|---|---|---|---|\n",
    );
    for case in cases {
        let [client_rest, server_rest] = case.rest_bytes.map(|bytes| case.a_visit(bytes));
        let row = format!(
            "| {} | {:.2} | {:.2} | {:.2} + {:.2} | {:.0}, {:.0} | {:.0}, {:.0} | {:.0}, {:.0} |\n",
            case.name,
            case.wall_seconds,
            case.record_seconds,
            case.cpu_seconds[0],
            case.cpu_seconds[1],
            case.peak_mib[0],
            case.peak_mib[1],
            case.a_visit(case.up_bytes),
            case.a_visit(case.down_bytes),
            client_rest,
            server_rest,
        );
        text.push_str(&row);
    }
    text
}

/// Writes how many times the floor each case takes. A floor comes before its case.
pub fn ratios(cases: &[Case]) -> String {
    let mut text = String::from(
        "| ratio to the floor | wall | CPU | server's CPU | wire up | at rest at the server |\n",
    );
    text.push_str("|---|---|---|---|---|---|\n");
    for pair in cases.chunks_exact(2) {
        let [floor, case] = pair else { continue };
        let row = format!(
            "| {} | {:.1} | {:.1} | {:.1} | {:.2} | {:.2} |\n",
            case.name,
            case.wall_seconds / floor.wall_seconds,
            case.cpu() / floor.cpu(),
            case.cpu_seconds[1] / floor.cpu_seconds[1],
            case.up_bytes / floor.up_bytes,
            case.rest_bytes[1] / floor.rest_bytes[1],
        );
        text.push_str(&row);
    }
    text
}

/// A phase, or a part of one: its name, how often it was done, what it took.
pub struct Phase {
    /// What was done; a part of the phase before it begins with a dash.
    pub name: String,
    /// How often.
    pub times: usize,
    /// Wall time of all of it.
    pub wall: Duration,
    /// CPU time of all of it.
    pub cpu: Duration,
}

/// Writes a row a phase.
pub fn phase_table(phases: &[Phase]) -> String {
    let mut text =
        String::from("| phase (one kiosk, one thread) | times | wall ms | CPU ms |\n|---|---|---|---|\n");
    for Phase { name, times, wall, cpu } in phases {
        let [wall, cpu] = [wall, cpu].map(|time| time.as_secs_f64() * 1_000.0);
        text.push_str(&format!("| {name} | {times} | {wall:.1} | {cpu:.1} |\n"));
    }
    text
}
