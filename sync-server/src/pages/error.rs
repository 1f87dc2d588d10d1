//! What a person sees when a page cannot be shown: what happened and one way forward; the details go to the log.

use std::time::Duration;

use askama::Template;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use shared::locale::{Language, key};
use shared::replica::OfficeError;
use shared::store::StoreError;
use tokio::time::timeout;
use tracing::error;

use super::frame::Frame;
use crate::state::Unavailable;

/// Why a page is not shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageError {
    /// No page at this address.
    NotFound,
    /// The account's role has no right to the page.
    NotAllowed,
    /// The address or the form cannot be understood.
    BadRequest,
    /// The address asks for a language that no page speaks.
    UnknownLanguage,
    /// The address asks for a page of a list, and not by a number.
    NoPageNumber,
    /// The address filters by a value that is longer than any code.
    LongFilter,
    /// The form was sent by another site's page.
    CrossSite,
    /// The form is larger than its limit.
    TooLarge,
    /// Too much at once.
    Busy,
    /// The server's disk is full.
    Full,
    /// The server failed.
    Internal,
}

impl PageError {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::BadRequest | Self::UnknownLanguage | Self::NoPageNumber | Self::LongFilter => {
                StatusCode::BAD_REQUEST
            }
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Self::NotFound => key("error-not-found"),
            Self::NotAllowed => key("error-not-allowed"),
            Self::BadRequest => key("error-bad-request"),
            Self::UnknownLanguage => key("error-unknown-language"),
            Self::NoPageNumber => key("error-no-page-number"),
            Self::LongFilter => key("error-long-filter"),
            Self::CrossSite => key("error-cross-site"),
            Self::TooLarge => key("error-too-large"),
            Self::Busy => key("error-busy"),
            Self::Full => key("error-full"),
            Self::Internal => key("error-internal"),
        }
    }

    /// Paints the error's page in a language.
    pub(super) fn paint(self, language: Language) -> Response {
        let page =
            ErrorPage { frame: Frame::plain(language, "/", key("error-page-title")), reason: self.reason() };
        // a template of fixed words cannot fail to render; were it to, the bare status still says the truth
        let body = page.render().unwrap_or_default();
        (self.status(), Html(body)).into_response()
    }
}

/// Longest time for a page until it begins: reading what is shown takes seconds where the store is busy.
const PAGE_WITHIN: Duration = Duration::from_secs(60);

/// Answers in time: work that goes on is left alone.
pub async fn end_in_time(request: Request, next: Next) -> Response {
    match timeout(PAGE_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => PageError::Busy.into_response(),
    }
}

/// Answers an address that no page has.
pub async fn not_found() -> PageError {
    PageError::NotFound
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    reason: &'static str,
}

impl IntoResponse for PageError {
    /// Leaves the words to [`speak`](super::speak), which knows the reader's language.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Unavailable> for PageError {
    fn from(fault: Unavailable) -> Self {
        error!(%fault, "a page could not be made");
        Self::Internal
    }
}

impl From<OfficeError> for PageError {
    fn from(fault: OfficeError) -> Self {
        match fault {
            OfficeError::Store(fault) => Self::from(fault),
            other => {
                error!(fault = %other, "a page could not be made");
                Self::Internal
            }
        }
    }
}

impl From<StoreError> for PageError {
    fn from(fault: StoreError) -> Self {
        error!(%fault, "a page could not be made");
        match fault {
            StoreError::Full => Self::Full,
            passing if passing.passes() => Self::Busy,
            _ => Self::Internal,
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(fault: askama::Error) -> Self {
        error!(%fault, "a page could not be painted");
        Self::Internal
    }
}
