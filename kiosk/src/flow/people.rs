//! Finding a person, looking at what is known of them, correcting a value and settling values that contradict each
//! other (P-5, P-7). Which values there are, and what was seen of them, comes from the worker; nothing is guessed.

use jiff::civil;
use shared::domain::{Code, FactId, FileId, PlannedVisit, ProfileField, StatedDate, Text};
use shared::locale::{TypedDate, TypedDateFault};

use super::planning::Planning;
use super::stated_date::{stated_of, typed_form};
use crate::link::{Correction, FieldValues, NotSaved, PersonHit, PersonView, PlannedRow};

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

/// Finding people, and one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFlow {
    query: String,
    hits: Option<Vec<PersonHit>>,
    waiting_for: Option<FileId>,
    person: Option<Box<PersonView>>,
    editing: Option<Editing>,
    fault: Option<ValueFault>,
    notice: Option<PeopleNotice>,
    planning: Option<Planning>,
    planned: Vec<PlannedRow>,
}

/// A correction to be saved: what was seen, and the value that replaces it.
pub type NewValue = (FieldValues, Text);

impl PeopleFlow {
    /// Returns what is looked for.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Returns who was found, best first; `None` until the worker answered.
    pub fn hits(&self) -> Option<&[PersonHit]> {
        self.hits.as_deref()
    }

    /// Returns the person whose page is open.
    pub fn person(&self) -> Option<&PersonView> {
        self.person.as_deref()
    }

    /// Returns the value being corrected.
    pub fn editing(&self) -> Option<&Editing> {
        self.editing.as_ref()
    }

    /// Returns why the last change on the person's page was not saved.
    pub fn fault(&self) -> Option<ValueFault> {
        self.fault
    }

    /// Returns the good outcome to be told.
    pub fn notice(&self) -> Option<PeopleNotice> {
        self.notice
    }

    /// Returns the visit being planned.
    pub fn planning(&self) -> Option<&Planning> {
        self.planning.as_ref()
    }

    /// Returns the visit being planned, to be changed.
    pub fn planning_mut(&mut self) -> Option<&mut Planning> {
        self.planning.as_mut()
    }

    /// Returns the visits to this person that are to be made, of any day.
    pub fn planned(&self) -> &[PlannedRow] {
        &self.planned
    }

    /// Takes in the visits to be made to whoever has these files; those of somebody else are passed over.
    pub fn loaded_planned(&mut self, files: &[FileId], planned: Vec<PlannedRow>) {
        if self.person.as_ref().is_some_and(|person| person.files == files) {
            self.planned = planned;
        }
    }

    /// Begins to plan a visit to the person.
    pub fn begin_plan(&mut self, representative: Option<Code>) {
        if self.person.is_some() {
            (self.fault, self.notice) = (None, None);
            self.planning = Some(Planning::new(representative));
        }
    }

    /// Hands over the plan and whose file it is for; `None` as [`Planning::submit`].
    pub fn submit_plan(&mut self, id: FactId, today: civil::Date) -> Option<(FileId, PlannedVisit)> {
        let file = *self.person.as_ref()?.files.first()?;
        Some((file, self.planning.as_mut()?.submit(id, today)?))
    }

    /// Takes in that a record is durable; true where it was the plan.
    pub fn plan_saved(&mut self, id: FactId) -> bool {
        let is_this = self.planning.as_ref().is_some_and(|planning| planning.saved(id));
        if is_this {
            (self.planning, self.notice) = (None, Some(PeopleNotice::Planned));
        }
        is_this
    }

    /// Tells a good outcome on the person's page.
    pub fn notify(&mut self, notice: PeopleNotice) {
        self.notice = Some(notice);
    }

    /// Takes what is looked for as it stands in its field.
    pub fn write_query(&mut self, query: String) {
        self.query = query;
    }

    /// Takes in who was found; an answer to what was typed before is passed over.
    pub fn found(&mut self, query: &str, hits: Vec<PersonHit>) {
        if self.query == query {
            self.hits = Some(hits);
        }
    }

    /// Notes which person is to be opened.
    pub fn wait_for(&mut self, file: FileId) {
        self.waiting_for = Some(file);
    }

    /// Takes in a person; one that nobody asked for, or looks at any more, is passed over.
    pub fn opened(&mut self, person: Box<PersonView>) {
        let asked = self.waiting_for.is_some_and(|file| person.files.contains(&file));
        let open = self.person.as_ref().is_some_and(|open| open.files.first() == person.files.first());
        if asked || open {
            self.waiting_for = None;
            if !open {
                self.planned.clear();
            }
            self.person = Some(person);
        }
    }

    /// Goes one step back: from a value to the person, from the person to who was found; false where there is none.
    pub fn back(&mut self) -> bool {
        (self.fault, self.notice) = (None, None);
        if let Some(planning) = &mut self.planning {
            if !planning.back() {
                self.planning = None;
            }
            return true;
        }
        let left_value = self.editing.take().is_some();
        if !left_value {
            self.planned.clear();
        }
        left_value || self.person.take().is_some()
    }

    /// Begins to correct a field.
    pub fn edit(&mut self, field: ProfileField) {
        let Some(values) = self.person.as_ref().and_then(|person| person.field(field)) else { return };
        let single = values.single().map_or("", Text::as_str);
        let text = if is_date(field) { typed_form(single) } else { single.to_owned() };
        (self.fault, self.notice) = (None, None);
        self.editing = Some(Editing { field, text, saving: false, fault: None });
    }

    /// Takes the value as it stands in its field.
    pub fn write_value(&mut self, text: String) {
        if let Some(editing) = &mut self.editing {
            editing.text = text;
            editing.fault = None;
        }
    }

    /// Hands over the value that was typed; `None` where it is none, which is told, or is being saved.
    pub fn submit(&mut self) -> Option<NewValue> {
        let editing = self.editing.as_mut().filter(|editing| !editing.saving)?;
        let values = self.person.as_ref()?.field(editing.field)?.clone();
        match editing.value() {
            Ok(text) => {
                (editing.saving, editing.fault) = (true, None);
                Some((values, text))
            }
            Err(fault) => {
                editing.fault = Some(fault);
                None
            }
        }
    }

    /// Hands over one of several values as the one that stands.
    pub fn settle(&mut self, field: ProfileField, index: usize) -> Option<NewValue> {
        let values = self.person.as_ref()?.field(field)?;
        let chosen = values.values.get(index)?.text.clone();
        (self.fault, self.notice) = (None, None);
        Some((values.clone(), chosen))
    }

    /// Takes in what became of a correction.
    pub fn settled(&mut self, outcome: Result<Correction, NotSaved>) {
        let fault = match outcome {
            Ok(Correction::Saved) => None,
            Ok(Correction::ChangedMeanwhile) => Some(ValueFault::ChangedMeanwhile),
            Ok(Correction::NotAValue) => Some(ValueFault::Date(TypedDateFault::Unreadable)),
            Ok(Correction::Full) => Some(ValueFault::Full),
            Err(why) => Some(ValueFault::NotSaved(why)),
        };
        match (&mut self.editing, fault) {
            (Some(editing), Some(fault)) => (editing.saving, editing.fault) = (false, Some(fault)),
            (None, Some(fault)) => self.fault = Some(fault),
            (_, None) => (self.editing, self.notice) = (None, Some(PeopleNotice::Corrected)),
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
