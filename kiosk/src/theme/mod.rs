//! All colours and sizes of the window in one place. Knows nothing of visits and paints nothing.

mod appearance;
mod brand;
mod contrast;
mod look;
mod palette;
mod schemes;
mod screen;
mod sizes;
#[cfg(test)]
mod tests;

pub use appearance::{Appearance, Contrast, Scheme, TextSize};
pub use brand::Brand;
pub use contrast::contrast;
pub use look::{Look, TextKind};
pub use palette::Palette;
pub use screen::{DEFAULT_DIAGONAL_INCHES, Hands, Screen};
pub use sizes::Sizes;
