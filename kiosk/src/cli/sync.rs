//! `kiosk sync`: pushes until drained, then pulls.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use indicatif::ProgressBar;

use super::say::{print, tell};
use super::{Opened, runtime};

pub(super) fn sync(opened: &mut Opened) -> anyhow::Result<ExitCode> {
    let waiting = opened.kiosk.counts()?.waiting;
    let progress = match std::io::stderr().is_terminal() && waiting > 0 {
        true => ProgressBar::new(waiting),
        false => ProgressBar::hidden(),
    };
    let Opened { kiosk, dice } = opened;
    let left = |left| progress.set_position(waiting.saturating_sub(left));
    runtime()?.block_on(crate::sync::sync(kiosk, dice, left))?;
    progress.finish_and_clear();
    let counts = opened.kiosk.counts()?;
    print(format_args!("received {}, waiting for their hour {}", counts.received, counts.waiting_hour))?;
    if counts.quarantined.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let reasons: std::collections::BTreeSet<&str> = counts.quarantined.iter().map(String::as_str).collect();
    let reasons = reasons.into_iter().collect::<Vec<_>>().join(", ");
    tell(format_args!(
        "kiosk: {} held for review at head office ({reasons}): ask head office",
        counts.quarantined.len()
    ));
    Ok(ExitCode::FAILURE)
}
