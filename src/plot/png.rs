//! Pictures of pixels, from the vector picture.

use super::{Figure, FigureError, svg};
use flate2::read::GzDecoder;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::io::Read;
use std::sync::{Arc, OnceLock};

/// The letters, packed: a third of what they would add to the program is saved.
static PACKED: [&[u8]; 4] = [
    include_bytes!("../../fonts/SourceSans3-Regular.ttf.gz"),
    include_bytes!("../../fonts/SourceSans3-Bold.ttf.gz"),
    include_bytes!("../../fonts/NotoSansCJKsc-Regular.otf.gz"),
    include_bytes!("../../fonts/NotoSansCJKsc-Bold.otf.gz"),
];

/// The letters of every picture and document, regular and bold, Latin and Chinese, each as a font file; none of the machine is
/// used, so that every machine draws the same.
pub fn letters() -> &'static [Vec<u8>; 4] {
    static LETTERS: OnceLock<[Vec<u8>; 4]> = OnceLock::new();
    LETTERS.get_or_init(|| {
        PACKED.map(|packed| {
            let mut letters = Vec::new();
            // Whoever asks for the letters says that a font cannot be read, should this ever fail.
            let _ = GzDecoder::new(packed).read_to_end(&mut letters);
            letters
        })
    })
}

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
    for letters in letters() {
        fonts.load_font_data(letters.clone());
    }
    fonts.set_sans_serif_family("Source Sans 3");
    Options { fontdb: Arc::new(fonts), font_family: "Source Sans 3".to_owned(), ..Options::default() }
}
