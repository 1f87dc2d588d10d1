//! The kiosk's messages in each language. Every word stands in `locales/`; none stands here.

use std::sync::LazyLock;

use shared::locale::{Language, Messages};

static ARABIC: LazyLock<Messages> = LazyLock::new(|| build(Language::Arabic));
static ENGLISH: LazyLock<Messages> = LazyLock::new(|| build(Language::English));

/// Returns the messages of a language: the shared ones and the kiosk's own, built on first use.
pub fn messages(language: Language) -> &'static Messages {
    match language {
        Language::Arabic => &ARABIC,
        Language::English => &ENGLISH,
    }
}

/// Returns the kiosk's own message sources in the given language.
pub fn sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::Arabic => &[
            include_str!("locales/ar/visitor.ftl"),
            include_str!("locales/ar/speech.ftl"),
            include_str!("locales/ar/staff.ftl"),
            include_str!("locales/ar/setup.ftl"),
            include_str!("locales/ar/printing.ftl"),
            include_str!("locales/ar/keyboard.ftl"),
            include_str!("locales/ar/waiting.ftl"),
            include_str!("locales/ar/field.ftl"),
            include_str!("locales/ar/suggestion.ftl"),
            include_str!("locales/ar/desk.ftl"),
            include_str!("locales/ar/people.ftl"),
            include_str!("locales/ar/plans.ftl"),
            include_str!("locales/ar/requests.ftl"),
            include_str!("locales/ar/guide.ftl"),
        ],
        Language::English => &[
            include_str!("locales/en/visitor.ftl"),
            include_str!("locales/en/speech.ftl"),
            include_str!("locales/en/staff.ftl"),
            include_str!("locales/en/setup.ftl"),
            include_str!("locales/en/printing.ftl"),
            include_str!("locales/en/keyboard.ftl"),
            include_str!("locales/en/waiting.ftl"),
            include_str!("locales/en/field.ftl"),
            include_str!("locales/en/suggestion.ftl"),
            include_str!("locales/en/desk.ftl"),
            include_str!("locales/en/people.ftl"),
            include_str!("locales/en/plans.ftl"),
            include_str!("locales/en/requests.ftl"),
            include_str!("locales/en/guide.ftl"),
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
    fn the_kiosk_says_the_same_things_in_both_languages() {
        let faults = file_faults(sources(Language::Arabic), sources(Language::English));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn every_message_that_the_kiosk_asks_for_exists() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for language in Language::ALL {
            let unknown = unknown_keys(&sources, messages(language)).unwrap();
            assert!(unknown.is_empty(), "{}", unknown.join("\n"));
        }
    }
}
