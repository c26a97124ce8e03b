//! Pictures of pixels, from the vector picture.

use super::{Figure, FigureError, svg};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::Arc;

/// The letters of every picture and document, regular and bold, Latin and Chinese; none of the machine is used, so that
/// every machine draws the same.
pub static LETTERS: [&[u8]; 4] = [
    include_bytes!("../../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../fonts/SourceSans3-Bold.ttf"),
    include_bytes!("../../fonts/NotoSansCJKsc-Regular.otf"),
    include_bytes!("../../fonts/NotoSansCJKsc-Bold.otf"),
];

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    /// The figure cannot be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
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
    let drawn = svg(figure, width, height)?;
    let tree = Tree::from_str(&drawn, &options()).map_err(|error| refused(error.to_string()))?;
    let pixels = Pixmap::new(width * scale, height * scale);
    let mut pixels = pixels.ok_or_else(|| refused(format!("a picture of {width} x {height} is not possible")))?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| refused(error.to_string()))
}

fn options() -> Options<'static> {
    let mut fonts = fontdb::Database::new();
    for letters in LETTERS {
        fonts.load_font_data(letters.to_vec());
    }
    fonts.set_sans_serif_family("Source Sans 3");
    Options { fontdb: Arc::new(fonts), font_family: "Source Sans 3".to_owned(), ..Options::default() }
}
