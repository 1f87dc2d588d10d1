//! The shares of scores by branch, by service and by channel. Groups stand in the catalog's order, never by score, and
//! no provider is a group (P-11). There is no filter: what is left out of a group by one would tell on a few ratings.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::domain::Channel;
use shared::locale::{Messages, key};
use shared::replica::Office;
use shared::store::office::{RatingCount, RatingDimension};

use super::frame::Frame;
use super::names::Names;
use super::shares::{Group, LEAST_RATINGS, SCORES, Shares, shares};
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "ratings.html")]
struct RatingsPage {
    frame: Frame,
    total: String,
    tables: Vec<Table>,
    legend: Vec<Key>,
}

/// The groups of one dimension.
struct Table {
    id: &'static str,
    title: String,
    lines: Vec<Line>,
}

/// A group as a row.
struct Line {
    name: String,
    count: String,
    service: Answers,
    provider: Answers,
}

/// One question's answers in a group: parts of a bar, or a sentence that says why there is none.
struct Answers {
    parts: Vec<Part>,
    note: String,
}

/// A score's share: a part of the bar and its words.
struct Part {
    tone: &'static str,
    percent: u8,
    label: String,
    number: String,
}

/// A score's colour and name.
struct Key {
    tone: &'static str,
    label: String,
}

const TONES: [&str; 5] = ["excellent", "good", "bad", "very-bad", "other"];

/// Shows the shares.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn ratings(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let (frame, words) = (viewer.frame(), viewer.words());
    let read = move |office: &Office| {
        let [branch, service, channel] = RatingDimension::ALL.map(|by| office.rating_counts(by));
        Ok::<_, PageError>(([branch?, service?, channel?], Names::read(office, viewer.language)?))
    };
    let (counts, names) = state.read(read).await??;
    let total: u64 = counts[0].iter().map(|count| count.count).sum();
    let tables = RatingDimension::ALL.into_iter().zip(&counts);
    page(&RatingsPage {
        frame,
        total: if total == 0 { String::new() } else { words.format("count-ratings", &[("n", total.into())]) },
        tables: tables.map(|(by, counts)| Table::new(words, &names, by, counts)).collect(),
        legend: legend(words),
    })
}

fn legend(words: &Messages) -> Vec<Key> {
    let known = SCORES.iter().zip(TONES);
    known.map(|(score, tone)| Key { tone, label: words.word("scale-service", score.code()) }).collect()
}

impl Table {
    fn new(words: &Messages, names: &Names, by: RatingDimension, counts: &[RatingCount]) -> Self {
        let (id, title) = match by {
            RatingDimension::Branch => ("by-branch", key("ratings-by-branch")),
            RatingDimension::Service => ("by-service", key("ratings-by-service")),
            RatingDimension::Channel => ("by-channel", key("ratings-by-channel")),
        };
        let order = match by {
            RatingDimension::Branch => names.branch_ids(),
            RatingDimension::Service => names.service_codes(),
            RatingDimension::Channel => {
                Channel::KNOWN.iter().map(|channel| channel.code().to_owned()).collect()
            }
        };
        let mut groups = shares(&known_or_others(counts, &order));
        groups.sort_by_key(|group| order.iter().position(|code| *code == group.code).unwrap_or(order.len()));
        let name = |code: &str| match by {
            _ if code == OTHERS => words.text(key("ratings-others")).into_owned(),
            RatingDimension::Branch => names.branch(code),
            RatingDimension::Service => names.service(code),
            RatingDimension::Channel => words.word("channel", code),
        };
        let lines = groups.into_iter().map(|group| Line::new(words, name(&group.code), group)).collect();
        Self { id, title: words.text(title).into_owned(), lines }
    }
}

/// The group of all that is not known here.
const OTHERS: &str = "";

/// Counts what is not among these codes as one group: a device may name any, and each would be a row.
fn known_or_others(counts: &[RatingCount], known: &[String]) -> Vec<RatingCount> {
    let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    let (mut counted, others): (Vec<RatingCount>, Vec<RatingCount>) =
        counts.iter().cloned().partition(|count| known.contains(count.group.as_str()));
    for other in others {
        let same = |known: &&mut RatingCount| {
            known.group == OTHERS
                && (&known.score, &known.provider_score) == (&other.score, &other.provider_score)
        };
        match counted.iter_mut().find(same) {
            Some(known) => known.count += other.count,
            None => counted.push(RatingCount { group: OTHERS.to_owned(), ..other }),
        }
    }
    counted
}

impl Line {
    fn new(words: &Messages, name: String, group: Group) -> Self {
        let Group { code: _, count, service, provider } = group;
        Self {
            name,
            count: words.format("ratings-number", &[("n", count.into())]),
            service: Answers::new(words, "scale-service", &service, None),
            provider: Answers::new(words, "scale-provider", &provider, Some(count)),
        }
    }
}

impl Answers {
    /// Puts shares in words. `asked` is the group's size where not everybody answered this question.
    fn new(words: &Messages, scale: &str, shares: &Shares, asked: Option<u64>) -> Self {
        let answered = |count: u64| match asked {
            Some(all) if all != count => words.format("ratings-answered", &[("n", count.into())]),
            Some(_) | None => String::new(),
        };
        match shares {
            Shares::None => Self { parts: Vec::new(), note: words.text("ratings-not-asked").into_owned() },
            Shares::Hidden { count } => {
                let hidden = words.format("ratings-hidden", &[("least", LEAST_RATINGS.into())]);
                Self { parts: Vec::new(), note: [answered(*count), hidden].join(" ").trim().to_owned() }
            }
            Shares::HiddenForAnother { count } => {
                let hidden = words.text("ratings-hidden-for-another");
                Self { parts: Vec::new(), note: [&*answered(*count), &*hidden].join(" ").trim().to_owned() }
            }
            Shares::Shown { count, percents } => {
                Self { parts: parts(words, scale, percents), note: answered(*count) }
            }
        }
    }
}

fn parts(words: &Messages, scale: &str, percents: &[u8; 5]) -> Vec<Part> {
    let label = |place: usize| match SCORES.get(place) {
        Some(score) => words.word(scale, score.code()),
        None => words.text("ratings-other-score").into_owned(),
    };
    let part = |(place, percent): (usize, &u8)| Part {
        tone: TONES[place],
        percent: *percent,
        label: label(place),
        number: words.format("ratings-percent", &[("percent", i64::from(*percent).into())]),
    };
    // the four known scores always stand there, also at nought; a newer program's only where there is one
    percents
        .iter()
        .enumerate()
        .filter(|(place, percent)| *place < SCORES.len() || **percent > 0)
        .map(part)
        .collect()
}
