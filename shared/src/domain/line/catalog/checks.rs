//! What an entry of its kind cannot do without, and what fits into one.

use crate::domain::line::LineFault;
use crate::domain::{CatalogEntry, CatalogKind, Guide};

/// Most bytes of an entry's texts and logo together: with the names of its fields it stays below the 68 KiB of a change.
const ENTRY_BYTES_MAX: usize = 60 * 1024;

/// Checks that a publication of the entry fits into a change.
pub(super) fn fits(entry: &CatalogEntry) -> Result<(), LineFault> {
    let bytes = bytes_of(entry);
    if bytes <= ENTRY_BYTES_MAX {
        return Ok(());
    }
    let (is, most) = (bytes / 1024, ENTRY_BYTES_MAX / 1024);
    Err(LineFault::of_line(format!(
        "the texts and the logo are {is} KiB together, and {most} KiB fit: part them over several entries"
    )))
}

/// Checks that the entry has what its kind needs, and nothing that belongs to another kind alone.
pub(super) fn needs(entry: &CatalogEntry) -> Result<(), LineFault> {
    use CatalogKind::{Association, Hours, Improvement, Notion, Question, ToolPage};
    let CatalogEntry { kind, guide, hours, branding, .. } = entry;
    let is = |kinds: &[CatalogKind]| kinds.contains(kind);
    let needed = [
        ("body_ar", is(&[Question, Notion, Improvement, ToolPage]) && guide.body.is_empty()),
        ("belongs_to", is(&[ToolPage]) && guide.belongs_to.is_none()),
        ("verdict", is(&[Notion]) && guide.verdict.is_none()),
        ("hours", is(&[Hours]) && hours.is_none()),
    ];
    if let Some((field, _)) = needed.iter().find(|(_, is_missing)| *is_missing) {
        return Err(LineFault::new(*field, format!("is missing; a {} needs it", kind.code())));
    }
    let foreign = [
        ("verdict", guide.verdict.is_some(), Notion),
        ("hours", hours.is_some(), Hours),
        ("colour", branding.colour.is_some(), Association),
        ("logo", branding.logo.is_some(), Association),
    ];
    match foreign.iter().find(|(_, is_there, owner)| *is_there && kind != owner) {
        Some((field, _, owner)) => Err(LineFault::new(*field, format!("stands in {} alone", owner.code()))),
        None => Ok(()),
    }
}

fn bytes_of(entry: &CatalogEntry) -> usize {
    let CatalogEntry { name_ar, name_en, about_ar, about_en, guide, branding, .. } = entry;
    let Guide { who, papers, body, simple, .. } = guide;
    let texts = [Some(name_ar), Some(name_en), about_ar.as_ref(), about_en.as_ref()];
    let pairs = [who, body, simple].into_iter().flat_map(|pair| [pair.ar.as_ref(), pair.en.as_ref()]);
    let papers = papers.ar.iter().chain(&papers.en).map(Some);
    let words: usize =
        texts.into_iter().chain(pairs).chain(papers).flatten().map(|text| text.as_str().len()).sum();
    words + branding.logo.as_ref().map_or(0, |logo| logo.bytes().len())
}
