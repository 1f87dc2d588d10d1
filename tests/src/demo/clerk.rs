//! Makes single records as a branch would have them: a believable mix of parties, channels, services, people and words.

use jiff::{ToSpan as _, Zoned};
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use shared::doc::{Dice, random};
use shared::domain::{
    Channel, Direction, FactId, Moment, Origin, Party, Person, Rating, Score, Suggestion, Visit,
};

use super::people::{mobile, one_of, person};
use super::sample::{Need, SCORES, Sample, SampleSuggestion, Staff, code, text};

/// Channels with their weights; with those of volunteers, all eight of the policy (P-20).
const CHANNELS: [(Channel, u32); 7] = [
    (Channel::Interview, 42),
    (Channel::PhoneCall, 18),
    (Channel::Website, 10),
    (Channel::SocialMedia, 8),
    (Channel::BranchRepresentative, 8),
    (Channel::HelpRequest, 6),
    (Channel::Letter, 4),
];

/// How those come who would like to volunteer.
const CHANNELS_OF_VOLUNTEERS: [(Channel, u32); 4] =
    [(Channel::Volunteering, 50), (Channel::Interview, 25), (Channel::Website, 15), (Channel::PhoneCall, 10)];

/// Who asks for what is given to beneficiaries.
const PARTIES: [(Party, u32); 2] = [(Party::Beneficiary, 95), (Party::OtherParty, 5)];

/// Who asks a question or complains: anybody who deals with the association.
const PARTIES_OF_QUESTIONS: [(Party, u32); 4] =
    [(Party::Beneficiary, 66), (Party::Supporter, 20), (Party::Volunteer, 6), (Party::OtherParty, 8)];

/// The roles of those who receive visitors.
const RECEIVERS: [&str; 2] = ["relations", "representative"];

/// Who writes the records of one branch.
pub struct Clerk<'a> {
    sample: &'a Sample,
    staff: Vec<&'a str>,
    people: Vec<Person>,
    /// The dice that everything comes from.
    pub dice: &'a mut Dice,
}

impl<'a> Clerk<'a> {
    /// Makes the clerk of a branch who knows `n_people` people.
    pub fn new(sample: &'a Sample, branch: &str, n_people: usize, dice: &'a mut Dice) -> Self {
        let receives = |s: &&Staff| s.branch == branch && RECEIVERS.contains(&s.role.as_str());
        let staff = sample.staff.iter().filter(receives).map(|s| s.code.as_str()).collect();
        let people = (0..n_people).map(|_| person(sample, dice)).collect();
        Self { sample, staff, people, dice }
    }

    /// Makes a visit; seven of ten name a person.
    pub fn visit(&mut self, at: &Zoned) -> Visit {
        let need = self.need();
        let channel = self.channel(&need.service);
        let is_out = match channel {
            Channel::PhoneCall | Channel::SocialMedia => self.dice.random_ratio(1, 4),
            _ => self.dice.random_ratio(1, 25),
        };
        let alone = channel == Channel::Interview && !is_out && self.dice.random_ratio(2, 5);
        let minutes = self.dice.random_range(4..30_i64);
        let ended = at.checked_add(minutes.minutes()).unwrap_or_else(|_| at.clone());
        let millis = u64::try_from(at.timestamp().as_millisecond()).unwrap_or(0);
        // the dice fall in one order: the demonstration is the same on every machine
        let id = FactId::from_time(millis, random(self.dice));
        let ended_at = self.dice.random_ratio(3, 5).then(|| Moment::from_zoned(&ended));
        let party = self.party(&need.service);
        let mut visit = Visit {
            ended_at,
            direction: if is_out { Direction::Out } else { Direction::In },
            services: vec![code(&need.service)],
            department: Some(code(&need.department)),
            received_by: self.staff.choose(self.dice).map(|s| code(s)),
            beneficiary: self.dice.random_ratio(7, 10).then(|| self.given_person()).flatten(),
            purpose: Some(text(one_of(&need.purposes, self.dice))),
            answers: self.dice.random_ratio(3, 5).then(|| text(one_of(&need.answers, self.dice))),
            note: self.dice.random_ratio(1, 8).then(|| text(one_of(&self.sample.notes, self.dice))),
            for_other: self.dice.random_ratio(1, 20),
            ..Visit::begun(id, Moment::from_zoned(at), party, channel, Origin::Staff)
        };
        if self.dice.random_ratio(1, 5) {
            visit.origin = Origin::Record;
        }
        let visit = self.with_second_service(visit);
        if alone { served_themselves(visit) } else { visit }
    }

    /// Makes a correction of a visit: another channel or service, and a note that says so.
    pub(super) fn correction(&mut self, mistaken: &Visit) -> Visit {
        let id = FactId::from_random(random(self.dice));
        let note = Some(text(one_of(&self.sample.corrections, self.dice)));
        let corrected =
            Visit { id, note, supersedes: Some(mistaken.id), origin: Origin::Staff, ..mistaken.clone() };
        if self.dice.random() {
            Visit { channel: Channel::BranchRepresentative, ..corrected }
        } else {
            Visit { services: vec![code(&self.need().service)], ..corrected }
        }
    }

    /// Makes a rating of a service.
    pub(super) fn rating(&mut self, service: &str, at: &Zoned) -> Rating {
        let need = self.sample.needs.iter().find(|n| n.service == service);
        let need = need.expect("a test of the sample finds every rated service among the needs");
        let channel = self.channel(service);
        let scores: [(Score, u32); 4] = std::array::from_fn(|i| (SCORES[i].clone(), need.scores[i]));
        let score = weighted(&scores, self.dice);
        let provider = self.dice.random_ratio(3, 5).then(|| self.staff.choose(self.dice)).flatten();
        let provider_score = match (&score, self.dice.random_range(0..5)) {
            (_, 0) => None,
            (Score::VeryBad, 1 | 2) => Some(Score::Bad),
            (Score::Bad, 1 | 2) => Some(Score::Good),
            (Score::Good, 1 | 2) => Some(Score::Excellent),
            _ => Some(score.clone()),
        };
        let said = |all: &'a std::collections::BTreeMap<String, Vec<String>>| &all[score.code()];
        let n_reasons = self.dice.random_range(0..3);
        let reasons =
            said(&self.sample.reasons).sample(self.dice, n_reasons).map(|word| code(word)).collect();
        let comment = self.dice.random_ratio(1, 4);
        let comment = comment.then(|| text(one_of(said(&self.sample.comments), self.dice)));
        Rating {
            id: FactId::from_random(random(self.dice)),
            at: Moment::from_zoned(at),
            service: code(service),
            department: Some(code(&need.department)),
            channel,
            provider: provider.map(|s| code(s)),
            score,
            provider_score,
            reasons,
            comment,
        }
    }

    /// Makes a suggestion, with a number where a reply is wanted.
    pub(super) fn suggestion(&mut self, sample: &SampleSuggestion, at: &Zoned) -> Suggestion {
        Suggestion {
            id: FactId::from_random(random(self.dice)),
            at: Moment::from_zoned(at),
            channel: Channel::Interview,
            service: sample.service.as_deref().map(code),
            text: text(&sample.words),
            mobile: sample.reply.then(|| mobile(self.dice)),
        }
    }

    fn channel(&mut self, service: &str) -> Channel {
        match service {
            "volunteering" => weighted(&CHANNELS_OF_VOLUNTEERS, self.dice),
            _ => weighted(&CHANNELS, self.dice),
        }
    }

    fn party(&mut self, service: &str) -> Party {
        match service {
            "volunteering" => Party::Volunteer,
            "enquiry" | "complaint" => weighted(&PARTIES_OF_QUESTIONS, self.dice),
            _ => weighted(&PARTIES, self.dice),
        }
    }

    fn need(&mut self) -> &'a Need {
        let needs = &self.sample.needs;
        needs.choose_weighted(self.dice, |need| need.weight).expect("the sample's weights are positive")
    }

    /// One visit in eight asks for a second service (P-4).
    fn with_second_service(&mut self, mut visit: Visit) -> Visit {
        if self.dice.random_ratio(1, 8) {
            let second = code(&self.need().service);
            if !visit.services.contains(&second) {
                visit.services.push(second);
            }
        }
        visit
    }

    /// One of the known people, with what they happened to give this time.
    fn given_person(&mut self) -> Option<Person> {
        let person = self.people.choose(self.dice)?.clone();
        Some(match self.dice.random_range(0..6) {
            0 => Person { mobile: None, ..person },
            1 => Person { national_id: None, ..person },
            _ => person,
        })
    }
}

/// What a visit holds that nobody of the staff entered: services and, at most, a number.
fn served_themselves(visit: Visit) -> Visit {
    let number = |person: Person| match person {
        Person { national_id: Some(id), .. } => Person { national_id: Some(id), ..Person::default() },
        Person { mobile, .. } => Person { mobile, ..Person::default() },
    };
    Visit {
        ended_at: None,
        department: None,
        received_by: None,
        beneficiary: visit.beneficiary.map(number),
        purpose: None,
        answers: None,
        note: None,
        origin: Origin::SelfService,
        ..visit
    }
}

fn weighted<T: Clone>(choices: &[(T, u32)], dice: &mut Dice) -> T {
    let chosen = choices.choose_weighted(dice, |choice| choice.1);
    chosen.expect("the weights are positive").0.clone()
}
