//! Pictures of pixels, from the vector picture.

use super::{Figure, FigureError, LATIN_LETTERS, chinese_letters, height_for, need_chinese, svg};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Group, Node, Options, Tree, fontdb};
use std::sync::Arc;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    /// The figure cannot be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
    /// A sign that no letter of the program shows.
    #[error("the figure `{0}` has no picture of pixels: no letter of the program shows {1:?}; an SVG keeps it as text")]
    NoLetter(String, String),
    /// The vector picture could not be turned into pixels.
    #[error("the figure `{0}` could not be turned into pixels: {1}")]
    Pixels(String, String),
}

/// The figure as a PNG file of the given size; `scale` is pixels for each unit of the page: 2 for screens of high
/// resolution, 3 for print.
///
/// # Errors
/// [`PngError`].
pub fn png(figure: &Figure, width: u32, height: u32, scale: u32) -> Result<Vec<u8>, PngError> {
    let refused = |why: String| PngError::Pixels(figure.title.clone(), why);
    let height = height_for(figure, width, height);
    let drawn = svg(figure, width, height)?;
    let tree = Tree::from_str(&drawn, &options(&drawn)).map_err(|error| refused(error.to_string()))?;
    if let Some(sign) = without_letter(tree.root()) {
        return Err(PngError::NoLetter(figure.title.clone(), sign));
    }
    let pixels = Pixmap::new(width * scale, height * scale);
    let mut pixels = pixels.ok_or_else(|| refused(format!("a picture of {width} x {height} is not possible")))?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| refused(error.to_string()))
}

/// The first sign of the texts of a picture that would be an empty box.
fn without_letter(group: &Group) -> Option<String> {
    group.children().iter().find_map(|node| match node {
        Node::Group(inner) => without_letter(inner),
        Node::Text(text) => {
            let mut glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            glyphs.find(|glyph| glyph.id.0 == 0).map(|glyph| glyph.text.clone())
        }
        Node::Path(_) | Node::Image(_) => None,
    })
}

fn options(drawn: &str) -> Options<'static> {
    Options { fontdb: Arc::new(fonts_of(drawn)), font_family: "Source Sans 3".to_owned(), ..Options::default() }
}

/// The letters that a vector picture needs, for the library that draws it.
pub fn fonts_of(drawn: &str) -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    // A sign may be written as its number.
    let chinese = (need_chinese(drawn) || drawn.contains("&#")).then(chinese_letters);
    for letters in LATIN_LETTERS.into_iter().chain(chinese.into_iter().flatten()) {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(letters)));
    }
    fonts.set_sans_serif_family("Source Sans 3");
    fonts
}
