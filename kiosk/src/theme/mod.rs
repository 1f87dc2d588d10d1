//! All colours and sizes of the window in one place. Knows nothing of visits and paints nothing.

mod look;
mod palette;
mod sizes;

pub use look::{Look, TextKind};
pub use palette::{Palette, contrast};
pub use sizes::{DEFAULT_DIAGONAL_INCHES, Sizes, TOUCH_MILLIMETRES};
