//! The server's child: head office over loopback, as `sync-server serve` runs it.

use std::net::TcpListener;
use std::path::Path;

use rand::SeedableRng as _;
use serde_json::json;
use shared::doc::Dice;
use shared::domain::{BranchId, DeviceMode, UnixMillis};
use shared::replica::Office;
use sync_server::{AppState, Clock, Transport, serve};
use tokio::sync::oneshot;

use crate::child::{answer, wait_for};
use crate::measure;

/// Serves until told to end.
pub fn run(dir: &Path, kiosks: usize) -> anyhow::Result<()> {
    let (office, dice, codes) = head_office(dir, kiosks)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    let state = AppState::new(office, dice, Clock::system(), Transport::Loopback);
    let runtime = tokio::runtime::Runtime::new()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let served = runtime.spawn(serve(listener, state.clone(), None, async move { drop(stopped.await) }));
    answer(&json!({ "address": address, "codes": codes }))?;
    wait_for("begin")?;
    let checkpoint = || runtime.block_on(state.with_office(|office, _, _| office.db().checkpoint()));
    checkpoint()??;
    measure::reset_peak();
    let (cpu, rest) = (measure::process_cpu(), measure::bytes_below(dir));
    answer(&json!({}))?;
    wait_for("end")?;
    let (cpu, peak_kib) = (measure::process_cpu() - cpu, measure::peak_kib());
    checkpoint()??;
    let rest = measure::bytes_below(dir) - rest;
    answer(&json!({ "cpu_seconds": cpu.as_secs_f64(), "peak_kib": peak_kib, "rest_bytes": rest }))?;
    drop(stop);
    Ok(runtime.block_on(served)??)
}

/// Makes head office with a branch a kiosk, and a code for each.
pub fn head_office(dir: &Path, kiosks: usize) -> anyhow::Result<(Office, Dice, Vec<String>)> {
    let now = UnixMillis(jiff::Timestamp::now().as_millisecond());
    let mut dice = Dice::seed_from_u64(1_000);
    let mut office = Office::open_or_create(dir, now, &mut dice)?;
    let mut codes = Vec::new();
    for number in 0..kiosks {
        let branch = BranchId::parse(&format!("branch-{number}"))?;
        office.add_branch(now, &mut dice, &branch, branch.as_str(), branch.as_str())?;
        codes.push(office.new_enrolment_code(now, &mut dice, &branch, &DeviceMode::Branch)?.text);
    }
    Ok((office, dice, codes))
}
