//! `svg`: the operating characteristic of one criterion as a picture.
//!
//! Black on white with one dash pattern for each number of determinations, so that print and copies keep the difference;
//! wide enough to be read in a narrow column. No script, no font of its own, no time: the same plan gives the same bytes.

use super::{criterion, curve_name, in_a_valid_run};
use crate::plan::{Planned, as_asked, significant};
use crate::report::escape::visible;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

const WIDTH: f64 = 480.0;
/// The frame of the curves.
const LEFT: f64 = 52.0;
const RIGHT: f64 = 466.0;
const TOP: f64 = 52.0;
const BOTTOM: f64 = 292.0;
/// First line of the legend, and how far apart its lines are.
const LEGEND: f64 = 350.0;
const LINE: f64 = 18.0;
/// Columns of text that fit over the width.
const COLUMNS: usize = 62;

/// Dash pattern and colour of the curves; the colours differ in brightness too.
const STROKES: [(&str, &str); 6] = [
    ("none", "#000000"),
    ("7 3", "#1f4e9c"),
    ("2 2", "#a33b00"),
    ("9 3 2 3", "#2e6b34"),
    ("4 2 1 2", "#6a3d9a"),
    ("12 4", "#555555"),
];

pub(super) fn render(planned: &Planned<'_>) -> String {
    let line = &planned.line;
    let lines = planned.numbers.len() + planned.checks.left_out.len();
    let height = LEGEND + LINE * (lines as f64 + 1.0) + 2.0;
    let name = shortened(&line.test.name);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'Noto Sans CJK SC', sans-serif\" font-size=\"13\">\n\
         <title>Operating characteristic of {name}</title>\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    text(&mut out, LEFT, 20.0, "start", &format!("<tspan font-weight=\"bold\">{name}</tspan>"));
    let rule = shortened(&format!("{} · {}", criterion(line), line.measured.decide));
    text(&mut out, LEFT, 39.0, "start", &rule);
    let frame = Frame::of(planned);
    conforming(&mut out, planned, &frame);
    axes(&mut out, planned, &frame);
    curves(&mut out, planned, &frame);
    for (at, what) in planned.checks.left_out.iter().enumerate() {
        let y = LEGEND + LINE * (planned.numbers.len() + at + 1) as f64 + 4.0;
        text(&mut out, LEFT, y, "start", &shortened(&format!("not counted: {what}")));
    }
    out.push_str("</svg>\n");
    out
}

/// From true values and probabilities to the picture.
struct Frame {
    from: f64,
    to: f64,
}

impl Frame {
    fn of(planned: &Planned<'_>) -> Frame {
        let first = planned.points.first().map_or(0.0, |point| point.true_value);
        let last = planned.points.last().map_or(1.0, |point| point.true_value);
        Frame { from: first, to: if last > first { last } else { first + 1.0 } }
    }

    fn x(&self, true_value: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * ((true_value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    fn y(probability: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * probability
    }
}

/// The true values that conform, shaded, with their limits.
fn conforming(out: &mut String, planned: &Planned<'_>, frame: &Frame) {
    let (lower, upper) = (planned.line.lower(), planned.line.upper());
    let (from, to) = (lower.map_or(LEFT, |limit| frame.x(limit)), upper.map_or(RIGHT, |limit| frame.x(limit)));
    line(
        out,
        &format!(
            "<rect x=\"{from:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{}\" fill=\"#f0f0f0\"/>",
            to - from,
            BOTTOM - TOP
        ),
    );
    for x in [lower, upper].into_iter().flatten().map(|limit| frame.x(limit)) {
        stroke(out, (x, TOP), (x, BOTTOM), "#777777", "none");
    }
}

fn axes(out: &mut String, planned: &Planned<'_>, frame: &Frame) {
    for fifth in 0..=5 {
        let probability = f64::from(fifth) / 5.0;
        let y = Frame::y(probability);
        stroke(out, (LEFT - 4.0, y), (LEFT, y), "#000000", "none");
        text(out, LEFT - 7.0, y + 4.5, "end", &significant(probability, 1));
    }
    for value in ticks(frame) {
        let x = frame.x(value);
        stroke(out, (x, BOTTOM), (x, BOTTOM + 4.0), "#000000", "none");
        text(out, x, BOTTOM + 18.0, "middle", &significant(value, 4));
    }
    let wanted = Frame::y(planned.wanted);
    stroke(out, (LEFT, wanted), (RIGHT, wanted), "#777777", "1 3");
    line(
        out,
        &format!(
            "<rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#000000\"/>",
            RIGHT - LEFT,
            BOTTOM - TOP
        ),
    );
    let scale = planned.line.scale();
    let name = if scale.is_empty() { "true value".to_owned() } else { format!("true value, {scale}") };
    text(out, 0.5 * (LEFT + RIGHT), BOTTOM + 37.0, "middle", &shortened(&name));
    let middle = 0.5 * (TOP + BOTTOM);
    line(
        out,
        &format!(
            "<text transform=\"translate(14 {middle}) rotate(-90)\" text-anchor=\"middle\">probability of passing{}</text>",
            in_a_valid_run(planned)
        ),
    );
}

/// Four to nine round values along the axis.
fn ticks(frame: &Frame) -> Vec<f64> {
    let least = (frame.to - frame.from) / 7.0;
    let unit = libm::pow(10.0, libm::floor(libm::log10(least)));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * unit).find(|step| *step >= least);
    let step = step.unwrap_or(least);
    let (first, last) = ((frame.from / step).ceil() as i64, (frame.to / step).floor() as i64);
    let count = last.saturating_sub(first);
    if !(0..20).contains(&count) {
        vec![frame.from, frame.to]
    } else {
        (first..=last).map(|at| at as f64 * step).collect()
    }
}

fn curves(out: &mut String, planned: &Planned<'_>, frame: &Frame) {
    for (at, n) in planned.numbers.iter().enumerate() {
        let (dash, colour) = STROKES[at % STROKES.len()];
        let mut points = String::new();
        for point in &planned.points {
            let probability = point.probabilities.get(at).copied().unwrap_or(0.0);
            let _ = write!(points, "{:.1},{:.1} ", frame.x(point.true_value), Frame::y(probability));
        }
        line(
            out,
            &format!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-dasharray=\"{dash}\"/>",
                points.trim_end()
            ),
        );
        let y = LEGEND + LINE * at as f64;
        line(
            out,
            &format!(
                "<path d=\"M{LEFT} {y}h40\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-dasharray=\"{dash}\"/>"
            ),
        );
        text(out, LEFT + 48.0, y + 4.5, "start", &curve_name(planned, *n));
    }
    let y = LEGEND + LINE * planned.numbers.len() as f64;
    stroke(out, (LEFT, y), (LEFT + 40.0, y), "#777777", "1 3");
    let wanted = as_asked(planned.wanted);
    text(out, LEFT + 48.0, y + 4.5, "start", &format!("wanted: {wanted}; shaded: true values that conform"));
}

fn line(out: &mut String, element: &str) {
    out.push_str(element);
    out.push('\n');
}

fn stroke(out: &mut String, from: (f64, f64), to: (f64, f64), colour: &str, dash: &str) {
    let ((x1, y1), (x2, y2)) = (from, to);
    line(
        out,
        &format!("<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" stroke=\"{colour}\" stroke-dasharray=\"{dash}\"/>"),
    );
}

/// Text that is markup already.
fn text(out: &mut String, x: f64, y: f64, anchor: &str, markup: &str) {
    line(out, &format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{markup}</text>"));
}

/// Foreign text as markup, cut to the width of the picture.
fn shortened(text: &str) -> String {
    let text = visible(text);
    let (mut kept, mut columns) = (String::new(), 0);
    for character in text.chars() {
        columns += character.width().unwrap_or(0);
        if columns > COLUMNS {
            kept.push('…');
            break;
        }
        match character {
            '&' => kept.push_str("&amp;"),
            '<' => kept.push_str("&lt;"),
            '>' => kept.push_str("&gt;"),
            other => kept.push(other),
        }
    }
    kept
}
