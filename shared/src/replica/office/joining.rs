//! Files that are one person's: what head office says of them in its journals for the branches that hold them. The server
//! says it by itself where it sees one national id; a person joins what it leaves alone, and parts what it joined wrongly.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::budget::HEAD_OFFICE;
use super::matching::twins;
use super::people::{Crosses, Logs};
use super::plans::append_error;
use super::{Office, OfficeError};
use crate::doc::{KeyOwner, random, seal_fact};
use crate::domain::{Body, BranchId, Code, Fact, FactId, FileId, FilePair, ProfileField, UnixMillis};
use crate::locale::name_words;
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::journals::AppendError;
use crate::replica::people::{OpenedFile, Said};
use crate::store::office::CrossedBy;
use crate::store::{StoreError, index, scope};

/// How many numbers that several files have are looked at together.
const NUMBERS_TOGETHER: u64 = 500;

/// Most files that are said to be one person's after one push: what more there is, devices show by the id.
const SAID_OF_PUSH_MAX: usize = 500;

/// Files that are one person's, or may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilesOfPerson {
    /// The files: two; of those that wait for somebody to decide, one of each person that they may be, in their order.
    pub files: Vec<FileId>,
    /// How they stand to each other.
    pub state: FilesState,
    /// How many words of their names two of them share at most, where somebody is to decide.
    pub alike: usize,
    /// Who decided it; `None` for what the server said by itself.
    pub by: Option<Code>,
    /// When that was.
    pub at: Option<UnixMillis>,
    /// The branches that hold all of them, in order.
    pub branches: Vec<String>,
}

/// How two files stand, and the word that says so.
type Standing = (FilesState, Option<Fact>);

/// How files stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FilesState {
    /// They hold one national id, and nothing was said of them: somebody is to decide.
    SameId,
    /// They are one person's.
    Joined,
    /// They are not.
    Parted,
}

impl Office {
    /// Says of files of one person that they are, to each branch that was not told so. What somebody parted is told to a
    /// branch that gets both files as it stands.
    pub(super) fn say_one_person(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        one_person: &BTreeSet<(String, FilePair)>,
    ) -> Result<(), OfficeError> {
        for (branch, files) in one_person.iter().take(SAID_OF_PUSH_MAX) {
            let Ok(branch) = BranchId::parse(branch) else { continue };
            let words = facts.words_on(*files)?;
            if words.iter().any(|word| word.branch.as_ref() == Some(&branch)) {
                continue;
            }
            let decided = words.into_iter().rfind(|word| Said::of(word).is_some());
            let (body, by) = decided.map_or((Body::Joined(*files), None), |word| (word.body, word.by));
            self.say(facts, act, &branch, None, body, by)?;
        }
        Ok(())
    }

    /// Joins two files for good, whatever ids they hold; each branch that holds one of them gets the other. Returns false
    /// where somebody had done so before.
    ///
    /// # Errors
    /// [`OfficeError::UnknownFile`], [`OfficeError::HeldApart`] for files that no branch holds, or the store's.
    pub fn join_files(&self, act: &mut Act, files: FilePair, by: &Code) -> Result<bool, OfficeError> {
        self.decide(act, files, by, Said::Together)
    }

    /// Says that two files are not one person's. They are never joined again but by somebody. Returns false where they were
    /// parted before.
    ///
    /// # Errors
    /// As for [`Office::join_files`]; [`OfficeError::HeldApart`] where no branch holds both.
    pub fn part_files(&self, act: &mut Act, files: FilePair, by: &Code) -> Result<bool, OfficeError> {
        self.decide(act, files, by, Said::Apart)
    }

    fn decide(&self, act: &mut Act, files: FilePair, by: &Code, decided: Said) -> Result<bool, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let mut branches = BTreeSet::new();
            let mut documents = Vec::new();
            for file in [files.first(), files.second()] {
                let opened = facts.file(file)?.ok_or(OfficeError::UnknownFile { file })?;
                branches.extend(scope::branches_of(tx, opened.document)?);
                documents.push(opened.document);
            }
            if last_decided(&facts, files)? == Some(decided) {
                return Ok(false);
            }
            if decided == Said::Together {
                let logs = Logs::new(tx, Self::epoch(tx)?);
                let at = act.now.unix_millis();
                let by = Some(by.as_str());
                let crosses = Crosses { at, why: CrossedBy::Person, device: HEAD_OFFICE, by };
                for branch in &branches {
                    documents
                        .iter()
                        .try_for_each(|document| logs.join(branch, *document, &crosses).map(drop))?;
                }
                let joined = logs.finish()?;
                self.tell_joined(&facts, act, &joined)?;
            } else {
                branches = holders_of_all(&facts, &[files.first(), files.second()])?.into_iter().collect();
            }
            if branches.is_empty() {
                return Err(OfficeError::HeldApart);
            }
            for branch in branches {
                let Ok(branch) = BranchId::parse(&branch) else { continue };
                let body = if decided == Said::Together { Body::Joined(files) } else { Body::Parted(files) };
                self.say(&facts, act, &branch, None, body, Some(by.clone()))?;
            }
            Ok(true)
        })
    }

    /// Says something to the devices of a branch in head office's journal for it.
    pub(super) fn say(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        branch: &BranchId,
        file: Option<FileId>,
        body: Body,
        by: Option<Code>,
    ) -> Result<(), OfficeError> {
        let key = self.office_key(facts, act, &KeyOwner::Office(branch.to_string()))?;
        let id = FactId::from_random(random(&mut act.dice));
        let (branch_named, recorded) = (Some(branch.clone()), Some(act.now.recorded()));
        let fact = Fact { id, branch: branch_named, by, recorded, file, body };
        let entry =
            seal_fact(&fact, act.now.seconds(), &key).map_err(AppendError::from).map_err(append_error)?;
        let mut journal = self.branch_journal(facts, act, branch)?;
        self.append_for(facts, act, branch, &mut journal, &entry)
    }

    /// Lists the files that are one person's, were parted, or hold one national id without anything having been said of them:
    /// first what is to be decided, once a person and the likest first, then what is joined, then what was parted.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn files_of_one_person(&self) -> Result<Vec<FilesOfPerson>, StoreError> {
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let mut said_of: BTreeMap<FilePair, Standing> = BTreeMap::new();
            for (_, word) in facts.words_after(0)? {
                let said = Said::of(&word);
                let (Body::Joined(files) | Body::Parted(files)) = word.body else { continue };
                let state =
                    if said == Some((files, Said::Apart)) { FilesState::Parted } else { FilesState::Joined };
                if said.is_some() || !said_of.contains_key(&files) {
                    said_of.insert(files, (state, Some(word)));
                }
            }
            let mut listed = self.to_be_decided(&facts, &said_of)?;
            for (pair, (state, word)) in said_of {
                let files = vec![pair.first(), pair.second()];
                let at = word.as_ref().and_then(|word| word.recorded).map(|recorded| recorded.wall);
                let by = word.and_then(|word| word.by);
                let branches = holders_of_all(&facts, &files)?;
                listed.push(FilesOfPerson { files, state, alike: 0, by, at, branches });
            }
            listed.sort_by(|a, b| (a.state, b.alike, &a.files).cmp(&(b.state, a.alike, &b.files)));
            Ok(listed)
        })
    }

    /// The files that hold one national id today and of which nothing was said, once a person; of an id that very many hold, the
    /// latest files of each device alone.
    fn to_be_decided(
        &self,
        facts: &Facts<'_>,
        said_of: &BTreeMap<FilePair, Standing>,
    ) -> Result<Vec<FilesOfPerson>, StoreError> {
        let (mut seen, mut found, mut after) = (BTreeSet::new(), Vec::new(), None);
        loop {
            let numbers = index::shared_after(facts.tx, after, NUMBERS_TOGETHER)?;
            let Some(last) = numbers.last() else { return Ok(found) };
            after = Some(*last);
            for number in &numbers {
                let mut holding: Vec<Rc<OpenedFile>> = Vec::new();
                for (_, file) in twins(facts.tx, number)? {
                    let opened = facts.file(file)?;
                    holding.extend(opened.filter(|opened| self.ids_in(facts, opened).contains(number)));
                }
                let people = apart(&holding, said_of);
                if people.len() > 1 && seen.insert(people.iter().map(|one| one.file).collect::<Vec<_>>()) {
                    let files: Vec<FileId> = people.iter().map(|one| one.file).collect();
                    let names: Vec<BTreeSet<String>> = people.iter().map(|one| words_of(one)).collect();
                    let shared = |other: &BTreeSet<String>| names[0].intersection(other).count();
                    found.push(FilesOfPerson {
                        alike: names[1..].iter().map(shared).max().unwrap_or(0),
                        state: FilesState::SameId,
                        by: None,
                        at: None,
                        branches: holders_of_all(facts, &files)?,
                        files,
                    });
                }
                facts.forget_files();
            }
        }
    }
}

/// Of files that hold one national id: one of each person that they may be. Those that are joined are one; those that were parted
/// from the first are left out.
fn apart<'a>(holding: &'a [Rc<OpenedFile>], said_of: &BTreeMap<FilePair, Standing>) -> Vec<&'a OpenedFile> {
    let state = |one: &OpenedFile, other: &OpenedFile| {
        FilePair::new(one.file, other.file).and_then(|pair| said_of.get(&pair)).map(|(state, _)| *state)
    };
    let mut people: Vec<Vec<&OpenedFile>> = Vec::new();
    for file in holding {
        let (mut joined, others) = people
            .into_iter()
            .partition::<Vec<_>, _>(|of| of.iter().any(|one| state(one, file) == Some(FilesState::Joined)));
        joined.push(vec![file]);
        people = others;
        people.push(joined.concat());
    }
    people.sort_by_key(|of| of[0].file);
    let mut people = people.into_iter();
    let Some(first) = people.next() else { return Vec::new() };
    let is_parted = |of: &Vec<&OpenedFile>| {
        first.iter().any(|one| of.iter().any(|other| state(one, other) == Some(FilesState::Parted)))
    };
    let others: Vec<&OpenedFile> = people.filter(|of| !is_parted(of)).map(|of| of[0]).collect();
    [&[first[0]], others.as_slice()].concat()
}

fn words_of(opened: &OpenedFile) -> BTreeSet<String> {
    opened.of(ProfileField::Name).flat_map(|value| name_words(value.text.as_str())).collect()
}

/// Tells whether somebody's last word on two files is that they are not one person's.
pub(super) fn are_parted(facts: &Facts<'_>, files: FilePair) -> Result<bool, StoreError> {
    Ok(last_decided(facts, files)? == Some(Said::Apart))
}

fn last_decided(facts: &Facts<'_>, files: FilePair) -> Result<Option<Said>, StoreError> {
    Ok(facts.words_on(files)?.iter().rev().find_map(Said::of).map(|(_, said)| said))
}

fn holders_of_all(facts: &Facts<'_>, files: &[FileId]) -> Result<Vec<String>, StoreError> {
    let mut all: Option<Vec<String>> = None;
    for file in files {
        let of = match facts.rows.find(*file)? {
            Some(document) => scope::branches_of(facts.tx, document)?,
            None => Vec::new(),
        };
        all = Some(match all {
            None => of,
            Some(all) => all.into_iter().filter(|branch| of.contains(branch)).collect(),
        });
    }
    Ok(all.unwrap_or_default())
}
