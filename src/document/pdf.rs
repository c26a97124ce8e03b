//! Documents as PDF files for archives: PDF/A-3a and PDF/UA-1.
//!
//! Three steps: the blocks become slabs, strips over the whole width (`compose` and one file for each kind of block), each
//! section beside the others (`part`); the slabs become pages (`flow`); the pages are painted (`paint`). Only then the number
//! of pages is known, so that the running feet are set last. Every text is shaped with the letters in `fonts/` and no others
//! (`shape`), and what is read aloud hangs on a tree of its own (`tags`).
//!
//! Equal documents give equal bytes: no clock, no identifier by chance.

mod attached;
mod compose;
mod figure;
mod flow;
mod grid;
mod ink;
mod letterhead;
mod paint;
mod pairs;
mod paragraph;
mod part;
mod presumed;
mod qr_code;
mod read;
mod running;
mod shape;
mod signatories;
mod style;
mod table;
mod tags;
mod vector;

use super::{Document, DocumentError};

pub use attached::{Attached, AttachedFault, attached};
pub use presumed::presumed_attachment;
pub use read::read_pdf;

/// The document as a PDF file.
///
/// # Errors
/// [`DocumentError`]: a sign that no letter of the program shows, a picture that is none, a table that is none.
pub fn pdf(document: &Document) -> Result<Vec<u8>, DocumentError> {
    let composed = compose::compose(document)?;
    paint::paint(document, composed)
}

/// Whether a PDF file can have every sign of a text.
pub fn can_print(text: &str) -> bool {
    shape::can_print(text)
}
