//! `kiosk sync`: pushes until drained, then pulls.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use indicatif::ProgressBar;

use super::say::{print, tell};
use super::{Opened, runtime};
use crate::exchange::{Address, Exchange, PROGRAM, Progress, Session, connector};

pub(super) fn sync(opened: &mut Opened) -> anyhow::Result<ExitCode> {
    let waiting = opened.kiosk.counts()?.waiting;
    let progress = match std::io::stderr().is_terminal() && waiting > 0 {
        true => ProgressBar::new(waiting),
        false => ProgressBar::hidden(),
    };
    runtime()?.block_on(exchange(opened, |left| progress.set_position(waiting.saturating_sub(left))))?;
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

/// Runs one session to its end. `left` is told how many records wait, after each answer.
pub(super) async fn exchange(opened: &mut Opened, mut left: impl FnMut(u64)) -> anyhow::Result<()> {
    let Opened { kiosk, dice } = opened;
    let (server, pin) = kiosk.server()?;
    let address = Address::parse(server)?;
    let client = Exchange::new(connector(&address, pin)?, address);
    let token = kiosk.token()?.to_owned();
    let (mut session, mut request) = Session::begin(kiosk, &crate::clock::reading(), dice, PROGRAM)?;
    loop {
        let answer = client.send(request.to_http(&token)).await?;
        match session.take(kiosk, &crate::clock::reading(), dice, &answer)? {
            Progress::Next(next) => request = next,
            Progress::Done => return Ok(()),
        }
        left(kiosk.counts()?.waiting);
    }
}
