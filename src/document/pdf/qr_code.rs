//! Codes for cameras.

use super::PdfError;
use super::compose::Composer;
use super::flow::{Column, Columns, Part, Slab, drawing};
use super::ink::{Ink, Outline, Role};
use super::style::{FINE, INK, MILLIMETRE};
use crate::document::{Align, QrCode};
use krilla::tagging::Tag;
use qrcode::{Color, EcLevel};

/// Side of one square of the code, as long as the whole stays below `MOST`.
const SQUARE: f32 = 0.55 * MILLIMETRE;
/// Longest side of the code with the empty squares around it.
const MOST: f32 = 50.0 * MILLIMETRE;
/// Empty squares around the code.
///
/// # Source
/// ISO/IEC 18004:2015, section 5.3.8: four.
const QUIET: f32 = 4.0;

impl Composer {
    pub(super) fn qr_code(&mut self, code: &QrCode) -> Result<(), PdfError> {
        let (side, quiet, outline) = squares(&code.content)?;
        let node = self.node(None, Tag::Div, None);
        let description = if code.description.is_empty() { &code.content } else { &code.description };
        let figure = self.node(Some(node), Tag::Figure(Some(description.clone())), None);
        let mut left = Column::default();
        let ink = Ink::Fill { outline, colour: INK, opacity: 1.0 };
        left.parts.push(drawing(Some(figure), (side, side), vec![ink]));
        let mut right = Column::at(side + 6.0);
        right.parts.push(Part { before: 0.0, height: quiet, items: Vec::new() });
        for text in &code.texts {
            let node = self.node(Some(node), Tag::P, text.language);
            let place = "the text beside the code";
            let shaped = self.letters.lines(text, FINE, self.width - side - 6.0, Align::Start, place)?;
            right.text(&shaped, 2.0, Role::Text(node));
        }
        let like = Slab { before: 8.0, ..Slab::default() };
        let columns = Columns { columns: vec![left, right], ..Columns::default() };
        self.extend(columns.slabs(&like, self.room));
        Ok(())
    }
}

/// The dark squares, joined along each row, and the side of the whole and the width of
/// the empty edge.
fn squares(content: &str) -> Result<(f32, f32, Outline), PdfError> {
    let code = qrcode::QrCode::with_error_correction_level(content, EcLevel::M);
    let code = code.map_err(|error| PdfError::QrCode { length: content.len(), why: error.to_string() })?;
    let across = code.width();
    let whole = across as f32 + 2.0 * QUIET;
    let square = SQUARE.min(MOST / whole);
    let mut boxes: Vec<[f32; 4]> = Vec::new();
    for (row, colours) in code.to_colors().chunks(across).enumerate() {
        let y = (row as f32 + QUIET) * square;
        let mut from = None;
        for (at, dark) in colours.iter().map(|colour| *colour == Color::Dark).chain([false]).enumerate() {
            match (dark, from) {
                (true, None) => from = Some(at),
                (false, Some(start)) => {
                    let x = (start as f32 + QUIET) * square;
                    boxes.push([x, y, (at - start) as f32 * square, square]);
                    from = None;
                }
                _ => {}
            }
        }
    }
    Ok((whole * square, QUIET * square, Outline::Boxes(boxes)))
}
