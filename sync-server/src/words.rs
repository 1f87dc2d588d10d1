//! The head-office pages' messages in each language. Every word stands in `locales/`; none stands here.

use std::sync::LazyLock;

use shared::locale::{Language, Messages};

static ARABIC: LazyLock<Messages> = LazyLock::new(|| build(Language::Arabic));
static ENGLISH: LazyLock<Messages> = LazyLock::new(|| build(Language::English));

/// Returns the messages of a language: the shared ones and the pages' own, built on first use.
pub fn messages(language: Language) -> &'static Messages {
    match language {
        Language::Arabic => &ARABIC,
        Language::English => &ENGLISH,
    }
}

/// Returns the pages' own message sources in the given language.
pub fn sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::Arabic => &[
            include_str!("locales/ar/pages.ftl"),
            include_str!("locales/ar/public.ftl"),
            include_str!("locales/ar/suggestions.ftl"),
            include_str!("locales/ar/receipts.ftl"),
            include_str!("locales/ar/requests.ftl"),
            include_str!("locales/ar/sessions.ftl"),
        ],
        Language::English => &[
            include_str!("locales/en/pages.ftl"),
            include_str!("locales/en/public.ftl"),
            include_str!("locales/en/suggestions.ftl"),
            include_str!("locales/en/receipts.ftl"),
            include_str!("locales/en/requests.ftl"),
            include_str!("locales/en/sessions.ftl"),
        ],
    }
}

fn build(language: Language) -> Messages {
    Messages::new(language, sources(language))
        .expect("the message files are compiled in and a test reads them all")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use shared::locale::checks::{file_faults, unknown_keys};

    use super::*;

    #[test]
    fn head_office_says_the_same_things_in_both_languages() {
        let faults = file_faults(sources(Language::Arabic), sources(Language::English));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn every_message_that_a_page_asks_for_exists() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for language in Language::ALL {
            let unknown = unknown_keys(&sources, messages(language)).unwrap();
            assert!(unknown.is_empty(), "{}", unknown.join("\n"));
        }
    }
}
