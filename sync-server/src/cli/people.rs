//! `people list`, `people join`, `people part` and `people crossings`: which beneficiary files are one person's, and which went to
//! another branch.

use std::io::Write as _;

use clap::{Args, Subcommand};
use shared::domain::{BranchId, Code, FileId, FilePair, ProfileField, Text};
use shared::replica::{
    Act, Correction, FieldValues, FilesOfPerson, FilesState, Office, PersonView, ValueWriter, Written,
};
use shared::store::office::CrossingRow;

use super::arguments::{code, number};
use super::device::instant;
use super::say::tell;
use super::{Data, Failure};

/// Most crossings that are listed: a year's of a large association.
const CROSSINGS_SHOWN_MAX: u64 = 100_000;

/// Beneficiary files of one person.
#[derive(Subcommand)]
pub(super) enum People {
    /// List files that belong to one person, were parted, or share a national id and wait for a decision
    ///
    /// One person per line, the most similar undecided ones first; tab-separated, under a line of field names. `alike` is how
    /// many words of their names agree.
    List(List),
    /// Join files: every branch that holds one of them gets all of them, and shows them as one person
    Join(Join),
    /// Part two files that were joined wrongly; they are not joined again automatically
    Part(Part),
    /// Show what is known of a person: each value, who wrote it where and when, and which contradict each other
    Show(Show),
    /// Set the value that is right, over all values of a field, whichever branch wrote them
    Settle(Settle),
    /// List the latest files that were given to a branch while another one held them: why, and by which device or whom
    Crossings(List),
}

/// Lists files of one person.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

/// Joins files.
#[derive(Args)]
pub(super) struct Join {
    #[command(flatten)]
    data: Data,
    /// The files' ids, as people list shows them
    #[arg(value_parser = parse_file, num_args = 2.., required_unless_present = "alike")]
    files: Vec<FileId>,
    /// Join whatever waits for somebody to decide and agrees in so many words of the name or more
    #[arg(long, value_name = "WORDS", conflicts_with = "files", value_parser = number(1..=u8::MAX))]
    alike: Option<u8>,
    /// Who decided it: the code of a member of staff
    #[arg(long, value_name = "CODE", value_parser = code)]
    by: Code,
}

/// Parts two files.
#[derive(Args)]
pub(super) struct Part {
    #[command(flatten)]
    data: Data,
    /// A file's id, as people list shows it
    #[arg(value_parser = parse_file)]
    first: FileId,
    /// The other file's
    #[arg(value_parser = parse_file)]
    second: FileId,
    /// Who decided it: the code of a member of staff
    #[arg(long, value_name = "CODE", value_parser = code)]
    by: Code,
}

impl People {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(),
            Self::Join(join) => join.run(act),
            Self::Part(part) => part.run(act),
            Self::Show(show) => show.run(),
            Self::Settle(settle) => settle.run(act),
            Self::Crossings(list) => list.crossings(),
        }
    }
}

/// Shows a person.
#[derive(Args)]
pub(super) struct Show {
    #[command(flatten)]
    data: Data,
    /// A file's id, as people list shows it
    #[arg(value_parser = parse_file)]
    file: FileId,
}

/// Settles a value.
#[derive(Args)]
pub(super) struct Settle {
    #[command(flatten)]
    show: Show,
    /// The field, as people show names it
    #[arg(value_parser = parse_field)]
    field: ProfileField,
    /// The value; without one the field's values are taken away
    value: Option<String>,
}

impl Show {
    fn run(self) -> Result<(), Failure> {
        let view = self.person(&self.data.look()?)?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "field\tvalue\tstate\tfile\tby\tat")?;
        for FieldValues { field, values, .. } in &view.fields {
            let state = if values.len() > 1 { "differs" } else { "-" };
            for value in values {
                let text = value.text.as_str().replace(['\t', '\n', '\r'], " ");
                for Written { file, at, by, .. } in &value.written {
                    let (by, at) = (writer_of(by), instant(Some(*at)));
                    writeln!(out, "{}\t{text}\t{state}\t{file}\t{by}\t{at}", field.code())?;
                }
            }
        }
        Ok(())
    }

    fn person(&self, office: &Office) -> Result<PersonView, Failure> {
        let unknown = || Failure::new(format!("there is no file {}: see sync-server people list", self.file));
        office.person(self.file)?.ok_or_else(unknown)
    }
}

impl Settle {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let Self { show, field, value } = self;
        let office = show.data.open(act)?;
        let view = show.person(&office)?;
        let too_long = |_| Failure::new("the value is longer than 4000 characters: shorten it");
        let value = Text::new(value.unwrap_or_default()).map_err(too_long)?;
        let Some(values) = view.field(field) else { return Ok(()) };
        match office.settle_value(act, &values.seen, &value)? {
            Correction::Saved => Ok(()),
            Correction::ChangedMeanwhile => {
                Err(Failure::new("someone changed it in the meantime: look at it again with people show"))
            }
            Correction::NotAValue => Err(Failure::new(
                "that is not a value of this field: write a date as 1445-01-01 or 2026-05-12, a group by its code",
            )),
            Correction::Full => Err(Failure::new("the file has been changed too often and takes no more")),
        }
    }
}

fn writer_of(by: &ValueWriter) -> String {
    match by {
        ValueWriter::Device { device, branch } => {
            let branch = branch.as_ref().map_or("-", BranchId::as_str);
            format!("{branch}/{device}")
        }
        ValueWriter::HeadOffice | ValueWriter::ThisDevice => "head office".to_owned(),
    }
}

fn parse_field(text: &str) -> Result<ProfileField, String> {
    let known = || ProfileField::ALL.map(ProfileField::code).join(", ");
    ProfileField::from_code(text).ok_or_else(|| format!("is none of {}", known()))
}

fn pair_of(first: FileId, second: FileId) -> Result<FilePair, Failure> {
    let files = FilePair::new(first, second);
    files.ok_or_else(|| Failure::new("name two different files"))
}

impl Join {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let mut people = vec![self.files];
        if let Some(alike) = self.alike {
            let to_decide =
                |one: &FilesOfPerson| one.state == FilesState::SameId && one.alike >= usize::from(alike);
            let listed = office.files_of_one_person()?.into_iter();
            people = listed.filter(to_decide).map(|one| one.files).collect();
        }
        let mut n_new = 0;
        for files in &people {
            let Some((first, others)) = files.split_first() else { continue };
            for other in others {
                n_new += usize::from(office.join_files(act, pair_of(*first, *other)?, &self.by)?);
            }
        }
        match (self.alike, n_new) {
            (Some(_), n) => tell(format_args!("joined {n} files to others of their people")),
            (None, 0) => tell("they were joined already"),
            (None, _) => {}
        }
        Ok(())
    }
}

impl Part {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let (office, files) = (self.data.open(act)?, pair_of(self.first, self.second)?);
        if !office.part_files(act, files, &self.by)? {
            tell("they were parted already");
        }
        Ok(())
    }
}

impl List {
    fn run(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "files\tstate\talike\tby\tat\tbranches")?;
        for one in office.files_of_one_person()? {
            let by = match (&one.by, one.state) {
                (Some(by), _) => by.as_str(),
                (None, FilesState::Joined) => "itself",
                (None, FilesState::SameId | FilesState::Parted) => "-",
            };
            let files: Vec<String> = one.files.iter().map(FileId::to_string).collect();
            let (files, alike, at) = (files.join(" "), one.alike, instant(one.at));
            let branches = if one.branches.is_empty() { "-".to_owned() } else { one.branches.join(",") };
            writeln!(out, "{files}\t{}\t{alike}\t{by}\t{at}\t{branches}", state(one.state))?;
        }
        Ok(())
    }

    fn crossings(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "at\tfile\tto_branch\twhy\tdevice\tby")?;
        for row in office.crossings(CROSSINGS_SHOWN_MAX)? {
            let CrossingRow { at, file, branch, why, device, by } = row;
            let device = device.map_or_else(|| "-".to_owned(), |device| device.to_string());
            let by = by.as_deref().unwrap_or("-");
            writeln!(out, "{}\t{file}\t{branch}\t{why}\t{device}\t{by}", instant(Some(at)))?;
        }
        Ok(())
    }
}

fn state(state: FilesState) -> &'static str {
    match state {
        FilesState::SameId => "same_id",
        FilesState::Joined => "joined",
        FilesState::Parted => "parted",
    }
}

fn parse_file(text: &str) -> Result<FileId, String> {
    FileId::typed(text).ok_or_else(|| "is not the id of a file: see sync-server people list".to_owned())
}
