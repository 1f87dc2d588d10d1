//! The fonts that a text layer is made with. Reads no file: bytes come from the caller.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily as EguiFamily};
use parley::FontWeight;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride};
use parley::style::{FontFamily, FontFamilyName};

/// A font cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// The bytes are no TrueType or OpenType font.
    #[error("font family {family}: the bytes are no TrueType or OpenType font; unpack a WOFF file first")]
    NotAFont {
        /// The family's name.
        family: String,
    },
}

/// A family: a regular face, and a semi-bold one where there is one.
#[derive(Debug, Clone)]
pub struct Family {
    name: String,
    regular: &'static [u8],
    semi_bold: Option<&'static [u8]>,
}

impl Family {
    /// Makes a family of one face; `name` is free, and tells it from the others. Semi-bold text comes out regular.
    ///
    /// # Errors
    /// [`FontError::NotAFont`] if the bytes cannot be read as a font.
    pub fn new(name: &str, regular: &'static [u8]) -> Result<Self, FontError> {
        Ok(Self { name: name.to_owned(), regular: font(name, regular)?, semi_bold: None })
    }

    /// Adds the semi-bold face.
    ///
    /// # Errors
    /// [`FontError::NotAFont`] if the bytes cannot be read as a font.
    pub fn with_semi_bold(self, semi_bold: &'static [u8]) -> Result<Self, FontError> {
        let semi_bold = Some(font(&self.name, semi_bold)?);
        Ok(Self { semi_bold, ..self })
    }
}

fn font(family: &str, bytes: &'static [u8]) -> Result<&'static [u8], FontError> {
    let is_font = swash::FontRef::from_index(bytes, 0).is_some();
    if is_font { Ok(bytes) } else { Err(FontError::NotAFont { family: family.to_owned() }) }
}

/// The families of a text layer, the preferred one first: a letter that it lacks comes from the next that has it.
///
/// System fonts are never asked, so that every machine shows the same.
#[derive(Debug, Clone)]
pub struct Fonts {
    families: Vec<Family>,
}

impl Fonts {
    /// Begins with the preferred family.
    pub fn new(first: Family) -> Self {
        Self { families: vec![first] }
    }

    /// Adds a family for the letters that those before it lack.
    #[must_use]
    pub fn then(mut self, next: Family) -> Self {
        self.families.push(next);
        self
    }

    /// The bundled family, IBM Plex Sans Arabic: Arabic, Latin and three sets of digits in one face.
    #[cfg(feature = "plex")]
    pub fn plex() -> Self {
        Self::new(Family {
            name: "IBM Plex Sans Arabic".to_owned(),
            regular: include_bytes!("../assets/fonts/IBMPlexSansArabic-Regular.ttf"),
            semi_bold: Some(include_bytes!("../assets/fonts/IBMPlexSansArabic-SemiBold.ttf")),
        })
    }

    /// The faces, for parley.
    pub(super) fn collection(&self) -> Collection {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        for family in &self.families {
            let faces =
                [(Some(family.regular), FontWeight::NORMAL), (family.semi_bold, FontWeight::SEMI_BOLD)];
            for (data, weight) in faces {
                let Some(data) = data else { continue };
                let names = FontInfoOverride {
                    family_name: Some(&family.name),
                    weight: Some(weight),
                    ..FontInfoOverride::default()
                };
                collection.register_fonts(Blob::new(Arc::new(data)), Some(names));
            }
        }
        collection
    }

    /// The families' names in order, for parley.
    pub(super) fn stack(&self) -> FontFamily<'static> {
        let names: Vec<FontFamilyName<'static>> =
            self.families.iter().map(|family| FontFamilyName::named(&family.name).into_owned()).collect();
        FontFamily::List(names.into())
    }

    /// egui's own fonts: our regular faces alone, so that metrics agree and nothing is fetched from the system.
    pub(super) fn definitions(&self) -> FontDefinitions {
        let mut definitions = FontDefinitions::empty();
        for family in &self.families {
            let data = Arc::new(FontData::from_static(family.regular));
            definitions.font_data.insert(family.name.clone(), data);
            for kind in [EguiFamily::Proportional, EguiFamily::Monospace] {
                definitions.families.entry(kind).or_default().push(family.name.clone());
            }
        }
        definitions
    }
}
