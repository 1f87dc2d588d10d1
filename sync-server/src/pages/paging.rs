//! A list cut into pages: which rows a page shows, and the addresses of the other pages.

use shared::locale::fold_digits;

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

    /// Returns the page before, if there is one.
    pub(super) fn previous(&self) -> Option<u64> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// Returns the page after, if there is one.
    pub(super) fn next(&self) -> Option<u64> {
        (self.page < self.pages).then(|| self.page + 1)
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
