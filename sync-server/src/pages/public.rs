//! The public page: where a request is, for whoever brings the code on its receipt. Nobody signs in, nothing is remembered, and a code
//! that nobody has is answered as any other: with the same status, the same length and the same work.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use shared::domain::{Catalog, Code, FOLLOW_PATH, FollowCode, FollowWords, Followed};
use shared::locale::{Language, Messages, key, ltr};
use tracing::error;

use super::input::{Asked, Sent};
use super::{PageError, assets};
use crate::door::Caller;
use crate::state::AppState;
use crate::words::messages;

/// Where a code is typed.
pub const FORM_PATH: &str = "/r";

/// What every page is filled up to a multiple of: one with all that a page can hold is shorter.
const FILLED_TO_BYTES: usize = 16 * 1024;

/// After how many seconds whoever looked up too many codes may look up another.
const AGAIN_AFTER_SECONDS: u16 = 60;

/// How a reader wants the page: said in its address, and kept nowhere.
#[derive(Clone)]
pub struct Look {
    words: &'static Messages,
    is_large: bool,
    /// The page's own address, without how it is wanted.
    path: String,
}

#[derive(Deserialize, Default)]
struct Wanted {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    text: String,
}

/// What stands in `text` for large letters.
const LARGE: &str = "large";

/// A code as it was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    code: String,
}

#[derive(Template)]
#[template(path = "public.html")]
struct PublicPage {
    look: Look,
    association: String,
    title: &'static str,
    /// What is said where no request is told of.
    said: Option<&'static str>,
    told: Option<Followed>,
}

/// Answers with the form in which a code is typed.
pub async fn follow_form(State(state): State<AppState>, look: Look) -> Response {
    paint(&state, StatusCode::OK, look, key("public-title"), None).await
}

/// Leads from the form to the page of the code that was typed.
pub async fn follow_typed(
    State(state): State<AppState>,
    look: Look,
    typed: Result<Sent<Typed>, PageError>,
) -> Response {
    match typed.ok().and_then(|Sent(Typed { code })| FollowCode::parse(&code)) {
        Some(code) => {
            let look = Look { path: format!("{FOLLOW_PATH}{code}"), ..look };
            Redirect::to(&look.address(look.words.language(), look.is_large)).into_response()
        }
        None => {
            let (title, said) = UNKNOWN;
            paint(&state, StatusCode::OK, look, title, said).await
        }
    }
}

/// Answers with where a request is.
pub async fn followed(
    State(state): State<AppState>,
    caller: Caller,
    look: Look,
    code: Result<Path<String>, PathRejection>,
) -> Response {
    if !state.lookups().may(caller.address, state.now()) {
        let mut response = paint(
            &state,
            StatusCode::TOO_MANY_REQUESTS,
            look,
            key("public-busy-title"),
            Some(key("public-busy")),
        )
        .await;
        response.headers_mut().insert(RETRY_AFTER, AGAIN_AFTER_SECONDS.into());
        return response;
    }
    let code = code.ok().and_then(|Path(code)| FollowCode::parse(&code)).unwrap_or_default();
    let today = state.today();
    let asked = state
        .for_public(move |office| Ok::<_, PageError>((office.follow_up(today, &code)?, office.catalog()?)));
    let (told, catalog) = match asked.await.map_err(PageError::from) {
        Ok(Ok(answer)) => answer,
        Ok(Err(fault)) | Err(fault) => return unavailable(look, fault),
    };
    let language = look.words.language();
    let paper = |code: &Code| catalog.paper_told(code, language, false).map(|name| name.as_str().to_owned());
    let told = told.map(|told| FollowWords { words: look.words, paper: &paper }.told(&told));
    let association = name_of(&catalog, &look);
    let (title, said) = match told {
        Some(_) => (key("public-title"), None),
        None => UNKNOWN,
    };
    painted(StatusCode::OK, &PublicPage { look, association, title, said, told })
}

/// What is said of a code that nobody has.
const UNKNOWN: (&str, Option<&str>) = (key("public-unknown-title"), Some(key("follow-unknown")));

/// Answers an address that no page has.
pub async fn no_page(State(state): State<AppState>, look: Look) -> Response {
    let look = Look { path: FORM_PATH.to_owned(), ..look };
    paint(&state, StatusCode::NOT_FOUND, look, key("public-not-found-title"), Some(key("public-not-found")))
        .await
}

/// Keeps search engines away from every answer.
pub async fn add_robots(mut response: Response) -> Response {
    let none = HeaderValue::from_static("noindex, nofollow");
    response.headers_mut().insert(HeaderName::from_static("x-robots-tag"), none);
    response
}

/// Paints a page that tells of no request.
async fn paint(
    state: &AppState,
    status: StatusCode,
    look: Look,
    title: &'static str,
    said: Option<&'static str>,
) -> Response {
    let catalog = match state.for_public(|office| office.catalog().map_err(PageError::from)).await {
        Ok(Ok(catalog)) => catalog,
        Ok(Err(fault)) => return unavailable(look, fault),
        Err(fault) => return unavailable(look, fault.into()),
    };
    let association = name_of(&catalog, &look);
    painted(status, &PublicPage { look, association, title, said, told: None })
}

/// Says that the server cannot answer now, in words that need nothing of it.
fn unavailable(look: Look, fault: PageError) -> Response {
    let association = look.text("app-name").to_string();
    let (title, said) = (key("public-busy-title"), Some(key("error-busy")));
    painted(fault.status(), &PublicPage { look, association, title, said, told: None })
}

fn name_of(catalog: &Catalog, look: &Look) -> String {
    let own = || look.text("app-name").to_string();
    catalog
        .association()
        .map_or_else(own, |entry| entry.name(look.words.language(), false).as_str().to_owned())
}

fn painted(status: StatusCode, page: &PublicPage) -> Response {
    match page.render() {
        Ok(mut body) => {
            let filled = body.len().next_multiple_of(FILLED_TO_BYTES);
            body.push_str(&" ".repeat(filled - body.len()));
            (status, Html(body)).into_response()
        }
        Err(fault) => {
            error!(%fault, "the public page could not be painted");
            PageError::Internal.into_response()
        }
    }
}

impl Look {
    fn lang(&self) -> &'static str {
        self.words.language().code()
    }

    fn dir(&self) -> &'static str {
        self.words.language().dir()
    }

    fn text(&self, key: &str) -> std::borrow::Cow<'static, str> {
        self.words.text(key)
    }

    fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    fn changed(&self, told: &Followed) -> String {
        self.words.format("follow-changed", &[("date", told.changed.as_str().into())])
    }

    fn hint(&self) -> String {
        self.words.format("public-code-hint", &[("example", ltr("7K3M-9Q2X-4TNB-H5WD").into())])
    }

    fn other_language(&self) -> String {
        self.address(self.words.language().other(), self.is_large)
    }

    fn other_lang(&self) -> &'static str {
        self.words.language().other().code()
    }

    fn other_language_name(&self) -> String {
        self.words.word("language", self.other_lang())
    }

    fn other_size(&self) -> String {
        self.address(self.words.language(), !self.is_large)
    }

    fn size_label(&self) -> std::borrow::Cow<'static, str> {
        self.text(if self.is_large { key("public-normal") } else { key("public-larger") })
    }

    fn form(&self) -> String {
        Self { path: FORM_PATH.to_owned(), ..self.clone() }.address(self.words.language(), self.is_large)
    }

    fn address(&self, language: Language, is_large: bool) -> String {
        let wanted = [
            (language != Language::default()).then(|| format!("lang={}", language.code())),
            is_large.then(|| format!("text={LARGE}")),
        ];
        let wanted: Vec<String> = wanted.into_iter().flatten().collect();
        if wanted.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, wanted.join("&")) }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Look {
    type Rejection = std::convert::Infallible;

    /// Reads how the page is wanted; what cannot be read is left out.
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let wanted = Asked::<Wanted>::from_request_parts(parts, state).await;
        let Wanted { lang, text } = wanted.map(|Asked(wanted)| wanted).unwrap_or_default();
        let words = messages(Language::parse(&lang).unwrap_or_default());
        Ok(Self { words, is_large: text == LARGE, path: parts.uri.path().to_owned() })
    }
}
