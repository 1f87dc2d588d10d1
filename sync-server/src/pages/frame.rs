//! What surrounds every page: title, sections, who is signed in, and the way to the other language.

use std::borrow::Cow;

use axum::http::Uri;
use shared::locale::{Language, Messages, without_marks};

use super::assets;
use super::table::{PAGES, Page, start_path};
use crate::auth::SignedIn;
use crate::words::messages;

/// A page's frame, as the templates ask for it.
pub(super) struct Frame {
    words: &'static Messages,
    title: &'static str,
    page: Option<&'static Page>,
    who: Option<SignedIn>,
    switch: String,
}

/// A section in the bar at the top.
pub(super) struct Section {
    pub(super) href: &'static str,
    pub(super) label: Cow<'static, str>,
    pub(super) current: bool,
}

impl Frame {
    /// Makes the frame of a page that nobody needs to sign in for.
    pub(super) fn plain(language: Language, switch_to: &str, title: &'static str) -> Self {
        let switch = format!("{switch_to}?lang={}", language.other().code());
        Self { words: messages(language), title, page: None, who: None, switch }
    }

    /// Makes the frame of a page for a signed-in person.
    pub(super) fn signed_in(language: Language, uri: &Uri, page: &'static Page, who: SignedIn) -> Self {
        let switch = switch_address(uri, language.other());
        Self { words: messages(language), title: page.title, page: Some(page), who: Some(who), switch }
    }

    /// Leads the way to the other language through another address.
    #[must_use]
    pub(super) fn with_switch(mut self, uri: &Uri) -> Self {
        self.switch = switch_address(uri, self.words.language().other());
        self
    }

    pub(super) fn text(&self, key: &str) -> Cow<'static, str> {
        self.words.text(key)
    }

    pub(super) fn lang(&self) -> &'static str {
        self.words.language().code()
    }

    pub(super) fn dir(&self) -> &'static str {
        self.words.language().dir()
    }

    pub(super) fn heading(&self) -> Cow<'static, str> {
        self.text(self.title)
    }

    pub(super) fn window_title(&self) -> String {
        without_marks(&self.words.format("site-page-title", &[("page", self.heading().into())]))
    }

    pub(super) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    pub(super) fn switch(&self) -> &str {
        &self.switch
    }

    pub(super) fn other_lang(&self) -> &'static str {
        self.words.language().other().code()
    }

    pub(super) fn other_language(&self) -> String {
        self.words.word("language", self.other_lang())
    }

    pub(super) fn user(&self) -> Option<&str> {
        self.who.as_ref().map(|who| who.name.as_str())
    }

    pub(super) fn role(&self) -> String {
        self.who.as_ref().map(|who| self.words.word("role", who.role.code())).unwrap_or_default()
    }

    /// Lists the sections that the signed-in person may open.
    pub(super) fn sections(&self) -> Vec<Section> {
        let Some(who) = &self.who else { return Vec::new() };
        let open = PAGES.iter().filter(|page| page.is_open_to(&who.role));
        let section = |page: &Page| {
            let current = self.page.is_some_and(|shown| shown.path == page.path);
            Some(Section { href: page.path, label: self.text(page.section?), current })
        };
        open.filter_map(section).collect()
    }

    /// Returns the address of the page itself, for its forms and links.
    pub(super) fn path(&self) -> &'static str {
        self.page.map_or_else(start_path, |page| page.path)
    }

    /// Returns the address of the page where everybody starts.
    pub(super) fn start(&self) -> &'static str {
        start_path()
    }
}

/// Returns the same address in another language, its filter and page kept.
fn switch_address(uri: &Uri, language: Language) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let kept = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    query.extend_pairs(kept.filter(|(name, value)| name != "lang" && !value.is_empty()));
    query.append_pair("lang", language.code());
    format!("{}?{}", uri.path(), query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_keeps_the_filter_and_the_page() {
        let uri = Uri::from_static("/visits?branch=a%26b&page=3&lang=ar&from=");
        assert_eq!(switch_address(&uri, Language::English), "/visits?branch=a%26b&page=3&lang=en");
        assert_eq!(switch_address(&Uri::from_static("/devices"), Language::Arabic), "/devices?lang=ar");
    }
}
