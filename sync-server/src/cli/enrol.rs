//! `enrol`: a one-time code for a device. The first line of standard output is the code alone, for scripts.

use std::io::Write;

use clap::Args;
use shared::domain::{BranchId, DeviceMode};
use shared::replica::Act;
use shared::store::door::EventKind;

use super::device::instant;
use super::{Data, Failure};

/// Makes an enrolment code.
#[derive(Args)]
pub(super) struct Enrol {
    #[command(flatten)]
    data: Data,
    /// The branch that the device will serve
    #[arg(long, value_name = "ID", value_parser = |text: &str| BranchId::parse(text))]
    branch: BranchId,
    /// How it will be used: branch (staff mode too), self_service (unattended) or field (a representative's own)
    #[arg(long, default_value = "branch", value_parser = parse_mode)]
    mode: DeviceMode,
}

impl Enrol {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let code = office.new_enrolment_code(act, &self.branch, &self.mode)?;
        office.door()?.note_device(act.now.unix_millis(), EventKind::CodeMade, None, None)?;
        let text = format!(
            "{}\nThis code enrols one device of branch {} ({}) until {}: kiosk enrol --server URL --code CODE\n",
            code.text,
            self.branch,
            self.mode,
            instant(Some(code.expires)),
        );
        // in one piece: a script that reads the first line alone may be gone before a second write
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(())
    }
}

fn parse_mode(text: &str) -> Result<DeviceMode, String> {
    let modes = || DeviceMode::KNOWN.iter().map(DeviceMode::code).collect::<Vec<_>>().join(", ");
    DeviceMode::known(text).ok_or_else(|| format!("is none of {}", modes()))
}
