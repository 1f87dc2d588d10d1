//! A list as `list.html` frames it: a table under its columns, cut into pages. Which page an address asks for, which rows
//! that page shows, and the addresses of the others.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;
use shared::locale::{Messages, fold_signs};

use super::PageError;
use super::input::{Asked, stated};

/// A list of rows, as its template paints it. A page that extends `list.html` has one in its field `list`.
pub(super) struct List<Line> {
    /// Its table's name in the style sheet.
    pub(super) class: &'static str,
    /// The message that names the table to those who hear the page.
    pub(super) caption: &'static str,
    /// Its columns.
    pub(super) columns: &'static [Column],
    /// The message in the place of the table where there are no rows.
    pub(super) empty: &'static str,
    /// How many there are, in words; empty if there are none.
    pub(super) count: String,
    /// The rows.
    pub(super) lines: Vec<Line>,
    /// The ways to its other pages.
    pub(super) links: Option<Links>,
}

/// A column: the message that names it, and one with what is to be known of it.
pub(super) struct Column(pub(super) &'static str, pub(super) Option<&'static str>);

/// Rows of a page.
pub(super) const ROWS: u32 = 50;

/// The page that an address asks for, from 1; the first if it says none. It need not exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct AskedPage(u64);

#[derive(Deserialize)]
struct Values {
    #[serde(default)]
    page: String,
}

impl AskedPage {
    /// Reads a number in either kind of digits; one that no list reaches becomes the nearest that could be a page.
    fn read(typed: &str) -> Result<Self, PageError> {
        let Some(typed) = stated(typed) else { return Ok(Self(1)) };
        let number: i128 = fold_signs(typed).trim().parse().map_err(|_| PageError::NoPageNumber)?;
        Ok(Self(u64::try_from(number.max(1)).unwrap_or(u64::MAX)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AskedPage {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Asked(Values { page }) = Asked::from_request_parts(parts, state).await?;
        Self::read(&page)
    }
}

/// A page of a list, always one that exists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Paging {
    /// The page, from 1.
    pub(super) page: u64,
    /// How many pages there are, at least 1.
    pub(super) pages: u64,
    /// How many rows there are in all.
    pub(super) total: u64,
}

impl Paging {
    /// Chooses the page that was asked for, or the nearest one that exists.
    pub(super) fn new(asked: AskedPage, total: u64) -> Self {
        let pages = total.div_ceil(u64::from(ROWS)).max(1);
        Self { page: asked.0.min(pages), pages, total }
    }

    /// Returns how many rows stand before this page.
    pub(super) fn skip(&self) -> u64 {
        (self.page - 1) * u64::from(ROWS)
    }

    /// Returns the number of the first row shown; 0 in an empty list.
    pub(super) fn first_row(&self) -> u64 {
        if self.total == 0 { 0 } else { self.skip() + 1 }
    }

    /// Returns the number of the last row shown.
    pub(super) fn last_row(&self) -> u64 {
        self.total.min(self.page * u64::from(ROWS))
    }

    /// Says which rows of how many are shown; nothing for an empty list.
    pub(super) fn showing(&self, words: &Messages) -> String {
        let values =
            [("from", self.first_row().into()), ("to", self.last_row().into()), ("total", self.total.into())];
        if self.total == 0 { String::new() } else { words.format("paging-showing", &values) }
    }

    /// Returns the page before, if there is one.
    pub(super) fn previous(&self) -> Option<u64> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// Returns the page after, if there is one.
    pub(super) fn next(&self) -> Option<u64> {
        (self.page < self.pages).then(|| self.page + 1)
    }
}

/// The ways to the other pages of a list.
pub(super) struct Links {
    /// Which page of how many.
    pub(super) position: String,
    /// To the first page and the one before.
    pub(super) back: Option<(String, String)>,
    /// To the next page and the last one.
    pub(super) forward: Option<(String, String)>,
}

impl Links {
    /// Makes the links; `None` where the list fits one page.
    pub(super) fn new(words: &Messages, paging: &Paging, address: impl Fn(u64) -> String) -> Option<Self> {
        let position = [("page", paging.page.into()), ("pages", paging.pages.into())];
        (paging.pages > 1).then(|| Self {
            position: words.format("paging-page", &position),
            back: paging.previous().map(|previous| (address(1), address(previous))),
            forward: paging.next().map(|next| (address(next), address(paging.pages))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_ends_becomes_the_nearest_one() {
        for (asked, page) in [
            ("", 1),
            ("0", 1),
            ("-3", 1),
            ("2", 2),
            ("٢", 2),
            (" 3 ", 3),
            ("4", 3),
            ("18446744073709551615", 3),
            ("99999999999999999999999", 3),
        ] {
            assert_eq!(Paging::new(AskedPage::read(asked).unwrap(), 101).page, page, "{asked:?}");
        }
    }

    #[test]
    fn what_is_no_number_asks_for_no_page() {
        for asked in ["x", "2x", "1.5", "٢-", "--1"] {
            assert_eq!(AskedPage::read(asked), Err(PageError::NoPageNumber), "{asked:?}");
        }
    }

    #[test]
    fn the_rows_of_a_page_are_counted_from_one() {
        let last = Paging::new(AskedPage(3), 101);
        assert_eq!((last.first_row(), last.last_row(), last.pages), (101, 101, 3));
        assert_eq!((last.previous(), last.next()), (Some(2), None));
        let full = Paging::new(AskedPage(1), 50);
        assert_eq!((full.first_row(), full.last_row(), full.next()), (1, 50, None));
        let empty = Paging::new(AskedPage(7), 0);
        assert_eq!((empty.first_row(), empty.last_row(), empty.page, empty.pages), (0, 0, 1, 1));
    }
}
