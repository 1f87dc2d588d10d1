//! The owner's full copy of beneficiary files: every current value, those that contradict each other too.

use super::Office;
use crate::domain::Line;
use crate::replica::facts::Facts;
use crate::replica::people::open_file;
use crate::store::{StoreError, people, scope};

impl Office {
    /// Calls `each` for every beneficiary file, opened, in the order in which they came. The owner's full copy: made at
    /// the server's own data directory alone.
    ///
    /// # Errors
    /// [`StoreError`], or what `each` returns.
    pub fn export_files<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<(), E> {
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            for (document, file) in people::files(tx)? {
                let Some(opened) = open_file(&facts, file)? else { continue };
                let branches = scope::branches_of(tx, document)?;
                each(Line::of_file(file, branches, |field| opened.of(field).map(|value| &value.text)))?;
            }
            Ok(())
        })
    }
}
