//! The form by which staff register a contact of any channel (P-20), enter one late, or correct a mistaken one.
//! Everything but channel, party, direction, time and one service may stay empty.

use jiff::Zoned;
use jiff::civil::DateTime;
use shared::domain::{
    Channel, Code, Direction, Doubt, DraftId, FactId, Moment, Origin, Party, Person, ProfileField, Text,
    Visit, mobile_doubt, national_id_doubt,
};

use super::form_parts::{FormFault, FormField, FormSection};
use super::stated_time::{read_date, read_time, to_the_minute};
use super::{NumberKind, VisitFlow, toggle};
use crate::worker::event::NotSaved;
use crate::worker::people::{FieldValues, PersonView};

/// A visit being written down by staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffVisitForm {
    /// Which part is open.
    pub section: FormSection,
    /// The channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// The kind of party.
    pub party: Party,
    /// The services, in the order they were chosen.
    pub services: Vec<Code>,
    /// The department concerned.
    pub department: Option<Code>,
    /// Who received the visitor.
    pub received_by: Option<Code>,
    /// The group whose needs are counted.
    pub group: Option<Code>,
    /// The contact was on someone else's behalf.
    pub for_other: bool,
    texts: [String; FormField::ALL.len()],
    /// Whether to leave without saving is being asked.
    pub leaving: bool,
    /// The draft that it is kept as.
    pub draft: Option<DraftId>,
    corrects: Option<Box<Visit>>,
    saving: Option<FactId>,
    fault: Option<FormFault>,
}

impl StaffVisitForm {
    /// Opens an empty form at the given time.
    pub fn new(now: &Zoned) -> Self {
        let mut form = Self {
            section: FormSection::default(),
            channel: Channel::Interview,
            direction: Direction::In,
            party: Party::Beneficiary,
            services: Vec::new(),
            department: None,
            received_by: None,
            group: None,
            for_other: false,
            texts: Default::default(),
            leaving: false,
            draft: None,
            corrects: None,
            saving: None,
            fault: None,
        };
        form.write_time(now.datetime());
        form
    }

    /// Takes over what a visitor had entered.
    pub fn taken_over(visit: &VisitFlow, now: &Zoned) -> Self {
        let mut form = Self::new(now);
        form.services = visit.services().to_vec();
        form.party = visit.party().clone();
        form.for_other = visit.for_other();
        let (kind, number) = visit.number();
        let field = match kind {
            NumberKind::NationalId => FormField::NationalId,
            NumberKind::Mobile => FormField::Mobile,
        };
        form.write(field, number.to_owned());
        form
    }

    /// Opens a form with a person filled in; a field whose values contradict each other stays empty.
    pub fn with_person(person: &PersonView, now: &Zoned) -> Self {
        let single = |field| person.field(field).and_then(FieldValues::single).map(Text::as_str);
        let mut form = Self::new(now);
        for (field, text) in [
            (FormField::Name, single(ProfileField::Name)),
            (FormField::NationalId, single(ProfileField::NationalId)),
            (FormField::Mobile, single(ProfileField::Mobile)),
        ] {
            form.write(field, text.unwrap_or_default().to_owned());
        }
        form.group = single(ProfileField::Group).and_then(|code| Code::new(code).ok());
        form
    }

    /// Opens a form with the values of a visit that is to be corrected.
    pub fn correcting(visit: Box<Visit>) -> Self {
        let person = visit.beneficiary.clone().unwrap_or_default();
        let words = |text: &Option<Text>| text.as_ref().map(|t| t.as_str().to_owned()).unwrap_or_default();
        let mut form = Self {
            section: FormSection::default(),
            channel: visit.channel.clone(),
            direction: visit.direction.clone(),
            party: visit.party.clone(),
            services: visit.services.clone(),
            department: visit.department.clone(),
            received_by: visit.received_by.clone(),
            group: person.group.clone(),
            for_other: visit.for_other,
            texts: Default::default(),
            leaving: false,
            draft: None,
            corrects: None,
            saving: None,
            fault: None,
        };
        form.write(FormField::NationalId, words(&person.national_id));
        form.write(FormField::Mobile, words(&person.mobile));
        form.write(FormField::Name, words(&person.name));
        form.write(FormField::Purpose, words(&visit.purpose));
        form.write(FormField::Answers, words(&visit.answers));
        form.write(FormField::Note, words(&visit.note));
        form.write_time(visit.at.local());
        form.corrects = Some(visit);
        form
    }

    /// Returns the visit that this one corrects.
    pub fn corrects(&self) -> Option<&Visit> {
        self.corrects.as_deref()
    }

    /// Returns a text as it stands.
    pub fn text(&self, field: FormField) -> &str {
        &self.texts[field as usize]
    }

    /// Takes a text as it stands in its field.
    pub fn write(&mut self, field: FormField, text: String) {
        self.texts[field as usize] = text;
        if matches!(field, FormField::Date | FormField::Time) {
            self.fault = None;
        }
    }

    /// Chooses a service or takes it back.
    pub fn toggle_service(&mut self, code: Code) {
        toggle(&mut self.services, code);
        self.fault = None;
    }

    /// Sets date and time to now.
    pub fn set_now(&mut self, now: &Zoned) {
        self.write_time(now.datetime());
        self.fault = None;
    }

    /// Returns why the form cannot be saved, or was not.
    pub fn fault(&self) -> Option<FormFault> {
        self.fault
    }

    /// Returns the visit being saved.
    pub fn saving(&self) -> Option<FactId> {
        self.saving
    }

    /// Returns what is doubtful about the national id and the mobile; both are kept as they are.
    pub fn doubts(&self) -> Vec<Doubt> {
        let number = |field| Some(self.text(field)).filter(|text| !text.trim().is_empty());
        let national_id = number(FormField::NationalId).and_then(national_id_doubt);
        let mobile = number(FormField::Mobile).and_then(mobile_doubt);
        national_id.into_iter().chain(mobile).collect()
    }

    /// Reads date and time; `None` where they are none.
    pub fn stated_time(&self) -> Option<DateTime> {
        Some(read_date(self.text(FormField::Date))?.to_datetime(read_time(self.text(FormField::Time))?))
    }

    /// Tells whether the entry is late: of a day before today, or marked so before and not moved since.
    pub fn is_late(&self, now: &Zoned) -> bool {
        let stated = self.stated_time();
        match &self.corrects {
            Some(original) if stated.is_some_and(|at| at.date() == original.at.local().date()) => {
                original.late
            }
            Some(_) | None => stated.is_some_and(|at| at.date() < now.date()),
        }
    }

    /// Makes the visit to be saved, or opens the section that has to be mended first.
    pub fn submit(&mut self, id: FactId, now: &Zoned) -> Option<Visit> {
        if self.saving.is_some() {
            return None;
        }
        match self.visit(id, now) {
            Ok(visit) => {
                (self.saving, self.fault) = (Some(id), None);
                Some(visit)
            }
            Err(fault) => {
                self.section = fault.section().unwrap_or(self.section);
                self.fault = Some(fault);
                None
            }
        }
    }

    /// Tells what went wrong beside the saving.
    pub fn tell(&mut self, fault: FormFault) {
        self.fault = Some(fault);
    }

    /// Takes in that nothing was saved: everything stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        if self.saving.take().is_some() {
            self.fault = Some(FormFault::NotSaved(why));
        }
    }

    fn visit(&self, id: FactId, now: &Zoned) -> Result<Visit, FormFault> {
        if self.services.is_empty() {
            return Err(FormFault::NoService);
        }
        let original = self.corrects.as_deref();
        Ok(Visit {
            id,
            at: self.moment(now)?,
            ended_at: original.and_then(|visit| visit.ended_at.clone()),
            party: self.party.clone(),
            channel: self.channel.clone(),
            direction: self.direction.clone(),
            services: self.services.clone(),
            department: self.department.clone(),
            received_by: self.received_by.clone(),
            beneficiary: Some(self.person()?).filter(|person| !person.is_empty()),
            purpose: self.text_of(FormField::Purpose)?,
            answers: self.text_of(FormField::Answers)?,
            note: self.text_of(FormField::Note)?,
            late: self.is_late(now),
            for_other: self.for_other,
            // what this form does not ask stays with the visit that it corrects
            acting: original.and_then(|visit| visit.acting.clone()).filter(|_| self.for_other),
            asks_for_woman: original.is_some_and(|visit| visit.asks_for_woman),
            place: original.and_then(|visit| visit.place.clone()),
            report: original.and_then(|visit| visit.report.clone()),
            led_to: original.map(|visit| visit.led_to.clone()).unwrap_or_default(),
            planned: original.and_then(|visit| visit.planned),
            supersedes: original.map(|visit| visit.id),
            origin: Origin::Staff,
        })
    }

    fn person(&self) -> Result<Person, FormFault> {
        // what this form does not ask stays with the visit that it corrects
        let original = self.corrects.as_ref().and_then(|visit| visit.beneficiary.as_ref());
        Ok(Person {
            national_id: self.text_of(FormField::NationalId)?,
            name: self.text_of(FormField::Name)?,
            mobile: self.text_of(FormField::Mobile)?,
            birth: original.and_then(|person| person.birth),
            id_expiry: original.and_then(|person| person.id_expiry),
            address: original.and_then(|person| person.address.clone()),
            group: self.group.clone(),
        })
    }

    fn text_of(&self, field: FormField) -> Result<Option<Text>, FormFault> {
        let text = self.text(field);
        if text.is_empty() {
            return Ok(None);
        }
        Text::new(text).map(Some).map_err(|_| FormFault::TooLong)
    }

    /// The time as stated: a corrected visit whose minute was not changed keeps its own moment, byte for byte.
    fn moment(&self, now: &Zoned) -> Result<Moment, FormFault> {
        let stated = self.stated_time().ok_or(FormFault::WrongTime)?;
        if let Some(original) = &self.corrects
            && to_the_minute(original.at.local()) == stated
        {
            return Ok(original.at.clone());
        }
        let at = stated.to_zoned(now.time_zone().clone()).map_err(|_| FormFault::WrongTime)?;
        if at > *now { Err(FormFault::FutureTime) } else { Ok(Moment::from_zoned(&at)) }
    }

    fn write_time(&mut self, at: DateTime) {
        self.write(FormField::Date, format!("{:02}/{:02}/{}", at.day(), at.month(), at.year()));
        self.write(FormField::Time, format!("{:02}:{:02}", at.hour(), at.minute()));
    }
}

#[cfg(test)]
mod tests;
