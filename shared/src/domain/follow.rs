//! Following a request up (متابعة الطلب) with the code on its receipt: the code, what whoever brings it is told, and that in words.
//! Once for the public page and the kiosk. Nobody is named here, and neither is the service, the branch, an amount or a reason.

use std::fmt;

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::reference::{base32, from_base32, normal_base32};
use super::request::{Case, Missing, State, one_of_words};
use super::{Code, FactId, FileId};
use crate::locale::{Messages, dates, isolate};

/// What stands between the address of the public page and a code.
pub const FOLLOW_PATH: &str = "/r/";

/// Bytes of a code: 80 bits, 16 letters.
const CODE_BYTES: usize = 10;

/// Letters between two hyphens.
const GROUP_LETTERS: usize = 4;

/// The code with which a request is followed up (رمز المتابعة): `XXXX-XXXX-XXXX-XXXX`.
///
/// It is made where the request is, without a network: the first 80 bits of a hash of the request's id and of its beneficiary file's.
/// Whoever has both can make it: devices of the branches that hold the file, and head office. The request's id alone, which
/// stands in exports and in addresses of pages, does not give it. The default one is nobody's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct FollowCode([u8; CODE_BYTES]);

impl FollowCode {
    /// Returns the code of a request of a beneficiary file.
    pub fn of(request: FactId, file: Option<FileId>) -> Self {
        let file = file.map(|file| *file.as_bytes()).unwrap_or_default();
        let digest = Sha256::digest([b"sila/1 follow\0".as_slice(), request.as_bytes(), &file].concat());
        Self(*digest.first_chunk().expect("a SHA-256 has more bytes"))
    }

    /// Reads a code as people type it, in either case and digits of any set, or as it is scanned: with the public page's address in
    /// front of it, whichever that is. `None` for anything else.
    pub fn parse(typed: &str) -> Option<Self> {
        let code = typed.rsplit_once('/').map_or(typed, |(_, code)| code);
        from_base32(&normal_base32(code))?.try_into().ok().map(Self)
    }

    /// Returns the bytes that address and key of a record are made of.
    pub fn as_bytes(&self) -> &[u8; CODE_BYTES] {
        &self.0
    }
}

impl fmt::Display for FollowCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = base32(&self.0);
        for (at, letter) in letters.chars().enumerate() {
            if at > 0 && at % GROUP_LETTERS == 0 {
                f.write_str("-")?;
            }
            write!(f, "{letter}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for FollowCode {
    /// Shows nothing of it: a log is no place for a code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FollowCode")
    }
}

/// How far a request is, as far as whoever brings its code is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    /// Data and papers are being received.
    Receiving,
    /// It is being studied (P-45).
    Studying,
    /// Something must be completed.
    Completing,
    /// There is an answer, which the applicant is to hear from a person.
    AnswerReady,
    /// The applicant heard the answer.
    Answered,
    /// An objection is being looked at.
    Objection,
    /// Something is being handed over (P-47).
    Delivering,
    /// It was handed over.
    Delivered,
    /// The applicant withdrew it.
    Withdrawn,
    /// It has ended.
    Closed,
    /// Head office looks at it before it goes on.
    Review,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 11] = [
        Self::Receiving,
        Self::Studying,
        Self::Completing,
        Self::AnswerReady,
        Self::Answered,
        Self::Objection,
        Self::Delivering,
        Self::Delivered,
        Self::Withdrawn,
        Self::Closed,
        Self::Review,
    ];

    /// Returns the code that records and messages have.
    pub fn code(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Studying => "studying",
            Self::Completing => "completing",
            Self::AnswerReady => "answer_ready",
            Self::Answered => "answered",
            Self::Objection => "objection",
            Self::Delivering => "delivering",
            Self::Delivered => "delivered",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
            Self::Review => "review",
        }
    }

    /// Returns the stage of a request. Whether it was accepted shows in none before the applicant heard it.
    pub fn of(case: &Case) -> Self {
        match case.state {
            _ if case.objected => Self::Objection,
            State::Receiving | State::Referred | State::Ready => Self::Receiving,
            State::Submitted | State::Studied | State::Postponed => Self::Studying,
            State::Returned => Self::Completing,
            State::Accepted | State::Refused => Self::AnswerReady,
            State::Answered | State::Registered => Self::Answered,
            State::Delivering => Self::Delivering,
            State::Delivered => Self::Delivered,
            State::Withdrawn => Self::Withdrawn,
            State::Closed => Self::Closed,
            State::NeedsSettling => Self::Review,
        }
    }

    fn shows_date(self) -> bool {
        matches!(self, Self::Studying | Self::Completing | Self::Review)
    }

    fn can_object(self) -> bool {
        matches!(self, Self::AnswerReady | Self::Answered)
    }
}

/// What is told of a request to whoever brings its code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowUp {
    /// How far it is.
    pub stage: Stage,
    /// The day of its last step.
    pub changed: Date,
    /// The earliest day of an answer: the one that the applicant was told.
    pub earliest: Option<Date>,
    /// What the applicant has to bring or to do: papers, the attestation, a talk with the research officer.
    pub missing: Vec<Missing>,
    /// The last day on which it is told of; `None` while it is open.
    pub until: Option<Date>,
}

impl FollowUp {
    /// Returns what is told of a request on a day, `changed` being the day of its last step; `days` is for how many days it is told of
    /// once it has ended.
    pub fn of(case: &Case, changed: Date, today: Date, days: i64) -> Self {
        let stage = Stage::of(case);
        let is_theirs = |missing: &Missing| {
            matches!(
                missing,
                Missing::Paper(_) | Missing::OneOf(_) | Missing::Attestation | Missing::Explanation
            )
        };
        let mut missing = case.missing(today);
        missing.retain(is_theirs);
        let last = || jiff::Span::new().try_days(days).ok().and_then(|days| changed.checked_add(days).ok());
        let until = (!case.state.is_open()).then(|| last().unwrap_or(Date::MAX));
        Self { stage, changed, earliest: case.answer_from(), missing, until }
    }

    /// Tells whether it is told of on a day.
    pub fn is_told(&self, today: Date) -> bool {
        self.until.is_none_or(|until| today <= until)
    }

    /// Returns it as a text, a line each: stage, days, what is missing.
    pub fn to_text(&self) -> String {
        let day = |day: Option<Date>| day.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
        let days = [Some(self.changed), self.earliest, self.until].map(day);
        let missing = self.missing.iter().map(ToString::to_string);
        let lines: Vec<String> =
            std::iter::once(self.stage.code().to_owned()).chain(days).chain(missing).collect();
        lines.join("\n")
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else, a newer program's stages among it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let code = lines.next()?;
        let stage = Stage::ALL.into_iter().find(|stage| stage.code() == code)?;
        let mut day = || match lines.next()? {
            NO_DAY => Some(None),
            day => day.parse().ok().map(Some),
        };
        let (changed, earliest, until) = (day()??, day()?, day()?);
        let missing = lines.map(missing_of).collect::<Option<_>>()?;
        Some(Self { stage, changed, earliest, missing, until })
    }
}

/// What stands for a day that there is not.
const NO_DAY: &str = "-";

fn missing_of(line: &str) -> Option<Missing> {
    match line.strip_prefix("paper:") {
        Some(papers) => {
            let papers: Vec<Code> =
                papers.split('|').map(|paper| Code::new(paper).ok()).collect::<Option<_>>()?;
            match papers.as_slice() {
                [paper] => Some(Missing::Paper(paper.clone())),
                _ => Some(Missing::OneOf(papers)),
            }
        }
        None => {
            [Missing::Attestation, Missing::Explanation].into_iter().find(|known| known.to_string() == line)
        }
    }
}

/// Puts what is told of a request into words.
pub struct FollowWords<'a> {
    /// The words.
    pub words: &'a Messages,
    /// What a paper is called; `None` for one that is not to be named.
    pub paper: &'a dyn Fn(&Code) -> Option<String>,
}

/// What is told of a request, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// How far it is, a sentence or two.
    pub stage: String,
    /// The earliest day of an answer, in both calendars.
    pub earliest: Option<String>,
    /// What is missing, a line each.
    pub missing: Vec<String>,
    /// How to object.
    pub objecting: Option<String>,
    /// The day of the last step, in both calendars.
    pub changed: String,
}

impl FollowWords<'_> {
    /// Returns what is told.
    pub fn told(&self, FollowUp { stage, changed, earliest, missing, until: _ }: &FollowUp) -> Followed {
        let text = |key: &str| self.words.text(key).into_owned();
        let mut lines: Vec<String> = missing.iter().filter_map(|missing| self.missing(missing)).collect();
        // which of them it is, nobody is told
        lines.dedup();
        Followed {
            stage: self.words.word("follow-stage", stage.code()),
            earliest: earliest.filter(|_| stage.shows_date()).map(|day| dates::both(self.words, day)),
            missing: lines,
            objecting: stage.can_object().then(|| text("follow-objecting")),
            changed: dates::both(self.words, *changed),
        }
    }

    fn missing(&self, missing: &Missing) -> Option<String> {
        let key = match missing {
            Missing::Paper(code) => match (self.paper)(code) {
                Some(name) => return Some(isolate(&name)),
                None => "follow-paper",
            },
            Missing::OneOf(papers) => match papers.iter().map(|paper| (self.paper)(paper)).collect() {
                Some::<Vec<String>>(names) => {
                    return Some(one_of_words(self.words, names.iter().map(|name| isolate(name))));
                }
                None => "follow-paper",
            },
            Missing::Attestation => "follow-attestation",
            Missing::Explanation => "follow-explanation",
            Missing::Study | Missing::Decision | Missing::Registration | Missing::Answer => return None,
            Missing::Approval => return None,
        };
        Some(self.words.text(key).into_owned())
    }
}

#[cfg(test)]
mod tests;
