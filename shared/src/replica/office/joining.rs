//! Files that are one person's: what head office says of them in its journals for the branches that hold them. The server
//! says it by itself where it sees one national id; a person joins what it leaves alone, and parts what it joined wrongly.

use std::collections::{BTreeMap, BTreeSet};

use super::people::Logs;
use super::plans::append_error;
use super::{Office, OfficeError};
use crate::doc::{KeyOwner, random, seal_fact};
use crate::domain::{
    Body, BranchId, Code, Fact, FactId, FileId, FilePair, ProfileField, UnixMillis, index_form_of_mobile,
};
use crate::locale::name_words;
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::TWINS_MAX;
use crate::replica::journals::AppendError;
use crate::replica::people::{OpenedFile, Said};
use crate::store::{StoreError, index, scope};

/// How many numbers that several files have are looked at together.
const NUMBERS_TOGETHER: u64 = 500;

/// Most files that are said to be one person's after one push: what more there is, devices show by the id.
const SAID_OF_PUSH_MAX: usize = 500;

/// Two files that are one person's, or may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TwoFiles {
    /// The files.
    pub files: FilePair,
    /// How they stand to each other.
    pub state: FilesState,
    /// Who decided it; `None` for what the server said by itself.
    pub by: Option<Code>,
    /// When that was.
    pub at: Option<UnixMillis>,
    /// The branches that hold both, in order.
    pub branches: Vec<String>,
}

/// How two files stand to each other.
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
            self.say(facts, act, &branch, body, by)?;
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
                for branch in &branches {
                    documents.iter().try_for_each(|document| logs.join(branch, *document).map(drop))?;
                }
                logs.finish()?;
            } else {
                branches = holders_of_both(&facts, files)?.into_iter().collect();
            }
            if branches.is_empty() {
                return Err(OfficeError::HeldApart);
            }
            for branch in branches {
                let Ok(branch) = BranchId::parse(&branch) else { continue };
                let body = if decided == Said::Together { Body::Joined(files) } else { Body::Parted(files) };
                self.say(&facts, act, &branch, body, Some(by.clone()))?;
            }
            Ok(true)
        })
    }

    fn say(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        branch: &BranchId,
        body: Body,
        by: Option<Code>,
    ) -> Result<(), OfficeError> {
        let key = self.office_key(facts, act, &KeyOwner::Office(branch.to_string()))?;
        let id = FactId::from_random(random(&mut act.dice));
        let (branch_named, recorded) = (Some(branch.clone()), Some(act.now.recorded()));
        let fact = Fact { id, branch: branch_named, by, recorded, file: None, body };
        let entry =
            seal_fact(&fact, act.now.seconds(), &key).map_err(AppendError::from).map_err(append_error)?;
        let mut journal = self.branch_journal(facts, act, branch)?;
        self.append_for(facts, act, branch, &mut journal, &entry)
    }

    /// Lists the files that are one person's, were parted, or hold one national id without anything having been said of them,
    /// in this order of their states: to be decided, joined, parted.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn two_files(&self) -> Result<Vec<TwoFiles>, StoreError> {
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let mut found: BTreeMap<FilePair, (FilesState, Option<Fact>)> = BTreeMap::new();
            for (_, word) in facts.words_after(0)? {
                let said = Said::of(&word);
                let (Body::Joined(files) | Body::Parted(files)) = word.body else { continue };
                let state =
                    if said == Some((files, Said::Apart)) { FilesState::Parted } else { FilesState::Joined };
                if said.is_some() || !found.contains_key(&files) {
                    found.insert(files, (state, Some(word)));
                }
            }
            for files in self.of_one_id(&facts)? {
                found.entry(files).or_insert((FilesState::SameId, None));
            }
            let mut listed = Vec::with_capacity(found.len());
            for (files, (state, word)) in found {
                let at = word.as_ref().and_then(|word| word.recorded).map(|recorded| recorded.wall);
                let by = word.and_then(|word| word.by);
                listed.push(TwoFiles { files, state, by, at, branches: holders_of_both(&facts, files)? });
            }
            listed.sort_by_key(|two| (two.state, two.files));
            Ok(listed)
        })
    }

    /// The files that hold one national id today, two by two; of ids that very many hold, the oldest files alone.
    fn of_one_id(&self, facts: &Facts<'_>) -> Result<BTreeSet<FilePair>, StoreError> {
        let (mut of_one_id, mut after) = (BTreeSet::new(), None);
        loop {
            let numbers = index::shared_after(facts.tx, after, NUMBERS_TOGETHER)?;
            let Some(last) = numbers.last() else { return Ok(of_one_id) };
            after = Some(*last);
            for number in &numbers {
                let mut holding: Vec<FileId> = Vec::new();
                for (_, file) in index::files_of(facts.tx, number, TWINS_MAX)? {
                    let opened = facts.file(file)?;
                    let opened = opened.filter(|opened| self.ids_in(facts, opened).contains(number));
                    holding.extend(opened.map(|opened| opened.file));
                }
                let beside =
                    |one: &FileId| holding.iter().filter_map(|other| FilePair::new(*one, *other)).collect();
                of_one_id.extend(holding.iter().flat_map(|one: &FileId| -> Vec<FilePair> { beside(one) }));
                facts.forget_files();
            }
        }
    }
}

/// Tells whether somebody's last word on two files is that they are not one person's.
pub(super) fn are_parted(facts: &Facts<'_>, files: FilePair) -> Result<bool, StoreError> {
    Ok(last_decided(facts, files)? == Some(Said::Apart))
}

fn last_decided(facts: &Facts<'_>, files: FilePair) -> Result<Option<Said>, StoreError> {
    Ok(facts.words_on(files)?.iter().rev().find_map(Said::of).map(|(_, said)| said))
}

/// The form in which a value is compared; `None` where nothing can be compared.
type Form = fn(&str) -> Option<String>;

/// Tells whether two files of one national id agree in something else as well: the mobile, the date of birth, or a name of
/// two words or more, in any spelling. A first name alone is guessed too easily.
pub(super) fn agree_in_a_second_value(one: &OpenedFile, other: &OpenedFile) -> bool {
    let name: Form =
        |text| Some(name_words(text)).filter(|words| words.len() > 1).map(|words| words.join(" "));
    let birth: Form = |text| Some(text.to_owned()).filter(|text| !text.is_empty());
    let forms = |opened: &OpenedFile, field, form: Form| -> BTreeSet<String> {
        opened.of(field).filter_map(|value| form(value.text.as_str())).collect()
    };
    [(ProfileField::Name, name), (ProfileField::Mobile, index_form_of_mobile), (ProfileField::Birth, birth)]
        .into_iter()
        .any(|(field, form)| !forms(one, field, form).is_disjoint(&forms(other, field, form)))
}

fn holders_of_both(facts: &Facts<'_>, files: FilePair) -> Result<Vec<String>, StoreError> {
    let holders = |file| match facts.rows.find(file)? {
        Some(document) => scope::branches_of(facts.tx, document),
        None => Ok(Vec::new()),
    };
    let (mut both, second) = (holders(files.first())?, holders(files.second())?);
    both.retain(|branch| second.contains(branch));
    Ok(both)
}
