//! `log show`: who signed in, who was refused, what was changed of accounts and devices, and what each device asked for and was given,
//! by day.
//! Numbers, accounts, devices and addresses: nothing of a beneficiary.

use std::collections::BTreeMap;
use std::io::Write;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use shared::domain::{DeviceId, HIJRI_YEARS, UnixMillis};
use shared::locale::fold_signs;
use shared::replica::{Act, Office};
use shared::store::door::AccountEvent;

use super::device::{device_named, instant};
use super::{Data, Failure};

/// How far back is shown where nothing else is asked for: a week.
const SHOWN_MILLIS: i64 = 7 * 24 * 60 * 60_000;

/// What happened at the door.
#[derive(Subcommand)]
pub(super) enum Log {
    /// Show it, one per line, earliest first, tab-separated, under a line of field names
    ///
    /// It is kept for 400 days.
    Show(Show),
}

/// Shows what happened.
#[derive(Args)]
pub(super) struct Show {
    #[command(flatten)]
    data: Data,
    /// The first day to show, as 2026-05-12 (UTC) [default: a week ago]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    since: Option<Date>,
    /// Only what happened to this account
    #[arg(long, value_name = "NAME", conflicts_with = "device")]
    user: Option<String>,
    /// Only what happened to this device and what it asked for: its id, or its first 8 characters or more
    #[arg(long, value_name = "DEVICE")]
    device: Option<String>,
}

impl Log {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::Show(show) => show.run(act),
        }
    }
}

impl Show {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let since = match self.since {
            Some(date) => UnixMillis(date.to_zoned(TimeZone::UTC)?.timestamp().as_millisecond()),
            None => UnixMillis(act.now.unix_millis().0 - SHOWN_MILLIS),
        };
        let device = self.device.as_deref().map(|asked| device_named(&office, asked)).transpose()?;
        let mut out = std::io::stdout().lock();
        events(&mut out, &office, since, (self.user.as_deref(), device))?;
        if self.user.is_none() {
            devices(&mut out, &office, since, device)?;
        }
        Ok(())
    }
}

fn events(
    out: &mut impl Write,
    office: &Office,
    since: UnixMillis,
    (user, device): (Option<&str>, Option<DeviceId>),
) -> Result<(), Failure> {
    let names: BTreeMap<i64, String> = office.users()?.into_iter().map(|user| (user.id, user.name)).collect();
    let asked = match user {
        Some(name) => {
            let unknown = || Failure::new(format!("there is no account {name}: see sync-server user list"));
            Some(office.user_named(name)?.ok_or_else(unknown)?.id)
        }
        None => None,
    };
    writeln!(out, "time\twhat\tuser\tdevice\taddress\ttimes")?;
    for AccountEvent { at, kind, account, device, address, n } in
        office.door()?.events(since, asked, device)?
    {
        let name = account.map(|id| names.get(&id).cloned().unwrap_or_else(|| id.to_string()));
        let device = device.map(|device| device.to_string());
        let [name, device, address] =
            [name, device, address].map(|field| field.unwrap_or_else(|| "-".to_owned()));
        writeln!(out, "{}\t{}\t{name}\t{device}\t{address}\t{n}", instant(Some(at)), kind.code())?;
    }
    Ok(())
}

fn devices(
    out: &mut impl Write,
    office: &Office,
    since: UnixMillis,
    asked: Option<DeviceId>,
) -> Result<(), Failure> {
    writeln!(out, "day\tdevice\taddress\trequests\tentries\tkeys\tbytes\tloaded")?;
    for day in office.door()?.traffic(since, asked)? {
        let (date, served) = (instant(Some(day.day)), day.served);
        let date = date.split('T').next().unwrap_or_default();
        writeln!(
            out,
            "{date}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            day.device, day.address, day.requests, served.entries, served.keys, served.bytes, served.loaded
        )?;
    }
    Ok(())
}

fn parse_day(text: &str) -> Result<Date, String> {
    let folded = fold_signs(text);
    let day: Option<Date> = folded.trim().parse().ok();
    let day = day.ok_or("is not a date such as 2026-05-12")?;
    match HIJRI_YEARS.contains(&day.year()) {
        true => Err("is a Hijri year: give the Gregorian date, such as 2026-05-12".to_owned()),
        false => Ok(day),
    }
}
