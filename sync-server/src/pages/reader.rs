//! Who reads a page, in which language, at which address: what every signed-in page begins with.

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use shared::locale::{Language, Messages};

use super::PageError;
use super::frame::Frame;
use crate::access::{Page, may_reply, may_see};
use crate::auth::{SignedIn, signed_in, token_in};
use crate::state::AppState;
use crate::words::messages;

/// A signed-in person who asks for a page. Whoever is not signed in is led to the sign-in page instead.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The language to speak.
    pub language: Language,
    who: SignedIn,
    uri: Uri,
}

impl Reader {
    /// Returns the words of the reader's language.
    pub fn words(&self) -> &'static Messages {
        messages(self.language)
    }

    /// Returns the first value of a name in the address's query, without spaces around it; `None` for an empty one.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let query = self.uri.query().unwrap_or_default();
        let (_, value) = form_urlencoded::parse(query.as_bytes()).find(|(given, _)| given == name)?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Tells whether the reader answers people who left a number for a reply.
    pub(super) fn may_reply(&self) -> bool {
        may_reply(&self.who.role)
    }

    /// Returns the page's frame where the reader may see the page.
    ///
    /// # Errors
    /// [`PageError::NotAllowed`].
    pub(super) fn frame(&self, page: Page) -> Result<Frame, PageError> {
        if may_see(&self.who.role, page) {
            Ok(Frame::signed_in(self.language, &self.uri, page, self.who.clone()))
        } else {
            Err(PageError::NotAllowed)
        }
    }
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let found =
            signed_in(state, &parts.headers).await.map_err(|fault| PageError::from(fault).into_response())?;
        let language = parts.extensions.get::<Language>().copied().unwrap_or_default();
        let uri = parts.uri.clone();
        found.map(|who| Self { language, who, uri }).ok_or_else(|| to_sign_in(parts, state))
    }
}

fn to_sign_in(parts: &Parts, state: &AppState) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(target) = parts.uri.path_and_query() {
        query.append_pair("next", target.as_str());
    }
    if token_in(&parts.headers, state.transport()).is_some() {
        query.append_pair("ended", "1");
    }
    Redirect::to(&format!("/sign-in?{}", query.finish())).into_response()
}
