//! What head office itself writes into beneficiary files: above all the value that stands where others contradict each other. It
//! replaces what any branch wrote.

use super::people::Logs;
use super::plans::append_error;
use super::{Office, OfficeError};
use crate::doc::ChangeHash;
use crate::domain::{DeviceId, FileId, Text};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::{FileWriter, takes_more};
use crate::replica::people::{
    Correction, OpenedFile, PersonView, Seen, Viewer, as_seen, is_value_of, to_write, view_of,
};
use crate::store::people::{Writer, file_changes};
use crate::store::{StoreError, matching, office, scope};

use super::budget::HEAD_OFFICE;

/// What head office's own changes of a file name as their device.
const NO_DEVICE: DeviceId = DeviceId(uuid::Uuid::nil());

impl Office {
    /// Opens a person's file, with the others that are the same person's; `None` where it is unknown.
    ///
    /// # Errors
    /// [`OfficeError::Store`].
    pub fn person(&self, file: FileId) -> Result<Option<PersonView>, OfficeError> {
        let me = Viewer { device: None, branch: "" };
        Ok(self.db.read(|tx| view_of(&Facts::new(tx, &self.secrets), &me, file))?)
    }

    /// Writes a value over exactly what was seen of a field, in each of the person's files that says something else; the branches
    /// that hold them learn of it. Durable when it returns.
    ///
    /// # Errors
    /// [`OfficeError::Store`] where nothing was written.
    pub fn settle_value(&self, act: &mut Act, seen: &Seen, value: &Text) -> Result<Correction, OfficeError> {
        if !is_value_of(seen.field, value) {
            return Ok(Correction::NotAValue);
        }
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let Some(files) = as_seen(&facts, seen)? else { return Ok(Correction::ChangedMeanwhile) };
            let to_write = to_write(&files, seen.field, value);
            if !to_write.iter().all(|opened| takes_more(&opened.history)) {
                return Ok(Correction::Full);
            }
            let (writer, logs) = (self.file_writer(&facts, act)?, Logs::new(tx, Self::epoch(tx)?));
            for opened in to_write {
                let OpenedFile { file, document, history, .. } = opened;
                let (key, known) =
                    (writer.must_key_of(*file).map_err(append_error)?, told(&facts, &logs, *document)?);
                let values = [(seen.field, value.as_str())];
                let (change, ChangeHash(hash)) = writer
                    .write_over(&known, (*file, *document), history, &key, &values)
                    .map_err(append_error)?;
                for branch in logs.holders_of(*document)? {
                    logs.add(&scope::people_of(&branch), change, &hash)?;
                }
                matching::add(tx, HEAD_OFFICE, [(*document, None, None)])?;
            }
            logs.finish()?;
            Ok(Correction::Saved)
        })
    }

    /// Who writes files in head office's name.
    pub(super) fn file_writer<'a>(
        &self,
        facts: &'a Facts<'a>,
        act: &Act,
    ) -> Result<FileWriter<'a>, StoreError> {
        Ok(FileWriter {
            facts,
            // nobody enrolled writes under this key: devices are told it with each change
            writer: Writer {
                device: *NO_DEVICE.as_bytes(),
                incarnation: Self::epoch(facts.tx)?.0,
                signing_key: self.secrets.signing_public(),
                branch: String::new(),
            },
            looks_people_up: true,
            time_seconds: act.now.seconds(),
            wrapping: None,
        })
    }
}

/// Returns the changes of a file that devices are told of: what waits for a budget is let through first, since somebody looked at it;
/// what was taken out of the logs stays out.
fn told(facts: &Facts<'_>, logs: &Logs<'_>, document: i64) -> Result<Vec<ChangeHash>, StoreError> {
    let withheld = office::withheld_of(facts.tx, document)?;
    if withheld.iter().any(|row| row.device != HEAD_OFFICE) {
        logs.let_through(document)?;
    }
    let withheld = office::withheld_of(facts.tx, document)?;
    let is_told = |change: i64| withheld.iter().all(|row| row.change != change);
    let rows = file_changes(facts.tx, document)?.into_iter().filter(|row| is_told(row.id));
    Ok(rows.map(|row| ChangeHash(row.hash)).collect())
}
