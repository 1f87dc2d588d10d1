//! `people list`, `people join`, `people part` and `people crossings`: which beneficiary files are one person's, and which went to
//! another branch.

use std::io::Write as _;

use clap::{Args, Subcommand};
use shared::domain::{Code, FileId, FilePair};
use shared::replica::{Act, FilesOfPerson, FilesState};
use shared::store::office::CrossingRow;

use super::device::instant;
use super::say::tell;
use super::{Data, Failure};

/// Most crossings that are listed: a year's of a large association.
const CROSSINGS_SHOWN_MAX: u64 = 100_000;

/// Beneficiary files of one person.
#[derive(Subcommand)]
pub(super) enum People {
    /// List files that are one person's, were parted, or hold one national id and wait for somebody to decide
    ///
    /// A person a line, the likest of those to be decided first; fields parted by tabs under a line of their names. `alike` is how
    /// many words of their names agree.
    List(List),
    /// Join files for good: every branch that holds one of them gets all, and shows them as one person
    Join(Join),
    /// Part two files that were joined wrongly; they are not joined again by themselves
    Part(Part),
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
    #[arg(long, value_name = "WORDS", conflicts_with = "files", value_parser = clap::value_parser!(u8).range(1..))]
    alike: Option<u8>,
    /// Who decided it: the code of a member of staff
    #[arg(long, value_name = "CODE", value_parser = |text: &str| Code::new(text))]
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
    #[arg(long, value_name = "CODE", value_parser = |text: &str| Code::new(text))]
    by: Code,
}

impl People {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(act),
            Self::Join(join) => join.run(act),
            Self::Part(part) => part.run(act),
            Self::Crossings(list) => list.crossings(act),
        }
    }
}

fn pair_of(first: FileId, second: FileId) -> Result<FilePair, Failure> {
    let files = FilePair::new(first, second);
    files.ok_or_else(|| Failure::new("name two files: one and the same is one person's already"))
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
            (None, 0) => tell("they were joined before"),
            (None, _) => {}
        }
        Ok(())
    }
}

impl Part {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let (office, files) = (self.data.open(act)?, pair_of(self.first, self.second)?);
        if !office.part_files(act, files, &self.by)? {
            tell("they were parted before");
        }
        Ok(())
    }
}

impl List {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
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

    fn crossings(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
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
    FileId::parse(text).ok_or_else(|| "is no file's id: see sync-server people list".to_owned())
}
