//! What is put on a page, before it is put there.

use super::shape::Shaped;
use super::tags::NodeId;
use krilla::geom::Transform;
use krilla::image::Image;
use krilla::paint::{Fill, Stroke};
use krilla::tagging::ArtifactType;
use resvg::tiny_skia::Path;
use std::sync::Arc;

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// A place or a distance on the page in points, right and down.
pub(super) type Place = (f32, f32);

/// What is put at one place. All places are relative to that of the item.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Where, relative to what holds it.
    pub(super) at: Place,
    /// What it is for who cannot see the page.
    pub(super) role: Role,
    /// What is drawn.
    pub(super) inks: Vec<Ink>,
}

/// What something is for who cannot see the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    /// Text that is read as part of a node of the structure.
    Text(NodeId),
    /// A picture of a width and a height, one thing as a whole.
    Whole(NodeId, Place),
    /// Not read: ornament, running heads, repetition.
    Artifact(ArtifactType),
}

impl Role {
    /// What is only there for the eye.
    pub(super) const ORNAMENT: Role = Role::Artifact(ArtifactType::Layout);
}

/// One thing that is drawn.
#[derive(Clone, Debug)]
pub(super) enum Ink {
    /// A line of a text; the place is that of its upper left corner.
    Line { shaped: Arc<Shaped>, line: usize, at: Place },
    /// The same, then turned clockwise around a place. As a shape it has no letters that are copied or searched.
    Turned { shaped: Arc<Shaped>, line: usize, at: Place, about: Place, degrees: f32, as_shape: bool },
    /// An area.
    Fill { outline: Outline, colour: Colour, opacity: f32 },
    /// A line along an outline.
    Stroke { outline: Outline, colour: Colour, opacity: f32, width: f32, dash: Option<f32> },
    /// A part of a vector picture.
    Shape(Arc<Shape>),
    /// A picture.
    Picture { image: Image, at: Place, size: Place },
}

/// An outline of a vector picture and how it is filled and drawn along.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) outline: Path,
    pub(super) transform: Transform,
    pub(super) fill: Option<Fill>,
    pub(super) stroke: Option<Stroke>,
}

/// A shape.
#[derive(Clone, Debug)]
pub(super) enum Outline {
    /// Rectangles: left, top, width, height.
    Boxes(Vec<[f32; 4]>),
    /// Joined places; `true`: the last one with the first one.
    Joined(Vec<Place>, bool),
    /// A circle: middle and radius.
    Circle(Place, f32),
}

impl Item {
    pub(super) fn ornament(inks: Vec<Ink>) -> Item {
        Item { at: (0.0, 0.0), role: Role::ORNAMENT, inks }
    }

    pub(super) fn moved(mut self, (x, y): Place) -> Item {
        self.at = (self.at.0 + x, self.at.1 + y);
        self
    }

    /// The same item for the eye only: what is repeated on another page.
    pub(super) fn repeated(&self) -> Item {
        Item { role: Role::Artifact(ArtifactType::PaginationOther), ..self.clone() }
    }
}

impl Ink {
    pub(super) fn fill([x, y, width, height]: [f32; 4], colour: Colour) -> Ink {
        Ink::Fill { outline: Outline::Boxes(vec![[x, y, width, height]]), colour, opacity: 1.0 }
    }

    /// A level line.
    pub(super) fn rule((x, y): Place, length: f32, colour: Colour, width: f32) -> Ink {
        let outline = Outline::Joined(vec![(x, y), (x + length, y)], false);
        Ink::Stroke { outline, colour, opacity: 1.0, width, dash: None }
    }

    pub(super) fn frame([x, y, width, height]: [f32; 4], colour: Colour, line: f32, dash: Option<f32>) -> Ink {
        let outline = Outline::Boxes(vec![[x, y, width, height]]);
        Ink::Stroke { outline, colour, opacity: 1.0, width: line, dash }
    }
}
