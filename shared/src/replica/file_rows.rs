//! Where beneficiary files stand, by their ids: the row of each one's document is looked up once in a transaction.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::journals::add_document;
use crate::doc::DocumentName;
use crate::domain::FileId;
use crate::store::{StoreError, Tx, changes};

/// The rows of files that a transaction has looked at; `None` of one that nothing here names.
pub(crate) struct FileRows<'a> {
    tx: &'a Tx<'a>,
    known: RefCell<BTreeMap<FileId, Option<i64>>>,
}

impl<'a> FileRows<'a> {
    pub fn new(tx: &'a Tx<'a>) -> Self {
        Self { tx, known: RefCell::default() }
    }

    /// Looks up files together, before each is asked for.
    pub fn look_ahead(&self, files: impl IntoIterator<Item = FileId>) -> Result<(), StoreError> {
        let mut known = self.known.borrow_mut();
        let files: BTreeSet<FileId> = files.into_iter().filter(|file| !known.contains_key(file)).collect();
        let found = changes::file_documents(self.tx, files.iter().copied())?;
        known.extend(files.into_iter().map(|file| (file, found.get(&file).copied())));
        Ok(())
    }

    /// Notes where a file stands.
    pub fn note(&self, file: FileId, row: i64) {
        self.known.borrow_mut().insert(file, Some(row));
    }

    /// Finds a file's row; `None` where there is none. One that has a row need not have changes.
    pub fn find(&self, file: FileId) -> Result<Option<i64>, StoreError> {
        if let Some(known) = self.known.borrow().get(&file) {
            return Ok(*known);
        }
        let row = changes::file_document(self.tx, file)?;
        self.known.borrow_mut().insert(file, row);
        Ok(row)
    }

    /// Finds a file's row, making one where there is none: a fact or a key may come before the file.
    pub fn of(&self, file: FileId) -> Result<i64, StoreError> {
        match self.find(file)? {
            Some(row) => Ok(row),
            None => self.add(file),
        }
    }

    /// Makes the row of a new file.
    pub fn add(&self, file: FileId) -> Result<i64, StoreError> {
        let row = add_document(self.tx, &DocumentName::File(file), None)?.id;
        self.note(file, row);
        Ok(row)
    }

    /// Looks all files up again: what was written was taken back.
    pub fn forget_all(&self) {
        self.known.borrow_mut().clear();
    }
}
