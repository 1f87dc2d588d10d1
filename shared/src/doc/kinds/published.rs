//! A publication of a catalog entry. Names of staff are sealed: they are personal data.

use std::cell::Cell;

use super::super::Meaning;
use super::super::pen::{In, Out};
use super::published_guide::{
    article, asks, both, branding, hours, papers, write_article, write_asks, write_both, write_branding,
    write_hours, write_papers,
};
use super::request;
use crate::domain::{Audience, CatalogEntry, CatalogKind, Code, Described, Role, Telephone, Text};

/// The fields of a name in simple words; a program before them leaves them in the entry.
const SIMPLE_NAME: [&str; 2] = ["simple_name_ar", "simple_name_en"];

pub(super) fn write(entry: &CatalogEntry, out: &mut Out) {
    let CatalogEntry {
        code,
        name_ar,
        name_en,
        simple_name,
        about_ar,
        about_en,
        position,
        active,
        approved_by,
        picture,
        audience,
        what,
    } = entry;
    out.text("entry_kind", entry.kind().code());
    out.text("code", code.as_str());
    for (field, name) in [("name_ar", name_ar), ("name_en", name_en)] {
        match what {
            Described::Staff { .. } => out.seal(field, Some(name)),
            _ => out.text(field, name.as_str()),
        }
    }
    if !matches!(what, Described::Staff { .. }) {
        write_both(out, SIMPLE_NAME, simple_name);
    }
    out.maybe_text("about_ar", about_ar.as_ref().map(Text::as_str));
    out.maybe_text("about_en", about_en.as_ref().map(Text::as_str));
    out.int("position", *position);
    out.yes("active", *active);
    out.maybe_text("approved_by", approved_by.as_ref().map(Text::as_str));
    out.code("picture", picture.as_ref());
    out.maybe_text("audience", audience.as_ref().map(Audience::code));
    out.code("belongs_to", entry.belongs_to());
    if let Some(article) = entry.article() {
        write_article(out, article);
    }
    match what {
        Described::Service { department, who, papers, asks, terms, article: _ } => {
            out.code("department", department.as_ref());
            write_both(out, ["who_ar", "who_en"], who);
            write_papers(out, papers);
            write_asks(out, asks);
            if let Some(terms) = terms {
                request::write_terms(terms, out);
            }
        }
        Described::Staff { department, role } => {
            out.code("department", department.as_ref());
            out.maybe_text("role", role.as_ref().map(Role::code));
        }
        Described::Association(branding) => write_branding(out, branding),
        Described::Notion { verdict, .. } => out.bool("verdict", *verdict),
        Described::Improvement { since, .. } => out.maybe_text("since", since.map(|day| day.to_string())),
        Described::Hours(hours) => write_hours(out, hours),
        Described::Question { .. } | Described::ToolPage { .. } | Described::Tool => {}
        Described::Branch { phone } => out.maybe_text("phone", phone.as_ref().map(Telephone::as_str)),
        Described::Department | Described::Reason => {}
        Described::Paper { discreet } => {
            if *discreet {
                out.bool("discreet", true);
            }
        }
        Described::Group | Described::Outcome | Described::Other(_) => {}
    }
}

/// Reads a publication. A member of staff whose name can't be opened any more goes by the code.
pub(super) fn read(input: &In<'_>) -> Result<CatalogEntry, Meaning> {
    let code: Code = input.required_code("code")?;
    let what = described(input)?;
    let name = |field: &'static str| -> Result<Text, Meaning> {
        let name = match what {
            Described::Staff { .. } if input.is_erased() => Text::new(code.as_str()).ok(),
            Described::Staff { .. } => input.opened(field)?,
            _ => input.plain(field)?,
        };
        name.ok_or(Meaning::Missing(field))
    };
    let (name_ar, name_en) = (name("name_ar")?, name("name_en")?);
    Ok(CatalogEntry {
        code,
        name_ar,
        name_en,
        simple_name: both(input, SIMPLE_NAME)?,
        about_ar: input.plain("about_ar")?,
        about_en: input.plain("about_en")?,
        position: input.int("position")?.unwrap_or(0),
        active: input.yes("active")?,
        approved_by: input.plain("approved_by")?,
        picture: input.code("picture")?,
        audience: input.text("audience")?.map(Audience::from_code),
        what,
    })
}

thread_local! {
    static IS_BEFORE_LISTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs work as a program of version 1, whose catalog knew neither groups nor outcomes: how tests have both.
pub fn without_listed_kinds<T>(work: impl FnOnce() -> T) -> T {
    let before = IS_BEFORE_LISTED.replace(true);
    let outcome = work();
    IS_BEFORE_LISTED.set(before);
    outcome
}

fn kind_of(code: &str) -> CatalogKind {
    match CatalogKind::from_code(code) {
        kind if IS_BEFORE_LISTED.get() && CatalogKind::LISTED.contains(&kind) => {
            CatalogKind::Other(code.to_owned())
        }
        kind => kind,
    }
}

fn described(input: &In<'_>) -> Result<Described, Meaning> {
    let department = || input.code("department");
    let belongs_to = || input.code("belongs_to");
    Ok(match kind_of(input.required("entry_kind")?) {
        CatalogKind::Service => Described::Service {
            department: department()?,
            who: both(input, ["who_ar", "who_en"])?,
            papers: papers(input)?,
            asks: asks(input)?,
            terms: request::read_terms(input)?,
            article: article(input)?,
        },
        CatalogKind::Department => Described::Department,
        CatalogKind::Reason => Described::Reason,
        CatalogKind::Branch => {
            // one that a newer program wrote in another form is not shown
            let phone = input.text("phone")?.and_then(|phone| Telephone::parse(phone).ok());
            Described::Branch { phone }
        }
        CatalogKind::Staff => {
            let role = input.text("role")?.map(Role::from_code);
            Described::Staff { department: department()?, role }
        }
        CatalogKind::Tool => Described::Tool,
        CatalogKind::Association => Described::Association(branding(input)?),
        CatalogKind::Question => Described::Question { belongs_to: belongs_to()?, article: article(input)? },
        CatalogKind::Notion => {
            let verdict = input.bool("verdict")?.ok_or(Meaning::Missing("verdict"))?;
            Described::Notion { belongs_to: belongs_to()?, verdict, article: article(input)? }
        }
        CatalogKind::Improvement => {
            Described::Improvement { since: input.day("since")?, article: article(input)? }
        }
        CatalogKind::ToolPage => {
            let belongs_to = input.required_code("belongs_to")?;
            Described::ToolPage { belongs_to, article: article(input)? }
        }
        CatalogKind::Hours => Described::Hours(hours(input)?),
        CatalogKind::Group => Described::Group,
        CatalogKind::Outcome => Described::Outcome,
        CatalogKind::Paper => Described::Paper { discreet: input.bool("discreet")?.unwrap_or(false) },
        CatalogKind::Other(kind) => Described::Other(kind),
    })
}
