//! The screens' state machines: what was entered, which step comes next, what may be saved.
//!
//! Pure: no clock, no randomness, no painting, no words. Times and ids come in; visits, ratings and suggestions go out.

mod field;
mod first_start;
mod form_draft;
mod form_parts;
mod guide;
mod idle;
mod people;
mod pin;
mod planned;
mod planning;
mod rating;
mod representatives;
mod settings;
mod staff;
mod staff_form;
mod stated_date;
mod stated_time;
mod suggestion;
mod visit;

pub use field::{DraftEntry, FieldState, Who};
pub use first_start::{FIRST_START_STEPS, FirstStartAsk, FirstStartFlow, FirstStartPage, SERVER_CHARS_MAX};
pub use form_draft::{FormDraft, VISIT_DRAFT};
pub use form_parts::{FormFault, FormField, FormSection};
pub use guide::{GuideFlow, GuidePage, QUERY_CHARS_MAX};
pub use idle::{Attention, Idle};
pub use people::{Editing, NewValue, PeopleFlow, PeopleNotice, ValueFault, is_date};
pub use pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, PinPad, PinState};
pub use planned::PlannedFlow;
pub use planning::{PlanFault, Planning};
pub use rating::{ProviderAnswer, RatingFlow, RatingStep};
pub use representatives::{RepresentativesFlow, RepresentativesStep};
pub use settings::{PATH_CHARS_MAX, SettingsChange, SettingsFlow, SettingsOutcome, SettingsPart};
pub use staff::{StaffFlow, StaffNotice, StaffPage};
pub use staff_form::StaffVisitForm;
pub use stated_date::{stated_of, typed_of, typed_text};
pub use suggestion::{SuggestionFlow, SuggestionStep};
pub use visit::{NUMBER_DIGITS_MAX, NumberKind, VisitFlow, VisitStep};

use shared::domain::{Code, LIST_ITEMS_MAX};

/// The code of "something else", which every list of services offers (أمر آخر).
pub fn other_service() -> Code {
    Code::new("other").expect("a short word is a code")
}

/// Takes `code` into a list or out of it; a full list takes no more.
fn toggle(list: &mut Vec<Code>, code: Code) {
    if let Some(at) = list.iter().position(|chosen| *chosen == code) {
        list.remove(at);
    } else if list.len() < LIST_ITEMS_MAX {
        list.push(code);
    }
}
