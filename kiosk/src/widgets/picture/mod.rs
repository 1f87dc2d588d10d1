//! Pictures for people who read little: drawn with lines in one style, clear at any size and in any palette. No files.
//!
//! A picture never stands alone: the words beside it say the same. None points left or right, so none is mirrored.

mod named;
mod paint_people;
mod paint_signs;
mod paint_things;
mod pen;
#[cfg(test)]
mod tests;

use egui::{Color32, Painter, Rect};

pub use self::named::Picture;
use self::pen::Pen;

/// Paints `picture` in the middle of `rect`, as large as fits, in lines of `ink` over a tint of it.
pub fn picture(painter: &Painter, rect: Rect, picture: Picture, ink: Color32) {
    let pen = Pen::new(painter, rect, ink);
    match picture {
        Picture::Person => paint_people::person(&pen),
        Picture::Woman => paint_people::woman(&pen),
        Picture::Family => paint_people::family(&pen),
        Picture::Elder => paint_people::elder(&pen),
        Picture::Wheelchair => paint_people::wheelchair(&pen),
        Picture::Care => paint_people::care(&pen),
        Picture::Volunteer => paint_people::volunteer(&pen),
        Picture::Identity => paint_people::identity(&pen),
        Picture::Home => paint_things::home(&pen),
        Picture::Basket => paint_things::basket(&pen),
        Picture::Money => paint_things::money(&pen),
        Picture::Medical => paint_things::medical(&pen),
        Picture::Book => paint_things::book(&pen),
        Picture::Work => paint_things::work(&pen),
        Picture::Phone => paint_things::phone(&pen),
        Picture::Letter => paint_things::letter(&pen),
        Picture::Car => paint_things::car(&pen),
        Picture::Clothes => paint_things::clothes(&pen),
        Picture::Utilities => paint_things::utilities(&pen),
        Picture::Document => paint_things::document(&pen),
        Picture::Pen => paint_things::pencil(&pen),
        Picture::Gift => paint_things::gift(&pen),
        Picture::Mosque => paint_things::mosque(&pen),
        Picture::Calendar => paint_things::calendar(&pen),
        Picture::Printer => paint_things::printer(&pen),
        Picture::Lamp => paint_things::lamp(&pen),
        Picture::Bell => paint_things::bell(&pen),
        Picture::Lock => paint_things::lock(&pen),
        Picture::Chat => paint_signs::chat(&pen),
        Picture::Clock => paint_signs::clock(&pen),
        Picture::Hands => paint_people::hands(&pen),
        Picture::Question => paint_signs::question(&pen),
        Picture::More => paint_signs::more(&pen),
        Picture::Scales => paint_signs::scales(&pen),
        Picture::Star => paint_signs::star(&pen),
        Picture::Info => paint_signs::info(&pen),
        Picture::Search => paint_signs::search(&pen),
        Picture::Check => paint_signs::check(&pen),
        Picture::Cancel => paint_signs::cancel(&pen),
        Picture::Place => paint_signs::place(&pen),
        Picture::Sound => paint_signs::sound(&pen),
        Picture::TextSize => paint_signs::text_size(&pen),
        Picture::Contrast => paint_signs::contrast(&pen),
        Picture::Pictures => paint_signs::pictures(&pen),
    }
}
