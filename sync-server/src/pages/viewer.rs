//! Who looks at a page, in which language, at which address; and the gate that lets nobody else through to its handler.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::Uri;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use shared::domain::{Code, Role};
use shared::locale::{Language, Messages};
use tracing::error;

use super::frame::Frame;
use super::{Page, PageError};
use crate::access::{Right, may};
use crate::auth::{SignedIn, signed_in, token_in};
use crate::door::Caller;
use crate::state::AppState;
use crate::words::messages;

/// A signed-in person who has the right to the page. Only `admit` makes one, so a handler that asks for it answers
/// nobody else.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The language to speak.
    pub language: Language,
    who: SignedIn,
    page: &'static Page,
    uri: Uri,
}

/// What a request must pass to reach a handler: it comes from somebody who has this right.
#[derive(Clone)]
pub(super) struct Gate {
    pub(super) state: AppState,
    pub(super) page: &'static Page,
    pub(super) right: Right,
}

/// Lets a signed-in person with the gate's right through, leads anyone who is not signed in to the sign-in page, and
/// refuses everyone else.
pub(super) async fn admit(
    State(gate): State<Gate>,
    caller: Caller,
    cookies: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let who = match signed_in(&gate.state, &cookies).await {
        Ok(Some(who)) => who,
        Ok(None) => {
            return to_sign_in(request.uri(), token_in(&cookies, gate.state.transport()).is_some());
        }
        Err(fault) => return PageError::from(fault).into_response(),
    };
    if !may(&who.role, gate.right) {
        return PageError::NotAllowed.into_response();
    }
    caller.is_valid();
    let language = request.extensions().get::<Language>().copied().unwrap_or_default();
    let viewer = Viewer { language, who, page: gate.page, uri: request.uri().clone() };
    request.extensions_mut().insert(viewer);
    next.run(request).await
}

impl Viewer {
    /// Returns the words of the viewer's language.
    pub fn words(&self) -> &'static Messages {
        messages(self.language)
    }

    /// Returns whether the viewer has a right beside the page's own.
    pub fn may(&self, right: Right) -> bool {
        may(&self.who.role, right)
    }

    /// Returns the name that the viewer signed in with.
    pub(super) fn name(&self) -> Result<Code, PageError> {
        Code::new(self.who.name.as_str()).map_err(|_| PageError::Internal)
    }

    /// Returns the viewer's role.
    pub(super) fn role(&self) -> &Role {
        &self.who.role
    }

    /// Returns the page's frame.
    pub(super) fn frame(&self) -> Frame {
        Frame::signed_in(self.language, &self.uri, self.page, self.who.clone())
    }
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Viewer>().cloned().ok_or_else(|| {
            error!("a page's handler stands outside the table of pages");
            PageError::Internal
        })
    }
}

fn to_sign_in(uri: &Uri, had_session: bool) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(target) = uri.path_and_query() {
        query.append_pair("next", target.as_str());
    }
    if had_session {
        query.append_pair("ended", "1");
    }
    Redirect::to(&format!("/sign-in?{}", query.finish())).into_response()
}
