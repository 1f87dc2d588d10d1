//! The staff's PIN, to come in or to be set.

use egui::Ui;

use super::layout::{is_upright, push_down, title, title_height_in, two_parts};
use super::number::{delete_words, digit_keys, pad_height};
use super::page::{Foot, page};
use super::view::View;
use crate::action::{Action, DigitKey, FieldAction, FirstStartAction, RepresentativesAction, StaffAction};
use crate::flow::{
    FirstStartFlow, FirstStartPage, PinFault, PinPad, PinState, RepresentativesFlow, RepresentativesStep, Who,
};
use crate::theme::Look;
use crate::widgets::{DigitDisplay, column_of_width, notice};

/// Whose PIN is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinUse {
    /// Staff come in.
    SignIn,
    /// The first start sets it.
    Set,
    /// A representative signs in who chose their name before.
    SignInByName,
    /// A representative sets their own.
    SetOwn,
}

/// The words of a PIN pad.
#[derive(Clone, Debug, PartialEq)]
pub struct PinData {
    /// Whose PIN is typed.
    pub pin_use: PinUse,
    /// The title.
    pub title: String,
    /// What to do.
    pub prompt: String,
    /// How many digits stand there; never which.
    pub digits: usize,
    /// How many digits stand there, in words.
    pub entered: String,
    /// What is wrong, or how long to wait.
    pub warning: Option<String>,
    /// The keys that delete.
    pub delete: [String; 2],
    /// The ways back and on.
    pub foot: Foot,
}

impl PinData {
    /// Reads the words of the staff's sign-in.
    pub fn sign_in(view: &View<'_>, pad: &PinPad, who: Option<&Who>) -> Self {
        let waiting = pad.seconds_to_wait(view.since_start).map(|seconds| wait_words(view, seconds));
        let wrong = (pad.state() == PinState::Wrong).then(|| view.tr("pin-wrong"));
        let is_chosen = view.setting.is_some_and(|setting| !setting.signing_in().is_empty());
        let pin_use = if is_chosen { PinUse::SignInByName } else { PinUse::SignIn };
        let title = view.who(who).unwrap_or_else(|| view.tr("pin-title"));
        Self::new(view, pad, pin_use, [title, view.tr("pin-prompt")], waiting.or(wrong))
    }

    /// Reads the words of a representative's own PIN, which they set.
    pub fn representative(view: &View<'_>, flow: &RepresentativesFlow, name: &str) -> Self {
        let repeats = matches!(flow.step(), RepresentativesStep::RepeatPin(_));
        let prompt =
            if repeats { view.tr("representatives-pin-repeat") } else { view.tr("representatives-pin") };
        let warning = flow.pin_fault().map(|fault| told_of(view, fault));
        Self::new(view, flow.pin(), PinUse::SetOwn, [name.to_owned(), prompt], warning)
    }

    /// Reads the words of the first start, which sets the PIN.
    pub fn first_start(view: &View<'_>, flow: &FirstStartFlow) -> Self {
        let title = match flow.page() {
            FirstStartPage::RepeatPin => view.tr("setup-pin-repeat"),
            FirstStartPage::Language
            | FirstStartPage::Choose
            | FirstStartPage::Connect
            | FirstStartPage::Enrolling
            | FirstStartPage::Enrolled
            | FirstStartPage::Screen
            | FirstStartPage::Printer
            | FirstStartPage::Rating
            | FirstStartPage::ChoosePin
            | FirstStartPage::Done => view.tr("setup-pin-title"),
        };
        let not_kept = || flow.pin_not_kept().then(|| view.tr("settings-not-saved"));
        let warning = flow.pin_fault().map(|fault| told_of(view, fault)).or_else(not_kept);
        Self::new(view, flow.pin(), PinUse::Set, [title, view.tr("setup-pin-body")], warning)
    }

    fn new(
        view: &View<'_>,
        pad: &PinPad,
        pin_use: PinUse,
        [title, prompt]: [String; 2],
        warning: Option<String>,
    ) -> Self {
        Self {
            pin_use,
            title,
            prompt,
            digits: pad.len(),
            entered: view.format("pin-entered", &[("n", pad.len().into())]),
            warning,
            delete: delete_words(view),
            foot: pin_use
                .foot(view)
                .next(view.tr("common-confirm"), pin_use.submit())
                .enabled(pad.is_complete(view.since_start)),
        }
    }
}

impl PinUse {
    fn key(self, key: DigitKey) -> Action {
        match self {
            Self::SignIn | Self::SignInByName => Action::Staff(StaffAction::Key(key)),
            Self::SetOwn => Action::Representatives(RepresentativesAction::Key(key)),
            Self::Set => Action::FirstStart(FirstStartAction::Key(key)),
        }
    }

    fn submit(self) -> Action {
        match self {
            Self::SignIn | Self::SignInByName => Action::Staff(StaffAction::SubmitPin),
            Self::SetOwn => Action::Representatives(RepresentativesAction::SubmitPin),
            Self::Set => Action::FirstStart(FirstStartAction::SubmitPin),
        }
    }

    fn foot(self, view: &View<'_>) -> Foot {
        match self {
            Self::SignIn => view.sign_in_foot(),
            Self::SignInByName => view.foot(Action::Field(FieldAction::SignInAs(None))),
            Self::SetOwn => view.foot(Action::Representatives(RepresentativesAction::Show)),
            Self::Set => view.foot(Action::FirstStart(FirstStartAction::Back)),
        }
    }
}

fn wait_words(view: &View<'_>, seconds: u64) -> String {
    if seconds < 60 {
        view.format("pin-wait-seconds", &[("n", seconds.into())])
    } else {
        view.format("pin-wait-minutes", &[("n", seconds.div_ceil(60).into())])
    }
}

/// Adds a PIN pad.
pub fn pin_ui(ui: &mut Ui, look: &Look, data: &PinData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let prompt = |ui: &mut Ui| {
            title(ui, look, &data.title, Some(&data.prompt));
            if let Some(warning) = &data.warning {
                notice(ui, look, warning);
            }
            None
        };
        let keys = |ui: &mut Ui, width: f32| {
            let typed = "0".repeat(data.digits);
            DigitDisplay::new(&data.entered, &typed, &data.entered).secret().show(ui, look, width);
            digit_keys(ui, look, width, &data.delete).map(|key| data.pin_use.key(key))
        };
        let pad = |ui: &mut Ui| {
            let width = ui.available_width();
            push_down(ui, look.sizes.button + pad_height(look) + look.sizes.gap);
            keys(ui, width)
        };
        let width = look.sizes.column * 0.6;
        let height = title_height_in(ui, look, width, &data.title, Some(&data.prompt))
            + look.sizes.button
            + pad_height(look)
            + look.sizes.section * 2.0
            + if data.warning.is_some() { look.sizes.button } else { 0.0 };
        if is_upright(ui) || height > ui.available_height() {
            return two_parts(ui, look, 0.58, prompt, pad);
        }
        ui.add_space(((ui.available_height() - height) * 0.4).floor());
        column_of_width(ui, look.direction, width, |ui| {
            let asked = prompt(ui);
            ui.add_space(look.sizes.gap);
            let width = ui.available_width();
            asked.or(keys(ui, width))
        })
    };
    page(ui, look, &data.foot, body)
}

/// Says why a PIN is asked for from the start.
fn told_of(view: &View<'_>, fault: PinFault) -> String {
    view.tr(match fault {
        PinFault::Differs => "setup-pin-differs",
        PinFault::TriedFirst => "setup-pin-simple",
    })
}
