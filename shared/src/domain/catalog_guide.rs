//! What the service guide says of a catalog entry (P-6, P-9, P-10, P-30). Texts alone; nothing here is personal.

use super::Text;
use super::codes::open_enum;
use crate::locale::Language;

/// Most papers of a list, and most lines of any other list of an entry.
pub const GUIDE_LINES_MAX: usize = 64;

/// A text in one language, in both, or in none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bilingual {
    /// In Arabic.
    pub ar: Option<Text>,
    /// In English.
    pub en: Option<Text>,
}

impl Bilingual {
    /// Returns the text in a language, else in the other one; `None` where there is none at all.
    pub fn get(&self, language: Language) -> Option<&Text> {
        match language {
            Language::Arabic => self.ar.as_ref().or(self.en.as_ref()),
            Language::English => self.en.as_ref().or(self.ar.as_ref()),
        }
    }

    /// Returns the texts that there are.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.ar.iter().chain(&self.en)
    }

    /// Tells whether there is no text in either language.
    pub fn is_empty(&self) -> bool {
        self.ar.is_none() && self.en.is_none()
    }
}

/// A list in one language, in both, or in none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BilingualList {
    /// In Arabic.
    pub ar: Vec<Text>,
    /// In English.
    pub en: Vec<Text>,
}

impl BilingualList {
    /// Returns the list in a language, else in the other one.
    pub fn get(&self, language: Language) -> &[Text] {
        let (own, other) = match language {
            Language::Arabic => (&self.ar, &self.en),
            Language::English => (&self.en, &self.ar),
        };
        if own.is_empty() { other } else { own }
    }
}

open_enum! {
    /// Who may see an entry. One of a newer program is shown to staff alone.
    Audience {
        /// Visitors and staff.
        Everybody = "everybody",
        /// Staff; a page can be shown to a visitor or printed for them.
        Staff = "staff",
    }
}

/// A long text. Up to 4,000 characters a language; paragraphs are parted by line breaks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Article {
    /// As it is.
    pub body: Bilingual,
    /// The same in simple words, for those who read little.
    pub simple: Bilingual,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_one_language_is_shown_in_both() {
        let text = |words: &str| Some(Text::new(words).unwrap());
        let arabic = Bilingual { ar: text("نص"), en: None };
        assert_eq!(arabic.get(Language::English), text("نص").as_ref());
        let both = Bilingual { en: text("Text"), ..arabic };
        assert_eq!(both.get(Language::English), text("Text").as_ref());
        assert_eq!(Bilingual::default().get(Language::Arabic), None);
    }

    #[test]
    fn a_newer_programs_audience_is_kept() {
        for code in ["everybody", "staff", "committee"] {
            assert_eq!(Audience::from_code(code).code(), code);
        }
    }
}
