//! A support request in words: what is missing, what was said in a step, why a step was refused. Once for pages and windows.

use jiff::civil::Date;

use super::{
    Amount, Case, Decision, Grant, GrantItem, Match, Matter, Missing, PaperRule, Refusal, RequestStep, Step,
    StepKind, Why,
};
use crate::domain::{Code, StatedDate};
use crate::locale::dates::HijriDate;
use crate::locale::{Messages, dates, isolate, ltr};

/// Puts support requests into words.
pub struct RequestWords<'a> {
    /// The words.
    pub words: &'a Messages,
    /// What a paper is called.
    pub paper: &'a dyn Fn(&Code) -> String,
}

impl RequestWords<'_> {
    /// Returns what a step is called.
    pub fn step(&self, kind: StepKind) -> String {
        self.words.word("request-step", kind.code())
    }

    /// Returns what is missing.
    pub fn missing(&self, missing: &Missing) -> String {
        let text = |key: &str| self.words.text(key).into_owned();
        match missing {
            Missing::Paper(paper) => {
                self.words.format("request-missing-paper", &[("paper", (self.paper)(paper).into())])
            }
            Missing::OneOf(papers) => {
                one_of_words(self.words, papers.iter().map(|paper| (self.paper)(paper)))
            }
            Missing::Attestation => text("request-missing-attestation"),
            Missing::Explanation => text("request-missing-explanation"),
            Missing::Approval => text("request-missing-approval"),
            Missing::Study => text("request-missing-study"),
            Missing::Decision => text("request-missing-decision"),
            Missing::Registration => text("request-missing-registration"),
            Missing::Answer => text("request-missing-answer"),
        }
    }

    /// Returns why a step was refused, and the next step.
    pub fn refusal(&self, Refusal { field, why }: &Refusal) -> String {
        let words = self.words;
        match why {
            Why::Needs(missing) => {
                words.format("request-refused-needs", &[("missing", self.missing(missing).into())])
            }
            Why::Duty(step) => words.format("request-refused-duty", &[("step", self.step(*step).into())]),
            Why::State(state) => {
                let state = words.word("request-state", state.code());
                words.format("request-refused-state", &[("state", state.into())])
            }
            Why::BeforeEarliest(date) => {
                let date = dates::both(words, *date);
                words.format("request-refused-before-earliest", &[("date", date.into())])
            }
            Why::Field(_) => {
                let field = words.word("request-field", field);
                words.format("request-refused-field", &[("field", field.into())])
            }
            why => words.word("request-refused", why.code()),
        }
    }

    /// Returns what the family was given in this year of the Hijra and the one before: a name and an amount each.
    pub fn aid(&self, case: &Case, today: Date) -> Vec<(String, String)> {
        let year = HijriDate::from(today).year;
        let row = |year: i32| {
            let amount = Amount::of_halalas(case.money_in(year))?;
            let name =
                self.words.format("request-row-aid-this-year", &[("year", ltr(&year.to_string()).into())]);
            Some((name, self.goods(Some(amount), &[])))
        };
        [year, year - 1].into_iter().filter_map(row).collect()
    }

    /// Returns how much money and which goods.
    pub fn goods(&self, amount: Option<Amount>, items: &[GrantItem]) -> String {
        let riyals = |amount: Amount| {
            self.words.format("request-riyals", &[("amount", ltr(&amount.to_string()).into())])
        };
        let items =
            items.iter().map(|item| isolate(&format!("{} × {}", isolate(item.item.as_str()), item.quantity)));
        let parts: Vec<String> = amount.map(riyals).into_iter().chain(items).collect();
        parts.join(self.words.text("list-separator").as_ref())
    }

    fn grant(&self, grant: &Grant) -> String {
        match grant {
            Grant::Amount(amount) => self.goods(Some(*amount), &[]),
            Grant::Items(items) => self.goods(None, items),
        }
    }

    /// Returns what was decided, and what is granted.
    pub fn decision(&self, decision: &Decision) -> String {
        let outcome = self.words.word("request-outcome", decision.outcome.code());
        match &decision.grant {
            Some(grant) => format!("{outcome} · {}", self.grant(grant)),
            None => outcome,
        }
    }

    /// Returns what a step says, a line each.
    pub fn said(&self, RequestStep { step, said, .. }: &RequestStep) -> Vec<String> {
        let mut lines = Vec::new();
        match step {
            Step::Given((matter, until)) => {
                lines.push(self.matter(matter));
                lines.extend(until.map(|until| self.dated("request-valid-until", until)));
            }
            Step::Matched(Match { matter, valid_until, issued, original, on_file }) => {
                lines.push(self.matter(matter));
                lines.extend(valid_until.map(|until| self.dated("request-valid-until", until)));
                lines.extend(issued.map(|issued| self.dated("request-issued-on", issued)));
                let is_so = [(*original, "request-original-seen"), (on_file.is_some(), "request-on-file")];
                let is_so = is_so.into_iter().filter(|(is, _)| *is);
                lines.extend(is_so.map(|(_, key)| self.words.text(key).into_owned()));
            }
            Step::NotValid(matter) => lines.push(self.matter(matter)),
            Step::Submitted(told) => lines.push(dates::both(self.words, *told)),
            Step::Allowed(amount) => lines.push(self.goods(Some(*amount), &[])),
            Step::Numbered(number) | Step::Registered(number) => {
                lines.extend(number.as_ref().map(|number| ltr(number.as_str())));
            }
            Step::Studied(recommendation) => {
                lines.push(self.words.word("request-outcome", recommendation.code()));
            }
            Step::Decided(decision) => lines.push(self.decision(decision)),
            Step::AnswerAttempted((channel, result, letter)) => {
                let channel = self.words.word("request-channel", channel.code());
                lines.push(format!("{channel} · {}", self.words.word("request-result", result.code())));
                lines.extend(letter.as_ref().map(|letter| ltr(letter.as_str())));
            }
            Step::Prepared(grant) => lines.extend(grant.as_ref().map(|grant| self.grant(grant))),
            Step::Delivered((_, grant)) | Step::Returned((_, grant)) => lines.push(self.grant(grant)),
            Step::ObjectionDecided(outcome) => {
                lines.push(self.words.word("request-outcome", outcome.code()));
            }
            Step::Received | Step::Answered | Step::Referred | Step::Came | Step::Explained => {}
            Step::Attested(_) | Step::Completed | Step::Approved(_) | Step::Withdrawn => {}
            Step::Objected | Step::Corrected(_) | Step::Settled(_) => {}
        }
        let texts = [&said.against, &said.reason, &said.collector].into_iter().flatten();
        lines.extend(texts.map(|text| isolate(text.as_str())));
        lines
    }

    fn dated(&self, key: &str, date: StatedDate) -> String {
        self.words.format(key, &[("date", ltr(&date.day_first()).into())])
    }

    /// Returns what is asked of a paper beside its being right: the original, a copy, how old it may be.
    pub fn paper_rule(&self, rule: &PaperRule) -> Vec<String> {
        let asked = [(rule.original, "request-rule-original"), (rule.copy, "request-rule-copy")];
        let asked = asked.into_iter().filter(|(is, _)| *is).map(|(_, key)| self.words.text(key).into_owned());
        let days = |days: i64| self.words.format("request-rule-days", &[("days", days.into())]);
        asked.chain(rule.days.map(days)).collect()
    }

    fn matter(&self, matter: &Matter) -> String {
        match matter {
            Matter::Paper(code) => (self.paper)(code),
            Matter::Datum(code) => isolate(code.as_str()),
        }
    }
}

/// Says that one of some papers is missing, by what they are called.
pub(in crate::domain) fn one_of_words(words: &Messages, papers: impl Iterator<Item = String>) -> String {
    let papers = papers.collect::<Vec<_>>().join(words.text("request-or").as_ref());
    words.format("request-missing-one-of", &[("papers", papers.into())])
}
