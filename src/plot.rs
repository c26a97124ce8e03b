//! Pictures: one figure of plain numbers and texts in, a vector or a pixel picture out.
//!
//! A [`Figure`] knows nothing of stability or of lots; whoever has results fills it. Every kind of picture is drawn by
//! the one function [`draw`](draw::draw), so that the same figure looks alike as SVG, as PNG and in a document.
//! Series differ by colour, by marker and by dash, so that they are told apart without colour and on paper.

mod axis;
mod draw;
mod figure;
mod letters;
mod palette;
mod png;
mod sign;
mod svg;
mod text;

pub use axis::{Axis, Scale, number};
pub use draw::{draw, height_for, legend};
pub use figure::{Figure, FigureError, Mark, Role, Standing};
pub use letters::{LATIN_LETTERS, chinese_letters, looked_at as letters_looked_at, need_chinese};
pub use palette::DARK_GREY;
pub use png::{PngError, fonts_of, png};
pub use svg::svg;

/// Units of the drawing for each unit of the picture: the drawing library knows whole units only, and a tenth is fine enough
/// for paper.
pub const FINENESS: u32 = 10;
