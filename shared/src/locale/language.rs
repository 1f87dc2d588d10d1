//! The languages that Sila speaks. Holds no words.

/// Names one of the two languages of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Arabic (العربية), the first language, written from right to left.
    #[default]
    Arabic,
    /// English, written from left to right.
    English,
}

impl Language {
    /// Lists every language, the first one first.
    pub const ALL: [Language; 2] = [Language::Arabic, Language::English];

    /// Returns the ISO 639 code: `ar` or `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Language::Arabic => "ar",
            Language::English => "en",
        }
    }

    /// Returns the HTML `dir` value: `rtl` or `ltr`.
    pub const fn dir(self) -> &'static str {
        if self.is_rtl() { "rtl" } else { "ltr" }
    }

    /// Tells whether the language is written from right to left.
    pub const fn is_rtl(self) -> bool {
        matches!(self, Language::Arabic)
    }

    /// Reads a language code, with or without a region (`ar`, `AR`, `ar-SA`, `en_GB`); `None` for any other language.
    pub fn parse(code: &str) -> Option<Language> {
        let primary = code.trim().split(['-', '_']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
    }

    /// Returns the language that a switch offers.
    pub const fn other(self) -> Language {
        match self {
            Language::Arabic => Language::English,
            Language::English => Language::Arabic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_from_its_code_with_or_without_a_region() {
        assert_eq!(Language::parse("ar"), Some(Language::Arabic));
        assert_eq!(Language::parse(" en-GB "), Some(Language::English));
        assert_eq!(Language::parse("AR_sa"), Some(Language::Arabic));
        assert_eq!(Language::parse("arz"), None);
        assert_eq!(Language::parse(""), None);
    }

    #[test]
    fn the_switch_leads_to_the_other_language_and_back() {
        for language in Language::ALL {
            assert_ne!(language.other(), language);
            assert_eq!(language.other().other(), language);
            assert_eq!(Language::parse(language.code()), Some(language));
        }
    }
}
