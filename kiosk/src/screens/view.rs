//! What a screen's data are made from: words, catalog, who this device is, the time. Reads nothing else.

use std::time::Duration;

use jiff::Zoned;
use jiff::civil::Time;
use shared::domain::{
    Catalog, CatalogEntry, CatalogKind, Code, DeviceMode, Moment, Party, Text, WaitingNumber,
};
use shared::locale::{Language, Messages, Value, dates, isolate};

use super::choice::Choice;
use super::logo::LogoPicture;
use super::page::Foot;
use super::pictures::picture_of;
use super::printing::PrinterView;
use crate::access::Access;
use crate::action::Action;
use crate::config::{QueueSettings, RatingSettings, ReaderKind};
use crate::flow::Who;
use crate::link::{Locked, Setting, SyncState};
use crate::text::Direction;
use crate::widgets::Picture;

/// Everything besides a route's own answers that decides what is shown.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The words of the language being shown.
    pub words: &'static Messages,
    /// What the person before the screen has switched on.
    pub access: Access,
    /// Whether the visitor listens; `None` where there is no voice.
    pub listening: Option<bool>,
    /// Whether they asked to and nothing could be heard.
    pub is_unheard: bool,
    /// The association's logo, where it has published one.
    pub logo: Option<LogoPicture>,
    /// Who this device is and what it shows; `None` before it is enrolled.
    pub setting: Option<&'a Setting>,
    /// How the exchange with head office stands; `None` before the first one.
    pub sync: Option<&'a SyncState>,
    /// What reads cards and codes here.
    pub reader: ReaderKind,
    /// The printer and how the last page stands.
    pub printer: PrinterView,
    /// Whether visitors get numbers here, and how.
    pub queue: &'a QueueSettings,
    /// Whether visitors rate in passing, and how.
    pub rating: &'a RatingSettings,
    /// Whether the last press on a face was one too many to be a score.
    pub is_play: bool,
    /// How many of the current day's were.
    pub plays: u32,
    /// The number that is called; `None` where nobody is.
    pub called: Option<WaitingNumber>,
    /// Whose turn it is of what is shown while nobody stands before the welcome; `None` while somebody may.
    pub attract: Option<usize>,
    /// At which line the settings file can't be read; staff are told.
    pub settings_fault: Option<usize>,
    /// When staff were called by somebody whom they have not seen yet.
    pub staff_call: Option<Time>,
    /// Whether the visitor is told that staff are called.
    pub call_is_shown: bool,
    /// Seconds until the screen closes by itself, where all is done.
    pub closes_in: Option<u64>,
    /// The wall clock, for what people read.
    pub now: &'a Zoned,
    /// Time since the program started, for what has to be waited for.
    pub since_start: Duration,
}

impl<'a> View<'a> {
    /// Returns the language being shown.
    pub fn language(&self) -> Language {
        self.words.language()
    }

    /// Returns the reading direction.
    pub fn direction(&self) -> Direction {
        if self.language().is_rtl() { Direction::Rtl } else { Direction::Ltr }
    }

    /// Returns the text of a message, in simple words where these are wanted and written.
    pub fn tr(&self, key: &str) -> String {
        let text = if self.access.simple_words { self.words.simple_text(key) } else { self.words.text(key) };
        text.into_owned()
    }

    /// Returns the text of a message with its variables filled in, in simple words like [`Self::tr`].
    pub fn format(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        if self.access.simple_words {
            self.words.simple_format(key, values)
        } else {
            self.words.format(key, values)
        }
    }

    /// Returns a foot with the way back.
    pub fn foot(&self, back: Action) -> Foot {
        Foot::new().back(self.tr("common-back"), back)
    }

    /// Returns the foot of a page that signs in: the way back, or to the visitors' part where the device opens here.
    pub fn sign_in_foot(&self) -> Foot {
        if self.in_field() {
            return Foot::new().back(self.tr("field-show-visitors"), Action::ShowVisitors);
        }
        self.foot(Action::Finish)
    }

    /// Returns the association's name, or the program's before the catalog came.
    pub fn association(&self) -> String {
        let entry = self.catalog().and_then(Catalog::association);
        entry.map_or_else(|| self.tr("app-name"), |entry| self.name_of(entry))
    }

    /// Returns the branch's name; `None` before the device is enrolled.
    pub fn branch(&self) -> Option<String> {
        let branch = &self.setting?.branch;
        Some(self.entry_name(&CatalogKind::Branch, branch).unwrap_or_else(|| branch.clone()))
    }

    /// Tells whether this is a representative's device.
    pub fn in_field(&self) -> bool {
        self.setting.is_some_and(|setting| setting.mode == DeviceMode::Field)
    }

    /// Tells whether members of staff are at hand where this device stands.
    pub fn has_staff(&self) -> bool {
        self.setting.is_some_and(|setting| setting.mode != DeviceMode::SelfService)
    }

    /// Tells whether reading is locked on this device: nothing can be said of what it holds.
    pub fn is_locked(&self) -> bool {
        self.locked().is_some()
    }

    /// Returns why reading is locked; `None` while it is open.
    pub fn locked(&self) -> Option<Locked> {
        self.setting.and_then(|setting| setting.locked)
    }

    /// Tells whether visitors who register here are given a number and wait.
    pub fn has_queue(&self) -> bool {
        self.setting.is_some_and(|setting| self.queue.gives(&setting.mode))
    }

    /// Returns a service's name; a code that the catalog doesn't know is shown as it is.
    pub fn service(&self, code: &Code) -> String {
        let named = self.entry_name(&CatalogKind::Service, code.as_str());
        match named {
            Some(name) => name,
            None if *code == crate::flow::other_service() => self.tr("need-other"),
            None => code.to_string(),
        }
    }

    /// Returns several services' names as one text.
    pub fn services(&self, codes: &[Code]) -> String {
        let names: Vec<String> = codes.iter().map(|code| isolate(&self.service(code))).collect();
        names.join(&self.tr("list-separator"))
    }

    /// Returns who works in staff mode, by name; `None` before that was chosen.
    pub fn who(&self, who: Option<&Who>) -> Option<String> {
        Some(match who? {
            Who::Staff => self.tr("sign-in-staff"),
            Who::Representative(code) => self.member_of_staff(code),
        })
    }

    /// Returns the name of a member of staff; a code that the catalog doesn't know is shown as it is.
    pub fn member_of_staff(&self, code: &Code) -> String {
        self.entry_name(&CatalogKind::Staff, code.as_str()).unwrap_or_else(|| code.to_string())
    }

    /// Returns a person's name, or that none is known.
    pub fn person(&self, name: Option<&Text>) -> String {
        let name = name.map(Text::as_str).filter(|name| !name.is_empty());
        name.map_or_else(|| self.tr("people-no-name"), isolate)
    }

    /// Returns the day and time of a moment; where it was stated at another offset, also how, behind `between`.
    pub fn when(&self, at: &Moment, between: &str) -> String {
        let (at, stated) = dates::of_stated(self.words, at.timestamp(), at.offset());
        let here = format!("{} {}", dates::short(at.date()), dates::time(at.time()));
        std::iter::once(here).chain(stated).collect::<Vec<_>>().join(between)
    }

    /// Returns where a record is on its way to head office.
    pub fn record_state(&self, received: bool) -> String {
        if received { self.tr("state-received") } else { self.tr("state-saved-here") }
    }

    /// Returns the word for a party.
    pub fn party(&self, party: &Party) -> String {
        self.words.word("party", party.code())
    }

    /// Returns the services offered, with "something else" at the end, and which of them are chosen.
    pub fn service_choices(&self, chosen: &[Code]) -> Vec<Choice<Code>> {
        let mut choices = self.choices(&CatalogKind::Service, chosen);
        let other = crate::flow::other_service();
        if choices.iter().all(|choice| choice.value != other) {
            let choice = self.choice_of(&other, self.tr("need-other"), None, chosen);
            choices.push(choice.with_picture(self, Some(Picture::More)));
        }
        choices
    }

    /// Returns the entries of a kind that are offered, and which of them are chosen. What is chosen and no longer
    /// offered is listed as well, so that it can be taken back.
    pub fn choices(&self, kind: &CatalogKind, chosen: &[Code]) -> Vec<Choice<Code>> {
        let offered = self.catalog().map(|catalog| catalog.offered(kind)).unwrap_or_default();
        let mut choices: Vec<_> = offered
            .iter()
            .map(|entry| {
                let choice = self.choice_of(&entry.code, self.name_of(entry), self.about(entry), chosen);
                choice.with_picture(self, picture_of(entry))
            })
            .collect();
        let missing: Vec<_> =
            chosen.iter().filter(|code| choices.iter().all(|c| c.value != **code)).collect();
        for code in missing {
            let name = match kind {
                CatalogKind::Service => self.service(code),
                _ => self.entry_name(kind, code.as_str()).unwrap_or_else(|| code.to_string()),
            };
            choices.push(self.choice_of(code, name, None, chosen));
        }
        choices
    }

    /// Returns the department that all of the services belong to, if it is one.
    pub fn department_of(&self, services: &[Code]) -> Option<Code> {
        self.setting?.department_of(services)
    }

    /// Returns the catalog; `None` before it came.
    pub fn catalog(&self) -> Option<&'a Catalog> {
        self.setting.map(|setting| &setting.catalog)
    }

    fn choice_of(&self, code: &Code, name: String, about: Option<String>, chosen: &[Code]) -> Choice<Code> {
        Choice { about, ..Choice::new(code.clone(), name, chosen.contains(code)) }
    }

    pub(super) fn entry_name(&self, kind: &CatalogKind, code: &str) -> Option<String> {
        self.catalog()?.find(kind, code).map(|entry| self.name_of(entry))
    }

    /// Returns the name of a group or an outcome, however its code was written; one that the catalog doesn't know is shown as it
    /// is.
    pub fn listed(&self, kind: &CatalogKind, code: &str) -> String {
        let listed = Code::new(code).ok().map(|code| code.listed());
        let name = listed.and_then(|code| self.entry_name(kind, code.as_str()));
        name.unwrap_or_else(|| isolate(code))
    }

    /// Returns an entry's name in the language being shown, in simple words where these are wanted and written.
    pub fn name_of(&self, entry: &CatalogEntry) -> String {
        entry.name(self.language(), self.access.simple_words).as_str().to_owned()
    }

    /// Returns the line that explains an entry, in the language being shown.
    pub fn about(&self, entry: &CatalogEntry) -> Option<String> {
        let about = match self.language() {
            Language::Arabic => &entry.about_ar,
            Language::English => &entry.about_en,
        };
        about.as_ref().map(|text| text.as_str().to_owned())
    }
}
