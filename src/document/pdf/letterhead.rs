//! Who issues the document: a logo and lines beside it.

use super::compose::Composer;
use super::flow::{Column, Columns, Slab, drawing};
use super::ink::{Ink, Place, Role};
use super::shape::Look;
use super::style::{BODY, FINE};
use super::vector;
use crate::document::DocumentError;
use crate::document::{Align, Picture, Text};
use crate::plot::fonts_of;
use krilla::image::Image;
use krilla::tagging::Tag;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use std::sync::Arc;

/// The largest logo in points.
const LOGO: Place = (150.0, 52.0);
/// Pixels for each point of a logo that is drawn from a vector picture: 600 in an inch.
const FINE_PIXELS: f32 = 600.0 / 72.0;
/// The most pixels of a picture: more is no logo, and would fill the memory of who opens the file.
const MOST_PIXELS: u64 = 40_000_000;

impl Composer {
    pub(super) fn letterhead(&mut self, logo: Option<&Picture>, lines: &[Text]) -> Result<(), DocumentError> {
        let node = self.node(None, Tag::Div, None);
        let mut columns = Vec::new();
        let mut x = 0.0;
        if let Some(picture) = logo {
            let (inks, size) = drawn(picture)?;
            let description = if picture.description.is_empty() { &picture.name } else { &picture.description };
            let figure = self.node(Some(node), Tag::Figure(Some(description.clone())), None);
            let mut column = Column::default();
            column.parts.push(drawing(Some(figure), size, inks));
            columns.push(column);
            x = size.0 + 14.0;
        }
        let mut column = Column::at(x);
        for (at, text) in lines.iter().enumerate() {
            let look = if at == 0 { Look { size: 11.5, strong: true, ..BODY } } else { FINE };
            let node = self.node(Some(node), Tag::P, text.language);
            let shaped = self.letters.lines(text, look, self.width - x, Align::Start, "the letterhead")?;
            column.text(&shaped, 1.0, Role::Text(node));
        }
        columns.push(column);
        let columns = Columns { columns, ..Columns::default() };
        self.extend(columns.slabs(&Slab::default(), self.room));
        Ok(())
    }
}

/// What draws a picture, and its size on the page.
fn drawn(picture: &Picture) -> Result<(Vec<Ink>, Place), DocumentError> {
    let refused = |why: String| DocumentError::Picture { name: picture.name.clone(), why };
    let bytes = &picture.bytes;
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        // Read as a whole first: the writer of the file would find out only at its end that the picture is broken.
        Pixmap::decode_png(bytes).map_err(|error| refused(error.to_string()))?;
        sized(Image::from_png(bytes.clone().into(), false).map_err(refused)?).map_err(refused)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        sized(Image::from_jpeg(bytes.clone().into(), false).map_err(refused)?).map_err(refused)
    } else if bytes.windows(4).take(4096).any(|window| window == b"<svg") {
        from_svg(bytes).map_err(refused)
    } else {
        Err(refused("it is neither a PNG, a JPEG nor an SVG file".to_owned()))
    }
}

fn sized(image: Image) -> Result<(Vec<Ink>, Place), String> {
    let (width, height) = image.size();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("it has {width} x {height} pixels, more than {MOST_PIXELS}"));
    }
    let size = fitted(width as f32, height as f32).ok_or_else(|| "it has no size".to_owned())?;
    Ok((vec![Ink::Picture { image, at: (0.0, 0.0), size }], size))
}

/// The largest size of the same shape that a logo may have.
fn fitted(width: f32, height: f32) -> Option<Place> {
    let scale = (LOGO.0 / width).min(LOGO.1 / height);
    let size = (width * scale, height * scale);
    (scale.is_finite() && size.0 > 0.5 && size.1 > 0.5).then_some(size)
}

/// A vector picture as shapes; as pixels where shapes do not show it.
fn from_svg(bytes: &[u8]) -> Result<(Vec<Ink>, Place), String> {
    let options = Options {
        fontdb: Arc::new(fonts_of(&String::from_utf8_lossy(bytes))),
        font_family: "Source Sans 3".to_owned(),
        // What a picture draws from elsewhere is not in the picture.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).map_err(|error| error.to_string())?;
    let size = fitted(tree.size().width(), tree.size().height()).ok_or_else(|| "it has no size".to_owned())?;
    let inks = match vector::shapes(&tree, size.0 / tree.size().width()) {
        Some(inks) => inks,
        None => vec![Ink::Picture { image: pixels(&tree, size)?, at: (0.0, 0.0), size }],
    };
    Ok((inks, size))
}

fn pixels(tree: &Tree, size: Place) -> Result<Image, String> {
    let (width, height) = ((size.0 * FINE_PIXELS).ceil(), (size.1 * FINE_PIXELS).ceil());
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or_else(|| "it has no size".to_owned())?;
    let scale = Transform::from_scale(width / tree.size().width(), height / tree.size().height());
    resvg::render(tree, scale, &mut pixels.as_mut());
    let colours = pixels.pixels().iter().map(|pixel| pixel.demultiply());
    let bytes = colours.flat_map(|colour| [colour.red(), colour.green(), colour.blue(), colour.alpha()]).collect();
    Ok(Image::from_rgba8(bytes, width as u32, height as u32))
}
