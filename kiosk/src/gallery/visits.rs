//! A visitor's screens at another hour, on another kind of kiosk, or reached in another way than most.

use std::sync::Arc;

use shared::domain::{CatalogKind, DaySpan, Described, DeviceMode, Hours, Week};

use super::Stage;
use super::sample::{sample_receipt, sample_setting, sample_shown_receipt};
use crate::access::AccessAction;
use crate::action::{Action, DigitKey, GuideAction, Scan, VisitAction};
use crate::config::ReaderKind;
use crate::flow::GuidePage;
use crate::link::{Event, Receipt, Setting};
use crate::sample::{code, publish};

/// What a complaint is about, in the pictures.
const SAMPLE_COMPLAINT: &str = "تأخر الرد على طلبي أكثر من شهر، ولم أُبلَّغ بالسبب.";

/// The hour at which the pictures are taken lies before the first span's and after the second's.
const LATER: DaySpan = DaySpan { from_minutes: 12 * 60, until_minutes: 14 * 60 };
const OVER: DaySpan = DaySpan { from_minutes: 7 * 60 + 30, until_minutes: 9 * 60 + 30 };

/// A visitor's screen that is seldom seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitScene {
    /// What brings you here, before the branch opens.
    NeedBefore,
    /// What brings you here, once the day is over.
    NeedOver,
    /// The receipt, before the branch opens.
    ReceiptBefore,
    /// The receipt, once the day is over.
    ReceiptOver,
    /// A complaint's words, where nobody is at hand.
    Words,
    /// Who you are, where a complaint has no words.
    WhoNeeded,
    /// Who you are, for someone else and to be served by a woman, with a number that cannot be right.
    WhoOther,
    /// Who you are, after a card that could not be read.
    CardUnread,
    /// Who you are, asked from a service's page in the guide.
    FromGuide,
    /// The receipt of an earlier visit is shown where nobody is at hand.
    ReturnedAlone,
    /// The screen is hidden from whoever stands beside.
    Curtain,
}

impl VisitScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::NeedBefore => "need-before-opening",
            Self::NeedOver => "need-day-over",
            Self::ReceiptBefore => "receipt-before-opening",
            Self::ReceiptOver => "receipt-day-over",
            Self::Words => "words",
            Self::WhoNeeded => "who-needed",
            Self::WhoOther => "who-other",
            Self::CardUnread => "who-card-unread",
            Self::FromGuide => "who-from-guide",
            Self::ReturnedAlone => "returned-alone",
            Self::Curtain => "curtain",
        }
    }

    /// Plays the scene up to its screen.
    pub fn play(self, stage: &mut Stage) {
        let setting = match self {
            Self::NeedBefore | Self::ReceiptBefore => open_in(LATER),
            Self::NeedOver | Self::ReceiptOver => open_in(OVER),
            Self::Words | Self::WhoNeeded | Self::ReturnedAlone => {
                Setting { mode: DeviceMode::SelfService, ..sample_setting() }
            }
            Self::WhoOther | Self::CardUnread | Self::FromGuide | Self::Curtain => sample_setting(),
        };
        stage.tell(Event::Ready(Some(Arc::new(setting))));
        match self {
            Self::NeedBefore | Self::NeedOver => stage.act(Action::StartVisit),
            Self::ReceiptBefore => receipt(stage, sample_receipt),
            Self::ReceiptOver => receipt(stage, |id| Receipt { ticket: None, ..sample_receipt(id) }),
            Self::Words => {
                stage.act(Action::StartVisitFor(code("complaint")));
                visit(stage, VisitAction::Write(SAMPLE_COMPLAINT.to_owned()));
            }
            Self::WhoNeeded => {
                stage.act(Action::StartVisitFor(code("complaint")));
                visit(stage, VisitAction::SkipWords);
            }
            Self::WhoOther => {
                stage.act(Action::StartVisitFor(code("support")));
                visit(stage, VisitAction::ToggleForOther);
                visit(stage, VisitAction::ToggleAsksForWoman);
                visit(stage, VisitAction::Key(DigitKey::Digits("3000000008".to_owned())));
            }
            Self::CardUnread => {
                let mut config = stage.config().clone();
                config.reader.kind = ReaderKind::Card;
                stage.tell(Event::ConfigSaved(Box::new(config)));
                stage.act(Action::StartVisitFor(code("support")));
                visit(stage, VisitAction::Scanned(Scan::Other));
            }
            Self::FromGuide => {
                stage.act(Action::OpenGuide);
                let service = GuidePage::Entry(CatalogKind::Service, code("support"));
                stage.act(Action::Guide(GuideAction::Open(service)));
                stage.act(Action::Guide(GuideAction::AskFor(code("support"))));
            }
            Self::ReturnedAlone => stage.tell(sample_shown_receipt(false)),
            Self::Curtain => {
                stage.give_voice();
                stage.act(Action::Access(AccessAction::ToggleListen));
                stage.act(Action::StartVisit);
                stage.act(Action::Access(AccessAction::DrawCurtain));
            }
        }
    }
}

fn visit(stage: &mut Stage, action: VisitAction) {
    stage.act(Action::Visit(action));
}

fn receipt(stage: &mut Stage, of: impl Fn(shared::domain::FactId) -> Receipt) {
    stage.act(Action::StartVisitFor(code("support")));
    visit(stage, VisitAction::SkipNumber);
    visit(stage, VisitAction::Save);
    if let Some(id) = stage.record_being_saved() {
        stage.tell(Event::visit_saved(of(id)));
    }
}

/// A branch that is open in one span of every day.
fn open_in(span: DaySpan) -> Setting {
    let mut setting = sample_setting();
    let hours = Hours { week: Week(std::array::from_fn(|_| vec![span])), ..Hours::default() };
    publish_hours(&mut setting, hours);
    setting
}

/// Publishes a branch's hours.
pub(super) fn publish_hours(setting: &mut Setting, hours: Hours) {
    let named = [("everywhere", "أوقات العمل", "Opening hours")];
    publish(&mut setting.catalog, &Described::Hours(hours), &named);
}
