//! Codes as numbers: read rows hold the number of a code's row instead of its text. What a rating says has its text, and
//! no row here (P-11).

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{StoreError, Tx, values};

/// The numbers of codes that a transaction has looked up.
#[derive(Default)]
pub struct Codes {
    known: RefCell<BTreeMap<String, i64>>,
}

impl Codes {
    /// Returns a code's number, giving it one where it has none.
    pub fn number(&self, tx: &Tx<'_>, code: &str) -> Result<i64, StoreError> {
        if let Some(known) = self.known.borrow().get(code) {
            return Ok(*known);
        }
        let found = tx.one("SELECT id FROM code WHERE code = ?1", values![code], |row| row.get("id"))?;
        let number = match found {
            Some(number) => number,
            // another server may be the first to name it, in this moment
            None => {
                let sql = "INSERT INTO code (code) VALUES (?1)
                           ON CONFLICT (code) DO UPDATE SET code = excluded.code RETURNING id";
                tx.only(sql, values![code], |row| row.get("id"))?
            }
        };
        self.known.borrow_mut().insert(code.to_owned(), number);
        Ok(number)
    }

    /// Looks all codes up again: what gave some of them a number was taken back.
    pub fn forget_all(&self) {
        self.known.borrow_mut().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Db, Part};

    #[test]
    fn a_code_has_one_number_and_one_that_was_taken_back_is_given_one_again() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open_or_create(dir.path(), Part::Office).unwrap();
        let (first, second) = db
            .write(|tx| {
                let codes = Codes::default();
                let first = codes.number(tx, "support")?;
                let taken_back =
                    tx.attempt(|tx| codes.number(tx, "visit").and(Err::<(), _>(StoreError::Busy)))?;
                assert!(taken_back.is_err());
                codes.forget_all();
                assert_eq!(codes.number(tx, "support")?, first);
                Ok::<_, StoreError>((first, codes.number(tx, "visit")?))
            })
            .unwrap();
        let rows = |tx: &Tx<'_>| {
            tx.all("SELECT id, code FROM code ORDER BY id", values![], |row| {
                Ok((row.get::<i64>("id")?, row.get::<String>("code")?))
            })
        };
        let rows = db.read(rows).unwrap();
        assert_eq!(rows, [(first, "support".to_owned()), (second, "visit".to_owned())]);
        let again = db.read(|tx| Codes::default().number(tx, "visit")).unwrap();
        assert_eq!(again, second);
    }
}
