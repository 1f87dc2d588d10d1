//! An entry of the guide on paper: what its page says, without what is pressed.

use shared::domain::{CatalogKind, Code};
use shared::locale::dates;

use super::entry::{EntryData, Part};
use crate::guide::Reader;
use crate::printing::{Block, Page};
use crate::screens::view::View;

/// Returns the page of an entry as it is printed.
pub fn entry_page(view: &View<'_>, kind: &CatalogKind, code: &Code, reader: Reader) -> Page {
    let data = EntryData::new(view, kind, code, reader);
    let page = Page::new(view.direction());
    let page = page.with(Block::Centred(view.association())).with(Block::Rule).with(Block::Title(data.title));
    let page = data.about.into_iter().fold(page, |page, about| page.with(Block::Text(about)));
    let page = data.parts.into_iter().fold(page, with_part);
    page.with(Block::Rule).with(Block::Small(dates::both(view.words, view.now.date())))
}

fn with_part(page: Page, part: Part) -> Page {
    let lines = |page: Page, text: &str| {
        text.lines().fold(page, |page, line| page.with(Block::Text(line.to_owned())))
    };
    match part {
        Part::Text(name, text) => {
            let page = name.into_iter().fold(page, |page, name| page.with(Block::Heading(name)));
            lines(page, &text)
        }
        Part::List(name, items) => {
            let page = page.with(Block::Heading(name));
            items.into_iter().fold(page, |page, item| page.with(Block::Text(format!("• {item}"))))
        }
        // what leads on to other pages leads nowhere on paper
        Part::Rows(..) => page,
        Part::Note(words) => page.with(Block::Small(words)),
    }
}
