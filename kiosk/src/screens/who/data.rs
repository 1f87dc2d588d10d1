//! What the question for a number shows.

use crate::flow::{NumberKind, VisitFlow};
use crate::screens::pictures::number_picture;
use crate::screens::view::{Choice, View};
use crate::widgets::Picture;

/// The words of the question for a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoData {
    /// The question.
    pub title: String,
    /// What it is for, and that it may be passed over.
    pub body: String,
    /// The two numbers to choose from.
    pub kinds: Vec<Choice<NumberKind>>,
    /// The number's name.
    pub number_name: String,
    /// Its form.
    pub hint: String,
    /// Its digits.
    pub digits: String,
    /// A warning about it.
    pub warning: Option<String>,
    /// "For someone else", and what it means for the number.
    pub for_other: Choice<()>,
    /// The delete key.
    pub delete: String,
    /// The way back.
    pub back: String,
    /// The way on without a number.
    pub skip: String,
    /// The way on.
    pub next: String,
}

impl WhoData {
    /// Reads the words and what was entered.
    pub fn new(view: &View<'_>, flow: &VisitFlow) -> Self {
        let (kind, digits) = flow.number();
        let choice = |value: NumberKind, name: String| {
            let choice = Choice { value, name, about: None, picture: None, chosen: kind == value };
            choice.with_picture(view, Some(number_picture(value)))
        };
        let national_id = view.tr("who-national-id");
        let mobile = view.tr("who-mobile");
        let (number_name, hint) = match kind {
            NumberKind::NationalId => (national_id.clone(), view.tr("who-national-id-hint")),
            NumberKind::Mobile => (mobile.clone(), view.tr("who-mobile-hint")),
        };
        Self {
            title: view.tr("who-title"),
            body: view.tr("who-body"),
            kinds: vec![choice(NumberKind::NationalId, national_id), choice(NumberKind::Mobile, mobile)],
            number_name,
            hint,
            digits: digits.to_owned(),
            warning: flow.warns_while_typing().then(|| view.tr("who-warn")),
            for_other: Choice {
                value: (),
                name: view.tr("who-for-other"),
                about: Some(view.tr("who-for-other-hint")),
                picture: None,
                chosen: flow.for_other(),
            }
            .with_picture(view, Some(Picture::Family)),
            delete: view.tr("common-delete-digit"),
            back: view.tr("common-back"),
            skip: view.tr("who-skip"),
            next: view.tr("common-next"),
        }
    }
}
