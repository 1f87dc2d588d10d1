//! `people list`, `people join` and `people part`: which beneficiary files are one person's.

use std::io::Write as _;

use clap::{Args, Subcommand};
use shared::domain::{Code, FileId, FilePair};
use shared::replica::{Act, FilesState};

use super::device::instant;
use super::say::tell;
use super::{Data, Failure};

/// Beneficiary files of one person.
#[derive(Subcommand)]
pub(super) enum People {
    /// List files that are one person's, were parted, or hold one national id and wait for somebody to decide
    ///
    /// Two files a line, fields parted by tabs under a line of their names.
    List(List),
    /// Join two files for good: every branch that holds one of them gets both, and shows them as one person
    Join(Two),
    /// Part two files that were joined wrongly; they are not joined again by themselves
    Part(Two),
}

/// Lists files of one person.
#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

/// Decides about two files.
#[derive(Args)]
pub(super) struct Two {
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
            Self::List(list) => list.run(),
            Self::Join(two) => {
                let (office, files) = (two.data.open(act)?, two.files()?);
                if !office.join_files(act, files, &two.by)? {
                    tell("they were joined before");
                }
                Ok(())
            }
            Self::Part(two) => {
                let (office, files) = (two.data.open(act)?, two.files()?);
                if !office.part_files(act, files, &two.by)? {
                    tell("they were parted before");
                }
                Ok(())
            }
        }
    }
}

impl Two {
    fn files(&self) -> Result<FilePair, Failure> {
        let files = FilePair::new(self.first, self.second);
        files.ok_or_else(|| Failure::new("name two files: one and the same is one person's already"))
    }
}

impl List {
    fn run(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "first\tsecond\tstate\tby\tat\tbranches")?;
        for two in office.two_files()? {
            let by = match (&two.by, two.state) {
                (Some(by), _) => by.as_str(),
                (None, FilesState::Joined) => "itself",
                (None, FilesState::SameId | FilesState::Parted) => "-",
            };
            let (first, second) = (two.files.first(), two.files.second());
            let branches = if two.branches.is_empty() { "-".to_owned() } else { two.branches.join(",") };
            writeln!(out, "{first}\t{second}\t{}\t{by}\t{}\t{branches}", state(two.state), instant(two.at))?;
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
