//! Staff mode's form as it is kept while it is no record yet: a text that this program and newer ones read.

use std::collections::BTreeMap;

use jiff::Zoned;
use serde::{Deserialize, Serialize};
use shared::domain::{Channel, Code, Direction, DraftId, FactId, FileId, Party, Signature, Visit};
use shared::hex::{from_hex, to_hex};

use super::StaffVisitForm;
use super::form_parts::{FormField, FormSection};

/// The version that this program writes. A draft of a later one is listed and left alone.
const VERSION: u32 = 1;

/// What stands in a form, as text. Fields may be added; they are then left out where they say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FormDraft {
    version: u32,
    channel: String,
    direction: String,
    party: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    for_other: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    asks_for_woman: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    led_to: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    planned: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    texts: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<String>,
}

impl FormDraft {
    /// Takes down a form.
    pub fn of(form: &StaffVisitForm) -> Self {
        let texts = FormField::ALL.iter().map(|field| (*field, form.text(*field)));
        Self {
            version: VERSION,
            channel: form.channel.code().to_owned(),
            direction: form.direction.code().to_owned(),
            party: form.party.code().to_owned(),
            services: form.services.iter().map(Code::to_string).collect(),
            department: form.department.as_ref().map(Code::to_string),
            received_by: form.received_by.as_ref().map(Code::to_string),
            group: form.group.as_ref().map(Code::to_string),
            for_other: form.for_other,
            asks_for_woman: form.asks_for_woman,
            led_to: form.led_to.iter().map(Code::to_string).collect(),
            planned: form.planned.map(|id| id.to_string()),
            file: form.file().map(|id| id.to_string()),
            texts: texts
                .filter(|(_, text)| !text.is_empty())
                .map(|(field, text)| (field.code().to_owned(), text.to_owned()))
                .collect(),
            signature: form.signature().map(|signature| to_hex(&signature.to_bytes())),
            corrects: form.corrects().map(|visit| visit.id.to_string()),
        }
    }

    /// Reads a draft; `None` for one of a newer program, or for something else.
    pub fn read(content: &[u8]) -> Option<Self> {
        let draft: Self = serde_json::from_slice(content).ok()?;
        (draft.version == VERSION).then_some(draft)
    }

    /// Returns the draft as it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings, lists and maps of strings are JSON")
    }

    /// Returns the visit that the form corrects, which has to be opened first.
    pub fn corrects(&self) -> Option<FactId> {
        FactId::parse(self.corrects.as_deref()?)
    }

    /// Returns a text of the form.
    pub fn text(&self, field: FormField) -> &str {
        self.texts.get(field.code()).map_or("", String::as_str)
    }

    /// Returns the services chosen.
    pub fn services(&self) -> Vec<Code> {
        self.services.iter().filter_map(|code| Code::new(code).ok()).collect()
    }

    fn signature(&self) -> Option<Box<Signature>> {
        let bytes = from_hex(self.signature.as_deref()?)?;
        Signature::from_bytes(&bytes).ok().map(Box::new)
    }

    /// Fills a form in again; `original` is the visit that it corrects.
    pub fn open(&self, id: DraftId, original: Option<Box<Visit>>, now: &Zoned) -> StaffVisitForm {
        let mut form = match original {
            Some(visit) => StaffVisitForm::correcting(visit),
            None => StaffVisitForm::new(now),
        };
        let code = |text: &Option<String>| text.as_ref().and_then(|code| Code::new(code).ok());
        form.section = FormSection::default();
        form.channel = Channel::from_code(&self.channel);
        form.direction = Direction::from_code(&self.direction);
        form.party = Party::from_code(&self.party);
        form.services = self.services();
        form.department = code(&self.department);
        form.received_by = code(&self.received_by);
        form.group = code(&self.group).map(|code| code.listed());
        form.for_other = self.for_other;
        form.asks_for_woman = self.asks_for_woman;
        form.led_to =
            self.led_to.iter().filter_map(|code| Code::new(code).ok()).map(|code| code.listed()).collect();
        form.planned = self.planned.as_deref().and_then(FactId::parse);
        for field in FormField::ALL {
            form.write(field, self.text(field).to_owned());
        }
        form.is_of(self.file.as_deref().and_then(FileId::parse));
        form.sign(self.signature());
        form.draft = Some(id);
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{DigitKey, NumberKind, Stand, VisitAction, VisitFlow, WayIn};

    fn now() -> Zoned {
        "2026-11-22T10:30:20+03:00[+03:00]".parse().unwrap()
    }

    fn id() -> DraftId {
        DraftId::from_random([5; 16])
    }

    #[test]
    fn a_form_that_was_kept_is_filled_in_as_it_was() {
        let mut form = StaffVisitForm::new(&now());
        form.channel = Channel::Other("radio".to_owned());
        form.party = Party::Supporter;
        form.toggle_service(Code::new("support").unwrap());
        form.group = Code::new("widows").ok();
        form.for_other = true;
        form.asks_for_woman = true;
        form.toggle_led_to(Code::new("referred").unwrap());
        form.planned = Some(FactId::from_random([6; 16]));
        form.write(FormField::Place, "RRRD2929".to_owned());
        form.write(FormField::Name, "نورة".to_owned());
        form.is_of(Some(FileId::from_random([7; 16])));
        form.write(FormField::Date, "1/9/1446".to_owned());
        form.write(FormField::Time, String::new());
        form.sign(Some(Box::new(crate::gallery::sample_signature())));
        let kept = FormDraft::of(&form).to_bytes();
        let opened = FormDraft::read(&kept).unwrap().open(id(), None, &now());
        form.draft = Some(id());
        assert_eq!(opened, form);
    }

    #[test]
    fn what_a_visitor_entered_becomes_a_form_for_staff() {
        let food = vec![Code::new("food").unwrap()];
        let mut flow = Stand::new()
            .after(std::time::Duration::ZERO, |here| VisitFlow::asking_for(food, WayIn::Welcome, here));
        for action in [
            VisitAction::ChooseNumberKind(NumberKind::Mobile),
            VisitAction::Key(DigitKey::Digits("0556880045".to_owned())),
        ] {
            Stand::new().asks(|here| flow.act(action, here));
        }
        let form = FormDraft::of(&StaffVisitForm::taken_over(&flow, &now())).open(id(), None, &now());
        assert_eq!((form.text(FormField::Mobile), form.services.len()), ("0556880045", 1));
    }

    #[test]
    fn a_draft_of_a_newer_program_is_not_read_and_a_field_of_one_is_no_fault() {
        assert_eq!(FormDraft::read(br#"{"version":2,"channel":"interview"}"#), None);
        assert_eq!(FormDraft::read(b"{"), None);
        assert!(FormDraft::read(br#"{"version":1,"channel":"interview","mood":"good"}"#).is_some());
    }
}
