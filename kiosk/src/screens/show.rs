//! From a route to its screen.

use egui::Ui;

use super::comment::{CommentData, comment_ui};
use super::device::{DeviceData, device_ui};
use super::drafts::{DraftsData, drafts_ui};
use super::faces::{FacesData, faces_ui};
use super::field::{FieldData, field_ui};
use super::first_start::{FirstStartData, SetupData, first_start_ui, setup_ui};
use super::frame::{FrameData, blank_frame, frame_ui};
use super::guide::{GuideData, guide_ui};
use super::inputs::Inputs;
use super::need::{NeedData, need_ui};
use super::notice::{NoticeData, notice_ui};
use super::party::{PartyData, party_ui};
use super::people::people_ui;
use super::pin::{PinData, pin_ui};
use super::planned::{PlannedData, planned_ui};
use super::promise::{PromiseData, promise_ui};
use super::rate_service::{RateServiceData, rate_service_ui};
use super::reasons::{ReasonsData, reasons_ui};
use super::receipt::{ReceiptData, receipt_ui};
use super::register::{RegisterData, register_ui};
use super::representatives::representatives_ui;
use super::settings::{SettingsData, settings_ui};
use super::sign_in::{SignInData, sign_in_ui};
use super::suggestion::{SuggestionData, suggestion_ui};
use super::summary::{SummaryData, summary_ui};
use super::thanks::{ThanksData, thanks_ui};
use super::today::{TodayData, today_ui};
use super::trouble::{TroubleData, trouble_ui};
use super::view::View;
use super::waiting::{WaitingData, waiting_ui};
use super::welcome::{WelcomeData, welcome_ui};
use super::who::{WhoData, who_ui};
use crate::action::Action;
use crate::flow::{
    FirstStartFlow, FirstStartPage, RatingFlow, RatingStep, StaffFlow, StaffPage, VisitFlow, VisitStep,
};
use crate::guide::Reader;
use crate::route::Route;
use crate::theme::Look;

/// Shows a route's screen within the frame; returns what was asked for.
pub fn show(ui: &mut Ui, look: &Look, view: &View<'_>, route: &Route, inputs: &mut Inputs) -> Option<Action> {
    if *route == Route::Starting {
        blank_frame(ui, look, |_| ());
        return None;
    }
    frame_ui(ui, look, &FrameData::new(view, route), |ui| match route {
        Route::Starting => None,
        Route::FirstStart(flow) => show_first_start(ui, look, view, flow, inputs),
        Route::Welcome => welcome_ui(ui, look, &WelcomeData::new(view)),
        Route::Visit(flow) => show_visit(ui, look, view, flow),
        Route::Rating(flow) => show_rating(ui, look, view, flow, inputs),
        Route::Suggestion(flow) => suggestion_ui(ui, look, &SuggestionData::new(view, flow), inputs),
        Route::Guide(flow) => guide_ui(ui, look, &GuideData::new(view, flow, Reader::Visitor), inputs),
        Route::Staff(flow) => show_staff(ui, look, view, flow, inputs),
        Route::Trouble(trouble) => trouble_ui(ui, look, &TroubleData::new(view, *trouble)),
    })
}

fn show_first_start(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &FirstStartFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    match flow.page() {
        FirstStartPage::Connect | FirstStartPage::Enrolling => {
            first_start_ui(ui, look, &FirstStartData::new(view, flow), inputs)
        }
        FirstStartPage::Language
        | FirstStartPage::Choose
        | FirstStartPage::Enrolled
        | FirstStartPage::Screen
        | FirstStartPage::Printer
        | FirstStartPage::Done => setup_ui(ui, look, &SetupData::new(view, flow), inputs),
        FirstStartPage::ChoosePin | FirstStartPage::RepeatPin => {
            pin_ui(ui, look, &PinData::first_start(view, flow))
        }
    }
}

fn show_visit(ui: &mut Ui, look: &Look, view: &View<'_>, flow: &VisitFlow) -> Option<Action> {
    match (flow.step(), flow.receipt()) {
        (VisitStep::Need, _) => need_ui(ui, look, &NeedData::new(view, flow)),
        (VisitStep::Notice, _) => notice_ui(ui, look, &NoticeData::new(view)),
        (VisitStep::Who, _) => who_ui(ui, look, &WhoData::new(view, flow)),
        (VisitStep::Party, _) => party_ui(ui, look, &PartyData::new(view, flow)),
        (VisitStep::Receipt, Some(receipt)) => receipt_ui(ui, look, &ReceiptData::new(view, receipt)),
        (VisitStep::Summary, _) | (VisitStep::Receipt, None) => {
            summary_ui(ui, look, &SummaryData::new(view, flow))
        }
    }
}

fn show_rating(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &RatingFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    match flow.step() {
        RatingStep::Service => rate_service_ui(ui, look, &RateServiceData::new(view, flow)),
        RatingStep::Promise => promise_ui(ui, look, &PromiseData::new(view, flow)),
        RatingStep::Score => {
            ui.push_id("service", |ui| faces_ui(ui, look, &FacesData::service(view, flow))).inner
        }
        RatingStep::Provider => {
            ui.push_id("provider", |ui| faces_ui(ui, look, &FacesData::provider(view, flow))).inner
        }
        RatingStep::Reasons => reasons_ui(ui, look, &ReasonsData::new(view, flow)),
        RatingStep::Comment => comment_ui(ui, look, &CommentData::new(view, flow), inputs),
        RatingStep::Thanks => thanks_ui(ui, look, &ThanksData::new(view)),
    }
}

fn show_staff(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &StaffFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    match flow.page() {
        StaffPage::Pin if flow.field.who().is_none() => sign_in_ui(ui, look, &SignInData::new(view)),
        StaffPage::Pin => pin_ui(ui, look, &PinData::sign_in(view, &flow.pin, flow.field.who())),
        StaffPage::Today => today_ui(ui, look, &TodayData::new(view, flow)),
        StaffPage::Form(form) => register_ui(ui, look, &RegisterData::new(view, form), inputs),
        StaffPage::Device => device_ui(ui, look, &DeviceData::new(view, flow)),
        StaffPage::Settings(flow) => settings_ui(ui, look, &SettingsData::new(view, flow), inputs),
        StaffPage::Tools(flow) => guide_ui(ui, look, &GuideData::new(view, flow, Reader::Staff), inputs),
        StaffPage::Field => field_ui(ui, look, &FieldData::new(view, flow)),
        StaffPage::Waiting => waiting_ui(ui, look, &WaitingData::new(view, flow)),
        StaffPage::Drafts => drafts_ui(ui, look, &DraftsData::new(view, flow)),
        StaffPage::Representatives(page) => representatives_ui(ui, look, view, page),
        StaffPage::Planned(page) => planned_ui(ui, look, &PlannedData::new(view, page), inputs),
        StaffPage::People(page) => people_ui(ui, look, view, page, inputs),
    }
}
