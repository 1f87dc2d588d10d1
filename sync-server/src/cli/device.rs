//! `device list`, `device revoke` and `device let-through`.

use std::io::Write;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use shared::domain::{DeviceId, UnixMillis};
use shared::replica::{Act, Activity, Office};
use shared::store::office::DeviceRow;

use super::say::tell;
use super::{Data, Failure};

/// Fewest characters of an id that name a device.
const PREFIX_CHARS_MIN: usize = 8;

/// Enrolled devices.
#[derive(Subcommand)]
pub(super) enum Device {
    /// List the devices, one a line, fields parted by tabs under a line of their names
    ///
    /// New files, corrections and joins are those of the last 31 days; `kept_back` counts what went beyond the device's budget and
    /// waits, and `unusual` says that something did.
    List(List),
    /// Shut a device out; what it recorded and sent before stays
    Revoke(Named),
    /// Let through what went beyond a device's budget and waits: files that are compared with other branches', and corrections
    LetThrough(Named),
}

/// Lists the devices.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

/// One device.
#[derive(Args)]
pub(super) struct Named {
    #[command(flatten)]
    data: Data,
    /// The device's id, or its first 8 characters or more
    device: String,
}

impl Device {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(act),
            Self::Revoke(named) => named.revoke(act),
            Self::LetThrough(named) => named.let_through(act),
        }
    }
}

impl List {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let (held, activity) = (office.held_records()?, office.activity(act.now.unix_millis())?);
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "device\tbranch\tmode\tstate\tenrolled\tlast_exchange\twaiting\tquarantined\tfile_bytes\t\
             new_files\tcorrections\tjoins\tkept_back\tunusual"
        )?;
        for row in office.devices()? {
            let quarantined: u64 =
                held.get(&row.device).map(|reasons| reasons.values().sum()).unwrap_or_default();
            let did = activity.get(&row.device).copied().unwrap_or_default();
            let Activity { files, corrections, joins, waiting, is_unusual } = did;
            let unusual = if is_unusual { "unusual" } else { "-" };
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{quarantined}\t{}\t\
                 {files}\t{corrections}\t{joins}\t{waiting}\t{unusual}",
                row.device,
                row.branch,
                row.mode,
                state(&row),
                instant(Some(row.enrolled)),
                instant(row.last_exchange),
                row.waiting,
                row.file_bytes,
            )?;
        }
        Ok(())
    }
}

impl Named {
    fn revoke(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let device = self.device(&office)?;
        if !office.revoke_device(device, act.now.unix_millis())? {
            tell(format_args!("device {device} was revoked before"));
        }
        Ok(())
    }

    fn let_through(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let n = office.let_through(self.device(&office)?)?;
        while office.match_files(act)? {}
        tell(format_args!("let {n} files and corrections through"));
        Ok(())
    }

    fn device(&self, office: &Office) -> Result<DeviceId, Failure> {
        let asked = self.device.to_lowercase();
        if asked.chars().count() < PREFIX_CHARS_MIN {
            return Err(Failure::new(
                "give the device's id, or at least its first 8 characters: see device list",
            ));
        }
        let devices = office.devices()?;
        let mut named = devices.iter().filter(|row| row.device.to_string().starts_with(&asked));
        match (named.next(), named.next()) {
            (Some(row), None) => Ok(row.device),
            _ => Err(Failure::new("no device, or more than one, has that id: see device list")),
        }
    }
}

fn state(row: &DeviceRow) -> &'static str {
    match (row.revoked, row.forked) {
        (Some(_), _) => "revoked",
        (None, Some(_)) => "forked",
        (None, None) => "active",
    }
}

/// Shows an instant in UTC, to the second; `-` for none.
pub(super) fn instant(millis: Option<UnixMillis>) -> String {
    let stamp = millis.and_then(|millis| Timestamp::from_millisecond(millis.0).ok());
    stamp.map_or_else(|| "-".to_owned(), |stamp| stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
