//! `held list`, `held show`, `held accept` and `held drop`: records that are held for review, and what becomes of them.

use std::io::Write as _;

use clap::{Args, Subcommand};
use serde_json::{Map, Value};
use shared::doc::Scalar;
use shared::domain::{Code, DeviceId, FactId};
use shared::hex::to_hex;
use shared::replica::{Accepting, Act, HeldContent, HeldRecord, Office};

use super::arguments::{IdStart, code};
use super::device::instant;
use super::{Data, Failure};

/// How many are listed at a time.
const TOGETHER: u32 = 500;

/// Records held for review.
#[derive(Subcommand)]
pub(super) enum Held {
    /// List them, one per line, tab-separated, under a line of field names
    ///
    /// `accept` says what accepting does: as_it_is, under_new_id (its own id stands for another record), or no. Visits and suggestions
    /// can be accepted that are held for other_branch, id_taken or not_allowed; what lacks its key or is of an unknown kind is taken by
    /// itself when the key or a newer program comes; what lacks a field or has a wrong one can only be dropped.
    List(List),
    /// Print the content of one as a JSON object, opened if possible
    Show(One),
    /// Write one down at head office, under its id or a new one, and print the id
    Accept(Settle),
    /// Drop one: it is not counted or exported; its bytes stay as evidence
    Drop(Settle),
}

/// Lists held records.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

/// Names a held record.
#[derive(Args)]
pub(super) struct One {
    #[command(flatten)]
    data: Data,
    /// What the list names it by, or the first 8 characters of that or more
    held: String,
}

/// Settles a held record.
#[derive(Args)]
pub(super) struct Settle {
    #[command(flatten)]
    one: One,
    /// Who decided it: the code of a member of staff
    #[arg(long, value_name = "CODE", value_parser = code)]
    by: Code,
}

impl Held {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(act),
            Self::Show(one) => one.show(act),
            Self::Accept(settle) => {
                let office = settle.one.data.open(act)?;
                let id = settle.one.named(&office)?;
                let record = office.accept_held(act, id, &settle.by)?;
                writeln!(std::io::stdout(), "{record}")?;
                Ok(())
            }
            Self::Drop(settle) => {
                let office = settle.one.data.open(act)?;
                let id = settle.one.named(&office)?;
                Ok(office.drop_held(act, id, &settle.by)?)
            }
        }
    }
}

impl List {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "held\tbranch\tdevice\twritten\trecord\treason\taccept\tdocument\tnumber")?;
        each(&office, |record| {
            let HeldRecord { id, device, branch, document, seq, fact, at, reason, accepting } = record;
            let (branch, written) = (branch.as_deref().unwrap_or("-"), instant(*at));
            let device = device.as_ref().map_or_else(|| "-".to_owned(), DeviceId::to_string);
            let accept = match accepting {
                Accepting::AsItIs => "as_it_is",
                Accepting::UnderNewId => "under_new_id",
                Accepting::Not(_) => "no",
            };
            writeln!(
                out,
                "{id}\t{branch}\t{device}\t{written}\t{fact}\t{reason}\t{accept}\t{document}\t{seq}"
            )?;
            Ok(())
        })
    }
}

fn each(office: &Office, mut each: impl FnMut(&HeldRecord) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut skip = 0;
    loop {
        let page = office.list_held(skip, TOGETHER)?;
        if page.is_empty() {
            return Ok(());
        }
        page.iter().try_for_each(&mut each)?;
        skip += u64::from(TOGETHER);
    }
}

impl One {
    fn show(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let id = self.named(&office)?;
        let Some((_, content)) = office.held_content(id)? else { return Err(unknown()) };
        let line = match content {
            HeldContent::Record(line) => line.to_string(),
            HeldContent::Fields(fields) => {
                let fields = fields.into_iter().map(|(name, value)| (name, json_of(value)));
                Value::Object(fields.collect::<Map<_, _>>()).to_string()
            }
        };
        writeln!(std::io::stdout(), "{line}")?;
        Ok(())
    }

    /// Finds the one record that is meant.
    fn named(&self, office: &Office) -> Result<FactId, Failure> {
        let Some(asked) = IdStart::read(&self.held) else {
            return Err(Failure::new(
                "name it as the list does, or by the first 8 characters of that: see held list",
            ));
        };
        let mut named = Vec::new();
        each(office, |record| {
            named.extend(Some(record.id).filter(|id| asked.names(id)));
            Ok(())
        })?;
        match named[..] {
            [id] => Ok(id),
            _ => Err(unknown()),
        }
    }
}

fn unknown() -> Failure {
    Failure::new("nothing, or more than one record, is held under that name: see held list")
}

fn json_of(value: Scalar) -> Value {
    match value {
        Scalar::Text(text) => Value::from(text),
        Scalar::Int(number) => Value::from(number),
        Scalar::Bool(yes) => Value::from(yes),
        Scalar::Bytes(bytes) => Value::from(to_hex(&bytes)),
    }
}
