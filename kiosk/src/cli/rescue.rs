//! `kiosk rescue`: whatever can still be read of a damaged data directory, in a new one.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use shared::out_file::OutFile;
use shared::replica::{Act, Kiosk, LostRecord, PinOutcome, RescueReport, Whose};

use super::say::{print, tell};
use crate::config::CONFIG_FILE;

/// The file that the records stand in where the device's identity is lost.
const RECORDS: &str = "records.ndjson";

/// `pin` opens the records where the device's identity is lost: they are written out then.
pub(super) fn rescue(dir: &Path, out: &Path, pin: Option<&str>) -> anyhow::Result<ExitCode> {
    let mut dice = super::dice();
    let mut act = Act::new(crate::clock::reading(), &mut dice);
    let (mut kiosk, report) = Kiosk::rescue(dir, out, &mut act)?;
    let RescueReport { records, waiting, lost, unreadable, is_nobody } = report;
    let settings = dir.join(CONFIG_FILE);
    if settings.exists() {
        let told = |e| tell(format_args!("kiosk: warning: {} was not copied: {e}", settings.display()));
        std::fs::copy(&settings, out.join(CONFIG_FILE)).map(drop).unwrap_or_else(told);
    }
    print(format_args!("rescued {records} records, {waiting} of them to be sent"))?;
    let mut nameless: BTreeMap<bool, u64> = BTreeMap::new();
    for LostRecord { id, is_received } in &lost {
        match id {
            Some(id) => {
                print(format_args!("lost: record {id}, which head office had {}", had(*is_received)))?
            }
            None => *nameless.entry(*is_received).or_default() += 1,
        }
    }
    for (is_received, count) in nameless {
        print(format_args!(
            "lost: {count} records whose ids can't be read, which head office had {}",
            had(is_received)
        ))?;
    }
    if unreadable > 0 {
        print(format_args!("unreadable: {unreadable} rows or pages of them"))?;
    }
    if is_nobody {
        let opened = match pin {
            Some(pin) => kiosk.check_pin(act.now.unix_millis(), Whose::Device, pin)? == PinOutcome::Right,
            None => false,
        };
        if !opened || kiosk.is_locked() {
            bail!(
                "the device's identity is lost and its records are locked: run kiosk rescue again with --pin-stdin, into another directory"
            );
        }
        let path = out.join(RECORDS);
        let mut file = OutFile::create(&path)?;
        kiosk.export::<anyhow::Error>(|line| {
            serde_json::to_writer(&mut file, &line).context("write the records")?;
            file.write_all(b"\n").context("write the records")
        })?;
        file.finish()?;
        bail!(
            "the device's identity is lost: its records are in {}; enrol this device again in another directory and record them there (kiosk record)",
            path.display()
        );
    }
    if lost.iter().all(|record| record.is_received) {
        tell(format_args!("kiosk: continue with --data {}: kiosk sync sends what waits", out.display()));
        return Ok(ExitCode::SUCCESS);
    }
    bail!("not everything could be read; continue with --data {}: kiosk sync sends what waits", out.display())
}

fn had(is_received: bool) -> &'static str {
    if is_received { "received" } else { "not received" }
}
