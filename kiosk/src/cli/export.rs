//! `kiosk export`: what this device holds, for other programs.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use shared::domain::DeviceMode;
use shared::out_file::write_whole;
use shared::replica::SealedLines;

use super::Opened;
use super::say::tell;

pub(super) fn ndjson(opened: &mut Opened) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    opened.kiosk.export::<anyhow::Error>(|line| {
        serde_json::to_writer(&mut out, &line).context("write the export")?;
        out.write_all(b"\n").context("write the export")
    })?;
    out.flush().context("write the export")?;
    Ok(ExitCode::SUCCESS)
}

/// Writes what waits here for another device to carry to head office, and says what that is.
pub(super) fn sealed(opened: &mut Opened) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut act = opened.act();
    let written = opened.kiosk.sealed_lines::<anyhow::Error>(&mut act, |line| {
        writeln!(out, "{line}").context("write the export")
    })?;
    out.flush().context("write the export")?;
    let SealedLines { lines, changes, waiting_hour } = written;
    tell(format_args!(
        "kiosk: wrote {lines} sealed lines: {changes} entries that head office has not received. Record them on any other device (kiosk record FILE): it carries them to head office, and only head office can open them. They also stay here until head office has them"
    ));
    if opened.kiosk.is_locked() && opened.kiosk.mode()? != &DeviceMode::SelfService {
        tell(
            "kiosk: to write every record opened, give the staff PIN: kiosk export --format ndjson --pin-stdin",
        );
    }
    if waiting_hour > 0 {
        tell(format_args!("kiosk: {waiting_hour} ratings wait for their hour and are not among them"));
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn automerge(opened: &mut Opened, dir: &Path) -> anyhow::Result<ExitCode> {
    std::fs::create_dir_all(dir).with_context(|| format!("make the directory {}", dir.display()))?;
    let mut written = 0_u64;
    opened.kiosk.export_documents::<anyhow::Error>(|name, bytes| {
        let path = dir.join(format!("{}.automerge", name.to_string().replace('/', "_")));
        write_whole(&path, bytes)?;
        written += 1;
        Ok(())
    })?;
    tell(format_args!("wrote {written} documents"));
    Ok(ExitCode::SUCCESS)
}
