//! What a person is told when something was not saved: one sentence, one way forward. The log has the details.

use super::view::View;
use crate::link::NotSaved;

/// Returns the sentence.
pub fn not_saved_words(view: &View<'_>, fault: NotSaved) -> String {
    match fault {
        NotSaved::DiskFull => view.tr("error-disk-full"),
        NotSaved::Failed => view.tr("error-not-saved"),
    }
}
