//! The language of a page: asked for in the address, else remembered in a cookie, else Arabic.

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use shared::locale::Language;

use super::PageError;
use crate::state::AppState;

const COOKIE_NAME: &str = "sila-language";

/// How long a browser remembers the language: a year, in seconds.
const REMEMBER_SECONDS: u32 = 31_536_000;

/// Tells the handler the reader's language, remembers one that was asked for, and paints errors in it.
pub async fn speak(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let asked = asked_for(request.uri().query().unwrap_or_default());
    let language = asked.or_else(|| remembered(request.headers())).unwrap_or_default();
    request.extensions_mut().insert(language);
    let mut response = next.run(request).await;
    if let Some(fault) = response.extensions().get::<PageError>().copied() {
        response = fault.paint(language);
    }
    if let Some(language) = asked {
        response.headers_mut().append(SET_COOKIE, cookie(language, state.transport().is_secure()));
    }
    response
}

fn asked_for(query: &str) -> Option<Language> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, code)| Language::parse(&code))
}

fn remembered(headers: &HeaderMap) -> Option<Language> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE_NAME).and_then(|(_, code)| Language::parse(code))
}

fn cookie(language: Language, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let code = language.code();
    let text =
        format!("{COOKIE_NAME}={code}; Path=/; Max-Age={REMEMBER_SECONDS}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(text).expect("a language code and attributes are visible ASCII")
}
