//! Style sheet, fonts and the mark, compiled into the program. Their address holds a hash of all of them, so that a
//! browser may keep them for good and still gets new ones with a new version.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use shared::hex::to_hex;

use super::PageError;

const KEEP: &str = "public, max-age=31536000, immutable";
const STYLE: &str = include_str!("../assets/style.css");
const PUBLIC_STYLE: &str = include_str!("../assets/public.css");
const MARK: &[u8] = include_bytes!("../assets/mark.svg");
const REGULAR: &[u8] = include_bytes!("../assets/fonts/IBMPlexSansArabic-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../assets/fonts/IBMPlexSansArabic-SemiBold.ttf");
const FONT_LICENCE: &[u8] = include_bytes!("../assets/fonts/OFL.txt");

/// The sheet with a class for each whole percent: the policy of `headers` lets no page carry styles of its own.
static SHEET: LazyLock<String> = LazyLock::new(|| {
    let mut sheet = STYLE.to_owned();
    for percent in 0..=100 {
        writeln!(sheet, ".share-{percent} {{ flex-grow: {percent}; }}").expect("writing to a string");
    }
    sheet
});

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let parts = [SHEET.as_bytes(), PUBLIC_STYLE.as_bytes(), MARK, REGULAR, SEMI_BOLD];
    let digest = parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize();
    to_hex(&digest[..8])
});

/// Returns the address of an asset.
pub(super) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// Serves an asset.
///
/// # Errors
/// There is none of that name; an old version's address leads to the asset of today.
pub async fn asset(Path((_, name)): Path<(String, String)>) -> Result<Response, PageError> {
    let (kind, bytes) = match name.as_str() {
        "style.css" => ("text/css; charset=utf-8", SHEET.as_bytes()),
        "public.css" => ("text/css; charset=utf-8", PUBLIC_STYLE.as_bytes()),
        "mark.svg" => ("image/svg+xml; charset=utf-8", MARK),
        "IBMPlexSansArabic-Regular.ttf" => ("font/ttf", REGULAR),
        "IBMPlexSansArabic-SemiBold.ttf" => ("font/ttf", SEMI_BOLD),
        "OFL.txt" => ("text/plain; charset=utf-8", FONT_LICENCE),
        _ => return Err(PageError::NotFound),
    };
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, KEEP)], bytes).into_response())
}
