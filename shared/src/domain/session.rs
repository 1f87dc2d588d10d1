//! A session of the research committee (P-45): who was there, what each request came to, and minutes (محضر) that each member signs and that
//! never change. It is held at head office alone, so that its steps have one order.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::codes::{open_enum, steps};
use super::request::{Decision, Grant, Refusal, RequestStep, Step, Why};
use super::{Code, FactId, Moment, Role, Text};
use crate::hex;

/// Most members of a session, and most requests of its agenda.
pub const MEMBERS_MAX: usize = 32;

/// Most requests of an agenda.
pub const AGENDA_MAX: usize = 200;

open_enum! {
    /// The vote of a member who does not decide with the others: whoever is for something decides it by a step of the request.
    Vote {
        /// Against it.
        Against = "against",
        /// Neither for nor against it.
        Abstained = "abstained",
    }
}

/// How a session begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// Its number; `None` until head office gives it.
    pub number: Option<Code>,
    /// Where it is held.
    pub place: Option<Text>,
    /// Who chairs it: one of those present.
    pub chair: Code,
    /// The members who are there.
    pub present: Vec<Code>,
    /// Those who are not.
    pub absent: Vec<Code>,
    /// The requests that are dealt with. It is not changed once the session is open.
    pub agenda: Vec<FactId>,
}

steps! {
    /// What happens in a session.
    SessionAct,
    /// Which step of a session.
    SessionActKind {
        /// The secretary opens it.
        Opened(Box<Opening>) = "opened",
        /// A member who was absent came.
        Arrived(Code) = "arrived",
        /// A member takes no part in a request.
        Recused(FactId) = "recused",
        /// A member votes against a request's decision, or for none.
        Voted((FactId, Vote)) = "voted",
        /// What was said about a request.
        Discussed(FactId) = "discussed",
        /// The chair closes it: the digest of the minutes.
        Closed(Option<Code>) = "closed",
        /// Somebody signs the minutes: their digest, and for whom, if for somebody else.
        Signed((Option<Code>, Option<Code>)) = "signed",
        /// The secretary adds to closed minutes what was wrong in them.
        Annexed = "annexed",
    }
}

/// A step of a session, as a fact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionStep {
    /// Its id. The step that opens a session has the session's.
    pub id: FactId,
    /// The session.
    pub session: FactId,
    /// When it was done.
    pub at: Moment,
    /// What was done.
    pub act: SessionAct,
    /// What was said: the reason, the discussion, the authority to sign for somebody. Sealed with a key of head office's own, so that
    /// minutes stay whole when a beneficiary is erased.
    pub text: Option<Text>,
}

/// The fields of a session's step, whichever it is.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[expect(missing_docs, reason = "each is described in the step that has it")]
pub struct SessionFields {
    pub number: Option<Code>,
    pub place: Option<Text>,
    pub chair: Option<Code>,
    pub present: Vec<Code>,
    pub absent: Vec<Code>,
    pub agenda: Option<Vec<FactId>>,
    pub member: Option<Code>,
    pub request: Option<FactId>,
    pub vote: Option<Vote>,
    pub digest: Option<Code>,
    pub on_behalf_of: Option<Code>,
}

impl SessionAct {
    /// Makes a step of its fields; the field that is missing, or none of this step, where it cannot.
    pub fn from_fields(kind: SessionActKind, fields: SessionFields) -> Result<Self, &'static str> {
        use SessionActKind as K;
        let f = fields.clone();
        let act = match kind {
            K::Opened => Self::Opened(Box::new(Opening {
                number: f.number,
                place: f.place,
                chair: f.chair.ok_or("chair")?,
                present: f.present,
                absent: f.absent,
                agenda: f.agenda.ok_or("agenda")?,
            })),
            K::Arrived => Self::Arrived(f.member.ok_or("member")?),
            K::Recused => Self::Recused(f.request.ok_or("request")?),
            K::Voted => Self::Voted((f.request.ok_or("request")?, f.vote.ok_or("vote")?)),
            K::Discussed => Self::Discussed(f.request.ok_or("request")?),
            K::Closed => Self::Closed(f.digest),
            K::Signed => Self::Signed((f.digest, f.on_behalf_of)),
            K::Annexed => Self::Annexed,
        };
        // what it holds must be all that was given
        if act.fields() == fields { Ok(act) } else { Err("step") }
    }

    /// Returns its fields.
    pub fn fields(&self) -> SessionFields {
        let mut f = SessionFields::default();
        match self {
            Self::Opened(opening) => {
                let Opening { number, place, chair, present, absent, agenda } = (**opening).clone();
                (f.number, f.place, f.chair) = (number, place, Some(chair));
                (f.present, f.absent, f.agenda) = (present, absent, Some(agenda));
            }
            Self::Arrived(member) => f.member = Some(member.clone()),
            Self::Recused(request) | Self::Discussed(request) => f.request = Some(*request),
            Self::Voted((request, vote)) => (f.request, f.vote) = (Some(*request), Some(vote.clone())),
            Self::Closed(digest) => f.digest = digest.clone(),
            Self::Signed((digest, on_behalf_of)) => {
                (f.digest, f.on_behalf_of) = (digest.clone(), on_behalf_of.clone());
            }
            Self::Annexed => {}
        }
        f
    }
}

/// A signature under minutes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MinutesSignature {
    /// Who signed.
    pub by: Code,
    /// For whom, if for somebody else (نيابة عنه).
    pub on_behalf_of: Option<Code>,
    /// When.
    pub at: Moment,
    /// What they signed: it is that of the minutes.
    pub is_of_these: bool,
}

/// A request in a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The request.
    pub request: FactId,
    /// What was said about it.
    pub discussed: Vec<Text>,
    /// Who took no part.
    pub recused: Vec<Code>,
    /// What members decided, each with their name.
    pub decided: Vec<(Code, Decision)>,
    /// Those who were against it or for nothing.
    pub votes: Vec<(Code, Vote)>,
}

/// What follows from the steps of a session: its minutes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Minutes {
    /// The session.
    pub id: FactId,
    /// When it was opened.
    pub at: Moment,
    /// How it began.
    pub opening: Opening,
    /// Who opened it and writes.
    pub secretary: Option<Code>,
    /// Who is there, those who came later too.
    pub present: Vec<Code>,
    /// The agenda, request by request.
    pub items: Vec<Item>,
    /// When it was closed, and the digest of the minutes then.
    pub closed: Option<(Moment, Option<Code>)>,
    /// Who signed.
    pub signatures: Vec<MinutesSignature>,
    /// What was added afterwards.
    pub annexes: Vec<(Option<Code>, Moment, Text)>,
}

impl Minutes {
    /// Makes the minutes of a session's steps, each with who did it, and of the decisions of its requests, each with its member. `None`
    /// where nothing opened it.
    pub fn of(
        steps: &[(SessionStep, Option<Code>)],
        decided: impl IntoIterator<Item = (FactId, Code, Decision)>,
    ) -> Option<Self> {
        let (first, secretary) = steps.iter().find(|(step, _)| step.id == step.session)?;
        let SessionAct::Opened(opening) = &first.act else { return None };
        let item = |request: &FactId| Item {
            request: *request,
            discussed: Vec::new(),
            recused: Vec::new(),
            decided: Vec::new(),
            votes: Vec::new(),
        };
        let mut minutes = Self {
            id: first.id,
            at: first.at.clone(),
            opening: (**opening).clone(),
            secretary: secretary.clone(),
            present: opening.present.clone(),
            items: opening.agenda.iter().map(item).collect(),
            closed: None,
            signatures: Vec::new(),
            annexes: Vec::new(),
        };
        for (step, by) in steps {
            minutes.take(step, by.as_ref());
        }
        for (request, member, decision) in decided {
            if let Some(item) = minutes.item_mut(request) {
                item.decided.push((member, decision));
            }
        }
        let digest = Code::new(minutes.digest()).ok();
        for signature in &mut minutes.signatures {
            signature.is_of_these &= minutes.closed.as_ref().is_some_and(|(_, closed)| *closed == digest);
        }
        Some(minutes)
    }

    fn item_mut(&mut self, request: FactId) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.request == request)
    }

    fn take(&mut self, step: &SessionStep, by: Option<&Code>) {
        match (&step.act, by) {
            (SessionAct::Arrived(member), _) if !self.present.contains(member) => {
                self.present.push(member.clone());
            }
            (SessionAct::Recused(request), Some(by)) => {
                if let Some(item) = self.item_mut(*request) {
                    item.recused.push(by.clone());
                }
            }
            (SessionAct::Voted((request, vote)), Some(by)) => {
                if let Some(item) = self.item_mut(*request) {
                    item.votes.push((by.clone(), vote.clone()));
                }
            }
            (SessionAct::Discussed(request), _) => {
                if let (Some(item), Some(text)) = (self.item_mut(*request), step.text.clone()) {
                    item.discussed.push(text);
                }
            }
            (SessionAct::Closed(digest), _) => self.closed = Some((step.at.clone(), digest.clone())),
            (SessionAct::Signed((digest, on_behalf_of)), Some(by)) => {
                let closed = self.closed.as_ref().and_then(|(_, closed)| closed.as_ref());
                let signature = MinutesSignature {
                    by: by.clone(),
                    on_behalf_of: on_behalf_of.clone(),
                    at: step.at.clone(),
                    is_of_these: closed.is_none() || digest.as_ref() == closed,
                };
                self.signatures.push(signature);
            }
            (SessionAct::Annexed, by) => {
                let text = step.text.clone().into_iter();
                self.annexes.extend(text.map(|text| (by.cloned(), step.at.clone(), text)));
            }
            _ => {}
        }
    }

    /// Returns the session's number.
    pub fn number(&self) -> Option<&Code> {
        self.opening.number.as_ref()
    }

    /// Returns the members who have not signed yet, and for whom nobody did.
    pub fn unsigned(&self) -> Vec<&Code> {
        let has_signed = |member: &Code| {
            let whose = |one: &MinutesSignature| one.on_behalf_of.as_ref().unwrap_or(&one.by) == member;
            self.signatures.iter().any(whose)
        };
        self.present.iter().filter(|member| !has_signed(member)).collect()
    }

    /// Tells whether the minutes are as they were when they were closed and signed; an open session's are.
    pub fn is_whole(&self) -> bool {
        let closed = self.closed.as_ref().and_then(|(_, digest)| digest.as_ref());
        self.closed.is_none()
            || closed.is_some_and(|closed| closed.as_str() == self.digest())
                && self.signatures.iter().all(|signature| signature.is_of_these)
    }

    /// The digest of what the minutes say, in hexadecimal: no person's name stands in it but those of members.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        let mut put = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        };
        put("sila/1 minutes");
        put(self.number().map_or("", Code::as_str));
        put(self.at.as_str());
        put(self.opening.place.as_ref().map_or("", Text::as_str));
        put(self.opening.chair.as_str());
        put(self.secretary.as_ref().map_or("", Code::as_str));
        for members in [&self.present, &self.opening.absent] {
            put(&members.iter().map(Code::as_str).collect::<Vec<_>>().join("\n"));
        }
        for item in &self.items {
            put(&item.request.to_string());
            item.discussed.iter().for_each(|text| put(text.as_str()));
            item.recused.iter().for_each(|member| put(member.as_str()));
            let mut said: BTreeMap<&Code, String> = BTreeMap::new();
            said.extend(item.votes.iter().map(|(member, vote)| (member, vote.to_string())));
            said.extend(item.decided.iter().map(|(member, decision)| (member, decision_text(decision))));
            for (member, said) in said {
                put(member.as_str());
                put(&said);
            }
        }
        hex::to_hex(&hash.finalize())
    }

    /// Tells whether somebody may do a step of it now.
    ///
    /// # Errors
    /// [`Refusal`] with the field and what to do.
    pub fn may(&self, step: &SessionStep, by: &Code, role: &Role) -> Result<(), Refusal> {
        let refused = |field, why| Err(Refusal { field, why });
        let is_here = self.present.contains(by);
        let has_text = step.text.as_ref().is_some_and(|text| !text.as_str().trim().is_empty());
        let is_after = matches!(step.act, SessionAct::Signed(_) | SessionAct::Annexed);
        if self.closed.is_some() != is_after {
            return refused("step", if is_after { Why::NotClosed } else { Why::Closed });
        }
        let about = match &step.act {
            SessionAct::Recused(request)
            | SessionAct::Voted((request, _))
            | SessionAct::Discussed(request) => Some(*request),
            _ => None,
        };
        let item = about.and_then(|request| self.items.iter().find(|item| item.request == request));
        if about.is_some() && item.is_none() {
            return refused("request", Why::NotOnAgenda);
        }
        match &step.act {
            SessionAct::Opened(_) => refused("id", Why::Once),
            SessionAct::Arrived(member) if self.present.contains(member) => refused("member", Why::Once),
            SessionAct::Arrived(_) | SessionAct::Discussed(_) | SessionAct::Annexed => {
                if !SECRETARY.contains(role) {
                    return refused("by", Why::Role(SECRETARY));
                }
                if has_text || matches!(step.act, SessionAct::Arrived(_)) {
                    Ok(())
                } else {
                    refused("text", Why::Field("is missing"))
                }
            }
            SessionAct::Closed(Some(_)) | SessionAct::Signed((Some(_), _)) => {
                refused("digest", Why::GivenByHeadOffice)
            }
            SessionAct::Closed(_) if *by != self.opening.chair => refused("by", Why::NotChair),
            SessionAct::Closed(_) => Ok(()),
            SessionAct::Recused(_) | SessionAct::Voted(_) | SessionAct::Signed((_, None)) if !is_here => {
                refused("by", Why::NotPresent)
            }
            SessionAct::Recused(_) if !has_text => refused("text", Why::Field("is missing")),
            SessionAct::Recused(_) | SessionAct::Voted(_) => match item.filter(|item| item.has_said(by)) {
                None => Ok(()),
                Some(_) => refused("by", Why::Once),
            },
            SessionAct::Signed((_, on_behalf_of)) => {
                let whose = on_behalf_of.as_ref().unwrap_or(by);
                if on_behalf_of.is_some() && !has_text {
                    // who let them sign for another
                    return refused("text", Why::Field("is missing"));
                }
                match self.unsigned().contains(&whose) {
                    true => Ok(()),
                    false => refused("on_behalf_of", Why::Once),
                }
            }
        }
    }

    /// Tells whether a member may decide a request in this session, `quorum` being how many must be there.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn may_decide(&self, request: FactId, by: &Code, quorum: i64) -> Result<(), Refusal> {
        let refused = |field, why| Err(Refusal { field, why });
        if self.closed.is_some() {
            return refused("session", Why::Closed);
        }
        let Some(item) = self.items.iter().find(|item| item.request == request) else {
            return refused("session", Why::NotOnAgenda);
        };
        if !self.present.contains(by) {
            return refused("by", Why::NotPresent);
        }
        if item.recused.contains(by) {
            return refused("by", Why::Recused);
        }
        if item.has_said(by) {
            return refused("by", Why::Once);
        }
        // whoever takes no part in it is not counted
        let here = self.present.iter().filter(|member| !item.recused.contains(member)).count();
        if i64::try_from(here).unwrap_or(i64::MAX) < quorum {
            return refused("session", Why::NoQuorum);
        }
        Ok(())
    }
}

/// Who writes the minutes.
pub const SECRETARY: &[Role] = &[Role::Committee, Role::Administrator];

impl Item {
    /// Tells whether a member decided, voted or took no part.
    pub fn has_said(&self, member: &Code) -> bool {
        self.recused.contains(member)
            || self.votes.iter().any(|(who, _)| who == member)
            || self.decided.iter().any(|(who, _)| who == member)
    }

    /// Counts those for it, against it, and for nothing.
    pub fn count(&self) -> [usize; 3] {
        let of = |wanted: &Vote| self.votes.iter().filter(|(_, vote)| vote == wanted).count();
        [self.decided.len(), of(&Vote::Against), of(&Vote::Abstained)]
    }
}

/// Tells whether a session can begin so.
///
/// # Errors
/// [`Refusal`] with the field at fault.
pub fn may_open(opening: &Opening, role: &Role) -> Result<(), Refusal> {
    let Opening { number, place: _, chair, present, absent, agenda } = opening;
    let refused = |field, why| Err(Refusal { field, why });
    let is_once = |codes: &[Code]| (0..codes.len()).all(|at| !codes[..at].contains(&codes[at]));
    if !SECRETARY.contains(role) {
        return refused("by", Why::Role(SECRETARY));
    }
    if number.is_some() {
        return refused("number", Why::GivenByHeadOffice);
    }
    if present.is_empty() || present.len() + absent.len() > MEMBERS_MAX || !is_once(present) {
        return refused("present", Why::Field("is empty, has more than 32 members, or one twice"));
    }
    if absent.iter().any(|member| present.contains(member)) || !is_once(absent) {
        return refused("absent", Why::Field("has somebody who is present, or one twice"));
    }
    if !present.contains(chair) {
        return refused("chair", Why::NotPresent);
    }
    if agenda.is_empty() || agenda.len() > AGENDA_MAX {
        return refused("agenda", Why::Field("is empty, or has more than 200 requests"));
    }
    Ok(())
}

/// Returns what a step of a request decided in a session, if it did.
pub fn decided_in<'a>(step: &'a RequestStep, session: &Code) -> Option<&'a Decision> {
    match &step.step {
        Step::Decided(decision) if decision.session.as_ref() == Some(session) => Some(decision),
        _ => None,
    }
}

fn decision_text(decision: &Decision) -> String {
    let Decision { outcome, grant, from, to, session: _ } = decision;
    let grant = match grant {
        None => String::new(),
        Some(Grant::Amount(amount)) => amount.to_string(),
        Some(Grant::Items(items)) => {
            items.iter().map(|item| format!("{} {}", item.quantity, item.item)).collect::<Vec<_>>().join(", ")
        }
    };
    let day = |day: &Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    [outcome.code(), &grant, &day(from), &day(to)].join("|")
}
