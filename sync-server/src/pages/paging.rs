//! A list cut into pages: which rows a page shows, and the addresses of the other pages.

use shared::locale::{Messages, fold_digits};

/// Rows of a page.
pub(super) const ROWS: u64 = 50;

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
    pub(super) fn new(asked: Option<&str>, total: u64) -> Self {
        let pages = total.div_ceil(ROWS).max(1);
        let asked = asked.map(fold_digits).and_then(|text| text.trim().parse().ok()).unwrap_or(1);
        Self { page: asked.clamp(1, pages), pages, total }
    }

    /// Returns how many rows stand before this page.
    pub(super) fn skip(&self) -> u64 {
        (self.page - 1) * ROWS
    }

    /// Returns the number of the first row shown; 0 in an empty list.
    pub(super) fn first_row(&self) -> u64 {
        if self.total == 0 { 0 } else { self.skip() + 1 }
    }

    /// Returns the number of the last row shown.
    pub(super) fn last_row(&self) -> u64 {
        self.total.min(self.page * ROWS)
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
            (None, 1),
            (Some("0"), 1),
            (Some("-3"), 1),
            (Some("x"), 1),
            (Some("2"), 2),
            (Some("٢"), 2),
            (Some("3"), 3),
            (Some("4"), 3),
            (Some("18446744073709551615"), 3),
            (Some("99999999999999999999999"), 1),
        ] {
            assert_eq!(Paging::new(asked, 101).page, page, "{asked:?}");
        }
    }

    #[test]
    fn the_rows_of_a_page_are_counted_from_one() {
        let last = Paging::new(Some("3"), 101);
        assert_eq!((last.first_row(), last.last_row(), last.pages), (101, 101, 3));
        assert_eq!((last.previous(), last.next()), (Some(2), None));
        let full = Paging::new(None, 50);
        assert_eq!((full.first_row(), full.last_row(), full.next()), (1, 50, None));
        let empty = Paging::new(Some("7"), 0);
        assert_eq!((empty.first_row(), empty.last_row(), empty.page, empty.pages), (0, 0, 1, 1));
    }
}
