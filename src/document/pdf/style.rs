//! Sizes and colours, in points.

use super::ink::Colour;
use super::shape::Look;
use crate::document::{Colour as Ground, Document, Paper, Tone};

/// Width and height of a page.
///
/// # Source
/// ISO 216:2007, A4; ANSI/ASME Y14.1-2020, size A. A point is 1/72 inch, an inch is 25.4 mm.
pub(super) fn page_size(paper: Paper) -> (f32, f32) {
    match paper {
        Paper::A4 => (595.276, 841.89),
        Paper::Letter => (612.0, 792.0),
    }
}

/// From the left and from the right edge of the page to the text.
pub(super) const SIDE: f32 = 54.0;
/// From the upper and from the lower edge of the page to the running head and foot.
pub(super) const EDGE: f32 = 30.0;
/// Between the text and the running head and foot.
pub(super) const GAP: f32 = 12.0;
/// Points in a millimetre.
pub(super) const MILLIMETRE: f32 = 72.0 / 25.4;

/// What is printed in.
pub(super) const INK: Colour = Colour(28, 28, 30);
/// What is less prominent; 7 : 1 against white.
pub(super) const MUTED: Colour = Colour(88, 88, 92);
/// Lines.
pub(super) const RULE: Colour = Colour(196, 198, 204);
/// Behind heads.
pub(super) const SHADE: Colour = Colour(238, 240, 244);
/// The word across the pages: seen, and the text over it reads.
pub(super) const WATERMARK: Colour = Colour(232, 218, 218);

pub(super) const BODY: Look = Look::new(9.5, false, INK);
pub(super) const FINE: Look = Look::new(7.6, false, MUTED);
pub(super) const CELL: Look = Look::new(8.4, false, INK);
pub(super) const HEAD: Look = Look::new(8.0, true, INK);
/// A label in the second language.
pub(super) const SECOND: Look = Look::new(7.6, false, MUTED);
pub(super) const LABEL: Look = Look::new(8.4, false, MUTED);
pub(super) const RUNNING: Look = Look::new(7.6, false, MUTED);
/// The word of the watermark in the running head, where it reads in one line.
pub(super) const MARKED: Look = Look::new(9.0, true, Colour(170, 0, 30));

/// The colour that a document may choose, and what takes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Accent {
    /// Headings, and the line below the head of a table.
    pub(super) ink: Colour,
    /// The head of a table, where it reads on its ground.
    pub(super) head: Colour,
    /// The lines of the running head and foot, and of the end.
    pub(super) rule: Colour,
}

impl Accent {
    pub(super) fn of(document: &Document) -> Accent {
        let chosen = document.accent.map(|colour| Colour(colour.red, colour.green, colour.blue));
        let reads = document.accent.is_some_and(|colour| colour.reads_on(Ground::SHADE));
        Accent {
            ink: chosen.unwrap_or(INK),
            head: chosen.filter(|_| reads).unwrap_or(INK),
            rule: chosen.unwrap_or(RULE),
        }
    }
}

/// A heading of a level: its look, that of its second language, air above and below.
pub(super) fn heading(level: u8) -> (Look, Look, f32, f32) {
    match level {
        0 | 1 => (Look::new(19.0, true, INK), Look::new(13.0, false, MUTED), 10.0, 5.0),
        2 => (Look::new(12.0, true, INK), Look::new(9.5, false, MUTED), 14.0, 4.0),
        _ => (Look::new(10.0, true, INK), Look::new(8.4, false, MUTED), 10.0, 3.0),
    }
}

/// What a tone is printed in; at least 4.5 : 1 against white.
pub(super) fn tone_ink(tone: Tone) -> Colour {
    match tone {
        Tone::Neutral => INK,
        Tone::Good => Colour(0, 96, 64),
        Tone::Bad => Colour(170, 0, 30),
        Tone::Open => Colour(130, 76, 0),
    }
}

/// What is behind a framed text of a tone.
pub(super) fn tone_fill(tone: Tone) -> Colour {
    match tone {
        Tone::Neutral => Colour(245, 246, 248),
        Tone::Good => Colour(234, 246, 240),
        Tone::Bad => Colour(253, 237, 238),
        Tone::Open => Colour(254, 246, 230),
    }
}
