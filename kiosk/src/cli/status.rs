//! `kiosk status`: what is saved, received and waiting.

use std::process::ExitCode;

use serde_json::json;
use shared::domain::UnixMillis;
use shared::replica::DeviceCounts;

use super::Opened;
use super::say::print;

pub(super) fn status(opened: &mut Opened, as_json: bool) -> anyhow::Result<ExitCode> {
    let DeviceCounts {
        saved,
        received,
        waiting,
        waiting_hour,
        quarantined,
        set_aside,
        last_exchange,
        people_wait,
    } = opened.kiosk.counts()?;
    let shown = |at: Option<UnixMillis>| {
        at.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok()).map(|at| at.to_string())
    };
    let carried = opened.kiosk.carried()?.lines;
    let (last, copied) = (shown(last_exchange), shown(opened.kiosk.last_copy()?));
    if as_json {
        let status = json!({
            "saved": saved,
            "received": received,
            "waiting": waiting,
            "waiting_hour": waiting_hour,
            "quarantined": quarantined.len(),
            "quarantined_reasons": quarantined,
            "set_aside": set_aside.len(),
            "set_aside_reasons": set_aside,
            "last_exchange": last,
            "last_copy": copied,
            "carried": carried,
            "people_wait": people_wait,
            "branch": opened.kiosk.branch()?.as_str(),
            "device": opened.kiosk.device()?.to_string(),
        });
        print(status)?;
    } else {
        print(format_args!("saved on this device      {saved}"))?;
        print(format_args!("received at head office   {received}"))?;
        print(format_args!("waiting                   {waiting}"))?;
        print(format_args!("waiting for their hour    {waiting_hour}"))?;
        print(format_args!("held for review           {}", quarantined.len()))?;
        print(format_args!("set aside                 {}", set_aside.len()))?;
        print(format_args!("carried for other devices {carried}"))?;
        print(format_args!("last sync                 {}", last.as_deref().unwrap_or("never")))?;
        print(format_args!("last copy                 {}", copied.as_deref().unwrap_or("never")))?;
        if people_wait {
            print("people                    wait until head office confirms this device")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
