//! The index by which people are found: in memory, made from opened files, some 300 bytes a person.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{Found, Query, SearchKeys};
use super::{Said, open_file};
use crate::doc::FactKind;
use crate::domain::{FileId, FilePair, ProfileField, SureId, Text, reference_of};
use crate::replica::facts::Facts;
use crate::store::{StoreError, facts, leaving, people};

/// Most people that a search returns: three screens of a list; whoever gets as many types one more letter.
pub const HITS_MAX: usize = 50;

/// The people whose files are on a device, searchable. It holds personal data in clear: keep it in memory, and only for
/// as long as somebody is signed in.
#[derive(Default)]
pub struct People {
    files: Vec<FileEntry>,
    slots: BTreeMap<FileId, u32>,
    references: Vec<(u64, FileId)>,
    settled: BTreeMap<FilePair, Said>,
    seen_change: i64,
    seen_visit: i64,
    seen_rejection: i64,
    seen_word: i64,
    let_go: u64,
}

/// A person as a list of hits shows them. Several files of one national id are one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonHit {
    /// The person's file; the one that matched best, where there are several.
    pub file: FileId,
    /// All files of the person, this one first.
    pub files: Vec<FileId>,
    /// Name.
    pub name: Option<Text>,
    /// National id or iqama number.
    pub national_id: Option<Text>,
    /// Mobile number.
    pub mobile: Option<Text>,
    /// Some field has several current values: a person is to settle it.
    pub differs: bool,
}

/// One file.
struct FileEntry {
    file: FileId,
    name: Option<Box<str>>,
    national_id: Option<Box<str>>,
    mobile: Option<Box<str>>,
    sure_id: Option<SureId>,
    differs: bool,
    keys: SearchKeys,
}

impl People {
    /// Returns the number of files in the index.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Tells whether no file is in the index.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Finds people by parts of their name in any order and spelling, by national id, by mobile in any notation, or by
    /// the reference code of a visit; best first, at most [`HITS_MAX`].
    pub fn search(&self, typed: &str) -> Vec<PersonHit> {
        let Some(query) = Query::parse(typed) else { return Vec::new() };
        let by_reference: BTreeSet<FileId> = match query.reference {
            Some(number) => self.references.iter().filter(|(n, _)| *n == number).map(|(_, f)| *f).collect(),
            None => BTreeSet::new(),
        };
        let mut found: Vec<(Found, &FileEntry)> = Vec::new();
        for entry in &self.files {
            let matched = match by_reference.contains(&entry.file) {
                true => Some(Found::Reference),
                false => query.matches(&entry.keys),
            };
            found.extend(matched.map(|how| (how, entry)));
        }
        let order =
            |(how, entry): &(Found, &FileEntry)| (*how, entry.name.as_deref().map(str::to_owned), entry.file);
        // twins of the best hits are joined below: twice as many are enough for a full list of people
        let kept = 2 * HITS_MAX;
        if found.len() > kept {
            found.select_nth_unstable_by(kept, |a, b| {
                (a.0, &a.1.name, a.1.file).cmp(&(b.0, &b.1.name, b.1.file))
            });
            found.truncate(kept);
        }
        found.sort_by_cached_key(order);
        self.joined(&found)
    }

    /// Joins the files that are one person's: those of one national id as far as nobody parted them, and those that somebody
    /// joined.
    fn joined(&self, found: &[(Found, &FileEntry)]) -> Vec<PersonHit> {
        let ids: BTreeSet<&SureId> = found.iter().filter_map(|(_, entry)| entry.sure_id.as_ref()).collect();
        let mut twins: BTreeMap<&SureId, Vec<&FileEntry>> = BTreeMap::new();
        for entry in &self.files {
            if let Some(id) = entry.sure_id.as_ref().filter(|id| ids.contains(id)) {
                twins.entry(id).or_default().push(entry);
            }
        }
        let mut told = BTreeSet::new();
        let mut hits = Vec::new();
        for (_, entry) in found {
            if hits.len() == HITS_MAX {
                break;
            }
            let same = entry.sure_id.as_ref().and_then(|id| twins.get(id)).into_iter().flatten().copied();
            let of_its_id = same.filter(|other| {
                FilePair::new(entry.file, other.file).is_some_and(|files| !self.settled.contains_key(&files))
            });
            let all: Vec<&FileEntry> =
                std::iter::once(*entry).chain(of_its_id).chain(self.together_with(entry.file)).collect();
            if told.insert(entry.file) {
                told.extend(all.iter().map(|entry| entry.file));
                hits.push(hit(&all));
            }
        }
        hits
    }

    /// The files that somebody joined with one.
    fn together_with(&self, file: FileId) -> impl Iterator<Item = &FileEntry> {
        let together = self.settled.iter().filter(|(_, said)| **said == Said::Together);
        let beside = together.filter_map(move |(files, _)| files.beside(file));
        beside.filter_map(|other| self.files.get(*self.slots.get(&other)? as usize))
    }

    /// Takes in what is new in the store.
    pub(crate) fn refresh(&mut self, replica: &Facts<'_>) -> Result<(), StoreError> {
        let let_go = leaving::let_go_so_far(replica.tx)?;
        if let_go != self.let_go {
            // what was destroyed is forgotten here too, and its rows' ids are given again
            *self = Self { let_go, ..Self::default() };
        }
        let newest = people::newest_change(replica.tx)?;
        if newest != self.seen_change {
            for file in people::files_changed_after(replica.tx, self.seen_change)? {
                self.put(entry_of(replica, file)?);
            }
            self.seen_change = newest;
        }
        for (row, word) in replica.words_after(self.seen_word)? {
            self.seen_word = row;
            self.settled.extend(Said::of(&word));
        }
        for (row, _, file) in
            facts::about_files_after(replica.tx, FactKind::Rejected.code(), self.seen_rejection)?
        {
            self.seen_rejection = row;
            self.put(entry_of(replica, file)?);
        }
        for (row, fact, file) in
            facts::about_files_after(replica.tx, FactKind::Visit.code(), self.seen_visit)?
        {
            self.seen_visit = row;
            let number = crate::domain::reference_number(&reference_of(fact));
            self.references.extend(number.map(|number| (number, file)));
        }
        Ok(())
    }

    fn put(&mut self, entry: Option<FileEntry>) {
        let Some(entry) = entry else { return };
        match self.slots.get(&entry.file) {
            Some(slot) => self.files[*slot as usize] = entry,
            None => {
                let slot = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
                self.slots.insert(entry.file, slot);
                self.files.push(entry);
            }
        }
    }
}

fn entry_of(replica: &Facts<'_>, file: FileId) -> Result<Option<FileEntry>, StoreError> {
    let Some(opened) = open_file(replica, file)? else { return Ok(None) };
    let texts = |field| opened.of(field).map(|value| value.text.as_str()).filter(|text| !text.is_empty());
    let first = |field| texts(field).next().map(Box::from);
    Ok(Some(FileEntry {
        file,
        name: first(ProfileField::Name),
        national_id: first(ProfileField::NationalId),
        mobile: first(ProfileField::Mobile),
        sure_id: texts(ProfileField::NationalId).find_map(SureId::parse),
        differs: ProfileField::ALL
            .into_iter()
            .any(|field| differ(opened.of(field).map(|value| value.text.as_str()))),
        keys: SearchKeys::new(
            texts(ProfileField::Name),
            texts(ProfileField::NationalId),
            texts(ProfileField::Mobile),
        ),
    }))
}

/// Tells whether texts are not all the same.
fn differ<'a>(mut texts: impl Iterator<Item = &'a str>) -> bool {
    texts.next().is_some_and(|first| texts.any(|other| other != first))
}

/// A value of a file that a hit shows.
type ShownValue = fn(&FileEntry) -> Option<&str>;

/// Tells of a person with these files, the best match first.
fn hit(files: &[&FileEntry]) -> PersonHit {
    let first = |of: ShownValue| {
        let text = files.iter().find_map(|entry| of(entry))?;
        Text::new(text).ok()
    };
    let differ_between = |of: ShownValue| differ(files.iter().filter_map(|entry| of(entry)));
    let name: ShownValue = |entry| entry.name.as_deref();
    let national_id: ShownValue = |entry| entry.national_id.as_deref();
    let mobile: ShownValue = |entry| entry.mobile.as_deref();
    PersonHit {
        file: files[0].file,
        files: files.iter().map(|entry| entry.file).collect(),
        name: first(name),
        national_id: first(national_id),
        mobile: first(mobile),
        differs: files.iter().any(|entry| entry.differs)
            || [name, national_id, mobile].into_iter().any(differ_between),
    }
}
