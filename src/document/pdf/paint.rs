//! Pages to a file.

use super::compose::{Composed, Heading};
use super::ink::{Colour, Ink, Item, Outline, Place, Role, Shape};
use super::shape::Line;
use super::style::SIDE;
use super::tags::Tags;
use crate::document::DocumentError;
use crate::document::{Attachment, Document, Moment, Relationship};
use crate::order;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, ValidationError};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline as Contents, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, BBox, ContentTag, SpanTag};
use krilla::{SerializeSettings, color::rgb};
use resvg::tiny_skia::PathSegment;
use std::collections::BTreeSet;

/// The distance of the ends of a curve from its handles, for a quarter of a circle of radius 1.
const QUARTER: f32 = 0.552_285;

/// Writes the pages.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn paint(document: &Document, composed: Composed) -> Result<Vec<u8>, DocumentError> {
    let Composed { size, pages, mut tags, headings } = composed;
    let mut file = krilla::Document::new_with(settings()?);
    for (number, items) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(size.0, size.1);
        let settings = settings.ok_or_else(|| DocumentError::Refused("a page without a size".to_owned()))?;
        let mut page = file.start_page_with(settings);
        let mut surface = page.surface();
        for item in items {
            paint_item(&mut surface, &mut tags, item, number);
        }
        surface.finish();
        page.finish();
    }
    file.set_metadata(metadata(document));
    file.set_outline(contents(&headings));
    file.set_tag_tree(tags.into_tree(document.language));
    attach(&mut file, document)?;
    file.finish().map_err(refused)
}

fn settings() -> Result<SerializeSettings, DocumentError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| DocumentError::Refused(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn paint_item(surface: &mut Surface<'_>, tags: &mut Tags, item: &Item, page: usize) {
    if item.inks.is_empty() {
        return;
    }
    let (x, y) = item.at;
    match item.role {
        Role::Artifact(kind) => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        }
        Role::Text(node) => {
            let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            tags.belongs(node, identifier);
        }
        Role::Whole(node, (width, height)) => {
            let identifier = surface.start_tagged(ContentTag::Other);
            tags.belongs(node, identifier);
            if let Some(rect) = Rect::from_xywh(x, y, width, height) {
                tags.stands(node, BBox::new(page, rect));
            }
        }
    }
    surface.push_transform(&Transform::from_translate(x, y));
    for ink in &item.inks {
        paint_ink(surface, ink);
    }
    surface.pop();
    surface.end_tagged();
}

fn paint_ink(surface: &mut Surface<'_>, ink: &Ink) {
    match ink {
        Ink::Line { shaped, line, at } => {
            if let Some(line) = shaped.lines.get(*line) {
                paint_line(surface, &shaped.characters, line, *at, false);
            }
        }
        Ink::Turned { shaped, line, at, about, degrees, as_shape } => {
            surface.push_transform(&Transform::from_rotate_at(*degrees, about.0, about.1));
            if let Some(line) = shaped.lines.get(*line) {
                paint_line(surface, &shaped.characters, line, *at, *as_shape);
            }
            surface.pop();
        }
        Ink::Fill { outline, colour, opacity } => {
            paint_path(surface, outline, Some(fill(*colour, *opacity)), None);
        }
        Ink::Stroke { outline, colour, opacity, width, dash } => {
            let stroke = Stroke {
                paint: paint_of(*colour),
                width: *width,
                opacity: share(*opacity),
                dash: dash.map(|dash| StrokeDash { array: vec![dash, dash], offset: 0.0 }),
                ..Stroke::default()
            };
            paint_path(surface, outline, None, Some(stroke));
        }
        Ink::Shape(shape) => paint_shape(surface, shape),
        Ink::Picture { image, at, size } => {
            if let Some(size) = Size::from_wh(size.0, size.1) {
                surface.push_transform(&Transform::from_translate(at.0, at.1));
                surface.draw_image(image.clone(), size);
                surface.pop();
            }
        }
    }
}

fn paint_path(surface: &mut Surface<'_>, outline: &Outline, fill: Option<Fill>, stroke: Option<Stroke>) {
    if let Some(path) = path(outline) {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(&path);
    }
}

fn paint_shape(surface: &mut Surface<'_>, shape: &Shape) {
    let mut path = PathBuilder::new();
    for segment in shape.outline.segments() {
        match segment {
            PathSegment::MoveTo(to) => path.move_to(to.x, to.y),
            PathSegment::LineTo(to) => path.line_to(to.x, to.y),
            PathSegment::QuadTo(by, to) => path.quad_to(by.x, by.y, to.x, to.y),
            PathSegment::CubicTo(one, other, to) => path.cubic_to(one.x, one.y, other.x, other.y, to.x, to.y),
            PathSegment::Close => path.close(),
        }
    }
    if let Some(path) = path.finish() {
        surface.push_transform(&shape.transform);
        surface.set_fill(shape.fill.clone());
        surface.set_stroke(shape.stroke.clone());
        surface.draw_path(&path);
        surface.pop();
    }
}

fn paint_line(surface: &mut Surface<'_>, characters: &str, line: &Line, (x, y): Place, as_shape: bool) {
    for run in &line.runs {
        surface.set_stroke(None);
        surface.set_fill(Some(fill(run.colour, 1.0)));
        let start = Point::from_xy(x + run.at.0, y + run.at.1);
        surface.draw_glyphs(start, &run.glyphs, run.font.clone(), characters, run.size, as_shape);
    }
}

fn paint_of(Colour(red, green, blue): Colour) -> krilla::paint::Paint {
    rgb::Color::new(red, green, blue).into()
}

fn share(opacity: f32) -> NormalizedF32 {
    NormalizedF32::new(opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

fn fill(colour: Colour, opacity: f32) -> Fill {
    Fill { paint: paint_of(colour), opacity: share(opacity), ..Fill::default() }
}

fn path(outline: &Outline) -> Option<Path> {
    let mut path = PathBuilder::new();
    match outline {
        Outline::Boxes(boxes) => {
            for [x, y, width, height] in boxes {
                path.push_rect(Rect::from_xywh(*x, *y, *width, *height)?);
            }
        }
        Outline::Joined(places, closed) => {
            for (at, (x, y)) in places.iter().enumerate() {
                if at == 0 {
                    path.move_to(*x, *y);
                } else {
                    path.line_to(*x, *y);
                }
            }
            if *closed {
                path.close();
            }
        }
        Outline::Circle((x, y), r) => {
            let c = r * QUARTER;
            path.move_to(x + r, *y);
            path.cubic_to(x + r, y + c, x + c, y + r, *x, y + r);
            path.cubic_to(x - c, y + r, x - r, y + c, x - r, *y);
            path.cubic_to(x - r, y - c, x - c, y - r, *x, y - r);
            path.cubic_to(x + c, y - r, x + r, y - c, x + r, *y);
            path.close();
        }
    }
    path.finish()
}

fn metadata(document: &Document) -> Metadata {
    Metadata::new()
        .title(document.title.clone())
        .description(document.subject.clone())
        .authors(if document.author.is_empty() { Vec::new() } else { vec![document.author.clone()] })
        .creator(document.program.clone())
        .producer(document.program.clone())
        .language(document.language.tag().to_owned())
        .document_id(document.identifier.clone())
        .creation_date(date(document.created))
}

fn date(moment: Moment) -> DateTime {
    let Moment { at, offset } = moment;
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    let minutes = offset.seconds() / 60;
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(i8::try_from(minutes / 60).unwrap_or_default())
        .utc_offset_minute(u8::try_from((minutes % 60).abs()).unwrap_or_default())
}

/// The list of contents: chapters below the title, sections below their chapter.
fn contents(headings: &[Heading]) -> Contents {
    let mut contents = Contents::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let below = after.iter().take_while(|heading| heading.level > first.level).count();
        let (inside, others) = after.split_at(below);
        contents.push_child(contents_node(first, inside));
        rest = others;
    }
    contents
}

/// A heading with those below it; there are three levels, so that this ends.
fn contents_node(heading: &Heading, mut below: &[Heading]) -> OutlineNode {
    let (page, top) = heading.at.unwrap_or_default();
    let place = krilla::destination::XyzDestination::new(page, Point::from_xy(SIDE, top));
    let mut node = OutlineNode::new(heading.text.clone(), place);
    while let Some((first, after)) = below.split_first() {
        let deeper = after.iter().take_while(|heading| heading.level > first.level).count();
        let (inside, others) = after.split_at(deeper);
        node.push_child(contents_node(first, inside));
        below = others;
    }
    node
}

fn attach(file: &mut krilla::Document, document: &Document) -> Result<(), DocumentError> {
    let mut names = BTreeSet::new();
    for attachment in &document.attachments {
        let Attachment { name, media_type, relationship, description, bytes } = attachment;
        let twice = || DocumentError::AttachmentName(name.clone());
        if name.is_empty() || !names.insert(name.as_str()) {
            return Err(twice());
        }
        let unknown = || DocumentError::MediaType { name: name.clone(), media_type: media_type.clone() };
        file.embed_file(EmbeddedFile {
            path: name.clone(),
            mime_type: Some(MimeType::new(media_type).ok_or_else(unknown)?),
            description: Some(if description.is_empty() { name.clone() } else { description.clone() }),
            association_kind: match relationship {
                Relationship::Source => AssociationKind::Source,
                Relationship::Data => AssociationKind::Data,
                Relationship::Alternative => AssociationKind::Alternative,
                Relationship::Supplement => AssociationKind::Supplement,
                Relationship::Unspecified => AssociationKind::Unspecified,
            },
            data: bytes.clone().into(),
            modification_date: Some(date(document.created)),
            compress: Some(true),
            location: None,
        })
        .ok_or_else(twice)?;
    }
    Ok(())
}

fn refused(error: KrillaError) -> DocumentError {
    match error {
        KrillaError::Validation(errors) => {
            let named: BTreeSet<String> = order::collect(errors.iter().map(|error| named(&error.0)));
            DocumentError::Refused(named.into_iter().collect::<Vec<_>>().join("; "))
        }
        KrillaError::Image(_, _, why) => DocumentError::Picture { name: "a picture".to_owned(), why },
        error => DocumentError::Refused(error.to_string()),
    }
}

/// What a rule for archives does not allow, without what the writer knows of its fonts.
fn named(error: &ValidationError) -> String {
    match error {
        ValidationError::ContainsNotDefGlyph(_, _, text) => format!("no letter for `{text}`"),
        ValidationError::NoCodepointMapping(..) => "a letter that stands for no character".to_owned(),
        ValidationError::InvalidCodepointMapping(_, _, sign, _)
        | ValidationError::UnicodePrivateArea(_, _, sign, _) => {
            format!("the character U+{:04X} is not allowed", u32::from(*sign))
        }
        ValidationError::RestrictedLicense(_) => "a font that may not be embedded".to_owned(),
        other => format!("{other:?}"),
    }
}
