//! Figures: what the drawing library draws becomes vectors and text of the page.

use super::compose::Composer;
use super::flow::{Slab, drawing};
use super::ink::{Colour, Ink, Outline, Place};
use super::shape::{Letters, Look, Shaped};
use crate::document::DocumentError;
use crate::document::{Align, Emphasis, Text};
use crate::plot::{FINENESS, Figure, FigureError, draw, height_for};
use krilla::tagging::Tag;
use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle, FontTransform,
};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

/// Width of a figure in the units of its own drawing, which decides how large its letters are: a little under 8 points on
/// A4, so that a picture is read on paper without a glass.
const UNITS: f32 = 560.0;

/// The part of a page that a figure takes at most: its heading stands above it on the same page.
const HIGHEST: f32 = 0.9;

impl Composer {
    pub(super) fn figure(&mut self, figure: &Figure, shape: f32, caption: &Text) -> Result<(), DocumentError> {
        let name = format!("the figure `{}`", figure.title);
        let texts = [&figure.title, &figure.subtitle, &figure.x.label, &figure.y.label];
        for text in texts.into_iter().map(String::as_str).chain(figure.marks.iter().map(|mark| mark.name())) {
            let (text, look) = (Text::plain(text), Look::new(8.0, false, Colour::default()));
            self.letters.lines(&text, look, self.width, Align::Start, &name)?;
        }
        let shape = if shape.is_finite() { shape.clamp(0.1, 2.0) } else { 0.6 };
        let of_legend = height_for(figure, UNITS as u32, 0) as f32 * self.width / UNITS;
        let height = (self.width * shape).min(self.room * 0.8).max(of_legend).min(self.room * HIGHEST);
        let inks = record(&mut self.letters, figure, self.width, height)?;
        let told = if figure.description.is_empty() { &figure.title } else { &figure.description };
        let node = self.part.tags.add(None, Tag::Figure(Some(told.clone())));
        let part = drawing(Some(node), (self.width, height), inks);
        let with_next = !caption.is_empty();
        self.push(Slab { before: 8.0, height, with_next, items: part.items, ..Slab::default() });
        if with_next {
            self.paragraph(caption, Emphasis::Fine)?;
        }
        Ok(())
    }
}

fn record(letters: &mut Letters, figure: &Figure, width: f32, height: f32) -> Result<Vec<Ink>, DocumentError> {
    let scale = width / (UNITS * FINENESS as f32);
    let size = ((width / scale).round() as u32, (height / scale).round() as u32);
    let recording = Rc::new(RefCell::new(Recording { letters, inks: Vec::new(), size, scale }));
    let area = Recorder(Rc::clone(&recording)).into_drawing_area();
    draw(&area, figure)?;
    area.present().map_err(|error| FigureError::Refused(figure.title.clone(), error.to_string()))?;
    drop(area);
    let inks = std::mem::take(&mut recording.borrow_mut().inks);
    Ok(inks)
}

/// What has been drawn so far.
struct Recording<'a> {
    letters: &'a mut Letters,
    inks: Vec<Ink>,
    /// Size in the units of the drawing.
    size: (u32, u32),
    /// Points for each unit.
    scale: f32,
}

/// The page as the drawing library sees it.
struct Recorder<'a>(Rc<RefCell<Recording<'a>>>);

type Drawn = Result<(), DrawingErrorKind<DocumentError>>;

impl Recording<'_> {
    fn place(&self, (x, y): BackendCoord) -> Place {
        (x as f32 * self.scale, y as f32 * self.scale)
    }

    fn put(&mut self, outline: Outline, colour: BackendColor, stroke: Option<u32>) {
        let (red, green, blue) = colour.rgb;
        let (colour, opacity) = (Colour(red, green, blue), colour.alpha.clamp(0.0, 1.0) as f32);
        if opacity > 0.0 {
            self.inks.push(match stroke {
                None => Ink::Fill { outline, colour, opacity },
                Some(width) => Ink::Stroke { outline, colour, opacity, width: width as f32 * self.scale, dash: None },
            });
        }
    }

    fn shaped<S: BackendTextStyle>(&mut self, text: &str, style: &S) -> Result<Arc<Shaped>, DocumentError> {
        let (red, green, blue) = style.color().rgb;
        // The drawing library thinks of the height of a line, as its own SVG part does.
        let size = style.size() as f32 / 1.24 * self.scale;
        let look = Look::new(size, matches!(style.style(), FontStyle::Bold), Colour(red, green, blue));
        self.letters.lines(&Text::plain(text), look, f32::MAX, Align::Start, "a figure")
    }

    fn text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Result<(), DocumentError> {
        if text.is_empty() || style.color().alpha == 0.0 {
            return Ok(());
        }
        let shaped = self.shaped(text, style)?;
        let Some((line, run)) = shaped.lines.first().and_then(|line| Some((line, line.runs.first()?))) else {
            return Ok(());
        };
        let about = self.place(at);
        let across = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => line.end / 2.0,
            HPos::Right => line.end,
        };
        let down = run.size
            * match style.anchor().v_pos {
                VPos::Top => 0.76,
                VPos::Center => 0.24,
                VPos::Bottom => -0.24,
            };
        let degrees = match style.transform() {
            FontTransform::None => 0.0,
            FontTransform::Rotate90 => 90.0,
            FontTransform::Rotate180 => 180.0,
            FontTransform::Rotate270 => 270.0,
        };
        let at = (about.0 - across, about.1 + down - run.at.1);
        self.inks.push(Ink::Turned { shaped: Arc::clone(&shaped), line: 0, at, about, degrees, as_shape: false });
        Ok(())
    }
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = DocumentError;

    fn get_size(&self) -> (u32, u32) {
        self.0.borrow().size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let mut recording = self.0.borrow_mut();
        let whole = (to.0 - from.0, to.1 - from.1);
        // The paper is white; a white ground would hide the word across the page.
        let ground = style.color().rgb == (255, 255, 255)
            && (whole.0 + 1) as u32 >= recording.size.0
            && (whole.1 + 1) as u32 >= recording.size.1;
        if !ground {
            let ((left, top), (right, bottom)) = (recording.place(from), recording.place(to));
            let outline = Outline::Boxes(vec![[left, top, right - left, bottom - top]]);
            recording.put(outline, style.color(), (!fill).then(|| style.stroke_width()));
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let mut recording = self.0.borrow_mut();
        let places = path.into_iter().map(|at| recording.place(at)).collect();
        recording.put(Outline::Joined(places, false), style.color(), Some(style.stroke_width()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let mut recording = self.0.borrow_mut();
        let outline = Outline::Circle(recording.place(at), radius as f32 * recording.scale);
        recording.put(outline, style.color(), (!fill).then(|| style.stroke_width()));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let mut recording = self.0.borrow_mut();
        let places = path.into_iter().map(|at| recording.place(at)).collect();
        recording.put(Outline::Joined(places, true), style.color(), None);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.0.borrow_mut().text(text, style, at).map_err(DrawingErrorKind::DrawingError)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<DocumentError>> {
        let mut recording = self.0.borrow_mut();
        let shaped = recording.shaped(text, style).map_err(DrawingErrorKind::DrawingError)?;
        let width = shaped.lines.first().map_or(0.0, |line| line.end) / recording.scale;
        Ok((width.ceil() as u32, (style.size() / 1.24).ceil() as u32))
    }
}
