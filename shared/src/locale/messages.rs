//! One language's messages in one bundle that any thread may read. Holds no wording of its own.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Pattern};
use thiserror::Error;
use unic_langid::LanguageIdentifier;

use super::numbers::{number_function, plural_function};
use super::{Language, Value};

/// Returns the message sources that both programs share, in the given language.
pub fn shared_sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::Arabic => &[
            include_str!("../locales/ar/words.ftl"),
            include_str!("../locales/ar/dates.ftl"),
            include_str!("../locales/ar/requests.ftl"),
            include_str!("../locales/ar/follow.ftl"),
        ],
        Language::English => &[
            include_str!("../locales/en/words.ftl"),
            include_str!("../locales/en/dates.ftl"),
            include_str!("../locales/en/requests.ftl"),
            include_str!("../locales/en/follow.ftl"),
        ],
    }
}

/// The attribute of a message that says the same in short everyday words, for those who read little.
pub const SIMPLE: &str = "simple";

/// Marks a literal as a message key, so that the source scan of `checks` proves that it exists.
pub const fn key(literal: &'static str) -> &'static str {
    literal
}

/// Says why message sources do not make a bundle.
#[derive(Debug, Error)]
pub enum MessagesError {
    /// A source is not valid Fluent; the text names the first fault.
    #[error("reading the {language} messages: {fault}")]
    Syntax {
        /// The language's code.
        language: &'static str,
        /// The parser's words.
        fault: String,
    },
    /// Two sources define the same key.
    #[error("joining the {language} messages: {fault}")]
    Duplicate {
        /// The language's code.
        language: &'static str,
        /// The bundle's words, with the key.
        fault: String,
    },
}

/// Holds one language's messages: the shared ones and a program's own.
///
/// Placeables come out between U+2068 and U+2069, so a value never disturbs the order of its sentence; a value that
/// must read from left to right is passed through [`ltr`](super::ltr) as well.
pub struct Messages {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

impl Messages {
    /// Builds the bundle from the shared sources and the program's own.
    ///
    /// # Errors
    ///
    /// A source that does not parse, or a key that is defined twice.
    pub fn new(language: Language, own_sources: &[&str]) -> Result<Messages, MessagesError> {
        let locale: LanguageIdentifier =
            language.code().parse().expect("a language code is a language identifier");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle
            .add_function("PLURAL", move |positional, _| plural_function(language, positional))
            .and_then(|()| bundle.add_function("NUM", number_function))
            .expect("an empty bundle has no function of that name");
        let mut keys = BTreeSet::new();
        for source in shared_sources(language).iter().chain(own_sources) {
            let resource = FluentResource::try_new((*source).to_owned()).map_err(|(_, faults)| {
                MessagesError::Syntax {
                    language: language.code(),
                    fault: faults.first().map(ToString::to_string).unwrap_or_default(),
                }
            })?;
            keys.extend(resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                Entry::Term(_)
                | Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_)
                | Entry::Junk { .. } => None,
            }));
            bundle.add_resource(resource).map_err(|faults| MessagesError::Duplicate {
                language: language.code(),
                fault: faults.first().map(ToString::to_string).unwrap_or_default(),
            })?;
        }
        Ok(Messages { language, bundle, keys })
    }

    /// Returns the language of these messages.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Tells whether a key is defined.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// Returns the text of a message without variables; an unknown key comes back between ⟦ and ⟧.
    pub fn text(&self, key: &str) -> Cow<'_, str> {
        self.resolve(key, None)
    }

    /// Returns the text of a message with its variables filled in; an unknown key comes back between ⟦ and ⟧.
    pub fn format(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.resolve(key, Some(&arguments)).into_owned()
    }

    /// Returns the text of a message in simple words: its attribute `.simple`, else [`Self::text`].
    pub fn simple_text(&self, key: &str) -> Cow<'_, str> {
        self.resolve_simple(key, None)
    }

    /// Returns the text of a message in simple words with its variables filled in, else [`Self::format`].
    pub fn simple_format(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.resolve_simple(key, Some(&arguments)).into_owned()
    }

    /// Tells whether a message has a text of its own in simple words.
    pub fn has_simple(&self, key: &str) -> bool {
        self.simple_pattern(key).is_some()
    }

    /// Returns the keys of all messages, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// Returns the word for a stored code, such as `phone_call` of the family `channel`.
    ///
    /// The key is `channel-phone-call`. A code without words (a newer version's, or a free one) comes back as it is.
    pub fn word(&self, family: &str, code: &str) -> String {
        let key = format!("{family}-{}", code.replace('_', "-"));
        if self.has(&key) { self.text(&key).into_owned() } else { code.to_owned() }
    }

    fn simple_pattern(&self, key: &str) -> Option<&Pattern<&str>> {
        Some(self.bundle.get_message(key)?.get_attribute(SIMPLE)?.value())
    }

    fn resolve_simple<'m>(&'m self, key: &str, arguments: Option<&'m FluentArgs<'_>>) -> Cow<'m, str> {
        match self.simple_pattern(key) {
            Some(pattern) => self.bundle.format_pattern(pattern, arguments, &mut Vec::new()),
            None => self.resolve(key, arguments),
        }
    }

    fn resolve<'m>(&'m self, key: &str, arguments: Option<&'m FluentArgs<'_>>) -> Cow<'m, str> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return Cow::Owned(format!("⟦{key}⟧"));
        };
        // a variable that is not given shows as `{$name}`; `checks` keeps both languages' variables equal
        let mut faults = Vec::new();
        self.bundle.format_pattern(pattern, arguments, &mut faults)
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Messages").field("language", &self.language).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::domain::{Channel, DeviceMode, Direction, Origin, Party, Score};
    use crate::locale::checks::unknown_keys;
    use crate::locale::without_marks;

    fn messages(language: Language) -> Messages {
        Messages::new(language, &[]).unwrap()
    }

    #[test]
    fn a_value_stands_between_isolates_and_a_number_is_grouped() {
        let text = messages(Language::Arabic).format("count-records", &[("n", 1_250.into())]);
        assert_eq!(text, "\u{2068}1,250\u{2069} سجلًا");
    }

    #[test]
    fn arabic_counts_use_the_form_of_their_number() {
        let messages = messages(Language::Arabic);
        let forms = [
            (0, "لا سجلات"),
            (1, "سجل واحد"),
            (2, "سجلان"),
            (3, "3 سجلات"),
            (11, "11 سجلًا"),
            (100, "100 سجل"),
            (103, "103 سجلات"),
            (1_003, "1,003 سجلات"),
        ];
        for (count, text) in forms {
            assert_eq!(without_marks(&messages.format("count-records", &[("n", count.into())])), text);
        }
    }

    #[test]
    fn a_number_may_be_a_share_in_percent() {
        let source = "ratings-share = { NUM($percent, style: \"percent\") }";
        let messages = Messages::new(Language::English, &[source]).unwrap();
        let planted = "ratings-share";
        assert_eq!(messages.format(planted, &[("percent", 67.into())]), "67%");
    }

    #[test]
    fn simple_words_are_taken_where_a_message_has_them() {
        let source = "greet = Good morning, { $name }\n    .simple = Hello { $name }\nleave = Farewell";
        let messages = Messages::new(Language::English, &[source]).unwrap();
        let (greet, leave) = ("greet", "leave");
        let values = [("name", "Sara".into())];
        assert_eq!(without_marks(&messages.simple_format(greet, &values)), "Hello Sara");
        assert_eq!(without_marks(&messages.format(greet, &values)), "Good morning, Sara");
        assert_eq!(messages.simple_text(leave), "Farewell");
        assert!(messages.has_simple(greet) && !messages.has_simple(leave));
        assert!(messages.keys().any(|key| key == greet));
    }

    #[test]
    fn a_key_that_nobody_wrote_shows_itself_between_brackets() {
        let made_up = "made-up-key";
        assert_eq!(messages(Language::Arabic).text(made_up), "⟦made-up-key⟧");
        assert_eq!(messages(Language::English).format(made_up, &[]), "⟦made-up-key⟧");
    }

    #[test]
    fn a_code_of_a_newer_version_is_shown_as_it_is() {
        let messages = messages(Language::English);
        assert_eq!(messages.word("channel", "phone_call"), "Phone call");
        assert_eq!(messages.word("channel", "hologram"), "hologram");
    }

    #[test]
    fn every_known_code_has_a_word_in_both_languages() {
        fn codes<'a, T>(known: &'a [T], code: fn(&'a T) -> &'a str) -> Vec<&'a str> {
            known.iter().map(code).collect()
        }
        let scores = codes(Score::KNOWN, Score::code);
        let families = [
            ("party", codes(Party::KNOWN, Party::code)),
            ("channel", codes(Channel::KNOWN, Channel::code)),
            ("direction", codes(Direction::KNOWN, Direction::code)),
            ("origin", codes(Origin::KNOWN, Origin::code)),
            ("mode", codes(DeviceMode::KNOWN, DeviceMode::code)),
            ("scale-service", scores.clone()),
            ("scale-provider", scores),
        ];
        for language in Language::ALL {
            let messages = messages(language);
            for (family, codes) in &families {
                for code in codes {
                    assert_ne!(&messages.word(family, code), code, "{family} in {}", language.code());
                }
            }
        }
    }

    #[test]
    fn a_key_defined_twice_or_a_broken_file_makes_no_bundle() {
        let twice = Messages::new(Language::English, &["state-held = Again"]);
        assert!(matches!(twice, Err(MessagesError::Duplicate { .. })));
        let broken = Messages::new(Language::English, &["state-held = {"]);
        assert!(matches!(broken, Err(MessagesError::Syntax { .. })));
    }

    #[test]
    fn messages_may_be_read_by_any_thread() {
        fn sent_and_shared<T: Send + Sync>() {}
        sent_and_shared::<Messages>();
    }

    #[test]
    fn every_message_that_the_dates_ask_for_exists() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/locale");
        for language in Language::ALL {
            let unknown = unknown_keys(&sources, &messages(language)).unwrap();
            assert!(unknown.is_empty(), "{}", unknown.join("\n"));
        }
    }
}
