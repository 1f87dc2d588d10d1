//! Finding a person, looking at what is known of them, correcting a value and settling values that contradict each
//! other (P-5, P-7). Which values there are, and what was seen of them, comes from the worker; nothing is guessed.

use shared::domain::request::may_ask;
use shared::domain::{Code, FactId, FileId, ProfileField, Role, StatedDate, Text};
use shared::locale::{TypedDate, TypedDateFault};

use super::planning::Planning;
use super::stated_date::{stated_of, typed_form};
use super::{Ask, Here, Saving};
use crate::link::{
    Command, Correction, FieldValues, NotSaved, OpenedRequest, PersonHit, PersonView, PlannedRow, Save,
};

/// What may be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueFault {
    /// It is no date.
    Date(TypedDateFault),
    /// The value was changed meanwhile by somebody else: what stands there now is shown.
    ChangedMeanwhile,
    /// The file has been changed too often and takes no more here.
    Full,
    /// The device did not save it.
    NotSaved(NotSaved),
}

/// A good outcome to be told once, on the person's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleNotice {
    /// A value was corrected.
    Corrected,
    /// A visit was planned.
    Planned,
    /// A planned visit was dropped.
    PlanDropped,
}

/// A value being corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editing {
    /// The field.
    pub field: ProfileField,
    /// The value as it stands in its field: a date as people write it, all else as it is kept.
    pub text: String,
    saving: bool,
    fault: Option<ValueFault>,
}

/// What finding people and a person's page ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeopleAction {
    /// Opens the search.
    Show,
    /// What is looked for, as it stands.
    Write(String),
    /// Opens a person's page.
    Open(FileId),
    /// Goes one step back.
    Back,
    /// Begins to correct a field.
    Edit(ProfileField),
    /// The value as it stands.
    WriteValue(String),
    /// Saves the value.
    Save,
    /// Chooses one of several values that contradict each other.
    Settle(ProfileField, usize),
    /// Opens a form with the person filled in.
    Register,
    /// Opens a form for whoever was looked for and is not on this device.
    RegisterNew,
    /// Opens a visit of the person, to be corrected.
    Correct(FactId),
}

/// A correction to be saved: what was seen, and the value that replaces it.
type NewValue = (FieldValues, Text);

/// Finding people, and one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFlow {
    query: String,
    hits: Option<Vec<PersonHit>>,
    asked: bool,
    waiting_for: Option<FileId>,
    open: Option<OpenPerson>,
}

/// A person's page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OpenPerson {
    person: Box<PersonView>,
    planned: Vec<PlannedRow>,
    requests: Vec<OpenedRequest>,
    role: Option<Role>,
    doing: Doing,
}

/// What is done on a person's page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Doing {
    /// It is looked at; what became of the last change is told once.
    Looking(Option<Result<PeopleNotice, ValueFault>>),
    /// A value is corrected.
    Editing(Editing),
    /// A visit is planned.
    Planning(Planning),
}

impl PeopleFlow {
    /// Returns what is looked for.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Returns who was found, best first; `None` until the worker answered.
    pub fn hits(&self) -> Option<&[PersonHit]> {
        self.hits.as_deref()
    }

    /// Tells whether head office is asked for whoever was looked for.
    pub fn is_asked_for(&self) -> bool {
        self.asked
    }

    /// Returns the person whose page is open.
    pub fn person(&self) -> Option<&PersonView> {
        self.open.as_ref().map(|open| &*open.person)
    }

    /// Returns the value being corrected.
    pub fn editing(&self) -> Option<&Editing> {
        if let Some(Doing::Editing(editing)) = self.doing() { Some(editing) } else { None }
    }

    /// Returns why the last change on the person's page was not saved.
    pub fn fault(&self) -> Option<ValueFault> {
        if let Some(Doing::Looking(Some(Err(fault)))) = self.doing() { Some(*fault) } else { None }
    }

    /// Returns the good outcome to be told.
    pub fn notice(&self) -> Option<PeopleNotice> {
        if let Some(Doing::Looking(Some(Ok(notice)))) = self.doing() { Some(*notice) } else { None }
    }

    /// Returns the visit being planned.
    pub fn planning(&self) -> Option<&Planning> {
        if let Some(Doing::Planning(planning)) = self.doing() { Some(planning) } else { None }
    }

    /// Returns the visits to this person that are to be made, of any day.
    pub fn planned(&self) -> &[PlannedRow] {
        self.open.as_ref().map(|open| open.planned.as_slice()).unwrap_or_default()
    }

    /// Returns the person's support requests, the latest first.
    pub fn requests(&self) -> &[OpenedRequest] {
        self.open.as_ref().map(|open| open.requests.as_slice()).unwrap_or_default()
    }

    /// Tells whether whoever is signed in may record that the person asks for support.
    pub fn may_ask(&self) -> bool {
        self.role().is_some_and(|role| may_ask(role).is_ok())
    }

    /// Tells whether a request is one of this person's.
    pub(super) fn has_request(&self, request: FactId) -> bool {
        self.requests().iter().any(|known| known.request.id == request)
    }

    /// Returns the role that whoever is signed in has under a name of their own; `None` without one.
    pub fn role(&self) -> Option<&Role> {
        self.open.as_ref()?.role.as_ref()
    }

    /// Tells whether a value or a plan of a person is being entered, which is not left for anybody else.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self.doing(), Some(Doing::Editing(_) | Doing::Planning(_)))
    }

    fn doing(&self) -> Option<&Doing> {
        self.open.as_ref().map(|open| &open.doing)
    }

    /// Returns the file by which the person is known.
    pub(super) fn file(&self) -> Option<FileId> {
        self.person()?.files.first().copied()
    }

    /// Returns the visit being planned, to be changed.
    pub(super) fn planning_mut(&mut self) -> Option<&mut Planning> {
        if let Doing::Planning(planning) = &mut self.open.as_mut()?.doing { Some(planning) } else { None }
    }

    /// Does what a page asks for; false where that leaves the search. Opening it, and forms, are for staff mode.
    #[must_use]
    pub(super) fn act(&mut self, action: PeopleAction, here: &mut Here<'_>) -> bool {
        match action {
            PeopleAction::Write(query) => {
                self.query.clone_from(&query);
                self.asked = false;
                here.ask(Command::Search(query.into()));
            }
            PeopleAction::Open(file) => {
                self.waiting_for = Some(file);
                here.ask(Command::OpenPerson(file));
            }
            PeopleAction::Back => {
                here.ask(Ask::ClearFields);
                return self.back();
            }
            PeopleAction::Edit(field) => {
                here.ask(Ask::ClearFields);
                self.edit(field);
            }
            PeopleAction::WriteValue(text) => {
                if let Some(OpenPerson { doing: Doing::Editing(editing), .. }) = &mut self.open {
                    (editing.text, editing.fault) = (text, None);
                }
            }
            PeopleAction::Save => {
                let value = self.submit();
                self.correct(value, here);
            }
            PeopleAction::Settle(field, index) => {
                let value = self.settle(field, index);
                self.correct(value, here);
            }
            PeopleAction::Show
            | PeopleAction::Register
            | PeopleAction::RegisterNew
            | PeopleAction::Correct(_) => {}
        }
        true
    }

    /// Takes in the visits to be made to whoever has these files; those of somebody else are passed over.
    pub(super) fn loaded_planned(&mut self, files: &[FileId], planned: Vec<PlannedRow>) {
        if let Some(open) = self.open.as_mut().filter(|open| open.person.files == files) {
            open.planned = planned;
        }
    }

    /// Takes in the requests of whoever has these files; those of somebody else are passed over.
    pub(super) fn loaded_requests(
        &mut self,
        files: &[FileId],
        role: Option<Role>,
        requests: Vec<OpenedRequest>,
    ) {
        if let Some(open) = self.open.as_mut().filter(|open| open.person.files == files) {
            (open.role, open.requests) = (role, requests);
        }
    }

    /// Begins to plan a visit to the person.
    pub(super) fn begin_plan(&mut self, representative: Option<Code>) {
        if let Some(open) = &mut self.open {
            open.doing = Doing::Planning(Planning::new(representative));
        }
    }

    /// Saves the plan, where nothing is wrong with it.
    pub(super) fn save_plan(&mut self, by: Option<Code>, here: &mut Here<'_>) {
        let (Some(file), id) = (self.file(), here.timed_id()) else { return };
        let plan = self.planning_mut().and_then(|planning| planning.submit(id, here.now.date()));
        if let Some(plan) = plan.map(Box::new) {
            here.ask(Command::Save(Save::Plan { plan, file, by }));
        }
    }

    /// Takes in that a record is durable: where it is the plan, that is told.
    pub(super) fn saved(&mut self, id: FactId, here: &mut Here<'_>) {
        if self.planning().is_some_and(|planning| planning.saving == Saving::Running(id)) {
            self.notify(PeopleNotice::Planned);
            here.ask(Ask::ClearFields);
        }
    }

    /// Tells a good outcome on the person's page.
    pub(super) fn notify(&mut self, notice: PeopleNotice) {
        if let Some(open) = &mut self.open {
            open.doing = Doing::Looking(Some(Ok(notice)));
        }
    }

    /// Takes in who was found; an answer to what was typed before is passed over.
    pub(super) fn found(&mut self, query: &str, hits: Vec<PersonHit>, asked: bool) {
        if self.query == query {
            (self.hits, self.asked) = (Some(hits), asked);
        }
    }

    /// Takes in a person; one that nobody asked for, or looks at any more, is passed over.
    pub(super) fn opened(&mut self, person: Box<PersonView>) {
        let asked = self.waiting_for.is_some_and(|file| person.files.contains(&file));
        match &mut self.open {
            Some(open) if open.person.files.first() == person.files.first() => open.person = person,
            Some(_) | None if asked => {
                let (planned, requests, role) = (Vec::new(), Vec::new(), None);
                self.open = Some(OpenPerson { person, planned, requests, role, doing: Doing::Looking(None) });
            }
            Some(_) | None => return,
        }
        self.waiting_for = None;
    }

    /// Goes one step back: from a value to the person, from the person to who was found; false where there is none.
    fn back(&mut self) -> bool {
        let Some(open) = &mut self.open else { return false };
        match &mut open.doing {
            Doing::Looking(_) => self.open = None,
            Doing::Planning(planning) => {
                if !planning.back() {
                    open.doing = Doing::Looking(None);
                }
            }
            Doing::Editing(_) => open.doing = Doing::Looking(None),
        }
        true
    }

    fn edit(&mut self, field: ProfileField) {
        let Some(open) = &mut self.open else { return };
        let Some(values) = open.person.field(field) else { return };
        let single = values.single().map_or("", Text::as_str);
        let text = if is_date(field) { typed_form(single) } else { single.to_owned() };
        open.doing = Doing::Editing(Editing { field, text, saving: false, fault: None });
    }

    /// Hands over the value that was typed; `None` where it is none, which is told, or is being saved.
    fn submit(&mut self) -> Option<NewValue> {
        let OpenPerson { person, doing: Doing::Editing(editing), .. } = self.open.as_mut()? else {
            return None;
        };
        if editing.saving {
            return None;
        }
        let values = person.field(editing.field)?.clone();
        let value = editing.value();
        (editing.saving, editing.fault) = (value.is_ok(), value.as_ref().err().copied());
        Some((values, value.ok()?))
    }

    /// Hands over one of several values as the one that stands.
    fn settle(&mut self, field: ProfileField, index: usize) -> Option<NewValue> {
        let open = self.open.as_mut()?;
        let values = open.person.field(field)?;
        let chosen = values.values.get(index)?.text.clone();
        if let Doing::Looking(told) = &mut open.doing {
            *told = None;
        }
        Some((values.clone(), chosen))
    }

    fn correct(&self, value: Option<NewValue>, here: &mut Here<'_>) {
        if let (Some((values, value)), Some(file)) = (value, self.file()) {
            here.ask(Command::Correct { file, seen: values.seen, value });
        }
    }

    /// Takes in what became of a correction.
    pub(super) fn corrected(&mut self, outcome: Result<Correction, NotSaved>) {
        let fault = match outcome {
            Ok(Correction::Saved) => return self.told_of_correction(Ok(PeopleNotice::Corrected)),
            Ok(Correction::ChangedMeanwhile) => ValueFault::ChangedMeanwhile,
            Ok(Correction::NotAValue) => ValueFault::Date(TypedDateFault::Unreadable),
            Ok(Correction::Full) => ValueFault::Full,
            Err(why) => ValueFault::NotSaved(why),
        };
        self.told_of_correction(Err(fault));
    }

    fn told_of_correction(&mut self, outcome: Result<PeopleNotice, ValueFault>) {
        let Some(open) = &mut self.open else { return };
        match (&mut open.doing, outcome) {
            (Doing::Editing(editing), Err(fault)) => (editing.saving, editing.fault) = (false, Some(fault)),
            (Doing::Editing(_) | Doing::Looking(_), outcome) => open.doing = Doing::Looking(Some(outcome)),
            (Doing::Planning(_), _) => {}
        }
    }
}

impl Editing {
    /// Tells whether the value is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving
    }

    /// Returns what is wrong with the value.
    pub fn fault(&self) -> Option<ValueFault> {
        self.fault
    }

    /// Reads a date as it stands there.
    pub fn date(&self) -> Option<Result<TypedDate, TypedDateFault>> {
        (is_date(self.field) && !self.text.trim().is_empty()).then(|| TypedDate::read(&self.text))
    }

    fn value(&self) -> Result<Text, ValueFault> {
        let text = match self.date() {
            None => self.text.trim().to_owned(),
            Some(Err(fault)) => return Err(ValueFault::Date(fault)),
            Some(Ok(date)) => stated_of(&date).as_ref().map(StatedDate::to_string).unwrap_or_default(),
        };
        Text::new(text).map_err(|_| ValueFault::NotSaved(NotSaved::Failed))
    }
}

/// Tells whether a field holds a date.
pub fn is_date(field: ProfileField) -> bool {
    matches!(field, ProfileField::Birth | ProfileField::IdExpiry)
}
