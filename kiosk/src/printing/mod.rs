//! Printing on a receipt printer: a [`Page`] is laid out by the text layer, painted on the processor, made into black and
//! white dots and written as an ESC/POS raster, so that the printer needs no Arabic fonts. Knows nothing of visits.

mod bitmap;
mod escpos;
mod layout;
mod page;
mod spool;
#[cfg(test)]
mod tests;

pub use bitmap::Bitmap;
pub use escpos::{NotEscPos, decode, encode};
pub use layout::{PAGE_DOTS_MAX, PageTooLong, lay_out};
pub use page::{Block, Page};
pub use spool::{PrintOutcome, PrintState, Spool};
