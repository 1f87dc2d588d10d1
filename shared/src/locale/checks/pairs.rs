//! Comparison of the Arabic and the English message files. Knows the Fluent syntax tree and no screen.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Attribute, CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::unicode::unescape_unicode_to_string;

use crate::locale::SIMPLE;

/// Latin-letter words that Arabic text may hold: names of formats and alphabets that have no Arabic spelling.
const LATIN_WORDS_IN_ARABIC: [&str; 8] = ["English", "ABC", "CSV", "Excel", "QR", "USB", "TLS", "UTC"];

/// Messages whose Arabic text holds no Arabic letter: another script's own name, and key caps.
const WITHOUT_ARABIC_LETTERS: [&str; 4] =
    ["language-en", "keyboard-latin", "keyboard-digits", "list-separator"];

/// The plural variants that an Arabic message must tell apart.
const ARABIC_CATEGORIES: [&str; 5] = ["one", "two", "few", "many", "other"];

/// What one message says and needs.
#[derive(Debug, Default)]
struct Message {
    texts: Vec<String>,
    variables: BTreeSet<String>,
    plural_variants: Vec<BTreeSet<String>>,
    glued_texts: Vec<String>,
    faults: Vec<String>,
}

/// Returns every fault of a pair of message sources, one line each; empty when there is none.
///
/// Faults are: what Fluent cannot parse, keys, simple words or variables that only one language has, a function other than
/// `PLURAL` and `NUM`, Arabic plurals that do not tell one, two, few, many and other apart, Arabic text without
/// Arabic letters, Latin words in Arabic text, Latin punctuation in Arabic text, an Arabic prefix glued to a value
/// (the value's isolate would cut the joined letter off), and empty messages.
pub fn file_faults(arabic: &[&str], english: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let arabic = read(arabic, "ar", &mut faults);
    let english = read(english, "en", &mut faults);
    for key in arabic.keys().filter(|key| !english.contains_key(*key)) {
        faults.push(format!("{key}: only in Arabic"));
    }
    for (key, message) in &english {
        match arabic.get(key) {
            None => faults.push(format!("{key}: only in English")),
            Some(pair) if pair.variables != message.variables => {
                faults.push(format!(
                    "{key}: {:?} in Arabic, {:?} in English",
                    pair.variables, message.variables
                ));
            }
            Some(_) => {}
        }
        if message.texts.iter().all(|text| text.trim().is_empty()) && message.variables.is_empty() {
            faults.push(format!("{key}: empty in English"));
        }
    }
    for (key, message) in &arabic {
        faults.extend(arabic_faults(key, message));
    }
    faults
}

fn arabic_faults(key: &str, message: &Message) -> Vec<String> {
    let mut faults = Vec::new();
    let text = message.texts.join(" ");
    let has_arabic = text.chars().any(is_arabic_letter);
    if !has_arabic && message.variables.is_empty() && !WITHOUT_ARABIC_LETTERS.contains(&key) {
        faults.push(format!("{key}: no Arabic letter"));
    }
    for word in text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty()) {
        if !LATIN_WORDS_IN_ARABIC.contains(&word) {
            faults.push(format!("{key}: Latin word {word}"));
        }
    }
    if has_arabic && text.contains([',', ';', '?', '"']) {
        faults.push(format!("{key}: Latin punctuation"));
    }
    for glued in &message.glued_texts {
        faults.push(format!("{key}: a value is glued to {glued}"));
    }
    for variants in &message.plural_variants {
        for category in ARABIC_CATEGORIES.iter().filter(|category| !variants.contains(**category)) {
            faults.push(format!("{key}: plural form {category} is missing"));
        }
    }
    faults
}

fn is_arabic_letter(letter: char) -> bool {
    matches!(letter, '\u{0621}'..='\u{064A}' | '\u{0671}'..='\u{06D3}')
}

fn read(sources: &[&str], language: &str, faults: &mut Vec<String>) -> BTreeMap<String, Message> {
    let mut messages = BTreeMap::new();
    for source in sources {
        let resource = fluent_syntax::parser::parse(*source).unwrap_or_else(|(resource, errors)| {
            faults.extend(errors.iter().map(|error| format!("{language}: {error}")));
            resource
        });
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut read = Message::default();
            match &message.value {
                Some(pattern) => read.pattern(pattern),
                None => read.faults.push("has no value".to_owned()),
            }
            let mut parts = vec![(message.id.name.to_owned(), read)];
            parts.extend(message.attributes.iter().map(|attribute| simple(message.id.name, attribute)));
            for (key, mut part) in parts {
                faults.extend(part.faults.drain(..).map(|fault| format!("{language}: {key}: {fault}")));
                if messages.insert(key.clone(), part).is_some() {
                    faults.push(format!("{language}: {key}: defined twice"));
                }
            }
        }
    }
    messages
}

/// Reads an attribute as a message of its own, `key.simple`: the other language must have it too.
fn simple(key: &str, attribute: &Attribute<&str>) -> (String, Message) {
    let mut read = Message::default();
    read.pattern(&attribute.value);
    if attribute.id.name != SIMPLE {
        read.faults.push(format!("an attribute that nothing asks for; {SIMPLE} is the only one"));
    }
    (format!("{key}.{}", attribute.id.name), read)
}

impl Message {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.texts.push((*value).to_owned()),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
        for pair in pattern.elements.windows(2) {
            if let [PatternElement::TextElement { value }, PatternElement::Placeable { .. }] = pair
                && value.ends_with(is_arabic_letter)
            {
                self.glued_texts.push((*value).to_owned());
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                if matches!(selector, InlineExpression::FunctionReference { id, .. } if id.name == "PLURAL") {
                    self.plural_variants
                        .push(variants.iter().map(|variant| variant_name(&variant.key)).collect());
                }
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, expression: &InlineExpression<&str>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { id, arguments } => {
                if !["PLURAL", "NUM"].contains(&id.name) {
                    self.faults.push(format!("unknown function {}", id.name));
                }
                self.arguments(arguments);
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { value } => {
                self.texts.push(unescape_unicode_to_string(value).into_owned());
            }
            InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::MessageReference { id, .. } | InlineExpression::TermReference { id, .. } => {
                self.faults.push(format!("refers to {}, which is never resolved across files", id.name));
            }
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>) {
        for argument in &arguments.positional {
            self.inline(argument);
        }
    }
}

fn variant_name(key: &fluent_syntax::ast::VariantKey<&str>) -> String {
    match key {
        fluent_syntax::ast::VariantKey::Identifier { name } => (*name).to_owned(),
        fluent_syntax::ast::VariantKey::NumberLiteral { value } => (*value).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, shared_sources};

    #[test]
    fn the_shared_messages_say_the_same_things_in_both_languages() {
        let faults = file_faults(shared_sources(Language::Arabic), shared_sources(Language::English));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn every_planted_fault_is_found() {
        let planted: [(&str, &str, &str); 13] = [
            ("a-b = سلام", "a-b = Hello\nc-d = More", "c-d: only in English"),
            ("a-b = سلام\nc-d = مزيد", "a-b = Hello", "c-d: only in Arabic"),
            ("a-b = سلام { $name }", "a-b = Hello { $names }", "a-b: {\"name\"} in Arabic"),
            ("a-b = Hello", "a-b = Hello", "a-b: no Arabic letter"),
            ("a-b = سلام Hello", "a-b = Hello", "Latin word Hello"),
            ("a-b = كيف حالكم?", "a-b = How are you?", "Latin punctuation"),
            ("a-b = { NUMBER($n) } سلام", "a-b = { NUM($n) }", "unknown function NUMBER"),
            ("a-b = { PLURAL($n) ->\n   *[other] سلام\n}", "a-b = { NUM($n) }", "plural form few is missing"),
            ("a-b = سلام لـ{ $name }", "a-b = { $name }", "a value is glued to"),
            ("a-b = سلام {$name", "a-b = Hello", "ar: "),
            ("a-b = سلام\n    .simple = هلا", "a-b = Hello", "a-b.simple: only in Arabic"),
            ("a-b = سلام\n    .simple = hi", "a-b = Hello\n    .simple = Hi", "a-b.simple: no Arabic letter"),
            ("a-b = سلام\n    .short = هلا", "a-b = Hello\n    .short = Hi", "nothing asks for"),
        ];
        for (arabic, english, fault) in planted {
            let found = file_faults(&[arabic], &[english]);
            assert!(found.iter().any(|line| line.contains(fault)), "{fault} in {found:?}");
        }
        assert!(file_faults(&["a-b = سلام"], &["a-b = Hello"]).is_empty());
    }
}
