//! The steps of a request. What the state follows from stands in a [`Step`]; what people said stands beside it in [`Said`], which is
//! sealed. A line and an entry hold both as the same flat fields ([`StepFields`]).

use jiff::civil::Date;

use super::{Amount, Grant, GrantItem, Match};
use crate::domain::codes::{open_enum, steps};
use crate::domain::{Code, FactId, Moment, Signature, StatedDate, Text};

/// Most facts that one step names: the ends of a history, or the sides of a contradiction.
pub const FACTS_NAMED_MAX: usize = 32;

open_enum! {
    /// What the researcher recommends, which is never a decision.
    Recommendation {
        /// Accept.
        Accept = "accept",
        /// Refuse.
        Refuse = "refuse",
        /// Something is to be completed first.
        Complete = "complete",
    }
}

open_enum! {
    /// What the committee decided (P-45). Accepting, in part too, and refusing are the answer; the others are none.
    Outcome {
        /// Accepted.
        Accept = "accept",
        /// Accepted in part.
        Part = "part",
        /// Refused.
        Refuse = "refuse",
        /// Sent back for something to be completed.
        Complete = "complete",
        /// Put off to another session.
        Postpone = "postpone",
        /// Another body is asked.
        Refer = "refer",
    }
}

open_enum! {
    /// How somebody tried to give the answer.
    AnswerChannel {
        /// Face to face.
        Interview = "interview",
        /// By telephone.
        PhoneCall = "phone_call",
        /// By a numbered letter.
        Letter = "letter",
        /// A text message, which says only that there is an answer.
        Sms = "sms",
        /// A WhatsApp message, likewise.
        Whatsapp = "whatsapp",
    }
}

open_enum! {
    /// What came of it.
    AnswerResult {
        /// The answer was given.
        Reached = "reached",
        /// Nobody answered.
        NoAnswer = "no_answer",
        /// The number is another person's, or none.
        WrongNumber = "wrong_number",
        /// It was sent; whether it was read is not known.
        Sent = "sent",
    }
}

open_enum! {
    /// What became of an objection (تظلّم).
    ObjectionOutcome {
        /// The decision stands.
        Uphold = "uphold",
        /// It is to be decided again.
        Change = "change",
        /// Something is to be completed first.
        Return = "return",
    }
}

/// What was given or looked at: a paper or a datum (P-42), by its code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Matter {
    /// A paper.
    Paper(Code),
    /// A value of the file.
    Datum(Code),
}

/// A decision of one member.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What.
    pub outcome: Outcome,
    /// What is granted; only of what is accepted.
    pub grant: Option<Grant>,
    /// The first day of a grant that is given over a time.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// The session it was taken in.
    pub session: Option<Code>,
}

steps! {
    /// What was done.
    Step,
    /// Which step.
    StepKind {
    /// A member of staff took the request over from the applicant (P-41).
    Received = "received",
    /// A question was answered (P-41, P-43).
    Answered = "answered",
    /// A datum or a paper was given (P-42), valid until a date where one is stated.
    Given((Matter, Option<StatedDate>)) = "given",
    /// It was compared with something, and is right.
    Matched(Match) = "matched",
    /// It was found not to be right, or to have expired.
    NotValid(Matter) = "not_valid",
    /// The applicant was referred to the research officer (P-43).
    Referred = "referred",
    /// They came.
    Came = "came",
    /// The regulatory side was explained to them (P-43).
    Explained = "explained",
    /// Help before the decision was allowed because it is urgent, up to an amount.
    Allowed(Amount) = "allowed",
    /// They attested their data (P-44): the version of the text, and the digest of the values in hexadecimal.
    Attested((Option<Code>, Option<Code>)) = "attested",
    /// They were told of the committee and the earliest date of an answer, and the request was submitted (P-45).
    Submitted(Date) = "submitted",
    /// Head office gave the request its number; `None` until it has.
    Numbered(Option<Code>) = "numbered",
    /// It was studied.
    Studied(Recommendation) = "studied",
    /// One member decided (P-45).
    Decided(Decision) = "decided",
    /// Somebody tried to give the answer (P-45); a letter by its number.
    AnswerAttempted((AnswerChannel, AnswerResult, Option<Code>)) = "answer_attempted",
    /// What it was sent back for is complete.
    Completed = "completed",
    /// The registration procedures were completed (P-46), under a number that head office gives; `None` until it has.
    Registered(Option<Code>) = "registered",
    /// Something was prepared to be handed over (P-47), or all that was granted. The step's id names the entitlement.
    Prepared(Option<Grant>) = "prepared",
    /// An entitlement was approved, or all of them.
    Approved(Option<FactId>) = "approved",
    /// Something of an entitlement was handed over (P-47).
    Delivered((FactId, Grant)) = "delivered",
    /// Something of it came back.
    Returned((FactId, Grant)) = "returned",
    /// The applicant withdrew the request.
    Withdrawn = "withdrawn",
    /// The applicant objected to the decision.
    Objected = "objected",
    /// An objection was decided.
    ObjectionDecided(ObjectionOutcome) = "objection_decided",
    /// A step was a mistake, and counts for nothing. It must be one that did not move the request on.
    Corrected(FactId) = "corrected",
    /// Steps that contradict each other were settled: these, of which one holds, or none.
    Settled((Vec<FactId>, Option<FactId>)) = "settled",
    }
}

/// What people said in a step: sealed, and gone once the person is erased.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Said {
    /// Why, or what about.
    pub reason: Option<Text>,
    /// What a datum or paper was compared with.
    pub against: Option<Text>,
    /// Who collected what was handed over.
    pub collector: Option<Text>,
    /// The signature of whoever attested or collected.
    pub signature: Option<Box<Signature>>,
}

impl Said {
    /// Tells whether it is said why.
    pub fn has_reason(&self) -> bool {
        self.reason.as_ref().is_some_and(|text| !text.as_str().trim().is_empty())
    }
}

/// A step as a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestStep {
    /// Its id on every replica.
    pub id: FactId,
    /// The request.
    pub request: FactId,
    /// When it was done.
    pub at: Moment,
    /// The last steps that were known where it was recorded: what came before it, whatever clocks say. None of them: the request
    /// alone. `None` until it is recorded, where nothing says it.
    pub seen: Option<Vec<FactId>>,
    /// Who did it, where it was done on paper and recorded by somebody else.
    pub on_paper_by: Option<Code>,
    /// What was done.
    pub step: Step,
    /// What was said.
    pub said: Said,
}

macro_rules! step_fields {
    ($($field:ident: $content:ty),+ $(,)?) => {
        /// The fields of a step, whichever it is.
        #[derive(Clone, PartialEq, Eq, Default, Debug)]
        #[expect(missing_docs, reason = "each is described in the step that has it")]
        pub struct StepFields {
            $(pub $field: Option<$content>,)+
        }

        impl StepFields {
            /// The first field that nobody took.
            fn left(&self) -> Option<&'static str> {
                let all = [$((self.$field.is_some(), stringify!($field))),+];
                all.into_iter().find(|(is, _)| *is).map(|(_, name)| name)
            }
        }
    };
}

step_fields! {
    paper: Code,
    datum: Code,
    against: Text,
    valid_until: StatedDate,
    issued: StatedDate,
    original: bool,
    text: Code,
    values: Code,
    told_date: Date,
    recommendation: Recommendation,
    outcome: Code,
    lines: Vec<GrantItem>,
    amount: Amount,
    from: Date,
    to: Date,
    session: Code,
    channel: AnswerChannel,
    result: AnswerResult,
    letter: Code,
    number: Code,
    entitlement: FactId,
    collector: Text,
    signature: Box<Signature>,
    fact: FactId,
    facts: Vec<FactId>,
    keeps: FactId,
    reason: Text,
}

/// A field of a step that is at fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct StepFault {
    /// The field.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// What a field says that must be there.
const MISSING: &str = "is missing";

fn required<T>(field: &'static str, value: Option<T>) -> Result<T, StepFault> {
    value.ok_or(StepFault { field, reason: MISSING })
}

impl StepFields {
    fn matter(&mut self) -> Result<Matter, StepFault> {
        match (self.paper.take(), self.datum.take()) {
            (Some(paper), None) => Ok(Matter::Paper(paper)),
            (None, Some(datum)) => Ok(Matter::Datum(datum)),
            (Some(_), Some(_)) => {
                Err(StepFault { field: "datum", reason: "stands beside a paper: give one of them" })
            }
            (None, None) => Err(StepFault { field: "paper", reason: "is missing, and so is datum" }),
        }
    }

    fn put_matter(&mut self, matter: &Matter) {
        match matter {
            Matter::Paper(code) => self.paper = Some(code.clone()),
            Matter::Datum(code) => self.datum = Some(code.clone()),
        }
    }

    fn grant(&mut self) -> Result<Option<Grant>, StepFault> {
        match (self.lines.take(), self.amount.take()) {
            (None, None) => Ok(None),
            (None, Some(amount)) => Ok(Some(Grant::Amount(amount))),
            (Some(items), None) => {
                let reason = "has no item, more than 32, or one twice";
                Ok(Some(required("lines", Grant::of_items(items)).map_err(|e| StepFault { reason, ..e })?))
            }
            (Some(_), Some(_)) => {
                Err(StepFault { field: "amount", reason: "stands beside lines: give one of them" })
            }
        }
    }

    fn put_grant(&mut self, grant: &Grant) {
        match grant {
            Grant::Amount(amount) => self.amount = Some(*amount),
            Grant::Items(items) => self.lines = Some(items.clone()),
        }
    }

    fn entitled(&mut self) -> Result<(FactId, Grant), StepFault> {
        let entitlement = required("entitlement", self.entitlement.take())?;
        let grant =
            self.grant()?.ok_or(StepFault { field: "amount", reason: "is missing, and so are lines" })?;
        Ok((entitlement, grant))
    }

    fn outcome<T>(&mut self, read: impl Fn(&str) -> T) -> Result<T, StepFault> {
        Ok(read(required("outcome", self.outcome.take())?.as_str()))
    }
}

impl Step {
    /// Makes a step of its fields.
    ///
    /// # Errors
    /// [`StepFault`] with the field that is missing, or is none of this step.
    pub fn from_fields(kind: StepKind, mut fields: StepFields) -> Result<(Self, Said), StepFault> {
        let f = &mut fields;
        let step = match kind {
            StepKind::Received => Self::Received,
            StepKind::Answered => Self::Answered,
            StepKind::Given => Self::Given((f.matter()?, f.valid_until.take())),
            StepKind::Matched => Self::Matched(Match {
                matter: f.matter()?,
                valid_until: f.valid_until.take(),
                issued: f.issued.take(),
                original: f.original.take().unwrap_or_default(),
                on_file: f.fact.take(),
            }),
            StepKind::NotValid => Self::NotValid(f.matter()?),
            StepKind::Referred => Self::Referred,
            StepKind::Came => Self::Came,
            StepKind::Explained => Self::Explained,
            StepKind::Allowed => Self::Allowed(required("amount", f.amount.take())?),
            StepKind::Attested => Self::Attested((f.text.take(), f.values.take())),
            StepKind::Submitted => Self::Submitted(required("told_date", f.told_date.take())?),
            StepKind::Numbered => Self::Numbered(f.number.take()),
            StepKind::Studied => Self::Studied(required("recommendation", f.recommendation.take())?),
            StepKind::Decided => Self::Decided(Decision {
                outcome: f.outcome(Outcome::from_code)?,
                grant: f.grant()?,
                from: f.from.take(),
                to: f.to.take(),
                session: f.session.take(),
            }),
            StepKind::AnswerAttempted => {
                let channel = required("channel", f.channel.take())?;
                Self::AnswerAttempted((channel, required("result", f.result.take())?, f.letter.take()))
            }
            StepKind::Completed => Self::Completed,
            StepKind::Registered => Self::Registered(f.number.take()),
            StepKind::Prepared => Self::Prepared(f.grant()?),
            StepKind::Approved => Self::Approved(f.entitlement.take()),
            StepKind::Delivered => Self::Delivered(f.entitled()?),
            StepKind::Returned => Self::Returned(f.entitled()?),
            StepKind::Withdrawn => Self::Withdrawn,
            StepKind::Objected => Self::Objected,
            StepKind::ObjectionDecided => Self::ObjectionDecided(f.outcome(ObjectionOutcome::from_code)?),
            StepKind::Corrected => Self::Corrected(required("fact", f.fact.take())?),
            StepKind::Settled => Self::Settled((required("facts", f.facts.take())?, f.keeps.take())),
        };
        let said = kind.said_of(f);
        match fields.left() {
            Some(field) => Err(StepFault { field, reason: "is no field of this step" }),
            None => Ok((step, said)),
        }
    }

    /// Returns the datum or paper that it is about.
    pub fn matter(&self) -> Option<&Matter> {
        match self {
            Self::Given((matter, _)) | Self::NotValid(matter) | Self::Matched(Match { matter, .. }) => {
                Some(matter)
            }
            _ => None,
        }
    }

    /// Returns the fields that the step and what was said in it have.
    pub fn fields(&self, said: &Said) -> StepFields {
        let Said { reason, against, collector, signature } = said.clone();
        let mut f = StepFields { reason, against, collector, signature, ..StepFields::default() };
        match self {
            Self::Received | Self::Answered | Self::Referred | Self::Came | Self::Explained => {}
            Self::Completed | Self::Withdrawn | Self::Objected => {}
            Self::Given((matter, until)) => {
                f.put_matter(matter);
                f.valid_until = *until;
            }
            Self::Matched(Match { matter, valid_until, issued, original, on_file }) => {
                f.put_matter(matter);
                (f.valid_until, f.issued, f.fact) = (*valid_until, *issued, *on_file);
                f.original = original.then_some(true);
            }
            Self::NotValid(matter) => f.put_matter(matter),
            Self::Allowed(amount) => f.amount = Some(*amount),
            Self::Attested((text, values)) => (f.text, f.values) = (text.clone(), values.clone()),
            Self::Submitted(told_date) => f.told_date = Some(*told_date),
            Self::Numbered(number) | Self::Registered(number) => f.number = number.clone(),
            Self::Studied(recommendation) => f.recommendation = Some(recommendation.clone()),
            Self::Decided(Decision { outcome, grant, from, to, session }) => {
                f.outcome = Code::new(outcome.code()).ok();
                if let Some(grant) = grant {
                    f.put_grant(grant);
                }
                (f.from, f.to, f.session) = (*from, *to, session.clone());
            }
            Self::AnswerAttempted((channel, result, letter)) => {
                (f.channel, f.result, f.letter) =
                    (Some(channel.clone()), Some(result.clone()), letter.clone());
            }
            Self::Prepared(grant) => grant.iter().for_each(|grant| f.put_grant(grant)),
            Self::Approved(entitlement) => f.entitlement = *entitlement,
            Self::Delivered((entitlement, grant)) | Self::Returned((entitlement, grant)) => {
                f.entitlement = Some(*entitlement);
                f.put_grant(grant);
            }
            Self::ObjectionDecided(outcome) => f.outcome = Code::new(outcome.code()).ok(),
            Self::Corrected(fact) => f.fact = Some(*fact),
            Self::Settled((facts, keeps)) => (f.facts, f.keeps) = (Some(facts.clone()), *keeps),
        }
        f
    }

    /// Returns what whoever records the step must still give: the first field that is missing, or that says what cannot be. A step
    /// that was recorded is read without it, since what was said may be erased.
    ///
    /// # Errors
    /// [`StepFault`] with that field.
    pub fn is_told(&self, said: &Said) -> Result<(), StepFault> {
        let is_said =
            |text: &Option<Text>| text.as_ref().is_some_and(|text| !text.as_str().trim().is_empty());
        let needs = |field, text: &Option<Text>| if is_said(text) { Ok(()) } else { required(field, None) };
        let unknown = |field| Err(StepFault { field, reason: "is none that this version knows" });
        match self {
            // what it was compared with is told where it was first matched
            Self::Matched(Match { on_file: Some(_), .. }) => Ok(()),
            Self::Matched(_) => needs("against", &said.against),
            Self::NotValid(_) | Self::Corrected(_) | Self::Returned(_) | Self::Allowed(_) => {
                needs("reason", &said.reason)
            }
            Self::Studied(Recommendation::Other(_)) => unknown("recommendation"),
            Self::Studied(_) => needs("reason", &said.reason),
            Self::Decided(Decision { outcome, grant, from, to, .. }) => {
                let is_granted = matches!(outcome, Outcome::Accept | Outcome::Part);
                if matches!(outcome, Outcome::Other(_)) {
                    return unknown("outcome");
                }
                if let (Some(from), Some(to)) = (from, to)
                    && to < from
                {
                    return Err(StepFault { field: "to", reason: "is before from" });
                }
                match grant {
                    None if is_granted => {
                        Err(StepFault { field: "amount", reason: "is missing, and so are lines" })
                    }
                    Some(_) if !is_granted => Err(StepFault {
                        field: "outcome",
                        reason: "grants nothing, yet an amount or lines stand",
                    }),
                    Some(_) => Ok(()),
                    None if matches!(outcome, Outcome::Refuse | Outcome::Complete) => {
                        needs("reason", &said.reason)
                    }
                    None => Ok(()),
                }
            }
            Self::AnswerAttempted((channel, result, _)) => match (channel, result) {
                (AnswerChannel::Other(_), _) => unknown("channel"),
                (_, AnswerResult::Other(_)) => unknown("result"),
                (AnswerChannel::Sms | AnswerChannel::Whatsapp, AnswerResult::Reached) => Err(StepFault {
                    field: "result",
                    reason: "is never reached by a message: it says only that there is an answer",
                }),
                _ => Ok(()),
            },
            Self::Delivered(_) => needs("collector", &said.collector),
            Self::ObjectionDecided(ObjectionOutcome::Other(_)) => unknown("outcome"),
            Self::ObjectionDecided(_) => needs("reason", &said.reason),
            Self::Settled((facts, keeps)) => {
                if facts.is_empty() || facts.len() > FACTS_NAMED_MAX {
                    return Err(StepFault { field: "facts", reason: "names none, or more than 32" });
                }
                if keeps.is_some_and(|kept| !facts.contains(&kept)) {
                    return Err(StepFault { field: "keeps", reason: "is none of facts" });
                }
                needs("reason", &said.reason)
            }
            Self::Received | Self::Answered | Self::Given(_) | Self::Came | Self::Explained => Ok(()),
            Self::Referred | Self::Withdrawn | Self::Objected => Ok(()),
            Self::Attested(_) | Self::Submitted(_) | Self::Numbered(_) | Self::Completed => Ok(()),
            Self::Registered(_) | Self::Prepared(_) | Self::Approved(_) => Ok(()),
        }
    }
}

impl StepKind {
    /// Takes what was said in the step out of its fields.
    fn said_of(self, fields: &mut StepFields) -> Said {
        let (collects, signs) = match self {
            Self::Delivered | Self::Returned => (true, true),
            Self::Prepared => (true, false),
            Self::Attested => (false, true),
            _ => (false, false),
        };
        Said {
            reason: fields.reason.take(),
            against: fields.against.take_if(|_| self == Self::Matched),
            collector: fields.collector.take_if(|_| collects),
            signature: fields.signature.take_if(|_| signs),
        }
    }
}
