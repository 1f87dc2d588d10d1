//! The language of a page: asked for in the address, else remembered in a cookie, else Arabic.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::Deserialize;
use shared::locale::Language;
use time::Duration;

use super::PageError;
use super::input::{Asked, stated};
use crate::state::AppState;
use crate::transport::Transport;

/// How long a browser remembers the language: a year.
const REMEMBER: Duration = Duration::days(365);

/// The language that an address asks for.
#[derive(Clone, Copy)]
pub struct AskedLanguage(Option<Language>);

#[derive(Deserialize)]
struct Values {
    #[serde(default)]
    lang: String,
}

impl<S: Send + Sync> FromRequestParts<S> for AskedLanguage {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Asked(Values { lang }) = Asked::from_request_parts(parts, state).await?;
        let read = |code| Language::parse(code).ok_or(PageError::UnknownLanguage);
        stated(&lang).map(read).transpose().map(Self)
    }
}

/// Tells the handler the language to speak, remembers one that was asked for, and paints errors in it.
pub async fn speak(
    State(state): State<AppState>,
    asked: Result<AskedLanguage, PageError>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let transport = state.transport();
    let remembered = jar.get(cookie_name(transport)).and_then(|cookie| Language::parse(cookie.value()));
    let (language, response) = match asked {
        Ok(AskedLanguage(asked)) => {
            let language = asked.or(remembered).unwrap_or_default();
            request.extensions_mut().insert(language);
            (language, next.run(request).await)
        }
        Err(fault) => (remembered.unwrap_or_default(), fault.into_response()),
    };
    let response = match response.extensions().get::<PageError>() {
        Some(fault) => fault.paint(language),
        None => response,
    };
    match asked {
        Ok(AskedLanguage(Some(language))) => {
            (CookieJar::new().add(cookie(language, transport)), response).into_response()
        }
        Ok(AskedLanguage(None)) | Err(_) => response,
    }
}

/// With `__Host-`, as the session's.
fn cookie_name(transport: Transport) -> &'static str {
    if transport.is_secure() { "__Host-sila-language" } else { "sila-language" }
}

fn cookie(language: Language, transport: Transport) -> Cookie<'static> {
    let mut cookie = Cookie::new(cookie_name(transport), language.code());
    cookie.set_path("/");
    cookie.set_max_age(REMEMBER);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(transport.is_secure());
    cookie
}
