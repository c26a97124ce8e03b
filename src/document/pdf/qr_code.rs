//! Codes for cameras.

use super::compose::Composer;
use super::flow::{Column, Columns, Part, Slab, drawing};
use super::ink::{Ink, Outline, Role};
use super::style::{FINE, INK, MILLIMETRE};
use crate::document::DocumentError;
use crate::document::squares::Squares;
use crate::document::{Align, QrCode};
use krilla::tagging::Tag;

/// Side of one square of the code, as long as the whole stays below `MOST`.
const SQUARE: f32 = 0.55 * MILLIMETRE;
/// Longest side of the code with the empty squares around it.
const MOST: f32 = 50.0 * MILLIMETRE;

impl Composer {
    pub(super) fn qr_code(&mut self, code: &QrCode) -> Result<(), DocumentError> {
        let squares = Squares::new(&code.content)?;
        let (square, quiet) = (SQUARE.min(MOST / squares.side()), squares.quiet());
        let (side, quiet) = (square * squares.side(), square * quiet);
        let boxes = squares.bars.iter().map(|(x, y, length)| [x * square, y * square, length * square, square]);
        let outline = Outline::Boxes(boxes.collect());
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
        right.parts.push(Part { before: 0.0, height: 5.0, items: Vec::new() });
        for row in self.short_pairs(&code.pairs, 0.0, self.width - side - 6.0, node)? {
            let row = row.slab(&Slab::default());
            right.parts.push(Part { before: 0.0, height: row.height, items: row.items });
        }
        let like = Slab { before: 8.0, ..Slab::default() };
        let columns = Columns { columns: vec![left, right], ..Columns::default() };
        self.extend(columns.slabs(&like, self.room));
        Ok(())
    }
}
