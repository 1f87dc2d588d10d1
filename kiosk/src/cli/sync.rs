//! `kiosk sync`: pushes until drained, then pulls.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use indicatif::ProgressBar;
use shared::doc::Dice;
use shared::replica::{Kiosk, Pulled};

use super::say::{print, tell};
use super::{Opened, runtime};
use crate::sync::Told;

pub(super) fn sync(opened: &mut Opened) -> anyhow::Result<ExitCode> {
    exchange(&mut opened.kiosk, &mut opened.dice)?;
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

/// Exchanges with head office, and shows on a terminal how far that is.
pub(super) fn exchange(kiosk: &mut Kiosk, dice: &mut Dice) -> anyhow::Result<()> {
    let waiting = kiosk.counts()?.waiting;
    let bar = match std::io::stderr().is_terminal() {
        true => ProgressBar::new(waiting),
        false => ProgressBar::hidden(),
    };
    let told = |told: Told| {
        let (done, all) = match told {
            Told::Progress { left: _, pulled: Some(Pulled { taken, all }) } => (taken, all),
            Told::Progress { left, pulled: None } => (waiting.saturating_sub(left), waiting),
            Told::Waiting(wait) => {
                let secs = wait.as_secs();
                return bar
                    .suspend(|| tell(format_args!("kiosk: head office is busy; going on in {secs} s")));
            }
        };
        if all > 0 {
            bar.set_length(all);
            bar.set_position(done);
        }
    };
    runtime()?.block_on(crate::sync::sync(kiosk, dice, told))?;
    bar.finish_and_clear();
    Ok(())
}
