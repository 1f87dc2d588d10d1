//! How the screens of field mode are reached: signing in by name, the home page, drafts, representatives.

use std::sync::Arc;

use shared::domain::{Code, DeviceMode, DraftId, Signature, SignaturePoint};

use super::Stage;
use super::people::PeopleScene;
use super::requests::RequestScene;
use super::sample::{sample_now, sample_setting, sample_status, sample_today, sample_visit};
use crate::action::{Action, DigitKey, FieldAction, FormAction, RepresentativesAction, StaffAction};
use crate::flow::{FormDraft, FormField, FormSection, StaffVisitForm, Who};
use crate::link::{Event, KeptDraft, PinOutcome, Setting, SyncState};

/// A screen of field mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldScene {
    /// The names to choose from: where the device opens.
    SignIn,
    /// A representative's PIN.
    OwnPin,
    /// The home page.
    Home,
    /// The drafts.
    Drafts,
    /// The question before a draft is deleted.
    DropDraft,
    /// The question before a form is left.
    LeaveForm,
    /// The form: dates of either calendar.
    FormPapers,
    /// The form: place and report.
    FormVisit,
    /// The form: what it led to.
    FormOutcome,
    /// The form: signed, and opened again.
    FormSigned,
    /// The representatives of the device.
    Representatives,
    /// The code of a representative's pass.
    PassCode,
    /// A representative chooses a PIN.
    ChoosePin,
    /// The question before a representative is removed.
    RemoveRepresentative,
    /// The question before a representative is given another PIN.
    ResetRepresentative,
    /// Finding people, and one of them.
    People(PeopleScene),
    /// A support request.
    Request(RequestScene),
}

impl FieldScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "field-sign-in",
            Self::OwnPin => "field-own-pin",
            Self::Home => "field-home",
            Self::Drafts => "field-drafts",
            Self::DropDraft => "field-drop-draft",
            Self::LeaveForm => "field-leave-form",
            Self::FormPapers => "field-form-papers",
            Self::FormVisit => "field-form-visit",
            Self::FormOutcome => "field-form-outcome",
            Self::FormSigned => "field-form-signed",
            Self::Representatives => "field-representatives",
            Self::PassCode => "field-pass-code",
            Self::ChoosePin => "field-choose-pin",
            Self::RemoveRepresentative => "field-remove-representative",
            Self::ResetRepresentative => "field-reset-representative",
            Self::People(scene) => scene.name(),
            Self::Request(scene) => scene.name(),
        }
    }

    /// Plays the scene up to its screen.
    pub fn play(self, stage: &mut Stage) {
        stage.tell(Event::Ready(Some(Arc::new(sample_field_setting()))));
        if self == Self::SignIn {
            return;
        }
        let who = match self {
            Self::Representatives
            | Self::PassCode
            | Self::ChoosePin
            | Self::RemoveRepresentative
            | Self::ResetRepresentative => Who::Staff,
            Self::SignIn
            | Self::OwnPin
            | Self::Home
            | Self::Drafts
            | Self::DropDraft
            | Self::LeaveForm
            | Self::FormPapers
            | Self::FormVisit
            | Self::FormOutcome
            | Self::FormSigned
            | Self::People(_)
            | Self::Request(_) => Who::Representative(code("staff-01")),
        };
        stage.act(field(FieldAction::SignInAs(Some(who))));
        stage.act(Action::Staff(StaffAction::Key(DigitKey::Digits("1357".to_owned()))));
        if self == Self::OwnPin {
            return;
        }
        stage.act(Action::Staff(StaffAction::SubmitPin));
        stage.tell(Event::PinChecked(PinOutcome::Right));
        stage.tell(Event::Sync(SyncState::Done(sample_now().timestamp())));
        stage.tell(Event::Today(sample_today()));
        stage.tell(Event::Status(Box::new(sample_status())));
        stage.tell(Event::Drafts(sample_drafts()));
        stage.tell(Event::Planned(super::people::sample_planned()));
        self.play_signed_in(stage);
    }

    fn play_signed_in(self, stage: &mut Stage) {
        let page = |action| Action::Representatives(action);
        match self {
            Self::SignIn | Self::OwnPin | Self::Home => {}
            Self::Drafts | Self::DropDraft => {
                stage.act(field(FieldAction::ShowDrafts));
                if self == Self::DropDraft {
                    stage.act(field(FieldAction::AskToDrop(Some(DraftId::from_random([1; 16])))));
                }
            }
            Self::People(scene) => scene.play(stage),
            Self::Request(scene) => scene.play(stage),
            Self::FormPapers => form(stage, FormSection::Papers),
            Self::FormVisit => form(stage, FormSection::Visit),
            Self::FormOutcome => form(stage, FormSection::Outcome),
            Self::FormSigned => {
                form(stage, FormSection::Signature);
                stage.act(Action::Form(FormAction::Sign(Some(Box::new(sample_signature())))));
            }
            Self::LeaveForm => {
                stage.act(Action::Staff(StaffAction::Register));
                stage.act(Action::Form(FormAction::AskToLeave));
            }
            Self::Representatives => stage.act(page(RepresentativesAction::Show)),
            Self::PassCode | Self::ChoosePin => {
                stage.act(page(RepresentativesAction::Show));
                stage.act(page(RepresentativesAction::ChoosePin(code("staff-01"))));
                let typed = if self == Self::PassCode { "K7QF2".to_owned() } else { sample_pass_code() };
                stage.act(page(RepresentativesAction::WriteCode(typed)));
                stage.act(page(RepresentativesAction::SubmitCode));
            }
            Self::RemoveRepresentative => {
                stage.act(page(RepresentativesAction::Show));
                stage.act(page(RepresentativesAction::AskToRemove(code("staff-01"))));
            }
            Self::ResetRepresentative => {
                stage.act(page(RepresentativesAction::Show));
                stage.act(page(RepresentativesAction::AskToReset(code("staff-01"))));
            }
        }
    }
}

/// Returns the code of a pass as head office prints it.
pub fn sample_pass_code() -> String {
    shared::sync::EnrolmentCode::new([9; 10], None).to_text()
}

/// Returns the setting of a device that two representatives share in the field.
pub fn sample_field_setting() -> Setting {
    Setting {
        mode: DeviceMode::Field,
        representatives: vec![code("staff-01"), code("staff-03")],
        ..sample_setting()
    }
}

/// Returns drafts of each kind: with a name, with a number, a correction, one that can't be read.
pub fn sample_drafts() -> Vec<KeptDraft> {
    let now = sample_now();
    let mut named = StaffVisitForm::new(&now);
    named.toggle_service(code("support"));
    named.toggle_service(code("food"));
    named.write(FormField::Name, super::sample::SAMPLE_TEXTS[0].to_owned());
    let mut numbered = StaffVisitForm::new(&now);
    numbered.write(FormField::Mobile, "0556880045".to_owned());
    let correcting = StaffVisitForm::correcting(Box::new(sample_visit()));
    let minutes_ago =
        |minutes: i64| shared::domain::UnixMillis(now.timestamp().as_millisecond() - minutes * 60 * 1_000);
    let draft = |(n, form): (u8, &StaffVisitForm)| KeptDraft {
        id: DraftId::from_random([n; 16]),
        updated: minutes_ago(i64::from(n) * 25),
        content: Some(FormDraft::of(form).to_bytes().into()),
    };
    let mut drafts: Vec<KeptDraft> = [(1, &named), (2, &numbered), (3, &correcting)].map(draft).into();
    drafts.push(KeptDraft { id: DraftId::from_random([4; 16]), updated: minutes_ago(3_000), content: None });
    drafts
}

/// Returns a signature of a wave and a dot on a pad of 12 by 5 cm.
pub fn sample_signature() -> Signature {
    let wave = (0..60_u16).map(|n| SignaturePoint {
        x: 2_000 + n * 130,
        y: (2_500.0 + 1_200.0 * (f32::from(n) / 4.0).sin()) as u16,
        at_millis: u32::from(n) * 20,
    });
    let dot = vec![SignaturePoint { x: 9_000, y: 1_000, at_millis: 1_500 }];
    Signature::new(12_000, 5_000, vec![wave.collect(), dot])
        .expect("every place lies on the pad, times in order")
}

/// A form with a hijri birth, an end of validity that is no date, a place and an outcome.
fn form(stage: &mut Stage, section: FormSection) {
    stage.act(Action::Staff(StaffAction::Register));
    for (field, text) in [
        (FormField::Birth, "1385"),
        (FormField::IdExpiry, "30/8/1446"),
        (FormField::Place, "24.71355, 46.67530"),
        (FormField::Report, super::sample::SAMPLE_TEXTS[2]),
    ] {
        stage.act(Action::Form(FormAction::Write(field, text.to_owned())));
    }
    stage.act(Action::Form(FormAction::ToggleLedTo(code("referred"))));
    stage.act(Action::Form(FormAction::Open(section)));
}

fn field(action: FieldAction) -> Action {
    Action::Field(action)
}

fn code(words: &str) -> Code {
    Code::new(words).expect("the sample's codes are short words")
}
