//! Every page that asks for a right, a row each: its address, its place in the navigation, its heading, the right that it
//! takes, and who answers. The router, the navigation and the check of rights read this table; nothing else names a page.

use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use shared::domain::Role;
use shared::locale::key;

use super::devices::devices;
use super::held::held;
use super::ratings::ratings;
use super::receipts::{check_receipt, receipts};
use super::request::{act_on_request, request};
use super::requests::requests;
use super::session::{act_in_session, session};
use super::sessions::{open_session, sessions};
use super::suggestions::suggestions;
use super::today::today;
use super::viewer::{Gate, admit};
use super::visits::visits;
use super::waits::waits;
use crate::access::Right::{self, CheckReceipts, ReadSuggestions, See, SeeRequests};
use crate::access::may;
use crate::state::AppState;

/// A page of head office.
#[derive(Debug)]
pub struct Page {
    /// Its address.
    pub path: &'static str,
    /// The message by which the navigation leads to it; `None` for a page that only other pages lead to.
    pub section: Option<&'static str>,
    /// The message that is its heading.
    pub title: &'static str,
    /// What it takes to open it.
    pub right: Right,
    show: Answer,
    /// What it takes to send its form, and who answers; `None` for a page without one.
    form: Option<(Right, Answer)>,
}

/// Makes the handler of a page or its form.
type Answer = fn() -> MethodRouter<AppState>;

/// The pages in the order of the navigation. The first one is where everybody starts.
#[rustfmt::skip]
pub static PAGES: [Page; 12] = [
    page("/today",       Some(key("nav-today")),       key("today-title"),       See,             || get(today)),
    page("/visits",      Some(key("nav-visits")),      key("visits-title"),      See,             || get(visits)),
    page("/requests",    Some(key("nav-requests")),    key("requests-title"),    SeeRequests,     || get(requests)),
    page("/request",     None,                         key("request-title"),     SeeRequests,     || get(request))
        .with_form(SeeRequests, || post(act_on_request)),
    page("/sessions",    Some(key("nav-sessions")),    key("sessions-title"),    SeeRequests,     || get(sessions))
        .with_form(SeeRequests, || post(open_session)),
    page("/session",     None,                         key("session-title"),     SeeRequests,     || get(session))
        .with_form(SeeRequests, || post(act_in_session)),
    page("/ratings",     Some(key("nav-ratings")),     key("ratings-title"),     See,             || get(ratings)),
    page("/waits",       Some(key("nav-waits")),       key("waits-title"),       See,             || get(waits)),
    page("/suggestions", Some(key("nav-suggestions")), key("suggestions-title"), ReadSuggestions, || get(suggestions)),
    page("/devices",     Some(key("nav-devices")),     key("devices-title"),     See,             || get(devices)),
    page("/held",        Some(key("nav-held")),        key("held-title"),        See,             || get(held)),
    page("/receipts",    Some(key("nav-receipts")),    key("receipts-title"),    CheckReceipts,   || get(receipts))
        .with_form(CheckReceipts, || post(check_receipt)),
];

/// Returns the address of the page where everybody starts.
pub fn start_path() -> &'static str {
    PAGES[0].path
}

const fn page(
    path: &'static str,
    section: Option<&'static str>,
    title: &'static str,
    right: Right,
    show: Answer,
) -> Page {
    Page { path, section, title, right, show, form: None }
}

impl Page {
    const fn with_form(mut self, right: Right, send: Answer) -> Self {
        self.form = Some((right, send));
        self
    }

    /// Returns whether a role may open the page.
    pub fn is_open_to(&self, role: &Role) -> bool {
        may(role, self.right)
    }

    /// Returns whether a role may send the page's form; `None` for a page without one.
    pub fn takes_form_of(&self, role: &Role) -> Option<bool> {
        self.form.map(|(right, _)| may(role, right))
    }

    /// Makes the page's routes. Behind each, the handler meets only those who have its right.
    pub(crate) fn routes(&'static self, state: &AppState) -> MethodRouter<AppState> {
        let gated = |right, answer: Answer| {
            answer().route_layer(from_fn_with_state(Gate { state: state.clone(), page: self, right }, admit))
        };
        let show = gated(self.right, self.show);
        match self.form {
            Some((right, send)) => show.merge(gated(right, send)),
            None => show,
        }
    }
}
