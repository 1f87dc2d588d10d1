//! `device list`, `device revoke`, `device restore`, `device confirm`, `device open`, `device undo` and `device let-through`.

use std::io::Write;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use shared::domain::{Code, DeviceId, Moment, UnixMillis};
use shared::replica::{Act, Activity, Office, Undo, Undone};
use shared::store::door::EventKind;
use shared::store::office::DeviceRow;

use super::arguments::{IdStart, code, moment};
use super::say::tell;
use super::{Data, Failure};

/// Enrolled devices.
#[derive(Subcommand)]
pub(super) enum Device {
    /// List the devices, one per line, tab-separated, under a line of field names
    ///
    /// New files, corrections, joins, people looked for and people brought to its branch's devices are those of the last 31 days; `kept_back` counts what went beyond the
    /// device's budget and waits, and `unusual` says that something did. `unopened` counts keys that wait for a secret of head office's
    /// own that is lost here (`keys list`).
    ///
    /// The state is active, revoked, unconfirmed (enrolled after the backup that was put back, and known by its certificate: people are
    /// kept from it until `device confirm`), forked (it was copied), or never_exchanged: enrolled and never heard of since. A device
    /// whose enrolment was cut off becomes the same one when it is enrolled once more; nobody has others of that state.
    List(List),
    /// Revoke a device; what it recorded and sent before stays
    Revoke(Named),
    /// Let a revoked device in again; what waited on it arrives with its next sync
    Restore(Named),
    /// Confirm a device that is newer than the restored backup: it gets people's files again
    Confirm(Named),
    /// Take back what a device did to people's files: its changes from the hour of a moment on no longer count
    ///
    /// What others wrote over them stands; where nobody did, what was there before stands again, on every device once it syncs.
    Undo(TakeBack),
    /// Take back what a device did to people's files, and remove it from what other devices get
    ///
    /// As `undo`; changes that nobody else wrote after leave the logs, whose devices begin at their start. For changes that other
    /// devices cannot take.
    Reject(TakeBack),
    /// Let a device show people again from its next sync, with a new staff PIN, which is printed
    ///
    /// For a PIN that was forgotten or entered wrongly too often, and for a device that lost its keys. It ends after a day. The drafts of
    /// representatives are not handed back: their own PINs alone open them.
    Open(Named),
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
    pub(super) data: Data,
    /// The device's id, or its first 8 characters or more
    device: String,
}

/// Takes back what a device did to files.
#[derive(Args)]
pub(super) struct TakeBack {
    #[command(flatten)]
    named: Named,
    /// Since when, as 2026-05-12T08:00:00+03:00
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    since: Moment,
    /// Who decided it: the code of a member of staff
    #[arg(long, value_name = "CODE", value_parser = code)]
    by: Code,
    /// Have the changes count again instead
    #[arg(long)]
    back: bool,
}

impl TakeBack {
    fn run(self, act: &mut Act, how: Undo) -> Result<(), Failure> {
        let Self { named, since, by, back } = self;
        let office = named.data.open(act)?;
        let device = named.device(&office)?;
        let how = if back { Undo::CountAgain } else { how };
        let Undone { files, changes } = office.undo_device(act, device, since.unix_millis(), how, &by)?;
        let what = if back { "count again" } else { "count for nothing" };
        let kind = match how {
            Undo::CountNothing => EventKind::DeviceUndone,
            Undo::LeaveLogs => EventKind::DeviceRejected,
            Undo::CountAgain => EventKind::DeviceCounts,
        };
        note(&office, act, kind, device)?;
        tell(format_args!("{changes} changes of {files} files {what}"));
        Ok(())
    }
}

/// Notes in the account what was done to a device.
fn note(office: &Office, act: &Act, kind: EventKind, device: DeviceId) -> Result<(), Failure> {
    Ok(office.door()?.note_device(act.now.unix_millis(), kind, Some(device), None)?)
}

impl Device {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(act),
            Self::Revoke(named) => named.revoke(act),
            Self::Restore(named) => named.restore(act),
            Self::Confirm(named) => named.confirm(act),
            Self::Undo(what) => what.run(act, Undo::CountNothing),
            Self::Reject(what) => what.run(act, Undo::LeaveLogs),
            Self::Open(named) => named.open(act),
            Self::LetThrough(named) => named.let_through(act),
        }
    }
}

impl List {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.look()?;
        let (held, activity) = (office.held_records()?, office.activity(act.now.unix_millis())?);
        let unopened = office.office_keys()?.map(|keys| keys.waiting).unwrap_or_default();
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "device\tbranch\tmode\tstate\tenrolled\tlast_exchange\twaiting\tquarantined\tset_aside\tfile_bytes\t\
             new_files\tcorrections\tjoins\tlooked_for\tbrought\tkept_back\tunopened\tunusual"
        )?;
        for row in office.devices()? {
            let quarantined: u64 =
                held.get(&row.device).map(|reasons| reasons.values().sum()).unwrap_or_default();
            let did = activity.get(&row.device).copied().unwrap_or_default();
            let Activity { files, corrections, joins, looked, brought, waiting, is_unusual } = did;
            let unusual = if is_unusual { "unusual" } else { "-" };
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{quarantined}\t{}\t{}\t\
                 {files}\t{corrections}\t{joins}\t{looked}\t{brought}\t{waiting}\t{}\t{unusual}",
                row.device,
                row.branch,
                row.mode,
                state(&row),
                instant(Some(row.enrolled)),
                instant(row.last_exchange),
                row.waiting,
                row.set_aside,
                row.file_bytes,
                unopened.get(&row.device).copied().unwrap_or_default(),
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
            return Ok(());
        }
        note(&office, act, EventKind::DeviceRevoked, device)
    }

    fn open(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let device = self.device(&office)?;
        let pin = office.open_device(act, device)?.ok_or_else(|| {
            Failure::new("the device is revoked: let it in again first (sync-server device restore)")
        })?;
        note(&office, act, EventKind::DeviceOpened, device)?;
        writeln!(std::io::stdout(), "staff PIN: {pin}")?;
        tell(format_args!(
            "it is in force from the device's next sync, within a day. It opens what the device reads, but no drafts: only a representative's own PIN opens theirs"
        ));
        Ok(())
    }

    fn restore(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let device = self.device(&office)?;
        if !office.restore_device(device, act.now.unix_millis())? {
            tell(format_args!("device {device} was not revoked"));
            return Ok(());
        }
        tell("it records and sends again; sync-server device open makes its PIN show people again");
        note(&office, act, EventKind::DeviceRestored, device)
    }

    fn confirm(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let device = self.device(&office)?;
        if !office.confirm_device(device)? {
            tell(format_args!("device {device} was not waiting to be confirmed"));
            return Ok(());
        }
        note(&office, act, EventKind::DeviceConfirmed, device)
    }

    fn let_through(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let device = self.device(&office)?;
        let n = office.let_through(device)?;
        while office.match_files(act)? {}
        note(&office, act, EventKind::DeviceLetThrough, device)?;
        tell(format_args!("let {n} files and corrections through"));
        Ok(())
    }

    pub(super) fn device(&self, office: &Office) -> Result<DeviceId, Failure> {
        device_named(office, &self.device)
    }
}

/// Finds the device that an id, or its first 8 characters or more, names.
pub(super) fn device_named(office: &Office, asked: &str) -> Result<DeviceId, Failure> {
    let Some(asked) = IdStart::read(asked) else {
        return Err(Failure::new(
            "give the device's id, or at least its first 8 characters: see device list",
        ));
    };
    let devices = office.devices()?;
    let mut named = devices.iter().map(|row| row.device).filter(|device| asked.names(device));
    match (named.next(), named.next()) {
        (Some(device), None) => Ok(device),
        (_, _) => Err(Failure::new("no device, or more than one, has that id: see device list")),
    }
}

fn state(row: &DeviceRow) -> &'static str {
    match (row.revoked, row.unconfirmed, row.forked, row.last_exchange) {
        (Some(_), _, _, _) => "revoked",
        (None, Some(_), _, _) => "unconfirmed",
        (None, None, Some(_), _) => "forked",
        (None, None, None, Some(_)) => "active",
        // its enrolment was cut off, or it has been off since: enrolling it once more makes it the same device
        (None, None, None, None) => "never_exchanged",
    }
}

/// Shows an instant in UTC, to the second; `-` for none.
pub(super) fn instant(millis: Option<UnixMillis>) -> String {
    let stamp = millis.and_then(|millis| Timestamp::from_millisecond(millis.0).ok());
    stamp.map_or_else(|| "-".to_owned(), |stamp| stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}
