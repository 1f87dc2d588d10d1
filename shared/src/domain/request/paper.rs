//! The papers of a request (P-42): what a service asks for and of whom, what was matched, and what of it counts on a day.

use jiff::civil::Date;

use super::amount::Tally;
use super::step::Matter;
use super::{Missing, StepKind, day_of};
use crate::domain::{Code, FactId, Moment, StatedCalendar, StatedDate};
use crate::locale::dates::HijriDate;

/// Most papers that a service can ask for.
pub const PAPERS_MAX: usize = 32;

/// Most groups of whom one paper is asked.
pub const PAPER_GROUPS_MAX: usize = 16;

/// The most days for which a paper can count: ten years.
pub const PAPER_DAYS_MAX: i64 = 3_660;

/// Whether a paper must be there.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum PaperNeed {
    /// It must.
    Required,
    /// It is taken if it is given.
    Optional,
    /// One of those with this code must.
    OneOf(Code),
}

/// A paper that a service asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperRule {
    /// Which.
    pub paper: Code,
    /// Whether it must be there.
    pub need: PaperNeed,
    /// The groups of whom it is asked; of everybody if there are none.
    pub groups: Vec<Code>,
    /// The original must have been seen.
    pub original: bool,
    /// A copy is kept.
    pub copy: bool,
    /// For how many days it counts after it was issued, or matched if nothing says when it was issued: 1 to 3,660.
    pub days: Option<i64>,
}

impl PaperRule {
    /// A paper that must be there, of everybody.
    pub fn required(paper: Code) -> Self {
        Self {
            paper,
            need: PaperNeed::Required,
            groups: Vec::new(),
            original: false,
            copy: false,
            days: None,
        }
    }

    /// Returns a paper that several of these rules ask of one person: a group has one rule for each paper.
    pub fn twice(rules: &[Self]) -> Option<&Code> {
        let meet = |one: &Self, other: &Self| {
            one.paper == other.paper
                && (one.groups.is_empty()
                    || other.groups.is_empty()
                    || one.groups.iter().any(|group| other.groups.contains(group)))
        };
        let is_twice = |(at, rule): &(usize, &Self)| rules[..*at].iter().any(|one| meet(one, rule));
        rules.iter().enumerate().find(is_twice).map(|(_, rule)| &rule.paper)
    }

    fn counts(&self, stands: &PaperStands, today: Date) -> bool {
        let is_young = self.days.is_none_or(|days| {
            let last = jiff::Span::new().try_days(days).and_then(|span| stands.since().checked_add(span));
            last.is_ok_and(|last| today <= last)
        });
        stands.is_matched()
            && is_young
            && !has_expired(stands.valid_until, today)
            && (stands.original || !self.original)
    }
}

/// A datum or paper that was compared with something, and is right (P-42).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Match {
    /// Which.
    pub matter: Matter,
    /// Until when it is valid, if that is stated.
    pub valid_until: Option<StatedDate>,
    /// When it was issued, if that is stated.
    pub issued: Option<StatedDate>,
    /// The original was seen.
    pub original: bool,
    /// It was matched for another request of the family: the step there. It is not asked for again.
    pub on_file: Option<FactId>,
}

impl Match {
    /// A match of which nothing more is said.
    pub fn of(matter: Matter) -> Self {
        Self { matter, valid_until: None, issued: None, original: false, on_file: None }
    }
}

/// A paper as it stands in a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PaperStands {
    pub paper: Code,
    /// The step that says so: it was given, matched, or found not to be right.
    pub kind: StepKind,
    pub valid_until: Option<StatedDate>,
    pub issued: Option<StatedDate>,
    pub original: bool,
    /// When it was looked at.
    pub at: Moment,
    /// The step that matched it: the first, if it is on file.
    pub fact: FactId,
    /// The place of the step that said so; `None` for one that another request has.
    pub place: Option<usize>,
}

impl PaperStands {
    /// The day from which its age counts: the last that it can have been issued on, else the one on which it was matched.
    fn since(&self) -> Date {
        self.issued.and_then(last_day).unwrap_or_else(|| day_of(&self.at))
    }
}

/// A paper of a family that was matched for one of its requests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperOnFile(PaperStands);

impl PaperOnFile {
    /// Returns which paper it is.
    pub fn paper(&self) -> &Code {
        &self.0.paper
    }

    /// Returns the match by which it counts for another request.
    pub fn to_match(&self) -> Match {
        let PaperStands { paper, valid_until, issued, original, fact, .. } = &self.0;
        let (valid_until, issued, original) = (*valid_until, *issued, *original);
        Match { matter: Matter::Paper(paper.clone()), valid_until, issued, original, on_file: Some(*fact) }
    }
}

/// What the requests of one family have in common: the papers that stand matched, and what was handed over.
#[derive(Clone, Debug, Default)]
pub struct Family {
    /// Of each paper the last look at it, if it was not found wrong then.
    on_file: Vec<PaperStands>,
    given: Vec<(Date, Tally)>,
}

impl Family {
    /// Makes it of all requests of a family that are known.
    pub fn of<'a>(cases: impl Iterator<Item = &'a super::Case> + Clone) -> Self {
        let mut last: Vec<&PaperStands> = Vec::new();
        for look in cases.clone().flat_map(|case| &case.papers).filter(|look| look.is_looked_at()) {
            let when = |look: &PaperStands| (look.at.unix_millis(), look.fact);
            match last.iter_mut().find(|known| known.paper == look.paper) {
                None => last.push(look),
                Some(known) if when(look) > when(known) => *known = look,
                Some(_) => {}
            }
        }
        let matched = last.into_iter().filter(|look| look.is_matched());
        let on_file = matched.map(|look| PaperStands { place: None, ..look.clone() }).collect();
        Self { on_file, given: cases.flat_map(|case| case.given.iter().cloned()).collect() }
    }
}

impl super::Case {
    /// Lets the family's other requests count: papers that stand matched there, if this one asks for them and nobody looked at them
    /// here, and what was handed over.
    pub fn count_family(&mut self, family: &Family) {
        for stands in &family.on_file {
            let is_asked = self.terms.papers.iter().any(|rule| rule.paper == stands.paper);
            let was_looked_at = |known: &PaperStands| known.paper == stands.paper && known.is_looked_at();
            if is_asked && !self.papers.iter().any(was_looked_at) {
                self.papers.retain(|known| known.paper != stands.paper);
                self.papers.push(stands.clone());
            }
        }
        self.given.clone_from(&family.given);
    }

    /// Returns the papers that count here on a day because another request of the family has them, as far as [`super::Case::count_family`]
    /// was told of them.
    pub fn on_file(&self, today: Date) -> Vec<PaperOnFile> {
        let counts = |stands: &&PaperStands| {
            let rule = self.terms.papers.iter().find(|rule| rule.paper == stands.paper);
            stands.place.is_none() && rule.is_some_and(|rule| rule.counts(stands, today))
        };
        self.papers.iter().filter(counts).cloned().map(PaperOnFile).collect()
    }

    /// Tells whether a step matched a paper that the family has on file, or that stands here because of it.
    pub(super) fn stands_on_file(&self, matter: &Matter, fact: FactId) -> bool {
        let is_it = |known: &PaperStands| {
            known.fact == fact && known.is_matched() && *matter == Matter::Paper(known.paper.clone())
        };
        self.papers.iter().any(is_it)
    }

    /// Returns what a service asks of a paper.
    pub fn rule_of(&self, paper: &Code) -> Option<&PaperRule> {
        self.terms.papers.iter().find(|rule| rule.paper == *paper)
    }

    pub(super) fn papers_missing(&self, today: Date) -> Vec<Missing> {
        let is_here = |rule: &PaperRule| {
            let stands = self.papers.iter().find(|stands| stands.paper == rule.paper);
            stands.is_some_and(|stands| rule.counts(stands, today))
        };
        let rules = &self.terms.papers;
        let of_set = |set: &Code| {
            let set = PaperNeed::OneOf(set.clone());
            rules.iter().filter(move |rule| rule.need == set)
        };
        let mut missing = Vec::new();
        for rule in rules {
            match &rule.need {
                PaperNeed::Required if !is_here(rule) => missing.push(Missing::Paper(rule.paper.clone())),
                PaperNeed::OneOf(set) if !of_set(set).any(is_here) => {
                    let papers = of_set(set).map(|rule| rule.paper.clone()).collect();
                    let one = Missing::OneOf(papers);
                    if !missing.contains(&one) {
                        missing.push(one);
                    }
                }
                PaperNeed::Required | PaperNeed::Optional | PaperNeed::OneOf(_) => {}
            }
        }
        missing
    }
}

impl PaperStands {
    pub fn is_matched(&self) -> bool {
        self.kind == StepKind::Matched
    }

    pub fn is_refused(&self) -> bool {
        self.kind == StepKind::NotValid
    }

    fn is_looked_at(&self) -> bool {
        self.is_matched() || self.is_refused()
    }
}

/// Tells whether a date has passed on a day. A month or a year alone passes with its end; a Hijri date by the Umm al-Qura calendar.
pub(super) fn has_expired(until: Option<StatedDate>, day: Date) -> bool {
    let Some(until) = until else { return false };
    last_day(until).is_some_and(|last| last < day)
}

fn last_day(until: StatedDate) -> Option<Date> {
    let (year, month) = (until.year(), until.month().unwrap_or(12));
    match (until.calendar(), until.day()) {
        (StatedCalendar::Gregorian, Some(day)) => {
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        (StatedCalendar::Gregorian, None) => {
            Some(Date::new(year, i8::try_from(month).ok()?, 1).ok()?.last_of_month())
        }
        (StatedCalendar::Hijri, day) => {
            // papers were dated by sighting: a day that the tables lack is the one before it
            let days = (29..=day.unwrap_or(30).max(29)).rev();
            let days = day.into_iter().chain(days);
            let date = |day| HijriDate { year: year.into(), month, day }.to_gregorian();
            days.into_iter().find_map(date)
        }
    }
}
