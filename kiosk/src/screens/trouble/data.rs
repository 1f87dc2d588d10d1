//! What is said when work cannot go on.

use crate::route::Trouble;
use crate::screens::view::View;

/// The words of an error screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubleData {
    /// The title.
    pub title: String,
    /// One sentence, with the way forward.
    pub body: String,
    /// The way out; `None` where there is none but starting anew.
    pub finish: Option<String>,
    /// The staff's door; `None` where nothing behind it would work.
    pub staff: Option<String>,
}

impl TroubleData {
    /// Reads the words.
    pub fn new(view: &View<'_>, trouble: Trouble) -> Self {
        let (body, is_staffs, has_way_out) = match trouble {
            Trouble::CallStaff => (view.tr("error-call-staff"), false, false),
            Trouble::DiskFull => (view.tr("error-disk-full"), true, true),
            Trouble::Crashed { .. } => (view.tr("error-call-staff"), true, false),
            Trouble::Settings { line } => {
                (view.format("error-settings", &[("line", line.into())]), true, false)
            }
        };
        Self {
            title: view.tr("error-title"),
            body,
            finish: has_way_out.then(|| view.tr("common-finish")),
            staff: is_staffs.then(|| view.tr("staff-sign-in")),
        }
    }
}
