//! What a person is told of saving: on the button that saves, and one sentence with one way forward when something was not
//! saved. The log has the details.

use super::view::View;
use crate::link::NotSaved;

/// Returns the sentence.
pub fn not_saved_words(view: &View<'_>, fault: NotSaved) -> String {
    match fault {
        NotSaved::DiskFull => view.tr("error-disk-full"),
        NotSaved::ChangedMeanwhile => view.tr("people-left-meanwhile"),
        NotSaved::DraftsClosed => view.tr("representatives-pin-stays"),
        NotSaved::NoPass => view.tr("representatives-no-pass"),
        NotSaved::Overtaken => view.tr("error-start-again"),
        NotSaved::Failed => view.tr("error-not-saved"),
    }
}

/// Returns what stands on the button that saves: `save`, `saving` for an instant, or to try again.
pub fn save_words(
    view: &View<'_>,
    is_saving: bool,
    fault: Option<NotSaved>,
    [save, saving]: [&str; 2],
) -> String {
    match (is_saving, fault) {
        (true, _) => view.tr(saving),
        (false, Some(_)) => view.tr("error-try-again"),
        (false, None) => view.tr(save),
    }
}
