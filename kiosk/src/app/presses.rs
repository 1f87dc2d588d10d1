//! Which presses of a visitor count. A finger that presses twice means it once: what stands at the same place a moment later
//! was not seen when it was pressed.
//!
//! Keys are typed as fast as anybody can, and a scanner types faster: what is typed is never a second press.

use std::mem::{Discriminant, discriminant};
use std::time::Duration;

use egui::Context;

use shared::locale::Language;

use super::KioskApp;
use crate::access::Access;
use crate::action::{Action, GuideAction, RatingAction, StaffAction, SuggestionAction, VisitAction};
use crate::flow::{FormSection, GuidePage, RatingStep, StaffPage, SuggestionStep, VisitStep, Who};
use crate::route::{Route, Trouble};
use crate::widgets::ScrollPlace;

/// How long after a step has changed nothing of it has been seen, nor after a press that it was done.
const NOT_SEEN: Duration = Duration::from_millis(350);

/// The same where somebody pressed a face in passing: what came in its place would be pressed by whoever presses again.
const NOT_SEEN_AT_EXIT: Duration = Duration::from_secs(1);

/// The screen that is shown, as far as it decides where on it stands what may be touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Staff's pages, which are theirs to press as fast as they like, and the time before there is a screen.
    Staffs(Option<Discriminant<StaffPage>>, Within),
    Welcome,
    Visit(VisitStep),
    Rating(RatingStep),
    Suggestion(SuggestionStep),
    Guide(GuidePage),
    SignIn(Option<Who>),
    Returned,
    /// Whether it is told where the request is.
    Follow(bool),
    Trouble(Trouble),
}

/// What of a staff page is shown, where it is more than one screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Within {
    All,
    Form(FormSection),
    Guide(GuidePage),
    /// Somebody's page.
    Person,
}

impl Within {
    fn of(page: &StaffPage) -> Self {
        match page {
            StaffPage::Form(form) => Self::Form(form.section),
            StaffPage::Tools(guide) => Self::Guide(guide.page().clone()),
            StaffPage::People(people) if people.person().is_some() => Self::Person,
            _ => Self::All,
        }
    }
}

impl Place {
    pub(super) fn of(route: &Route) -> Self {
        match route {
            Route::Starting
            | Route::FirstStart(_)
            | Route::Board(_)
            | Route::Calling(_)
            | Route::OutOfOrder(_) => Self::Staffs(None, Within::All),
            Route::Returned(_) => Self::Returned,
            Route::Follow(flow) => Self::Follow(flow.told().is_some()),
            Route::Welcome => Self::Welcome,
            Route::Visit(flow) => Self::Visit(flow.step()),
            Route::Rating(flow) => Self::Rating(flow.step()),
            Route::Suggestion(flow) => Self::Suggestion(flow.step()),
            Route::Guide(flow) => Self::Guide(flow.page().clone()),
            Route::Staff(flow) if flow.is_signed_in() => {
                Self::Staffs(Some(discriminant(flow.page())), Within::of(flow.page()))
            }
            Route::Staff(flow) => Self::SignIn(flow.field.who().cloned()),
            Route::Trouble(trouble) => Self::Trouble(*trouble),
        }
    }
}

/// What lies over the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Nothing,
    Idle,
    Leaving,
}

/// When the screen changed, and when it was pressed.
#[derive(Debug, Default)]
pub(super) struct Presses {
    seen: Option<(Place, Over, Language, Access)>,
    changed_at: Duration,
    pressed_at: Duration,
    last: Option<(Action, Duration)>,
}

impl KioskApp {
    /// Notes whether the screen changed, and when a finger went down.
    pub(super) fn watch_presses(&mut self, ctx: &Context) {
        let over = match (self.asking, self.is_leaving_asked) {
            (Some(_), _) => Over::Idle,
            (None, true) => Over::Leaving,
            (None, false) => Over::Nothing,
        };
        let now = (Place::of(&self.route), over, self.language, self.access);
        if ctx.input(|input| input.pointer.any_pressed()) {
            self.presses.pressed_at = self.since_start;
        }
        if self.presses.seen.as_ref() != Some(&now) {
            ScrollPlace::set(ctx, &format!("{:?}", now.0));
            (self.presses.seen, self.presses.changed_at) = (Some(now), self.since_start);
        }
    }

    /// Tells whether what a screen asks for was meant by whoever pressed it.
    pub(super) fn counts(&mut self, action: &Action, ctx: &Context) -> bool {
        if matches!(self.presses.seen, None | Some((Place::Staffs(..), ..))) {
            return true;
        }
        let is_typed = is_typed(action);
        let by_finger = ctx.input(|input| input.pointer.any_released());
        if is_typed && !by_finger {
            return true;
        }
        let at = if by_finger { self.presses.pressed_at } else { self.since_start };
        let not_seen = match &self.presses.seen {
            Some((Place::Rating(RatingStep::AtExit), ..)) => NOT_SEEN_AT_EXIT,
            _ => NOT_SEEN,
        };
        if at < self.presses.changed_at + not_seen {
            return false;
        }
        let is_again = |(last, when): &(Action, Duration)| last == action && at < *when + NOT_SEEN;
        if !is_typed && self.presses.last.as_ref().is_some_and(is_again) {
            return false;
        }
        self.presses.last = Some((action.clone(), self.since_start));
        true
    }
}

/// Tells whether an action is a key: the same one twice is two of them.
fn is_typed(action: &Action) -> bool {
    matches!(
        action,
        Action::Visit(VisitAction::Key(_) | VisitAction::Write(_))
            | Action::Suggestion(SuggestionAction::Key(_) | SuggestionAction::Write(_))
            | Action::Rating(RatingAction::WriteComment(_))
            | Action::Guide(GuideAction::Write(_))
            | Action::Staff(StaffAction::Key(_))
            | Action::Scanned(_)
    )
}
