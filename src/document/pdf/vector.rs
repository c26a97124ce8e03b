//! Vector pictures as shapes on the page: sharp at any size, and less to write than their pixels.

use super::ink::{Ink, Shape};
use krilla::color::rgb;
use krilla::geom::Transform;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use resvg::usvg::{self, BlendMode, Group, Node, Opacity, Paint, PaintOrder, Path, Rect, Tree};
use std::sync::Arc;

/// The most places along all outlines of a picture: with more, its pixels are less to write.
const MOST_PLACES: usize = 10_000;

/// A picture as shapes, on the page as large as `scale` says; nothing where pixels show what shapes of one colour do not:
/// gradients, patterns, masks, filters, pictures inside, something that stands over the edge.
pub(super) fn shapes(tree: &Tree, scale: f32) -> Option<Vec<Ink>> {
    let mut drawing = Drawing { scale, edge: tree.size().to_rect(0.0, 0.0)?, places: 0, inks: Vec::new() };
    drawing.group(tree.root())?;
    (1..=MOST_PLACES).contains(&drawing.places).then_some(drawing.inks)
}

struct Drawing {
    scale: f32,
    edge: Rect,
    places: usize,
    inks: Vec<Ink>,
}

impl Drawing {
    fn group(&mut self, group: &Group) -> Option<()> {
        let is_plain = group.opacity() == Opacity::ONE
            && group.blend_mode() == BlendMode::Normal
            && group.clip_path().is_none()
            && group.mask().is_none()
            && group.filters().is_empty();
        if !is_plain {
            return None;
        }
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner)?,
                Node::Text(text) => self.group(text.flattened())?,
                Node::Path(path) => self.path(path)?,
                Node::Image(_) => return None,
            }
        }
        Some(())
    }

    fn path(&mut self, path: &Path) -> Option<()> {
        if !path.is_visible() {
            return Some(());
        }
        if !self.is_inside(path.abs_stroke_bounding_box()) {
            return None;
        }
        self.places += path.data().len();
        let both = [
            match path.fill() {
                Some(fill) => Some((Some(filled(fill)?), None)),
                None => None,
            },
            match path.stroke() {
                Some(stroke) => Some((None, Some(stroked(stroke)?))),
                None => None,
            },
        ];
        let mut inks: Vec<Ink> =
            both.into_iter().flatten().map(|(fill, stroke)| self.ink(path, fill, stroke)).collect();
        if path.paint_order() == PaintOrder::StrokeAndFill {
            inks.reverse();
        }
        self.inks.extend(inks);
        Some(())
    }

    fn ink(&self, path: &Path, fill: Option<Fill>, stroke: Option<Stroke>) -> Ink {
        let place = path.abs_transform().post_scale(self.scale, self.scale);
        let transform = Transform::from_row(place.sx, place.ky, place.kx, place.sy, place.tx, place.ty);
        Ink::Shape(Arc::new(Shape { outline: path.data().clone(), transform, fill, stroke }))
    }

    /// Whether something stands within the edge of the picture, but for what rounding makes of it.
    fn is_inside(&self, own: Rect) -> bool {
        let edge = self.edge;
        let air = 1e-3 * edge.width().max(edge.height());
        own.left() >= edge.left() - air
            && own.top() >= edge.top() - air
            && own.right() <= edge.right() + air
            && own.bottom() <= edge.bottom() + air
    }
}

/// The colour of a paint that has one.
fn colour(paint: &Paint) -> Option<krilla::paint::Paint> {
    match paint {
        Paint::Color(colour) => Some(rgb::Color::new(colour.red, colour.green, colour.blue).into()),
        Paint::LinearGradient(_) | Paint::RadialGradient(_) | Paint::Pattern(_) => None,
    }
}

fn share(opacity: Opacity) -> Option<NormalizedF32> {
    NormalizedF32::new(opacity.get())
}

fn filled(fill: &usvg::Fill) -> Option<Fill> {
    let rule = match fill.rule() {
        usvg::FillRule::NonZero => FillRule::NonZero,
        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
    };
    Some(Fill { paint: colour(fill.paint())?, opacity: share(fill.opacity())?, rule })
}

fn stroked(stroke: &usvg::Stroke) -> Option<Stroke> {
    Some(Stroke {
        paint: colour(stroke.paint())?,
        width: stroke.width().get(),
        miter_limit: stroke.miterlimit().get(),
        line_cap: match stroke.linecap() {
            usvg::LineCap::Butt => LineCap::Butt,
            usvg::LineCap::Round => LineCap::Round,
            usvg::LineCap::Square => LineCap::Square,
        },
        line_join: match stroke.linejoin() {
            usvg::LineJoin::Miter => LineJoin::Miter,
            usvg::LineJoin::Round => LineJoin::Round,
            usvg::LineJoin::Bevel => LineJoin::Bevel,
            // Cut at its limit instead of beveled: PDF has no such join.
            usvg::LineJoin::MiterClip => return None,
        },
        opacity: share(stroke.opacity())?,
        dash: stroke.dasharray().map(|array| StrokeDash { array: array.to_vec(), offset: stroke.dashoffset() }),
    })
}
