//! Refuses forms that another site's page sent in a signed-in person's name (cross-site request forgery).
//!
//! Beside the cookie's `SameSite=Strict`: a browser says in `Sec-Fetch-Site`, or at least in `Origin`, where a form
//! came from. A client that sends neither is no browser and holds no one's cookie.

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::PageError;

/// Lets a request through unless it changes something and came from another site.
pub async fn refuse_cross_site(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_own(request.headers()) {
        next.run(request).await
    } else {
        PageError::CrossSite.into_response()
    }
}

fn is_own(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("\u{FFFD}"));
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (header(ORIGIN.as_str()), header(HOST.as_str())) {
        (None, _) => true,
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_told_from_our_own() {
        assert!(is_own(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(is_own(&headers(&[("host", "office:8443"), ("origin", "https://office:8443")])));
        assert!(is_own(&headers(&[("host", "office:8443")])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "same-site"), ("origin", "https://office")])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!is_own(&headers(&[("host", "office"), ("origin", "https://evil.example")])));
        assert!(!is_own(&headers(&[("host", "office"), ("origin", "null")])));
        assert!(!is_own(&headers(&[("origin", "https://office")])));
    }
}
