//! The scenes of a request that is followed up.

use std::sync::Arc;

use jiff::civil::date;
use shared::domain::request::Missing;
use shared::domain::{CatalogEntry, Code, Described, FollowUp, Stage as Told, Text, UnixMillis};

use super::Stage;
use super::sample::{sample_now, sample_setting};
use crate::action::{Action, FollowAction};
use crate::link::{Event, Setting, ToldHere};
use crate::sample::code;

/// The code that is typed in the pictures.
const SAMPLE_CODE: &str = "7K3M-9Q2X-4TNB-H5WD";

/// How long ago the pictures' device heard of head office, in milliseconds: three hours.
const HEARD_BEFORE: i64 = 3 * 60 * 60 * 1_000;

/// A screen on which a request is followed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowScene {
    /// The welcome of a kiosk that knows where requests are.
    Welcome,
    /// The field for the code.
    Code,
    /// The request is being studied.
    Studying,
    /// Much is missing, one paper of it not to be named.
    Missing,
    /// The answer is ready.
    AnswerReady,
    /// The code is not known here.
    Unknown,
}

impl FollowScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Welcome => "follow-welcome",
            Self::Code => "follow-code",
            Self::Studying => "follow-studying",
            Self::Missing => "follow-missing",
            Self::AnswerReady => "follow-answer-ready",
            Self::Unknown => "follow-unknown",
        }
    }

    /// Plays the scene up to its screen.
    pub fn play(self, stage: &mut Stage) {
        stage.tell(Event::Ready(Some(Arc::new(sample_follow_setting()))));
        if self == Self::Welcome {
            return;
        }
        stage.act(Action::StartFollow);
        stage.act(Action::Follow(FollowAction::Write(SAMPLE_CODE.to_owned())));
        let told = match self {
            Self::Welcome | Self::Code => return,
            Self::Studying => Some(sample_follow_up(Told::Studying)),
            Self::Missing => Some(sample_follow_up(Told::Completing)),
            Self::AnswerReady => Some(sample_follow_up(Told::AnswerReady)),
            Self::Unknown => None,
        };
        stage.act(Action::Follow(FollowAction::Look));
        stage.tell(sample_told(told));
    }
}

/// Returns the setting of a device that knows where requests are, with a paper that is not to be named.
pub fn sample_follow_setting() -> Setting {
    let mut setting = Setting { follows: true, ..sample_setting() };
    let text = |words: &str| Text::new(words).expect("a short text");
    let papers = [
        ("id_card", "الهوية الوطنية أو الإقامة", "National ID or iqama", false),
        ("prison", "إفادة سجن", "Prison record", true),
    ];
    for (paper, ar, en, discreet) in papers {
        let what = Described::Paper { discreet };
        setting.catalog.publish(CatalogEntry::new(what, code(paper), text(ar), text(en)));
    }
    setting
}

/// Returns what is told of a request at a stage.
pub fn sample_follow_up(stage: Told) -> FollowUp {
    let paper = |paper: &str| Missing::Paper(Code::new(paper).expect("a short word is a code"));
    let missing = match stage {
        Told::Receiving | Told::Completing => {
            vec![paper("id_card"), paper("prison"), Missing::Attestation, Missing::Explanation]
        }
        _ => Vec::new(),
    };
    FollowUp { stage, changed: date(2026, 11, 12), earliest: Some(date(2026, 11, 26)), missing, until: None }
}

/// Returns what the worker tells of a code.
pub fn sample_told(told: Option<FollowUp>) -> Event {
    let as_of = Some(UnixMillis(sample_now().timestamp().as_millisecond() - HEARD_BEFORE));
    Event::FollowUpTold(Box::new(ToldHere { told, as_of }))
}
