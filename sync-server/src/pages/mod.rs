//! Head office's web pages: HTML made on the server, in Arabic and English, without a script.
//!
//! A page is a file here, a template in `templates/` and a row of [`PAGES`]: its handler asks the replica for rows and turns
//! them into plain lines of words, which the template paints. No page shows what was said or given at a contact; suggestions, which are joined to no beneficiary, are shown to
//! those alone who turn them into improvements or answer them.

mod assets;
mod cells;
mod devices;
mod error;
mod frame;
mod held;
mod input;
mod list;
mod names;
mod origin;
mod public;
mod ratings;
mod receipts;
mod request;
mod requests;
mod session;
mod sessions;
mod shares;
mod sign_in;
mod speak;
mod suggestions;
mod table;
mod today;
mod viewer;
mod visit_filter;
mod visits;
mod waits;

pub use assets::asset;
pub use error::{PageError, end_in_time, not_found};
pub use input::FORM_BYTES_MAX;
pub use origin::refuse_cross_site;
pub use public::{FORM_PATH, add_robots, follow_form, follow_typed, followed, no_page};
pub use shares::{LEAST_RATINGS, Shares, shares};
pub use sign_in::{sign_in, sign_in_form, sign_out};
pub use speak::speak;
pub use table::{PAGES, Page};
pub use viewer::Viewer;

use axum::response::{Html, IntoResponse, Redirect, Response};

/// Leads from the bare address to the first page.
pub async fn start() -> Redirect {
    Redirect::to(table::start_path())
}

fn page(template: &impl askama::Template) -> Result<Response, PageError> {
    Ok(Html(shown(template.render()?)).into_response())
}

/// Shows a character that no page may hold, NUL among them, as one that cannot be shown.
fn shown(html: String) -> String {
    let is_no_html = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if html.contains(is_no_html) { html.replace(is_no_html, "\u{FFFD}") } else { html }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn no_page_holds_a_control_character() {
        for c in (0..=0x9F_u32).filter_map(char::from_u32).filter(|c| c.is_control()) {
            let page = shown(format!("<p>a{c}b</p>\n"));
            assert!(matches!(c, '\n' | '\r' | '\t') || !page.contains(c), "{c:?}");
        }
    }
}
