//! What the first start shows.

use shared::locale::ltr;

use crate::flow::{FirstStartFlow, FirstStartPage};
use crate::link::EnrolFailure;
use crate::screens::inputs::{FieldData, Input};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::view::View;

/// The words of the first start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstStartData {
    /// The title.
    pub title: String,
    /// What is needed.
    pub hint: String,
    /// The address.
    pub server: FieldData,
    /// The code.
    pub code: FieldData,
    /// The keyboard.
    pub keyboard: KeyboardData,
    /// What went wrong last time, or that the device is being enrolled.
    pub notice: Option<String>,
    /// Whether the fields and the keyboard are shown: not while the server is asked.
    pub is_open: bool,
    /// The way back.
    pub back: String,
    /// The way on.
    pub next: String,
    /// Whether it is open.
    pub can_go_on: bool,
}

impl FirstStartData {
    /// Reads the words and what was entered.
    pub fn new(view: &View<'_>, flow: &FirstStartFlow) -> Self {
        let is_open = flow.page() != FirstStartPage::Enrolling;
        let notice = if is_open {
            flow.failure().map(|failure| failure_words(view, failure))
        } else {
            Some(view.tr("setup-connecting"))
        };
        let scheme = [("scheme", ltr("https://").into())];
        Self {
            title: view.tr("setup-enrol"),
            hint: view.tr("setup-enrol-hint"),
            server: FieldData {
                input: Input::Server,
                name: view.tr("setup-server-address"),
                hint: view.format("setup-server-hint", &scheme),
                text: flow.server().to_owned(),
            },
            code: FieldData {
                input: Input::Code,
                name: view.tr("setup-code"),
                hint: view.tr("setup-code-hint"),
                text: flow.code().to_owned(),
            },
            keyboard: KeyboardData::new(view),
            notice,
            is_open,
            back: view.tr("common-back"),
            next: view.tr("setup-connect"),
            can_go_on: flow.can_go_on(),
        }
    }
}

fn failure_words(view: &View<'_>, failure: EnrolFailure) -> String {
    match failure {
        EnrolFailure::Address => view.tr("enrol-error-wrong-address"),
        EnrolFailure::NoNetwork => view.tr("enrol-error-no-network"),
        EnrolFailure::WrongCode => view.tr("enrol-error-wrong-code"),
        EnrolFailure::UsedCode => view.tr("enrol-error-used-code"),
        EnrolFailure::ExpiredCode => view.tr("enrol-error-expired-code"),
        EnrolFailure::OtherServer => view.tr("enrol-error-wrong-certificate"),
        EnrolFailure::Failed => view.tr("enrol-error-other"),
    }
}
