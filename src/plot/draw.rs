//! The one function that draws a figure, on whatever the drawing library can draw on.

use super::axis::{MOST_TICKS, with_raised_powers};
use super::figure::{Ends, Mark, Role};
use super::palette::{BAD, GRID, GUARD, INK, LIMIT, WINDOW, colour};
use super::sign::{Sign, closed, draw_sample, draw_sign};
use super::text::{columns, label_within, lines, title_lines};
use super::{FINENESS, Figure, FigureError, Scale};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::{Cartesian2d, DashedLineSeries, DrawingArea, DrawingBackend, PathElement, Rectangle, Text};
use plotters::series::LineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

pub(super) type Chart<'a, DB> = ChartContext<'a, DB, Cartesian2d<Numbered, Numbered>>;

/// One axis as the drawing library wants it: its ends, and where which number stands.
#[derive(Clone)]
pub(super) struct Numbered {
    ends: Ends,
    ticks: Vec<(f64, String)>,
}

impl Ranged for Numbered {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (first, last): (i32, i32)) -> i32 {
        let share = (value - self.ends.0) / (self.ends.1 - self.ends.0);
        first + (share * f64::from(last - first)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.iter().map(|tick| tick.0).collect()
    }

    fn range(&self) -> Range<f64> {
        self.ends.0..self.ends.1
    }
}

impl ValueFormatter<f64> for Numbered {
    fn format(value: &f64) -> String {
        value.to_string()
    }

    fn format_ext(&self, value: &f64) -> String {
        self.ticks.iter().find(|tick| tick.0 == *value).map_or_else(String::new, |tick| tick.1.clone())
    }
}

const TITLE: f64 = 14.0;
const LABEL: f64 = 11.0;
const ROW: i32 = 17;
/// From one line of a text to the next.
const LINE: i32 = 13;
/// A line of the title.
const TITLE_LINE: i32 = 17;
/// What stands below the plot.
const BELOW: i32 = 44;

/// Draws a figure on an area whose units are a [`FINENESS`]th of those of the picture.
///
/// # Errors
/// [`FigureError`] where there is nothing to draw, an axis cannot show a value, or the area refuses.
pub fn draw<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, figure: &Figure) -> Result<(), FigureError> {
    let ends = figure.ends()?;
    let refused = |error: &dyn std::fmt::Display| FigureError::Refused(figure.title.clone(), error.to_string());
    on_area(area, figure, ends).map_err(|error| refused(&error))
}

pub(super) type Drawn<DB> = Result<(), plotters::drawing::DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

fn on_area<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, figure: &Figure, (x, y): (Ends, Ends)) -> Drawn<DB> {
    area.fill(&RGBColor(255, 255, 255))?;
    let fine = FINENESS as i32;
    let (width, height) = area.dim_in_pixel();
    let (width, height) = (width as i32 / fine, height as i32 / fine);
    let names = legend_names(figure, width);
    let legend = legend_width(&names);
    let Head { title, subtitle, lower, height: head } = Head::of(figure, width);
    for (row, line) in (0..).zip(title) {
        area.draw(&Text::new(line, (12 * fine, (8 + row * TITLE_LINE) * fine), text(TITLE, true, INK)))?;
    }
    for (row, line) in (0..).zip(subtitle) {
        area.draw(&Text::new(line, (12 * fine, (27 + lower + row * LINE) * fine), text(LABEL, false, INK)))?;
    }
    let (plot, beside) = area.split_horizontally((width - legend) * fine);
    let most = usize::try_from((height - head - BELOW) / ROW).unwrap_or(0).clamp(2, MOST_TICKS);
    let up = Numbered { ends: y, ticks: figure.y.ticks(y, most) };
    let widest = up.ticks.iter().map(|tick| tick.1.width()).max().unwrap_or(1) as u32;
    let room = width - legend - 14 - (40 + 6 * widest as i32);
    let across = Numbered { ends: x, ticks: figure.x.ticks_across(x, room) };
    let (x_labels, y_labels) = (across.ticks.len(), up.ticks.len());
    let mut chart = ChartBuilder::on(&plot)
        .margin_top(head * fine)
        .margin_right(10 * fine)
        .margin_left(4 * fine)
        .margin_bottom(4 * fine)
        .x_label_area_size(40 * fine)
        .y_label_area_size((40 + 6 * widest) * fine as u32)
        .build_cartesian_2d(across, up)?;
    chart
        .configure_mesh()
        .x_labels(x_labels)
        .y_labels(y_labels)
        .x_max_light_lines(0)
        .y_max_light_lines(0)
        .bold_line_style(line(GRID, 0.6))
        .axis_style(line(INK, 0.8))
        .set_all_tick_mark_size(4 * fine)
        .label_style(text(LABEL, false, INK))
        .x_desc(label_within(&with_raised_powers(&figure.x.label), columns(room)))
        .y_desc(label_within(&with_raised_powers(&figure.y.label), columns(height - head - BELOW)))
        .axis_desc_style(text(LABEL, false, INK))
        .draw()?;
    for mark in &figure.marks {
        draw_refused(&chart, figure, mark, (x, y))?;
        draw_strokes(&chart, figure, mark, x)?;
    }
    for mark in &figure.marks {
        draw_mark(&mut chart, figure, mark, x, y)?;
    }
    let mut top = head + ABOVE_LEGEND;
    let listed = rows_within(&names, height - top);
    for (mark, name) in names.iter().take(listed) {
        draw_legend_row(&beside, mark, name, top)?;
        top += row_height(name);
    }
    if listed < names.len() {
        let left = format!("and {} more", names.len() - listed);
        let style = text(LABEL, false, INK).pos(Pos::new(HPos::Left, VPos::Center));
        beside.draw(&Text::new(left, ((SAMPLE + 8) * fine, (top + ROW / 2) * fine), style))?;
    }
    Ok(())
}

/// How many rows of a legend have room in this height, with one more that says how many have none: a picture on paper is no higher
/// than its sheet.
fn rows_within(names: &[(&Mark, Vec<String>)], room: i32) -> usize {
    let ends: Vec<i32> = names
        .iter()
        .scan(0, |end, (_, name)| {
            *end += row_height(name);
            Some(*end)
        })
        .collect();
    match ends.last() {
        Some(end) if *end > room => ends.iter().filter(|end| **end + ROW <= room).count(),
        _ => names.len(),
    }
}

/// Between the head of a picture and its legend.
const ABOVE_LEGEND: i32 = 8;

fn row_height(name: &[String]) -> i32 {
    ROW + (name.len() as i32 - 1).max(0) * LINE
}

/// The height that a picture of this width takes: that which is asked for, or more where its legend has more rows.
pub fn height_for(figure: &Figure, width: u32, asked: u32) -> u32 {
    let across = i32::try_from(width).unwrap_or(i32::MAX);
    let rows: i32 = legend_names(figure, across).iter().map(|(_, name)| row_height(name)).sum();
    let needed = Head::of(figure, across).height + ABOVE_LEGEND + rows;
    asked.max(u32::try_from(needed).unwrap_or(0))
}

/// What stands above a picture.
struct Head {
    title: Vec<String>,
    subtitle: Vec<String>,
    /// How much lower the lines below the first one of the title stand.
    lower: i32,
    height: i32,
}

impl Head {
    fn of(figure: &Figure, width: i32) -> Head {
        let title = title_lines(&with_raised_powers(&figure.title), width / 8);
        let lower = (title.len() as i32 - 1).max(0) * TITLE_LINE;
        let subtitle = lines(&with_raised_powers(&figure.subtitle), columns(width));
        // A page may say above the picture what it shows.
        let height = lower
            + match (figure.title.is_empty(), subtitle.len() as i32) {
                (true, 0) => 8,
                (_, 0) => 26,
                (_, lines) => 42 + (lines - 1) * LINE,
            };
        Head { title, subtitle, lower, height }
    }
}

fn draw_mark<DB: DrawingBackend>(
    chart: &mut Chart<'_, DB>,
    figure: &Figure,
    mark: &Mark,
    x: Ends,
    y: Ends,
) -> Drawn<DB> {
    let fine = FINENESS;
    let placed = |places: &[(f64, f64)]| -> Vec<(f64, f64)> {
        places.iter().filter_map(|place| Some((figure.x.scale.of(place.0)?, figure.y.scale.of(place.1)?))).collect()
    };
    match mark {
        Mark::Points { series, places, .. } => {
            for place in placed(places) {
                draw_sign(chart, place, Sign::Series(*series))?;
            }
        }
        Mark::Judged { standing, places, .. } => {
            for place in placed(places) {
                draw_sign(chart, place, Sign::Judged(*standing))?;
            }
        }
        Mark::Line { series, bound: false, signs, places, .. } => {
            let places = placed(places);
            for place in signs.then(|| signed(&places, *series)).into_iter().flatten() {
                draw_sign(chart, place, Sign::Series(*series))?;
            }
            chart.draw_series(LineSeries::new(places, line(colour(*series), 1.4)))?;
        }
        Mark::Line { series, bound: true, places, .. } => {
            let style = line(colour(*series), 1.2);
            chart.draw_series(DashedLineSeries::new(placed(places), 5 * fine, 4 * fine, style))?;
        }
        Mark::Bars { series, bars, .. } => {
            let floor = if figure.y.scale == Scale::Linear { 0.0 } else { y.0 };
            let corners = bars.iter().filter_map(|bar| {
                let (from, to) = (figure.x.scale.of(bar.0)?, figure.x.scale.of(bar.1)?);
                Some([(from, floor), (to, figure.y.scale.of(bar.2)?)])
            });
            let fill = colour(*series).mix(0.45).filled();
            chart.draw_series(corners.map(|corners| Rectangle::new(corners, fill)))?;
        }
        Mark::Level { role, at, .. } => {
            let ends = [(x.0, *at), (x.1, *at)].map(|(across, level)| (across, figure.y.scale.of(level)));
            let ends: Vec<(f64, f64)> = ends.into_iter().filter_map(|(across, level)| Some((across, level?))).collect();
            draw_ruled(chart, ends, *role)?;
        }
        Mark::Moment { role, at, .. } => {
            let ends = figure.x.scale.of(*at).map(|at| vec![(at, y.0), (at, y.1)]).unwrap_or_default();
            draw_ruled(chart, ends, *role)?;
        }
        Mark::Window { from, to, .. } => {
            let Some((from, to)) = figure.x.scale.of(*from).zip(figure.x.scale.of(*to)) else { return Ok(()) };
            chart.draw_series([Rectangle::new([(from, y.0), (to, y.1)], WINDOW.mix(0.10).filled())])?;
            for at in [from, to] {
                chart.draw_series(LineSeries::new([(at, y.0), (at, y.1)], line(WINDOW, 0.8)))?;
            }
        }
        Mark::Guard { from, to, .. } => {
            let Some((from, to)) = figure.x.scale.of(*from).zip(figure.x.scale.of(*to)) else { return Ok(()) };
            chart.draw_series([Rectangle::new([(from, y.0), (to, y.1)], GUARD.mix(0.25).filled())])?;
            for at in [from, to] {
                let edge = vec![(at, y.0), (at, y.1)];
                chart.draw_series(DashedLineSeries::new(edge, 2 * fine, 3 * fine, line(GUARD, 1.0)))?;
            }
        }
    }
    Ok(())
}

/// How far the strokes beside a limit reach, and how far one is from the next.
const STROKE: i32 = 7 * FINENESS as i32;

/// The side of a limit that is not accepted: a ground to the edge of the picture, and strokes along the limit that lean to
/// that side, so that it is seen without colour.
fn draw_refused<DB: DrawingBackend>(
    chart: &Chart<'_, DB>,
    figure: &Figure,
    mark: &Mark,
    (x, y): (Ends, Ends),
) -> Drawn<DB> {
    let area = chart.plotting_area().strip_coord_spec();
    let (width, height) = chart.plotting_area().dim_in_pixel();
    let (width, height) = (width as i32, height as i32);
    let share = |at: f64, ends: Ends| (at - ends.0) / (ends.1 - ends.0);
    // As a moment is drawn: the limit stands upright, and what is less lies to its left.
    let (at, role, upright) = match mark {
        Mark::Level { role, at, .. } => (figure.y.scale.of(*at).map(|at| share(at, y)), *role, false),
        Mark::Moment { role, at, .. } => (figure.x.scale.of(*at).map(|at| share(at, x)), *role, true),
        _ => return Ok(()),
    };
    let (Some(at), Role::AtLeast | Role::AtMost) = (at, role) else { return Ok(()) };
    let (across, along) = if upright { (width, height) } else { (height, width) };
    let turned = |(over, down): (i32, i32)| if upright { (over, down) } else { (down, height - over) };
    let at = (at * f64::from(across)).round() as i32;
    let (edge, lean) = if role == Role::AtLeast { (0, -STROKE) } else { (across, STROKE) };
    area.draw(&Rectangle::new([turned((edge, 0)), turned((at, along))], BAD.mix(REFUSED).filled()))?;
    // There and back again, so that all strokes are one line.
    let strokes = (0..along - STROKE).step_by(STROKE as usize);
    let strokes = strokes.flat_map(|from| [(at, from), (at + lean, from + STROKE), (at, from)].map(turned));
    area.draw(&PathElement::new(strokes.collect::<Vec<_>>(), line(LIMIT, 0.8)))
}

/// How much of its colour the side of a limit that is not accepted has.
const REFUSED: f64 = 0.14;

/// Markers that stand on a line that has some.
const SIGNS: usize = 14;

/// The places of a line at which the marker of its series stands; those of the next series are shifted, so that lines that
/// run together do not hide them.
fn signed(places: &[(f64, f64)], series: usize) -> Vec<(f64, f64)> {
    let most = places.iter().map(|place| place.1.abs()).fold(0.0, f64::max);
    // Where all lines run along the axis, markers tell nothing apart.
    let places: Vec<(f64, f64)> = places.iter().copied().filter(|place| place.1.abs() >= most / 20.0).collect();
    let count = SIGNS.min(places.len());
    // Five and seven have no divisor in common: seven series pass before two stand at the same places.
    let shift = (series * 5 % 7) * places.len() / (7 * count.max(1));
    (0..count).filter_map(|at| places.get(at * places.len() / count + shift)).copied().collect()
}

/// Strokes over a window that is not the first of the picture: rising, falling, level, and so on.
fn draw_strokes<DB: DrawingBackend>(chart: &Chart<'_, DB>, figure: &Figure, mark: &Mark, x: Ends) -> Drawn<DB> {
    let Mark::Window { nth, from, to, .. } = mark else { return Ok(()) };
    let Some((from, to)) = figure.x.scale.of(*from).zip(figure.x.scale.of(*to)) else { return Ok(()) };
    let area = chart.plotting_area().strip_coord_spec();
    let (width, height) = chart.plotting_area().dim_in_pixel();
    let place = |at: f64| ((at - x.0) / (x.1 - x.0) * f64::from(width)).round() as i32;
    for ends in strokes(*nth, (place(from), place(to)), (0, height as i32), 2 * STROKE) {
        area.draw(&PathElement::new(ends, line(WINDOW, 0.8)))?;
    }
    Ok(())
}

/// The strokes over the window of this number, so far from each other; none over the first.
fn strokes(nth: usize, (left, right): (i32, i32), (top, bottom): (i32, i32), apart: i32) -> Vec<Vec<(i32, i32)>> {
    let (width, height) = (right - left, bottom - top);
    let across = |at: i32| vec![(left, top + at), (right, top + at)];
    // From the upper edge down, or from the lower edge up, to the right end of the window.
    let leaning = |start: i32, falling: bool| {
        let (from, to) = (start.max(0), (start + height).min(width));
        let down = |at: i32| if falling { top + at - start } else { bottom - (at - start) };
        (from < to).then(|| vec![(left + from, down(from)), (left + to, down(to))])
    };
    let starts = || (-height..width).step_by(usize::try_from(apart).unwrap_or(1).max(1));
    match nth % 4 {
        0 => Vec::new(),
        1 => starts().filter_map(|start| leaning(start, false)).collect(),
        2 => starts().filter_map(|start| leaning(start, true)).collect(),
        _ => (0..height).step_by(usize::try_from(apart).unwrap_or(1).max(1)).map(across).collect(),
    }
}

/// A line from edge to edge, dashed as its role asks.
fn draw_ruled<DB: DrawingBackend>(chart: &mut Chart<'_, DB>, ends: Vec<(f64, f64)>, role: Role) -> Drawn<DB> {
    let (style, dash) = ruled(role);
    match dash {
        None => chart.draw_series(LineSeries::new(ends, style)).map(|_| ()),
        Some((on, off)) => {
            chart.draw_series(DashedLineSeries::new(ends, on * FINENESS, off * FINENESS, style)).map(|_| ())
        }
    }
}

/// Colour, width and dash (on, off) of a line across the picture.
fn ruled(role: Role) -> (ShapeStyle, Option<(u32, u32)>) {
    match role {
        Role::AtLeast | Role::AtMost => (line(LIMIT, 1.8), None),
        Role::Advice => (line(LIMIT, 1.2), Some((8, 4))),
        Role::Action => (line(LIMIT, 1.8), Some((3, 3))),
        Role::Result => (line(INK, 1.2), Some((2, 3))),
        Role::Ceiling => (line(RGBColor(110, 110, 110), 1.4), Some((10, 4))),
        Role::Claim => (line(INK, 1.8), None),
    }
}

pub(super) fn line(colour: RGBColor, width: f64) -> ShapeStyle {
    colour.stroke_width((width * f64::from(FINENESS)) as u32)
}

fn text(size: f64, bold: bool, colour: RGBColor) -> TextStyle<'static> {
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::SansSerif, size * f64::from(FINENESS), style).color(&colour)
}

/// Width of the samples in the legend.
const SAMPLE: i32 = 26;

/// The marks that have a name, each with the lines of it in the legend, which takes two fifths of the picture. Names that are
/// the same when they are shortened are numbered.
fn legend_names(figure: &Figure, width: i32) -> Vec<(&Mark, Vec<String>)> {
    let columns = usize::try_from((width * 2 / 5 - SAMPLE - 20).max(40) / 6).unwrap_or(1);
    let named: Vec<(&Mark, String)> = figure
        .marks
        .iter()
        .filter(|mark| !mark.name().is_empty())
        .map(|mark| (mark, with_raised_powers(mark.name())))
        .collect();
    let all: Vec<Vec<String>> = named.iter().map(|(_, name)| lines(name, columns)).collect();
    let numbered = |at: usize, name: &str, own: &[String]| {
        let alike = |other: &(usize, &Vec<String>)| other.1.as_slice() == own && named[other.0].1 != name;
        if !all.iter().enumerate().any(|other| alike(&other)) {
            return own.to_vec();
        }
        let before = all.iter().take(at).filter(|other| other.as_slice() == own).count();
        let mut own = lines(name, columns.saturating_sub(5));
        if let Some(last) = own.last_mut() {
            last.push_str(&format!(" ({})", before + 1));
        }
        own
    };
    named.iter().zip(&all).enumerate().map(|(at, ((mark, name), own))| (*mark, numbered(at, name, own))).collect()
}

fn legend_width(names: &[(&Mark, Vec<String>)]) -> i32 {
    match names.iter().flat_map(|(_, name)| name).map(|line| line.width() as i32).max() {
        Some(widest) => SAMPLE + 20 + 6 * widest,
        None => 8,
    }
}

fn draw_legend_row<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    mark: &Mark,
    name: &[String],
    top: i32,
) -> Drawn<DB> {
    let fine = FINENESS as i32;
    let middle = (top + ROW / 2) * fine;
    let (from, to) = (4 * fine, SAMPLE * fine);
    let stroke = |style: ShapeStyle, dash: Option<(u32, u32)>| -> Vec<PathElement<(i32, i32)>> {
        let (on, off) = dash.map_or((to - from, fine), |(on, off)| (on as i32 * fine, off as i32 * fine));
        let starts = (0..).map(|i| from + i * (on + off)).take_while(|start| *start < to);
        starts.map(|start| PathElement::new(vec![(start, middle), ((start + on).min(to), middle)], style)).collect()
    };
    let box_of = |fill: ShapeStyle| Rectangle::new([(from, middle - 5 * fine), (to, middle + 5 * fine)], fill);
    let (upper, lower) = (middle - 5 * fine, middle + 5 * fine);
    let edge_of = |style: ShapeStyle| {
        PathElement::new(closed(vec![(from, upper), (to, upper), (to, lower), (from, lower)]), style)
    };
    let centre = ((from + to) / 2, middle);
    match mark {
        Mark::Points { series, .. } => draw_sample(area, Sign::Series(*series), centre)?,
        Mark::Judged { standing, .. } => draw_sample(area, Sign::Judged(*standing), centre)?,
        Mark::Line { series, bound, signs, .. } => {
            let dash = bound.then_some((5, 4));
            for one in stroke(line(colour(*series), 1.4), dash) {
                area.draw(&one)?;
            }
            if *signs {
                draw_sample(area, Sign::Series(*series), centre)?;
            }
        }
        Mark::Level { role, .. } | Mark::Moment { role, .. } => {
            let (style, dash) = ruled(*role);
            for one in stroke(style, dash) {
                area.draw(&one)?;
            }
            if let Some(edge) = refused_edge(*role, (upper, lower)) {
                area.draw(&Rectangle::new([(from, middle), (to, edge)], BAD.mix(REFUSED).filled()))?;
                for start in [0, 1, 2].map(|at| from + at * STROKE) {
                    let ends = vec![(start, middle), (start + 5 * fine, edge)];
                    area.draw(&PathElement::new(ends, line(LIMIT, 0.8)))?;
                }
            }
        }
        Mark::Bars { series, .. } => area.draw(&box_of(colour(*series).mix(0.45).filled()))?,
        Mark::Window { nth, .. } => {
            area.draw(&box_of(WINDOW.mix(0.10).filled()))?;
            for ends in strokes(*nth, (from, to), (upper, lower), STROKE / 2) {
                area.draw(&PathElement::new(ends, line(WINDOW, 0.8)))?;
            }
            area.draw(&edge_of(line(WINDOW, 0.8)))?;
        }
        Mark::Guard { .. } => {
            area.draw(&box_of(GUARD.mix(0.25).filled()))?;
            area.draw(&edge_of(line(GUARD, 1.0)))?;
        }
    }
    for (row, line) in (0..).zip(name) {
        let style = text(LABEL, false, INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(line.as_str(), ((SAMPLE + 8) * fine, middle + row * LINE * fine), style))?;
    }
    Ok(())
}

/// Above or below the sample of a limit, the edge of what is not accepted; none of a line that decides nothing.
fn refused_edge(role: Role, (upper, lower): (i32, i32)) -> Option<i32> {
    match role {
        Role::AtLeast => Some(lower),
        Role::AtMost => Some(upper),
        _ => None,
    }
}

/// How much of the width of a picture its legend takes, in pixels of the page; it stands at the right.
pub fn legend(figure: &Figure, width: u32) -> u32 {
    let width = i32::try_from(width).unwrap_or(i32::MAX);
    legend_width(&legend_names(figure, width)).unsigned_abs()
}
