//! Head office's word on files that may be one person's: of what people decided on two files the last holds.

use std::collections::BTreeMap;

use crate::doc::FactKind;
use crate::domain::{Body, Fact, FileId, FilePair};
use crate::replica::facts::Facts;
use crate::store::facts::FactRow;
use crate::store::{StoreError, facts};

/// What somebody decided of two files: it holds whatever ids they have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Said {
    /// They are one person's.
    Together,
    /// They are not.
    Apart,
}

impl Said {
    /// Reads what was decided; `None` for what head office joined by itself. That holds for as long as both files have one id,
    /// which they say themselves: an id that was typed wrong is put right at the desk.
    pub fn of(word: &Fact) -> Option<(FilePair, Self)> {
        if let Body::Parted(files) = word.body {
            return Some((files, Self::Apart));
        }
        let Body::Joined(files) = word.body else { return None };
        word.by.is_some().then_some((files, Self::Together))
    }
}

/// The kinds of fact that say it.
fn kinds() -> [&'static str; 2] {
    [FactKind::Joined.code(), FactKind::Parted.code()]
}

impl Facts<'_> {
    /// Returns every word on two files, the last one last.
    pub fn words_on(&self, files: FilePair) -> Result<Vec<Fact>, StoreError> {
        self.opened_words(facts::of_pair(self.tx, kinds(), files)?)
    }

    /// Returns what somebody decided of a file and others.
    pub fn said_of(&self, file: FileId) -> Result<BTreeMap<FileId, Said>, StoreError> {
        let words = self.opened_words(facts::of_pairs_with(self.tx, kinds(), file)?)?;
        let said = words.iter().filter_map(Said::of);
        Ok(said.filter_map(|(files, said)| Some((files.beside(file)?, said))).collect())
    }

    /// Returns the words after a row id, each with its own.
    pub fn words_after(&self, after: i64) -> Result<Vec<(i64, Fact)>, StoreError> {
        let rows = facts::of_kinds_after(self.tx, kinds(), after)?;
        rows.into_iter().map(|row| Ok((row.id, self.fact_of(&row)?))).collect()
    }

    fn opened_words(&self, rows: Vec<FactRow>) -> Result<Vec<Fact>, StoreError> {
        rows.iter().map(|row| self.fact_of(row)).collect()
    }
}
