//! `kiosk status`: what is saved, received and waiting.

use std::process::ExitCode;

use serde_json::json;
use shared::replica::DeviceCounts;

use super::Opened;

pub(super) fn status(opened: &mut Opened, as_json: bool) -> anyhow::Result<ExitCode> {
    let DeviceCounts { saved, received, waiting, waiting_hour, quarantined, last_exchange } =
        opened.kiosk.counts()?;
    let last =
        last_exchange.and_then(|at| jiff::Timestamp::from_millisecond(at.0).ok()).map(|at| at.to_string());
    if as_json {
        let status = json!({
            "saved": saved,
            "received": received,
            "waiting": waiting,
            "waiting_hour": waiting_hour,
            "quarantined": quarantined.len(),
            "quarantined_reasons": quarantined,
            "last_exchange": last,
            "branch": opened.kiosk.branch()?.as_str(),
            "device": opened.kiosk.device()?.to_string(),
        });
        println!("{status}");
    } else {
        println!("saved on this device      {saved}");
        println!("received at head office   {received}");
        println!("waiting                   {waiting}");
        println!("waiting for their hour    {waiting_hour}");
        println!("held for review           {}", quarantined.len());
        println!("last exchange             {}", last.as_deref().unwrap_or("never"));
    }
    Ok(ExitCode::SUCCESS)
}
