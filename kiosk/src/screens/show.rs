//! From a route to its screen.

use egui::Ui;

use super::attract::{AttractData, attract_ui};
use super::board::{BoardData, board_ui};
use super::calling::{CallingData, calling_ui};
use super::choice::choice_ui;
use super::device::{DeviceData, device_ui};
use super::drafts::{DraftsData, drafts_ui};
use super::field::{FieldData, field_ui};
use super::first_start::{FirstStartData, first_start_ui};
use super::frame::{FrameData, blank_frame, frame_ui};
use super::guide::{GuideData, guide_ui};
use super::inputs::Inputs;
use super::out_of_order::{OutOfOrderData, out_of_order_ui};
use super::people::people_ui;
use super::pin::{PinData, pin_ui};
use super::planned::planned_ui;
use super::register::{RegisterData, register_ui};
use super::representatives::representatives_ui;
use super::request::request_ui;
use super::settings::{SettingsData, settings_ui};
use super::sign_in::sign_in;
use super::today::{TodayData, today_ui};
use super::view::View;
use super::visitor::{VisitorScreen, visitor_ui};
use super::waiting::{WaitingData, waiting_ui};
use crate::action::Action;
use crate::flow::{StaffFlow, StaffPage};
use crate::guide::Reader;
use crate::route::Route;
use crate::theme::Look;

/// Shows a route's screen within the frame; returns what was asked for.
pub fn show(ui: &mut Ui, look: &Look, view: &View<'_>, route: &Route, inputs: &mut Inputs) -> Option<Action> {
    if *route == Route::Starting {
        blank_frame(ui, look, |_| ());
        return None;
    }
    if let Route::Board(board) = route {
        board_ui(ui, look, &BoardData::new(view, board));
        return None;
    }
    if let Route::OutOfOrder(out_of_order) = route {
        out_of_order_ui(ui, look, &OutOfOrderData::new(view, out_of_order));
        return None;
    }
    if let Some(turn) = view.attract.filter(|_| *route == Route::Welcome) {
        let data = AttractData::new(view, turn);
        return blank_frame(ui, look, |ui| attract_ui(ui, look, &data));
    }
    frame_ui(ui, look, &FrameData::new(view, route), |ui| match route {
        Route::FirstStart(flow) => first_start_ui(ui, look, &FirstStartData::new(view, flow), inputs),
        Route::Calling(flow) => calling_ui(ui, look, &CallingData::new(view, flow)),
        Route::Staff(flow) => show_staff(ui, look, view, flow, inputs),
        Route::Starting
        | Route::Board(_)
        | Route::OutOfOrder(_)
        | Route::Welcome
        | Route::Visit(_)
        | Route::Rating(_)
        | Route::Suggestion(_)
        | Route::Follow(_)
        | Route::Guide(_)
        | Route::Returned(_)
        | Route::Trouble(_) => visitor_ui(ui, look, &VisitorScreen::of(view, route)?, inputs),
    })
}

fn show_staff(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &StaffFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    match flow.page() {
        StaffPage::Pin if flow.field.who().is_none() => choice_ui(ui, look, &sign_in(view)),
        StaffPage::Pin => pin_ui(ui, look, &PinData::sign_in(view, &flow.pin, flow.field.who())),
        StaffPage::Today => today_ui(ui, look, &TodayData::new(view, flow)),
        StaffPage::Form(form) => register_ui(ui, look, &RegisterData::new(view, form), inputs),
        StaffPage::Device => device_ui(ui, look, &DeviceData::new(view, flow)),
        StaffPage::Settings(flow) => settings_ui(ui, look, &SettingsData::new(view, flow), inputs),
        StaffPage::Tools(flow) => guide_ui(ui, look, &GuideData::new(view, flow, Reader::Staff), inputs),
        StaffPage::Field => field_ui(ui, look, &FieldData::new(view, flow)),
        StaffPage::Waiting => waiting_ui(ui, look, &WaitingData::new(view, flow)),
        StaffPage::Drafts => drafts_ui(ui, look, &DraftsData::new(view, flow)),
        StaffPage::Representatives(page) => representatives_ui(ui, look, view, page, inputs),
        StaffPage::Planned(page) => planned_ui(ui, look, view, page, inputs),
        StaffPage::Request(page) => request_ui(ui, look, view, flow.field.representative(), page, inputs),
        StaffPage::People(page) => people_ui(ui, look, view, page, inputs),
    }
}
