//! `catalog import` and `catalog export`: what kiosks show, as JSON, one entry a line.

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use shared::domain::{
    Against, Branding, CATALOG_LINE_BYTES_MAX, CatalogEntry, Described, InFile, LineFault,
    check_catalog_file, read_catalog_line, write_catalog_line,
};
use shared::replica::Act;

use super::list::List;
use super::say::tell;
use super::{Data, Failure};

/// Entries, published together.
const ENTRIES: List<CatalogEntry> =
    List { bytes_max: CATALOG_LINE_BYTES_MAX, parse: read_catalog_line, undone: "nothing was published" };

/// What kiosks show.
#[derive(Subcommand)]
pub(super) enum Catalog {
    /// Publish entries from a file: all of them or, if a line is wrong, none
    Import(Import),
    /// Write the current catalog
    Export(Export),
}

/// Publishes entries.
#[derive(Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: Data,
    /// A file of entries, or - for standard input
    file: PathBuf,
}

/// Writes the catalog.
#[derive(Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: Data,
}

impl Catalog {
    pub(super) fn run(self, act: &mut Act) -> Result<(), Failure> {
        match self {
            Self::Import(import) => import.run(act),
            Self::Export(export) => export.run(),
        }
    }
}

impl Import {
    fn run(self, act: &mut Act) -> Result<(), Failure> {
        let office = self.data.open(act)?;
        let entries = ENTRIES.read(&self.file)?;
        for (number, entry) in &entries {
            logo_decodes(entry).map_err(|fault| ENTRIES.refuse(*number, fault))?;
        }
        let wrong = |InFile { number, fault }| ENTRIES.refuse(number, fault);
        let catalog = office.catalog()?;
        for InFile { number, fault } in check_catalog_file(&entries, &catalog).map_err(wrong)? {
            tell(format_args!("warning: line {number}: {fault}"));
        }
        let against = Against { catalog: &catalog, now: act.now.moment().timestamp() };
        for (number, entry) in &entries {
            for (field, doubt) in against.entry_doubts(entry) {
                tell(format_args!("warning: line {number}: {field}: {doubt}"));
            }
        }
        let entries: Vec<CatalogEntry> = entries.into_iter().map(|(_, entry)| entry).collect();
        office.publish(act, &entries)?;
        Ok(())
    }
}

/// Checks that the association's logo is a whole picture, as kiosks will decode it.
fn logo_decodes(entry: &CatalogEntry) -> Result<(), LineFault> {
    let Described::Association(Branding { logo: Some(logo), .. }) = &entry.what else { return Ok(()) };
    let reason = "cannot be decoded: it was cut short or is damaged; export it again as PNG".to_owned();
    let fault = |_| LineFault { field: "logo".to_owned(), reason };
    // its sides were looked at when it was read: what it decodes to is bounded
    image::load_from_memory_with_format(logo.bytes(), image::ImageFormat::Png).map(drop).map_err(fault)
}

impl Export {
    fn run(self) -> Result<(), Failure> {
        let office = self.data.look()?;
        let mut out = std::io::stdout().lock();
        for entry in office.catalog()?.entries() {
            writeln!(out, "{}", write_catalog_line(entry))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use shared::domain::{Code, Logo, Text};

    use super::*;

    fn association(png: Vec<u8>) -> CatalogEntry {
        let named = |words: &str| Text::new(words).unwrap();
        let branding = Branding { logo: Some(Logo::new(png).unwrap()), ..Branding::default() };
        let code = Code::new("association").unwrap();
        CatalogEntry::new(Described::Association(branding), code, named("أ"), named("A"))
    }

    #[test]
    fn a_logo_that_was_cut_short_anywhere_or_damaged_is_refused() {
        let mut png = Vec::new();
        let image = image::RgbaImage::from_fn(64, 40, |x, y| {
            image::Rgba([u8::try_from(x * 3).unwrap(), u8::try_from(y * 5).unwrap(), 60, 255])
        });
        image.write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        assert!(logo_decodes(&association(png.clone())).is_ok());
        // behind the header, in front of the last chunk: what follows it is no picture
        for length in (33..png.len() - 12).step_by(7) {
            let fault = logo_decodes(&association(png[..length].to_vec())).unwrap_err();
            assert_eq!(fault.field, "logo", "{length}");
        }
        let middle = png.len() / 2;
        png[middle] ^= 0x55;
        assert!(logo_decodes(&association(png)).is_err());
    }
}
