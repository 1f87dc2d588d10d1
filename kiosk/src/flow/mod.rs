//! The screens' state machines: what was entered, which step comes next, what may be saved.
//!
//! Pure: no clock, no painting, no words. An action or an event comes in with what [`Here`] tells; what is then asked for
//! goes out.

mod calling;
mod digits;
mod field;
mod first_start;
mod follow;
mod form_draft;
mod form_parts;
mod guide;
mod here;
mod idle;
mod new_pin;
mod people;
mod pin;
mod planned;
mod planning;
mod play;
mod rating;
mod representatives;
mod request;
mod returned;
mod saving;
mod scan;
mod settings;
mod staff;
mod staff_form;
mod stated_date;
mod stated_time;
mod suggestion;
mod time_left;
mod visit;
mod way_in;

pub use calling::CallingFlow;
pub use digits::DigitKey;
pub use field::{DraftContent, DraftEntry, FieldAction, FieldState, Who};
pub use first_start::{
    FIRST_START_STEPS, FirstStartAction, FirstStartFlow, FirstStartPage, SERVER_CHARS_MAX,
};
pub use follow::{FollowAction, FollowFlow, FollowReceipt};
pub use form_draft::FormDraft;
pub use form_parts::{FormFault, FormField, FormPart, FormSection, Writing};
pub use guide::{GuideAction, GuideFlow, GuidePage, QUERY_CHARS_MAX};
#[cfg(test)]
use here::Stand;
pub use here::{Ask, Here, Paper};
pub use idle::{Attention, Idle};
pub use new_pin::{NewPin, PinFault};
pub use people::{Editing, PeopleAction, PeopleFlow, PeopleNotice, ValueFault, is_date};
pub use pin::{PIN_DIGITS_MAX, PIN_DIGITS_MIN, PinPad, PinState};
pub use planned::PlannedFlow;
pub use planning::{PlanAction, PlanFault, Planning};
pub use play::{Play, Press};
pub use rating::{ProviderAnswer, RatingAction, RatingFlow, RatingStep, TICK_SHOWN};
pub use representatives::{RepresentativesAction, RepresentativesFlow, RepresentativesStep};
pub use request::{Entry, NO, PartKind, RequestAction, RequestFault, RequestFlow, RequestPart, YES};
pub use returned::{ReturnedAction, ReturnedFlow};
pub use saving::Saving;
pub use scan::Scan;
pub use settings::{
    PATH_CHARS_MAX, SettingsAction, SettingsChange, SettingsFlow, SettingsOutcome, SettingsPart,
};
pub use staff::{StaffAction, StaffFlow, StaffNotice, StaffPage, WaitingAction};
pub use staff_form::{FormAction, StaffVisitForm};
pub use stated_date::{stated_of, typed_of};
pub use suggestion::{SuggestionAction, SuggestionFlow, SuggestionStep};
pub use time_left::time_left;
pub use visit::{NUMBER_DIGITS_MAX, NumberKind, VisitAction, VisitFlow, VisitStep};
pub use way_in::WayIn;

use shared::domain::{Code, LIST_ITEMS_MAX, OTHER_SERVICE};

/// The code of "something else", which every list of services offers (أمر آخر).
pub fn other_service() -> Code {
    Code::new(OTHER_SERVICE).expect("a short word is a code")
}

/// Takes `code` into a list or out of it; a full list takes no more.
fn toggle(list: &mut Vec<Code>, code: Code) {
    if let Some(at) = list.iter().position(|chosen| *chosen == code) {
        list.remove(at);
    } else if list.len() < LIST_ITEMS_MAX {
        list.push(code);
    }
}
