//! The picture of each test: points, lines, bounds, limits, and where they end.

use crate::plot::{Axis, Figure, Mark, Role};
use crate::stability::{self, FigureLine, StudyReport};

/// A picture with the name of the file it goes to, without ending: the test, and a number where it has several groups.
///
/// Long-term data only, as the claim rests on them. A test without numbers has no picture.
pub fn pictures(study: &StudyReport<'_>) -> Vec<(String, Figure)> {
    let mut pictures = Vec::new();
    for test in &study.tests {
        for (position, group) in test.groups.iter().enumerate() {
            let Some(numbers) = stability::figure(study, test, group) else { continue };
            let name = match test.groups.len() {
                1 => test.test.id.clone(),
                _ => format!("{}-{}", test.test.id, position + 1),
            };
            pictures.push((name, picture(study, &numbers)));
        }
    }
    pictures
}

fn picture(study: &StudyReport<'_>, numbers: &stability::Figure) -> Figure {
    let mut marks = Vec::new();
    let unit = |value: f64| format!("{value} {}", numbers.unit).trim_end().to_owned();
    for (limit, sign) in [(numbers.lower, "≥"), (numbers.upper, "≤")] {
        marks.extend(limit.map(|at| Mark::Level { name: format!("limit {sign} {}", unit(at)), role: Role::Limit, at }));
    }
    for line in &numbers.lines {
        marks.extend(lines(line, series_of(numbers, &line.name)));
    }
    for (series, batch) in numbers.batches.iter().enumerate() {
        marks.push(Mark::Points { name: format!("batch {}", batch.name), series, places: batch.points.clone() });
    }
    // A crossing far behind the claim is told in the text and would press the data together here.
    if let Some(at) = numbers.crossing.filter(|at| *at <= numbers.last) {
        marks.push(Mark::Moment { name: format!("crossing {at:.1} months"), role: Role::Result, at });
    }
    let mut moment = |name: String, role: Role, at: f64| marks.push(Mark::Moment { name, role, at });
    moment(format!("ceiling {} months", short(numbers.ceiling)), Role::Ceiling, numbers.ceiling);
    if let Some(at) = numbers.proposal {
        moment(format!("proposal {} months", short(at)), Role::Advice, at);
    }
    moment(format!("supported {} months", short(numbers.supported)), Role::Claim, numbers.supported);
    let condition = study.long_term.as_deref().unwrap_or("long term");
    let label = match numbers.unit.is_empty() {
        true => numbers.title.clone(),
        false => format!("{} ({})", numbers.title, numbers.unit),
    };
    Figure {
        title: format!("{} · {condition}", numbers.title),
        subtitle: numbers.group.clone(),
        description: description(numbers),
        x: Axis::linear("Time (months)").holding(0.0),
        y: Axis::linear(label),
        marks,
    }
}

/// The message of the picture for those who cannot see it.
fn description(numbers: &stability::Figure) -> String {
    let crossing = match numbers.crossing {
        Some(at) => format!("The bound reaches the limit after {at:.1} months."),
        None => "No bound reaches a limit.".to_owned(),
    };
    format!(
        "{} batches over {} months. {crossing} Ceiling {} months, supported {} months.",
        numbers.batches.len(),
        short(numbers.long_term),
        short(numbers.ceiling),
        short(numbers.supported)
    )
}

/// A line of one batch has the colour of its points; one that batches share has a colour that no batch near it has.
fn series_of(numbers: &stability::Figure, name: &str) -> usize {
    numbers.batches.iter().position(|batch| batch.name == name).unwrap_or(SHARED)
}

/// The series of a line that batches share: dark grey.
const SHARED: usize = 6;

fn lines(line: &FigureLine, series: usize) -> Vec<Mark> {
    let mean = line.curve.iter().map(|(months, value, _, _)| (*months, *value)).collect();
    let lower = line.curve.iter().filter_map(|(months, _, low, _)| Some((*months, (*low)?))).collect();
    let upper = line.curve.iter().filter_map(|(months, _, _, high)| Some((*months, (*high)?))).collect();
    let named = |what: &str| format!("{what}, {}", line.name);
    let bound = |name: String, places: Vec<(f64, f64)>| {
        (!places.is_empty()).then_some(Mark::Line { name, series, bound: true, places })
    };
    let mut marks = vec![Mark::Line { name: named("line"), series, bound: false, places: mean }];
    marks.extend(bound(named("lower bound"), lower));
    marks.extend(bound(named("upper bound"), upper));
    marks
}

/// A number of months without needless digits.
fn short(months: f64) -> String {
    let text = format!("{months:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
