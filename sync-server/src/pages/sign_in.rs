//! The sign-in page and its form. After the right password it leads back to the page that was asked for.

use askama::Template;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use shared::locale::{Language, key};

use super::frame::Frame;
use super::input::{Asked, Sent};
use super::table::start_path;
use super::{PageError, page};
use crate::auth::{self, Opened, SignInError, browser_in, token_in, with_browser, with_token, without_token};
use crate::door::Caller;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    next: String,
    name: String,
    notice: Option<&'static str>,
    refused: bool,
}

/// What the form sends. No debug output: it holds a password.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    name: String,
    password: String,
    next: String,
}

/// What the page's address may say.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInAddress {
    next: String,
    ended: Option<String>,
    out: Option<String>,
}

/// Shows the form.
///
/// # Errors
/// The page cannot be painted.
pub async fn sign_in_form(
    Extension(language): Extension<Language>,
    uri: Uri,
    Asked(asked): Asked<SignInAddress>,
) -> Result<Response, PageError> {
    let notice = match (asked.ended, asked.out) {
        (Some(_), _) => Some(key("sign-in-ended")),
        (None, Some(_)) => Some(key("sign-in-signed-out")),
        (None, None) => None,
    };
    let frame = Frame::plain(language, "/sign-in", key("sign-in-title")).with_switch(&uri);
    page(&SignInPage { frame, next: own_address(&asked.next), name: String::new(), notice, refused: false })
}

/// Judges the form: begins a session, or shows the form again with one answer for every reason.
///
/// # Errors
/// The form is no sign-in form, or the password could not be judged.
pub async fn sign_in(
    State(state): State<AppState>,
    Extension(language): Extension<Language>,
    caller: Caller,
    cookies: CookieJar,
    Sent(form): Sent<SignInForm>,
) -> Result<Response, PageError> {
    let name = form.name.trim().to_owned();
    let transport = state.transport();
    let browser = browser_in(&cookies, transport);
    let opened = auth::sign_in(&state, &caller, browser, name.clone(), form.password).await;
    let Some(Opened { session, browser }) = opened.map_err(PageError::from)? else {
        let frame = Frame::plain(language, "/sign-in", key("sign-in-title"));
        let again = SignInPage { frame, next: own_address(&form.next), name, notice: None, refused: true };
        return Ok((StatusCode::FORBIDDEN, Html(askama::Template::render(&again)?)).into_response());
    };
    if let Some(earlier) = token_in(&cookies, state.transport()) {
        auth::sign_out(&state, &caller, earlier).await?;
    }
    let cookies = with_browser(with_token(cookies, &session, transport), &browser, transport);
    Ok((cookies, Redirect::to(&own_address(&form.next))).into_response())
}

/// Ends the session.
///
/// # Errors
/// The store could not be told.
pub async fn sign_out(
    State(state): State<AppState>,
    caller: Caller,
    cookies: CookieJar,
) -> Result<Response, PageError> {
    if let Some(token) = token_in(&cookies, state.transport()) {
        auth::sign_out(&state, &caller, token).await?;
    }
    let cookies = without_token(cookies, state.transport());
    Ok((cookies, Redirect::to("/sign-in?out=1")).into_response())
}

/// Returns an address of this server; any other becomes the first page, so that no link here leads elsewhere.
fn own_address(asked: &str) -> String {
    let own = asked.starts_with('/')
        && !asked.starts_with("//")
        && asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !asked.starts_with("/sign-");
    if own { asked.to_owned() } else { start_path().to_owned() }
}

impl From<SignInError> for PageError {
    fn from(fault: SignInError) -> Self {
        match fault {
            SignInError::Busy => Self::Busy,
            SignInError::Store(fault) => Self::from(fault),
            SignInError::Unavailable(fault) => Self::from(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_no_other_site() {
        assert_eq!(own_address("/ratings?x=1"), "/ratings?x=1");
        for other in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\nb", "/sign-in", "x"]
        {
            assert_eq!(own_address(other), "/today", "{other}");
        }
    }
}
