//! What `evqc plan` found, one file per format.

mod csv;
mod human;
mod json;
mod markdown;
mod svg;

#[cfg(feature = "schemas")]
pub use json::plan_schema;

use super::escape::visible;
use crate::plan::{Chance, Line, Obstacle, Planned, as_asked, probability};
use crate::spec::{Specification, Test};

/// Name and purpose of every format of a plan.
pub const PLAN_FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal"),
    ("csv", "the operating characteristic, one line per true value and number of determinations"),
    ("json", "everything, schema evqc-plan/1"),
    ("markdown", "GitHub-flavoured Markdown"),
    ("svg", "the operating characteristic of one criterion as a picture"),
];

/// Plans of the tests of a specification.
#[derive(Debug)]
pub struct PlanReport<'s> {
    /// The specification.
    pub specification: &'s Specification,
    /// Wanted probability of acceptance.
    pub wanted: f64,
    /// Each criterion of each test, planned or not.
    pub entries: Vec<PlanEntry<'s>>,
    /// Columns of a terminal.
    pub width: usize,
    /// Whether all that is known of each is to be shown, or an overview.
    pub in_full: bool,
}

/// A criterion of a test, planned or not.
#[derive(Debug)]
pub struct PlanEntry<'s> {
    /// The test.
    pub test: &'s Test,
    /// The answer, or what stands in the way.
    pub outcome: Result<Planned<'s>, Obstacle>,
}

impl<'s> PlanReport<'s> {
    /// The report in a format of [`PLAN_FORMATS`]; none for another name, and for a picture of anything but one criterion.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn render(&self, format: &str) -> Option<serde_json::Result<String>> {
        Some(match format {
            "human" => Ok(human::render(self)),
            "csv" => Ok(csv::render(self)),
            "json" => json::render(self),
            "markdown" => Ok(markdown::render(self)),
            "svg" => Ok(svg::render(self.only()?)),
            _ => return None,
        })
    }

    /// The plan, when there is exactly one.
    pub fn only(&self) -> Option<&Planned<'s>> {
        let mut planned = self.planned();
        planned.next().filter(|_| planned.next().is_none())
    }

    fn planned(&self) -> impl Iterator<Item = &Planned<'s>> {
        self.entries.iter().filter_map(|entry| entry.outcome.as_ref().ok())
    }

    fn not_planned(&self) -> impl Iterator<Item = (&'s Test, &Obstacle)> {
        self.entries.iter().filter_map(|entry| entry.outcome.as_ref().err().map(|obstacle| (entry.test, obstacle)))
    }
}

/// The criterion with its condition: `label ± 20 % when method is NTA`.
fn criterion(line: &Line<'_>) -> String {
    let conditions = line.alternative.when.iter().map(|(column, value)| format!("{} is {value}", column.as_str()));
    let when: Vec<String> = conditions.collect();
    let when = if when.is_empty() { String::new() } else { format!(" when {}", when.join(" and ")) };
    visible(&format!("{}{when}", line.alternative.text)).into_owned()
}

/// What was assumed, one line each: what it is, and the assumption.
fn assumptions(planned: &Planned<'_>) -> Vec<(&'static str, String)> {
    let line = &planned.line;
    let mut all = vec![
        ("scatter", format!("{} of one determination, {}", planned.scatter.text(line), planned.scatter.origin)),
        ("true value", format!("{}, {}", line.number(planned.true_value), planned.origin)),
    ];
    all.extend(planned.remarks.iter().map(|remark| ("model", remark.clone())));
    all.extend(valid_runs(planned).map(|text| ("validity", text)));
    all.extend(planned.checks.left_out.iter().map(|one| ("left out", one.to_string())));
    all.into_iter().map(|(what, text)| (what, visible(&text).into_owned())).collect()
}

/// Which runs the probabilities of passing are about; none when every run is valid as far as they know.
fn valid_runs(planned: &Planned<'_>) -> Option<String> {
    let counted: Vec<String> = planned.checks.counted.iter().map(|check| format!("`{check}`")).collect();
    (!counted.is_empty()).then(|| {
        format!(
            "a probability of passing is that of a run that is valid by {}; other runs are invalid, they neither pass nor \
             fail",
            counted.join(" and ")
        )
    })
}

/// How many determinations it takes, as a sentence.
fn answer(planned: &Planned<'_>) -> String {
    let wanted = as_asked(planned.wanted);
    match planned.needed {
        Some(found) => {
            let who = if found.n == 1 { "determination passes" } else { "determinations pass" };
            let passes = probability(found.probability);
            let run = in_a_valid_run(planned);
            let validity = validity(planned, found);
            format!("{} {who} such a lot with probability {passes}{run} (wanted {wanted}).{validity}", found.n)
        }
        None => format!(
            "No number of determinations up to {} passes such a lot with probability {wanted}{}.",
            crate::plan::MOST,
            in_a_valid_run(planned)
        ),
    }
}

fn in_a_valid_run(planned: &Planned<'_>) -> &'static str {
    if planned.checks.counted.is_empty() { "" } else { " in a valid run" }
}

/// How often a run is valid, as a sentence to append; empty where no check is counted.
fn validity(planned: &Planned<'_>, chance: Chance) -> String {
    if planned.checks.counted.is_empty() {
        return String::new();
    }
    let (valid, both) = (probability(chance.valid), probability(chance.valid_and_passes()));
    format!(" A run of {} is valid with probability {valid}, valid and passing with {both}.", chance.n)
}

/// Probability of a valid run for an overview; a dash where none of the checks is counted.
fn valid(planned: &Planned<'_>) -> String {
    if planned.checks.counted.is_empty() { "-".to_owned() } else { probability(planned.specified.valid) }
}

/// What the numbers of an overview leave out, one line for each criterion and thing.
fn left_out(report: &PlanReport<'_>) -> Vec<String> {
    let planned = report.planned();
    planned
        .flat_map(|planned| planned.checks.left_out.iter().map(|what| format!("{}: {what}", planned.line.test.id)))
        .collect()
}

/// How the plan of the specification fares, as a sentence.
fn specified(planned: &Planned<'_>) -> String {
    format!(
        "The plan of the specification, `{}`, passes it with probability {}{}.{}",
        planned.line.measured.plan,
        probability(planned.specified.probability),
        in_a_valid_run(planned),
        validity(planned, planned.specified)
    )
}

/// What a curve is for: `needed`, `specification`, both or nothing.
fn role(planned: &Planned<'_>, n: usize) -> &'static str {
    match (planned.needed.is_some_and(|found| found.n == n), planned.specified.n == n) {
        (true, true) => "needed, specification",
        (true, false) => "needed",
        (false, true) => "specification",
        (false, false) => "",
    }
}

/// Head of a column or name of a curve: `n = 3 (needed)`.
fn curve_name(planned: &Planned<'_>, n: usize) -> String {
    match role(planned, n) {
        "" => format!("n = {n}"),
        role => format!("n = {n} ({role})"),
    }
}
