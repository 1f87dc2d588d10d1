//! The form by which staff register a contact of any channel (P-20), enter one late, or correct a mistaken one.
//! Everything but channel, party, direction, time and one service may stay empty.

use jiff::Zoned;
use jiff::civil::{Date, DateTime, Time};
use shared::domain::{
    Channel, Code, Direction, Doubt, FactId, Moment, Origin, Party, Person, Text, Visit, mobile_doubt,
    national_id_doubt,
};
use shared::locale::fold_digits;

use super::toggle;
use crate::worker::event::NotSaved;

/// A part of the form that fits on one screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormSection {
    /// Channel, direction, party.
    #[default]
    Contact,
    /// Services, department, who received.
    Services,
    /// Number, name, mobile, group.
    Person,
    /// Purpose, answers, note.
    Words,
    /// Date and time; a late entry.
    Time,
}

impl FormSection {
    /// The sections in their order.
    pub const ALL: [Self; 5] = [Self::Contact, Self::Services, Self::Person, Self::Words, Self::Time];
}

/// A text of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormField {
    /// National id or iqama number.
    NationalId,
    /// Mobile number.
    Mobile,
    /// Full name.
    Name,
    /// Purpose of the contact.
    Purpose,
    /// What was answered.
    Answers,
    /// A note of staff.
    Note,
    /// The day, `22/11/2026`.
    Date,
    /// The time of day, `14:05`.
    Time,
}

impl FormField {
    /// The fields in their order.
    pub const ALL: [Self; 8] = [
        Self::NationalId,
        Self::Mobile,
        Self::Name,
        Self::Purpose,
        Self::Answers,
        Self::Note,
        Self::Date,
        Self::Time,
    ];
}

/// Why the form cannot be saved, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// No service is chosen.
    NoService,
    /// The date or the time cannot be read.
    WrongTime,
    /// The time has not come yet.
    FutureTime,
    /// A text is longer than its limit.
    TooLong,
    /// The device did not save it.
    NotSaved(NotSaved),
}

impl FormFault {
    /// Returns the section where it is mended; `None` where nothing in the form is wrong.
    pub fn section(self) -> Option<FormSection> {
        match self {
            Self::NoService => Some(FormSection::Services),
            Self::WrongTime | Self::FutureTime => Some(FormSection::Time),
            Self::TooLong => Some(FormSection::Words),
            Self::NotSaved(_) => None,
        }
    }
}

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
            corrects: None,
            saving: None,
            fault: None,
        };
        form.write_time(now.datetime());
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
            supersedes: original.map(|visit| visit.id),
            origin: Origin::Staff,
        })
    }

    fn person(&self) -> Result<Person, FormFault> {
        Ok(Person {
            national_id: self.text_of(FormField::NationalId)?,
            name: self.text_of(FormField::Name)?,
            mobile: self.text_of(FormField::Mobile)?,
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

fn to_the_minute(at: DateTime) -> DateTime {
    at.date().at(at.hour(), at.minute(), 0, 0)
}

/// Reads day, month and year in this order, in digits of either kind, apart by anything that is no digit.
fn read_date(text: &str) -> Option<Date> {
    let [day, month, year] = numbers(text)?;
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
        .ok()
        .filter(|date| (1900..=2200).contains(&date.year()))
}

/// Reads hour and minute of the 24-hour clock.
fn read_time(text: &str) -> Option<Time> {
    let [hour, minute] = numbers(text)?;
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

fn numbers<const N: usize>(text: &str) -> Option<[u32; N]> {
    let folded = fold_digits(text);
    let parts = folded.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<u32> = parts.map(str::parse).collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-22T10:30:20+03:00[+03:00]".parse().unwrap()
    }

    fn id(n: u8) -> FactId {
        FactId::from_random([n; 16])
    }

    fn filled() -> StaffVisitForm {
        let mut form = StaffVisitForm::new(&now());
        form.toggle_service(Code::new("support").unwrap());
        form
    }

    #[test]
    fn a_form_without_a_service_leads_to_the_services() {
        let mut form = StaffVisitForm::new(&now());
        assert_eq!(form.submit(id(1), &now()), None);
        assert_eq!((form.fault(), form.section), (Some(FormFault::NoService), FormSection::Services));
    }

    #[test]
    fn a_day_before_today_marks_the_entry_late() {
        let mut form = filled();
        assert!(!form.is_late(&now()));
        form.write(FormField::Date, "٢١/١١/٢٠٢٦".to_owned());
        form.write(FormField::Time, "9:05".to_owned());
        let visit = form.submit(id(1), &now()).unwrap();
        assert!(visit.late);
        assert_eq!(visit.at.as_str(), "2026-11-21T09:05:00+03:00");
    }

    #[test]
    fn a_time_that_is_none_or_has_not_come_is_refused() {
        for (date, time, fault) in [
            ("31/02/2026", "10:00", FormFault::WrongTime),
            ("22/11", "10:00", FormFault::WrongTime),
            ("22/11/2026", "25:00", FormFault::WrongTime),
            ("22/11/2026", "10:31", FormFault::FutureTime),
        ] {
            let mut form = filled();
            form.write(FormField::Date, date.to_owned());
            form.write(FormField::Time, time.to_owned());
            assert_eq!(form.submit(id(1), &now()), None);
            assert_eq!((form.fault(), form.section), (Some(fault), FormSection::Time), "{date} {time}");
        }
    }

    #[test]
    fn a_correction_keeps_what_was_not_touched_and_names_what_it_corrects() {
        let original = Visit {
            id: id(1),
            at: Moment::parse("2026-11-22T08:12:43.5+03:00").unwrap(),
            ended_at: Some(Moment::parse("2026-11-22T08:30:00+03:00").unwrap()),
            party: Party::Other("neighbour".to_owned()),
            channel: Channel::Letter,
            direction: Direction::Out,
            services: vec![Code::new("support").unwrap()],
            department: Some(Code::new("relations").unwrap()),
            received_by: None,
            beneficiary: Some(Person {
                name: Some(Text::new(" محمد ").unwrap()),
                group: Some(Code::new("elderly").unwrap()),
                ..Person::default()
            }),
            purpose: Some(Text::new("استفسار").unwrap()),
            answers: None,
            note: None,
            late: false,
            for_other: true,
            supersedes: None,
            origin: Origin::SelfService,
        };
        let mut form = StaffVisitForm::correcting(Box::new(original.clone()));
        form.write(FormField::Note, "صُحّح الاسم".to_owned());
        let corrected = form.submit(id(2), &now()).unwrap();
        let expected = Visit {
            id: id(2),
            note: Some(Text::new("صُحّح الاسم").unwrap()),
            supersedes: Some(id(1)),
            origin: Origin::Staff,
            ..original
        };
        assert_eq!(corrected, expected);
    }

    #[test]
    fn everything_stays_when_nothing_was_saved() {
        let mut form = filled();
        form.submit(id(1), &now()).unwrap();
        assert_eq!(form.submit(id(2), &now()), None, "one at a time");
        form.not_saved(NotSaved::Failed);
        assert_eq!(form.fault(), Some(FormFault::NotSaved(NotSaved::Failed)));
        assert!(form.submit(id(2), &now()).is_some());
    }
}
