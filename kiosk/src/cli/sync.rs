//! `kiosk sync`: pushes until drained, and pulls whatever became of that.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use indicatif::ProgressBar;
use shared::doc::Dice;
use shared::replica::{Kiosk, Pulled};

use super::say::{print, tell};
use super::{Opened, runtime};
use crate::sync::Told;

pub(super) fn sync(opened: &mut Opened) -> anyhow::Result<ExitCode> {
    let exchanged = exchange(&mut opened.kiosk, &mut opened.dice);
    let counts = opened.kiosk.counts()?;
    let (held, set_aside) = (counts.quarantined.len(), counts.set_aside.len());
    if held > 0 {
        let reasons = listed(&counts.quarantined);
        tell(format_args!("kiosk: {held} held for review at head office ({reasons}): ask head office"));
    }
    if set_aside > 0 {
        let reasons = listed(&counts.set_aside);
        tell(format_args!(
            "kiosk: {set_aside} set aside on this device ({reasons}), everything else was synced: see kiosk set-aside list"
        ));
    }
    if counts.people_wait {
        tell(
            "kiosk: head office has not confirmed this device yet: records are received, and people's files follow once it is confirmed (sync-server device confirm)",
        );
    }
    exchanged?;
    print(format_args!("received {}, waiting for their hour {}", counts.received, counts.waiting_hour))?;
    Ok(if held + set_aside == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Lists reasons, each once.
fn listed(reasons: &[String]) -> String {
    let reasons: BTreeSet<&str> = reasons.iter().map(String::as_str).collect();
    reasons.into_iter().collect::<Vec<_>>().join(", ")
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
                    .suspend(|| tell(format_args!("kiosk: head office is busy; trying again in {secs} s")));
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
