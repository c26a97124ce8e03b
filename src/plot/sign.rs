//! The signs of values: those of a series, and those of what was found.

use super::FINENESS;
use super::draw::{Chart, Drawn, line};
use super::figure::Standing;
use super::palette::{BAD, INK, Marker, WINDOW, colour, marker};
use plotters::coord::Shift;
use plotters::prelude::{Circle, DrawingArea, DrawingBackend, EmptyElement, PathElement, Polygon};
use plotters::style::{Color, RGBColor, ShapeStyle};

/// Half the width of a sign, in units of the picture.
const REACH: i32 = 4;
const WHITE: RGBColor = RGBColor(255, 255, 255);

/// What a value is marked by.
#[derive(Clone, Copy)]
pub(super) enum Sign {
    /// The series that it belongs to.
    Series(usize),
    /// What was found of it.
    Judged(Standing),
}

/// A part of a sign around (0, 0), in units of the drawing.
enum Shape {
    Disc(i32, ShapeStyle),
    Filled(Vec<(i32, i32)>, ShapeStyle),
    Stroke(Vec<(i32, i32)>, ShapeStyle),
}

/// The sign at a value.
pub(super) fn draw_sign<DB: DrawingBackend>(chart: &mut Chart<'_, DB>, place: (f64, f64), sign: Sign) -> Drawn<DB> {
    let at = || EmptyElement::at(place);
    for shape in shapes(sign) {
        match shape {
            Shape::Disc(radius, style) => chart.draw_series([at() + Circle::new((0, 0), radius, style)])?,
            Shape::Filled(corners, style) => chart.draw_series([at() + Polygon::new(corners, style)])?,
            Shape::Stroke(ends, style) => chart.draw_series([at() + PathElement::new(ends, style)])?,
        };
    }
    Ok(())
}

/// The sign in the legend.
pub(super) fn draw_sample<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    sign: Sign,
    centre: (i32, i32),
) -> Drawn<DB> {
    let moved = |places: Vec<(i32, i32)>| -> Vec<(i32, i32)> {
        places.into_iter().map(|(x, y)| (x + centre.0, y + centre.1)).collect()
    };
    for shape in shapes(sign) {
        match shape {
            Shape::Disc(radius, style) => area.draw(&Circle::new(centre, radius, style))?,
            Shape::Filled(corners, style) => area.draw(&Polygon::new(moved(corners), style))?,
            Shape::Stroke(ends, style) => area.draw(&PathElement::new(moved(ends), style))?,
        }
    }
    Ok(())
}

/// An outline that ends where it begins.
pub(super) fn closed(mut corners: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    corners.extend(corners.first().copied());
    corners
}

fn shapes(sign: Sign) -> Vec<Shape> {
    match sign {
        Sign::Series(series) => of_series(series),
        Sign::Judged(standing) => of_standing(standing),
    }
}

/// A square passes, a cross fails, an empty diamond says neither; all are larger than the signs of a series.
fn of_standing(standing: Standing) -> Vec<Shape> {
    let r = REACH * FINENESS as i32 * 3 / 2;
    match standing {
        Standing::Passes => {
            let half = r * 3 / 4;
            vec![Shape::Filled(vec![(-half, -half), (half, -half), (half, half), (-half, half)], WINDOW.filled())]
        }
        Standing::Fails => {
            let arms = || [vec![(-r, -r), (r, r)], vec![(-r, r), (r, -r)]];
            // Light around it, so that it is seen over the sign of a series.
            let light = arms().map(|arm| Shape::Stroke(arm, line(WHITE, 5.0)));
            light.into_iter().chain(arms().map(|arm| Shape::Stroke(arm, line(BAD, 2.6)))).collect()
        }
        Standing::Open => open(vec![(0, -r), (r, 0), (0, r), (-r, 0)], INK).into(),
    }
}

/// An outline with paper in it.
fn open(corners: Vec<(i32, i32)>, colour: RGBColor) -> [Shape; 2] {
    [Shape::Filled(corners.clone(), WHITE.filled()), Shape::Stroke(closed(corners), line(colour, 1.4))]
}

fn of_series(series: usize) -> Vec<Shape> {
    let style = colour(series);
    let r = REACH * FINENESS as i32;
    let half = r * 7 / 8;
    let square = || vec![(-half, -half), (half, -half), (half, half), (-half, half)];
    let diamond = || vec![(0, -r * 5 / 4), (r * 5 / 4, 0), (0, r * 5 / 4), (-r * 5 / 4, 0)];
    let stroke = |from, to| Shape::Stroke(vec![from, to], line(style, 1.6));
    match marker(series) {
        Marker::Circle => vec![Shape::Disc(r, style.filled())],
        Marker::Triangle => {
            let corners = vec![(0, -r - r / 4), (r + r / 8, r * 3 / 4), (-r - r / 8, r * 3 / 4)];
            vec![Shape::Filled(corners, style.filled())]
        }
        Marker::Square => vec![Shape::Filled(square(), style.filled())],
        Marker::Diamond => vec![Shape::Filled(diamond(), style.filled())],
        // Eight corners are a circle to the eye at this size.
        Marker::Ring => {
            let c = r * 5 / 7;
            open(vec![(r, 0), (c, c), (0, r), (-c, c), (-r, 0), (-c, -c), (0, -r), (c, -c)], style).into()
        }
        Marker::OpenTriangle => {
            open(vec![(0, r + r / 4), (r + r / 8, -r * 3 / 4), (-r - r / 8, -r * 3 / 4)], style).into()
        }
        Marker::OpenSquare => open(square(), style).into(),
        Marker::OpenDiamond => open(diamond(), style).into(),
        Marker::Cross => vec![stroke((-r, -r), (r, r)), stroke((-r, r), (r, -r))],
        Marker::Plus => vec![stroke((-r, 0), (r, 0)), stroke((0, -r), (0, r))],
    }
}
