//! The functions that messages call: the plural category of a number, and the number in Latin digits.
//!
//! Fluent's own Arabic rule takes 103 for *other* instead of *few* (it forgets the remainder by 100), so the
//! category comes from CLDR's rules in `icu_plurals`.

use fluent_bundle::{FluentArgs, FluentValue};
use icu_locale_core::locale;
use icu_plurals::{PluralCategory, PluralRules};

use super::Language;

/// Returns the plural category of a count; `zero` for 0 in every language, so that "none" may have its own words.
///
/// A message without a `[zero]` variant falls back to its default one.
pub(super) fn plural(language: Language, count: u64) -> &'static str {
    if count == 0 {
        return "zero";
    }
    let locale = match language {
        Language::Arabic => locale!("ar"),
        Language::English => locale!("en"),
    };
    let rules =
        PluralRules::try_new_cardinal(locale.into()).expect("plural rules of ar and en are compiled in");
    match rules.category_for(count) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// Writes an integer in Latin digits, with a comma every three digits from 1,000.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `PLURAL($n)`: the category that a message selects on.
pub(super) fn plural_function<'a>(language: Language, positional: &[FluentValue<'a>]) -> FluentValue<'a> {
    match whole_number(positional) {
        Some(number) => plural(language, number.unsigned_abs()).into(),
        None => FluentValue::Error,
    }
}

/// `NUM($n)`: the number in Latin digits with grouping; `NUM($n, style: "percent")` adds the sign.
pub(super) fn number_function<'a>(positional: &[FluentValue<'a>], named: &FluentArgs) -> FluentValue<'a> {
    let Some(number) = whole_number(positional) else {
        return FluentValue::Error;
    };
    let mut text = grouped(number);
    if matches!(named.get("style"), Some(FluentValue::String(style)) if style == "percent") {
        text.push('%');
    }
    text.into()
}

/// Reads the first argument as a whole number, a fraction rounded; `None` when it is no number.
fn whole_number(positional: &[FluentValue<'_>]) -> Option<i64> {
    match positional.first() {
        // counts lie far below 2^53, where f64 is exact; `as` saturates beyond i64
        Some(FluentValue::Number(number)) => Some(number.value.round() as i64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_counts_take_the_category_of_their_last_two_digits() {
        let expected = [
            (0, "zero"),
            (1, "one"),
            (2, "two"),
            (3, "few"),
            (10, "few"),
            (11, "many"),
            (99, "many"),
            (100, "other"),
            (101, "other"),
            (102, "other"),
            (103, "few"),
            (111, "many"),
            (1003, "few"),
        ];
        for (count, category) in expected {
            assert_eq!(plural(Language::Arabic, count), category, "{count}");
        }
    }

    #[test]
    fn english_counts_are_none_one_or_other() {
        for (count, category) in [(0, "zero"), (1, "one"), (2, "other"), (11, "other"), (101, "other")] {
            assert_eq!(plural(Language::English, count), category, "{count}");
        }
    }

    #[test]
    fn numbers_are_grouped_from_a_thousand_upwards() {
        for (number, text) in [(0, "0"), (999, "999"), (1_250, "1,250"), (-1_000_000, "-1,000,000")] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
    }
}
