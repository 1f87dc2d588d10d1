//! `pass …`: who may work on which device under their own name.

use std::io::Write as _;

use clap::{Args, Subcommand};
use shared::domain::{Code, Role};
use shared::replica::{Act, Pass};

use super::arguments::code;
use super::device::{Named, instant};
use super::say::tell;
use super::user::parse_role;
use super::{Data, Failure};

/// Passes: people who work on devices under their own names.
#[derive(Subcommand)]
pub(super) enum Passes {
    /// Let a person work on a device under their own name, and print the code with which they set their PIN there
    ///
    /// The device hears of it at its next sync; the code can be used once, within 14 days. An earlier pass of theirs for that device ends.
    Issue(Issue),
    /// End a person's passes: devices hear of it at their next sync, or close by themselves after 45 days without one
    End(End),
    /// List the passes, one per line, tab-separated, under a line of field names
    List(List),
}

/// Issues a pass.
#[derive(Args)]
pub(super) struct Issue {
    #[command(flatten)]
    device: Named,
    /// The person's code: the one that the catalog's staff and their sign-in name have
    #[arg(long, value_name = "CODE", value_parser = code)]
    staff: Code,
    /// representative, relations or social_research
    #[arg(long, value_parser = parse_role)]
    role: Role,
}

/// Ends passes.
#[derive(Args)]
pub(super) struct End {
    #[command(flatten)]
    data: Data,
    /// The person's code
    #[arg(long, value_name = "CODE", value_parser = code)]
    staff: Code,
}

/// Lists the passes.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

impl Passes {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::Issue(Issue { device, staff, role }) => {
                let office = device.data.open(act)?;
                let device = device.device(&office)?;
                let code = office.issue_pass(act, device, &staff, &role)?;
                Ok(writeln!(std::io::stdout().lock(), "{}", code.to_text())?)
            }
            Self::End(End { data, staff }) => {
                let n = data.open(act)?.end_passes(act, &staff, None)?;
                tell(format_args!("ended {n} passes"));
                Ok(())
            }
            Self::List(List { data }) => {
                let mut out = std::io::stdout().lock();
                writeln!(out, "staff\tdevice\trole\tstate\tissued")?;
                for Pass { staff, device, role, has_ended, issued, .. } in data.look()?.passes()? {
                    let state = if has_ended { "ended" } else { "valid" };
                    writeln!(out, "{staff}\t{device}\t{}\t{state}\t{}", role.code(), instant(issued))?;
                }
                Ok(())
            }
        }
    }
}
