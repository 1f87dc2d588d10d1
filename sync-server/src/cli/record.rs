//! `record`: support requests and their steps, as somebody did them at head office, one JSON object a line, each id printed once it is durable.
//! Whoever gives them signs in with the password of their account.

use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::PathBuf;

use clap::Args;
use shared::domain::{
    BranchId, Code, LINE_BYTES_MAX, LineFault, LineRead, Lines, Record as Recorded, RecordLine,
};
use shared::replica::{Act, Office, RecordOutcome};
use shared::store::office::UserRow;

use super::arguments::account_name;
use super::say::tell;
use super::user::one_line;
use super::{Data, Failure};
use crate::auth::is_right;

/// Records what somebody did at head office.
#[derive(Args)]
pub(super) struct Record {
    #[command(flatten)]
    data: Data,
    /// Who did it: the name of their account
    #[arg(long = "as", value_name = "NAME", value_parser = account_name)]
    name: Code,
    /// A file with the password of that account, on one line
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
    /// The file of lines, or - for standard input
    file: PathBuf,
}

impl Record {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let user = self.sign_in(&office)?;
        act.by = Some(self.name.clone());
        let input: Box<dyn std::io::Read> = if self.file.as_os_str() == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            let fault = |e| Failure::new(format!("cannot open {}: {e}: check the path", self.file.display()));
            Box::new(File::open(&self.file).map_err(fault)?)
        };
        let (mut saved, mut repeated, mut refused) = (0_u64, 0_u64, 0_u64);
        let mut out = std::io::stdout().lock();
        for read in Lines::new(BufReader::new(input), LINE_BYTES_MAX) {
            let LineRead { number, text } = read?;
            let record = match text {
                Ok(blank) if blank.is_empty() => continue,
                Ok(text) => self.record_in(&text),
                Err(fault) => Err(fault),
            };
            // one by one: the next line may follow from this one
            let outcome = match record {
                Ok((_, Recorded::Step(step))) => office.record_steps(act, &user.role, &[*step])?.pop(),
                Ok((_, Recorded::Session(step))) => {
                    let written = office.record_session_step(act, &user.role, &step)?;
                    Some(written.unwrap_or_else(RecordOutcome::from))
                }
                Ok((Some(branch), Recorded::Request(request))) => {
                    Some(office.record_request(act, &user.role, &branch, &request)?)
                }
                Ok(_) => continue,
                Err(LineFault { field, reason }) => {
                    refused += 1;
                    tell(format_args!("line {number}: {field}: {reason}"));
                    continue;
                }
            };
            match outcome {
                Some(RecordOutcome::Saved(id)) => {
                    saved += 1;
                    writeln!(out, "{id}")?;
                }
                Some(RecordOutcome::Repeated(id)) => {
                    repeated += 1;
                    writeln!(out, "{id}")?;
                }
                Some(RecordOutcome::Refused { field, reason }) => {
                    refused += 1;
                    tell(format_args!("line {number}: {field}: {reason}"));
                }
                None => {}
            }
        }
        out.flush()?;
        tell(format_args!("recorded {saved}, repeated {repeated}, refused {refused}"));
        if refused == 0 {
            Ok(())
        } else {
            Err(Failure::new("some lines were refused: mend them and give the file again"))
        }
    }

    fn sign_in(&self, office: &Office) -> Result<UserRow, Failure> {
        let fault = |e| Failure::new(format!("cannot read {}: {e}", self.password_file.display()));
        let password = one_line(&std::fs::read_to_string(&self.password_file).map_err(fault)?)?;
        let user = office.user_named(self.name.as_str())?.filter(|user| user.disabled.is_none());
        let is_theirs = is_right(&password, user.as_ref().map(|user| user.password_hash.as_str()));
        let refused = || Failure::new("the name or the password is not right, or the account is disabled");
        user.filter(|_| is_theirs).ok_or_else(refused)
    }

    fn record_in(&self, text: &[u8]) -> Result<(Option<BranchId>, Recorded), LineFault> {
        let RecordLine { record, by, branch } = RecordLine::parse(text)?;
        let fault =
            |field: &str, reason: &str| LineFault { field: field.to_owned(), reason: reason.to_owned() };
        if by.is_some_and(|by| by != self.name) {
            return Err(fault("by", "is not whoever signed in (--as): nobody records in another's name"));
        }
        match record {
            Recorded::Step(_) | Recorded::Session(_) => Ok((branch, record)),
            Recorded::Request(_) if branch.is_some() => Ok((branch, record)),
            Recorded::Request(_) => {
                Err(fault("branch", "is missing: name the branch that the request is for"))
            }
            Recorded::Visit(_) | Recorded::Rating(_) | Recorded::Suggestion(_) => Err(fault(
                "type",
                "is recorded at a branch (kiosk record): head office takes request, request_step and session_step",
            )),
        }
    }
}
