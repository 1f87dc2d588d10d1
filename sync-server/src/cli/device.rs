//! `device list` and `device revoke`.

use std::io::Write;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use shared::domain::UnixMillis;
use shared::replica::Act;
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
    /// The state is active, revoked, forked (it was copied), or never_exchanged: enrolled and never heard of since. A device
    /// whose enrolment was cut off becomes the same one when it is enrolled once more; nobody has others of that state.
    List(List),
    /// Shut a device out; what it recorded and sent before stays
    Revoke(Revoke),
}

/// Lists the devices.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

/// Shuts a device out.
#[derive(Args)]
pub(super) struct Revoke {
    #[command(flatten)]
    data: Data,
    /// The device's id, or its first 8 characters or more
    device: String,
}

impl Device {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(),
            Self::Revoke(revoke) => revoke.run(act),
        }
    }
}

impl List {
    fn run(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let held = office.held_records()?;
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "device\tbranch\tmode\tstate\tenrolled\tlast_exchange\twaiting\tquarantined\tfile_bytes"
        )?;
        for row in office.devices()? {
            let quarantined: u64 =
                held.get(&row.device).map(|reasons| reasons.values().sum()).unwrap_or_default();
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{quarantined}\t{}",
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

impl Revoke {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let asked = self.device.to_lowercase();
        if asked.chars().count() < PREFIX_CHARS_MIN {
            return Err(Failure::new(
                "give the device's id, or at least its first 8 characters: see device list",
            ));
        }
        let devices = office.devices()?;
        let mut named = devices.iter().filter(|row| row.device.to_string().starts_with(&asked));
        let (Some(row), None) = (named.next(), named.next()) else {
            return Err(Failure::new("no device, or more than one, has that id: see device list"));
        };
        if !office.revoke_device(row.device, act.now.unix_millis())? {
            tell(format_args!("device {} was revoked before", row.device));
        }
        Ok(())
    }
}

fn state(row: &DeviceRow) -> &'static str {
    match (row.revoked, row.forked, row.last_exchange) {
        (Some(_), _, _) => "revoked",
        (None, Some(_), _) => "forked",
        (None, None, Some(_)) => "active",
        // its enrolment was cut off, or it has been off since: enrolling it once more makes it the same device
        (None, None, None) => "never_exchanged",
    }
}

/// Shows an instant in UTC, to the second; `-` for none.
pub(super) fn instant(millis: Option<UnixMillis>) -> String {
    let stamp = millis.and_then(|millis| Timestamp::from_millisecond(millis.0).ok());
    stamp.map_or_else(|| "-".to_owned(), |stamp| stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
