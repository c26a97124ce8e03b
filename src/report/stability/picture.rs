//! The picture of each test: points, lines, bounds, limits, and where they end.

use super::words;
use crate::plot::{Axis, DARK_GREY, Figure, Mark, Role, Standing};
use crate::quantity::TimeUnit;
use crate::report::escape::visible;
use crate::spec::{Limit, Limits};
use crate::stability::{self, FigureLine, FigurePlace, GroupEvaluation, StudyReport, TestEvaluation};

/// A picture with the name of the file it goes to, without ending: the test, and a number where it has several groups.
///
/// Long-term data only, as the claim rests on them. A test without numbers has no picture.
pub fn pictures(study: &StudyReport<'_>) -> Vec<(String, Figure)> {
    let mut pictures = Vec::new();
    for test in &study.tests {
        for (position, group) in test.groups.iter().enumerate() {
            let Some(figure) = of_group(study, test, group) else { continue };
            let name = match test.groups.len() {
                1 => test.test.id.clone(),
                _ => format!("{}-{}", test.test.id, position + 1),
            };
            pictures.push((name, figure));
        }
    }
    pictures
}

/// The picture of a test in one group; none without numbers.
pub(super) fn of_group(study: &StudyReport<'_>, test: &TestEvaluation<'_>, group: &GroupEvaluation) -> Option<Figure> {
    let limits = group.group.points().find_map(|point| point.limits())?;
    stability::figure(study, test, group).map(|numbers| picture(study, &harmless(numbers), limits))
}

/// The same with texts of the user in which nothing acts on its surroundings.
fn harmless(numbers: stability::Figure) -> stability::Figure {
    let harmless = |text: String| visible(&text).into_owned();
    let mut numbers = numbers;
    numbers.title = harmless(numbers.title);
    numbers.group = harmless(numbers.group);
    numbers.batches.iter_mut().for_each(|batch| batch.name = visible(&batch.name).into_owned());
    numbers.lines.iter_mut().for_each(|line| line.name = visible(&line.name).into_owned());
    numbers.not_drawn.iter_mut().for_each(|text| *text = visible(text).into_owned());
    numbers
}

/// The unit of the time axis: one that makes the last time a number of some size.
struct Scale {
    unit: TimeUnit,
    /// Units of the axis in a month.
    per_month: f64,
}

impl Scale {
    fn of(last: f64) -> Scale {
        let unit = match last {
            last if last < 0.25 => TimeUnit::Hour,
            last if last < 3.0 => TimeUnit::Day,
            _ => TimeUnit::Month,
        };
        Scale { unit, per_month: 1.0 / unit.months().to_f64() }
    }

    fn place(&self, months: f64) -> f64 {
        months * self.per_month
    }

    fn places(&self, places: &[(f64, f64)]) -> Vec<(f64, f64)> {
        places.iter().map(|(months, value)| (self.place(*months), *value)).collect()
    }

    fn words(&self, months: f64) -> String {
        let (number, unit) = (short(self.place(months)), self.unit.as_str());
        let unit = if number == "1" { unit.trim_end_matches('s') } else { unit };
        format!("{number} {unit}")
    }
}

fn picture(study: &StudyReport<'_>, numbers: &stability::Figure, limits: &Limits) -> Figure {
    let scale = Scale::of(numbers.last);
    let mut marks = moments(numbers, &scale);
    // A limit as the specification has it: `1.0×10^9`, `5.0`.
    let named = |sign: &str, limit: &Limit| format!("limit {sign} {} {}", limit.written.pretty(), numbers.unit);
    for (limit, [closed, open], role, at) in [
        (&limits.lower, ["≥", ">"], Role::AtLeast, numbers.lower),
        (&limits.upper, ["≤", "<"], Role::AtMost, numbers.upper),
    ] {
        let mark = |(limit, at): (&Limit, f64)| {
            let sign = if limit.inclusive { closed } else { open };
            Mark::Level { name: named(sign, limit).trim_end().to_owned(), role, at }
        };
        marks.extend(limit.as_ref().zip(at).map(mark));
    }
    for (position, line) in numbers.lines.iter().enumerate() {
        marks.extend(lines(numbers, line, position, &scale));
    }
    for (series, batch) in numbers.batches.iter().enumerate() {
        let places = scale.places(&batch.points);
        marks.push(Mark::Points { name: format!("batch {}", batch.name), series, places });
    }
    if !numbers.failed.is_empty() {
        let places = scale.places(&numbers.failed);
        marks.push(Mark::Judged { name: "out of specification".to_owned(), standing: Standing::Fails, places });
    }
    let condition = visible(study.long_term.as_deref().unwrap_or("long term"));
    let label = match numbers.unit.is_empty() {
        true => numbers.title.clone(),
        false => format!("{} ({})", numbers.title, numbers.unit),
    };
    let title = [numbers.title.as_str(), &condition].into_iter().chain(numbers.marks.iter().copied());
    Figure {
        title: title.collect::<Vec<_>>().join(" · "),
        subtitle: subtitle(numbers),
        description: description(numbers, &scale),
        x: Axis::linear(format!("Time ({})", scale.unit.as_str())).holding(0.0),
        y: Axis::linear(label),
        marks,
    }
}

/// Container and the like, and what a picture cannot show.
fn subtitle(numbers: &stability::Figure) -> String {
    let not_drawn = match &numbers.not_drawn[..] {
        [] => None,
        [one] => Some(format!("not drawn: {one}")),
        [first, rest @ ..] => Some(format!("not drawn: {first}, and {} more", rest.len())),
    };
    let group = Some(numbers.group.clone()).filter(|group| !group.is_empty());
    group.into_iter().chain(not_drawn).collect::<Vec<_>>().join("; ")
}

/// Crossing, ceiling, proposal and claim. What falls together is one line: two over each other would hide one.
fn moments(numbers: &stability::Figure, scale: &Scale) -> Vec<Mark> {
    // A crossing far behind the claim is told in the text and would press the data together here.
    let crossing = numbers.crossing.filter(|at| *at <= numbers.last).map(|at| ("crossing", Role::Result, at));
    let proposal = numbers.proposal.map(|at| ("proposal", Role::Advice, at));
    let claimed = numbers.claimed.map(|claimed| {
        let (number, unit) = claimed.stated();
        ("claim", Role::Claim, f64::from(number) * unit.months().to_f64())
    });
    let all = [crossing, Some(("ceiling", Role::Ceiling, numbers.ceiling)), proposal, claimed];
    let mut merged: Vec<(String, Role, f64)> = Vec::new();
    for (what, role, at) in all.into_iter().flatten() {
        match merged.iter_mut().find(|one| (one.2 - at).abs() <= 0.002 * numbers.last) {
            Some(one) => *one = (format!("{} = {what}", one.0), role, one.2),
            None => merged.push((what.to_owned(), role, at)),
        }
    }
    let mark = |(what, role, at): (String, Role, f64)| {
        let name = format!("{what} {}", scale.words(at));
        Mark::Moment { name, role, at: scale.place(at) }
    };
    merged.into_iter().map(mark).collect()
}

/// The message of the picture for those who cannot see it.
fn description(numbers: &stability::Figure, scale: &Scale) -> String {
    let crossing = match numbers.crossing {
        Some(at) => format!("The bound reaches the limit after {}.", scale.words(at)),
        None => "No bound reaches a limit.".to_owned(),
    };
    let claimed = match numbers.claimed {
        Some(claimed) => words::stated(&claimed),
        None => "nothing".to_owned(),
    };
    format!(
        "{} batches over {}. {crossing} Ceiling {}, claim {claimed}.",
        numbers.batches.len(),
        scale.words(numbers.long_term),
        scale.words(numbers.ceiling),
    )
}

/// A line of one batch has the colour of its points; one that batches share has a colour that no batch near it has.
fn series_of(numbers: &stability::Figure, name: &str) -> usize {
    numbers.batches.iter().position(|batch| batch.name == name).unwrap_or(DARK_GREY)
}

/// A line with its bounds. Lines of single batches have their colour, and the legend explains the first of them.
fn lines(numbers: &stability::Figure, line: &FigureLine, position: usize, scale: &Scale) -> Vec<Mark> {
    let series = series_of(numbers, &line.name);
    let many = numbers.lines.len() > 1;
    let named = |what: &str| match (many, position) {
        (true, 0) => format!("{what} of each batch"),
        (true, _) => String::new(),
        (false, _) => format!("{what}, {}", line.name),
    };
    let places = |of: fn(&FigurePlace) -> Option<f64>| -> Vec<(f64, f64)> {
        line.curve.iter().filter_map(|point| Some((scale.place(point.0), of(point)?))).collect()
    };
    let mean =
        Mark::Line { name: named("line"), series, bound: false, signs: false, places: places(|point| Some(point.1)) };
    let (lower, upper) = (places(|point| point.2), places(|point| point.3));
    let what = if lower.is_empty() || upper.is_empty() { "bound" } else { "bounds" };
    let names = [named(what), if lower.is_empty() { named(what) } else { String::new() }];
    let bounds = names.into_iter().zip([lower, upper]).filter(|(_, places)| !places.is_empty());
    let bounds = bounds.map(|(name, places)| Mark::Line { name, series, bound: true, signs: false, places });
    std::iter::once(mean).chain(bounds).collect()
}

/// A number of the axis without needless digits.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
