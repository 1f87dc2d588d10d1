//! `kiosk export`: what this device holds, for other programs.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use shared::out_file::write_whole;

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
