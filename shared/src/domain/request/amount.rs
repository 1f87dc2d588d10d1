//! What is granted and handed over: an amount of money, or goods.

use std::fmt;

use crate::domain::Code;

/// The largest amount, in halalas: a hundred million riyals.
pub const AMOUNT_HALALAS_MAX: i64 = 10_000_000_000;

/// Most kinds of goods of one grant.
pub const GRANT_ITEMS_MAX: usize = 32;

/// The largest quantity of one kind of goods.
const QUANTITY_MAX: i64 = 1_000_000;

/// An amount of money in halalas, of which a riyal has 100: 1 to [`AMOUNT_HALALAS_MAX`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Amount(i64);

impl Amount {
    /// Makes an amount of halalas; `None` outside its range.
    pub fn of_halalas(halalas: i64) -> Option<Self> {
        (1..=AMOUNT_HALALAS_MAX).contains(&halalas).then_some(Self(halalas))
    }

    /// Makes an amount of riyals with at most two decimals; `None` for anything else.
    pub fn of_riyals(riyals: f64) -> Option<Self> {
        let halalas = (riyals * 100.0).round();
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
        let whole = (halalas.abs() < 1e15).then_some(halalas as i64)?;
        // 1500.55 has no exact double, so that it is compared with the nearest one
        #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
        let is_same = (whole as f64) / 100.0 == riyals;
        is_same.then(|| Self::of_halalas(whole)).flatten()
    }

    /// Returns the halalas.
    pub fn halalas(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Amount {
    /// Writes riyals: `1500` or `1500.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 100 {
            0 => write!(f, "{}", self.0 / 100),
            halalas => write!(f, "{}.{halalas:02}", self.0 / 100),
        }
    }
}

/// Goods of one kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GrantItem {
    /// What.
    pub item: Code,
    /// How many, 1 to 1,000,000.
    pub quantity: i64,
}

impl GrantItem {
    /// Makes goods of one kind; `None` outside the range.
    pub fn new(item: Code, quantity: i64) -> Option<Self> {
        (1..=QUANTITY_MAX).contains(&quantity).then_some(Self { item, quantity })
    }
}

/// What is granted, prepared or handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Grant {
    /// Money.
    Amount(Amount),
    /// Goods: one to [`GRANT_ITEMS_MAX`] kinds, each named once.
    Items(Vec<GrantItem>),
}

impl Grant {
    /// Makes a grant of goods; `None` for none, too many, or one named twice.
    pub fn of_items(items: Vec<GrantItem>) -> Option<Self> {
        let is_named_once = |at: usize| items[..at].iter().all(|earlier| earlier.item != items[at].item);
        let fits = (1..=GRANT_ITEMS_MAX).contains(&items.len()) && (0..items.len()).all(is_named_once);
        fits.then_some(Self::Items(items))
    }
}

/// How much was given of something, item by item; money counts under no item.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Tally(Vec<(Option<Code>, i64)>);

impl Tally {
    /// Returns how much a grant is.
    pub fn of(grant: &Grant) -> Self {
        let mut tally = Self::default();
        tally.add(grant, 1);
        tally
    }

    /// Adds a grant, `sign` times.
    pub fn add(&mut self, grant: &Grant, sign: i64) {
        match grant {
            Grant::Amount(amount) => self.add_one(None, sign.saturating_mul(amount.halalas())),
            Grant::Items(items) => {
                for GrantItem { item, quantity } in items {
                    self.add_one(Some(item), sign.saturating_mul(*quantity));
                }
            }
        }
    }

    fn add_one(&mut self, item: Option<&Code>, n: i64) {
        match self.0.iter_mut().find(|(known, _)| known.as_ref() == item) {
            Some((_, sum)) => *sum = sum.saturating_add(n),
            None => self.0.push((item.cloned(), n)),
        }
    }

    fn sum_of(&self, item: Option<&Code>) -> i64 {
        self.0.iter().find(|(known, _)| known.as_ref() == item).map_or(0, |(_, sum)| *sum)
    }

    /// Returns the money in it, in halalas.
    pub fn money(&self) -> i64 {
        self.sum_of(None)
    }

    /// Raises it to at least as much of everything as another one is.
    pub fn raise_to(&mut self, other: &Self) {
        for (item, sum) in &other.0 {
            let lacks = sum.saturating_sub(self.sum_of(item.as_ref())).max(0);
            self.add_one(item.as_ref(), lacks);
        }
    }

    /// Tells whether nothing of it is more than `whole`.
    pub fn is_within(&self, whole: &Self) -> bool {
        self.0.iter().all(|(item, sum)| *sum <= whole.sum_of(item.as_ref()))
    }

    /// Tells whether more of something was taken away than there was.
    pub fn is_below_nothing(&self) -> bool {
        self.0.iter().any(|(_, sum)| *sum < 0)
    }

    /// Tells whether nothing is left of it.
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|(_, sum)| *sum == 0)
    }

    /// Adds all of another one.
    pub fn join(&mut self, other: &Self) {
        other.0.iter().for_each(|(item, sum)| self.add_one(item.as_ref(), *sum));
    }

    /// Takes all of another one away.
    pub fn take(&mut self, other: &Self) {
        other.0.iter().for_each(|(item, sum)| self.add_one(item.as_ref(), -sum));
    }

    /// Returns the money and the goods in it, as far as they are more than nothing.
    pub fn into_parts(self) -> (Option<Amount>, Vec<GrantItem>) {
        let amount = Amount::of_halalas(self.sum_of(None));
        let goods = self.0.into_iter().filter_map(|(item, sum)| GrantItem::new(item?, sum));
        (amount, goods.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn riyals_have_two_decimals_at_most() {
        for (riyals, shown) in [(1500.0, "1500"), (1500.5, "1500.50"), (0.01, "0.01"), (1500.55, "1500.55")] {
            assert_eq!(Amount::of_riyals(riyals).map(|amount| amount.to_string()).as_deref(), Some(shown));
        }
        for riyals in [0.0, -1.0, 0.001, 1e9, f64::NAN, f64::INFINITY, 2.005] {
            assert_eq!(Amount::of_riyals(riyals), None, "{riyals}");
        }
    }

    #[test]
    fn a_tally_is_within_another_item_by_item() {
        let item = |code: &str, n| GrantItem::new(Code::new(code).unwrap(), n).unwrap();
        let tally = |items: Vec<GrantItem>| {
            let mut tally = Tally::default();
            tally.add(&Grant::of_items(items).unwrap(), 1);
            tally
        };
        let whole = tally(vec![item("flour", 2), item("rice", 1)]);
        assert!(tally(vec![item("rice", 1)]).is_within(&whole));
        assert!(!tally(vec![item("rice", 2)]).is_within(&whole));
        assert!(!tally(vec![item("oil", 1)]).is_within(&whole));
        assert_eq!(Grant::of_items(vec![item("oil", 1), item("oil", 2)]), None);
    }
}
