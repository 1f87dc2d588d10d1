//! The form by which staff register a contact of any channel (P-20), enter one late, or correct a mistaken one.
//! Everything but channel, party, direction, time and one service may stay empty.

use std::time::Duration;

use jiff::Zoned;
use jiff::civil::DateTime;
use shared::domain::{
    Acting, Channel, Code, Coordinates, Direction, Doubt, DraftId, FactId, FileId, LED_TO_MAX, Moment,
    Origin, Party, Person, Place, ProfileField, Signature, StatedDate, Text, Visit, WaitingNumber,
    mobile_doubt, national_id_doubt,
};
use shared::locale::{TypedDate, TypedDateFault, typed_time};

use super::form_parts::{FormFault, FormField, FormPart, FormSection};
use super::stated_date::{stated_of, typed_form};
use super::stated_time::{in_riyadh, read_date, to_the_minute};
use super::{FormDraft, Here, NumberKind, Saving, VisitFlow, toggle};
use crate::link::{Command, NotSaved, PersonView, PlannedRow, Save};

/// What names a person.
const NAMING: [FormField; 3] = [FormField::NationalId, FormField::Mobile, FormField::Name];

/// How long after a change a form is kept: soon enough that a power cut costs a few words.
const KEEP_AFTER: Duration = Duration::from_secs(3);

/// What staff mode's form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormAction {
    /// Opens a section.
    Open(FormSection),
    /// Chooses the channel.
    Channel(Channel),
    /// Chooses who began it.
    Direction(Direction),
    /// Chooses the kind of party.
    Party(Party),
    /// Chooses a service or takes it back.
    ToggleService(Code),
    /// Chooses the department, or none.
    Department(Option<Code>),
    /// Chooses who received the visitor, or nobody.
    ReceivedBy(Option<Code>),
    /// Chooses the group, or none.
    Group(Option<Code>),
    /// On someone else's behalf, or not.
    ToggleForOther,
    /// A woman was asked for to serve, or not.
    ToggleAsksForWoman,
    /// Chooses something that it led to, or takes it back.
    ToggleLedTo(Code),
    /// A text as it stands.
    Write(FormField, String),
    /// What is signed; `None` where it was cleared.
    Sign(Option<Box<Signature>>),
    /// Sets date and time to now.
    SetNow,
    /// Asks whether to leave without saving.
    AskToLeave,
    /// Stays after all.
    Stay,
    /// Saves the visit.
    Save,
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
    /// A woman was asked for to serve.
    pub asks_for_woman: bool,
    /// What it led to, in the order it was chosen.
    pub led_to: Vec<Code>,
    /// The planned visit that it carries out.
    pub planned: Option<FactId>,
    file: Option<FileId>,
    signature: Option<Box<Signature>>,
    lost_signature: bool,
    texts: [String; FormField::ALL.len()],
    /// Whether to leave without saving is being asked.
    pub leaving: bool,
    /// The draft that it is kept as.
    pub draft: Option<DraftId>,
    /// It follows one that was just saved.
    pub follows: bool,
    corrects: Option<Box<Visit>>,
    serves: Option<WaitingNumber>,
    saving: Saving<FormFault>,
    /// Since when it holds something that no draft has.
    unkept_since: Option<Duration>,
}

impl StaffVisitForm {
    /// Opens an empty form at the given time.
    pub fn new(now: &Zoned) -> Self {
        let mut form = Self::empty();
        form.write_time(now.datetime());
        form
    }

    fn empty() -> Self {
        Self {
            section: FormSection::default(),
            channel: Channel::Interview,
            direction: Direction::In,
            party: Party::Beneficiary,
            services: Vec::new(),
            department: None,
            received_by: None,
            group: None,
            for_other: false,
            asks_for_woman: false,
            led_to: Vec::new(),
            planned: None,
            file: None,
            signature: None,
            lost_signature: false,
            texts: Default::default(),
            leaving: false,
            draft: None,
            follows: false,
            corrects: None,
            serves: None,
            saving: Saving::Not,
            unkept_since: None,
        }
    }

    /// Does what the form asks for; `reader` is the representative who fills it in.
    pub(super) fn act(&mut self, action: FormAction, reader: Option<&Code>, here: &mut Here<'_>) {
        match action {
            FormAction::Open(section) => return self.section = section,
            FormAction::AskToLeave => return self.leaving = true,
            FormAction::Stay => return self.leaving = false,
            FormAction::Save => return self.save(reader, here),
            FormAction::Sign(signature) => {
                self.change(here.since_start);
                return self.sign(signature);
            }
            FormAction::Channel(channel) => self.channel = channel,
            FormAction::Direction(direction) => self.direction = direction,
            FormAction::Party(party) => self.party = party,
            FormAction::ToggleService(code) => self.toggle_service(code),
            FormAction::Department(code) => self.department = code,
            FormAction::ReceivedBy(code) => self.received_by = code,
            FormAction::Group(code) => self.group = code,
            FormAction::ToggleForOther => self.for_other = !self.for_other,
            FormAction::ToggleAsksForWoman => self.asks_for_woman = !self.asks_for_woman,
            FormAction::ToggleLedTo(code) => self.toggle_led_to(code),
            FormAction::Write(field, text) => self.write(field, text),
            FormAction::SetNow => {
                self.write_time(here.now.datetime());
                self.saving.forget_fault();
            }
        }
        self.change(here.since_start);
        self.unsign();
    }

    /// Notes that something was entered, which has to be kept soon.
    pub(super) fn change(&mut self, now: Duration) {
        self.unkept_since.get_or_insert(now);
    }

    /// Keeps the form as a draft once it was left alone for long enough after a change; returns when that is due.
    pub(super) fn keep_when_due(&mut self, owner: Option<&Code>, here: &mut Here<'_>) -> Option<Duration> {
        let left = super::time_left(self.unkept_since? + KEEP_AFTER, here.since_start);
        if left.is_none() {
            self.keep(owner, here);
        }
        left
    }

    /// Keeps the form as a draft, where something was entered since it was last kept.
    pub(super) fn keep(&mut self, owner: Option<&Code>, here: &mut Here<'_>) {
        if self.unkept_since.take().is_some() && !self.saving.is_running() {
            let id = *self.draft.get_or_insert_with(|| here.draft_id());
            let content = FormDraft::of(self).to_bytes().into();
            here.ask(Command::KeepDraft { id, owner: owner.cloned(), content });
        }
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
        form.write(FormField::Purpose, visit.words().unwrap_or_default().to_owned());
        form
    }

    /// Opens a form for somebody who is not on this device, with the number that they were looked for by.
    pub fn with_number(number: &str, now: &Zoned) -> Self {
        let mut form = Self::new(now);
        let is_id = national_id_doubt(number).is_none();
        let field = if is_id { FormField::NationalId } else { FormField::Mobile };
        form.write(field, number.trim().to_owned());
        form
    }

    /// Opens a form with a person filled in; a field whose values contradict each other stays empty.
    pub fn with_person(person: &PersonView, now: &Zoned) -> Self {
        let single = |field| person.single(field).map(Text::as_str);
        let mut form = Self::new(now);
        let date = |field| single(field).map(typed_form);
        let text = |field| single(field).map(str::to_owned);
        for (field, text) in [
            (FormField::Name, text(ProfileField::Name)),
            (FormField::NationalId, text(ProfileField::NationalId)),
            (FormField::Mobile, text(ProfileField::Mobile)),
            (FormField::Birth, date(ProfileField::Birth)),
            (FormField::IdExpiry, date(ProfileField::IdExpiry)),
            (FormField::Address, text(ProfileField::Address)),
        ] {
            form.write(field, text.unwrap_or_default());
        }
        form.group =
            single(ProfileField::Group).and_then(|code| Code::new(code).ok()).map(|code| code.listed());
        form.file = person.files.first().copied();
        form
    }

    /// Returns the file of the person whom it was opened for; `None` once all that names them was taken out.
    pub fn file(&self) -> Option<FileId> {
        self.file
    }

    /// Notes whose file it was opened for.
    pub(super) fn is_of(&mut self, file: Option<FileId>) {
        self.file = file;
    }

    /// Makes the form that of a planned visit: made by us, where the plan says.
    pub fn carry_out(&mut self, row: &PlannedRow) {
        self.planned = Some(row.plan.id);
        self.channel = Channel::BranchRepresentative;
        self.direction = Direction::Out;
        let words = |text: &Option<Text>| text.as_ref().map(|t| t.as_str().to_owned()).unwrap_or_default();
        self.write(FormField::Purpose, words(&row.plan.reason));
        let place = row.plan.place.as_ref().map(place_text);
        self.write(FormField::Place, place.unwrap_or_else(|| words(&row.address)));
        if self.text(FormField::Name).is_empty() && self.text(FormField::Mobile).is_empty() {
            self.write(FormField::Name, words(&row.name));
            self.write(FormField::Mobile, words(&row.mobile));
        }
    }

    /// Opens a form with the values of a visit that is to be corrected; what was signed for it isn't among them.
    pub fn correcting(visit: Box<Visit>) -> Self {
        let person = visit.beneficiary.clone().unwrap_or_default();
        let words = |text: &Option<Text>| text.as_ref().map(|t| t.as_str().to_owned()).unwrap_or_default();
        let mut form = Self {
            channel: visit.channel.clone(),
            direction: visit.direction.clone(),
            party: visit.party.clone(),
            services: visit.services.clone(),
            department: visit.department.clone(),
            received_by: visit.received_by.clone(),
            group: person.group.clone(),
            for_other: visit.for_other,
            asks_for_woman: visit.asks_for_woman,
            led_to: visit.led_to.clone(),
            planned: visit.planned,
            ..Self::empty()
        };
        form.write(FormField::NationalId, words(&person.national_id));
        form.write(FormField::Mobile, words(&person.mobile));
        form.write(FormField::Name, words(&person.name));
        form.write(FormField::Purpose, words(&visit.purpose));
        form.write(FormField::Answers, words(&visit.answers));
        form.write(FormField::ReferralReason, words(&visit.referral_reason));
        form.write(FormField::Note, words(&visit.note));
        for (field, date) in [(FormField::Birth, person.birth), (FormField::IdExpiry, person.id_expiry)] {
            form.write(field, date.as_ref().map(StatedDate::day_first).unwrap_or_default());
        }
        form.write(FormField::Address, words(&person.address));
        if let Some(acting) = &visit.acting {
            form.write(FormField::Capacity, acting.capacity.as_str().to_owned());
            form.write(FormField::Proof, words(&acting.proof));
        }
        form.write(FormField::Place, visit.place.as_ref().map(place_text).unwrap_or_default());
        form.write(FormField::Report, words(&visit.report));
        form.write(
            FormField::EndTime,
            visit.ended_at.as_ref().map(|at| time_text(in_riyadh(at))).unwrap_or_default(),
        );
        form.write_time(in_riyadh(&visit.at));
        form.corrects = Some(visit);
        form
    }

    /// Opens a form with what a visitor registered who was called by their number: saved, it stands in the place of that, so that
    /// one contact is one visit.
    pub fn serving(visit: Box<Visit>, number: WaitingNumber, reader: Option<Code>) -> Self {
        let mut form = Self::correcting(visit);
        form.received_by = reader;
        form.serves = Some(number);
        form
    }

    /// Returns the number of the visitor who is served.
    pub fn serves(&self) -> Option<WaitingNumber> {
        self.serves
    }

    /// Returns the visit that this one corrects.
    pub fn corrects(&self) -> Option<&Visit> {
        self.corrects.as_deref()
    }

    /// Returns what is signed.
    pub fn signature(&self) -> Option<&Signature> {
        self.signature.as_deref()
    }

    /// Takes what is signed; `None` where it was cleared.
    pub fn sign(&mut self, signature: Option<Box<Signature>>) {
        (self.signature, self.lost_signature) = (signature, false);
    }

    /// Takes in that something was changed: whoever signed has not signed for that.
    fn unsign(&mut self) {
        self.lost_signature |= self.signature.take().is_some();
    }

    /// Tells whether it was signed, then changed, and not signed again.
    pub fn lost_signature(&self) -> bool {
        self.lost_signature
    }

    /// Returns a text as it stands.
    pub fn text(&self, field: FormField) -> &str {
        &self.texts[field as usize]
    }

    /// Takes a text as it stands in its field.
    pub fn write(&mut self, field: FormField, text: String) {
        self.texts[field as usize] = text;
        if matches!(field, FormField::Date | FormField::Time | FormField::EndTime) || is_papers_date(field) {
            self.saving.forget_fault();
        }
        // whoever empties what names the person is about to write down somebody else
        if NAMING.contains(&field) && NAMING.iter().all(|naming| self.text(*naming).is_empty()) {
            self.file = None;
        }
    }

    /// Chooses a service or takes it back.
    pub fn toggle_service(&mut self, code: Code) {
        toggle(&mut self.services, code);
        self.saving.forget_fault();
    }

    /// Chooses something that it led to, or takes it back.
    pub fn toggle_led_to(&mut self, code: Code) {
        if self.led_to.len() < LED_TO_MAX || self.led_to.contains(&code) {
            toggle(&mut self.led_to, code);
        }
    }

    /// Tells whether something of a part is filled in that was not filled in from the beginning.
    pub fn has(&self, part: FormPart) -> bool {
        let is_written = |section: FormSection| section.fields().any(|field| !self.text(field).is_empty());
        match part {
            FormPart::What => !self.services.is_empty(),
            FormPart::Who => is_written(FormSection::Person) || is_written(FormSection::Papers),
            FormPart::Words => is_written(FormSection::Words),
            FormPart::Outcome => is_written(FormSection::Visit) || !self.led_to.is_empty(),
            FormPart::Time => is_written(FormSection::Time),
        }
    }

    /// Returns a form for the next person, with the same services: channel, place, date and who received them stay too.
    pub fn next(&self, now: &Zoned) -> Self {
        let mut next = Self::new(now);
        next.section = FormSection::Person;
        next.follows = true;
        next.services = self.services.clone();
        next.channel = self.channel.clone();
        next.direction = self.direction.clone();
        next.party = self.party.clone();
        next.department = self.department.clone();
        next.received_by = self.received_by.clone();
        next.write(FormField::Place, self.text(FormField::Place).to_owned());
        if self.stated_time().is_some_and(|at| at.date() != now.date()) {
            next.write(FormField::Date, self.text(FormField::Date).to_owned());
            next.write(FormField::Time, self.text(FormField::Time).to_owned());
        }
        next
    }

    /// Reads a date of the person's papers; `None` where nothing stands there.
    pub fn papers_date(&self, field: FormField) -> Option<Result<TypedDate, TypedDateFault>> {
        let text = self.text(field);
        (!text.trim().is_empty()).then(|| TypedDate::read(text))
    }

    /// Reads where it took place: map coordinates where the text is a pair of them, else an address.
    pub fn place(&self) -> Option<Place> {
        let text = self.text(FormField::Place).trim();
        match Coordinates::typed(text) {
            Some(point) => Some(Place::Coordinates(point)),
            None => Place::address(Text::new(text).ok()?).ok(),
        }
    }

    /// Returns why the form cannot be saved, or was not.
    pub fn fault(&self) -> Option<FormFault> {
        self.saving.fault()
    }

    /// Returns the visit being saved.
    pub fn saving(&self) -> Option<FactId> {
        self.saving.running()
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
        Some(read_date(self.text(FormField::Date))?.to_datetime(typed_time(self.text(FormField::Time))?))
    }

    /// Tells whether the entry is late: of a day before today, or marked so before and not moved since.
    pub fn is_late(&self, now: &Zoned) -> bool {
        let stated = self.stated_time();
        match &self.corrects {
            Some(original) if stated.is_some_and(|at| at.date() == in_riyadh(&original.at).date()) => {
                original.late
            }
            Some(_) | None => stated.is_some_and(|at| at.date() < now.date()),
        }
    }

    fn save(&mut self, reader: Option<&Code>, here: &mut Here<'_>) {
        if let Some(visit) = self.submit(here.timed_id(), here.now) {
            let (visit, file, draft, by) = (Box::new(visit), self.file, self.draft, reader.cloned());
            here.ask(Command::Save(Save::Visit { visit, file, draft, by }));
        }
    }

    /// Makes the visit to be saved, or opens the section that has to be mended first.
    fn submit(&mut self, id: FactId, now: &Zoned) -> Option<Visit> {
        if self.saving.is_running() {
            return None;
        }
        let visit = self.visit(id, now);
        self.saving = match &visit {
            Ok(_) => Saving::Running(id),
            Err(fault) => Saving::Failed(*fault),
        };
        self.section = self.fault().and_then(FormFault::section).unwrap_or(self.section);
        visit.ok()
    }

    /// Tells what went wrong beside the saving.
    pub(super) fn tell(&mut self, fault: FormFault) {
        self.saving.tell(fault);
    }

    /// Takes in that nothing was saved: everything stays, and is kept soon.
    pub(super) fn not_saved(&mut self, why: NotSaved, now: Duration) {
        self.saving.not_saved(why);
        self.change(now);
    }

    fn visit(&self, id: FactId, now: &Zoned) -> Result<Visit, FormFault> {
        if self.services.is_empty() {
            return Err(FormFault::NoService);
        }
        let original = self.corrects.as_deref();
        let at = self.moment(now)?;
        Ok(Visit {
            id,
            ended_at: self.end(&at, now)?,
            at,
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
            acting: self.acting()?,
            asks_for_woman: self.asks_for_woman,
            place: self.kept_place()?,
            report: self.text_of(FormField::Report)?,
            signature: self.signature.clone(),
            led_to: self.led_to.clone(),
            referral_reason: self.text_of(FormField::ReferralReason)?,
            planned: self.planned,
            supersedes: original.map(|visit| visit.id),
            ticket: original.and_then(|visit| visit.ticket),
            ticket_at: original.and_then(|visit| visit.ticket_at.clone()),
            called_at: None,
            origin: Origin::Staff,
        })
    }

    fn person(&self) -> Result<Person, FormFault> {
        let original = self.corrects.as_ref().and_then(|visit| visit.beneficiary.as_ref());
        Ok(Person {
            national_id: self.text_of(FormField::NationalId)?,
            name: self.text_of(FormField::Name)?,
            mobile: self.text_of(FormField::Mobile)?,
            birth: self.stated(FormField::Birth, original.and_then(|person| person.birth))?,
            id_expiry: self.stated(FormField::IdExpiry, original.and_then(|person| person.id_expiry))?,
            address: self.text_of(FormField::Address)?,
            group: self.group.clone(),
        })
    }

    /// A date of someone's papers; one that was not touched stays as it was stated.
    fn stated(
        &self,
        field: FormField,
        original: Option<StatedDate>,
    ) -> Result<Option<StatedDate>, FormFault> {
        if let Some(original) = original.filter(|original| original.day_first() == self.text(field)) {
            return Ok(Some(original));
        }
        let typed = self.papers_date(field).transpose().map_err(FormFault::WrongDate)?;
        Ok(typed.as_ref().and_then(stated_of))
    }

    fn acting(&self) -> Result<Option<Acting>, FormFault> {
        let capacity = self.text_of(FormField::Capacity)?.filter(|_| self.for_other);
        let proof = self.text_of(FormField::Proof)?;
        Ok(capacity.map(|capacity| Acting { capacity, proof }))
    }

    /// Where it took place; what was not touched stays as it was.
    fn kept_place(&self) -> Result<Option<Place>, FormFault> {
        let original = self.corrects.as_ref().and_then(|visit| visit.place.as_ref());
        if let Some(original) = original.filter(|place| place_text(place) == self.text(FormField::Place)) {
            return Ok(Some(original.clone()));
        }
        self.text_of(FormField::Place)?;
        Ok(self.place())
    }

    /// When it ended: on the day it began. An end that was not touched stays as it was noted.
    fn end(&self, at: &Moment, now: &Zoned) -> Result<Option<Moment>, FormFault> {
        let text = self.text(FormField::EndTime);
        if text.trim().is_empty() {
            return Ok(None);
        }
        if let Some(original) = &self.corrects
            && let Some(ended) = &original.ended_at
            && original.at == *at
            && time_text(in_riyadh(ended)) == text
        {
            return Ok(Some(ended.clone()));
        }
        let end = in_riyadh(at).date().to_datetime(typed_time(text).ok_or(FormFault::WrongTime)?);
        let end = end.to_zoned(now.time_zone().clone()).map_err(|_| FormFault::WrongTime)?;
        if end > *now {
            Err(FormFault::FutureTime)
        } else if end.datetime() < to_the_minute(in_riyadh(at)) {
            Err(FormFault::EndBeforeStart)
        } else {
            Ok(Some(Moment::from_zoned(&end)))
        }
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
            && to_the_minute(in_riyadh(&original.at)) == stated
        {
            return Ok(original.at.clone());
        }
        let at = stated.to_zoned(now.time_zone().clone()).map_err(|_| FormFault::WrongTime)?;
        if at > *now { Err(FormFault::FutureTime) } else { Ok(Moment::from_zoned(&at)) }
    }

    fn write_time(&mut self, at: DateTime) {
        self.write(FormField::Date, format!("{:02}/{:02}/{}", at.day(), at.month(), at.year()));
        self.write(FormField::Time, time_text(at));
    }
}

fn time_text(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn place_text(place: &Place) -> String {
    match place {
        Place::NationalAddress(text) => text.as_str().to_owned(),
        Place::Coordinates(point) => point.to_string(),
    }
}

fn is_papers_date(field: FormField) -> bool {
    matches!(field, FormField::Birth | FormField::IdExpiry)
}

#[cfg(test)]
mod tests;
