//! Colours, markers and dashes that are told apart by everybody, also on paper.

use plotters::style::RGBColor;

/// Eight colours that colour-blind readers tell apart, darkest useful first.
///
/// # Source
/// M. Okabe, K. Ito, Color Universal Design (2008): blue, vermillion, bluish green, reddish purple, orange, sky blue,
/// black, yellow. Yellow is hard to see on white and comes last.
const COLOURS: [RGBColor; 8] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(64, 64, 64),
    RGBColor(190, 174, 20),
];

/// The series of a line beside those of batches and storages, as far in the order as few pictures come: dark grey.
pub const DARK_GREY: usize = 6;

/// What is printed in, beside the series.
pub(super) const INK: RGBColor = RGBColor(32, 32, 32);
/// Lines that help the eye.
pub(super) const GRID: RGBColor = RGBColor(222, 222, 222);
/// A window.
pub(super) const WINDOW: RGBColor = RGBColor(0, 158, 115);
/// A result that fails, and the side of a limit that is not accepted: that of what is bad in the HTML report.
pub(super) const BAD: RGBColor = RGBColor(176, 58, 0);
/// A limit.
pub(super) const LIMIT: RGBColor = RGBColor(160, 0, 0);
/// A guard zone; its edges are dashed, so that it is no window to those who see no colours.
pub(super) const GUARD: RGBColor = RGBColor(230, 159, 0);

/// The sign of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Circle,
    Triangle,
    Square,
    Diamond,
    Cross,
    Plus,
    Ring,
    OpenTriangle,
    OpenSquare,
    OpenDiamond,
}

/// Colour of a series.
pub(super) fn colour(series: usize) -> RGBColor {
    COLOURS[series % COLOURS.len()]
}

/// Marker of a series: ten series differ without colour, forty with it.
pub(super) fn marker(series: usize) -> Marker {
    use Marker::*;
    const MARKERS: [Marker; 10] =
        [Circle, Triangle, Square, Diamond, Cross, Plus, Ring, OpenTriangle, OpenSquare, OpenDiamond];
    MARKERS[series % MARKERS.len()]
}
